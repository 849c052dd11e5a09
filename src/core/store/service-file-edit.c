#include "config.h"

#include "store/service-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "error.h"
#include "store/service-file-private.h"

/* libpq reads lines into 1024 bytes and refuses the file when one fills them, its newline counted
 * (libpq 10 to 18, parseServiceFile). */
#define MAX_LINE 1022
/* bytes of a name, so that the line stays below the limit and a list can show it */
#define MAX_NAME 200

/* What vf_service_file_index() found is where it was before a change. */
static void
forget_index (VfServiceFile *file)
{
  g_clear_pointer (&file->headers, g_hash_table_unref);
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
  if (length > 0 && vf_service_is_blank (value[length - 1]))
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
  g_ptr_array_insert (file->lines, (gint) at, vf_service_line_new (text, strlen (text)));
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
  VfServiceLine *line = file->lines->len > 0 ? vf_service_get_line (file, last) : NULL;

  if (line && line->raw[line->length - 1] != '\n')
    {
      GString *text = g_string_new_len (line->raw, (gssize) line->length);

      g_string_append (text, file->line_end);
      g_ptr_array_remove_index (file->lines, last);
      g_ptr_array_insert (file->lines, (gint) last, vf_service_line_new (text->str, text->len));
      g_string_free (text, TRUE);
    }
}

static guint
append_section (VfServiceFile *file, const char *name)
{
  g_autofree char *header = g_strconcat ("[", name, "]", file->line_end, NULL);

  close_last_line (file);
  if (file->lines->len > 0 && vf_service_get_line (file, file->lines->len - 1)->text[0] != '\0')
    insert_text (file, file->lines->len, file->line_end);
  insert_text (file, file->lines->len, header);
  return file->lines->len - 1;
}

/* index of the keyword that the line is about; vf_keywords_get_n() if it is about none of them */
static guint
find_keyword (const VfServiceLine *line, const VfKeywords *keywords)
{
  guint i = 0;

  while (i < vf_keywords_get_n (keywords) && !vf_service_is_keyword (line, vf_keywords_get_name (keywords, i)))
    i++;
  return i;
}

static gboolean
says (const VfServiceLine *line, const VfKeywords *keywords, guint keyword)
{
  const char *value = line->text + strlen (vf_keywords_get_name (keywords, keyword)) + 1;

  return g_str_equal (value, vf_keywords_get_value (keywords, keyword));
}

/* (transfer full): which keywords stand there as they should, the first time that they do */
static gboolean *
find_equal_entries (VfServiceFile *file, guint header, const VfKeywords *keywords, GHashTable *lines)
{
  gboolean *said = g_new0 (gboolean, vf_keywords_get_n (keywords) + 1);

  for (guint i = header + 1; i < vf_service_find_end (file, header); i++)
    {
      VfServiceLine *line = vf_service_get_line (file, i);
      guint keyword = find_keyword (line, keywords);

      if (keyword < vf_keywords_get_n (keywords) && !said[keyword] && says (line, keywords, keyword))
        {
          said[keyword] = TRUE;
          g_hash_table_add (lines, line);
        }
    }
  return said;
}

/* Comments stay, and so do the entries that say what they should, once each.  Any other entry of a keyword gets its new
 * value where it stands, so that changing it back gives the same text again; the rest goes.  Returns which keywords are
 * said now. */
static gboolean *
mend_entries (VfServiceFile *file, guint header, const VfKeywords *keywords)
{
  g_autoptr (GHashTable) right = g_hash_table_new (NULL, NULL);
  gboolean *said = find_equal_entries (file, header, keywords, right);

  for (guint i = header + 1; i < vf_service_find_end (file, header);)
    {
      VfServiceLine *line = vf_service_get_line (file, i);
      guint keyword = find_keyword (line, keywords);

      if (!vf_service_is_entry (line) || g_hash_table_contains (right, line))
        {
          i++;
          continue;
        }
      g_ptr_array_remove_index (file->lines, i);
      if (keyword == vf_keywords_get_n (keywords) || said[keyword])
        continue;
      insert_entry (file, i++, vf_keywords_get_name (keywords, keyword), vf_keywords_get_value (keywords, keyword));
      said[keyword] = TRUE;
    }
  return said;
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
  guint header = vf_service_find_section (file, name);
  g_autofree gboolean *said = NULL;
  guint at;

  forget_index (file);
  if (!check_name (name, error) || !check_keywords (file, keywords, error))
    return FALSE;
  close_last_line (file);
  if (header >= file->lines->len)
    header = append_section (file, name);
  said = mend_entries (file, header, keywords);
  at = vf_service_find_end (file, header);
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!said[i])
      insert_entry (file, at++, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  return TRUE;
}

static void
rename_header (VfServiceFile *file, guint header, const char *name, const char *new_name)
{
  VfServiceLine *line = vf_service_get_line (file, header);
  const char *open = memchr (line->raw, '[', line->length);
  const char *rest = open + 1 + strlen (name);
  GString *text = g_string_new_len (line->raw, open + 1 - line->raw);

  g_string_append (text, new_name);
  g_string_append_len (text, rest, line->raw + line->length - rest);
  g_ptr_array_remove_index (file->lines, header);
  g_ptr_array_insert (file->lines, (gint) header, vf_service_line_new (text->str, text->len));
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
  guint header = vf_service_find_section (file, name);

  forget_index (file);
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
  guint end = vf_service_find_end (file, header);

  /* one blank line goes along, so that none pile up */
  if (end < file->lines->len && vf_service_get_line (file, end)->text[0] == '\0')
    end++;
  for (guint i = header; i < end; i++)
    g_string_append_len (taken, vf_service_get_line (file, i)->raw, (gssize) vf_service_get_line (file, i)->length);
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

  forget_index (file);
  for (guint header = vf_service_find_section (file, name); header < file->lines->len;
       header = vf_service_find_section (file, name))
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
  guint at = before ? vf_service_find_section (file, before) : file->lines->len;

  forget_index (file);
  if (at == file->lines->len)
    {
      close_last_line (file);
      if (at > 0 && vf_service_get_line (file, at - 1)->text[0] != '\0')
        insert_text (file, at++, file->line_end);
    }
  vf_service_insert_lines (file, at, text, strlen (text));
}

/**
 * vf_service_file_set_text:
 * @name: the section that goes, if it is there
 * @text: the section that takes its place, with its header and with "\n" for line ends
 *
 * For files of the same shape that are not libpq's.
 */
void
vf_service_file_set_text (VfServiceFile *file, const char *name, const char *text)
{
  guint header = vf_service_find_section (file, name);
  g_autoptr (GString) lines = g_string_new (text);

  forget_index (file);
  if (g_str_equal (file->line_end, "\r\n"))
    g_string_replace (lines, "\n", "\r\n", 0);
  if (header < file->lines->len)
    g_ptr_array_remove_range (file->lines, header, vf_service_find_end (file, header) - header);
  else
    {
      close_last_line (file);
      if (header > 0 && vf_service_get_line (file, file->lines->len - 1)->text[0] != '\0')
        insert_text (file, file->lines->len, file->line_end);
      header = file->lines->len;
    }
  vf_service_insert_lines (file, header, lines->str, lines->len);
}

guint
vf_service_file_find_long_line (const VfServiceFile *file)
{
  for (guint i = 0; i < file->lines->len; i++)
    if (vf_service_get_line (file, i)->length > MAX_LINE)
      return i + 1;
  return 0;
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
  if (vf_service_is_blank (name[0]) || vf_service_is_blank (name[length - 1]))
    return g_strdup (_ ("A name cannot begin or end with a blank."));
  for (const char *c = name; *c; c++)
    if (*c == '[' || *c == ']' || g_ascii_iscntrl (*c))
      return g_strdup (_ ("A name cannot contain brackets or control characters."));
  return NULL;
}
