#include "config.h"

#include "store/service-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "error.h"

/* libpq reads lines into 1024 bytes and refuses the file when one fills them, its newline counted
 * (libpq 10 to 18, parseServiceFile). */
#define MAX_LINE 1022
/* bytes of a whole file; thousands of connections are far below */
#define MAX_FILE (4 * 1024 * 1024)
/* bytes of a name, so that the line stays below the limit and a list can show it */
#define MAX_NAME 200

typedef struct
{
  char *raw;       /* with its line end, byte for byte */
  gsize length;
  char *text;      /* as libpq reads it: without blanks around it, up to a NUL */
} Line;

struct _VfServiceFile
{
  GPtrArray *lines;
  const char *line_end;
};

/* C's isspace() in the C locale, which has one more than GLib's. */
static gboolean
is_blank (char c)
{
  return g_ascii_isspace (c) || c == '\v';
}

static char *
strip (const char *raw, gsize length)
{
  const char *nul = memchr (raw, '\0', length);
  const char *end = nul ? nul : raw + length;

  while (end > raw && is_blank (end[-1]))
    end--;
  while (raw < end && is_blank (*raw))
    raw++;
  return g_strndup (raw, end - raw);
}

static Line *
line_new (const char *raw, gsize length)
{
  Line *line = g_new0 (Line, 1);

  line->raw = g_memdup2 (raw, length);
  line->length = length;
  line->text = strip (raw, length);
  return line;
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->raw);
  g_free (line->text);
  g_free (line);
}

static Line *
get_line (const VfServiceFile *file, guint index)
{
  return g_ptr_array_index (file->lines, index);
}

static gboolean
is_header (const Line *line)
{
  return line->text[0] == '[';
}

/* Neither blank, nor a comment, nor a header: a keyword, or what libpq calls a syntax error. */
static gboolean
is_entry (const Line *line)
{
  return line->text[0] != '\0' && line->text[0] != '#' && !is_header (line);
}

static gboolean
is_header_of (const Line *line, const char *name)
{
  gsize length = strlen (name);

  return is_header (line) && strncmp (line->text + 1, name, length) == 0 && line->text[length + 1] == ']';
}

static gboolean
is_keyword (const Line *line, const char *keyword)
{
  gsize length = strlen (keyword);

  return is_entry (line) && strncmp (line->text, keyword, length) == 0 && line->text[length] == '=';
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

static void
append_lines (VfServiceFile *file, guint at, const char *text, gsize length)
{
  while (length > 0)
    {
      const char *newline = memchr (text, '\n', length);
      gsize taken = newline ? (gsize) (newline - text) + 1 : length;

      g_ptr_array_insert (file->lines, (gint) at++, line_new (text, taken));
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
  append_lines (file, 0, text, length);
  if (file->lines->len > 0 && get_line (file, 0)->length > 1
      && memcmp (get_line (file, 0)->raw + get_line (file, 0)->length - 2, "\r\n", 2) == 0)
    file->line_end = "\r\n";
  return file;
}

void
vf_service_file_free (VfServiceFile *file)
{
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
    g_byte_array_append (bytes, (const guint8 *) get_line (file, i)->raw, (guint) get_line (file, i)->length);
  return g_byte_array_free_to_bytes (bytes);
}

/* Index of the section's header, or the number of lines. */
static guint
find_section (const VfServiceFile *file, const char *name)
{
  guint i = 0;

  while (i < file->lines->len && !is_header_of (get_line (file, i), name))
    i++;
  return i;
}

/* Index of the line behind the last keyword of the section.  What follows up to the next header, blank lines and
 * comments, belongs to that. */
static guint
find_end (const VfServiceFile *file, guint header)
{
  guint end = header + 1;

  for (guint i = header + 1; i < file->lines->len && !is_header (get_line (file, i)); i++)
    if (is_entry (get_line (file, i)))
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
      const char *text = get_line (file, i)->text;
      const char *end = is_header (get_line (file, i)) ? strchr (text, ']') : NULL;

      if (end)
        add_once (names, g_strndup (text + 1, end - text - 1));
    }
  return steal_strv (names);
}

gboolean
vf_service_file_has (const VfServiceFile *file, const char *name)
{
  return find_section (file, name) < file->lines->len;
}

/**
 * vf_service_file_get:
 *
 * Returns: (nullable) (transfer none): the first value of @keyword in the first section @name
 */
const char *
vf_service_file_get (const VfServiceFile *file, const char *name, const char *keyword)
{
  guint header = find_section (file, name);

  for (guint i = header + 1; i < file->lines->len && !is_header (get_line (file, i)); i++)
    if (is_keyword (get_line (file, i), keyword))
      return get_line (file, i)->text + strlen (keyword) + 1;
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
  guint header = find_section (file, name);

  for (guint i = header + 1; i < file->lines->len && !is_header (get_line (file, i)); i++)
    if (is_entry (get_line (file, i)))
      add_once (keywords, g_strndup (get_line (file, i)->text, strcspn (get_line (file, i)->text, "=")));
  return steal_strv (keywords);
}

static gboolean
not_expressible (GError **error, const char *keyword, const char *why)
{
  /* Translators: %s is a libpq keyword, the second %s a reason as a whole sentence */
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE, _ ("A service file cannot say this “%s”: %s"), keyword, why);
  return FALSE;
}

static gboolean
check_entry (const VfServiceFile *file, const char *keyword, const char *value, GError **error)
{
  gsize length = strlen (value);

  if (g_str_equal (keyword, "service"))
    return not_expressible (error, keyword, _ ("a service cannot name another one."));
  if (strchr (value, '\n'))
    return not_expressible (error, keyword, _ ("the value contains a line break."));
  if (length > 0 && is_blank (value[length - 1]))
    return not_expressible (error, keyword, _ ("the value ends in a blank, which is dropped."));
  if (strlen (keyword) + 1 + length + strlen (file->line_end) > MAX_LINE)
    return not_expressible (error, keyword, _ ("the value is longer than a line may be, about 1000 bytes."));
  return TRUE;
}

static gboolean
check_keywords (const VfServiceFile *file, const VfKeywords *keywords, GError **error)
{
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!check_entry (file, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_name (const char *name, GError **error)
{
  g_autofree char *wrong = vf_service_file_check_name (name);

  if (wrong)
    g_set_error_literal (error, VF_ERROR, VF_ERROR_SYNTAX, wrong);
  return !wrong;
}

static void
insert_text (VfServiceFile *file, guint at, const char *text)
{
  g_ptr_array_insert (file->lines, (gint) at, line_new (text, strlen (text)));
}

static void
insert_entry (VfServiceFile *file, guint at, const char *keyword, const char *value)
{
  g_autofree char *text = g_strconcat (keyword, "=", value, file->line_end, NULL);

  insert_text (file, at, text);
}

/* The last line of a file by hand may lack its end. */
static void
close_last_line (VfServiceFile *file)
{
  guint last = file->lines->len - 1;
  Line *line = file->lines->len > 0 ? get_line (file, last) : NULL;

  if (line && line->raw[line->length - 1] != '\n')
    {
      GString *text = g_string_new_len (line->raw, (gssize) line->length);

      g_string_append (text, file->line_end);
      g_ptr_array_remove_index (file->lines, last);
      g_ptr_array_insert (file->lines, (gint) last, line_new (text->str, text->len));
      g_string_free (text, TRUE);
    }
}

static guint
append_section (VfServiceFile *file, const char *name)
{
  g_autofree char *header = g_strconcat ("[", name, "]", file->line_end, NULL);

  close_last_line (file);
  if (file->lines->len > 0 && get_line (file, file->lines->len - 1)->text[0] != '\0')
    insert_text (file, file->lines->len, file->line_end);
  insert_text (file, file->lines->len, header);
  return file->lines->len - 1;
}

static gboolean
says (const Line *line, const char *keyword, const char *value)
{
  return is_keyword (line, keyword) && g_str_equal (line->text + strlen (keyword) + 1, value);
}

/* Keeps the entries that say what they should, once each, and the comments; takes the other entries out.  Returns
 * which keywords were kept. */
static GHashTable *
keep_equal_entries (VfServiceFile *file, guint header, const VfKeywords *keywords)
{
  GHashTable *kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = find_end (file, header); i-- > header + 1;)
    {
      gboolean keep = !is_entry (get_line (file, i));

      for (guint k = 0; !keep && k < vf_keywords_get_n (keywords); k++)
        keep = says (get_line (file, i), vf_keywords_get_name (keywords, k), vf_keywords_get_value (keywords, k))
               && g_hash_table_add (kept, g_strdup (vf_keywords_get_name (keywords, k)));
      if (!keep)
        g_ptr_array_remove_index (file->lines, i);
    }
  return kept;
}

/**
 * vf_service_file_set:
 * @name: the section, which may exist
 * @keywords: all that it shall say
 *
 * Returns: whether it could be said; %VF_ERROR_SYNTAX for the name, %VF_ERROR_NOT_EXPRESSIBLE for a value, and then
 *   nothing has changed
 */
gboolean
vf_service_file_set (VfServiceFile *file, const char *name, const VfKeywords *keywords, GError **error)
{
  guint header = find_section (file, name);
  g_autoptr (GHashTable) kept = NULL;
  guint at, rest;

  if (!check_name (name, error) || !check_keywords (file, keywords, error))
    return FALSE;
  close_last_line (file);
  if (header >= file->lines->len)
    header = append_section (file, name);
  at = find_end (file, header);
  rest = file->lines->len - at;
  kept = keep_equal_entries (file, header, keywords);
  at = file->lines->len - rest;
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!g_hash_table_contains (kept, vf_keywords_get_name (keywords, i)))
      insert_entry (file, at++, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  return TRUE;
}

static void
rename_header (VfServiceFile *file, guint header, const char *name, const char *new_name)
{
  Line *line = get_line (file, header);
  const char *open = memchr (line->raw, '[', line->length);
  const char *rest = open + 1 + strlen (name);
  GString *text = g_string_new_len (line->raw, open + 1 - line->raw);

  g_string_append (text, new_name);
  g_string_append_len (text, rest, line->raw + line->length - rest);
  g_ptr_array_remove_index (file->lines, header);
  g_ptr_array_insert (file->lines, (gint) header, line_new (text->str, text->len));
  g_string_free (text, TRUE);
}

/**
 * vf_service_file_rename:
 *
 * Returns: whether it was renamed; %VF_ERROR_NOT_FOUND, %VF_ERROR_EXISTS, or %VF_ERROR_SYNTAX for the new name
 */
gboolean
vf_service_file_rename (VfServiceFile *file, const char *name, const char *new_name, GError **error)
{
  guint header = find_section (file, name);

  if (header == file->lines->len)
    g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND, _ ("There is no connection “%s”."), name);
  else if (!g_str_equal (name, new_name) && vf_service_file_has (file, new_name))
    g_set_error (error, VF_ERROR, VF_ERROR_EXISTS, _ ("There is a connection “%s” already."), new_name);
  else if (check_name (new_name, error))
    {
      rename_header (file, header, name, new_name);
      return TRUE;
    }
  return FALSE;
}

static void
take_section (VfServiceFile *file, guint header, GString *taken)
{
  guint end = find_end (file, header);

  /* one blank line goes along, so that none pile up */
  if (end < file->lines->len && get_line (file, end)->text[0] == '\0')
    end++;
  for (guint i = header; i < end; i++)
    g_string_append_len (taken, get_line (file, i)->raw, (gssize) get_line (file, i)->length);
  g_ptr_array_remove_range (file->lines, header, end - header);
}

/**
 * vf_service_file_remove:
 *
 * Takes out every section of that name: libpq reads only the first, and would read the second then.
 *
 * Returns: (transfer full) (nullable): the text that was taken out
 */
char *
vf_service_file_remove (VfServiceFile *file, const char *name)
{
  GString *taken = g_string_new (NULL);
  gboolean any = FALSE;

  for (guint header = find_section (file, name); header < file->lines->len; header = find_section (file, name))
    {
      take_section (file, header, taken);
      any = TRUE;
    }
  return g_string_free (taken, !any);
}

/**
 * vf_service_file_put_back:
 * @text: what vf_service_file_remove() took out
 * @before: (nullable): the section that came after it; at the end if there is none of that name
 */
void
vf_service_file_put_back (VfServiceFile *file, const char *text, const char *before)
{
  guint at = before ? find_section (file, before) : file->lines->len;

  if (at == file->lines->len)
    {
      close_last_line (file);
      if (at > 0 && get_line (file, at - 1)->text[0] != '\0')
        insert_text (file, at++, file->line_end);
    }
  append_lines (file, at, text, strlen (text));
}

/**
 * vf_service_file_check_name:
 *
 * Returns: (nullable) (transfer full): why this cannot be a section's name, translated
 */
char *
vf_service_file_check_name (const char *name)
{
  gsize length = strlen (name);

  if (length == 0)
    return g_strdup (_ ("A connection needs a name."));
  if (length > MAX_NAME)
    return g_strdup (_ ("This name is too long."));
  if (!g_utf8_validate (name, -1, NULL))
    return g_strdup (_ ("This name is not valid text."));
  if (is_blank (name[0]) || is_blank (name[length - 1]))
    return g_strdup (_ ("A name cannot begin or end with a blank."));
  for (const char *c = name; *c; c++)
    if (*c == '[' || *c == ']' || g_ascii_iscntrl (*c))
      return g_strdup (_ ("A name cannot contain brackets or control characters."));
  return NULL;
}
