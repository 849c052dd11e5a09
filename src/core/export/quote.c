#include "config.h"

#include "export/quote.h"

#include <string.h>

#define PLAIN_CHARACTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_./,:@%+"

static gboolean
is_plain (const char *text)
{
  return *text != '\0' && strspn (text, PLAIN_CHARACTERS) == strlen (text);
}

/**
 * vf_quote_shell:
 *
 * Returns: (transfer full): one word for a POSIX shell
 */
char *
vf_quote_shell (const char *text)
{
  return is_plain (text) ? g_strdup (text) : g_shell_quote (text);
}

/**
 * vf_quote_path:
 * @path: absolute
 *
 * A path in the home folder as people write it; the shell expands the tilde only where nothing is quoted.
 *
 * Returns: (transfer full): one word for a POSIX shell
 */
char *
vf_quote_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (path, home) && path[length] == '/' && is_plain (path + length))
    return g_strconcat ("~", path + length, NULL);
  return vf_quote_shell (path);
}

/* @text with a backslash before each of @special */
static char *
escape (const char *text, const char *special, const char *around)
{
  GString *quoted = g_string_new (around);

  for (const char *p = text; *p; p++)
    {
      if (strchr (special, *p))
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  return g_string_free (g_string_append (quoted, around), FALSE);
}

/**
 * vf_quote_conninfo:
 *
 * The rules are libpq's: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
 *
 * Returns: (transfer full): a value in single quotes
 */
char *
vf_quote_conninfo (const char *text)
{
  return escape (text, "'\\", "'");
}

/**
 * vf_quote_uri:
 *
 * Writes everything but letters, digits and "-._~" by percent signs, in every part of the URI alike: then libpq,
 * pgjdbc and the rest agree on it.  A blank is never "+", which libpq takes literally.
 *
 * Returns: (transfer full): a part of a URI
 */
char *
vf_quote_uri (const char *text)
{
  return g_uri_escape_bytes ((const guint8 *) text, strlen (text), NULL);
}

/**
 * vf_quote_pgpass:
 *
 * Returns: (transfer full): a field of a password file
 */
char *
vf_quote_pgpass (const char *text)
{
  return escape (text, ":\\", "");
}

/**
 * vf_quote_systemd:
 *
 * systemd.exec(5): within double quotes a backslash takes away the meaning of these four characters.
 *
 * Returns: (transfer full): a value in double quotes
 */
char *
vf_quote_systemd (const char *text)
{
  return escape (text, "\"\\`$", "\"");
}

/**
 * vf_quote_program:
 *
 * Only escapes that all of them know: a backslash before a quote or a backslash, and \xNN for control characters.
 *
 * Returns: (transfer full): a literal in double quotes
 */
char *
vf_quote_program (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (quoted, "\\%c", *p);
    else if (g_ascii_iscntrl (*p))
      g_string_append_printf (quoted, "\\x%02x", (guint) *p);
    else
      g_string_append_c (quoted, *p);
  return g_string_free (g_string_append_c (quoted, '"'), FALSE);
}

/* YAML 1.2, 5.1; and what YAML 1.1 takes for the end of a line */
static gboolean
must_be_escaped (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || (c & ~1u) == 0xfffe;
}

/**
 * vf_quote_yaml:
 * @text: bytes that are no UTF-8 stay what they are, which no reader of YAML takes
 *
 * Returns: (transfer full): a scalar in double quotes
 */
char *
vf_quote_yaml (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p;)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      gboolean valid = (gint32) c >= 0;
      gsize length = valid ? (gsize) g_unichar_to_utf8 (c, NULL) : 1;

      if (c == '"' || c == '\\')
        g_string_append_printf (quoted, "\\%c", *p);
      else if (valid && must_be_escaped (c))
        g_string_append_printf (quoted, "\\u%04x", c);
      else
        g_string_append_len (quoted, p, (gssize) length);
      p += length;
    }
  return g_string_free (g_string_append_c (quoted, '"'), FALSE);
}
