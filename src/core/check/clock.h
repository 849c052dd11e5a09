#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @sent, @imported: (element-type VfCertificate).  TRUE: the dates of all of them together speak against @now, seconds
 * since the epoch, rather than against one certificate */
gboolean vf_clock_is_doubtful (gint64     now,
                               GPtrArray *sent,
                               GPtrArray *imported);
char    *vf_clock_to_text     (gint64 seconds);

G_END_DECLS
