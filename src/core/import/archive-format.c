#include "config.h"

#include "import/archive-format.h"

#include <string.h>

/* Only what is known by its first bytes is handed to libarchive, and libarchive is told what it is: its own guessing
 * takes some binary keys for compressed data, follows any number of compressions in one another, and has formats that
 * open files of this machine (mtree) or run other programs (lrzip). */

typedef int (*Enable) (struct archive *);

struct _VfArchiveFormat
{
  gsize offset;
  const char *magic;
  gsize magic_length;
  int filter;
  Enable formats[3];
};

#define MAGIC(text) text, sizeof text - 1
#define COMPRESSED                                                                                                     \
  { archive_read_support_format_tar, archive_read_support_format_raw, archive_read_support_format_empty }

static const VfArchiveFormat formats[] = {
  { 0, MAGIC ("PK\3\4"), ARCHIVE_FILTER_NONE, { archive_read_support_format_zip } },
  { 0, MAGIC ("PK\5\6"), ARCHIVE_FILTER_NONE, { archive_read_support_format_zip } },
  { 0, MAGIC ("PK00PK\3\4"), ARCHIVE_FILTER_NONE, { archive_read_support_format_zip } },
  { 0, MAGIC ("\x1F\x8B\x08"), ARCHIVE_FILTER_GZIP, COMPRESSED },
  { 0, MAGIC ("BZh"), ARCHIVE_FILTER_BZIP2, COMPRESSED },
  { 0, MAGIC ("\xFD" "7zXZ\0"), ARCHIVE_FILTER_XZ, COMPRESSED },
  { 0, MAGIC ("\x5D\0\0"), ARCHIVE_FILTER_LZMA, COMPRESSED },
  { 0, MAGIC ("LZIP\1"), ARCHIVE_FILTER_LZIP, COMPRESSED },
  { 0, MAGIC ("\x28\xB5\x2F\xFD"), ARCHIVE_FILTER_ZSTD, COMPRESSED },
  { 0, MAGIC ("\x04\x22\x4D\x18"), ARCHIVE_FILTER_LZ4, COMPRESSED },
  { 0, MAGIC ("\x1F\x9D"), ARCHIVE_FILTER_COMPRESS, COMPRESSED },
  { 0, MAGIC ("7z\xBC\xAF\x27\x1C"), ARCHIVE_FILTER_NONE, { archive_read_support_format_7zip } },
  { 0, MAGIC ("Rar!\x1A\x07"), ARCHIVE_FILTER_NONE,
    { archive_read_support_format_rar, archive_read_support_format_rar5 } },
  { 257, MAGIC ("ustar"), ARCHIVE_FILTER_NONE, { archive_read_support_format_tar } },
};

/* The header of a tar from before 1988 has no name, only a sum of its own bytes. */
static const VfArchiveFormat old_tar
  = { .filter = ARCHIVE_FILTER_NONE, .formats = { archive_read_support_format_tar } };

static gboolean
is_old_tar (const guint8 *bytes, gsize length)
{
  guint sum = 0;
  g_autofree char *field = NULL;

  if (length < 512 || bytes[0] == '\0')
    return FALSE;
  for (guint i = 0; i < 512; i++)
    sum += i >= 148 && i < 156 ? ' ' : bytes[i];
  field = g_strndup ((const char *) bytes + 148, 8);
  return g_ascii_strtoull (field, NULL, 8) == sum;
}

/**
 * vf_archive_format_of:
 *
 * Returns: (nullable) (transfer none): what kind of archive the bytes are, or %NULL if they are none
 */
const VfArchiveFormat *
vf_archive_format_of (const guint8 *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (length >= formats[i].offset + formats[i].magic_length
        && memcmp (bytes + formats[i].offset, formats[i].magic, formats[i].magic_length) == 0)
      return &formats[i];
  return is_old_tar (bytes, length) ? &old_tar : NULL;
}

/**
 * vf_archive_format_open:
 * @bytes: the archive, which must stay where it is
 * @passwords: (nullable) (array length=n_passwords): tried in this order; libarchive copies them until it is freed
 *
 * Returns: (transfer full): a reader, to be freed with archive_read_free(); if the bytes cannot be opened, the first
 *   header is an error
 */
struct archive *
vf_archive_format_open (const VfArchiveFormat *format, const guint8 *bytes, gsize length, SecretValue **passwords,
                        guint n_passwords)
{
  struct archive *archive = archive_read_new ();

  /* libarchive 3.6 crashes if this one is appended, because it reads before there is anything to read from */
  if (format->filter == ARCHIVE_FILTER_COMPRESS)
    archive_read_support_filter_compress (archive);
  else
    archive_read_append_filter (archive, format->filter);
  for (guint i = 0; i < G_N_ELEMENTS (format->formats) && format->formats[i]; i++)
    format->formats[i](archive);
  for (guint i = 0; i < n_passwords; i++)
    if (*secret_value_get (passwords[i], NULL))
      archive_read_add_passphrase (archive, secret_value_get (passwords[i], NULL));
  archive_read_open_memory (archive, bytes, length);
  return archive;
}

/**
 * vf_archive_format_is_zip:
 *
 * Returns: whether it is a zip, which has its directory at the end and may encrypt its entries
 */
gboolean
vf_archive_format_is_zip (const VfArchiveFormat *format)
{
  return format->formats[0] == archive_read_support_format_zip;
}
