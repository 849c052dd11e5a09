#include "config.h"

#include "export/export-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "connection/durable.h"
#include "connection/settings.h"
#include "error.h"

typedef struct
{
  char *name;
  GBytes *bytes;
  gboolean secret;
} File;

struct _VfExport
{
  char *text;
  char *masked; /* NULL: the text holds no secret */
  GArray *files;
  GPtrArray *notes;
  char *directory;
  VfSslMode level;
  gboolean is_copy;
};

static void
file_clear (gpointer data)
{
  File *file = data;

  g_free (file->name);
  g_bytes_unref (file->bytes);
}

static VfExport *
export_new (VfSslMode level)
{
  VfExport *export = g_new0 (VfExport, 1);

  export->files = g_array_new (FALSE, FALSE, sizeof (File));
  g_array_set_clear_func (export->files, file_clear);
  export->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (export->notes, NULL);
  export->level = level;
  return export;
}

/**
 * vf_export_free:
 *
 * Wipes the text first, which may hold a password.
 */
void
vf_export_free (VfExport *export)
{
  vf_wipe_string (export->text);
  g_free (export->masked);
  g_array_unref (export->files);
  g_ptr_array_unref (export->notes);
  g_free (export->directory);
  g_free (export);
}

void
vf_export_take_text (VfExport *export, char *text)
{
  vf_wipe_string (export->text);
  export->text = text;
}

void
vf_export_take_masked (VfExport *export, char *masked)
{
  g_free (export->masked);
  export->masked = masked;
}

void
vf_export_add_file (VfExport *export, const char *name, GBytes *bytes, gboolean secret)
{
  File file = { g_strdup (name), g_bytes_ref (bytes), secret };

  g_array_append_val (export->files, file);
}

void
vf_export_mark_copy (VfExport *export)
{
  export->is_copy = TRUE;
}

gboolean
vf_export_is_copy (const VfExport *export)
{
  return export->is_copy;
}

static void
wipe_bytes (gpointer data)
{
  vf_wipe_string (data);
}

void
vf_export_add_text_file (VfExport *export, const char *name)
{
  char *copy = g_strdup (export->text);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (copy, strlen (copy), wipe_bytes, copy);

  vf_export_add_file (export, name, bytes, export->masked != NULL);
}

void
vf_export_take_note (VfExport *export, char *note)
{
  if (g_strv_contains ((const char *const *) export->notes->pdata, note))
    g_free (note);
  else
    g_ptr_array_insert (export->notes, (int) export->notes->len - 1, note);
}

char *
vf_export_path (const VfExportSource *source, const char *name)
{
  g_autofree char *folder = source->directory ? g_strdup (source->directory)
                                              : g_build_filename (g_get_home_dir (), source->name, NULL);

  return g_build_filename (folder, name, NULL);
}

gboolean
vf_export_refuse (GError **error, const char *what, const char *why)
{
  /* Translators: the first %s is a libpq keyword or the like, the second a whole sentence */
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE, _ ("“%s” cannot be said here: %s"), what, why);
  return FALSE;
}

gboolean
vf_export_check_lines (const VfKeywords *keywords, GError **error)
{
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (strpbrk (vf_keywords_get_value (keywords, i), "\r\n"))
      return vf_export_refuse (error, vf_keywords_get_name (keywords, i), _ ("It contains a line break."));
  return TRUE;
}

const char *
vf_export_get_text (const VfExport *export)
{
  return export->text;
}

const char *
vf_export_get_masked (const VfExport *export)
{
  return export->masked ? export->masked : export->text;
}

/**
 * vf_export_get_n_files:
 *
 * Returns: how many files belong to it, besides its text
 */
guint
vf_export_get_n_files (const VfExport *export)
{
  return export->files->len;
}

/**
 * vf_export_get_file_name:
 *
 * Returns: (transfer none): the name of the file at @index, without a folder
 */
const char *
vf_export_get_file_name (const VfExport *export, guint index)
{
  g_return_val_if_fail (index < export->files->len, NULL);

  return g_array_index (export->files, File, index).name;
}

/**
 * vf_export_get_file:
 *
 * Returns: (transfer none): what is in the file at @index
 */
GBytes *
vf_export_get_file (const VfExport *export, guint index)
{
  g_return_val_if_fail (index < export->files->len, NULL);

  return g_array_index (export->files, File, index).bytes;
}

gboolean
vf_export_has_secret (const VfExport *export)
{
  gboolean any = export->masked != NULL;

  for (guint i = 0; i < export->files->len; i++)
    any |= g_array_index (export->files, File, i).secret;
  return any;
}

/**
 * vf_export_names_files:
 *
 * Returns: whether the text is of no use without the files, because it names one of them
 */
gboolean
vf_export_names_files (const VfExport *export)
{
  for (guint i = 0; i < export->files->len; i++)
    if (strstr (export->text, vf_export_get_file_name (export, i)))
      return TRUE;
  return FALSE;
}

const char *const *
vf_export_get_notes (const VfExport *export)
{
  return (const char *const *) export->notes->pdata;
}

const char *
vf_export_get_directory (const VfExport *export)
{
  return export->directory;
}

VfSslMode
vf_export_get_level (const VfExport *export)
{
  return export->level;
}

static gboolean
is_free (const VfExport *export, const char *directory, GError **error)
{
  for (guint i = 0; i < export->files->len; i++)
    {
      g_autofree char *path = g_build_filename (directory, vf_export_get_file_name (export, i), NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, VF_ERROR, VF_ERROR_EXISTS, _ ("“%s” is there already."), path);
          return FALSE;
        }
    }
  return TRUE;
}

/* takes back the first @n files, which were new */
static void
take_back (const VfExport *export, const char *directory, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_build_filename (directory, vf_export_get_file_name (export, i), NULL);

      g_unlink (path);
    }
}

/**
 * vf_export_save:
 * @directory: absolute path
 * @replace: whether files of the same names may go
 *
 * Every file is for the owner only: which of them holds a key is nothing that a folder should tell.  Blocks.
 *
 * Returns: whether all were written; %VF_ERROR_EXISTS, or a %G_IO_ERROR that names the path
 */
gboolean
vf_export_save (const VfExport *export, const char *directory, gboolean replace, GError **error)
{
  if (!replace && !is_free (export, directory, error))
    return FALSE;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    return vf_durable_fail (error, directory);
  for (guint i = 0; i < export->files->len; i++)
    {
      g_autofree char *path = g_build_filename (directory, vf_export_get_file_name (export, i), NULL);

      if (!vf_durable_replace (path, vf_export_get_file (export, i), error))
        {
          if (!replace)
            take_back (export, directory, i);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * vf_export_save_file:
 * @index: of the file
 * @path: absolute; what is there is replaced
 *
 * For the owner only, as all of them.  Blocks.
 *
 * Returns: whether it was written; a %G_IO_ERROR that names the path
 */
gboolean
vf_export_save_file (const VfExport *export, guint index, const char *path, GError **error)
{
  g_return_val_if_fail (index < export->files->len, FALSE);

  return vf_durable_replace (path, vf_export_get_file (export, index), error);
}

/**
 * vf_export_make:
 * @destination: a row of the table
 * @source: what is exported
 *
 * Blocks for as long as a key takes to be opened.
 *
 * Returns: (transfer full) (nullable): the export, which was read again by its reader's rules; %NULL with
 *   %VF_ERROR_NOT_EXPRESSIBLE, %VF_ERROR_LOCKED or %VF_ERROR_WRONG_PASSPHRASE
 */
VfExport *
vf_export_make (const VfDestination *destination, const VfExportSource *source, GError **error)
{
  g_autoptr (VfExport) export = export_new (vf_connection_get_mode (source->connection));

  if (destination->holds_password && !source->password)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_FAILED,
                           _ ("The password is not known here. Check the connection with its password first."));
      return NULL;
    }
  if (!vf_destination_works (destination, source->in_flatpak))
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE,
                           _ ("In a Flatpak the passwords lie where only Verifull can read them."));
      return NULL;
    }
  export->directory = g_strdup (source->directory);
  return destination->make (source, export, error) && destination->read_again (source, export, error)
           ? g_steal_pointer (&export)
           : NULL;
}
