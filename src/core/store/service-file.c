#include "config.h"

#include "store/service-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "error.h"
#include "store/service-file-private.h"

/* bytes of a whole file; thousands of connections are far below */
#define MAX_FILE (4 * 1024 * 1024)

/* C's isspace() in the C locale, which has one more than GLib's. */
gboolean
vf_service_is_blank (char c)
{
  return g_ascii_isspace (c) || c == '\v';
}

static char *
strip (const char *raw, gsize length)
{
  const char *nul = memchr (raw, '\0', length);
  const char *end = nul ? nul : raw + length;

  while (end > raw && vf_service_is_blank (end[-1]))
    end--;
  while (raw < end && vf_service_is_blank (*raw))
    raw++;
  return g_strndup (raw, end - raw);
}

/**
 * vf_service_line_new:
 * @raw: bytes of a line, its end included; they are copied
 *
 * Returns: (transfer full): the line, and what libpq reads in it
 */
VfServiceLine *
vf_service_line_new (const char *raw, gsize length)
{
  VfServiceLine *line = g_new0 (VfServiceLine, 1);

  line->raw = g_memdup2 (raw, length);
  line->length = length;
  line->text = strip (raw, length);
  return line;
}

static void
line_free (gpointer data)
{
  VfServiceLine *line = data;

  g_free (line->raw);
  g_free (line->text);
  g_free (line);
}

/**
 * vf_service_get_line:
 *
 * Returns: (transfer none): valid until the line is taken out
 */
VfServiceLine *
vf_service_get_line (const VfServiceFile *file, guint index)
{
  return g_ptr_array_index (file->lines, index);
}

/**
 * vf_service_is_header:
 *
 * Returns: whether a section begins here
 */
gboolean
vf_service_is_header (const VfServiceLine *line)
{
  return line->text[0] == '[';
}

/* Neither blank, nor a comment, nor a header: a keyword, or what libpq calls a syntax error. */
gboolean
vf_service_is_entry (const VfServiceLine *line)
{
  return line->text[0] != '\0' && line->text[0] != '#' && !vf_service_is_header (line);
}

static gboolean
is_header_of (const VfServiceLine *line, const char *name)
{
  gsize length = strlen (name);

  return vf_service_is_header (line) && strncmp (line->text + 1, name, length) == 0 && line->text[length + 1] == ']';
}

/**
 * vf_service_is_keyword:
 *
 * Returns: whether the line sets @keyword, spelt the way libpq wants it
 */
gboolean
vf_service_is_keyword (const VfServiceLine *line, const char *keyword)
{
  gsize length = strlen (keyword);

  return vf_service_is_entry (line) && strncmp (line->text, keyword, length) == 0 && line->text[length] == '=';
}

/**
 * vf_service_file_new:
 *
 * Returns: (transfer full): an empty file
 */
VfServiceFile *
vf_service_file_new (void)
{
  VfServiceFile *file = g_new0 (VfServiceFile, 1);

  file->lines = g_ptr_array_new_with_free_func (line_free);
  file->line_end = "\n";
  return file;
}

/**
 * vf_service_insert_lines:
 * @at: the index that the first of them gets
 * @text: whole lines, which are copied
 */
void
vf_service_insert_lines (VfServiceFile *file, guint at, const char *text, gsize length)
{
  while (length > 0)
    {
      const char *newline = memchr (text, '\n', length);
      gsize taken = newline ? (gsize) (newline - text) + 1 : length;

      g_ptr_array_insert (file->lines, (gint) at++, vf_service_line_new (text, taken));
      text += taken;
      length -= taken;
    }
}

/**
 * vf_service_file_parse:
 * @text: (array length=length): the bytes of a file
 * @error: %VF_ERROR_LIMIT if it is larger than any service file
 *
 * What libpq cannot read is no error here: it is kept as it is.
 *
 * Returns: (transfer full) (nullable): the file
 */
VfServiceFile *
vf_service_file_parse (const char *text, gsize length, GError **error)
{
  VfServiceFile *file;

  if (length > MAX_FILE)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_LIMIT, _ ("The service file is larger than 4 MiB."));
      return NULL;
    }
  file = vf_service_file_new ();
  vf_service_insert_lines (file, 0, text, length);
  if (file->lines->len > 0 && vf_service_get_line (file, 0)->length > 1
      && memcmp (vf_service_get_line (file, 0)->raw + vf_service_get_line (file, 0)->length - 2, "\r\n", 2) == 0)
    file->line_end = "\r\n";
  return file;
}

void
vf_service_file_free (VfServiceFile *file)
{
  g_clear_pointer (&file->headers, g_hash_table_unref);
  g_ptr_array_unref (file->lines);
  g_free (file);
}

/**
 * vf_service_file_to_bytes:
 *
 * Returns: (transfer full): the whole file
 */
GBytes *
vf_service_file_to_bytes (const VfServiceFile *file)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < file->lines->len; i++)
    g_byte_array_append (bytes, (const guint8 *) vf_service_get_line (file, i)->raw,
                         (guint) vf_service_get_line (file, i)->length);
  return g_byte_array_free_to_bytes (bytes);
}

/* Index of the section's header, or the number of lines. */
guint
vf_service_find_section (const VfServiceFile *file, const char *name)
{
  guint i = 0;
  gpointer found;

  if (file->headers && !strchr (name, ']'))
    return g_hash_table_lookup_extended (file->headers, name, NULL, &found) ? GPOINTER_TO_UINT (found) : file->lines->len;
  while (i < file->lines->len && !is_header_of (vf_service_get_line (file, i), name))
    i++;
  return i;
}

/* Index of the line behind the last keyword of the section.  What follows up to the next header, blank lines and
 * comments, belongs to that. */
guint
vf_service_find_end (const VfServiceFile *file, guint header)
{
  guint end = header + 1;

  for (guint i = header + 1; i < file->lines->len && !vf_service_is_header (vf_service_get_line (file, i)); i++)
    if (vf_service_is_entry (vf_service_get_line (file, i)))
      end = i + 1;
  return end;
}

static void
add_once (GPtrArray *names, char *name)
{
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_free (name);
  else
    g_ptr_array_add (names, name);
}

static char **
steal_strv (GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/**
 * vf_service_file_list:
 *
 * Returns: (transfer full) (array zero-terminated=1): the sections' names, in the order of the file, each once
 */
char **
vf_service_file_list (const VfServiceFile *file)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < file->lines->len; i++)
    {
      const char *text = vf_service_get_line (file, i)->text;
      const char *end = vf_service_is_header (vf_service_get_line (file, i)) ? strchr (text, ']') : NULL;

      if (end)
        add_once (names, g_strndup (text + 1, end - text - 1));
    }
  return steal_strv (names);
}

/**
 * vf_service_file_index:
 *
 * Without it, reading all sections takes time with the square of their number.
 */
void
vf_service_file_index (VfServiceFile *file)
{
  g_clear_pointer (&file->headers, g_hash_table_unref);
  file->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* from the end, so that the first of several counts */
  for (guint i = file->lines->len; i-- > 0;)
    {
      const char *text = vf_service_get_line (file, i)->text;
      const char *end = vf_service_is_header (vf_service_get_line (file, i)) ? strchr (text, ']') : NULL;

      if (end)
        g_hash_table_replace (file->headers, g_strndup (text + 1, (gsize) (end - text - 1)), GUINT_TO_POINTER (i));
    }
}

/**
 * vf_service_file_has:
 *
 * Returns: whether there is a section @name; the case counts
 */
gboolean
vf_service_file_has (const VfServiceFile *file, const char *name)
{
  return vf_service_find_section (file, name) < file->lines->len;
}

/**
 * vf_service_file_get:
 *
 * Returns: (nullable) (transfer none): the first value of @keyword in the first section @name
 */
const char *
vf_service_file_get (const VfServiceFile *file, const char *name, const char *keyword)
{
  guint header = vf_service_find_section (file, name);

  for (guint i = header + 1; i < file->lines->len && !vf_service_is_header (vf_service_get_line (file, i)); i++)
    if (vf_service_is_keyword (vf_service_get_line (file, i), keyword))
      return vf_service_get_line (file, i)->text + strlen (keyword) + 1;
  return NULL;
}

/**
 * vf_service_file_list_keywords:
 *
 * Returns: (transfer full) (array zero-terminated=1): what stands before the equals signs of the section, or a whole
 *   line that has none, each once; libpq refuses a service with one that it does not know
 */
char **
vf_service_file_list_keywords (const VfServiceFile *file, const char *name)
{
  GPtrArray *keywords = g_ptr_array_new ();
  guint header = vf_service_find_section (file, name);

  for (guint i = header + 1; i < file->lines->len && !vf_service_is_header (vf_service_get_line (file, i)); i++)
    if (vf_service_is_entry (vf_service_get_line (file, i)))
      add_once (keywords,
                g_strndup (vf_service_get_line (file, i)->text, strcspn (vf_service_get_line (file, i)->text, "=")));
  return steal_strv (keywords);
}
