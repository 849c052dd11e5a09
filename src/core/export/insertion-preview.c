/* What changes in a file, line by line, for people to look at. */

#include "config.h"

#include <string.h>

#include "connection/settings.h"
#include "export/insertion-private.h"

/* lines that are shown before and behind a change */
#define AROUND 2
/* a table of the lines that differ would be too large; then all of them are shown as one change */
#define MAX_TABLE (1000 * 1000)

#define DOTS "••••••"

/* Behind the fourth colon that no backslash stands before. */
static const char *
find_password (const char *line)
{
  guint colons = 0;

  for (const char *p = line; *p; p++)
    if (*p == '\\' && p[1])
      p++;
    else if (*p == ':' && ++colons == 4)
      return p + 1;
  return NULL;
}

/* Sections of other programs and people may hold passwords, too, under whatever word. */
static const char *
find_secret_value (const char *line)
{
  g_autofree char *lower = g_ascii_strdown (line, -1);
  const char *equals = strchr (line, '=');

  return equals && (strstr (lower, "password") || strstr (lower, "pwd")) ? equals + 1 : NULL;
}

/* (transfer full): valid text without a line end, as it may be shown */
static char *
make_line (char kind, const char *raw, gboolean passwords)
{
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  const char *secret;
  char *line;

  g_strchomp (valid);
  secret = passwords ? find_password (valid) : find_secret_value (valid);
  line = secret && *secret ? g_strdup_printf ("%c%.*s" DOTS, kind, (int) (secret - valid), valid)
                           : g_strdup_printf ("%c%s", kind, valid);
  explicit_bzero (valid, strlen (valid));
  return line;
}

static char **
split (GBytes *bytes)
{
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;
  char *text = g_strndup (data ? data : "", length);
  char **lines;
  guint n;

  /* what a line break ends is no line more */
  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
  lines = *text ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
  for (n = 0; lines[n]; n++)
    continue;
  vf_wipe_string (text);
  return lines;
}

typedef struct
{
  char **before;
  char **after;
  gboolean passwords;
  GPtrArray *shown;
} Comparison;

static void
show (Comparison *self, char kind, const char *line)
{
  g_ptr_array_add (self->shown, make_line (kind, line, self->passwords));
}

/* Length of the longest common sequence of the lines from i and from j on, for every i and j. */
static guint *
fill_table (char **before, guint n_before, char **after, guint n_after)
{
  gsize width = n_after + 1;
  guint *table = g_new0 (guint, (n_before + 1) * width);

  for (guint i = n_before; i-- > 0;)
    for (guint j = n_after; j-- > 0;)
      {
        guint without = MAX (table[(i + 1) * width + j], table[i * width + j + 1]);

        table[i * width + j] = g_str_equal (before[i], after[j]) ? table[(i + 1) * width + j + 1] + 1 : without;
      }
  return table;
}

static void
show_changes (Comparison *self, char **before, guint n_before, char **after, guint n_after)
{
  gboolean small = n_before == 0 || n_after < MAX_TABLE / n_before;
  g_autofree guint *table = small ? fill_table (before, n_before, after, n_after) : NULL;
  guint i = 0, j = 0;

  while (i < n_before || j < n_after)
    if (small && i < n_before && j < n_after && g_str_equal (before[i], after[j]))
      {
        show (self, ' ', before[i++]);
        j++;
      }
    else if (i < n_before
             && (j >= n_after || !small || table[(i + 1) * (n_after + 1) + j] >= table[i * (n_after + 1) + j + 1]))
      show (self, '-', before[i++]);
    else
      show (self, '+', after[j++]);
}

static void
show_range (Comparison *self, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    show (self, ' ', self->before[i]);
}

/**
 * vf_insertion_compare:
 * @before: (nullable): the file as it is; %NULL: there is none
 * @after: the file as it will be
 * @passwords: whether they are password files
 *
 * Returns: (transfer full): the lines that change, with a few around them
 */
char **
vf_insertion_compare (GBytes *before, GBytes *after, gboolean passwords)
{
  Comparison self = { split (before), split (after), passwords, g_ptr_array_new () };
  guint n_before = g_strv_length (self.before), n_after = g_strv_length (self.after), first = 0, last = 0;

  while (first < n_before && first < n_after && g_str_equal (self.before[first], self.after[first]))
    first++;
  while (last < n_before - first && last < n_after - first
         && g_str_equal (self.before[n_before - last - 1], self.after[n_after - last - 1]))
    last++;
  show_range (&self, first > AROUND ? first - AROUND : 0, first);
  show_changes (&self, self.before + first, n_before - first - last, self.after + first, n_after - first - last);
  show_range (&self, n_before - last, MIN (n_before - last + AROUND, n_before));
  g_ptr_array_add (self.shown, NULL);
  vf_wipe_strv (self.before);
  vf_wipe_strv (self.after);
  return (char **) g_ptr_array_free (self.shown, FALSE);
}
