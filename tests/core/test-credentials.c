#include <string.h>

#include "import/credentials.h"
#include "pki.h"
#include "test.h"

typedef struct
{
  const char *path;
  char *text;
} File;

/* What is in some files; their text is freed. */
static VfInventory *
make_inventory (File *files, guint n_files)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (files[i].text, strlen (files[i].text));

      vf_bundle_builder_add (builder, files[i].path, bytes);
    }
  bundle = vf_bundle_builder_end (builder);
  return vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, NULL);
}

/* The default choice. */
static VfCredentials *
choose (File *files, guint n_files)
{
  g_autoptr (VfInventory) inventory = make_inventory (files, n_files);

  return vf_credentials_new_from_inventory (inventory);
}

static void
test_default_choice (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) outer = test_pair_new_intermediate ("Outer", root);
  g_autoptr (TestPair) inner = test_pair_new_intermediate ("Inner", outer);
  g_autoptr (TestPair) client = test_pair_new_client ("app", inner);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *outer_pem = test_pair_to_pem (outer);
  g_autofree char *inner_pem = test_pair_to_pem (inner);
  g_autofree char *client_pem = test_pair_to_pem (client);
  g_auto (GStrv) lines = g_strsplit (root_pem, "\n", -1);
  File files[] = {
    { "outer", g_strconcat ("Bag Attributes\n", outer_pem, NULL) },
    { "root", g_strjoinv ("\r\n", lines) },
    { "client", g_strdup (client_pem) },
    { "inner", g_strdup (inner_pem) },
    { "key", test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL) },
  };
  g_autoptr (VfCredentials) credentials = choose (files, G_N_ELEMENTS (files));
  g_autofree char *own_root = vf_credentials_root_pem (credentials);
  g_autofree char *own_client = vf_credentials_client_pem (credentials);
  g_autofree char *expected_root = g_strconcat (outer_pem, root_pem, inner_pem, NULL);
  g_autofree char *expected_client = g_strconcat (client_pem, inner_pem, outer_pem, NULL);

  g_assert_cmpuint (vf_credentials_count_roots (credentials), ==, 1);
  g_assert_cmpuint (vf_credentials_count_intermediates (credentials), ==, 2);
  g_assert_cmpuint (vf_credentials_get_client_chain (credentials)->len, ==, 3);
  g_assert_nonnull (vf_credentials_get_client_key (credentials));
  g_assert_false (vf_credentials_is_empty (credentials));
  g_assert_cmpstr (own_root, ==, expected_root);
  g_assert_cmpstr (own_client, ==, expected_client);
}

/* Of two client certificates the one that has not expired; never a server's or an authority's key. */
static void
test_which_client (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) old = test_pair_new (
    &(TestSpec){ .subject = "CN=old", .extended_key_usage = "clientAuth", .not_after = VF_TEST_NOW - 1 }, root);
  g_autoptr (TestPair) new = test_pair_new_client ("new", root);
  g_autoptr (TestPair) server = test_pair_new_server ("db", "DNS:db.test", root);
  File files[] = {
    { "server", test_pair_to_pem (server) },
    { "server.key", test_pair_key_to_pem (server, TEST_KEY_PKCS8, NULL) },
    { "root.key", test_pair_key_to_pem (root, TEST_KEY_PKCS8, NULL) },
    { "root", test_pair_to_pem (root) },
    { "old", test_pair_to_pem (old) },
    { "old.key", test_pair_key_to_pem (old, TEST_KEY_PKCS8, NULL) },
    { "new", test_pair_to_pem (new) },
    { "new.key", test_pair_key_to_pem (new, TEST_KEY_PKCS8, NULL) },
  };
  File only_server[] = {
    { "server", test_pair_to_pem (server) },
    { "server.key", test_pair_key_to_pem (server, TEST_KEY_PKCS8, NULL) },
  };
  g_autoptr (VfCredentials) credentials = choose (files, G_N_ELEMENTS (files));
  g_autoptr (VfCredentials) none = choose (only_server, G_N_ELEMENTS (only_server));
  g_autoptr (VfCertificate) expected = vf_certificate_new_from_x509 (new->certificate);
  VfCertificate *chosen = g_ptr_array_index (vf_credentials_get_client_chain (credentials), 0);

  g_assert_true (vf_certificate_equal (chosen, expected));
  g_assert_cmpstr (vf_private_key_get_key_id (vf_credentials_get_client_key (credentials)), ==,
                   vf_certificate_get_key_id (expected));
  g_assert_true (vf_credentials_is_empty (none));
}

/* A server that vouches for itself is its own authority, whether its key lies beside it or not. */
static void
test_self_signed_server (void)
{
  g_autoptr (TestPair) server = test_pair_new_server ("db", "DNS:db.test", NULL);
  File files[] = {
    { "server", test_pair_to_pem (server) },
    { "server.key", test_pair_key_to_pem (server, TEST_KEY_PKCS8, NULL) },
  };
  g_autoptr (VfCredentials) credentials = choose (files, G_N_ELEMENTS (files));

  g_assert_cmpuint (vf_credentials_count_roots (credentials), ==, 1);
  g_assert_cmpuint (vf_credentials_get_client_chain (credentials)->len, ==, 0);
  g_assert_null (vf_credentials_get_client_key (credentials));
}

static void
test_changes (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (TestPair) other = test_pair_new_root ("Other Root");
  g_autoptr (VfCertificate) authority = vf_certificate_new_from_x509 (other->certificate);
  File files[] = {
    { "root", test_pair_to_pem (root) },
    { "client", test_pair_to_pem (client) },
    { "key", test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL) },
  };
  g_autoptr (VfCredentials) empty = vf_credentials_new_empty ();
  g_autoptr (VfCredentials) credentials = choose (files, G_N_ELEMENTS (files));
  g_autoptr (VfCredentials) more = vf_credentials_with_authority (credentials, authority);
  g_autoptr (VfCredentials) again = vf_credentials_with_authority (more, authority);
  g_autoptr (VfCredentials) less = vf_credentials_without_client (more);
  g_autofree char *no_client = vf_credentials_client_pem (less);

  g_assert_true (vf_credentials_is_empty (empty));
  g_assert_null (vf_credentials_root_pem (empty));
  g_assert_cmpuint (vf_credentials_count_roots (credentials), ==, 1);
  g_assert_cmpuint (vf_credentials_count_roots (more), ==, 2);
  g_assert_nonnull (vf_credentials_get_client_key (more));
  g_assert_cmpuint (vf_credentials_count_roots (again), ==, 2);
  g_assert_cmpuint (vf_credentials_count_roots (less), ==, 2);
  g_assert_null (vf_credentials_get_client_key (less));
  g_assert_null (no_client);
}

/* What was left out vouches for nobody, and is not forgotten. */
static void
test_known (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) link = test_pair_new_intermediate ("Link", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", link);
  g_autoptr (VfCertificate) left_out = vf_certificate_new_from_x509 (link->certificate);
  g_autoptr (VfCertificate) leaf = vf_certificate_new_from_x509 (client->certificate);
  g_autoptr (VfChoice) all = vf_choice_new ();
  g_autoptr (VfChoice) choice = vf_choice_with_authority (all, left_out, FALSE);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  File files[] = { { "root", test_pair_to_pem (root) }, { "link", test_pair_to_pem (link) } };
  g_autoptr (VfInventory) inventory = make_inventory (files, G_N_ELEMENTS (files));
  g_autoptr (VfCredentials) chosen = vf_credentials_new_from_choice (inventory, choice);
  g_autoptr (VfCredentials) with_client = NULL;
  g_autoptr (VfCredentials) longer = NULL;
  g_autoptr (VfCredentials) added = vf_credentials_with_authority (chosen, left_out);

  g_assert_cmpuint (vf_credentials_get_authorities (chosen)->len, ==, 1);
  g_assert_cmpuint (vf_credentials_get_known (chosen)->len, ==, 1);
  g_assert_true (vf_certificate_equal (g_ptr_array_index (vf_credentials_get_known (chosen), 0), left_out));
  g_assert_cmpuint (vf_credentials_get_authorities (added)->len, ==, 2);
  g_ptr_array_add (chain, leaf);
  with_client = vf_credentials_with_client (chosen, chain, NULL);
  g_assert_cmpuint (vf_credentials_get_known (with_client)->len, ==, 1);
  longer = vf_credentials_with_client_intermediate (with_client, left_out);
  g_assert_cmpuint (vf_credentials_get_client_chain (longer)->len, ==, 2);
  g_assert_cmpuint (vf_credentials_get_authorities (longer)->len, ==, 1);
}

/* Two authorities that vouch for one another end the chain, not the program. */
static void
test_circle (void)
{
  g_autoptr (TestPair) a_root = test_pair_new_root ("A");
  g_autoptr (TestPair) b_root = test_pair_new_root ("B");
  g_autoptr (TestPair) a = test_pair_new_with_key (&(TestSpec){ .subject = "CN=A", .authority = TRUE }, b_root, a_root);
  g_autoptr (TestPair) b = test_pair_new_with_key (&(TestSpec){ .subject = "CN=B", .authority = TRUE }, a_root, b_root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", a_root);
  File files[] = {
    { "a", test_pair_to_pem (a) },
    { "b", test_pair_to_pem (b) },
    { "client", test_pair_to_pem (client) },
    { "key", test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL) },
  };
  g_autoptr (VfCredentials) credentials = choose (files, G_N_ELEMENTS (files));

  g_assert_cmpuint (vf_credentials_get_client_chain (credentials)->len, ==, 3);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/credentials/default-choice", test_default_choice);
  g_test_add_func ("/credentials/which-client", test_which_client);
  g_test_add_func ("/credentials/self-signed-server", test_self_signed_server);
  g_test_add_func ("/credentials/changes", test_changes);
  g_test_add_func ("/credentials/known", test_known);
  g_test_add_func ("/credentials/circle", test_circle);
  return g_test_run ();
}
