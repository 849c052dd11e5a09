#include "pki.h"

#include <glib/gstdio.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define NOT_BEFORE G_GINT64_CONSTANT (1577836800) /* 2020-01-01 */
#define NOT_AFTER G_GINT64_CONSTANT (2208902400)  /* 2039-12-31 */

/* Bytes of @text with every "\0" (two characters) made a NUL byte. */
static GByteArray *
unescape (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = text; *p; p++)
    {
      gboolean is_nul = p[0] == '\\' && p[1] == '0';

      g_byte_array_append (bytes, (const guint8 *) (is_nul ? "" : p), 1);
      p += is_nul ? 1 : 0;
    }
  return bytes;
}

/* a key that signs in no other way than PSS */
static EVP_PKEY *
make_rsa_pss (void)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "RSA-PSS", NULL);
  EVP_PKEY *key = NULL;

  g_assert_cmpint (EVP_PKEY_keygen_init (context), ==, 1);
  g_assert_cmpint (EVP_PKEY_CTX_set_rsa_keygen_bits (context, 2048), ==, 1);
  g_assert_cmpint (EVP_PKEY_generate (context, &key), ==, 1);
  EVP_PKEY_CTX_free (context);
  return key;
}

static EVP_PKEY *
make_key (TestKeyKind kind)
{
  EVP_PKEY *key = NULL;

  switch (kind)
    {
    case TEST_KEY_EC:
      key = EVP_EC_gen ("P-256");
      break;
    case TEST_KEY_EC_P384:
      key = EVP_EC_gen ("P-384");
      break;
    case TEST_KEY_RSA_2048:
      key = EVP_RSA_gen (2048);
      break;
    case TEST_KEY_RSA_1024:
      key = EVP_RSA_gen (1024);
      break;
    case TEST_KEY_RSA_PSS:
      key = make_rsa_pss ();
      break;
    case TEST_KEY_ED25519:
      key = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
      break;
    }
  g_assert_nonnull (key);
  return key;
}

static X509_NAME *
make_name (const char *subject)
{
  X509_NAME *name = X509_NAME_new ();
  g_auto (GStrv) parts = g_strsplit (subject ? subject : "", ",", -1);

  for (guint i = 0; parts[i]; i++)
    {
      char *value = strchr (parts[i], '=');
      g_autoptr (GByteArray) bytes = NULL;

      g_assert_nonnull (value);
      *value = '\0';
      bytes = unescape (value + 1);
      g_assert_true (X509_NAME_add_entry_by_txt (name, parts[i], V_ASN1_UTF8STRING, bytes->data, (int) bytes->len, -1,
                                                 0));
    }
  return name;
}

static GENERAL_NAME *
make_general_name (const char *text)
{
  static const struct
  {
    const char *prefix;
    int type;
  } kinds[] = { { "DNS:", GEN_DNS }, { "IP:", GEN_IPADD }, { "email:", GEN_EMAIL }, { "URI:", GEN_URI } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (text, kinds[i].prefix))
      {
        const char *value = text + strlen (kinds[i].prefix);
        GENERAL_NAME *name = GENERAL_NAME_new ();
        g_autoptr (GByteArray) bytes = unescape (value);
        ASN1_IA5STRING *string;

        if (kinds[i].type == GEN_IPADD)
          {
            string = a2i_IPADDRESS (value);
            g_assert_nonnull (string);
          }
        else
          {
            string = ASN1_IA5STRING_new ();
            ASN1_STRING_set (string, bytes->data, (int) bytes->len);
          }
        GENERAL_NAME_set0_value (name, kinds[i].type, string);
        return name;
      }
  g_error ("no such kind of name: %s", text);
}

static void
add_names (X509 *certificate, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);
  GENERAL_NAMES *list = GENERAL_NAMES_new ();

  for (guint i = 0; parts[i]; i++)
    sk_GENERAL_NAME_push (list, make_general_name (g_strstrip (parts[i])));
  g_assert_true (X509_add1_ext_i2d (certificate, NID_subject_alt_name, list, 0, 0));
  GENERAL_NAMES_free (list);
}

static void
add_extension (X509 *certificate, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  g_assert_true (X509_add_ext (certificate, extension, -1));
  X509_EXTENSION_free (extension);
}

static void
set_serial (X509 *certificate, const char *serial)
{
  static int next_serial = 4096;
  BIGNUM *number = NULL;

  if (!serial)
    {
      ASN1_INTEGER_set (X509_get_serialNumber (certificate), g_atomic_int_add (&next_serial, 1));
      return;
    }
  g_assert_true (BN_hex2bn (&number, serial));
  g_assert_nonnull (BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate)));
  BN_free (number);
}

static void
add_extensions (X509 *certificate, const TestSpec *spec, X509 *issuer)
{
  add_extension (certificate, certificate, NID_subject_key_identifier, "hash");
  add_extension (certificate, issuer, NID_authority_key_identifier, "keyid");
  if (spec->authority)
    {
      g_autofree char *constraints = spec->path_length
                                       ? g_strdup_printf ("critical,CA:TRUE,pathlen:%d", spec->path_length - 1)
                                       : g_strdup ("critical,CA:TRUE");

      add_extension (certificate, issuer, NID_basic_constraints, constraints);
    }
  if (spec->key_usage || spec->authority)
    add_extension (certificate, issuer, NID_key_usage,
                   spec->key_usage ? spec->key_usage : "critical,keyCertSign,cRLSign");
  if (spec->extended_key_usage)
    add_extension (certificate, issuer, NID_ext_key_usage, spec->extended_key_usage);
  if (spec->names)
    add_names (certificate, spec->names);
}

static TestPair *
make_pair (const TestSpec *spec, const TestPair *issuer, EVP_PKEY *key)
{
  TestPair *pair = g_new0 (TestPair, 1);
  X509 *certificate = X509_new ();
  X509 *issuer_certificate = issuer ? issuer->certificate : certificate;
  EVP_PKEY *signing_key = issuer ? issuer->key : key;
  X509_NAME *subject = make_name (spec->subject);
  const EVP_MD *digest = EVP_get_digestbyname (spec->digest ? spec->digest : "SHA256");

  g_assert_nonnull (digest);
  X509_set_version (certificate, X509_VERSION_3);
  set_serial (certificate, spec->serial);
  X509_set_subject_name (certificate, subject);
  X509_set_issuer_name (certificate, X509_get_subject_name (issuer_certificate));
  X509_NAME_free (subject);
  ASN1_TIME_set (X509_getm_notBefore (certificate), spec->not_before ? spec->not_before : NOT_BEFORE);
  ASN1_TIME_set (X509_getm_notAfter (certificate), spec->not_after ? spec->not_after : NOT_AFTER);
  X509_set_pubkey (certificate, key);
  add_extensions (certificate, spec, issuer_certificate);
  g_assert_true (X509_sign (certificate, signing_key, EVP_PKEY_is_a (signing_key, "ED25519") ? NULL : digest));
  pair->certificate = certificate;
  pair->key = key;
  return pair;
}

TestPair *
test_pair_new (const TestSpec *spec, const TestPair *issuer)
{
  return make_pair (spec, issuer, make_key (spec->key_kind));
}

TestPair *
test_pair_new_with_key (const TestSpec *spec, const TestPair *issuer, const TestPair *key_owner)
{
  EVP_PKEY_up_ref (key_owner->key);
  return make_pair (spec, issuer, key_owner->key);
}

void
test_pair_free (TestPair *pair)
{
  X509_free (pair->certificate);
  EVP_PKEY_free (pair->key);
  g_free (pair);
}

static TestPair *
make_usual (const char *common_name, TestSpec spec, const TestPair *issuer)
{
  g_autofree char *subject = g_strconcat ("CN=", common_name, NULL);

  spec.subject = subject;
  return test_pair_new (&spec, issuer);
}

TestPair *
test_pair_new_root (const char *common_name)
{
  return make_usual (common_name, (TestSpec){ .authority = TRUE }, NULL);
}

TestPair *
test_pair_new_intermediate (const char *common_name, const TestPair *root)
{
  return make_usual (common_name, (TestSpec){ .authority = TRUE }, root);
}

TestPair *
test_pair_new_server (const char *common_name, const char *names, const TestPair *issuer)
{
  return make_usual (common_name, (TestSpec){ .names = names, .extended_key_usage = "serverAuth" }, issuer);
}

TestPair *
test_pair_new_client (const char *common_name, const TestPair *issuer)
{
  return make_usual (common_name, (TestSpec){ .extended_key_usage = "clientAuth" }, issuer);
}

static GBytes *
take_bytes (BIO *bio)
{
  char *data;
  long length = BIO_get_mem_data (bio, &data);
  GBytes *bytes = g_bytes_new (data, (gsize) length);

  BIO_free (bio);
  return bytes;
}

static char *
take_text (BIO *bio)
{
  char *data;
  long length = BIO_get_mem_data (bio, &data);
  char *text = g_strndup (data, (gsize) length);

  BIO_free (bio);
  return text;
}

char *
test_pair_to_pem (const TestPair *pair)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  g_assert_true (PEM_write_bio_X509 (bio, pair->certificate));
  return take_text (bio);
}

GBytes *
test_pair_to_der (const TestPair *pair)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  g_assert_true (i2d_X509_bio (bio, pair->certificate));
  return take_bytes (bio);
}

char *
test_pair_to_sha256 (const TestPair *pair)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length = 0;
  GString *text = g_string_new (NULL);

  g_assert_true (X509_digest (pair->certificate, EVP_sha256 (), digest, &length));
  for (guint i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i ? ":" : "", digest[i]);
  return g_string_free (text, FALSE);
}

char *
test_pair_key_to_pem (const TestPair *pair, TestKeyFormat format, const char *passphrase)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  const EVP_CIPHER *cipher = passphrase ? EVP_aes_256_cbc () : NULL;
  int length = passphrase ? (int) strlen (passphrase) : 0;
  g_autofree char *copy = g_strdup (passphrase);
  int ok = 0;

  switch (format)
    {
    case TEST_KEY_PKCS8:
      ok = PEM_write_bio_PKCS8PrivateKey (bio, pair->key, cipher, copy, length, NULL, NULL);
      break;
    case TEST_KEY_TRADITIONAL:
      ok = PEM_write_bio_PrivateKey_traditional (bio, pair->key, cipher, (guchar *) copy, length, NULL, NULL);
      break;
    }
  g_assert_true (ok);
  return take_text (bio);
}

char *
test_pair_key_to_slow_pem (const TestPair *pair, const char *passphrase, int n_iterations)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (pair->key);
  X509_ALGOR *algorithm = PKCS5_pbe2_set_iv (EVP_aes_256_cbc (), n_iterations, NULL, 0, NULL, NID_hmacWithSHA512);
  X509_SIG *sig = PKCS8_set0_pbe (passphrase, (int) strlen (passphrase), info, algorithm);

  g_assert_nonnull (sig);
  g_assert_true (PEM_write_bio_PKCS8 (bio, sig));
  X509_SIG_free (sig);
  PKCS8_PRIV_KEY_INFO_free (info);
  return take_text (bio);
}

GBytes *
test_pair_key_to_der (const TestPair *pair, TestKeyFormat format, const char *passphrase)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  int length = passphrase ? (int) strlen (passphrase) : 0;
  int ok = 0;

  switch (format)
    {
    case TEST_KEY_PKCS8:
      ok = i2d_PKCS8PrivateKey_bio (bio, pair->key, passphrase ? EVP_aes_256_cbc () : NULL, passphrase, length, NULL,
                                    NULL);
      break;
    case TEST_KEY_TRADITIONAL:
      g_assert_null (passphrase);
      ok = i2d_PrivateKey_bio (bio, pair->key);
      break;
    }
  g_assert_true (ok);
  return take_bytes (bio);
}

static X509_CRL *
make_crl (const TestPair *issuer, const TestPair *const *revoked, guint n_revoked, gint64 from, gint64 until)
{
  X509_CRL *crl = X509_CRL_new ();
  ASN1_TIME *update = ASN1_TIME_set (NULL, from);
  ASN1_TIME *next = ASN1_TIME_set (NULL, until);

  X509_CRL_set_version (crl, X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name (crl, X509_get_subject_name (issuer->certificate));
  X509_CRL_set1_lastUpdate (crl, update);
  X509_CRL_set1_nextUpdate (crl, next);
  for (guint i = 0; i < n_revoked; i++)
    {
      X509_REVOKED *entry = X509_REVOKED_new ();

      X509_REVOKED_set_serialNumber (entry, X509_get_serialNumber (revoked[i]->certificate));
      X509_REVOKED_set_revocationDate (entry, update);
      X509_CRL_add0_revoked (crl, entry);
    }
  ASN1_TIME_free (update);
  ASN1_TIME_free (next);
  X509_CRL_sort (crl);
  g_assert_true (X509_CRL_sign (crl, issuer->key, EVP_sha256 ()));
  return crl;
}

GBytes *
test_crl_to_der (const TestPair *issuer, const TestPair *const *revoked, guint n_revoked)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  X509_CRL *crl = make_crl (issuer, revoked, n_revoked, NOT_BEFORE, NOT_AFTER);

  g_assert_true (i2d_X509_CRL_bio (bio, crl));
  X509_CRL_free (crl);
  return take_bytes (bio);
}

static char *
take_crl (X509_CRL *crl)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  g_assert_true (PEM_write_bio_X509_CRL (bio, crl));
  X509_CRL_free (crl);
  return take_text (bio);
}

char *
test_crl_to_pem (const TestPair *issuer, const TestPair *const *revoked, guint n_revoked)
{
  return take_crl (make_crl (issuer, revoked, n_revoked, NOT_BEFORE, NOT_AFTER));
}

char *
test_crl_to_pem_at (const TestPair *issuer, gint64 update, gint64 next)
{
  return take_crl (make_crl (issuer, NULL, 0, update, next));
}

static PKCS7 *
make_pkcs7 (const TestPair *const *pairs, guint n_pairs)
{
  PKCS7 *store = PKCS7_new ();

  g_assert_true (PKCS7_set_type (store, NID_pkcs7_signed));
  g_assert_true (PKCS7_content_new (store, NID_pkcs7_data));
  for (guint i = 0; i < n_pairs; i++)
    g_assert_true (PKCS7_add_certificate (store, pairs[i]->certificate));
  return store;
}

GBytes *
test_pkcs7_to_der (const TestPair *const *pairs, guint n_pairs)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  PKCS7 *store = make_pkcs7 (pairs, n_pairs);

  g_assert_true (i2d_PKCS7_bio (bio, store));
  PKCS7_free (store);
  return take_bytes (bio);
}

char *
test_pkcs7_to_pem (const TestPair *const *pairs, guint n_pairs)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  PKCS7 *store = make_pkcs7 (pairs, n_pairs);

  g_assert_true (PEM_write_bio_PKCS7 (bio, store));
  PKCS7_free (store);
  return take_text (bio);
}

char *
test_write_file (const char *directory, const char *name, const char *text)
{
  char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return path;
}
