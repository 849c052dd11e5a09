#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

#include "error.h"
#include "import/certificate.h"
#include "import/private-key.h"
#include "pki.h"
#include "stores.h"
#include "test.h"

static SecretValue *
secret (const char *text)
{
  return secret_value_new (text, -1, "text/plain");
}

static void
assert_fits (const VfPrivateKey *key, const TestPair *pair)
{
  g_autoptr (VfCertificate) certificate = vf_certificate_new_from_x509 (pair->certificate);

  g_assert_cmpstr (vf_private_key_get_key_id (key), ==, vf_certificate_get_key_id (certificate));
  g_assert_cmpstr (vf_private_key_get_algorithm (key), ==, vf_certificate_get_key_algorithm (certificate));
}

/* What is written is PKCS#8 that OpenSSL reads with the passphrase, and not without if there is one. */
static void
assert_written (VfPrivateKey *key, const TestPair *pair, const char *passphrase)
{
  g_autoptr (SecretValue) value = passphrase ? secret (passphrase) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pem = vf_private_key_to_pem (key, value, &error);
  g_autofree char *copy = g_strdup (passphrase ? passphrase : "");
  gsize length;
  const char *text;
  BIO *bio;
  EVP_PKEY *pkey;

  g_assert_no_error (error);
  text = g_bytes_get_data (pem, &length);
  g_assert_true (g_str_has_prefix (
    text, passphrase ? "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" : "-----BEGIN PRIVATE KEY-----\n"));
  bio = BIO_new_mem_buf (text, (int) length);
  pkey = PEM_read_bio_PrivateKey (bio, NULL, NULL, copy);
  BIO_free (bio);
  g_assert_cmpint (EVP_PKEY_eq (pkey, pair->key), ==, 1);
  EVP_PKEY_free (pkey);
}

/* What is handed on without being opened opens just the same. */
static void
assert_handed_on (VfPrivateKey *key, const TestPair *pair, SecretValue *passphrase)
{
  g_autoptr (GBytes) pem = vf_private_key_get_locked_pem (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPrivateKey) again
    = vf_private_key_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
  g_autoptr (VfPrivateKey) open = again ? vf_private_key_unlock (again, passphrase, &error) : NULL;

  g_assert_no_error (error);
  g_assert_true (vf_private_key_is_locked (again));
  assert_fits (open, pair);
}

static void
check_key (VfPrivateKey *key, const TestPair *pair, const char *passphrase)
{
  g_autoptr (SecretValue) wrong = secret ("wrong");
  g_autoptr (SecretValue) right = secret (passphrase ? passphrase : "");
  g_autoptr (VfPrivateKey) open = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (vf_private_key_is_encrypted (key), ==, passphrase != NULL);
  g_assert_cmpint (vf_private_key_is_locked (key), ==, passphrase != NULL);
  if (passphrase)
    {
      g_assert_null (vf_private_key_get_key_id (key));
      g_assert_null (vf_private_key_to_pem (key, NULL, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_LOCKED);
      g_clear_error (&error);
      g_assert_null (vf_private_key_unlock (key, wrong, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
      g_clear_error (&error);
      assert_handed_on (key, pair, right);
    }
  open = vf_private_key_unlock (key, right, &error);
  g_assert_no_error (error);
  g_assert_false (vf_private_key_is_locked (open));
  assert_fits (open, pair);
  assert_written (open, pair, passphrase);
  assert_written (open, pair, NULL);
}

static void
test_forms (void)
{
  static const struct
  {
    TestKeyKind kind;
    TestKeyFormat format;
    const char *passphrase;
  } rows[] = {
    { TEST_KEY_EC, TEST_KEY_PKCS8, NULL },
    { TEST_KEY_EC, TEST_KEY_PKCS8, "secret" },
    { TEST_KEY_EC, TEST_KEY_TRADITIONAL, NULL },
    { TEST_KEY_EC, TEST_KEY_TRADITIONAL, "secret" },
    { TEST_KEY_RSA_2048, TEST_KEY_PKCS8, NULL },
    { TEST_KEY_RSA_2048, TEST_KEY_PKCS8, "Gauss@MppDB" },
    { TEST_KEY_RSA_2048, TEST_KEY_TRADITIONAL, NULL },
    { TEST_KEY_RSA_2048, TEST_KEY_TRADITIONAL, "sécret with spaces" },
    { TEST_KEY_ED25519, TEST_KEY_PKCS8, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ .key_kind = rows[i].kind }, NULL);
      g_autofree char *pem = test_pair_key_to_pem (pair, rows[i].format, rows[i].passphrase);
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (pem, strlen (pem), &error);

      g_test_message ("row %u", i);
      g_assert_no_error (error);
      check_key (key, pair, rows[i].passphrase);
      if (rows[i].format == TEST_KEY_PKCS8 || !rows[i].passphrase)
        {
          g_autoptr (GBytes) der = test_pair_key_to_der (pair, rows[i].format, rows[i].passphrase);
          g_autoptr (VfPrivateKey) binary
            = vf_private_key_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);

          g_assert_no_error (error);
          check_key (binary, pair, rows[i].passphrase);
        }
    }
}

static char *
to_pem_block (GBytes *der)
{
  g_autofree char *body = g_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));

  return g_strdup_printf ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n", body);
}

/* What OpenSSL 3 does not open any more is opened, and is written as what it does open: check_key() reads it back with
 * the default algorithms alone. */
static void
test_old_encryption (void)
{
  static const struct
  {
    int nid;
    const char *why;
  } rows[] = {
    { NID_pbeWithMD5AndDES_CBC, "PBE-MD5-DES" },
    { NID_pbeWithSHA1AndDES_CBC, "PBE-SHA1-DES" },
    { NID_pbeWithMD5AndRC2_CBC, "PBE-MD5-RC2" },
    { NID_pbeWithSHA1AndRC2_CBC, "PBE-SHA1-RC2" },
    { NID_pbe_WithSHA1And40BitRC2_CBC, "PKCS#12 RC2-40" },
    { NID_pbe_WithSHA1And128BitRC4, "PKCS#12 RC4-128" },
    { NID_pbe_WithSHA1And3_Key_TripleDES_CBC, "PKCS#12 triple DES, which needs nothing old" },
  };
  g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ .key_kind = TEST_KEY_RSA_2048 }, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) der = test_pair_key_encrypted (pair, rows[i].nid, "secret");
      g_autofree char *pem = der ? to_pem_block (der) : NULL;
      g_autoptr (VfPrivateKey) binary = NULL;
      g_autoptr (VfPrivateKey) text = NULL;

      g_test_message ("%s", rows[i].why);
      if (!der)
        {
          g_test_skip ("OpenSSL's legacy provider is not installed");
          return;
        }
      binary = vf_private_key_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), NULL);
      text = vf_private_key_new_from_pem (pem, strlen (pem), NULL);
      check_key (binary, pair, "secret");
      check_key (text, pair, "secret");
    }
}

/* Made by "openssl ec -des" with the passphrase "secret". */
static const char old_block[] = "-----BEGIN EC PRIVATE KEY-----\n"
                                "Proc-Type: 4,ENCRYPTED\n"
                                "DEK-Info: DES-CBC,2DD122016A13AE7A\n"
                                "\n"
                                "ZrLMD4HIazLjrmQpZtnC9lK1H1gBIH8yhAcwCWdWbTG/vw92jyyX1AodYZmnLy79\n"
                                "wbDsKhK1S4uFMSNyLDjnoJEecc8LRGDYEpsnBhdMASnHPjXhUaQ6vtTyEBPJqNXB\n"
                                "twzEk9DunKnhqRzQhPAUbtu8jswx5+lsXEzRD4GldHk=\n"
                                "-----END EC PRIVATE KEY-----\n";

static void
test_old_block (void)
{
  g_autoptr (SecretValue) right = secret ("secret");
  g_autoptr (SecretValue) wrong = secret ("wrong");
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (old_block, strlen (old_block), NULL);
  g_autoptr (VfPrivateKey) open = vf_private_key_unlock (key, right, &error);

  if (g_error_matches (error, VF_ERROR, VF_ERROR_UNREADABLE))
    {
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (vf_private_key_get_algorithm (open), ==, "EC P-256");
  g_assert_null (vf_private_key_unlock (key, wrong, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
}

/* (transfer full): the key with PBES2 of the two kinds of derivation; @cost: iterations, or N of scrypt */
static GBytes *
encrypt_modern (const TestPair *pair, gboolean scrypt, guint64 cost)
{
  guint8 salt[] = "saltsal";
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (pair->key);
  X509_ALGOR *algorithm = scrypt ? PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), salt, sizeof salt, NULL, cost, 8, 1)
                                 : PKCS5_pbe2_set_iv (EVP_aes_256_cbc (), (int) cost, salt, sizeof salt, NULL,
                                                      NID_hmacWithSHA512);
  X509_SIG *sig = PKCS8_set0_pbe ("secret", 6, info, algorithm);
  guint8 *der = NULL;
  int length = i2d_X509_SIG (sig, &der);
  GBytes *bytes = g_bytes_new (der, (gsize) length);

  OPENSSL_free (der);
  X509_SIG_free (sig);
  PKCS8_PRIV_KEY_INFO_free (info);
  return bytes;
}

static void
test_modern_encryption (void)
{
  static const struct
  {
    gboolean scrypt;
    guint64 cost;
    gboolean opens;
  } rows[] = { { FALSE, 2048, TRUE }, { FALSE, 600000, TRUE }, { TRUE, 16384, TRUE }, { FALSE, 2000001, FALSE } };
  g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ 0 }, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) der = encrypt_modern (pair, rows[i].scrypt, rows[i].cost);
      g_autoptr (SecretValue) passphrase = secret ("secret");
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPrivateKey) key
        = vf_private_key_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);

      g_test_message ("row %u", i);
      g_assert_no_error (error);
      if (rows[i].opens)
        {
          check_key (key, pair, "secret");
          continue;
        }
      g_assert_null (vf_private_key_unlock (key, passphrase, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
    }
}

/* Where the provider is not installed, that is what is said, and not that the passphrase is wrong. */
static void
test_without_provider (void)
{
  g_autoptr (TestPair) pair = NULL;
  g_autoptr (GBytes) der = NULL;
  g_autoptr (VfPrivateKey) key = NULL;
  g_autoptr (SecretValue) passphrase = secret ("secret");
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  pair = test_pair_new (&(TestSpec){ 0 }, NULL);
  der = test_pair_key_encrypted (pair, NID_pbeWithMD5AndDES_CBC, "secret");
  if (!der)
    return;
  /* the tests have their provider by now; the core has not looked for its own yet */
  g_setenv ("OPENSSL_MODULES", "/nonexistent", TRUE);
  key = vf_private_key_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), NULL);
  g_assert_null (vf_private_key_unlock (key, passphrase, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "legacy provider"));
}

/* A key that came in the clear is not encrypted because somebody typed a passphrase for another one. */
static void
test_stays_clear (void)
{
  g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ 0 }, NULL);
  g_autofree char *pem = test_pair_key_to_pem (pair, TEST_KEY_PKCS8, NULL);
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (pem, strlen (pem), NULL);
  g_autoptr (SecretValue) passphrase = secret ("secret");
  g_autoptr (GBytes) written = vf_private_key_to_pem (key, passphrase, NULL);

  g_assert_true (g_str_has_prefix (g_bytes_get_data (written, NULL), "-----BEGIN PRIVATE KEY-----\n"));
}

/* As it lies in files: CRLF, indented, with the curve's parameters and other text before it. */
static void
test_messy_text (void)
{
  static const char *const passphrases[] = { NULL, "secret" };

  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++)
    {
      g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ 0 }, NULL);
      g_autofree char *pem = test_pair_key_to_pem (pair, TEST_KEY_TRADITIONAL, passphrases[i]);
      g_auto (GStrv) lines = g_strsplit (pem, "\n", -1);
      g_autofree char *indented = g_strjoinv ("\r\n  ", lines);
      g_autofree char *text = g_strconcat ("Bag Attributes: none\r\n-----BEGIN EC PARAMETERS-----\r\n"
                                           "BggqhkjOPQMBBw==\r\n"
                                           "-----END EC PARAMETERS-----\r\n  ",
                                           indented, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (text, strlen (text), &error);

      g_assert_no_error (error);
      check_key (key, pair, passphrases[i]);
    }
}

static void
test_bad_input (void)
{
  static const char *const rows[] = {
    "",
    "no key here",
    "-----BEGIN PRIVATE KEY-----\nnot base64!\n-----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (vf_private_key_new_from_pem (rows[i], strlen (rows[i]), &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
    }
}

/* Encryption that this OpenSSL does not have is not called a wrong passphrase. */
static void
test_unsupported (void)
{
  static const char pem[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                            "MCEwGwYJKoZIhvcNAQU/MA4ECAECAwQFBgcIAgIIAAQCAAA=\n"
                            "-----END ENCRYPTED PRIVATE KEY-----\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (pem, strlen (pem), &error);
  g_autoptr (SecretValue) passphrase = secret ("secret");

  g_assert_no_error (error);
  g_assert_true (vf_private_key_is_locked (key));
  g_assert_null (vf_private_key_unlock (key, passphrase, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
}

/* One wrong passphrase in 256 leaves something that ends like a block; it is as wrong as the others. */
static void
test_wrong_by_chance (void)
{
  g_autoptr (TestPair) pair = test_pair_new_root ("Chance");
  g_autofree char *pem = test_pair_key_to_pem (pair, TEST_KEY_TRADITIONAL, "right");
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (pem, strlen (pem), NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = g_strdup_printf ("wrong %u", i);
      g_autoptr (SecretValue) wrong = secret (text);
      g_autoptr (GError) error = NULL;

      g_assert_null (vf_private_key_unlock (key, wrong, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/private-key/wrong-by-chance", test_wrong_by_chance);
  g_test_add_func ("/private-key/forms", test_forms);
  g_test_add_func ("/private-key/stays-clear", test_stays_clear);
  g_test_add_func ("/private-key/messy-text", test_messy_text);
  g_test_add_func ("/private-key/bad-input", test_bad_input);
  g_test_add_func ("/private-key/unsupported", test_unsupported);
  g_test_add_func ("/private-key/old-encryption", test_old_encryption);
  g_test_add_func ("/private-key/old-block", test_old_block);
  g_test_add_func ("/private-key/modern-encryption", test_modern_encryption);
  g_test_add_func ("/private-key/without-provider", test_without_provider);
  return g_test_run ();
}
