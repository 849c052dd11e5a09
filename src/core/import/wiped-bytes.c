#include "config.h"

#include "import/wiped-bytes.h"

#include <string.h>

#include <openssl/crypto.h>

typedef struct
{
  guint8 *data;
  gsize size;
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *wiped = data;

  OPENSSL_cleanse (wiped->data, wiped->size);
  g_free (wiped->data);
  g_free (wiped);
}

/**
 * vf_wiped_buffer_reserve:
 * @size: in bytes
 *
 * Makes room for @size bytes in all, so that appending them copies nothing.
 */
void
vf_wiped_buffer_reserve (VfWipedBuffer *buffer, gsize size)
{
  guint8 *data;

  if (size <= buffer->size)
    return;
  data = g_malloc (size);
  if (buffer->length > 0)
    memcpy (data, buffer->data, buffer->length);
  if (buffer->data)
    OPENSSL_cleanse (buffer->data, buffer->size);
  g_free (buffer->data);
  buffer->data = data;
  buffer->size = size;
}

/**
 * vf_wiped_buffer_append:
 * @data: bytes that are copied; what the buffer held before is wiped where it has to move
 */
void
vf_wiped_buffer_append (VfWipedBuffer *buffer, const void *data, gsize length)
{
  if (length == 0)
    return;
  if (length > buffer->size - buffer->length)
    vf_wiped_buffer_reserve (buffer, MAX (buffer->length + length, buffer->size * 2));
  memcpy (buffer->data + buffer->length, data, length);
  buffer->length += length;
}

/**
 * vf_wiped_buffer_set_length:
 * @length: in bytes; what is new is zero
 */
void
vf_wiped_buffer_set_length (VfWipedBuffer *buffer, gsize length)
{
  if (length > buffer->size)
    vf_wiped_buffer_reserve (buffer, MAX (length, buffer->size * 2));
  if (length > buffer->length)
    memset (buffer->data + buffer->length, 0, length - buffer->length);
  buffer->length = length;
}

/**
 * vf_wiped_buffer_end:
 *
 * Returns: (transfer full): the bytes, which are overwritten when the last reference goes; the buffer is empty again
 */
GBytes *
vf_wiped_buffer_end (VfWipedBuffer *buffer)
{
  Wiped *wiped;
  gsize length = buffer->length;

  if (!buffer->data)
    return g_bytes_new (NULL, 0);
  wiped = g_new (Wiped, 1);
  *wiped = (Wiped){ buffer->data, buffer->size };
  *buffer = (VfWipedBuffer){ 0 };
  return g_bytes_new_with_free_func (wiped->data, length, wiped_free, wiped);
}

/**
 * vf_wiped_buffer_clear:
 *
 * Wipes what it holds; it can be filled again.
 */
void
vf_wiped_buffer_clear (VfWipedBuffer *buffer)
{
  if (buffer->data)
    OPENSSL_cleanse (buffer->data, buffer->size);
  g_free (buffer->data);
  *buffer = (VfWipedBuffer){ 0 };
}

/**
 * vf_wiped_bytes_new:
 * @data: (array length=length): bytes to copy
 * @length: in bytes
 *
 * Returns: (transfer full): a copy that is overwritten when the last reference goes
 */
GBytes *
vf_wiped_bytes_new (const void *data, gsize length)
{
  VfWipedBuffer buffer = { 0 };

  vf_wiped_buffer_append (&buffer, data, length);
  return vf_wiped_buffer_end (&buffer);
}
