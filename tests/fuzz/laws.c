#include "laws.h"

#include <string.h>

#include "check/explain.h"
#include "import/credentials.h"
#include "test.h"

void
fuzz_assert_text (const char *text)
{
  g_assert_true (!text || g_utf8_validate (text, -1, NULL));
}

static void
assert_own_text (char *text)
{
  fuzz_assert_text (text);
  g_free (text);
}

static void
assert_certificate (VfCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfCertificate) again = NULL;
  g_autofree char *pem = vf_certificate_to_pem (certificate);
  GBytes *der = vf_certificate_get_der (certificate);
  const char *const *names = vf_certificate_get_names (certificate);

  fuzz_assert_text (vf_certificate_get_subject (certificate));
  fuzz_assert_text (vf_certificate_get_issuer (certificate));
  fuzz_assert_text (vf_certificate_get_display_name (certificate));
  fuzz_assert_text (vf_certificate_get_issuer_display_name (certificate));
  fuzz_assert_text (vf_certificate_get_common_name (certificate));
  fuzz_assert_text (vf_certificate_get_serial (certificate));
  fuzz_assert_text (vf_certificate_get_key_algorithm (certificate));
  fuzz_assert_text (vf_certificate_get_signature_algorithm (certificate));
  for (guint i = 0; names[i]; i++)
    fuzz_assert_text (names[i]);
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN CERTIFICATE-----\n"));
  g_assert_cmpuint (strlen (vf_certificate_get_sha256 (certificate)), ==, 95);
  vf_certificate_is_weak (certificate);
  vf_certificate_may_have_issued (certificate, certificate);
  again = vf_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_assert_no_error (error);
  g_assert_true (vf_certificate_equal (certificate, again));
  g_assert_cmpint (vf_certificate_get_not_after (certificate), ==, vf_certificate_get_not_after (again));
}

static void
assert_key (VfPrivateKey *key)
{
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (VfPrivateKey) again = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_assert_text (vf_private_key_get_algorithm (key));
  if (vf_private_key_is_locked (key))
    {
      g_assert_null (vf_private_key_get_key_id (key));
      return;
    }
  pem = vf_private_key_to_pem (key, NULL, &error);
  g_assert_no_error (error);
  again = vf_private_key_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vf_private_key_get_key_id (key), ==, vf_private_key_get_key_id (again));
}

static void
assert_item (const VfItem *item)
{
  fuzz_assert_text (vf_item_get_path (item));
  fuzz_assert_text (vf_item_get_alias (item));
  fuzz_assert_text (vf_item_get_matches (item));
  fuzz_assert_text (vf_item_get_looks_like (item));
  for (guint i = 0; vf_item_get_also_in (item)[i]; i++)
    fuzz_assert_text (vf_item_get_also_in (item)[i]);
  assert_own_text (vf_explain_item (item));
  g_assert_true (!vf_item_get_certificate (item) || vf_item_get_kind (item) == VF_KIND_CERTIFICATE);
  if (vf_item_get_certificate (item))
    assert_certificate (vf_item_get_certificate (item));
  if (vf_item_get_key (item))
    assert_key (vf_item_get_key (item));
}

static void
add (VfBundleBuilder *builder, const char *name, char *text)
{
  g_autoptr (GBytes) bytes = text ? g_bytes_new_take (text, strlen (text)) : NULL;

  if (bytes)
    vf_bundle_builder_add (builder, name, bytes);
}

/* (transfer full): an inventory of the files that would be saved */
static VfInventory *
write_and_read (VfCredentials *credentials)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  VfInventory *inventory;

  add (builder, "root.crt", vf_credentials_root_pem (credentials));
  add (builder, "client.crt", vf_credentials_client_pem (credentials));
  if (vf_credentials_get_client_key (credentials))
    {
      key = vf_private_key_to_pem (vf_credentials_get_client_key (credentials), NULL, &error);
      g_assert_no_error (error);
      vf_bundle_builder_add (builder, "client.key", key);
    }
  bundle = vf_bundle_builder_end (builder);
  inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, &error);
  g_assert_no_error (error);
  return inventory;
}

static void
assert_same_credentials (VfInventory *inventory)
{
  g_autoptr (VfCredentials) credentials = vf_credentials_new_from_inventory (inventory);
  g_autoptr (VfInventory) read_back = write_and_read (credentials);
  g_autoptr (VfCredentials) again = vf_credentials_new_from_inventory (read_back);
  g_autofree char *roots = vf_credentials_root_pem (credentials);
  g_autofree char *roots_again = vf_credentials_root_pem (again);
  g_autofree char *client = vf_credentials_client_pem (credentials);
  g_autofree char *client_again = vf_credentials_client_pem (again);

  g_assert_cmpstr (roots, ==, roots_again);
  g_assert_cmpstr (client, ==, client_again);
  g_assert_cmpint (vf_credentials_get_client_key (credentials) != NULL, ==,
                   vf_credentials_get_client_key (again) != NULL);
  for (guint i = 0; i < vf_inventory_get_n_findings (read_back); i++)
    g_assert_cmpint (vf_finding_get_code (vf_inventory_get_finding (read_back, i)), !=, VF_CODE_DAMAGED_ITEM);
}

static void
assert_findings (VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      const VfFinding *finding = vf_inventory_get_finding (inventory, i);

      assert_own_text (vf_explain_finding (finding));
      assert_own_text (vf_explain_finding_why (finding));
    }
  assert_own_text (vf_explain_authorities (inventory));
  assert_own_text (vf_explain_client (inventory));
}

void
fuzz_assert_inventory (VfBundle *bundle, const char *passphrase)
{
  g_autoptr (SecretValue) secret = passphrase ? secret_value_new (passphrase, -1, "text/plain") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInventory) inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, &error);
  g_autoptr (VfInventory) unlocked = secret ? vf_inventory_unlock (inventory, secret, NULL, NULL) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    assert_item (vf_inventory_get_item (inventory, i));
  for (guint i = 0; unlocked && i < vf_inventory_get_n_items (unlocked); i++)
    assert_item (vf_inventory_get_item (unlocked, i));
  assert_findings (inventory);
  assert_same_credentials (unlocked ? unlocked : inventory);
}
