#include "config.h"

#include <string.h>

#include "export/reader-private.h"

/* --- java.util.Properties --- */

/* A backslash before anything that has no meaning of its own is lost; ours has none before what has one. */
static const char *
read_until (const char *at, const char *ends, GString *out)
{
  for (; *at && *at != '\n' && !strchr (ends, *at); at++)
    {
      if (*at == '\\' && (!at[1] || strchr ("nrtfu\r\n", at[1])))
        return NULL;
      if (*at == '\\')
        at++;
      /* the file is read as ISO 8859-1 */
      if (!g_ascii_isprint (*at))
        return NULL;
      g_string_append_c (out, *at);
    }
  return at;
}

GHashTable *
vf_read_properties (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();

  for (const char *at = text; *at; at++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autoptr (GString) value = g_string_new (NULL);

      if (strchr ("#!", *at))
        return NULL;
      at = read_until (at + strspn (at, " \t\f"), "=: \t\f", name);
      if (!at)
        return NULL;
      at += strspn (at, " \t\f");
      at += *at == '=' || *at == ':';
      at = read_until (at + strspn (at, " \t\f"), "", value);
      if (!at || *at != '\n' || !g_hash_table_insert (read, g_strdup (name->str), g_strdup (value->str)))
        return NULL;
    }
  return g_steal_pointer (&read);
}

/* --- pgjdbc's Driver.parseURL() --- */

/* java.net.URLDecoder: a plus sign is a blank, and what is no UTF-8 becomes a replacement character. */
static char *
url_decode (const char *text)
{
  g_autofree char *blanks = g_strdelimit (g_strdup (text), "+", ' ');
  g_autofree char *decoded = g_uri_unescape_string (blanks, NULL);

  return decoded && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

static gboolean
take (GHashTable *read, const char *name, const char *encoded)
{
  char *value = url_decode (encoded);

  return value && g_hash_table_insert (read, g_strdup (name), value);
}

/* The port stands behind the last colon, unless that is within brackets.  The host is not decoded, and a comma makes two
 * of it. */
static gboolean
read_place (GHashTable *read, const char *place)
{
  const char *colon = strrchr (place, ':');
  g_autofree char *host = colon ? g_strndup (place, (gsize) (colon - place)) : NULL;
  gsize length = host ? strlen (host) : 0;

  if (length == 0 || strpbrk (place, ",%") || !g_str_is_ascii (place))
    return FALSE;
  if (host[0] == '[' && host[length - 1] == ']')
    g_hash_table_insert (read, g_strdup ("host"), g_strndup (host + 1, length - 2));
  else if (!strpbrk (host, ":[]"))
    g_hash_table_insert (read, g_strdup ("host"), g_strdup (host));
  return g_hash_table_contains (read, "host") && g_hash_table_insert (read, g_strdup ("port"), g_strdup (colon + 1));
}

static gboolean
read_properties (GHashTable *read, const char *query)
{
  g_auto (GStrv) properties = g_strsplit (query, "&", -1);

  for (guint i = 0; properties[i]; i++)
    {
      char *sign = strchr (properties[i], '=');

      if (!sign)
        return FALSE;
      *sign = '\0';
      /* the last of a name would count */
      if (!take (read, properties[i], sign + 1))
        return FALSE;
    }
  return TRUE;
}

GHashTable *
vf_read_jdbc_url (const char *url, const char *scheme)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_autofree char *prefix = g_strconcat (scheme, "://", NULL);
  g_auto (GStrv) parts = g_str_has_prefix (url, prefix) ? g_strsplit (url + strlen (prefix), "?", 2) : NULL;
  g_auto (GStrv) place = parts && parts[0] ? g_strsplit (parts[0], "/", -1) : NULL;

  /* with a second slash the driver says that the URL is not for it */
  if (!place || g_strv_length (place) != 2 || !parts[1])
    return NULL;
  return read_place (read, place[0]) && take (read, "dbname", place[1]) && read_properties (read, parts[1])
           ? g_steal_pointer (&read)
           : NULL;
}
