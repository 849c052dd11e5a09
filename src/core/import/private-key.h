#pragma once

#include <glib.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * VfPrivateKey:
 *
 * One private key, as it was found; locked if it is encrypted and has not been opened.
 * Immutable, reference counted; its bytes are wiped when the last reference goes.
 */
typedef struct _VfPrivateKey VfPrivateKey;

VfPrivateKey *vf_private_key_new_from_pem  (const char   *pem,
                                            gsize         length,
                                            GError      **error);
VfPrivateKey *vf_private_key_new_from_der  (const guint8 *der,
                                            gsize         length,
                                            GError      **error);
VfPrivateKey *vf_private_key_unlock        (VfPrivateKey *key,
                                            SecretValue  *passphrase,
                                            GError      **error);
/* the same open key as though it had come in the clear: what opened it is no secret */
VfPrivateKey *vf_private_key_without_lock  (VfPrivateKey *key);
VfPrivateKey *vf_private_key_ref           (VfPrivateKey *key);
void          vf_private_key_unref         (VfPrivateKey *key);
gboolean      vf_private_key_is_encrypted  (const VfPrivateKey *key);
gboolean      vf_private_key_is_locked     (const VfPrivateKey *key);
/* the key id of the certificate that it belongs to; NULL while locked */
const char   *vf_private_key_get_key_id    (const VfPrivateKey *key);
const char   *vf_private_key_get_algorithm (const VfPrivateKey *key);
/* PKCS#8 PEM; encrypted with @passphrase if the key came encrypted, in the clear if @passphrase is NULL.
 * The bytes are wiped when the last reference goes. */
GBytes       *vf_private_key_to_pem        (VfPrivateKey *key,
                                            SecretValue  *passphrase,
                                            GError      **error);
/* the same as DER, for Java */
GBytes       *vf_private_key_to_der        (VfPrivateKey *key,
                                            SecretValue  *passphrase,
                                            GError      **error);
/* a key that nobody has opened, as it came */
GBytes       *vf_private_key_get_locked_pem (VfPrivateKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfPrivateKey, vf_private_key_unref)

G_END_DECLS
