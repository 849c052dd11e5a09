#pragma once

#include <glib.h>

#include "connection/target.h"

G_BEGIN_DECLS

/* whether a line of a libpq password file is for @target; stars count */
gboolean vf_password_file_line_fits (const char     *line,
                                     const VfTarget *target);

G_END_DECLS
