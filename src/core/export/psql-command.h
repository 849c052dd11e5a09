#pragma once

#include <glib.h>

#include "connection/target.h"

G_BEGIN_DECLS

/* (transfer full): the shell command that opens a saved connection */
char *vf_psql_command              (const char     *service_file,
                                    const char     *name);
/* (transfer full): the same with the password taken from the keyring by secret-tool */
char *vf_psql_command_with_keyring (const char     *service_file,
                                    const char     *name,
                                    const VfTarget *target);
/* (transfer full): the command that prints the password */
char *vf_keyring_command           (const VfTarget *target);

G_END_DECLS
