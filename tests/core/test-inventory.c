#include <string.h>

#include <openssl/pkcs12.h>

#include "error.h"
#include "import/archive.h"
#include "import/inventory.h"
#include "pki.h"
#include "stores.h"
#include "test.h"

/* A bundle that is filled file by file; what is added is taken over. */
typedef struct
{
  VfBundleBuilder *builder;
} Files;

static Files
files_new (void)
{
  Files files = { vf_bundle_builder_new () };

  vf_bundle_builder_add_source (files.builder, "a.zip", NULL);
  return files;
}

static void
add_text (Files *files, const char *path, char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  vf_bundle_builder_add (files->builder, path, bytes);
}

static void
add_bytes (Files *files, const char *path, GBytes *bytes)
{
  vf_bundle_builder_add (files->builder, path, bytes);
  g_bytes_unref (bytes);
}

static VfInventory *
files_end (Files *files, const char *passphrase)
{
  g_autoptr (VfBundle) bundle = vf_bundle_builder_end (files->builder);
  SecretValue *value = passphrase ? secret_value_new (passphrase, -1, "text/plain") : NULL;
  g_autoptr (GError) error = NULL;
  VfInventory *inventory = vf_inventory_new (bundle, &value, value ? 1 : 0, VF_TEST_NOW, NULL, &error);

  g_assert_no_error (error);
  g_clear_pointer (&value, secret_value_unref);
  vf_bundle_builder_free (files->builder);
  return inventory;
}

/* "path kind/format[/role] [=match] [+other places]", one a line */
static char *
describe_items (const VfInventory *inventory)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);
      const char *const *also_in = vf_item_get_also_in (item);

      g_string_append_printf (text, "%s %s", vf_item_get_path (item), vf_kind_to_string (vf_item_get_kind (item)));
      if (vf_item_get_format (item) != VF_FORMAT_NONE)
        g_string_append_printf (text, "/%s", vf_format_to_string (vf_item_get_format (item)));
      if (vf_item_get_certificate (item))
        g_string_append_printf (text, "/%s", vf_role_to_string (vf_item_get_role (item)));
      if (vf_item_get_key (item))
        g_string_append_printf (text, "/%s", vf_unlocked_by_to_string (vf_item_get_unlocked_by (item))
                                               ? vf_unlocked_by_to_string (vf_item_get_unlocked_by (item))
                                               : "locked");
      if (vf_item_get_matches (item))
        g_string_append_printf (text, " =%s", vf_item_get_matches (item));
      for (guint j = 0; also_in[j]; j++)
        g_string_append_printf (text, " +%s", also_in[j]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* "severity code subject|detail", one a line */
static char *
describe_findings (const VfInventory *inventory)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      const VfFinding *finding = vf_inventory_get_finding (inventory, i);

      g_string_append_printf (text, "%s %s %s", vf_severity_to_string (vf_finding_get_severity (finding)),
                              vf_code_to_string (vf_finding_get_code (finding)), vf_finding_get_subject (finding));
      if (vf_finding_get_detail (finding))
        g_string_append_printf (text, "|%s", vf_finding_get_detail (finding));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_inventory (const VfInventory *inventory, const char *items, const char *findings)
{
  g_autofree char *own_items = describe_items (inventory);
  g_autofree char *own_findings = describe_findings (inventory);

  g_assert_cmpstr (own_items, ==, items);
  g_assert_cmpstr (own_findings, ==, findings);
}

static void
test_fold (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) intermediate = test_pair_new_intermediate ("Test Intermediate", root);
  const TestPair *const pairs[] = { root, intermediate };
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *intermediate_pem = test_pair_to_pem (intermediate);
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add_text (&files, "a.zip/chain.pem", g_strconcat (root_pem, intermediate_pem, root_pem, NULL));
  add_bytes (&files, "a.zip/chain.p7b", test_pkcs7_to_der (pairs, 2));
  add_bytes (&files, "a.zip/root.crt", test_pair_to_der (root));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory,
                    "a.zip/chain.pem#1 certificate/pem/root +a.zip/chain.pem#3 +a.zip/chain.p7b#1 +a.zip/root.crt\n"
                    "a.zip/chain.pem#2 certificate/pem/intermediate +a.zip/chain.p7b#2\n",
                    "");
  g_assert_cmpuint (vf_item_get_formats (vf_inventory_get_item (inventory, 0)), ==,
                    1u << VF_FORMAT_PEM | 1u << VF_FORMAT_PKCS7 | 1u << VF_FORMAT_DER);
}

static void
test_one_in_pkcs7 (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  const TestPair *const pairs[] = { root };
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add_text (&files, "ca.p7b", test_pkcs7_to_pem (pairs, 1));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory, "ca.p7b#1 certificate/pkcs7/root\n", "");
}

static void
test_client_pair (void)
{
  static const TestKeyFormat formats[] = { TEST_KEY_PKCS8, TEST_KEY_TRADITIONAL };
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      Files files = files_new ();
      g_autoptr (VfInventory) inventory = NULL;

      add_text (&files, "client.key", test_pair_key_to_pem (client, formats[i], NULL));
      add_text (&files, "client.crt", test_pair_to_pem (client));
      add_text (&files, "ca.crt", test_pair_to_pem (root));
      inventory = files_end (&files, NULL);
      assert_inventory (inventory,
                        "client.key private-key/pem/not-needed =client.crt\n"
                        "client.crt certificate/pem/client =client.key\n"
                        "ca.crt certificate/pem/root\n",
                        "");
    }
}

static void
test_passphrase (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (SecretValue) wrong = secret_value_new ("wrong", -1, "text/plain");
  g_autoptr (SecretValue) right = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (VfInventory) locked = NULL;
  g_autoptr (VfInventory) open = NULL;
  g_autoptr (VfInventory) given = NULL;
  g_autoptr (VfInventory) misgiven = NULL;
  g_autoptr (GError) error = NULL;
  VfInventory **const rows[] = { &locked, &given, &misgiven };
  static const char *const passphrases[] = { NULL, "secret", "wrong" };
  static const char items[] = "client.key private-key/pem/passphrase =client.crt +client.pk8\n"
                              "client.crt certificate/pem/client =client.key\n";
  static const char locked_items[] = "client.key private-key/pem/locked\nclient.pk8 private-key/der/locked\n"
                                     "client.crt certificate/pem/other\n";

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Files files = files_new ();

      add_text (&files, "client.key", test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, "secret"));
      add_bytes (&files, "client.pk8", test_pair_key_to_der (client, TEST_KEY_PKCS8, "secret"));
      add_text (&files, "client.crt", test_pair_to_pem (client));
      *rows[i] = files_end (&files, passphrases[i]);
    }
  assert_inventory (locked, locked_items, "warning key-locked client.key|file\nwarning key-locked client.pk8|file\n");
  assert_inventory (given, items, "");
  assert_inventory (misgiven, locked_items,
                    "warning key-passphrase-wrong client.key|file\nwarning key-passphrase-wrong client.pk8|file\n");
  g_assert_null (vf_inventory_unlock (locked, wrong, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  open = vf_inventory_unlock (misgiven, right, NULL, &error);
  g_assert_no_error (error);
  assert_inventory (open, items, "");
}

/* The same authorities as text, as a list and in a Java key store are one set. */
static void
test_three_formats (void)
{
  g_autoptr (TestPair) one = test_pair_new_root ("Root One");
  g_autoptr (TestPair) two = test_pair_new_root ("Root Two");
  const TestPair *const pairs[] = { one, two };
  const TestStoreEntry entries[] = { { .pair = one, .alias = "one" }, { .pair = two, .alias = "two" } };
  g_autofree char *one_pem = test_pair_to_pem (one);
  g_autofree char *two_pem = test_pair_to_pem (two);
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add_text (&files, "ca.pem", g_strconcat (one_pem, two_pem, NULL));
  add_bytes (&files, "ca.p7b", test_pkcs7_to_der (pairs, 2));
  add_bytes (&files, "ca.jks", test_jks_new (FALSE, entries, 2, "apsaradb"));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory,
                    "ca.pem#1 certificate/pem/root +ca.p7b#1 +ca.jks#1\n"
                    "ca.pem#2 certificate/pem/root +ca.p7b#2 +ca.jks#2\n"
                    "ca.jks key-store/jks\n",
                    "");
  g_assert_cmpuint (vf_item_get_n_entries (vf_inventory_get_item (inventory, 2)), ==, 2);
  g_assert_cmpuint (vf_item_get_formats (vf_inventory_get_item (inventory, 0)), ==,
                    1u << VF_FORMAT_PEM | 1u << VF_FORMAT_PKCS7 | 1u << VF_FORMAT_JKS);
}

/* (transfer full): a PKCS#12 file with a certificate and an empty revocation list, neither encrypted nor sealed */
static GBytes *
make_store_with_crl (const TestPair *root, GBytes *list)
{
  STACK_OF (PKCS12_SAFEBAG) *bags = sk_PKCS12_SAFEBAG_new_null ();
  STACK_OF (PKCS7) *parts = sk_PKCS7_new_null ();
  PKCS12 *file = PKCS12_init (NID_pkcs7_data);
  gsize length;
  const guint8 *end = g_bytes_get_data (list, &length);
  X509_CRL *crl = d2i_X509_CRL (NULL, &end, (long) length);
  guint8 *der = NULL;
  int der_length;
  GBytes *bytes;

  sk_PKCS12_SAFEBAG_push (bags, PKCS12_SAFEBAG_create_cert (root->certificate));
  sk_PKCS12_SAFEBAG_push (bags, PKCS12_SAFEBAG_create_crl (crl));
  sk_PKCS7_push (parts, PKCS12_pack_p7data (bags));
  g_assert_cmpint (PKCS12_pack_authsafes (file, parts), ==, 1);
  der_length = i2d_PKCS12 (file, &der);
  bytes = g_bytes_new (der, (gsize) der_length);
  OPENSSL_free (der);
  PKCS12_free (file);
  X509_CRL_free (crl);
  sk_PKCS7_pop_free (parts, PKCS7_free);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  return bytes;
}

/* A revocation list is told wherever it stands, and is one if it is the same. */
static void
test_crls_in_stores (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  GBytes *list = test_crl_to_der (root, NULL, 0);
  g_autoptr (VfInventory) inventory = NULL;
  Files files = files_new ();

  add_bytes (&files, "a.p12", make_store_with_crl (root, list));
  add_bytes (&files, "a.crl", list);
  inventory = files_end (&files, NULL);
  assert_inventory (inventory,
                    "a.p12 key-store/pkcs12\na.p12#1 certificate/pkcs12/root\na.p12#2 crl/pkcs12 +a.crl\n", "");
}

/* A store of which nobody knows the passphrase is used, and it is said. */
static void
test_unconfirmed_store (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  const TestStoreEntry entry = { .pair = root, .alias = "one" };
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add_bytes (&files, "ca.jks", test_jks_new (FALSE, &entry, 1, "of my own"));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory, "ca.jks key-store/jks\nca.jks#1 certificate/jks/root\n",
                    "info store-unconfirmed ca.jks\n");
  g_assert_false (vf_item_is_locked (vf_inventory_get_item (inventory, 0)));
  g_assert_cmpstr (vf_item_get_alias (vf_inventory_get_item (inventory, 1)), ==, "one");
}

static void
test_locked_store (void)
{
  static const char open_items[] = "client.p12 key-store/pkcs12\nclient.p12#1 certificate/pkcs12/client =client.p12#3\n"
                                   "client.p12#2 certificate/pkcs12/root\n"
                                   "client.p12#3 private-key/pkcs12/passphrase =client.p12#1\n";
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  const TestPair *const others[] = { root };
  const TestPkcs12Spec spec = { .key = client, .certificates = others, .n_certificates = 1, .password = "secret" };
  g_autoptr (GBytes) bytes = test_pkcs12_new (&spec);
  g_autoptr (SecretValue) wrong = secret_value_new ("wrong", -1, "text/plain");
  g_autoptr (SecretValue) right = secret_value_new ("secret", -1, "text/plain");
  Files files = files_new ();
  Files given_files = files_new ();
  Files misgiven_files = files_new ();
  g_autoptr (VfInventory) locked = NULL;
  g_autoptr (VfInventory) open = NULL;
  g_autoptr (VfInventory) given = NULL;
  g_autoptr (VfInventory) misgiven = NULL;
  g_autoptr (GError) error = NULL;

  if (!bytes)
    {
      vf_bundle_builder_free (files.builder);
      vf_bundle_builder_free (given_files.builder);
      vf_bundle_builder_free (misgiven_files.builder);
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  add_bytes (&files, "client.p12", g_bytes_ref (bytes));
  add_bytes (&given_files, "client.p12", g_bytes_ref (bytes));
  add_bytes (&misgiven_files, "client.p12", g_bytes_ref (bytes));
  locked = files_end (&files, NULL);
  given = files_end (&given_files, "secret");
  misgiven = files_end (&misgiven_files, "wrong");
  assert_inventory (locked, "client.p12 key-store/pkcs12\n", "warning store-locked client.p12\n");
  g_assert_true (vf_item_is_locked (vf_inventory_get_item (locked, 0)));
  assert_inventory (given, open_items, "");
  assert_inventory (misgiven, "client.p12 key-store/pkcs12\n", "warning store-passphrase-wrong client.p12\n");
  g_assert_null (vf_inventory_unlock (locked, wrong, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  open = vf_inventory_unlock (locked, right, NULL, &error);
  g_assert_no_error (error);
  assert_inventory (open, open_items, "");
  g_assert_cmpint (vf_item_get_unlocked_by (vf_inventory_get_item (open, 0)), ==, VF_UNLOCKED_BY_PASSPHRASE);
}

/* A key that is locked in a way that cannot be opened here is not blamed on the passphrase. */
static void
test_unreadable_key (void)
{
  static const char pem[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                            "MCEwGwYJKoZIhvcNAQU/MA4ECAECAwQFBgcIAgIIAAQCAAA=\n"
                            "-----END ENCRYPTED PRIVATE KEY-----\n";
  g_autoptr (SecretValue) passphrase = secret_value_new ("secret", -1, "text/plain");
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (GError) error = NULL;

  add_text (&files, "client.key", g_strdup (pem));
  inventory = files_end (&files, NULL);
  g_assert_null (vf_inventory_unlock (inventory, passphrase, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (G_USEC_PER_SEC / 5);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* (transfer full): as many slow keys as are tried at the most, each with that name */
static VfBundle *
make_slow_keys (const char *name)
{
  g_autoptr (TestPair) client = test_pair_new_root ("client");
  g_autofree char *pem = test_pair_key_to_slow_pem (client, "sesame", 200000);
  Files files = files_new ();
  VfBundle *bundle;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *path = g_strdup_printf ("%u/%s", i, name);

      add_text (&files, path, g_strdup (pem));
    }
  bundle = vf_bundle_builder_end (files.builder);
  vf_bundle_builder_free (files.builder);
  return bundle;
}

/* Nobody waits for the end of what they have cancelled: here two hundred attempts of a tenth of a second each, when
 * something is unlocked, when it is read with a passphrase, and when the passphrase that a provider has published is
 * tried. */
static void
test_cancel_unlock (void)
{
  g_autoptr (VfBundle) plain = make_slow_keys ("a.key");
  g_autoptr (VfBundle) published = make_slow_keys ("client.key.pk8");
  g_autoptr (VfInventory) locked = vf_inventory_new (plain, NULL, 0, VF_TEST_NOW, NULL, NULL);
  SecretValue *wrong = secret_value_new ("wrong", -1, "text/plain");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GTimer) timer = g_timer_new ();
      GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
      g_autoptr (GError) error = NULL;
      VfInventory *inventory = NULL;

      if (i == 0)
        inventory = vf_inventory_unlock (locked, wrong, cancellable, &error);
      else if (i == 1)
        inventory = vf_inventory_new (plain, &wrong, 1, VF_TEST_NOW, cancellable, &error);
      else
        inventory = vf_inventory_new (published, NULL, 0, VF_TEST_NOW, cancellable, &error);
      g_assert_null (inventory);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 3);
      g_thread_join (thread);
    }
  secret_value_unref (wrong);
}

/* What each leaf is, with its key beside it. */
static void
test_roles (void)
{
  static const struct
  {
    TestSpec spec;
    gboolean by_itself;
    gboolean with_key;
    const char *role;
    VfCode code;
    const char *why;
  } rows[] = {
    { { .extended_key_usage = "clientAuth" }, FALSE, TRUE, "client", VF_CODE_NONE, "a client" },
    { { .extended_key_usage = "clientAuth", .names = "DNS:app" }, FALSE, TRUE, "client", VF_CODE_NONE, "named" },
    { { .extended_key_usage = "serverAuth,clientAuth", .names = "DNS:db" }, FALSE, TRUE, "client", VF_CODE_NONE,
      "both" },
    { { .subject = "CN=app" }, FALSE, TRUE, "client", VF_CODE_NONE, "no usage at all" },
    { { .extended_key_usage = "serverAuth", .names = "DNS:db" }, FALSE, TRUE, "server", VF_CODE_AUTHORITY_KEY,
      "server" },
    { { .names = "DNS:db.test" }, FALSE, TRUE, "server", VF_CODE_AUTHORITY_KEY, "a host's name without usage" },
    { { .authority = TRUE }, FALSE, TRUE, "intermediate", VF_CODE_AUTHORITY_KEY, "an intermediate's key" },
    { { .authority = TRUE }, TRUE, TRUE, "root", VF_CODE_AUTHORITY_KEY, "a root's key" },
    { { .names = "DNS:db.test" }, TRUE, TRUE, "server", VF_CODE_AUTHORITY_KEY, "a self-signed server's key" },
    { { .extended_key_usage = "codeSigning" }, FALSE, TRUE, "other", VF_CODE_AUTHORITY_KEY, "neither" },
    { { .extended_key_usage = "clientAuth" }, FALSE, FALSE, "other", VF_CODE_CERTIFICATE_WITHOUT_KEY, "no key" },
    { { .extended_key_usage = "serverAuth" }, FALSE, FALSE, "server", VF_CODE_NONE, "a server's certificate" },
    { { .names = "DNS:db.test" }, TRUE, FALSE, "root", VF_CODE_NONE, "a server that vouches for itself" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) pair = test_pair_new (&rows[i].spec, rows[i].by_itself ? NULL : root);
      Files files = files_new ();
      g_autoptr (VfInventory) inventory = NULL;

      add_text (&files, "crt", test_pair_to_pem (pair));
      if (rows[i].with_key)
        add_text (&files, "key", test_pair_key_to_pem (pair, TEST_KEY_PKCS8, NULL));
      inventory = files_end (&files, NULL);
      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (vf_role_to_string (vf_item_get_role (vf_inventory_get_item (inventory, 0))), ==, rows[i].role);
      g_assert_cmpuint (vf_inventory_get_n_findings (inventory), ==, rows[i].code == VF_CODE_NONE ? 0 : 1);
      if (rows[i].code != VF_CODE_NONE)
        g_assert_cmpint (vf_finding_get_code (vf_inventory_get_finding (inventory, 0)), ==, rows[i].code);
    }
}

static void
test_renewed_pair (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) old = test_pair_new (
    &(TestSpec){ .subject = "CN=app", .not_after = VF_TEST_NOW - 86400, .extended_key_usage = "clientAuth" }, root);
  g_autoptr (TestPair) new
    = test_pair_new_with_key (&(TestSpec){ .subject = "CN=app", .extended_key_usage = "clientAuth" }, root, old);
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  add_text (&files, "old.crt", test_pair_to_pem (old));
  add_text (&files, "new.crt", test_pair_to_pem (new));
  add_text (&files, "key", test_pair_key_to_pem (old, TEST_KEY_PKCS8, NULL));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory,
                    "old.crt certificate/pem/client =key\nnew.crt certificate/pem/client =key\n"
                    "key private-key/pem/not-needed =new.crt\n",
                    "warning several-identities app\n");
}

static void
test_problems (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) expired
    = test_pair_new (&(TestSpec){ .subject = "CN=old", .authority = TRUE, .not_after = VF_TEST_NOW - 1 }, NULL);
  g_autoptr (TestPair) weak
    = test_pair_new (&(TestSpec){ .subject = "CN=weak", .authority = TRUE, .digest = "SHA1" }, root);
  g_autoptr (TestPair) client = test_pair_new (
    &(TestSpec){ .subject = "CN=app", .not_after = VF_TEST_NOW - 1, .extended_key_usage = "clientAuth" }, root);
  g_autoptr (TestPair) stranger = test_pair_new_client ("other", root);
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;
  g_autofree char *findings = NULL;

  add_text (&files, "root", test_pair_to_pem (root));
  add_text (&files, "old", test_pair_to_pem (expired));
  add_text (&files, "weak", test_pair_to_pem (weak));
  add_text (&files, "app.crt", test_pair_to_pem (client));
  add_text (&files, "app.key", test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL));
  add_text (&files, "other.key", test_pair_key_to_pem (stranger, TEST_KEY_PKCS8, NULL));
  add_text (&files, "page.pem", g_strdup ("<html>Log in</html>"));
  add_text (&files, "empty.pem", g_strdup (""));
  add_text (&files, "info.txt", g_strdup ("Certificate:\nSignature Algorithm: x\nIssuer: y\n"));
  add_text (&files, "bad.pem", g_strdup ("\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  add_text (&files, "readme.txt", g_strdup ("read me"));
  vf_bundle_builder_skip (files.builder, "../evil", VF_SKIP_UNSAFE_NAME);
  vf_bundle_builder_skip (files.builder, "link", VF_SKIP_LINK);
  vf_bundle_builder_skip (files.builder, ".DS_Store", VF_SKIP_SYSTEM_FILE);
  vf_bundle_builder_skip (files.builder, "cut.zip", VF_SKIP_DAMAGED);
  inventory = files_end (&files, NULL);
  findings = describe_findings (inventory);
  g_assert_cmpstr (findings, ==,
                   "warning client-expired app|2026-11-21T11:59:59Z\n"
                   "warning key-without-certificate other.key\n"
                   "info expired-members old|1\n"
                   "info weak-members weak|1\n"
                   "warning damaged-item cut.zip|it is damaged or was cut off\n"
                   "warning skipped-entries ../evil|2\n"
                   "warning web-page page.pem\n"
                   "warning empty-file empty.pem\n"
                   "warning description-only info.txt\n"
                   "warning damaged-item bad.pem|line 2: what stands in the block is not a certificate\n");
}

static void
test_nothing_usable (void)
{
  Files files = files_new ();
  Files empty = files_new ();
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (VfInventory) nothing = NULL;

  add_text (&files, "a.zip/readme.txt", g_strdup ("read me"));
  inventory = files_end (&files, NULL);
  assert_inventory (inventory, "a.zip/readme.txt unknown\n", "error nothing-usable a.zip\n");
  nothing = files_end (&empty, NULL);
  assert_inventory (nothing, "", "error nothing-usable a.zip\n");
}

/* Nobody knows what is in it, so it is not said that there is nothing. */
static void
test_unopened_archive (void)
{
  Files files = files_new ();
  g_autoptr (VfInventory) inventory = NULL;

  vf_bundle_builder_skip (files.builder, "a.7z", VF_SKIP_UNSUPPORTED_ENCRYPTION);
  inventory = files_end (&files, NULL);
  assert_inventory (inventory, "a.7z skipped\n", "warning archive-unsupported a.7z\n");
}

static void
test_provider (void)
{
  static const struct
  {
    const char *subject;
    const char *files[3];
    const char *expected;
    const char *why;
  } rows[] = {
    { "O=Alibaba,OU=Aliyun,CN=ApsaraDB Root CA", { NULL }, "alibaba-rds", "by its authority" },
    { "CN=Supabase Root 2021 CA", { NULL }, "supabase", "by its authority" },
    { "CN=YandexInternalRootCA", { NULL }, "yandex", "by its authority" },
    { "CN=x", { "a/client.key.cipher", "a/client.key.rand" }, "huawei-dws", "by its files" },
    { "CN=x", { "server-ca.pem", "client-key.pem", "client-cert.pem" }, "cloudsql", "by its files" },
    { "CN=x", { "z/ApsaraDB-CA-Chain.p7b", "z/ApsaraDB-CA-Chain.pem" }, "alibaba-rds", "by its files" },
    { "CN=x", { "ca.crt", "tls.crt", "tls.key" }, "kubernetes", "by its files" },
    { "CN=x", { "sslcert/cacert.pem", "sslcert/sslcert_env.bat" }, "huawei-dws", "by its files" },
    { "CN=x", { "amazon-trust-ca-bundle.crt" }, "redshift", "by its name" },
    { "CN=x", { "cacert.pem" }, NULL, "one of two files" },
    { "CN=Supabase Root 2021 CA", { "ca.crt", "tls.crt", "tls.key" }, "supabase", "an authority beats names" },
    { "CN=x", { "ca.crt", "client.crt" }, NULL, "anybody's" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) root
        = test_pair_new (&(TestSpec){ .subject = rows[i].subject, .authority = TRUE }, NULL);
      Files files = files_new ();
      g_autoptr (VfInventory) inventory = NULL;

      add_text (&files, "root", test_pair_to_pem (root));
      for (guint j = 0; j < G_N_ELEMENTS (rows[i].files) && rows[i].files[j]; j++)
        add_text (&files, rows[i].files[j], g_strdup ("x"));
      inventory = files_end (&files, NULL);
      g_test_message ("%s %s", rows[i].subject, rows[i].why);
      g_assert_cmpstr (vf_inventory_get_provider (inventory), ==, rows[i].expected);
    }
}

static guint
count_certificates (const VfInventory *inventory)
{
  guint n = 0;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    n += vf_item_get_certificate (vf_inventory_get_item (inventory, i)) != NULL;
  return n;
}

static const char *
detail_of (const VfInventory *inventory, VfCode code)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    if (vf_finding_get_code (vf_inventory_get_finding (inventory, i)) == code)
      return vf_finding_get_detail (vf_inventory_get_finding (inventory, i));
  return NULL;
}

/* The counts of the README beside the files. */
static void
test_real_archive (void)
{
  static const struct
  {
    const char *path;
    guint n_certificates;
    const char *expired;
    const char *weak;
    const char *provider;
  } rows[] = {
    { "real-ca/generated/ApsaraDB-CA-Chain.jks", 84, "12", "23", "alibaba-rds" },
    { "real-ca/generated/ApsaraDB-CA-Chain.zip", 84, "12", "23", "alibaba-rds" },
    { "real-ca/aws/global-bundle-2023.pem", 115, "28", NULL, "aws-rds" },
    { "real-ca/aws", 151, "49", "12", "aws-rds" },
    { "real-ca/redshift", 8, "2", "2", "redshift" },
    { "real-ca/yandex", 2, NULL, NULL, "yandex" },
    { "real-ca/selectel", 1, NULL, NULL, "selectel" },
    { "real-ca/messy/azure-combined-first-block-indented.crt.pem", 3, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = vf_test_shared_data (rows[i].path);
      g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;
      g_autoptr (VfBundle) bundle = NULL;
      g_autoptr (VfInventory) inventory = NULL;
      g_autoptr (GError) error = NULL;

      if (!path)
        {
          g_test_skip ("../shared/testdata/real-ca is not beside this checkout");
          return;
        }
      g_test_message ("%s", rows[i].path);
      bundle = vf_archive_read_locked (&file, 1, NULL, 0, &vf_limits_default, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_certificates (inventory), ==, rows[i].n_certificates);
      g_assert_cmpstr (detail_of (inventory, VF_CODE_EXPIRED_MEMBERS), ==, rows[i].expired);
      g_assert_cmpstr (detail_of (inventory, VF_CODE_WEAK_MEMBERS), ==, rows[i].weak);
      g_assert_cmpstr (vf_inventory_get_provider (inventory), ==, rows[i].provider);
    }
}

static void
test_cancel (void)
{
  Files files = files_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  add_text (&files, "a", g_strdup ("x"));
  bundle = vf_bundle_builder_end (files.builder);
  g_cancellable_cancel (cancellable);
  g_assert_null (vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  vf_bundle_builder_free (files.builder);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/inventory/fold", test_fold);
  g_test_add_func ("/inventory/one-in-pkcs7", test_one_in_pkcs7);
  g_test_add_func ("/inventory/client-pair", test_client_pair);
  g_test_add_func ("/inventory/passphrase", test_passphrase);
  g_test_add_func ("/inventory/roles", test_roles);
  g_test_add_func ("/inventory/renewed-pair", test_renewed_pair);
  g_test_add_func ("/inventory/problems", test_problems);
  g_test_add_func ("/inventory/nothing-usable", test_nothing_usable);
  g_test_add_func ("/inventory/unopened-archive", test_unopened_archive);
  g_test_add_func ("/inventory/provider", test_provider);
  g_test_add_func ("/inventory/real-archive", test_real_archive);
  g_test_add_func ("/inventory/three-formats", test_three_formats);
  g_test_add_func ("/inventory/crls-in-stores", test_crls_in_stores);
  g_test_add_func ("/inventory/unconfirmed-store", test_unconfirmed_store);
  g_test_add_func ("/inventory/locked-store", test_locked_store);
  g_test_add_func ("/inventory/unreadable-key", test_unreadable_key);
  g_test_add_func ("/inventory/cancel", test_cancel);
  g_test_add_func ("/inventory/cancel-unlock", test_cancel_unlock);
  return g_test_run ();
}
