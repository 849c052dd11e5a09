#include "config.h"

#include "import/byte-reader.h"

/**
 * vf_byte_reader_bytes:
 * @bytes: (out) (transfer none): points into what is read, which must outlive it
 *
 * Returns: whether there were so many bytes left; if not, nothing has been read
 */
gboolean
vf_byte_reader_bytes (VfByteReader *reader, gsize length, const guint8 **bytes)
{
  if (length > reader->length - reader->position)
    return FALSE;
  *bytes = reader->data + reader->position;
  reader->position += length;
  return TRUE;
}

/**
 * vf_byte_reader_skip:
 *
 * Returns: whether there were so many bytes left to pass over
 */
gboolean
vf_byte_reader_skip (VfByteReader *reader, gsize length)
{
  const guint8 *bytes;

  return vf_byte_reader_bytes (reader, length, &bytes);
}

static gboolean
read_number (VfByteReader *reader, gsize length, guint32 *value)
{
  const guint8 *bytes;

  if (!vf_byte_reader_bytes (reader, length, &bytes))
    return FALSE;
  *value = 0;
  for (gsize i = 0; i < length; i++)
    *value = *value << 8 | bytes[i];
  return TRUE;
}

/**
 * vf_byte_reader_u8:
 * @value: (out): 0 at the end
 *
 * Returns: whether there was a byte left
 */
gboolean
vf_byte_reader_u8 (VfByteReader *reader, guint8 *value)
{
  guint32 number = 0;
  gboolean there = read_number (reader, 1, &number);

  *value = (guint8) number;
  return there;
}

/**
 * vf_byte_reader_u16:
 * @value: (out): of two bytes, the most significant first; 0 at the end
 *
 * Returns: whether there were two bytes left
 */
gboolean
vf_byte_reader_u16 (VfByteReader *reader, guint16 *value)
{
  guint32 number = 0;
  gboolean there = read_number (reader, 2, &number);

  *value = (guint16) number;
  return there;
}

/**
 * vf_byte_reader_u32:
 * @value: (out): of four bytes, the most significant first; 0 at the end
 *
 * Returns: whether there were four bytes left
 */
gboolean
vf_byte_reader_u32 (VfByteReader *reader, guint32 *value)
{
  *value = 0;
  return read_number (reader, 4, value);
}
