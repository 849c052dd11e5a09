#include "config.h"

#include "connection/paste-private.h"

#include <string.h>

/* psql, and the programs that took its options over */
static const char *const programs[] = { "psql", "gsql", "pgcli", "psql.exe", "gsql.exe", NULL };
/* what may stand before it */
static const char *const wrappers[] = { "sudo", "env", "exec", "command", "export", NULL };
static const char *const containers[] = { "docker", "podman", "kubectl", "flatpak-spawn", NULL };

/* psql's options that take a word and say nothing of the connection */
static const char short_with_word[] = "cfFLoPRTv";
static const char *const long_with_word[] = {
  "--command",          "--file", "--field-separator", "--log-file", "--output", "--pset",
  "--record-separator", "--set",  "--table-attr",      "--variable", NULL,
};

static const struct
{
  char letter;
  const char *word;
  const char *keyword;
} options[] = {
  { 'h', "--host", "host" },
  { 'p', "--port", "port" },
  { 'U', "--username", "user" },
  { 'd', "--dbname", "dbname" },
};

typedef struct
{
  VfSettings *settings;
  const char *dbname;
  gboolean has_user;
  gboolean is_gsql;
} Reader;

static gboolean
is_assignment (const char *word)
{
  gsize length = strspn (word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

  return length > 0 && word[length] == '=';
}

/* The prompt that was copied along. */
static const char *
skip_prompt (const char *line)
{
  while (g_ascii_isspace (*line))
    line++;
  if (strchr ("$#>%", *line) && *line && g_ascii_isspace (line[1]))
    line++;
  while (g_ascii_isspace (*line))
    line++;
  return line;
}

/* Index of the program among the words, or -1. */
static int
find_program (char **words)
{
  gboolean container = words[0] && g_strv_contains (containers, words[0]);

  for (int i = 0; words[i]; i++)
    {
      g_autofree char *name = g_path_get_basename (words[i]);

      if (g_strv_contains (programs, name))
        return i;
      if (i > 0 && g_str_equal (words[i - 1], "-u"))
        continue;
      if (!container && !is_assignment (words[i]) && !g_str_equal (words[i], "-u")
          && !g_strv_contains (wrappers, words[i]))
        return -1;
    }
  return -1;
}

static char **
split (const char *line)
{
  char **words = NULL;

  return g_shell_parse_argv (skip_prompt (line), NULL, &words, NULL) ? words : NULL;
}

gboolean
vf_paste_is_psql (const char *line)
{
  char **words = split (line);
  gboolean found = words && find_program (words) >= 0;

  vf_wipe_strv (words);
  return found;
}

static void
set_option (Reader *reader, const char *keyword, const char *value)
{
  if (g_str_equal (keyword, "dbname"))
    reader->dbname = value;
  else
    vf_settings_set (reader->settings, keyword, value);
  reader->has_user = reader->has_user || g_str_equal (keyword, "user");
}

/* --host=x or --host x; returns how many words it took */
static guint
read_long (Reader *reader, const char *word, const char *next)
{
  gsize length = strcspn (word, "=");
  g_autofree char *name = g_strndup (word, length);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].word, name))
      {
        const char *value = word[length] ? word + length + 1 : next;

        if (value)
          set_option (reader, options[i].keyword, value);
        return word[length] || !next ? 1 : 2;
      }
  return !word[length] && next && g_strv_contains (long_with_word, name) ? 2 : 1;
}

static gboolean
takes_word (const Reader *reader, char letter)
{
  return strchr (short_with_word, letter) || (reader->is_gsql && letter == 'W');
}

/* -h x, -hx, -Xqh x: the letters of one word until one of them takes the rest, or the next word */
static guint
read_short (Reader *reader, const char *word, const char *next)
{
  for (const char *c = word + 1; *c; c++)
    {
      const char *value = c[1] ? c + 1 : next;
      guint taken = c[1] || !next ? 1 : 2;

      for (guint i = 0; value && i < G_N_ELEMENTS (options); i++)
        if (options[i].letter == *c)
          {
            set_option (reader, options[i].keyword, value);
            return taken;
          }
      if (reader->is_gsql && *c == 'W' && value)
        vf_settings_set (reader->settings, "password", value);
      if (takes_word (reader, *c))
        return taken;
    }
  return 1;
}

/* first the database, then the user */
static guint
read_positional (Reader *reader, const char *word)
{
  if (!reader->dbname)
    reader->dbname = word;
  else if (!reader->has_user)
    set_option (reader, "user", word);
  return 1;
}

static gboolean
is_shell_operator (const char *word)
{
  return strchr ("|;&<>", *word) || g_str_has_suffix (word, ";");
}

static void
read_assignment (VfSettings *settings, const char *word)
{
  g_autofree char *name = g_strndup (word, strcspn (word, "="));

  vf_settings_set_variable (settings, name, strchr (word, '=') + 1);
}

/* A database may be a whole URI or connection string, and then wins over the options, as in psql. */
static gboolean
read_dbname (Reader *reader)
{
  const char *uri;

  if (!reader->dbname)
    return TRUE;
  if (vf_paste_find_uri (reader->dbname, &uri) && uri == reader->dbname)
    return vf_paste_read_uri (uri, reader->settings);
  if (strchr (reader->dbname, '='))
    return vf_settings_set_conninfo (reader->settings, reader->dbname);
  vf_settings_set (reader->settings, "dbname", reader->dbname);
  return TRUE;
}

static gboolean
read_words (Reader *reader, char **words)
{
  guint i = 0;

  while (words[i] && !is_shell_operator (words[i]))
    if (g_str_has_prefix (words[i], "--"))
      i += read_long (reader, words[i], words[i + 1]);
    else if (words[i][0] == '-' && words[i][1])
      i += read_short (reader, words[i], words[i + 1]);
    else
      i += read_positional (reader, words[i]);
  return read_dbname (reader);
}

/**
 * vf_paste_read_psql:
 * @line: a command line with psql, and perhaps variables before it
 * @settings: what the line says is put in here
 *
 * Returns: whether it is one
 */
gboolean
vf_paste_read_psql (const char *line, VfSettings *settings)
{
  Reader reader = { .settings = settings };
  char **words = split (line);
  int program = words ? find_program (words) : -1;
  gboolean ok = program >= 0;

  for (int i = 0; i < program; i++)
    if (is_assignment (words[i]))
      read_assignment (settings, words[i]);
  if (ok)
    {
      g_autofree char *name = g_path_get_basename (words[program]);

      reader.is_gsql = g_str_has_prefix (name, "gsql");
      ok = read_words (&reader, words + program + 1);
    }
  vf_wipe_strv (words);
  return ok;
}
