#include <string.h>

#include "cipher-pair.h"
#include "import/credentials.h"
#include "check/explain.h"
#include "import/inventory.h"
#include "pki.h"
#include "test.h"

#define FOLDER "dws_ssl_cert.zip/sslcert/"

/* A bundle that is filled file by file; what is added is taken over. */
static void
add (VfBundleBuilder *builder, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  vf_bundle_builder_add (builder, path, bytes);
  g_bytes_unref (bytes);
}

static void
add_text (VfBundleBuilder *builder, const char *name, char *text)
{
  add (builder, name, g_bytes_new_take (text, strlen (text)));
}

static VfInventory *
inventory_of (VfBundleBuilder *builder)
{
  g_autoptr (VfBundle) bundle = vf_bundle_builder_end (builder);

  vf_bundle_builder_free (builder);
  return vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, NULL);
}

static const VfItem *
find_item (const VfInventory *inventory, const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (g_str_equal (vf_item_get_path (vf_inventory_get_item (inventory, i)), path))
      return vf_inventory_get_item (inventory, i);
  return NULL;
}

static const char *
unlocked_by (const VfInventory *inventory, const char *name)
{
  const VfItem *item = find_item (inventory, name);

  g_assert_nonnull (item);
  return vf_unlocked_by_to_string (vf_item_get_unlocked_by (item));
}

static const char *
kind_of (const VfInventory *inventory, const char *name)
{
  return vf_kind_to_string (vf_item_get_kind (find_item (inventory, name)));
}

/* "code/detail" of all findings, one a line */
static char *
describe_findings (const VfInventory *inventory)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    g_string_append_printf (text, "%s %s\n",
                            vf_severity_to_string (vf_finding_get_severity (vf_inventory_get_finding (inventory, i))),
                            vf_code_to_string (vf_finding_get_code (vf_inventory_get_finding (inventory, i))));
  return g_string_free (text, FALSE);
}

static void
assert_findings (const VfInventory *inventory, const char *expected)
{
  g_autofree char *findings = describe_findings (inventory);

  g_assert_cmpstr (findings, ==, expected);
}

static void
test_vectors (void)
{
  static const struct
  {
    const char *folder;
    gboolean has_pk8;
  } rows[] = {
    { "01-default-Gauss-MppDB", TRUE },     { "02-min-8-chars", FALSE },
    { "03-max-15-chars", FALSE },           { "04-shell-specials", FALSE },
    { "05-utf8", FALSE },                   { "06-last-byte-0x80", FALSE },
    { "07-ec-key-ref-v100", FALSE },        { "08-own-encoder-zero-filler", TRUE },
    { "09-own-encoder-junk-filler", FALSE },
  };
  static const char *const names[]
    = { "client.key.pk8", "cacert.pem", "client.crt", "client.key", "client.key.cipher", "client.key.rand" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      VfBundleBuilder *builder = vf_bundle_builder_new ();
      g_autoptr (VfInventory) inventory = NULL;
      g_autoptr (VfCredentials) credentials = NULL;
      const VfItem *key;

      g_test_message ("%s", rows[i].folder);
      for (guint j = rows[i].has_pk8 ? 0 : 1; j < G_N_ELEMENTS (names); j++)
        add (builder, names[j], test_gaussdb_file (rows[i].folder, names[j]));
      inventory = inventory_of (builder);
      assert_findings (inventory, "");
      g_assert_cmpstr (unlocked_by (inventory, "client.key"), ==, "gaussdb-pair");
      g_assert_cmpstr (kind_of (inventory, "client.key.cipher"), ==, "key-passphrase");
      g_assert_cmpstr (kind_of (inventory, "client.key.rand"), ==, "key-passphrase");
      key = find_item (inventory, "client.key");
      g_assert_cmpstr (vf_item_get_matches (key), ==, FOLDER "client.crt");
      g_assert_cmpstr (vf_item_get_also_in (key)[0], ==, rows[i].has_pk8 ? FOLDER "client.key.pk8" : NULL);
      g_assert_cmpstr (vf_inventory_get_provider (inventory), ==, "huawei-dws");
      credentials = vf_credentials_new_from_inventory (inventory);
      g_assert_cmpuint (vf_credentials_count_roots (credentials), ==, 1);
      g_assert_cmpuint (vf_credentials_get_client_chain (credentials)->len, ==, 1);
      /* the passphrase is no secret: nobody is to be asked for it later */
      g_assert_false (vf_private_key_is_encrypted (vf_credentials_get_client_key (credentials)));
    }
}

/* Files that are refused, beside a key with a passphrase of its own: it stays locked, and the reason is named. */
static void
test_refused (void)
{
  static const struct
  {
    const char *folder;
    const char *findings;
    const char *why;
  } rows[] = {
    { "bad/cipher-crc-body", "warning key-locked\nwarning damaged-item\n", "the checksum is wrong" },
    { "bad/cipher-crc-filler", "warning key-locked\nwarning damaged-item\n", "the checksum is wrong" },
    { "bad/cipher-empty", "warning key-locked\nwarning empty-file\n", "empty" },
    { "bad/cipher-short", "warning key-locked\nwarning damaged-item\n", "too short" },
    { "bad/files-exchanged", "warning key-locked\nwarning damaged-item\nwarning damaged-item\n", "exchanged" },
    { "bad/pair-mismatch", "warning key-locked\nwarning passphrase-files\n", "no pair" },
    { "bad/rand-crc", "warning key-locked\nwarning damaged-item\n", "the checksum is wrong" },
    { "bad/rand-short", "warning key-locked\nwarning damaged-item\n", "too short" },
    { "edge/no-padding-16-chars", "warning key-locked\nwarning passphrase-files\n", "of another key" },
    { "01-default-Gauss-MppDB", "warning key-locked\nwarning passphrase-files\n", "of another key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      VfBundleBuilder *builder = vf_bundle_builder_new ();
      g_autoptr (VfInventory) inventory = NULL;

      g_test_message ("%s: %s", rows[i].folder, rows[i].why);
      add (builder, "client.key.cipher", test_gaussdb_file (rows[i].folder, "client.key.cipher"));
      add (builder, "client.key.rand", test_gaussdb_file (rows[i].folder, "client.key.rand"));
      add (builder, "client.key", test_gaussdb_file ("02-min-8-chars", "client.key"));
      add (builder, "client.crt", test_gaussdb_file ("02-min-8-chars", "client.crt"));
      inventory = inventory_of (builder);
      assert_findings (inventory, rows[i].findings);
      g_assert_null (unlocked_by (inventory, "client.key"));
    }
}

/* One half alone is told as that, and what is missing. */
static void
test_lone_half (void)
{
  static const struct
  {
    const char *file;
    const char *detail;
    gboolean with_key;
  } rows[] = {
    { "client.key.cipher", "no-rand", TRUE },
    { "client.key.rand", "no-cipher", TRUE },
    { "client.key.cipher", "no-rand", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      VfBundleBuilder *builder = vf_bundle_builder_new ();
      g_autoptr (VfInventory) inventory = NULL;
      VfFinding *finding = NULL;
      g_autofree char *text = NULL;

      add (builder, rows[i].file, test_gaussdb_file ("02-min-8-chars", rows[i].file));
      if (rows[i].with_key)
        add (builder, "client.key", test_gaussdb_file ("02-min-8-chars", "client.key"));
      inventory = inventory_of (builder);
      for (guint j = 0; j < vf_inventory_get_n_findings (inventory); j++)
        if (vf_finding_get_code (vf_inventory_get_finding (inventory, j)) == VF_CODE_PASSPHRASE_FILES)
          finding = vf_inventory_get_finding (inventory, j);
      g_assert_nonnull (finding);
      g_assert_true (g_str_has_suffix (vf_finding_get_subject (finding), rows[i].file));
      g_assert_cmpstr (vf_finding_get_detail (finding), ==, rows[i].detail);
      g_assert_cmpint (vf_finding_get_severity (finding), ==,
                       rows[i].with_key ? VF_SEVERITY_WARNING : VF_SEVERITY_INFO);
      text = vf_explain_finding (finding);
      g_assert_nonnull (strstr (text, g_str_has_prefix (rows[i].detail, "no-r") ? "“.rand” is missing" : "“.cipher” is missing"));
    }
}

/* The same, where the published passphrase helps. */
static void
test_default (void)
{
  static const char *const folders[]
    = { "bad/cipher-crc-body", "bad/cipher-empty", "bad/files-exchanged", "bad/pair-mismatch", "bad/rand-short" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      VfBundleBuilder *builder = vf_bundle_builder_new ();
      g_autoptr (VfInventory) inventory = NULL;

      g_test_message ("%s", folders[i]);
      add (builder, "client.key.cipher", test_gaussdb_file (folders[i], "client.key.cipher"));
      add (builder, "client.key.rand", test_gaussdb_file (folders[i], "client.key.rand"));
      add (builder, "client.key", test_gaussdb_file ("01-default-Gauss-MppDB", "client.key"));
      inventory = inventory_of (builder);
      g_assert_cmpstr (unlocked_by (inventory, "client.key"), ==, "gaussdb-default");
    }
}

/* Nothing says that the key is from there, so its passphrase is not guessed. */
static void
test_elsewhere (void)
{
  VfBundleBuilder *builder = vf_bundle_builder_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add (builder, "client.key", test_gaussdb_file ("01-default-Gauss-MppDB", "client.key"));
  add (builder, "client.crt", test_gaussdb_file ("01-default-Gauss-MppDB", "client.crt"));
  inventory = inventory_of (builder);
  g_assert_null (unlocked_by (inventory, "client.key"));
}

static void
test_only_pk8 (void)
{
  VfBundleBuilder *builder = vf_bundle_builder_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add (builder, "client.key.pk8", test_gaussdb_file ("01-default-Gauss-MppDB", "client.key.pk8"));
  add (builder, "client.crt", test_gaussdb_file ("01-default-Gauss-MppDB", "client.crt"));
  add (builder, "cacert.pem", test_gaussdb_file ("01-default-Gauss-MppDB", "cacert.pem"));
  inventory = inventory_of (builder);
  g_assert_cmpstr (unlocked_by (inventory, "client.key.pk8"), ==, "gaussdb-default");
  g_assert_cmpstr (vf_inventory_get_provider (inventory), ==, "huawei-dws");
}

/* Keys and pairs under names of all sorts: @pair and @key say where they lie. */
static void
test_names (void)
{
  static const struct
  {
    const char *cipher;
    const char *rand;
    const char *key;
    const char *passphrase;
    gboolean wide;
    const char *expected;
    const char *why;
  } rows[] = {
    { "client.key.cipher", "client.key.rand", "client.key", "Own#Word1", FALSE, "gaussdb-pair", "as handed out" },
    { "client.key.cipher", "client.key.rand", "client.key", "Own#Word1", TRUE, "gaussdb-pair", "the longer form" },
    { "edge/client.key.cipher", "edge/client.key.rand", "client.key", "Sixteen-Chars#16", FALSE, "gaussdb-pair",
      "a full block" },
    { "carol.key.cipher", "carol.key.rand", "client.key", "Own#Word1", FALSE, "gaussdb-pair", "named after a user" },
    { "client.key.cipher", "other/client.key.rand", "client.key", "Own#Word1", FALSE, "gaussdb-pair",
      "torn apart, but they decode" },
    { "a\\Client.Key.Cipher", "a\\Client.Key.Rand", "a\\Client.Key", "Own#Word1", FALSE, "gaussdb-pair", "Windows" },
    { "first", "second", "client.key", "Own#Word1", FALSE, "gaussdb-pair", "told by their content" },
    { "server.key.cipher", "server.key.rand", "client.key", "Own#Word1", FALSE, NULL, "the server's" },
    { "server.key.cipher", "client.key.rand", "client.key", "Own#Word1", FALSE, NULL, "half the server's" },
    { "server.key.cipher", "server.key.rand", "server.key", "Own#Word1", FALSE, "gaussdb-pair", "the server's own" },
    { "client.key.cipher", "client.key.rand", "server.key", "Own#Word1", FALSE, NULL, "a client's is not tried there" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      VfBundleBuilder *builder = vf_bundle_builder_new ();
      g_auto (TestCipherPair) pair = { NULL };
      g_autoptr (VfInventory) inventory = NULL;

      g_test_message ("%s", rows[i].why);
      test_cipher_pair_init (&pair, rows[i].passphrase, rows[i].wide);
      add (builder, rows[i].cipher, g_bytes_ref (pair.cipher));
      add (builder, rows[i].rand, g_bytes_ref (pair.rand));
      add_text (builder, rows[i].key, test_pair_key_to_pem (client, TEST_KEY_PKCS8, rows[i].passphrase));
      inventory = inventory_of (builder);
      g_assert_cmpstr (unlocked_by (inventory, rows[i].key), ==, rows[i].expected);
    }
}

/* The folder of a server's installation, packed whole by somebody: certificates there do not say what they are for. */
static void
test_whole_folder (void)
{
  const TestSpec plain = { .subject = "CN=server" };
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) server = test_pair_new (&plain, root);
  g_autoptr (TestPair) client = test_pair_new_client ("client", root);
  g_auto (TestCipherPair) servers = { NULL };
  g_auto (TestCipherPair) clients = { NULL };
  VfBundleBuilder *builder = vf_bundle_builder_new ();
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (VfCredentials) credentials = NULL;

  test_cipher_pair_init (&servers, "Server#Word1", FALSE);
  test_cipher_pair_init (&clients, "Client#Word1", FALSE);
  add (builder, "server.key.cipher", g_bytes_ref (servers.cipher));
  add (builder, "server.key.rand", g_bytes_ref (servers.rand));
  add_text (builder, "server.key", test_pair_key_to_pem (server, TEST_KEY_TRADITIONAL, "Server#Word1"));
  add_text (builder, "server.crt", test_pair_to_pem (server));
  add (builder, "client.key.cipher", g_bytes_ref (clients.cipher));
  add (builder, "client.key.rand", g_bytes_ref (clients.rand));
  add_text (builder, "client.key", test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, "Client#Word1"));
  add_text (builder, "client.crt", test_pair_to_pem (client));
  add_text (builder, "cacert.pem", test_pair_to_pem (root));
  inventory = inventory_of (builder);
  assert_findings (inventory, "warning authority-key\n");
  g_assert_cmpstr (vf_role_to_string (vf_item_get_role (find_item (inventory, "server.crt"))), ==, "server");
  credentials = vf_credentials_new_from_inventory (inventory);
  g_assert_cmpstr (vf_certificate_get_display_name (
                     g_ptr_array_index (vf_credentials_get_client_chain (credentials), 0)),
                   ==, "client");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/passphrase-order/vectors", test_vectors);
  g_test_add_func ("/passphrase-order/refused", test_refused);
  g_test_add_func ("/passphrase-order/lone-half", test_lone_half);
  g_test_add_func ("/passphrase-order/default", test_default);
  g_test_add_func ("/passphrase-order/elsewhere", test_elsewhere);
  g_test_add_func ("/passphrase-order/only-pk8", test_only_pk8);
  g_test_add_func ("/passphrase-order/names", test_names);
  g_test_add_func ("/passphrase-order/whole-folder", test_whole_folder);
  return g_test_run ();
}
