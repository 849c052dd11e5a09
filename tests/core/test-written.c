#include <glib/gstdio.h>
#include <string.h>

#include <openssl/ssl.h>

#include "import/credentials.h"
#include "pki.h"
#include "test.h"

/* What is written is loaded as libpq 15 to 18 load it (fe-secure-openssl.c), and read again gives the same. */

static VfCredentials *
choose (const char *const *texts, guint n_texts)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (VfInventory) inventory = NULL;

  for (guint i = 0; i < n_texts; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autofree char *path = g_strdup_printf ("%u", i);

      vf_bundle_builder_add (builder, path, bytes);
    }
  bundle = vf_bundle_builder_end (builder);
  inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, NULL);
  return vf_credentials_new_from_inventory (inventory);
}

static char *
write_file (const char *directory, const char *name, const char *text)
{
  char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static int
count_store (SSL_CTX *context)
{
  STACK_OF (X509_OBJECT) *objects = X509_STORE_get0_objects (SSL_CTX_get_cert_store (context));

  return sk_X509_OBJECT_num (objects);
}

/* Messy forms in, strict files out. */
static void
test_loads_as_in_libpq (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) inner = test_pair_new_intermediate ("Inner", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", inner);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *inner_pem = test_pair_to_pem (inner);
  g_autofree char *client_pem = test_pair_to_pem (client);
  g_autofree char *key_pem = test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, NULL);
  g_autofree char *root_base64 = g_base64_encode ((const guchar *) root_pem, strlen (root_pem));
  g_auto (GStrv) lines = g_strsplit (inner_pem, "\n", -1);
  g_autofree char *escaped = g_strjoinv ("\\n", lines);
  const char *const texts[] = { root_base64, escaped, client_pem, key_pem };
  g_autoptr (VfCredentials) credentials = choose (texts, G_N_ELEMENTS (texts));
  g_autofree char *written_root = vf_credentials_root_pem (credentials);
  g_autofree char *written_client = vf_credentials_client_pem (credentials);
  const char *const written[] = { written_root, written_client, key_pem };
  g_autoptr (VfCredentials) again = choose (written, G_N_ELEMENTS (written));
  g_autofree char *root_again = vf_credentials_root_pem (again);
  g_autofree char *client_again = vf_credentials_client_pem (again);
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *root_path = write_file (directory, "root.crt", written_root);
  g_autofree char *client_path = write_file (directory, "client.crt", written_client);
  g_autoptr (GBytes) written_key = vf_private_key_to_pem (vf_credentials_get_client_key (credentials), NULL, NULL);
  g_autofree char *key_text = g_strndup (g_bytes_get_data (written_key, NULL), g_bytes_get_size (written_key));
  g_autofree char *key_path = write_file (directory, "client.key", key_text);
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  STACK_OF (X509) *chain = NULL;

  g_assert_cmpint (SSL_CTX_load_verify_locations (context, root_path, NULL), ==, 1);
  g_assert_cmpint (count_store (context), ==, 2);
  g_assert_cmpint (SSL_CTX_use_certificate_chain_file (context, client_path), ==, 1);
  SSL_CTX_get0_chain_certs (context, &chain);
  g_assert_cmpint (sk_X509_num (chain), ==, 1);
  /* whatever it came as */
  g_assert_true (g_str_has_prefix (key_text, "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_cmpint (SSL_CTX_use_PrivateKey_file (context, key_path, SSL_FILETYPE_PEM), ==, 1);
  g_assert_cmpint (SSL_CTX_check_private_key (context), ==, 1);
  g_assert_cmpstr (root_again, ==, written_root);
  g_assert_cmpstr (client_again, ==, written_client);
  SSL_CTX_free (context);
  vf_test_remove_tree (directory);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/written/loads-as-in-libpq", test_loads_as_in_libpq);
  return g_test_run ();
}
