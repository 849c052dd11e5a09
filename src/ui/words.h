#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times in words.  All (transfer full); times are seconds since the epoch. */

/* "2 hours ago" */
char *vf_words_ago     (gint64 then,
                        gint64 now);
/* "364 days left", "expired 3 days ago" */
char *vf_words_left    (gint64 end,
                        gint64 now);
/* "3 November 2027", in local time */
char *vf_words_date    (gint64 time);

G_END_DECLS
