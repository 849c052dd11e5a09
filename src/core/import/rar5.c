#include "config.h"

#include "import/rar5.h"

#include <string.h>

#include "import/byte-reader.h"

/* The layout is that of the RAR 5.0 archive format (rarlab.com/technote.htm): after a mark, blocks of a check sum, a
 * length, and a header whose numbers have seven bits a byte, the lowest first. */
static const guint8 mark[] = { 'R', 'a', 'r', '!', 0x1A, 0x07, 0x01, 0x00 };

enum
{
  BLOCK_FILE = 2,
  BLOCK_ENCRYPTION = 4, /* all that follows is encrypted, names as well */
  BLOCK_END = 5,
};

#define FLAG_EXTRA 1
#define FLAG_DATA 2
#define RECORD_ENCRYPTION 1
#define MAX_NUMBER_BYTES 10

static gboolean
read_number (VfByteReader *reader, guint64 *number)
{
  guint8 byte = 0x80;

  *number = 0;
  for (guint i = 0; i < MAX_NUMBER_BYTES && (byte & 0x80); i++)
    {
      if (!vf_byte_reader_u8 (reader, &byte))
        return FALSE;
      *number |= i < 9 ? (guint64) (byte & 0x7F) << (7 * i) : 0;
    }
  return !(byte & 0x80);
}

/* The records at the end of a file's header: a length, a kind, and what belongs to it. */
static gboolean
has_encryption_record (const guint8 *extra, gsize length)
{
  VfByteReader reader = { .data = extra, .length = length };
  guint64 size;

  while (read_number (&reader, &size))
    {
      gsize start = reader.position;
      guint64 kind;

      if (!read_number (&reader, &kind))
        return FALSE;
      if (kind == RECORD_ENCRYPTION)
        return TRUE;
      reader.position = start;
      if (size == 0 || size > length || !vf_byte_reader_skip (&reader, (gsize) size))
        return FALSE;
    }
  return FALSE;
}

/* FALSE if the block does not fit, is encrypted, or is the last. */
static gboolean
read_block (VfByteReader *reader, gboolean *encrypted)
{
  VfByteReader header = { 0 };
  guint64 size, kind, flags, extra_size = 0, data_size = 0;

  if (!vf_byte_reader_skip (reader, 4) || !read_number (reader, &size) || size > reader->length)
    return FALSE;
  header.length = (gsize) size;
  if (!vf_byte_reader_bytes (reader, header.length, &header.data) || !read_number (&header, &kind)
      || !read_number (&header, &flags) || ((flags & FLAG_EXTRA) && !read_number (&header, &extra_size))
      || ((flags & FLAG_DATA) && !read_number (&header, &data_size)) || extra_size > header.length
      || data_size > reader->length)
    return FALSE;
  *encrypted = kind == BLOCK_ENCRYPTION
               || (kind == BLOCK_FILE
                   && has_encryption_record (header.data + header.length - extra_size, (gsize) extra_size));
  return !*encrypted && kind != BLOCK_END && vf_byte_reader_skip (reader, (gsize) data_size);
}

/**
 * vf_rar5_is_encrypted:
 * @bytes: any file
 *
 * libarchive 3.6 hands out what is encrypted in such an archive as if it were open, and takes encrypted names for
 * damage.  Takes time linear in the file.
 *
 * Returns: whether the bytes are a RAR 5.0 archive in which a file or all names are encrypted
 */
gboolean
vf_rar5_is_encrypted (const guint8 *bytes, gsize length)
{
  VfByteReader reader = { .data = bytes, .length = length, .position = sizeof mark };
  gboolean encrypted = FALSE;

  if (length < sizeof mark || memcmp (bytes, mark, sizeof mark) != 0)
    return FALSE;
  while (read_block (&reader, &encrypted))
    ;
  return encrypted;
}
