#include "sample.h"

static VfPrivateKey *
make_key (const TestPair *pair, const char *passphrase)
{
  g_autofree char *pem = test_pair_key_to_pem (pair, TEST_KEY_PKCS8, passphrase);
  g_autoptr (GError) error = NULL;
  VfPrivateKey *key = vf_private_key_new_from_pem (pem, strlen (pem), &error);

  g_assert_no_error (error);
  if (passphrase)
    {
      g_autoptr (SecretValue) secret = test_secret (passphrase);
      VfPrivateKey *open = vf_private_key_unlock (key, secret, &error);

      g_assert_no_error (error);
      vf_private_key_unref (key);
      key = open;
    }
  return key;
}

VfCredentials *
test_sample_credentials (gboolean with_client, const char *passphrase)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Sample Root");
  g_autoptr (TestPair) client = test_pair_new_client ("al", root);
  g_autoptr (GPtrArray) authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (VfPrivateKey) key = with_client ? make_key (client, passphrase) : NULL;

  g_ptr_array_add (authorities, vf_certificate_new_from_x509 (root->certificate));
  if (with_client)
    g_ptr_array_add (chain, vf_certificate_new_from_x509 (client->certificate));
  return vf_credentials_new (authorities, chain, key);
}

SecretValue *
test_secret (const char *text)
{
  return secret_value_new (text, -1, "text/plain");
}
