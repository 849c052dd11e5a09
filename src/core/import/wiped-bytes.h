#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VfWipedBuffer:
 *
 * Bytes that grow and leave no copy behind: what is given up is overwritten first.  Zero is an empty buffer.
 */
typedef struct
{
  guint8 *data;
  gsize length;
  gsize size;
} VfWipedBuffer;

void    vf_wiped_buffer_reserve  (VfWipedBuffer *buffer,
                                  gsize          size);
void    vf_wiped_buffer_append   (VfWipedBuffer *buffer,
                                  const void    *data,
                                  gsize          length);
void    vf_wiped_buffer_set_length (VfWipedBuffer *buffer,
                                    gsize          length);
GBytes *vf_wiped_buffer_end      (VfWipedBuffer *buffer);
void    vf_wiped_buffer_clear    (VfWipedBuffer *buffer);
GBytes *vf_wiped_bytes_new       (const void    *data,
                                  gsize          length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfWipedBuffer, vf_wiped_buffer_clear)

G_END_DECLS
