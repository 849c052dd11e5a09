#include "config.h"

#include "import/secret-document.h"

#include <string.h>

#include "import/wiped-bytes.h"

/* Only what a Secret needs of YAML: "key: value" under data and stringData, where a value is a word, a string in
 * quotes, or a block of lines that are indented more.  Whatever else there is belongs to no value. */

typedef struct
{
  const char *start;
  const char *end;
  gsize indent;
  gboolean dash;
} Line;

/* A value before it is known of what kind its object is. */
typedef struct
{
  char *name;
  VfWipedBuffer text;
  gboolean plain; /* stringData */
} Pending;

typedef struct
{
  const char *next;
  const char *end;
  GArray *pending;
  char *kind;
  gsize base;      /* indent of the keys of the object */
  gssize dashes;   /* indent of the dashes of a list, -1 where there is none */
  gboolean items;  /* the list begins with the next dash */
  GPtrArray *values;
} Scan;

static void
pending_clear (gpointer data)
{
  Pending *pending = data;

  g_free (pending->name);
  vf_wiped_buffer_clear (&pending->text);
}

static gboolean
peek_line (const Scan *scan, Line *line, const char **after)
{
  const char *p = scan->next;
  const char *newline;

  if (p >= scan->end)
    return FALSE;
  newline = memchr (p, '\n', (gsize) (scan->end - p));
  line->end = newline ? newline : scan->end;
  *after = newline ? newline + 1 : scan->end;
  if (line->end > p && line->end[-1] == '\r')
    line->end--;
  line->start = p;
  while (line->start < line->end && *line->start == ' ')
    line->start++;
  line->indent = (gsize) (line->start - p);
  line->dash = line->end - line->start >= 2 && line->start[0] == '-' && line->start[1] == ' ';
  return TRUE;
}

static gboolean
is_blank (const Line *line)
{
  return line->start == line->end || *line->start == '#';
}

/* (nullable) (transfer full): the key of "key: value"; @value is where the value begins */
static char *
split_key (const Line *line, const char **value)
{
  const char *start = line->start;
  const char *colon = memchr (start, ':', (gsize) (line->end - start));
  char *key;

  if (!colon || (colon + 1 < line->end && colon[1] != ' '))
    return NULL;
  *value = colon + 1;
  while (*value < line->end && **value == ' ')
    ++*value;
  key = g_strndup (start, (gsize) (colon - start));
  g_strstrip (g_strdelimit (key, "\"'", ' '));
  return key;
}

static void
flush (Scan *scan)
{
  gboolean secret = g_strcmp0 (scan->kind, "Secret") == 0;

  for (guint i = 0; i < scan->pending->len; i++)
    {
      Pending *pending = &g_array_index (scan->pending, Pending, i);
      GBytes *bytes = NULL;

      if (secret && !pending->plain)
        bytes = vf_secret_document_decode ((const char *) pending->text.data, pending->text.length);
      else if (secret || g_strcmp0 (scan->kind, "ConfigMap") == 0)
        bytes = vf_wiped_buffer_end (&pending->text);
      if (bytes)
        vf_secret_document_add (scan->values, pending->name, bytes);
    }
  g_array_set_size (scan->pending, 0);
  g_clear_pointer (&scan->kind, g_free);
}

/* What stands in quotes, or all; of escapes only the line end is known. */
static void
append_inline (VfWipedBuffer *text, const char *from, const char *end)
{
  char quote = from < end && (*from == '"' || *from == '\'') ? *from++ : '\0';

  for (; from < end && (quote == '\0' || *from != quote); from++)
    if (quote == '"' && *from == '\\' && from + 1 < end)
      {
        from++;
        vf_wiped_buffer_append (text, *from == 'n' ? "\n" : *from == 'r' ? "\r" : from, 1);
      }
    else
      vf_wiped_buffer_append (text, from, 1);
}

/* The lines that are indented more than the key: of a block, or the rest of a folded value. */
static void
append_block (Scan *scan, gsize indent, VfWipedBuffer *text)
{
  const char *after;
  Line line;

  while (peek_line (scan, &line, &after) && (line.start == line.end || line.indent > indent))
    {
      vf_wiped_buffer_append (text, line.start, (gsize) (line.end - line.start));
      vf_wiped_buffer_append (text, "\n", 1);
      scan->next = after;
    }
}

/* The keys of one section, until a line that is indented no more than its name. */
static void
read_section (Scan *scan, gsize indent, gboolean plain)
{
  const char *after;
  Line line;

  while (peek_line (scan, &line, &after) && (is_blank (&line) || (line.indent > indent && !line.dash)))
    {
      const char *value = NULL;
      g_autofree char *key = is_blank (&line) ? NULL : split_key (&line, &value);
      Pending pending = { .plain = plain };

      scan->next = after;
      if (!key || !*key)
        continue;
      pending.name = g_steal_pointer (&key);
      if (value < line.end && *value != '|' && *value != '>')
        append_inline (&pending.text, value, line.end);
      append_block (scan, line.indent, &pending.text);
      g_array_append_val (scan->pending, pending);
    }
}

static void
read_line (Scan *scan, Line *line)
{
  const char *value = NULL;
  g_autofree char *key = NULL;

  if (line->dash && (scan->items || (gssize) line->indent == scan->dashes))
    {
      flush (scan);
      scan->items = FALSE;
      scan->dashes = (gssize) line->indent;
      scan->base = line->indent + 2;
      line->start += 2;
      line->indent += 2;
    }
  key = line->indent == scan->base ? split_key (line, &value) : NULL;
  if (!key)
    return;
  if (g_str_equal (key, "kind"))
    {
      g_free (scan->kind);
      scan->kind = g_strndup (value, (gsize) (line->end - value));
      g_strstrip (g_strdelimit (scan->kind, "\"'", ' '));
    }
  else if (g_str_equal (key, "items") && scan->dashes < 0)
    scan->items = TRUE;
  else if ((g_str_equal (key, "data") || g_str_equal (key, "stringData")) && value == line->end)
    read_section (scan, line->indent, g_str_equal (key, "stringData"));
}

/**
 * vf_secret_yaml_read:
 * @text: (array length=length): YAML, perhaps of several documents
 * @length: in bytes
 * @values: (element-type VfSecretValue): gains the values
 *
 * Takes time linear in the text.
 */
void
vf_secret_yaml_read (const char *text, gsize length, GPtrArray *values)
{
  Scan scan = { .next = text, .end = text + length, .dashes = -1, .values = values };
  const char *after;
  Line line;

  scan.pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (scan.pending, pending_clear);
  while (peek_line (&scan, &line, &after))
    {
      scan.next = after;
      if (line.end - line.start >= 3 && line.indent == 0 && memcmp (line.start, "---", 3) == 0)
        {
          flush (&scan);
          scan.base = 0;
          scan.dashes = -1;
          scan.items = FALSE;
        }
      else if (!is_blank (&line))
        read_line (&scan, &line);
    }
  flush (&scan);
  g_array_unref (scan.pending);
}
