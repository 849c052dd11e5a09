#include <string.h>

#include "fuzz.h"
#include "import/key-store.h"
#include "laws.h"

/* A JKS store, with or without its mark: without it the engine would have to guess four bytes first. */
static GBytes *
with_mark (const uint8_t *data, size_t size)
{
  static const guint8 marks[][4] = { { 0xFE, 0xED, 0xFE, 0xED }, { 0xCE, 0xCE, 0xCE, 0xCE } };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, data, (guint) size);
  if (size >= 4 && memcmp (data, marks[1], 4) != 0)
    memcpy (bytes->data, marks[0], 4);
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_store (const VfKeyStore *store)
{
  for (guint i = 0; i < vf_key_store_get_n_entries (store); i++)
    {
      const VfStoreEntry *entry = vf_key_store_get_entry (store, i);

      g_assert_true ((entry->certificate != NULL) != (entry->key != NULL));
      fuzz_assert_text (entry->alias);
    }
  for (guint i = 0; i < vf_key_store_get_n_damages (store); i++)
    fuzz_assert_text (vf_key_store_get_damage (store, i));
}

/* Never more entries than bytes could hold; a passphrase that opens takes nothing away. */
static void
assert_unlock (VfKeyStore *store)
{
  g_autoptr (SecretValue) passphrase = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyStore) open = vf_key_store_unlock (store, passphrase, &error);

  g_assert_true ((open != NULL) != (error != NULL));
  if (!open)
    return;
  g_assert_cmpuint (vf_key_store_get_n_entries (open), >=, vf_key_store_get_n_entries (store));
  assert_store (open);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = with_mark (data, size);
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (VfKeyStore) store = NULL;

  if (size < 4)
    return 0;
  store = vf_key_store_new_from_jks (bytes);
  assert_store (store);
  g_assert_cmpuint (vf_key_store_get_n_entries (store), <=, size);
  assert_unlock (store);
  vf_bundle_builder_add (builder, "input.jks", bytes);
  bundle = vf_bundle_builder_end (builder);
  fuzz_assert_inventory (bundle, "secret");
  return 0;
}
