#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the lock of a store, which other processes and other objects of this one take, too: shared for reading,
 * alone for writing.  Waits for up to five seconds.  Returns a file descriptor, or -1 with an error. */
int  vf_store_lock   (const char *directory,
                      gboolean    alone,
                      GError    **error);
void vf_store_unlock (int         lock);

G_END_DECLS
