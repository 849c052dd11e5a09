#include "config.h"

#include "export/reader-private.h"

#include <string.h>

/* what a POSIX shell takes as it stands wherever it is in a word; the tilde is told apart */
#define PLAIN G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_./,:@%+="

/* Behind the closing quote; within single quotes nothing has a meaning but the next one. */
static const char *
read_single (const char *at, GString *word)
{
  const char *end = strchr (at, '\'');

  if (!end)
    return NULL;
  g_string_append_len (word, at, end - at);
  return end + 1;
}

/* Behind the word, or %NULL if the shell would do anything to it but take its quotes off. */
static const char *
read_word (const char *at, GString *word)
{
  while (at && *at && *at != ' ')
    if (*at == '\'')
      at = read_single (at + 1, word);
    else if (*at == '\\' && at[1] && at[1] != '\n')
      {
        g_string_append_c (word, at[1]);
        at += 2;
      }
    else if (strchr (PLAIN, *at))
      g_string_append_c (word, *at++);
    else
      at = NULL;
  return at;
}

/* The home folder, where a tilde begins a word or what stands behind the sign of a variable. */
static const char *
read_tilde (const char *at, GString *word)
{
  if (at[0] != '~' || at[1] != '/')
    return at;
  g_string_append (word, g_get_home_dir ());
  return at + 1;
}

char **
vf_read_shell_words (const char *line)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (const char *at = line; *at;)
    {
      g_autoptr (GString) word = g_string_new (NULL);
      gsize name = strspn (at, G_CSET_A_2_Z G_CSET_DIGITS "_");

      if (name > 0 && at[name] == '=')
        {
          g_string_append_len (word, at, (gssize) name + 1);
          at += name + 1;
        }
      at = read_word (read_tilde (at, word), word);
      if (!at)
        return NULL;
      g_strv_builder_add (words, word->str);
      at += strspn (at, " ");
    }
  return g_strv_builder_end (words);
}

GHashTable *
vf_read_pairs_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
add_variable (GHashTable *read, const char *pair)
{
  const char *sign = strchr (pair, '=');

  return sign && sign > pair
         && g_hash_table_insert (read, g_strndup (pair, (gsize) (sign - pair)), g_strdup (sign + 1));
}

GHashTable *
vf_read_shell_variables (const char *text, char ***command)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) words = vf_read_shell_words (lines[i]);

      if (!words)
        return NULL;
      if (command && !lines[i + 1][0] && !g_str_equal (words[0], "export"))
        *command = g_steal_pointer (&words);
      else if (g_strv_length (words) != 2 || !g_str_equal (words[0], "export") || !add_variable (read, words[1]))
        return NULL;
    }
  return g_steal_pointer (&read);
}

/* docker/cli, opts/file.go: a whole file with one byte that is no UTF-8 is refused; blanks before a name go, and all
 * behind the first sign is the value, but for a carriage return at the end of the line. */
GHashTable *
vf_read_docker_env (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  for (guint i = 0; lines[i] && *lines[i]; i++)
    if (strchr (lines[i], '\r') || lines[i][0] == '#' || g_ascii_isspace (lines[i][0])
        || strcspn (lines[i], " \t") < strcspn (lines[i], "=") || !add_variable (read, lines[i]))
      return NULL;
  return g_steal_pointer (&read);
}

/* systemd, src/basic/env-file.c: within double quotes a backslash takes the meaning of four characters, before any
 * other it stays; a value that is no UTF-8 is left out. */
static const char *
read_double (const char *at, GString *value)
{
  for (at++; *at != '"'; at++)
    {
      if (*at == '\0')
        return NULL;
      if (*at == '\\' && strchr ("\"\\`$", at[1]) && at[1])
        at++;
      else if (*at == '\\' && at[1] == '\n')
        return NULL;
      g_string_append_c (value, *at);
    }
  return at + 1;
}

GHashTable *
vf_read_systemd_env (const char *text)
{
  g_autoptr (GHashTable) read = vf_read_pairs_new ();
  const char *at = text;

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  while (*at)
    {
      gsize name = strspn (at, G_CSET_A_2_Z "_");
      g_autoptr (GString) value = g_string_new (NULL);
      const char *end;

      if (name == 0 || at[name] != '=' || at[name + 1] != '"')
        return NULL;
      end = read_double (at + name + 1, value);
      if (!end || *end != '\n' || !g_hash_table_insert (read, g_strndup (at, name), g_strdup (value->str)))
        return NULL;
      at = end + 1;
    }
  return g_steal_pointer (&read);
}
