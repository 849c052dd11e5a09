#include "config.h"

#include "import/unpacker.h"

#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/archive-format.h"
#include "import/label.h"
#include "import/rar5.h"
#include "import/secret-document.h"
#include "import/wiped-bytes.h"

/* how much is read between two reports of progress */
#define PROGRESS_BYTES (256 * 1024)

/**
 * vf_unpacker_set_too_many:
 *
 * Sets %VF_ERROR_LIMIT, naming the archive that is being read.
 */
void
vf_unpacker_set_too_many (const VfUnpacker *unpacker, GError **error)
{
  /* Translators: %s is the name of an archive or folder */
  g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _("There are too many files in “%s”."), unpacker->source);
}

static void
set_too_much (const VfUnpacker *unpacker, GError **error)
{
  /* Translators: %s is the name of an archive or folder */
  g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _("There is too much in “%s” to be read."), unpacker->source);
}

/**
 * vf_unpacker_count_entry:
 * @error: %VF_ERROR_LIMIT or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there may be one entry more
 */
gboolean
vf_unpacker_count_entry (VfUnpacker *unpacker, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (unpacker->cancellable, error))
    return FALSE;
  if (++unpacker->n_entries <= unpacker->limits->max_entries)
    return TRUE;
  vf_unpacker_set_too_many (unpacker, error);
  return FALSE;
}

/**
 * vf_unpacker_count_bytes:
 * @length: bytes that were unpacked just now
 * @path: of the entry that they are from, for the progress
 * @error: %VF_ERROR_LIMIT or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there may be so many; progress is told on the calling thread
 */
gboolean
vf_unpacker_count_bytes (VfUnpacker *unpacker, gsize length, const char *path, GError **error)
{
  const VfLimits *limits = unpacker->limits;

  unpacker->total_bytes += length;
  unpacker->unpacked_bytes += length;
  if (g_cancellable_set_error_if_cancelled (unpacker->cancellable, error))
    return FALSE;
  if (unpacker->progress && unpacker->total_bytes - unpacker->reported_bytes >= PROGRESS_BYTES)
    {
      unpacker->progress (unpacker->total_bytes, path, unpacker->user_data);
      unpacker->reported_bytes = unpacker->total_bytes;
    }
  if (unpacker->packed_bytes > 0 && unpacker->unpacked_bytes > limits->ratio_floor_bytes
      && unpacker->unpacked_bytes / unpacker->packed_bytes >= limits->max_ratio)
    {
      /* Translators: %s is the name of an archive or folder */
      g_set_error (error, VF_ERROR, VF_ERROR_LIMIT,
                   _("“%s” unpacks to far more than an archive of certificates would."), unpacker->source);
      return FALSE;
    }
  if (unpacker->total_bytes <= limits->max_total_bytes)
    return TRUE;
  set_too_much (unpacker, error);
  return FALSE;
}

/* @name is taken over: what tells files apart is at the end.  Names are compressed as well as what is in the files, and
 * each is kept several times. */
static char *
bound_name (const VfUnpacker *unpacker, char *name)
{
  gsize length = strlen (name);
  const char *end;
  char *bounded;

  if (length <= unpacker->limits->max_name_bytes)
    return name;
  end = name + length - unpacker->limits->max_name_bytes;
  while ((*end & 0xC0) == 0x80)
    end++;
  bounded = g_strconcat ("…", end, NULL);
  g_free (name);
  return bounded;
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
gboolean
vf_unpacker_is_system_file (const char *name)
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

/* Whether what is encrypted in it can be opened with a password: libarchive does so for zip alone. */
static VfSkipReason
judge_encrypted (const VfUnpacker *unpacker, const VfArchiveFormat *format)
{
  if (!vf_archive_format_is_zip (format))
    return VF_SKIP_UNSUPPORTED_ENCRYPTION;
  return unpacker->n_passwords > 0 ? VF_SKIP_NONE : VF_SKIP_ENCRYPTED;
}

static VfSkipReason
judge_entry (const VfUnpacker *unpacker, struct archive_entry *entry, const VfArchiveFormat *format, const char *name)
{
  mode_t type = archive_entry_filetype (entry);

  if (is_unsafe_name (name))
    return VF_SKIP_UNSAFE_NAME;
  if (type == AE_IFLNK || archive_entry_hardlink (entry))
    return VF_SKIP_LINK;
  if (type != AE_IFREG && type != AE_IFDIR && type != 0)
    return VF_SKIP_SPECIAL;
  if (vf_unpacker_is_system_file (name))
    return VF_SKIP_SYSTEM_FILE;
  return archive_entry_is_data_encrypted (entry) ? judge_encrypted (unpacker, format) : VF_SKIP_NONE;
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
read_entry (VfUnpacker *unpacker, struct archive *archive, const char *path, VfWipedBuffer *buffer, VfSkipReason *skip,
            GError **error)
{
  const void *block;
  size_t length;
  la_int64_t offset;
  int result;

  while ((result = archive_read_data_block (archive, &block, &length, &offset)) == ARCHIVE_OK
         || result == ARCHIVE_WARN)
    {
      if (!vf_unpacker_count_bytes (unpacker, length, path, error))
        return FALSE;
      if (*skip == VF_SKIP_NONE
          && (offset < 0 || (guint64) offset + length > (guint64) unpacker->limits->max_entry_bytes))
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

static gboolean read_blob (VfUnpacker *unpacker, const char *path, GBytes *bytes, guint depth, GError **error);

/* FALSE is an error of ours. */
static gboolean
take_entry (VfUnpacker *unpacker, struct archive *archive, struct archive_entry *entry, const VfArchiveFormat *format,
            const char *path, const char *name, guint depth, GError **error)
{
  gboolean encrypted = archive_entry_is_data_encrypted (entry);
  VfSkipReason skip = judge_entry (unpacker, entry, format, name);
  g_auto (VfWipedBuffer) buffer = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  if ((skip == VF_SKIP_NONE || skip == VF_SKIP_SYSTEM_FILE) && archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  if (skip == VF_SKIP_NONE && !read_entry (unpacker, archive, path, &buffer, &skip, error))
    return FALSE;
  /* a wrong password passes the first test of the old cipher once in 256 times, and then gives garbage */
  if (skip == VF_SKIP_DAMAGED && encrypted)
    skip = VF_SKIP_WRONG_PASSWORD;
  if (skip != VF_SKIP_NONE)
    {
      vf_bundle_builder_skip (unpacker->builder, path, skip);
      return TRUE;
    }
  bytes = vf_wiped_buffer_end (&buffer);
  return read_blob (unpacker, path, bytes, depth + 1, error);
}

/* How the walk through an archive ended. */
typedef enum
{
  WALK_WHOLE,
  WALK_DAMAGED,
  WALK_ENCRYPTED,
  WALK_ERROR,
} Walk;

/* Names and other headers are in no entry: they can unpack to gigabytes, too. */
static gboolean
is_walk_bounded (const VfUnpacker *unpacker, struct archive *archive, GError **error)
{
  if (archive_filter_bytes (archive, 0) <= (la_int64_t) unpacker->limits->max_total_bytes)
    return TRUE;
  set_too_much (unpacker, error);
  return FALSE;
}

static Walk
walk_archive (VfUnpacker *unpacker, struct archive *archive, const VfArchiveFormat *format, const char *path,
              guint depth, guint *n_taken, GError **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
    {
      g_autofree char *name = bound_name (unpacker, entry_name (archive, entry, format, path));
      g_autofree char *entry_path = g_strdup_printf ("%s%s%s", path, name[0] == '/' ? "" : "/", name);

      if (!vf_unpacker_count_entry (unpacker, error) || !is_walk_bounded (unpacker, archive, error)
          || !take_entry (unpacker, archive, entry, format, entry_path, name, depth, error))
        return WALK_ERROR;
      ++*n_taken;
    }
  if (result == ARCHIVE_EOF)
    return WALK_WHOLE;
  /* the names of a 7z or RAR can be encrypted, too; a zip whose next header cannot be read is damaged.  Where
   * libarchive 3.6 has found no format, it answers this by a jump to anywhere. */
  if (archive_format (archive) == 0 || vf_archive_format_is_zip (format))
    return WALK_DAMAGED;
  return archive_read_has_encrypted_entries (archive) > 0 ? WALK_ENCRYPTED : WALK_DAMAGED;
}

static gboolean
read_archive (VfUnpacker *unpacker, const VfArchiveFormat *format, const char *path, GBytes *bytes, guint depth,
              GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  struct archive *archive = vf_archive_format_open (format, data, length, unpacker->passwords, unpacker->n_passwords);
  guint n_taken = 0;
  Walk walk = walk_archive (unpacker, archive, format, path, depth, &n_taken, error);

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
      vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_DAMAGED);
      return TRUE;
    case WALK_ENCRYPTED:
      vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_UNSUPPORTED_ENCRYPTION);
      return TRUE;
    case WALK_ERROR:
      break;
    }
  return FALSE;
}

/* The values of a Kubernetes Secret are files in it.  FALSE is an error of ours. */
static gboolean
read_values (VfUnpacker *unpacker, const char *path, GPtrArray *values, guint depth, GError **error)
{
  for (guint i = 0; i < values->len; i++)
    {
      const VfSecretValue *value = g_ptr_array_index (values, i);
      g_autofree char *name = bound_name (unpacker, vf_label_from_file_name (value->name));
      g_autofree char *value_path = g_strconcat (path, "/", name, NULL);

      if (!vf_unpacker_count_entry (unpacker, error)
          || !vf_unpacker_count_bytes (unpacker, g_bytes_get_size (value->bytes), value_path, error)
          || !read_blob (unpacker, value_path, value->bytes, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* What a Mac keeps beside a file, whatever it is called. */
static gboolean
is_apple_double (const guint8 *data, gsize length)
{
  return length >= 4 && memcmp (data, "\x00\x05\x16\x07", 4) == 0;
}

static gboolean
read_plain (VfUnpacker *unpacker, const char *path, GBytes *bytes, guint depth, GError **error)
{
  g_autoptr (GPtrArray) values = depth <= unpacker->limits->max_nesting ? vf_secret_document_read (bytes) : NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (values)
    return read_values (unpacker, path, values, depth, error);
  if (is_apple_double (data, length))
    vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_SYSTEM_FILE);
  else
    vf_bundle_builder_add (unpacker->builder, path, bytes);
  return TRUE;
}

/* One file, from wherever: unpacked if it is an archive, else an entry as it is. */
static gboolean
read_blob (VfUnpacker *unpacker, const char *path, GBytes *bytes, guint depth, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const VfArchiveFormat *format = length > 0 ? vf_archive_format_of (data, length) : NULL;

  if (vf_rar5_is_encrypted (data, length))
    {
      vf_bundle_builder_skip (unpacker->builder, path, VF_SKIP_UNSUPPORTED_ENCRYPTION);
      return TRUE;
    }
  if (format && depth <= unpacker->limits->max_nesting)
    return read_archive (unpacker, format, path, bytes, depth, error);
  if (!format && length <= unpacker->limits->max_entry_bytes)
    return read_plain (unpacker, path, bytes, depth, error);
  vf_bundle_builder_skip (unpacker->builder, path, format ? VF_SKIP_TOO_DEEP : VF_SKIP_TOO_LARGE);
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
gboolean
vf_unpacker_take (VfUnpacker *unpacker, const char *path, GBytes *bytes, GError **error)
{
  NameLocale locale;
  gboolean ok;

  unpacker->packed_bytes = g_bytes_get_size (bytes);
  unpacker->unpacked_bytes = 0;
  enter_name_locale (&locale);
  ok = read_blob (unpacker, path, bytes, 0, error);
  leave_name_locale (&locale);
  return ok;
}
