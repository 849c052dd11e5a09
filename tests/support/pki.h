#pragma once

#include <glib.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/**
 * TestKeyKind:
 *
 * The kind of key of a made certificate.  EC P-256 takes microseconds, RSA 2048 tens of milliseconds.
 */
typedef enum
{
  TEST_KEY_EC,
  TEST_KEY_EC_P384,
  TEST_KEY_RSA_2048,
  TEST_KEY_RSA_1024,
  TEST_KEY_RSA_PSS,
  TEST_KEY_ED25519,
} TestKeyKind;

/**
 * TestSpec:
 * @subject: (nullable): "CN=db.test,O=Example"; no subject at all if %NULL.  "\\0" stands for a NUL byte, a name may
 *   come more than once; no commas in values
 * @names: (nullable): "DNS:db.test,IP:192.0.2.1,email:a@b,URI:https://c"; "\\0" as above
 * @not_before: seconds since the epoch; 0: 2020-01-01
 * @not_after: seconds since the epoch; 0: 2039-12-31
 * @serial: (nullable): hexadecimal; counted up if %NULL
 * @authority: basicConstraints says CA:TRUE, and keyUsage keyCertSign and cRLSign unless @key_usage is given
 * @path_length: for an authority: how many authorities may follow, plus one; 0: no bound
 * @key_usage: (nullable): as OpenSSL writes it: "critical,digitalSignature"
 * @extended_key_usage: (nullable): "serverAuth", "clientAuth", "serverAuth,clientAuth"
 * @key_kind: the key that is made for it
 * @digest: (nullable): "SHA1", "SHA384"; SHA-256 if %NULL
 *
 * What a certificate for a test shall be.  Zero in every field is a good leaf without names.
 */
typedef struct
{
  const char *subject;
  const char *names;
  gint64 not_before;
  gint64 not_after;
  const char *serial;
  gboolean authority;
  int path_length;
  const char *key_usage;
  const char *extended_key_usage;
  TestKeyKind key_kind;
  const char *digest;
} TestSpec;

/**
 * TestPair:
 *
 * A certificate and its private key.
 */
typedef struct
{
  X509 *certificate;
  EVP_PKEY *key;
} TestPair;

/* (transfer full): a new pair, signed by @issuer, or by itself if @issuer is %NULL */
TestPair *test_pair_new              (const TestSpec *spec,
                                      const TestPair *issuer);
/* as above, but with the key of @key_owner: a renewed or cross-signed certificate */
TestPair *test_pair_new_with_key     (const TestSpec *spec,
                                      const TestPair *issuer,
                                      const TestPair *key_owner);
void      test_pair_free             (TestPair *pair);

/* the usual four, in one call each: EC, valid now, CN as given */
TestPair *test_pair_new_root         (const char     *common_name);
TestPair *test_pair_new_intermediate (const char     *common_name,
                                      const TestPair *root);
/* @names: (nullable): as in TestSpec; serverAuth */
TestPair *test_pair_new_server       (const char     *common_name,
                                      const char     *names,
                                      const TestPair *issuer);
/* clientAuth */
TestPair *test_pair_new_client       (const char     *common_name,
                                      const TestPair *issuer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPair, test_pair_free)

/* (transfer full): the certificate */
char   *test_pair_to_pem     (const TestPair *pair);
GBytes *test_pair_to_der     (const TestPair *pair);
/* (transfer full): "AA:BB:…" of the certificate */
char   *test_pair_to_sha256  (const TestPair *pair);

/**
 * TestKeyFormat:
 * @TEST_KEY_PKCS8: "PRIVATE KEY", or "ENCRYPTED PRIVATE KEY" with a passphrase
 * @TEST_KEY_TRADITIONAL: "RSA PRIVATE KEY" (PKCS#1) or "EC PRIVATE KEY" (SEC1), with a DEK-Info header if encrypted
 */
typedef enum
{
  TEST_KEY_PKCS8,
  TEST_KEY_TRADITIONAL,
} TestKeyFormat;

/* (transfer full): the private key; @passphrase: (nullable) */
char   *test_pair_key_to_pem (const TestPair *pair,
                              TestKeyFormat   format,
                              const char     *passphrase);
/* (transfer full): "ENCRYPTED PRIVATE KEY" that takes so long to open: PBKDF2 hashes @n_iterations times */
char   *test_pair_key_to_slow_pem (const TestPair *pair,
                                   const char     *passphrase,
                                   int             n_iterations);
/* (transfer full): a traditional DER key cannot be encrypted */
GBytes *test_pair_key_to_der (const TestPair *pair,
                              TestKeyFormat   format,
                              const char     *passphrase);

/* (transfer full): a list that is valid from 2020 to 2039 and names the @n_revoked certificates */
GBytes *test_crl_to_der      (const TestPair        *issuer,
                              const TestPair *const *revoked,
                              guint                  n_revoked);
char   *test_crl_to_pem      (const TestPair        *issuer,
                              const TestPair *const *revoked,
                              guint                  n_revoked);
/* (transfer full): an empty list that is valid from @update to @next */
char   *test_crl_to_pem_at   (const TestPair        *issuer,
                              gint64                 update,
                              gint64                 next);
/* (transfer full): a "certs only" PKCS#7 */
GBytes *test_pkcs7_to_der    (const TestPair *const *pairs,
                              guint                  n_pairs);
char   *test_pkcs7_to_pem    (const TestPair *const *pairs,
                              guint                  n_pairs);

/* (transfer full): the path of a new file @name in @directory, mode 0600 */
char   *test_write_file      (const char *directory,
                              const char *name,
                              const char *text);

G_END_DECLS
