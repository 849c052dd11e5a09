#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfByteReader:
 * @data: what is read
 * @length: in bytes
 * @position: how far it has been read, in bytes; after a failure, the start of what could not be read
 *
 * Reads big-endian fields one after the other and never past the end.  Set @data and @length, zero the rest.
 * Every function returns %FALSE, and stays where it is, if there is not that much left.
 */
typedef struct
{
  const guint8 *data;
  gsize length;
  gsize position;
} VfByteReader;

gboolean vf_byte_reader_skip  (VfByteReader  *reader,
                               gsize          length);
gboolean vf_byte_reader_bytes (VfByteReader  *reader,
                               gsize          length,
                               const guint8 **bytes);
gboolean vf_byte_reader_u8    (VfByteReader  *reader,
                               guint8        *value);
gboolean vf_byte_reader_u16   (VfByteReader  *reader,
                               guint16       *value);
gboolean vf_byte_reader_u32   (VfByteReader  *reader,
                               guint32       *value);

G_END_DECLS
