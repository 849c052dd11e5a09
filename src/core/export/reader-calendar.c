#include "config.h"

#include <string.h>

#include "export/reader-private.h"

/* RFC 5545, 3.1: octets of a line, without its end */
#define MAX_LINE 75

static gboolean
has_short_lines (char **lines)
{
  for (guint i = 0; lines[i]; i++)
    if (strlen (lines[i]) > MAX_LINE || strpbrk (lines[i], "\r\n") || !g_utf8_validate (lines[i], -1, NULL))
      return FALSE;
  return TRUE;
}

/* 3.3.11 */
static char *
read_text (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = value; *p; p++)
    if (*p == '\\' && p[1] && strchr ("\\,;", p[1]))
      g_string_append_c (out, *++p);
    else if (*p == '\\' && p[1] == 'n')
      {
        g_string_append_c (out, '\n');
        p++;
      }
    /* a comma would part two values; other control characters are in no text */
    else if (strchr ("\\,;", *p) || g_ascii_iscntrl (*p))
      return NULL;
    else
      g_string_append_c (out, *p);
  return g_strdup (out->str);
}

static gboolean
take (GHashTable *read, const char *place, const char *line)
{
  const char *colon = strchr (line, ':');
  char *value = colon ? read_text (colon + 1) : NULL;

  if (value)
    g_hash_table_replace (read, g_strdup_printf ("%s%.*s", place, (int) strcspn (line, ":;"), line), value);
  return value != NULL;
}

static gboolean
leave (GString *place, const char *component)
{
  g_autofree char *end = g_strconcat (component, "/", NULL);

  if (!g_str_has_suffix (place->str, end))
    return FALSE;
  g_string_truncate (place, place->len - strlen (end));
  return TRUE;
}

static gboolean
read_line (GHashTable *read, GString *place, const char *line)
{
  if (g_str_has_prefix (line, "BEGIN:"))
    g_string_append_printf (place, "%s/", line + strlen ("BEGIN:"));
  else if (g_str_has_prefix (line, "END:"))
    return leave (place, line + strlen ("END:"));
  else
    return place->len > 0 && take (read, place->str, line);
  return TRUE;
}

GHashTable *
vf_read_calendar (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_auto (GStrv) folded = g_strsplit (text, "\r\n", -1);
  g_autoptr (GString) unfolded = g_string_new (text);
  g_autoptr (GString) place = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  if (!has_short_lines (folded))
    return NULL;
  g_string_replace (unfolded, "\r\n ", "", 0);
  lines = g_strsplit (unfolded->str, "\r\n", -1);
  for (guint i = 0; lines[i] && *lines[i]; i++)
    if (!read_line (read, place, lines[i]))
      return NULL;
  return place->len == 0 ? g_steal_pointer (&read) : NULL;
}
