#include "config.h"

#include "words.h"

#include <glib/gi18n.h>
#include <string.h>

#define NO_BREAK_SPACE "\u00a0"
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define DAYS_OF_YEAR 365
/* from here on nobody counts in days */
#define MANY_DAYS (2 * DAYS_OF_YEAR)

char *
vf_words_ago (gint64 then, gint64 now)
{
  guint64 age = (guint64) MAX (now - then, 0);
  gulong minutes = age / MINUTE, hours = age / HOUR, days = age / DAY;

  if (minutes == 0)
    return g_strdup (_("just now"));
  if (hours == 0)
    return g_strdup_printf (ngettext ("%lu minute ago", "%lu minutes ago", minutes), minutes);
  if (days == 0)
    return g_strdup_printf (ngettext ("%lu hour ago", "%lu hours ago", hours), hours);
  return g_strdup_printf (ngettext ("%lu day ago", "%lu days ago", days), days);
}

char *
vf_words_left (gint64 end, gint64 now)
{
  gulong days = (gulong) ((end > now ? end - now : now - end) / DAY);
  gulong years = days / DAYS_OF_YEAR;

  if (end > now && days == 0)
    return g_strdup (_("expires today"));
  if (end > now && days >= MANY_DAYS)
    return g_strdup_printf (ngettext ("%lu year left", "%lu years left", years), years);
  if (end > now)
    return g_strdup_printf (ngettext ("%lu day left", "%lu days left", days), days);
  if (days == 0)
    return g_strdup (_("expired today"));
  if (days >= MANY_DAYS)
    return g_strdup_printf (ngettext ("expired %lu year ago", "expired %lu years ago", years), years);
  return g_strdup_printf (ngettext ("expired %lu day ago", "expired %lu days ago", days), days);
}

char *
vf_words_expires (gint64 end, gint64 now)
{
  gulong days = end > now ? (gulong) ((end - now) / DAY) : 0;

  if (days == 0)
    return vf_words_left (end, now);
  return g_strdup_printf (ngettext ("expires in %lu day", "expires in %lu days", days), days);
}

char *
vf_words_validity (gint64 begin, gint64 end, gint64 now)
{
  gulong days = begin > now ? (gulong) ((begin - now + DAY - 1) / DAY) : 0;

  if (days == 0)
    return vf_words_left (end, now);
  return g_strdup_printf (ngettext ("not valid yet, begins in %lu day", "not valid yet, begins in %lu days", days), days);
}

char *
vf_words_certificate_state (VfCertificate *certificate, gint64 now)
{
  g_autofree char *validity = vf_words_validity (vf_certificate_get_not_before (certificate),
                                                 vf_certificate_get_not_after (certificate), now);

  return g_strconcat (validity, vf_certificate_is_weak (certificate) ? _(" · too weak for this computer") : "", NULL);
}

static char *
duration (double milliseconds)
{
  if (milliseconds < 1)
    return g_strdup (_("< 1 ms"));
  if (milliseconds < 1000)
    /* Translators: a time in milliseconds */
    return g_strdup_printf (_("%.0f ms"), milliseconds);
  /* Translators: a time in seconds */
  return g_strdup_printf (_("%.1f s"), milliseconds / 1000);
}

/* No line ends between a number and its unit. */
char *
vf_words_duration (double milliseconds)
{
  g_autofree char *text = duration (milliseconds);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  return g_strjoinv (NO_BREAK_SPACE, parts);
}

char *
vf_words_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (path, home) && path[length] == '/')
    return g_strconcat ("~", path + length, NULL);
  return g_filename_display_name (path);
}
