/* Only the YAML that is written here: block mappings and sequences of words and of strings in double quotes, in
 * documents that "---" parts.  What a reader of YAML 1.1 and one of 1.2 would take for two things is refused. */

#include "config.h"

#include <string.h>

#include "export/reader-private.h"

typedef struct
{
  char **lines;
  guint next;
  GHashTable *read;
} Scan;

/* YAML 1.2, 5.1: printable; but what breaks lines in YAML 1.1 alone must not stand there as it is. */
static gboolean
is_printable (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p += g_unichar_to_utf8 (g_utf8_get_char (p), NULL))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff
          || (c & ~1u) == 0xfffe)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_code (const char **at, guint digits, GString *out)
{
  gunichar c = 0;

  for (guint i = 0; i < digits; i++)
    {
      int digit = g_ascii_xdigit_value (*++*at);

      if (digit < 0)
        return FALSE;
      c = c * 16 + (gunichar) digit;
    }
  if (c == 0 || !g_unichar_validate (c))
    return FALSE;
  g_string_append_unichar (out, c);
  return TRUE;
}

/* (nullable): what stands in double quotes, which end the line */
static char *
read_quoted (const char *at)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (at++; *at != '"'; at++)
    if (*at == '\0')
      return NULL;
    else if (*at != '\\')
      g_string_append_c (out, *at);
    else if (at[1] == '"' || at[1] == '\\')
      g_string_append_c (out, *++at);
    else if (!((*++at == 'x' && read_code (&at, 2, out)) || (*at == 'u' && read_code (&at, 4, out))))
      return NULL;
  return at[1] == '\0' ? g_strdup (out->str) : NULL;
}

/* (nullable): a word that needs no quotes */
static char *
read_plain (const char *at)
{
  gsize length = strspn (at, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "+/=._-");

  return length > 0 && at[length] == '\0' && !strchr ("=-", *at) ? g_strdup (at) : NULL;
}

static gboolean scan_block (Scan *scan, gsize indent, const char *place);

static gsize
indent_of (const char *line)
{
  return strspn (line, " ");
}

static gboolean
is_item (const char *line)
{
  const char *word = line + indent_of (line);

  return word[0] == '-' && word[1] == ' ';
}

static const char *
peek (const Scan *scan)
{
  const char *line = scan->lines[scan->next];

  return line && *line && !g_str_equal (line, "---") ? line : NULL;
}

/* What is indented more, or a sequence whose dashes stand below the name. */
static gboolean
scan_value (Scan *scan, gsize indent, const char *place)
{
  const char *line = peek (scan);

  if (line && (indent_of (line) > indent || (indent_of (line) == indent && is_item (line))))
    return scan_block (scan, indent_of (line), place);
  return FALSE;
}

static gboolean
scan_entry (Scan *scan, gsize indent, const char *place)
{
  const char *word = scan->lines[scan->next++] + indent;
  gsize length = strspn (word, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-");
  g_autofree char *name = g_strdup_printf ("%s/%.*s", place, (int) length, word);
  char *value;

  if (length == 0 || word[length] != ':')
    return FALSE;
  word += length + 1;
  if (*word == '\0')
    return scan_value (scan, indent, name);
  if (*word++ != ' ')
    return FALSE;
  value = *word == '"' ? read_quoted (word) : read_plain (word);
  return value && g_hash_table_insert (scan->read, g_steal_pointer (&name), value);
}

static gboolean
scan_block (Scan *scan, gsize indent, const char *place)
{
  gboolean sequence = is_item (peek (scan));
  guint n = 0;

  for (const char *line = peek (scan); line && indent_of (line) == indent && is_item (line) == sequence;
       line = peek (scan))
    {
      g_autofree char *item = sequence ? g_strdup_printf ("%s/%u", place, n++) : NULL;

      /* what stands behind the dash is indented by it */
      if (sequence)
        scan->lines[scan->next][indent] = ' ';
      if (sequence ? !scan_block (scan, indent + 2, item) : !scan_entry (scan, indent, place))
        return FALSE;
    }
  return !peek (scan) || indent_of (peek (scan)) < indent || (!sequence && is_item (peek (scan)))
         || (sequence && indent_of (peek (scan)) == indent);
}

GHashTable *
vf_read_yaml (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Scan scan = { lines, 0, read };

  if (!is_printable (text) || !peek (&scan))
    return NULL;
  for (guint document = 0; lines[scan.next] && *lines[scan.next]; document++)
    {
      g_autofree char *place = g_strdup_printf ("%u", document);

      scan.next += document > 0;
      if (!peek (&scan) || !scan_block (&scan, 0, place) || peek (&scan))
        return NULL;
    }
  return g_steal_pointer (&read);
}
