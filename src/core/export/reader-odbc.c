#include "config.h"

#include <string.h>

#include "export/reader-private.h"

/* bytes of a line that unixODBC reads at a time, with its end (INI_MAX_LINE); what is behind them is lost */
#define MAX_LINE 1000
/* bytes, with the NUL, that psqlODBC keeps of everything but pqopt (MEDIUM_REGISTRY_LEN), and of that
 * (LARGE_REGISTRY_LEN) */
#define MAX_SHORT 256
#define MAX_PQOPT 4096

static gboolean
is_kept_whole (const char *name, const char *value)
{
  return strlen (value) < (g_str_equal (name, "pqopt") ? MAX_PQOPT : MAX_SHORT);
}

static gboolean
take (GHashTable *read, const char *name, const char *value)
{
  return *name && is_kept_whole (name, value) && g_hash_table_insert (read, g_strdup (name), g_strdup (value));
}

/* Blanks around the name and the value go; a value that begins with a brace is another thing to psqlODBC. */
static gboolean
read_property (GHashTable *read, char *line)
{
  char *sign = strchr (line, '=');

  if (!sign)
    return FALSE;
  *sign = '\0';
  g_strstrip (line);
  g_strstrip (sign + 1);
  return sign[1] != '{' && take (read, line, sign + 1);
}

GHashTable *
vf_read_data_source (const char *text, const char *name)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_autofree char *head = g_strdup_printf ("[%s]", name);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (!lines[0] || !g_str_equal (lines[0], head) || strlen (head) >= MAX_LINE)
    return NULL;
  for (guint i = 1; lines[i] && *lines[i]; i++)
    if (strchr (";#[", lines[i][0]) || strlen (lines[i]) >= MAX_LINE || !read_property (read, lines[i]))
      return NULL;
  return g_steal_pointer (&read);
}

/* Behind the value: in braces, with each closing one doubled, or up to the next semicolon. */
static const char *
read_value (const char *at, GString *value)
{
  if (*at != '{')
    {
      gsize length = strcspn (at, ";");

      g_string_append_len (value, at, (gssize) length);
      return strpbrk (value->str, "{}") ? NULL : at + length;
    }
  for (at++; *at && (*at != '}' || at[1] == '}'); at++)
    {
      at += *at == '}';
      g_string_append_c (value, *at);
    }
  return *at ? at + 1 : NULL;
}

/**
 * vf_read_odbc_string:
 * @text: a connection string as psqlODBC takes it
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): what the driver reads in it; %NULL if that is nothing
 */
GHashTable *
vf_read_odbc_string (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();

  for (const char *at = text; *at; at++)
    {
      gsize length = strcspn (at, "=");
      g_autofree char *name = g_strndup (at, length);
      g_autoptr (GString) value = g_string_new (NULL);
      /* psqlODBC takes the braces off these two alone */
      gboolean braces = g_str_equal (name, "Driver") || g_str_equal (name, "pqopt");

      if (!at[length] || (at[length + 1] == '{') != braces)
        return NULL;
      at = read_value (at + length + 1, value);
      if (!at || *at != ';' || !take (read, name, value->str))
        return NULL;
    }
  return g_steal_pointer (&read);
}
