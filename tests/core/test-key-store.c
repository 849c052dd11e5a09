#include <string.h>

#include <openssl/evp.h>
#include <openssl/objects.h>

#include "error.h"
#include "import/inventory.h"
#include "import/key-store.h"
#include "import/recognise.h"
#include "import/sink.h"
#include "pki.h"
#include "stores.h"
#include "test.h"

static SecretValue *
secret (const char *text)
{
  return secret_value_new (text, -1, "text/plain");
}

/* "format state[ confirmed][ secrets]: alias=certificate alias=key(unlocked-by) … !damage" */
static char *
describe (const VfKeyStore *store)
{
  GString *text = g_string_new (vf_format_to_string (vf_key_store_get_format (store)));

  g_string_append (text, vf_key_store_is_locked (store) ? " locked" : " open");
  g_string_append (text, vf_key_store_is_confirmed (store) ? " confirmed" : "");
  if (vf_key_store_get_n_secrets (store) > 0)
    g_string_append_printf (text, " %u secret", vf_key_store_get_n_secrets (store));
  for (guint i = 0; i < vf_key_store_get_n_entries (store); i++)
    {
      const VfStoreEntry *entry = vf_key_store_get_entry (store, i);
      const char *by = vf_unlocked_by_to_string (entry->unlocked_by);

      g_string_append_printf (text, " %s=", entry->alias ? entry->alias : "");
      if (entry->certificate)
        g_string_append (text, vf_certificate_get_display_name (entry->certificate));
      else
        g_string_append_printf (text, "key(%s)", by ? by : "locked");
    }
  for (guint i = 0; i < vf_key_store_get_n_damages (store); i++)
    g_string_append_printf (text, " !%s", vf_key_store_get_damage (store, i));
  return g_string_free (text, FALSE);
}

static void
assert_store (const VfKeyStore *store, const char *expected)
{
  g_autofree char *description = describe (store);

  g_assert_cmpstr (description, ==, expected);
}

/* (nullable) (transfer full): what the recogniser takes the bytes for */
static VfKeyStore *
recognise (GBytes *bytes)
{
  g_autoptr (VfSink) sink = vf_sink_new ();

  vf_recognise (bytes, sink);
  return vf_sink_get_n_found (sink) == 1 && vf_sink_get_found (sink, 0)->store
           ? vf_key_store_ref (vf_sink_get_found (sink, 0)->store)
           : NULL;
}

static void
assert_unlocks (VfKeyStore *store, const char *passphrase, const char *expected)
{
  g_autoptr (SecretValue) value = secret (passphrase);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyStore) open = vf_key_store_unlock (store, value, &error);

  if (expected)
    {
      g_assert_no_error (error);
      assert_store (open, expected);
    }
  else
    {
      g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
      g_assert_null (open);
    }
}

/* Certificates come without a passphrase; one that everybody knows confirms them, another one has to be told. */
static void
test_java_trust (void)
{
  static const struct
  {
    gboolean jceks;
    const char *password;
    const char *expected;
  } rows[] = {
    { FALSE, "apsaradb", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "changeit", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "", "jks open confirmed one=Root One two=Root Two" },
    { FALSE, "of my own", "jks open one=Root One two=Root Two" },
    { TRUE, "changeit", "jceks open confirmed one=Root One two=Root Two" },
    { TRUE, "of my own", "jceks open one=Root One two=Root Two" },
  };
  g_autoptr (TestPair) one = test_pair_new_root ("Root One");
  g_autoptr (TestPair) two = test_pair_new_root ("Root Two");
  const TestStoreEntry entries[] = { { .pair = one, .alias = "one" }, { .pair = two, .alias = "two" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = test_jks_new (rows[i].jceks, entries, G_N_ELEMENTS (entries), rows[i].password);
      g_autoptr (VfKeyStore) store = recognise (bytes);

      g_test_message ("row %u", i);
      assert_store (store, rows[i].expected);
      assert_unlocks (store, "wrong", NULL);
      if (!vf_key_store_is_confirmed (store))
        {
          g_autofree char *confirmed = g_strdup_printf ("%s open confirmed one=Root One two=Root Two",
                                                        rows[i].jceks ? "jceks" : "jks");

          assert_unlocks (store, rows[i].password, confirmed);
        }
    }
}

static void
test_java_keys (void)
{
  static const struct
  {
    gboolean jceks;
    const char *password;
    const char *key_password;
    const char *at_first;
    const char *passphrase;
    const char *then;
  } rows[] = {
    { FALSE, "changeit", NULL, "jks open confirmed me=key(known-passphrase) me=app me=Region me=Root one=Root", NULL, NULL },
    { FALSE, "secret", NULL, "jks open me=key(locked) me=app me=Region me=Root one=Root", "secret",
      "jks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
    { FALSE, "changeit", "inner", "jks open confirmed me=key(locked) me=app me=Region me=Root one=Root", "inner",
      "jks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
    { TRUE, "changeit", NULL, "jceks open confirmed me=key(known-passphrase) me=app me=Region me=Root one=Root", NULL,
      NULL },
    { TRUE, "secret", NULL, "jceks open me=key(locked) me=app me=Region me=Root one=Root", "secret",
      "jceks open confirmed me=key(passphrase) me=app me=Region me=Root one=Root" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) region = test_pair_new_intermediate ("Region", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", region);
  const TestPair *const chain[] = { region, root };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const TestStoreEntry entries[] = {
        { .pair = client, .chain = chain, .n_chain = 2, .with_key = TRUE, .key_password = rows[i].key_password,
          .alias = "me" },
        { .pair = root, .alias = "one" },
      };
      g_autoptr (GBytes) bytes = test_jks_new (rows[i].jceks, entries, G_N_ELEMENTS (entries), rows[i].password);
      g_autoptr (VfKeyStore) store = recognise (bytes);

      g_test_message ("row %u", i);
      assert_store (store, rows[i].at_first);
      assert_unlocks (store, "wrong", NULL);
      if (rows[i].passphrase)
        assert_unlocks (store, rows[i].passphrase, rows[i].then);
    }
}

/* The password is hashed as UTF-16, so one that is not ASCII tells whether that is done right. */
static void
test_java_password (void)
{
  static const char utf16[] = "\0\xE4\xD8\x3D\xDE\x00" "Mighty Aphrodite";
  static const guint8 head[] = { 0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 0 };
  GByteArray *data = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (VfKeyStore) store = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guint8 *) utf16, sizeof utf16 - 1);
  g_checksum_update (checksum, head, sizeof head);
  g_checksum_get_digest (checksum, digest, &length);
  g_byte_array_append (data, head, sizeof head);
  g_byte_array_append (data, digest, sizeof digest);
  bytes = g_byte_array_free_to_bytes (data);
  store = recognise (bytes);
  assert_store (store, "jks open");
  assert_unlocks (store, "ä\U0001F600", "jks open confirmed");
  assert_unlocks (store, "ä", NULL);
  assert_unlocks (store, "\xE4", NULL);
}

static void
test_pkcs12 (void)
{
  static const struct
  {
    TestPkcs12Spec spec;
    const char *at_first;
    const char *passphrase;
    const char *then;
    const char *why;
  } rows[] = {
    { { .password = "changeit" }, "pkcs12 open confirmed the name=app =Root the name=key(known-passphrase)", NULL, NULL,
      "Java's passphrase" },
    { { .password = "apsaradb" }, "pkcs12 open confirmed the name=app =Root the name=key(known-passphrase)", NULL, NULL,
      "Alibaba's passphrase" },
    { { .password = "" }, "pkcs12 open confirmed the name=app =Root the name=key(not-needed)", NULL, NULL,
      "the empty passphrase" },
    { { .password = NULL, .key_nid = -1, .certificate_nid = -1 },
      "pkcs12 open confirmed the name=app =Root the name=key(not-needed)", NULL, NULL, "no passphrase" },
    { { .password = "secret" }, "pkcs12 locked", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "AES" },
    { { .password = "sécret ☃" }, "pkcs12 locked", "sécret ☃",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "not ASCII" },
    { { .password = "secret", .key_nid = NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
        .certificate_nid = NID_pbe_WithSHA1And40BitRC2_CBC },
      "pkcs12 locked", "secret", "pkcs12 open confirmed the name=app =Root the name=key(passphrase)",
      "RC2 and triple DES, as of old" },
    { { .password = "secret", .key_nid = NID_pbe_WithSHA1And128BitRC2_CBC,
        .certificate_nid = NID_pbe_WithSHA1And128BitRC4 },
      "pkcs12 locked", "secret", "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "RC2 and RC4" },
    { { .password = "secret", .without_mac = TRUE }, "pkcs12 locked confirmed", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "no seal" },
    { { .password = "secret", .certificate_nid = -1 },
      "pkcs12 open the name=app =Root the name=key(locked)", "secret",
      "pkcs12 open confirmed the name=app =Root the name=key(passphrase)", "only the key is encrypted" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const others[] = { root };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TestPkcs12Spec spec = rows[i].spec;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (VfKeyStore) store = NULL;

      g_test_message ("%s", rows[i].why);
      spec.key = client;
      spec.certificates = others;
      spec.n_certificates = 1;
      bytes = test_pkcs12_new (&spec);
      if (!bytes)
        {
          g_test_skip ("OpenSSL's legacy provider is not installed");
          return;
        }
      store = recognise (bytes);
      assert_store (store, rows[i].at_first);
      if (rows[i].passphrase)
        {
          assert_unlocks (store, "wrong", NULL);
          assert_unlocks (store, rows[i].passphrase, rows[i].then);
        }
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/key-store/java-trust", test_java_trust);
  g_test_add_func ("/key-store/java-keys", test_java_keys);
  g_test_add_func ("/key-store/java-password", test_java_password);
  g_test_add_func ("/key-store/pkcs12", test_pkcs12);
  return g_test_run ();
}
