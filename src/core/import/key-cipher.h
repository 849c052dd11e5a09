#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "import/inventory.h"

G_BEGIN_DECLS

/* The two files that together are a key's passphrase. */
typedef enum
{
  VF_KEY_CIPHER_CIPHER, /* “client.key.cipher” */
  VF_KEY_CIPHER_RAND,   /* “client.key.rand” */
} VfKeyCipherPart;

guint32      vf_key_cipher_crc       (const guint8    *bytes,
                                      gsize            length);
gboolean     vf_key_cipher_recognise (GBytes          *bytes,
                                      VfKeyCipherPart *part,
                                      VfFormat        *format);
SecretValue *vf_key_cipher_decode    (GBytes          *cipher,
                                      GBytes          *rand,
                                      GError         **error);

G_END_DECLS
