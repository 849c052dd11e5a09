#pragma once

#include <glib.h>
#include <openssl/evp.h>

G_BEGIN_DECLS

/**
 * VfPassphrase:
 * @text: (nullable): not NUL-ended
 * @length: in bytes
 *
 * A passphrase as it is lent to one call.
 */
typedef struct
{
  const char *text;
  gsize length;
} VfPassphrase;

EVP_PKEY *vf_key_decrypt_pkcs8       (GBytes             *der,
                                      const VfPassphrase *passphrase,
                                      GError            **error);
EVP_PKEY *vf_key_decrypt_traditional (GBytes             *pem,
                                      const VfPassphrase *passphrase,
                                      GError            **error);
void      vf_key_decrypt_set_error   (gboolean            unsupported,
                                      GError            **error);

G_END_DECLS
