#include "config.h"

#include "import/archive.h"

#include <string.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/label.h"
#include "import/unpacker.h"
#include "import/wiped-bytes.h"

/* how much is read between two looks at the cancellable */
#define CHUNK_BYTES (256 * 1024)
/* folders in folders */
#define MAX_FOLDER_DEPTH 32

static GBytes *
read_stream (VfUnpacker *unpacker, GFile *file, const char *path, goffset size, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, unpacker->cancellable, error);
  g_auto (VfWipedBuffer) buffer = { 0 };
  gssize n;

  if (!stream)
    return NULL;
  unpacker->packed_bytes = 0;
  if (size > 0)
    vf_wiped_buffer_reserve (&buffer, (gsize) MIN ((guint64) size + 1, (guint64) unpacker->limits->max_total_bytes));
  do
    {
      vf_wiped_buffer_reserve (&buffer, buffer.length + 1);
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer.data + buffer.length,
                               MIN (buffer.size - buffer.length, CHUNK_BYTES), unpacker->cancellable, error);
      if (n < 0 || !vf_unpacker_count_bytes (unpacker, (gsize) n, path, error))
        return NULL;
      buffer.length += (gsize) n;
      if (buffer.length == buffer.size && n > 0)
        vf_wiped_buffer_reserve (&buffer, buffer.size * 2);
    }
  while (n > 0);
  return vf_wiped_buffer_end (&buffer);
}

#define ATTRIBUTES                                                                                                     \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE

static gboolean read_folder (VfUnpacker *unpacker, GFile *folder, const char *path, guint depth, GError **error);

static gboolean
read_regular (VfUnpacker *unpacker, GFile *file, const char *path, goffset size, GError **error)
{
  g_autoptr (GBytes) bytes = read_stream (unpacker, file, path, size, error);

  return bytes && vf_unpacker_take (unpacker, path, bytes, error);
}

/* Whether an error is one of a file's own, so that the others of its folder can still be read. */
static gboolean
is_of_one_file (const GError *error)
{
  return error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED;
}

static gboolean
read_child (VfUnpacker *unpacker, GFile *file, GFileInfo *info, const char *path, guint depth, GError **error)
{
  GFileType type = g_file_info_get_file_type (info);
  g_autoptr (GError) own_error = NULL;

  if (!vf_unpacker_count_entry (unpacker, error))
    return FALSE;
  if (type == G_FILE_TYPE_DIRECTORY)
    return read_folder (unpacker, file, path, depth + 1, error);
  if (type != G_FILE_TYPE_REGULAR || vf_unpacker_is_system_file (path))
    {
      vf_bundle_builder_skip (unpacker->builder, path,
                              type == G_FILE_TYPE_SYMBOLIC_LINK ? VF_SKIP_LINK
                              : type == G_FILE_TYPE_REGULAR     ? VF_SKIP_SYSTEM_FILE
                                                                : VF_SKIP_SPECIAL);
      return TRUE;
    }
  if (read_regular (unpacker, file, path, g_file_info_get_size (info), &own_error))
    return TRUE;
  if (is_of_one_file (own_error) || g_error_matches (own_error, VF_ERROR, VF_ERROR_UNREADABLE))
    {
      vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_DAMAGED);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  GFileInfo *const *first = a;
  GFileInfo *const *second = b;

  return strcmp (g_file_info_get_name (*first), g_file_info_get_name (*second));
}

/* (nullable): what lies in the folder, by name, so that the result does not depend on the file system */
static GPtrArray *
list_folder (VfUnpacker *unpacker, GFile *folder, GError **error)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFileEnumerator) children
    = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, unpacker->cancellable, error);
  GFileInfo *info;

  if (!children)
    return NULL;
  while (g_file_enumerator_iterate (children, &info, NULL, unpacker->cancellable, error))
    {
      if (!info)
        {
          g_ptr_array_sort (infos, compare_names);
          return g_steal_pointer (&infos);
        }
      g_ptr_array_add (infos, g_object_ref (info));
      if (infos->len > unpacker->limits->max_entries)
        {
          vf_unpacker_set_too_many (unpacker, error);
          return NULL;
        }
    }
  return NULL;
}

static gboolean
read_folder (VfUnpacker *unpacker, GFile *folder, const char *path, guint depth, GError **error)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (depth > MAX_FOLDER_DEPTH)
    {
      vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_TOO_DEEP);
      return TRUE;
    }
  infos = list_folder (unpacker, folder, error);
  for (guint i = 0; infos && i < infos->len; i++)
    {
      GFileInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (GFile) child = g_file_get_child (folder, g_file_info_get_name (info));
      g_autofree char *name = vf_label_from_file_name (g_file_info_get_name (info));
      g_autofree char *child_path = g_strconcat (path, "/", name, NULL);

      if (!read_child (unpacker, child, info, child_path, depth, error))
        return FALSE;
    }
  return infos != NULL;
}

static gboolean
read_file (VfUnpacker *unpacker, GFile *file, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = vf_label_from_file_name (base ? base : "");
  g_autoptr (GFileInfo) info
    = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, unpacker->cancellable, error);

  if (!info)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  unpacker->source = name;
  vf_bundle_builder_add_source (unpacker->builder, name, file);
  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_DIRECTORY:
      return read_folder (unpacker, file, name, 0, error);
    case G_FILE_TYPE_REGULAR:
      return read_regular (unpacker, file, name, g_file_info_get_size (info), error);
    case G_FILE_TYPE_UNKNOWN:
    case G_FILE_TYPE_SYMBOLIC_LINK:
    case G_FILE_TYPE_SPECIAL:
    case G_FILE_TYPE_SHORTCUT:
    case G_FILE_TYPE_MOUNTABLE:
      break;
    }
  g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _("“%s” is neither a file nor a folder."), name);
  return FALSE;
}

/**
 * vf_archive_read_locked:
 * @files: (array length=n_files): archives, folders, single files, in any mixture; local or not
 * @n_files: how many
 * @passwords: (nullable) (array length=n_passwords): tried on entries that are encrypted
 * @n_passwords: how many
 * @limits: bounds
 * @progress: (nullable) (scope call): told now and then how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): looked at between any two reads
 * @error: %VF_ERROR_LIMIT, %VF_ERROR_UNREADABLE if nothing in an archive can be read, or one of #GIOErrorEnum
 *
 * Reads everything into memory, archives in archives too.  Nothing is written anywhere, and no link is followed except
 * one among @files.  What is not read stands in the bundle with a reason; what is encrypted stops nothing else.
 * Blocks; any thread.
 *
 * Returns: (transfer full): the bundle; empty if there is nothing in @files
 */
VfBundle *
vf_archive_read_locked (GFile **files, guint n_files, SecretValue **passwords, guint n_passwords,
                        const VfLimits *limits, VfArchiveProgress progress, gpointer user_data,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  VfUnpacker unpacker = {
    .builder = builder,
    .limits = limits,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
    .passwords = passwords,
    .n_passwords = n_passwords,
  };

  for (guint i = 0; i < n_files; i++)
    if (!read_file (&unpacker, files[i], error))
      return NULL;
  return vf_bundle_builder_end (builder);
}

/**
 * vf_archive_read_bytes:
 * @name: what to call it
 * @bytes: an archive or a single file
 * @limits: bounds
 * @cancellable: (nullable): looked at between any two reads
 * @error: as vf_archive_read_locked()
 *
 * Returns: (transfer full): the bundle
 */
VfBundle *
vf_archive_read_bytes (const char *name, GBytes *bytes, const VfLimits *limits, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autofree char *label = vf_label_from_file_name (name);
  VfUnpacker unpacker = { .builder = builder, .limits = limits, .cancellable = cancellable, .source = label };

  vf_bundle_builder_add_source (builder, label, NULL);
  return vf_unpacker_take (&unpacker, label, bytes, error) ? vf_bundle_builder_end (builder) : NULL;
}
