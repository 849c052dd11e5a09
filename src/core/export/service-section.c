#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "error.h"
#include "export/insertion-private.h"
#include "store/service-file.h"

static gboolean
says_all (const VfServiceFile *file, const char *name, const VfKeywords *keywords)
{
  g_auto (GStrv) said = vf_service_file_list_keywords (file, name);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (g_strcmp0 (vf_service_file_get (file, name, vf_keywords_get_name (keywords, i)),
                   vf_keywords_get_value (keywords, i)) != 0)
      return FALSE;
  return g_strv_length (said) == vf_keywords_get_n (keywords);
}

/**
 * vf_export_service_file:
 *
 * A section of a service file, by the same writer that the store has.
 */
gboolean
vf_export_service_file (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (VfServiceFile) file = vf_service_file_new ();
  g_autoptr (GBytes) bytes = NULL;

  if (!vf_service_file_set (file, source->name, keywords, error))
    return FALSE;
  bytes = vf_service_file_to_bytes (file);
  vf_export_take_text (export, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  vf_export_add_text_file (export, "pg_service.conf");
  vf_export_take_note (export,
                       source->lasting
                         ? g_strdup (_ ("It names the files that Verifull keeps, and follows every renewal of the certificates "
                                        "here."))
                         : g_strdup (_ ("It names the files that Verifull keeps. After the certificates were renewed here, "
                                        "put the section in again.")));
  return TRUE;
}

/* By the reader that follows libpq's rules. */
gboolean
vf_reread_service_file (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *text = vf_export_get_text (export);
  g_autoptr (VfServiceFile) file = vf_service_file_parse (text, strlen (text), error);

  return file
         && (says_all (file, source->name, keywords)
             || vf_export_refuse (error, source->name, _ ("libpq would read it as something else.")));
}

/* --- into the person's own file --- */

/* libpq refuses the whole file for one line that it cannot hold. */
static gboolean
check_lines (const VfServiceFile *file, GError **error)
{
  guint line = vf_service_file_find_long_line (file);

  if (line)
    g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE,
                 /* Translators: %u is the number of a line */
                 _ ("Line %u of the service file is longer than libpq can read, so that none of its sections works."), line);
  return line == 0;
}

/* The same, but for the number of a generation. */
static gboolean
is_outdated (GBytes *before, const VfExportSource *source, const VfKeywords *keywords)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  g_autofree char *renewed = vf_insertion_renew (text, source);
  g_autoptr (VfServiceFile) file = vf_service_file_parse (renewed, strlen (renewed), NULL);

  return file && says_all (file, source->name, keywords);
}

static gboolean
change_section (const VfExportSource *source, GBytes *before, GBytes **after, VfInsertionState *state, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (before, &length);
  g_autoptr (VfServiceFile) file = vf_service_file_parse (text ? text : "", length, error);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);

  if (!file || !check_lines (file, error))
    return FALSE;
  *state = vf_service_file_has (file, source->name) ? VF_INSERTION_REPLACES : VF_INSERTION_NEW;
  if (*state == VF_INSERTION_REPLACES && says_all (file, source->name, keywords))
    {
      *state = VF_INSERTION_PRESENT;
      *after = g_bytes_ref (before);
      return TRUE;
    }
  if (*state == VF_INSERTION_REPLACES && is_outdated (before, source, keywords))
    *state = VF_INSERTION_OUTDATED;
  if (!vf_service_file_set (file, source->name, keywords, error))
    return FALSE;
  *after = vf_service_file_to_bytes (file);
  return TRUE;
}

const VfInsertWay vf_insert_service = { "PGSERVICEFILE", ".pg_service.conf", FALSE, FALSE, change_section };
