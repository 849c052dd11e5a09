#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean vf_in_flatpak (const char *const *environment);
/* (transfer full) (nullable) */
char    *vf_host_path  (const char        *path);

G_END_DECLS
