/* What was written must be what was meant, once its reader has read it. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/export-private.h"

/**
 * vf_export_check_value:
 * @read: (nullable): what the reader makes of it
 * @meant: what it shall be
 * @what: a keyword, for the message
 *
 * Returns: whether they are the same; %VF_ERROR_NOT_EXPRESSIBLE
 */
gboolean
vf_export_check_value (const char *read, const char *meant, const char *what, GError **error)
{
  return g_strcmp0 (read, meant) == 0
         || vf_export_refuse (error, what, _ ("The program that reads it would take it for something else."));
}

/* The keyword whose value nobody can read; the first one if it cannot be told. */
static const char *
blame (const VfKeywords *meant)
{
  for (guint i = 0; i < vf_keywords_get_n (meant); i++)
    if (!g_utf8_validate (vf_keywords_get_value (meant, i), -1, NULL))
      return vf_keywords_get_name (meant, i);
  return vf_keywords_get_name (meant, 0);
}

/**
 * vf_export_check_read:
 * @taken: (transfer full) (nullable): what the reader makes of it, by name; %NULL: it stumbles
 * @meant: all that it shall be, by name
 *
 * Returns: whether @taken says just that; %VF_ERROR_NOT_EXPRESSIBLE, naming what differs
 */
gboolean
vf_export_check_read (GHashTable *taken, const VfKeywords *meant, GError **error)
{
  g_autoptr (GHashTable) read = taken;
  guint n = vf_keywords_get_n (meant);

  for (guint i = 0; read && i < n; i++)
    if (!vf_export_check_value (g_hash_table_lookup (read, vf_keywords_get_name (meant, i)), vf_keywords_get_value (meant, i),
                                vf_keywords_get_name (meant, i), error))
      return FALSE;
  /* nothing besides */
  return vf_export_check_value (read && g_hash_table_size (read) == n ? "" : NULL, "", blame (meant), error);
}

/**
 * vf_export_check_literals:
 * @text: a program in @language
 * @meant: (transfer full): the values that its literals shall have, in their order
 *
 * Returns: whether they have; %VF_ERROR_NOT_EXPRESSIBLE, naming the keyword
 */
gboolean
vf_export_check_literals (const char *text, VfLanguage language, VfKeywords *meant, GError **error)
{
  g_autoptr (VfKeywords) keywords = meant;
  g_auto (GStrv) literals = vf_read_literals (text, language);
  guint n = vf_keywords_get_n (keywords);

  if (!literals || g_strv_length (literals) != n)
    return vf_export_check_value (NULL, "", blame (keywords), error);
  for (guint i = 0; i < n; i++)
    if (!vf_export_check_value (literals[i], vf_keywords_get_value (keywords, i), vf_keywords_get_name (keywords, i), error))
      return FALSE;
  return TRUE;
}

/**
 * vf_export_to_variables:
 * @files: where they are for the reader
 *
 * Returns: (transfer full): the keywords that libpq has a variable for, by the name of the variable
 */
VfKeywords *
vf_export_to_variables (const VfConnection *connection, const VfKeyFiles *files)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, files);
  VfKeywords *variables = vf_keywords_new ();

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      const char *variable = vf_export_find_variable (vf_keywords_get_name (keywords, i));

      if (variable)
        vf_keywords_add (variables, variable, vf_keywords_get_value (keywords, i));
    }
  return variables;
}

/* --- libpq --- */

/**
 * vf_export_check_libpq:
 * @text: a connection string
 * @keywords: what libpq shall read in it
 * @error: %VF_ERROR_NOT_EXPRESSIBLE, with libpq's own words
 *
 * Returns: whether libpq reads exactly that
 */
gboolean
vf_export_check_libpq (const char *text, const VfKeywords *keywords, GError **error)
{
  g_autofree char *message = NULL;
  GHashTable *read = vf_read_libpq (text, &message);

  if (read)
    return vf_export_check_read (read, keywords, error);
  return vf_export_refuse (error, "conninfo", g_strstrip (message ? message : (char[]){ "" }));
}

gboolean
vf_reread_conninfo (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);

  return vf_export_check_libpq (vf_export_get_text (export), keywords, error);
}
