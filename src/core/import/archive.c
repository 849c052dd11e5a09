#include "config.h"

#include "import/archive.h"

#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/archive-format.h"
#include "import/label.h"
#include "import/wiped-bytes.h"

/* how much is read between two looks at the cancellable, and between two reports of progress */
#define CHUNK_BYTES (256 * 1024)
/* folders in folders */
#define MAX_FOLDER_DEPTH 32

typedef struct
{
  VfBundleBuilder *builder;
  const VfLimits *limits;
  VfArchiveProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  guint n_entries;
  guint64 total_bytes;
  guint64 reported_bytes;
  /* of the archive that was opened, whatever is packed in it */
  guint64 packed_bytes;
  guint64 unpacked_bytes;
  const char *source;
} Reader;

static void
set_too_many (const Reader *reader, GError **error)
{
  /* Translators: %s is the name of an archive or folder */
  g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _("There are too many files in “%s”."), reader->source);
}

static gboolean
count_entry (Reader *reader, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (reader->cancellable, error))
    return FALSE;
  if (++reader->n_entries <= reader->limits->max_entries)
    return TRUE;
  set_too_many (reader, error);
  return FALSE;
}

static gboolean
count_bytes (Reader *reader, gsize length, const char *path, GError **error)
{
  const VfLimits *limits = reader->limits;

  reader->total_bytes += length;
  reader->unpacked_bytes += length;
  if (g_cancellable_set_error_if_cancelled (reader->cancellable, error))
    return FALSE;
  if (reader->progress && reader->total_bytes - reader->reported_bytes >= CHUNK_BYTES)
    {
      reader->progress (reader->total_bytes, path, reader->user_data);
      reader->reported_bytes = reader->total_bytes;
    }
  if (reader->packed_bytes > 0 && reader->unpacked_bytes > limits->ratio_floor_bytes
      && reader->unpacked_bytes / reader->packed_bytes >= limits->max_ratio)
    {
      /* Translators: %s is the name of an archive or folder */
      g_set_error (error, VF_ERROR, VF_ERROR_LIMIT,
                   _("“%s” unpacks to far more than an archive of certificates would."), reader->source);
      return FALSE;
    }
  if (reader->total_bytes > limits->max_total_bytes)
    {
      /* Translators: %s is the name of an archive or folder */
      g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _("There is too much in “%s” to be read."), reader->source);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_unsafe_name (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (name[0] == '/' || (g_ascii_isalpha (name[0]) && name[1] == ':'))
    return TRUE;
  parts = g_strsplit (name, "/", -1);
  return g_strv_contains ((const char *const *) parts, "..");
}

/* What a Mac or a Windows leaves in the archives that it packs and the folders that it shows. */
static gboolean
is_system_file (const char *name)
{
  static const char *const names[] = { ".ds_store", "thumbs.db", "desktop.ini" };
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *lower = g_ascii_strdown (base, -1);

  if (g_str_has_prefix (name, "__MACOSX/") || strstr (name, "/__MACOSX/") || g_str_has_prefix (base, "._"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (lower, names[i]))
      return TRUE;
  return FALSE;
}

static VfSkipReason
judge_entry (struct archive_entry *entry, const char *name)
{
  mode_t type = archive_entry_filetype (entry);

  if (is_unsafe_name (name))
    return VF_SKIP_UNSAFE_NAME;
  if (type == AE_IFLNK || archive_entry_hardlink (entry))
    return VF_SKIP_LINK;
  if (type != AE_IFREG && type != AE_IFDIR && type != 0)
    return VF_SKIP_SPECIAL;
  if (is_system_file (name))
    return VF_SKIP_SYSTEM_FILE;
  return archive_entry_is_data_encrypted (entry) ? VF_SKIP_ENCRYPTED : VF_SKIP_NONE;
}

/* A compressed single file has no name of its own: that of the archive, without the last extension. */
static char *
single_name (const char *archive_path)
{
  g_autofree char *base = g_path_get_basename (archive_path);
  char *dot = strrchr (base, '.');

  if (dot && dot > base)
    *dot = '\0';
  return g_steal_pointer (&base);
}

static char *
entry_name (struct archive *archive, struct archive_entry *entry, const VfArchiveFormat *format,
            const char *archive_path)
{
  const char *raw = archive_entry_pathname (entry);
  char *name;

  if (archive_format (archive) == ARCHIVE_FORMAT_RAW)
    return single_name (archive_path);
  if (!raw)
    raw = archive_entry_pathname_utf8 (entry);
  name = vf_label_from_file_name (raw ? raw : "");
  if (vf_archive_format_is_zip (format))
    g_strdelimit (name, "\\", '/');
  return name;
}

/* Reads one entry to its end.  What is more than an entry may be is counted, but not kept.
 * FALSE is an error of ours; damage is a reason to skip. */
static gboolean
read_entry (Reader *reader, struct archive *archive, const char *path, VfWipedBuffer *buffer, VfSkipReason *skip,
            GError **error)
{
  const void *block;
  size_t length;
  la_int64_t offset;
  int result;

  while ((result = archive_read_data_block (archive, &block, &length, &offset)) == ARCHIVE_OK
         || result == ARCHIVE_WARN)
    {
      if (!count_bytes (reader, length, path, error))
        return FALSE;
      if (*skip == VF_SKIP_NONE
          && (offset < 0 || (guint64) offset + length > (guint64) reader->limits->max_entry_bytes))
        {
          *skip = VF_SKIP_TOO_LARGE;
          vf_wiped_buffer_clear (buffer);
        }
      if (*skip != VF_SKIP_NONE)
        continue;
      if ((gsize) offset > buffer->length)
        vf_wiped_buffer_set_length (buffer, (gsize) offset);
      vf_wiped_buffer_append (buffer, block, length);
    }
  if (result != ARCHIVE_EOF && *skip == VF_SKIP_NONE)
    *skip = VF_SKIP_DAMAGED;
  return TRUE;
}

static gboolean read_blob (Reader *reader, const char *path, GBytes *bytes, guint depth, GError **error);

/* FALSE is an error of ours. */
static gboolean
take_entry (Reader *reader, struct archive *archive, struct archive_entry *entry, const char *path, const char *name,
            guint depth, GError **error)
{
  VfSkipReason skip = judge_entry (entry, name);
  g_auto (VfWipedBuffer) buffer = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  if (skip == VF_SKIP_NONE && archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  if (skip == VF_SKIP_NONE && !read_entry (reader, archive, path, &buffer, &skip, error))
    return FALSE;
  if (skip != VF_SKIP_NONE)
    {
      vf_bundle_builder_skip (reader->builder, path, skip);
      return TRUE;
    }
  bytes = vf_wiped_buffer_end (&buffer);
  return read_blob (reader, path, bytes, depth + 1, error);
}

/* How the walk through an archive ended. */
typedef enum
{
  WALK_WHOLE,
  WALK_DAMAGED,
  WALK_ENCRYPTED,
  WALK_ERROR,
} Walk;

static Walk
walk_archive (Reader *reader, struct archive *archive, const VfArchiveFormat *format, const char *path, guint depth,
              guint *n_taken, GError **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
    {
      g_autofree char *name = entry_name (archive, entry, format, path);
      g_autofree char *entry_path = g_strdup_printf ("%s%s%s", path, name[0] == '/' ? "" : "/", name);

      if (!count_entry (reader, error) || !take_entry (reader, archive, entry, entry_path, name, depth, error))
        return WALK_ERROR;
      ++*n_taken;
    }
  if (result == ARCHIVE_EOF)
    return WALK_WHOLE;
  return archive_read_has_encrypted_entries (archive) > 0 ? WALK_ENCRYPTED : WALK_DAMAGED;
}

static gboolean
read_archive (Reader *reader, const VfArchiveFormat *format, const char *path, GBytes *bytes, guint depth,
              GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  struct archive *archive = vf_archive_format_open (format, data, length);
  guint n_taken = 0;
  Walk walk = walk_archive (reader, archive, format, path, depth, &n_taken, error);

  if (walk == WALK_DAMAGED && n_taken == 0 && depth == 0)
    {
      /* Translators: the first %s is the name of an archive, the second a cause in English */
      g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _("“%s” is damaged and nothing in it can be read (%s)."), path,
                   archive_error_string (archive) ? archive_error_string (archive) : "?");
      walk = WALK_ERROR;
    }
  archive_read_free (archive);
  switch (walk)
    {
    case WALK_WHOLE:
      return TRUE;
    case WALK_DAMAGED:
      vf_bundle_builder_skip (reader->builder, path, VF_SKIP_DAMAGED);
      return TRUE;
    case WALK_ENCRYPTED:
      vf_bundle_builder_skip (reader->builder, path, VF_SKIP_ENCRYPTED);
      return TRUE;
    case WALK_ERROR:
      break;
    }
  return FALSE;
}

/* One file, from wherever: unpacked if it is an archive, else an entry as it is. */
static gboolean
read_blob (Reader *reader, const char *path, GBytes *bytes, guint depth, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const VfArchiveFormat *format = length > 0 ? vf_archive_format_of (data, length) : NULL;

  if (!format && length > reader->limits->max_entry_bytes)
    vf_bundle_builder_skip (reader->builder, path, VF_SKIP_TOO_LARGE);
  else if (!format)
    vf_bundle_builder_add (reader->builder, path, bytes);
  else if (depth > reader->limits->max_nesting)
    vf_bundle_builder_skip (reader->builder, path, VF_SKIP_TOO_DEEP);
  else
    return read_archive (reader, format, path, bytes, depth, error);
  return TRUE;
}

/* libarchive hands names out in the encoding of the thread's locale and drops those that do not fit into it. */
typedef struct
{
  locale_t own;
  locale_t before;
} NameLocale;

static void
enter_name_locale (NameLocale *locale)
{
  locale->own = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  locale->before = locale->own ? uselocale (locale->own) : (locale_t) 0;
}

static void
leave_name_locale (NameLocale *locale)
{
  if (!locale->own)
    return;
  uselocale (locale->before);
  freelocale (locale->own);
}

/* A file that was opened, or that lies in a folder that was opened: the ratio is judged for it and all inside. */
static gboolean
read_top_blob (Reader *reader, const char *path, GBytes *bytes, GError **error)
{
  NameLocale locale;
  gboolean ok;

  reader->packed_bytes = g_bytes_get_size (bytes);
  reader->unpacked_bytes = 0;
  enter_name_locale (&locale);
  ok = read_blob (reader, path, bytes, 0, error);
  leave_name_locale (&locale);
  return ok;
}

static GBytes *
read_stream (Reader *reader, GFile *file, const char *path, goffset size, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, reader->cancellable, error);
  g_auto (VfWipedBuffer) buffer = { 0 };
  gssize n;

  if (!stream)
    return NULL;
  reader->packed_bytes = 0;
  if (size > 0)
    vf_wiped_buffer_reserve (&buffer, (gsize) MIN ((guint64) size + 1, (guint64) reader->limits->max_total_bytes));
  do
    {
      vf_wiped_buffer_reserve (&buffer, buffer.length + 1);
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer.data + buffer.length,
                               MIN (buffer.size - buffer.length, CHUNK_BYTES), reader->cancellable, error);
      if (n < 0 || !count_bytes (reader, (gsize) n, path, error))
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

static gboolean read_folder (Reader *reader, GFile *folder, const char *path, guint depth, GError **error);

static gboolean
read_regular (Reader *reader, GFile *file, const char *path, goffset size, GError **error)
{
  g_autoptr (GBytes) bytes = read_stream (reader, file, path, size, error);

  return bytes && read_top_blob (reader, path, bytes, error);
}

/* Whether an error is one of a file's own, so that the others of its folder can still be read. */
static gboolean
is_of_one_file (const GError *error)
{
  return error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED;
}

static gboolean
read_child (Reader *reader, GFile *file, GFileInfo *info, const char *path, guint depth, GError **error)
{
  GFileType type = g_file_info_get_file_type (info);
  g_autoptr (GError) own_error = NULL;

  if (!count_entry (reader, error))
    return FALSE;
  if (type == G_FILE_TYPE_DIRECTORY)
    return read_folder (reader, file, path, depth + 1, error);
  if (type != G_FILE_TYPE_REGULAR || is_system_file (path))
    {
      vf_bundle_builder_skip (reader->builder, path,
                              type == G_FILE_TYPE_SYMBOLIC_LINK ? VF_SKIP_LINK
                              : type == G_FILE_TYPE_REGULAR     ? VF_SKIP_SYSTEM_FILE
                                                                : VF_SKIP_SPECIAL);
      return TRUE;
    }
  if (read_regular (reader, file, path, g_file_info_get_size (info), &own_error))
    return TRUE;
  if (is_of_one_file (own_error) || g_error_matches (own_error, VF_ERROR, VF_ERROR_UNREADABLE))
    {
      vf_bundle_builder_skip (reader->builder, path, VF_SKIP_DAMAGED);
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
list_folder (Reader *reader, GFile *folder, GError **error)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFileEnumerator) children
    = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, reader->cancellable, error);
  GFileInfo *info;

  if (!children)
    return NULL;
  while (g_file_enumerator_iterate (children, &info, NULL, reader->cancellable, error))
    {
      if (!info)
        {
          g_ptr_array_sort (infos, compare_names);
          return g_steal_pointer (&infos);
        }
      g_ptr_array_add (infos, g_object_ref (info));
      if (infos->len > reader->limits->max_entries)
        {
          set_too_many (reader, error);
          return NULL;
        }
    }
  return NULL;
}

static gboolean
read_folder (Reader *reader, GFile *folder, const char *path, guint depth, GError **error)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (depth > MAX_FOLDER_DEPTH)
    {
      vf_bundle_builder_skip (reader->builder, path, VF_SKIP_TOO_DEEP);
      return TRUE;
    }
  infos = list_folder (reader, folder, error);
  for (guint i = 0; infos && i < infos->len; i++)
    {
      GFileInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (GFile) child = g_file_get_child (folder, g_file_info_get_name (info));
      g_autofree char *name = vf_label_from_file_name (g_file_info_get_name (info));
      g_autofree char *child_path = g_strconcat (path, "/", name, NULL);

      if (!read_child (reader, child, info, child_path, depth, error))
        return FALSE;
    }
  return infos != NULL;
}

static gboolean
read_file (Reader *reader, GFile *file, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = vf_label_from_file_name (base ? base : "");
  g_autoptr (GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, reader->cancellable, error);

  if (!info)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  reader->source = name;
  vf_bundle_builder_add_source (reader->builder, name);
  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_DIRECTORY:
      return read_folder (reader, file, name, 0, error);
    case G_FILE_TYPE_REGULAR:
      return read_regular (reader, file, name, g_file_info_get_size (info), error);
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
 * vf_archive_read:
 * @files: (array length=n_files): archives, folders, single files, in any mixture; local or not
 * @n_files: how many
 * @limits: bounds
 * @progress: (nullable) (scope call): told now and then how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): looked at between any two reads
 * @error: %VF_ERROR_LIMIT, %VF_ERROR_UNREADABLE if nothing in an archive can be read, or one of #GIOErrorEnum
 *
 * Reads everything into memory, archives in archives too.  Nothing is written anywhere, and no link is followed except
 * one among @files.  What is not read stands in the bundle with a reason.  Blocks; any thread.
 *
 * Returns: (transfer full): the bundle; empty if there is nothing in @files
 */
VfBundle *
vf_archive_read (GFile **files, guint n_files, const VfLimits *limits, VfArchiveProgress progress, gpointer user_data,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  Reader reader = {
    .builder = builder,
    .limits = limits,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  for (guint i = 0; i < n_files; i++)
    if (!read_file (&reader, files[i], error))
      return NULL;
  return vf_bundle_builder_end (builder);
}

/**
 * vf_archive_read_bytes:
 * @name: what to call it
 * @bytes: an archive or a single file
 * @limits: bounds
 * @cancellable: (nullable): looked at between any two reads
 * @error: as vf_archive_read()
 *
 * Returns: (transfer full): the bundle
 */
VfBundle *
vf_archive_read_bytes (const char *name, GBytes *bytes, const VfLimits *limits, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autofree char *label = vf_label_from_file_name (name);
  Reader reader = { .builder = builder, .limits = limits, .cancellable = cancellable, .source = label };

  vf_bundle_builder_add_source (builder, label);
  return read_top_blob (&reader, label, bytes, error) ? vf_bundle_builder_end (builder) : NULL;
}
