#include <openssl/pem.h>
#include <string.h>

#include "error.h"
#include "import/certificate.h"
#include "import/private-key.h"
#include "pki.h"
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

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/private-key/forms", test_forms);
  g_test_add_func ("/private-key/stays-clear", test_stays_clear);
  g_test_add_func ("/private-key/messy-text", test_messy_text);
  g_test_add_func ("/private-key/bad-input", test_bad_input);
  g_test_add_func ("/private-key/unsupported", test_unsupported);
  return g_test_run ();
}
