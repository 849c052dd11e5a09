#include "config.h"

#include "check/clock.h"

#include "import/certificate.h"

/* A server that is kept up renews its certificate in less. */
#define LONG_AGO_SECONDS (G_GINT64_CONSTANT (365) * 24 * 3600)

typedef struct
{
  guint n;
  guint n_future;
  gint64 latest_end;
} Dates;

static void
count (Dates *dates, GPtrArray *certificates, GPtrArray *before, gint64 now)
{
  for (guint i = 0; i < certificates->len; i++)
    {
      const VfCertificate *certificate = g_ptr_array_index (certificates, i);
      gboolean again = FALSE;

      for (guint j = 0; before && j < before->len && !again; j++)
        again = vf_certificate_equal (certificate, g_ptr_array_index (before, j));
      if (again)
        continue;
      dates->n++;
      dates->n_future += vf_certificate_get_not_before (certificate) > now;
      dates->latest_end = MAX (dates->latest_end, vf_certificate_get_not_after (certificate));
    }
}

/**
 * vf_clock_is_doubtful:
 *
 * One certificate whose time has not come or is over tells about that certificate.  Two that were made after “now” can
 * hardly be; and where everything has run out, and all of it long ago, a clock that is ahead is more likely than a
 * server that nobody has looked after for so long.
 *
 * Returns: whether the computer's clock is the likelier culprit
 */
gboolean
vf_clock_is_doubtful (gint64 now, GPtrArray *sent, GPtrArray *imported)
{
  Dates dates = { 0 };

  count (&dates, sent, NULL, now);
  count (&dates, imported, sent, now);
  if (dates.n_future >= 2)
    return TRUE;
  return dates.n >= 2 && now - dates.latest_end > LONG_AGO_SECONDS;
}

/**
 * vf_clock_to_text:
 * @seconds: since the epoch
 *
 * Returns: (transfer full) (nullable): the moment as details and measures of findings have it, which explain.c reads
 */
char *
vf_clock_to_text (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time ? g_date_time_format_iso8601 (time) : NULL;
}
