#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from outside, made fit to be shown. */
char *vf_label_new       (const char *bytes,
                          gsize       length);
char *vf_label_from_file_name (const char *bytes);
gboolean vf_label_is_unfit (gunichar c);

G_END_DECLS
