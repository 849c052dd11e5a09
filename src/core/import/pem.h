#pragma once

#include <glib.h>

#include "import/wiped-bytes.h"

G_BEGIN_DECLS

/**
 * VfPemBlock:
 * @label: what stands after BEGIN; not NUL-ended
 * @label_length: in bytes
 * @body: what stands between the BEGIN and the END line
 * @body_length: in bytes
 * @text: the whole block, from the first dash of BEGIN to the last of END
 * @text_length: in bytes
 * @line: the line of BEGIN, from 1
 * @has_end: the END line is there
 *
 * One block of a text, found leniently.  Points into the text that was given.
 */
typedef struct
{
  const char *label;
  gsize label_length;
  const char *body;
  gsize body_length;
  const char *text;
  gsize text_length;
  guint line;
  gboolean has_end;
} VfPemBlock;

/**
 * VfPemScanner:
 *
 * Where a walk through the blocks of a text stands.  Set @text and @end, zero the rest.
 */
typedef struct
{
  const char *text;
  const char *end;
  const char *counted;
  guint line;
} VfPemScanner;

gboolean vf_pem_next           (VfPemScanner     *scanner,
                                VfPemBlock       *block);
gboolean vf_pem_label_is       (const VfPemBlock *block,
                                const char       *label);
gboolean vf_pem_is_private_key (const VfPemBlock *block);
gboolean vf_pem_is_encrypted_traditional (const VfPemBlock *block);
gboolean vf_pem_decode         (const VfPemBlock *block,
                                VfWipedBuffer    *der);

G_END_DECLS
