#pragma once

#include <glib.h>

#include "connection/target.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what starts psql on a saved connection in a terminal; see terminal.c */
char **vf_terminal_command (const char *const *environment,
                            const char        *service_file,
                            const char        *name,
                            const VfTarget    *keyring,
                            GError           **error);

G_END_DECLS
