#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "connection/paste-private.h"

static VfPasteRead
verdict (gboolean readable)
{
  return readable ? VF_PASTE_READ_OK : VF_PASTE_READ_BROKEN;
}

static VfPasteRead
read_psql (const char *text, VfSettings *settings)
{
  char **lines = g_strsplit (text, "\n", -1);
  gboolean single = !lines[0] || !lines[1];
  VfPasteRead result = VF_PASTE_READ_NO;

  for (guint i = 0; lines[i] && result == VF_PASTE_READ_NO; i++)
    if (vf_paste_is_psql (lines[i]))
      {
        result = verdict (vf_paste_read_psql (lines[i], settings));
        /* a sentence can begin with the program's name, too */
        if (!single && !vf_settings_get (settings, "host") && !vf_settings_get (settings, "hostaddr"))
          result = VF_PASTE_READ_NO;
      }
  vf_wipe_strv (lines);
  return result;
}

static VfPasteRead
read_jdbc (const char *text, VfSettings *settings)
{
  const char *begin;
  char *url;
  VfPasteRead result;

  if (!vf_paste_find_jdbc (text, &begin))
    return VF_PASTE_READ_NO;
  url = vf_paste_cut_url (begin);
  result = verdict (vf_paste_read_jdbc (url, settings));
  vf_wipe_string (url);
  return result;
}

static VfPasteRead
read_uri (const char *text, VfSettings *settings)
{
  const char *begin;
  char *uri;
  VfPasteRead result;

  if (!vf_paste_find_uri (text, &begin))
    return VF_PASTE_READ_NO;
  uri = begin == text && !strpbrk (text, " \n\t") ? g_strdup (text) : vf_paste_cut_url (begin);
  result = verdict (vf_paste_read_uri (uri, settings));
  vf_wipe_string (uri);
  return result;
}

static VfPasteRead
read_environment (const char *text, VfSettings *settings)
{
  return vf_paste_read_environment (text, settings) ? VF_PASTE_READ_OK : VF_PASTE_READ_NO;
}

static const char *
find_conninfo (const char *text)
{
  static const char *const words[]
    = { "host", "hostaddr", "port", "dbname", "user", "sslmode", "ssl", "service", NULL };
  const char *first = NULL;

  for (guint i = 0; words[i]; i++)
    for (const char *c = strstr (text, words[i]); c; c = strstr (c + 1, words[i]))
      {
        const char *end = c + strlen (words[i]);

        end += strspn (end, " \t");
        if (*end == '=' && (c == text || !(g_ascii_isalnum (c[-1]) || c[-1] == '_')) && (!first || c < first))
          first = c;
      }
  return first;
}

/* “ssl=true” is a word of URIs only, where libpq takes it for sslmode=require.  Not where something is quoted: that
 * may be a password. */
static gboolean
read_with_ssl (const char *line, VfSettings *settings)
{
  g_autoptr (GRegex) regex = g_regex_new ("(^|\\s)ssl\\s*=\\s*(?:true|on|yes|1)(?=\\s|$)", G_REGEX_CASELESS, 0, NULL);
  char *replaced;
  gboolean ok;

  if (strpbrk (line, "'\\") || !g_regex_match (regex, line, 0, NULL))
    return FALSE;
  replaced = g_regex_replace (regex, line, -1, 0, "\\1sslmode=require", 0, NULL);
  ok = replaced && vf_settings_set_conninfo (settings, replaced);
  vf_wipe_string (replaced);
  return ok;
}

static VfPasteRead
read_conninfo (const char *text, VfSettings *settings)
{
  const char *begin = find_conninfo (text);
  char *line;
  gboolean ok;

  if (!begin)
    return VF_PASTE_READ_NO;
  if (vf_settings_set_conninfo (settings, text))
    return VF_PASTE_READ_OK;
  line = g_strndup (begin, strcspn (begin, "\n"));
  ok = vf_settings_set_conninfo (settings, line) || read_with_ssl (line, settings);
  vf_wipe_string (line);
  return verdict (ok);
}

static gboolean
looks_like_host (const char *text, gboolean alone)
{
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *wrong = NULL;

  vf_target_tidy_host (text, &host, &port);
  wrong = vf_target_check_field (VF_FIELD_HOST, host);
  if (wrong || alone)
    return !wrong;
  /* a word on a line of its own among other text is only taken for one if it cannot be anything else */
  return port || g_hostname_is_ip_address (host) || (strchr (host, '.') && !g_str_has_suffix (host, "."));
}

/* “host:port/database”, as some consoles print it */
static VfPasteRead
read_short_uri (const char *text, VfSettings *settings)
{
  g_autofree char *uri = NULL;
  const char *slash = strchr (text, '/');

  if (!slash || slash == text || !slash[1] || slash[1] == '/' || strpbrk (text, " \n\t") || strchr (text, '@')
      || strstr (text, "://"))
    return VF_PASTE_READ_NO;
  uri = g_strconcat ("postgresql://", text, NULL);
  return vf_paste_read_uri (uri, settings) ? VF_PASTE_READ_OK : VF_PASTE_READ_NO;
}

static void
set_host (VfSettings *settings, const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;

  vf_target_tidy_host (text, &host, &port);
  vf_settings_set (settings, "host", host);
  if (port)
    vf_settings_set (settings, "port", port);
}

/* A web address that was copied by mistake still names the host. */
static char *
without_path (const char *text)
{
  const char *scheme = strstr (text, "://");

  if (!scheme || (g_ascii_strncasecmp (text, "https:", 6) != 0 && g_ascii_strncasecmp (text, "http:", 5) != 0))
    return g_strdup (text);
  return g_strndup (scheme + 3, strcspn (scheme + 3, "/?#"));
}

static VfPasteRead
read_host (const char *text, VfSettings *settings)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean alone = !lines[0] || !lines[1];

  for (guint i = 0; lines[i]; i++)
    {
      g_autofree char *bare = without_path (g_strstrip (lines[i]));
      g_auto (GStrv) hosts = g_strsplit (bare, ",", 2);

      if (hosts[0] && looks_like_host (hosts[0], alone))
        {
          set_host (settings, hosts[0]);
          return VF_PASTE_READ_OK;
        }
    }
  return VF_PASTE_READ_NO;
}

/* A command line may hold a URI, and an env file the start of a command, so the order matters. */
const VfPasteReader vf_paste_readers[] = {
  { VF_PASTE_PSQL, read_psql },
  { VF_PASTE_JDBC, read_jdbc },
  { VF_PASTE_URI, read_uri },
  { VF_PASTE_ENVIRONMENT, read_environment },
  { VF_PASTE_CONNINFO, read_conninfo },
  { VF_PASTE_URI, read_short_uri },
  { VF_PASTE_HOST, read_host },
};

const guint vf_paste_n_readers = G_N_ELEMENTS (vf_paste_readers);
