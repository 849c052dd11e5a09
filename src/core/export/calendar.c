#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* RFC 5545, 3.1: octets of a line, without its end */
#define MAX_LINE 75

static const guint days_before[] = { 30, 7, 1 };

/* A longer line goes on behind a blank, and never within a character. */
static void
append_line (GString *text, const char *line)
{
  gsize room = MAX_LINE;

  for (const char *p = line; *p;)
    {
      gsize length = (guint8) g_utf8_skip[(guint8) *p];

      if (length > room)
        {
          g_string_append (text, "\r\n ");
          room = MAX_LINE - 1;
        }
      g_string_append_len (text, p, (gssize) length);
      room -= length;
      p += length;
    }
  g_string_append (text, "\r\n");
}

/* RFC 5545, 3.3.11 */
static void
append_text (GString *text, const char *property, const char *value)
{
  g_autoptr (GString) line = g_string_new (property);

  g_string_append_c (line, ':');
  for (const char *p = value; *p; p++)
    {
      if (strchr ("\\,;", *p))
        g_string_append_c (line, '\\');
      if (*p == '\n')
        g_string_append (line, "\\n");
      else
        g_string_append_c (line, *p);
    }
  append_line (text, line->str);
}

static void
append_moment (GString *text, const char *property, gint64 seconds, const char *format)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *value = g_date_time_format (moment, format);
  g_autofree char *line = g_strconcat (property, value, NULL);

  append_line (text, line);
}

static void
append_alarms (GString *text, const char *summary)
{
  for (guint i = 0; i < G_N_ELEMENTS (days_before); i++)
    {
      g_autofree char *trigger = g_strdup_printf ("TRIGGER:-P%uD", days_before[i]);

      append_line (text, "BEGIN:VALARM");
      append_line (text, "ACTION:DISPLAY");
      append_text (text, "DESCRIPTION", summary);
      append_line (text, trigger);
      append_line (text, "END:VALARM");
    }
}

static char *
make_summary (const VfExportSource *source)
{
  /* Translators: %s is the name of a connection */
  return g_strdup_printf (_ ("A certificate of the database connection “%s” expires"), source->name);
}

static void
append_event (GString *text, const VfExportSource *source)
{
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *uid = g_strdup_printf ("UID:%s-%" G_GINT64_FORMAT "@verifull", plain, source->expires);
  g_autofree char *summary = make_summary (source);

  append_line (text, "BEGIN:VEVENT");
  append_line (text, uid);
  append_moment (text, "DTSTAMP:", source->now, "%Y%m%dT%H%M%SZ");
  append_moment (text, "DTSTART;VALUE=DATE:", source->expires, "%Y%m%d");
  append_text (text, "SUMMARY", summary);
  append_text (text, "DESCRIPTION", _ ("Download the new certificates from the provider’s console and open them in Verifull."));
  append_line (text, "TRANSP:TRANSPARENT");
  append_alarms (text, summary);
  append_line (text, "END:VEVENT");
}

/**
 * vf_export_calendar:
 *
 * One whole-day event on the day on which the first certificate ends, with reminders 30, 7 and 1 days before.
 */
gboolean
vf_export_calendar (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *file = g_strconcat (plain, ".ics", NULL);
  GString *text;

  if (source->expires == 0)
    return vf_export_refuse (error, "expires", _ ("It is not known when a certificate expires. Check the connection first."));
  text = g_string_new (NULL);
  append_line (text, "BEGIN:VCALENDAR");
  append_line (text, "VERSION:2.0");
  append_line (text, "PRODID:-//verifull//" VF_VERSION "//EN");
  append_event (text, source);
  append_line (text, "END:VCALENDAR");
  vf_export_take_text (export, g_string_free (text, FALSE));
  vf_export_add_text_file (export, file);
  vf_export_mark_copy (export);
  return TRUE;
}

gboolean
vf_reread_calendar (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (GHashTable) read = vf_read_calendar (vf_export_get_text (export));
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (source->expires);
  g_autofree char *day = g_date_time_format (moment, "%Y%m%d");
  g_autofree char *summary = make_summary (source);

  if (!read)
    return vf_export_check_value (NULL, "", source->name, error);
  return vf_export_check_value (g_hash_table_lookup (read, "VCALENDAR/VEVENT/SUMMARY"), summary, source->name, error)
         && vf_export_check_value (g_hash_table_lookup (read, "VCALENDAR/VEVENT/DTSTART"), day, "expires", error)
         && vf_export_check_value (g_hash_table_lookup (read, "VCALENDAR/VEVENT/VALARM/TRIGGER"), "-P1D", "expires", error);
}
