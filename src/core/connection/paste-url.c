#include "config.h"

#include "connection/paste-private.h"

#include <string.h>

#include "connection/target.h"

/* libpq takes the first two; the rest is what drivers made of them */
static const char *const uri_schemes[] = { "postgresql", "postgres", "opengauss", "gaussdb", NULL };
static const char *const jdbc_schemes[]
  = { "jdbc:postgresql:", "jdbc:opengauss:", "jdbc:gaussdb:", "jdbc:dws:iam:", "jdbc:redshift:", NULL };

/* JDBC's word for one of libpq's keywords; user, password and the ssl… words are the same in both */
static const struct
{
  const char *jdbc;
  const char *libpq;
} jdbc_words[] = {
  { "channelBinding", "channel_binding" },
  { "connectTimeout", "connect_timeout" },
  { "ApplicationName", "application_name" },
  { "sslNegotiation", "sslnegotiation" },
  { "targetServerType", NULL },
};

/* Copies that hold passwords are made once, in their full size, because growing would leave one behind. */
static GString *
secret_string_new (gsize size)
{
  return g_string_sized_new (size + 1);
}

static void
secret_string_free (GString *string)
{
  explicit_bzero (string->str, string->len);
  g_string_free (string, TRUE);
}

static gboolean
scheme_ends_here (const char *rest)
{
  const char *end = *rest == '+' ? rest + 1 + strspn (rest + 1, "abcdefghijklmnopqrstuvwxyz0123456789_") : rest;

  return g_str_has_prefix (end, "://");
}

static const char *
match_scheme (const char *text)
{
  for (guint i = 0; uri_schemes[i]; i++)
    {
      gsize length = strlen (uri_schemes[i]);

      if (g_ascii_strncasecmp (text, uri_schemes[i], length) == 0 && scheme_ends_here (text + length))
        return strstr (text, "://") + 3;
    }
  return NULL;
}

gboolean
vf_paste_find_uri (const char *text, const char **begin)
{
  for (const char *c = text; *c; c++)
    if ((c == text || !g_ascii_isalnum (c[-1])) && match_scheme (c))
      {
        *begin = c;
        return TRUE;
      }
  return FALSE;
}

/**
 * vf_paste_find_jdbc:
 * @begin: (out) (transfer none): where in @text the address begins; set only if there is one
 *
 * Returns: whether there is an address for JDBC in @text
 */
gboolean
vf_paste_find_jdbc (const char *text, const char **begin)
{
  for (const char *c = text; *c; c++)
    for (guint i = 0; jdbc_schemes[i]; i++)
      if (g_ascii_strncasecmp (c, jdbc_schemes[i], strlen (jdbc_schemes[i])) == 0)
        {
          *begin = c;
          return TRUE;
        }
  return FALSE;
}

/* A URL in a sentence ends at a blank, a quote, or a bracket that was opened before it; what a sentence puts behind a
 * URL goes as well. */
char *
vf_paste_cut_url (const char *begin)
{
  gsize length = 0;
  gboolean open = FALSE;

  for (; begin[length] && !g_ascii_isspace (begin[length]) && !strchr ("\"'`", begin[length]); length++)
    {
      if (begin[length] == '>' && !open)
        break;
      open = begin[length] == '<' || (open && begin[length] != '>');
    }
  while (length > 0 && strchr (",;.)", begin[length - 1]))
    length--;
  return g_strndup (begin, length);
}

/* Is it user:password, with the password going on behind a sign that should have been encoded, or host:port? */
static gboolean
begins_with_password (const char *authority, gsize length)
{
  const char *colon = memchr (authority, ':', length);
  gsize rest = colon ? (gsize) (authority + length - colon - 1) : 0;

  return colon && strspn (colon + 1, "0123456789") < rest;
}

/* The end of what stands before the host.  libpq would look no further than the first “/” or “?”, and take a part of
 * a password that has one for the host. */
static const char *
find_user_end (const char *authority)
{
  gsize proper = strcspn (authority, "/?#");
  const char *at = memrchr (authority, '@', strcspn (authority, "?"));

  if (!at)
    at = strrchr (authority, '@');
  if (at && at > authority + proper && !begins_with_password (authority, proper))
    return NULL;
  return at;
}

static gboolean
is_encoded (const char *text)
{
  return text[0] == '%' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]);
}

static void
append_encoded (GString *out, const char *from, const char *to)
{
  gboolean colon = FALSE;

  for (const char *c = from; c < to; c++)
    if (g_ascii_isalnum (*c) || strchr ("-._~", *c) || is_encoded (c) || (*c == ':' && !colon))
      {
        colon = colon || *c == ':';
        g_string_append_c (out, *c);
      }
    else
      g_string_append_printf (out, "%%%02X", (guint8) *c);
}

static gboolean
keeps_parameter (VfSettings *settings, const char *parameter, gsize length)
{
  const char *equals = memchr (parameter, '=', length);
  g_autofree char *name = equals ? g_strndup (parameter, equals - parameter) : NULL;
  g_autoptr (VfSettings) probe = vf_settings_new ();

  if (!name)
    return FALSE;
  if (g_str_equal (name, "ssl"))
    return g_ascii_strncasecmp (equals + 1, "true", 4) == 0;
  if (g_str_equal (name, "password") || g_str_equal (name, "sslpassword"))
    return TRUE;
  vf_settings_set (probe, name, "x");
  if (vf_settings_get_n (probe) > 0)
    return TRUE;
  vf_settings_note_unknown (settings, name);
  return FALSE;
}

/* Drivers put words of their own behind the question mark, and one of them makes libpq refuse the URI. */
static void
append_query (VfSettings *settings, GString *out, const char *query)
{
  char separator = '?';

  for (const char *c = query; c && *c;)
    {
      gsize length = strcspn (c, "&#");

      if (keeps_parameter (settings, c, length))
        {
          g_string_append_c (out, separator);
          g_string_append_len (out, c, (gssize) length);
          separator = '&';
        }
      c = c[length] == '&' ? c + length + 1 : NULL;
    }
}

gboolean
vf_paste_read_uri (const char *uri, VfSettings *settings)
{
  const char *authority = match_scheme (uri);
  const char *user_end = authority ? find_user_end (authority) : NULL;
  const char *host = user_end ? user_end + 1 : authority;
  GString *clean;
  gboolean ok;

  if (!authority)
    return FALSE;
  clean = secret_string_new (strlen (uri) * 3 + sizeof "postgresql://");
  g_string_append (clean, "postgresql://");
  if (user_end)
    {
      append_encoded (clean, authority, user_end);
      g_string_append_c (clean, '@');
    }
  g_string_append_len (clean, host, (gssize) strcspn (host, "?#"));
  append_query (settings, clean, strchr (host, '?') ? strchr (host, '?') + 1 : NULL);
  ok = vf_settings_set_conninfo (settings, clean->str);
  secret_string_free (clean);
  return ok;
}

/* As Java's URLDecoder: a plus is a blank. */
static char *
decode (const char *text, gsize length)
{
  char *copy = g_strndup (text, length);
  char *plain = g_uri_unescape_string (g_strdelimit (copy, "+", ' '), NULL);

  vf_wipe_string (copy);
  return plain;
}

static const char *
libpq_word (const char *jdbc)
{
  for (guint i = 0; i < G_N_ELEMENTS (jdbc_words); i++)
    if (g_str_equal (jdbc_words[i].jdbc, jdbc))
      return jdbc_words[i].libpq;
  return jdbc;
}

static void
read_jdbc_parameter (VfSettings *settings, const char *text, gsize length, gboolean *ssl)
{
  const char *equals = memchr (text, '=', length);
  gsize name_length = equals ? (gsize) (equals - text) : length;
  g_autofree char *name = g_strndup (text, name_length);
  char *value = equals ? decode (equals + 1, length - name_length - 1) : g_strdup ("");
  const char *keyword = libpq_word (name);

  /* these name the target, which stands before the parameters */
  if (g_str_equal (name, "ssl"))
    *ssl = !value || g_ascii_strcasecmp (value, "false") != 0;
  else if (!keyword)
    vf_settings_note_unknown (settings, name);
  else if (value && !g_str_equal (name, "host") && !g_str_equal (name, "port"))
    vf_settings_set (settings, keyword, value);
  vf_wipe_string (value);
}

static void
read_jdbc_parameters (VfSettings *settings, const char *query)
{
  gboolean ssl = FALSE;

  while (query && *query)
    {
      gsize length = strcspn (query, "&");

      read_jdbc_parameter (settings, query, length, &ssl);
      query = query[length] ? query + length + 1 : NULL;
      if (query && g_str_has_prefix (query, "amp;"))
        query += strlen ("amp;");
    }
  /* the driver's own default for ssl=true */
  if (ssl && !vf_settings_get (settings, "sslmode"))
    vf_settings_set (settings, "sslmode", "verify-full");
}

static gboolean
read_jdbc_authority (VfSettings *settings, const char *text, gsize length)
{
  g_autofree char *first = g_strndup (text, MIN (length, strcspn (text, ",")));
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;

  if (strchr (first, '@'))
    return FALSE;
  vf_target_tidy_host (first, &host, &port);
  vf_settings_set (settings, "host", host);
  if (port)
    vf_settings_set (settings, "port", port);
  return TRUE;
}

/**
 * vf_paste_read_jdbc:
 * @url: what vf_paste_find_jdbc() has found
 * @settings: what the address says is put in here
 *
 * Returns: whether it could be read
 */
gboolean
vf_paste_read_jdbc (const char *url, VfSettings *settings)
{
  gsize whole = strcspn (url, "?");
  const char *slashes = g_strstr_len (url, (gssize) whole, "://");
  const char *rest = slashes ? slashes + 3 : strchr (strchr (url, ':') + 1, ':') + 1;
  const char *end = url + whole;
  g_autofree char *dbname = NULL;

  if (slashes)
    {
      const char *slash = memchr (rest, '/', end - rest);

      if (!read_jdbc_authority (settings, rest, (slash ? slash : end) - rest))
        return FALSE;
      rest = slash ? slash + 1 : end;
    }
  dbname = decode (rest, end - rest);
  if (dbname && !g_str_equal (dbname, "/"))
    vf_settings_set (settings, "dbname", dbname);
  read_jdbc_parameters (settings, *end == '?' ? end + 1 : NULL);
  return TRUE;
}
