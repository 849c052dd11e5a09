#pragma once

#include <glib.h>

#include "import/certificate.h"

G_BEGIN_DECLS

/* Times in words.  All (transfer full); times are seconds since the epoch. */

/* "2 hours ago" */
char *vf_words_ago  (gint64 then,
                     gint64 now);
/* "364 days left", "expired 3 days ago" */
char *vf_words_left (gint64 end,
                     gint64 now);
/* "expires in 9 days" */
char *vf_words_expires (gint64 end,
                        gint64 now);
/* "364 days left", or "not valid yet, begins in 3 days" */
char *vf_words_validity (gint64 begin,
                         gint64 end,
                         gint64 now);
/* the same, and whether it is weak */
char *vf_words_certificate_state (VfCertificate *certificate,
                                  gint64         now);
/* "< 1 ms", "24 ms", "1.6 s" */
char *vf_words_duration (double milliseconds);
/* a path as people write it: ~ for the home folder */
char *vf_words_path (const char *path);

G_END_DECLS
