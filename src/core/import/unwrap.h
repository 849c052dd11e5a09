#pragma once

#include <glib.h>

#include "import/wiped-bytes.h"

G_BEGIN_DECLS

GBytes  *vf_unwrap_utf16       (GBytes *bytes);
/* Finds base64 of a PEM text in a text. @position: (inout): where to look; after a run that was found */
gboolean vf_unwrap_next_base64 (const char   **position,
                                const char    *end,
                                const char   **run,
                                VfWipedBuffer *decoded);
/* base64 and white space, with nothing else */
gboolean vf_unwrap_base64      (const char    *text,
                                gsize          length,
                                VfWipedBuffer *decoded);

G_END_DECLS
