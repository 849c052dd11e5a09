#include "config.h"

#include "connection/paste-private.h"

#include <string.h>

static const char *const prefixes[] = { "export ", "set ", "setx ", "$env:", "ENV ", "- ", NULL };

static const char *
skip_prefix (const char *line)
{
  for (guint i = 0; prefixes[i]; i++)
    if (g_ascii_strncasecmp (line, prefixes[i], strlen (prefixes[i])) == 0)
      {
        line += strlen (prefixes[i]);
        while (*line == ' ')
          line++;
      }
  return line;
}

static gboolean
read_word (const char *word, VfSettings *settings)
{
  gsize length = strspn (word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
  g_autofree char *name = g_strndup (word, length);

  return word[length] == '=' && vf_settings_set_variable (settings, name, word + length + 1);
}

/* PowerShell has blanks around the sign; takes them out of @line. */
static void
close_up (char *line)
{
  char *gap = strstr (line, " = ");

  if (gap)
    {
      *gap = '=';
      memmove (gap + 1, gap + 3, strlen (gap + 3) + 1);
    }
}

/* As a shell reads it, where a shell would: quotes, or several assignments in one line.  A plain line is taken as it
 * is, as env files mean it. */
static gboolean
read_line (char *line, VfSettings *settings)
{
  const char *start = skip_prefix (line);
  char **words = NULL;
  gboolean any = FALSE;

  if (start == line && !strpbrk (line, " \t\"'"))
    return read_word (line, settings);
  close_up (line);
  if (g_shell_parse_argv (start, NULL, &words, NULL))
    for (guint i = 0; words[i]; i++)
      any = read_word (words[i], settings) || any;
  else
    any = read_word (start, settings);
  vf_wipe_strv (words);
  return any;
}

gboolean
vf_paste_read_environment (const char *lines, VfSettings *settings)
{
  char **list = g_strsplit (lines, "\n", -1);
  gboolean any = FALSE;

  for (guint i = 0; list[i]; i++)
    any = read_line (g_strstrip (list[i]), settings) || any;
  vf_wipe_strv (list);
  return any;
}
