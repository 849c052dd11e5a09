#pragma once

#include <glib.h>
#include <libsecret/secret.h>

#include "import/certificate.h"
#include "import/inventory.h"
#include "import/private-key.h"

G_BEGIN_DECLS

/**
 * VfStoreEntry:
 * @certificate: (nullable): one certificate
 * @key: (nullable): or one private key, locked or open
 * @unlocked_by: of a key
 * @alias: (nullable): the name that it has in the store, fit to be shown
 *
 * One thing in a key store.
 */
typedef struct
{
  VfCertificate *certificate;
  VfPrivateKey *key;
  VfUnlockedBy unlocked_by;
  char *alias;
} VfStoreEntry;

/**
 * VfKeyStore:
 *
 * A Java key store (JKS, JCEKS) or a PKCS#12 file, as it was found, and what is in it.  One of Java's tells its
 * certificates to anybody and only its keys want a passphrase; PKCS#12 mostly tells nothing while it is locked.
 * Immutable, reference counted.
 */
typedef struct _VfKeyStore VfKeyStore;

VfKeyStore         *vf_key_store_new_from_jks    (GBytes           *bytes);
VfKeyStore         *vf_key_store_new_from_pkcs12 (GBytes           *bytes);
VfKeyStore         *vf_key_store_unlock          (VfKeyStore       *store,
                                                  SecretValue      *passphrase,
                                                  GError          **error);
VfKeyStore         *vf_key_store_ref             (VfKeyStore       *store);
void                vf_key_store_unref           (VfKeyStore       *store);
VfFormat            vf_key_store_get_format      (const VfKeyStore *store);
gboolean            vf_key_store_is_locked       (const VfKeyStore *store);
gboolean            vf_key_store_wants_passphrase (const VfKeyStore *store);
/* whether a passphrase has shown that nobody changed it */
gboolean            vf_key_store_is_confirmed    (const VfKeyStore *store);
VfUnlockedBy        vf_key_store_get_unlocked_by (const VfKeyStore *store);
guint               vf_key_store_get_n_entries   (const VfKeyStore *store);
const VfStoreEntry *vf_key_store_get_entry       (const VfKeyStore *store,
                                                  guint             index);
/* revocation lists in DER */
guint               vf_key_store_get_n_crls      (const VfKeyStore *store);
GBytes             *vf_key_store_get_crl         (const VfKeyStore *store,
                                                  guint             index);
guint               vf_key_store_get_n_secrets   (const VfKeyStore *store);
/* what could not be read, as sentences */
guint               vf_key_store_get_n_damages   (const VfKeyStore *store);
const char         *vf_key_store_get_damage      (const VfKeyStore *store,
                                                  guint             index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfKeyStore, vf_key_store_unref)

G_END_DECLS
