#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean vf_rar5_is_encrypted (const guint8 *bytes,
                               gsize         length);

G_END_DECLS
