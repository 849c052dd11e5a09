#pragma once

#include <glib.h>

#include "pki.h"

G_BEGIN_DECLS

/**
 * TestStoreEntry:
 * @pair: what goes in
 * @chain: (nullable) (array length=n_chain): further certificates behind that of a key
 * @with_key: a private key with its certificate, and not the certificate alone
 * @key_password: (nullable): of the key, if it is not that of the store
 * @alias: its name
 *
 * One entry of a key store that is made for a test.
 */
typedef struct
{
  const TestPair *pair;
  const TestPair *const *chain;
  guint n_chain;
  gboolean with_key;
  const char *key_password;
  const char *alias;
} TestStoreEntry;

/* (transfer full): a JKS store, or with @jceks a JCEKS store, of version 2 */
GBytes *test_jks_new            (gboolean              jceks,
                                 const TestStoreEntry *entries,
                                 guint                 n_entries,
                                 const char           *password);

/**
 * TestPkcs12Spec:
 * @key: (nullable): whose private key goes in
 * @certificates: (array length=n_certificates): without that of @key, which comes first by itself
 * @password: (nullable): %NULL is none at all
 * @key_nid: how the key is encrypted; 0: AES-256, -1: not at all
 * @certificate_nid: how the certificates are encrypted; 0: AES-256, -1: not at all
 * @without_mac: no seal
 * @iterations: 0: 2048
 *
 * What a PKCS#12 for a test shall be.  Old ways of encryption need OpenSSL's legacy provider.
 */
typedef struct
{
  const TestPair *key;
  const TestPair *const *certificates;
  guint n_certificates;
  const char *password;
  int key_nid;
  int certificate_nid;
  gboolean without_mac;
  int iterations;
} TestPkcs12Spec;

/* (nullable) (transfer full): %NULL if this OpenSSL has no legacy provider and the spec needs it */
GBytes *test_pkcs12_new         (const TestPkcs12Spec *spec);

/* (nullable) (transfer full): the key as an EncryptedPrivateKeyInfo that is encrypted in an old way; %NULL as above */
GBytes *test_pair_key_encrypted (const TestPair       *pair,
                                 int                   nid,
                                 const char           *password);

G_END_DECLS
