#include "check-fixture.h"

#include <string.h>

VfCertificate *
fixture_certificate (const TestPair *pair)
{
  return vf_certificate_new_from_x509 (pair->certificate);
}

GPtrArray *
fixture_certificates (const TestPair *const *pairs, guint n_pairs)
{
  GPtrArray *array = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);

  for (guint i = 0; i < n_pairs; i++)
    if (pairs[i])
      g_ptr_array_add (array, fixture_certificate (pairs[i]));
  return array;
}

VfCredentials *
fixture_credentials (const TestPair *root, const TestPair *client, const char *passphrase)
{
  g_autoptr (GPtrArray) authorities = fixture_certificates (&root, 1);
  g_autoptr (GPtrArray) chain = fixture_certificates (&client, 1);
  g_autofree char *pem = client ? test_pair_key_to_pem (client, TEST_KEY_PKCS8, passphrase) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPrivateKey) key = pem ? vf_private_key_new_from_pem (pem, strlen (pem), &error) : NULL;

  g_assert_no_error (error);
  return vf_credentials_new (authorities, chain, key);
}

VfConnection *
fixture_connection (const char *host, guint port, VfCredentials *credentials, VfSslMode mode)
{
  g_autoptr (VfTarget) target = vf_target_new (host, "127.0.0.1", port, "app", "app");

  return vf_connection_new (target, credentials, mode);
}
