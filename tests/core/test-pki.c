#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "pki.h"
#include "test.h"

/* The helper of all other tests: a chain that it makes is one that OpenSSL accepts. */
static void
test_chain (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) intermediate = test_pair_new_intermediate ("Test Intermediate", root);
  g_autoptr (TestPair) server = test_pair_new_server ("db.test", "DNS:db.test,IP:192.0.2.1", intermediate);
  X509_STORE *store = X509_STORE_new ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  STACK_OF (X509) *untrusted = sk_X509_new_null ();

  X509_STORE_add_cert (store, root->certificate);
  sk_X509_push (untrusted, intermediate->certificate);
  X509_STORE_CTX_init (context, store, server->certificate, untrusted);
  X509_STORE_CTX_set_time (context, 0, VF_TEST_NOW);
  X509_STORE_CTX_set_purpose (context, X509_PURPOSE_SSL_SERVER);
  g_assert_cmpint (X509_verify_cert (context), ==, 1);
  g_assert_cmpint (X509_check_host (server->certificate, "db.test", 0, 0, NULL), ==, 1);
  g_assert_cmpint (X509_check_ip_asc (server->certificate, "192.0.2.1", 0), ==, 1);
  sk_X509_free (untrusted);
  X509_STORE_CTX_free (context);
  X509_STORE_free (store);
}

static void
test_keys (void)
{
  static const struct
  {
    TestKeyKind kind;
    TestKeyFormat format;
    const char *passphrase;
    const char *begin;
  } rows[] = {
    { TEST_KEY_EC, TEST_KEY_PKCS8, NULL, "-----BEGIN PRIVATE KEY-----" },
    { TEST_KEY_EC, TEST_KEY_PKCS8, "secret", "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
    { TEST_KEY_EC, TEST_KEY_TRADITIONAL, NULL, "-----BEGIN EC PRIVATE KEY-----" },
    { TEST_KEY_RSA_2048, TEST_KEY_TRADITIONAL, "secret", "-----BEGIN RSA PRIVATE KEY-----" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) pair = test_pair_new (&(TestSpec){ .key_kind = rows[i].kind }, NULL);
      g_autofree char *pem = test_pair_key_to_pem (pair, rows[i].format, rows[i].passphrase);

      g_assert_true (g_str_has_prefix (pem, rows[i].begin));
      g_assert_true (X509_check_private_key (pair->certificate, pair->key));
    }
}

static void
test_names (void)
{
  g_autoptr (TestPair) pair
    = test_pair_new (&(TestSpec){ .subject = "CN=a\\0b,O=Example", .names = "email:a@b.test,DNS:x\\0y" }, NULL);
  const X509_NAME *name = X509_get_subject_name (pair->certificate);
  const ASN1_STRING *common = X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, 0));

  g_assert_cmpmem (ASN1_STRING_get0_data (common), ASN1_STRING_length (common), "a\0b", 3);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/pki/chain", test_chain);
  g_test_add_func ("/pki/keys", test_keys);
  g_test_add_func ("/pki/names", test_names);
  return g_test_run ();
}
