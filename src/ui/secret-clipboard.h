#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* puts a secret there, and takes it away again after a minute unless something else was copied */
void vf_secret_clipboard_set (GdkClipboard *clipboard,
                              const char   *text);

G_END_DECLS
