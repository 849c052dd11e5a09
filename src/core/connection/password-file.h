#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "connection/target.h"

G_BEGIN_DECLS

/* whether a line of a libpq password file is for @target; stars count */
gboolean vf_password_file_line_fits (const char     *line,
                                     const VfTarget *target);
/* (transfer full) (nullable): what libpq would find for @target in the text of a password file */
SecretValue *vf_password_file_find  (const char     *text,
                                     gsize           length,
                                     const VfTarget *target);

G_END_DECLS
