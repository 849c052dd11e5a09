#pragma once

#include "import/key-decrypt.h"
#include "import/key-store.h"

G_BEGIN_DECLS

struct _VfKeyStore
{
  VfFormat format;
  GBytes *bytes;
  gsize digest_position; /* of a Java store: where its digest stands; 0 if it was cut off */
  GArray *entries;
  GPtrArray *crls; /* of GBytes */
  guint n_secrets;
  GPtrArray *damages;
  gboolean is_locked;
  gboolean is_confirmed;
  VfUnlockedBy unlocked_by;
};

/* The parts that the two formats bring, and what they share in putting a store together. */
VfKeyStore *vf_key_store_new       (VfFormat            format,
                                    GBytes             *bytes);
void        vf_key_store_take      (VfKeyStore         *store,
                                    VfCertificate      *certificate,
                                    VfPrivateKey       *key,
                                    const char         *alias,
                                    gsize               alias_length);
void        vf_key_store_damaged   (VfKeyStore         *store,
                                    char               *cause);

void        vf_jks_parse           (VfKeyStore         *store);
gboolean    vf_jks_confirms        (const VfKeyStore   *store,
                                    const VfPassphrase *passphrase);
/* without a passphrase: what anybody can read */
gboolean    vf_pkcs12_parse        (VfKeyStore         *store,
                                    const VfPassphrase *passphrase,
                                    GError            **error);

G_END_DECLS
