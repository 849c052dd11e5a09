#include "store/store.h"

#include <gio/gio.h>
#include <string.h>

#include "disk.h"
#include "error.h"
#include "sample.h"
#include "test.h"

typedef struct
{
  char *directory;
  VfStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = vf_test_make_dir ();
  fixture->store = vf_store_new (fixture->directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_store_unref (fixture->store);
  vf_test_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static VfConnection *
save (Fixture *fixture, const char *name, const char *passphrase)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, passphrase);
  g_autoptr (SecretValue) secret = passphrase ? test_secret (passphrase) : NULL;
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 5433, "shop", "al");
  g_autoptr (VfConnection) bare = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
  VfConnection *connection = vf_connection_with_option (bare, "application_name", "till", NULL);
  g_autoptr (GError) error = NULL;

  vf_store_save (fixture->store, name, connection, secret, NULL, FALSE, &error);
  g_assert_no_error (error);
  return connection;
}

static char *
root_of (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyFolder) folder = vf_store_open_credentials (fixture->store, name, &error);

  g_assert_no_error (error);
  return g_strdup (vf_key_folder_get_files (folder)->root);
}

/* The copy stands on its own: deleting the original leaves it whole. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) original = save (fixture, "shop", "geheim");
  g_autoptr (VfConnection) copy = NULL;
  g_autoptr (VfRemoved) removed = NULL;
  g_autofree char *first = root_of (fixture, "shop");
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  VfCredentials *credentials;

  g_assert_true (vf_store_duplicate (fixture->store, "shop", "shop-2", &error));
  g_assert_no_error (error);
  second = root_of (fixture, "shop-2");
  g_assert_cmpstr (first, !=, second);
  removed = vf_store_remove (fixture->store, "shop", &error);
  g_clear_pointer (&removed, vf_removed_free);
  copy = vf_store_load (fixture->store, "shop-2", &error);
  g_assert_no_error (error);
  g_assert_true (vf_target_equal (vf_connection_get_target (copy), vf_connection_get_target (original)));
  g_assert_cmpint (vf_connection_get_mode (copy), ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_cmpstr (vf_connection_get_option (copy, "application_name"), ==, "till");
  credentials = vf_connection_get_credentials (copy);
  g_assert_cmpuint (vf_credentials_get_authorities (credentials)->len, ==, 1);
  g_assert_true (vf_private_key_is_locked (vf_credentials_get_client_key (credentials)));
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) original = save (fixture, "shop", NULL);
  g_autofree char *tree = NULL;

  g_assert_true (vf_store_duplicate (fixture->store, "shop", "copy", NULL));
  tree = test_list_tree (fixture->directory);
  for (const char *key = strstr (tree, "client.key "); key; key = strstr (key + 1, "client.key "))
    g_assert_true (g_str_has_prefix (key, "client.key 600 "));
}

/* The same settings were proven, and a change of one is none of the other. */
static void
test_note (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (VfConnection) original = save (fixture, "shop", NULL);
  g_autoptr (VfReport) report = test_sample_proof (original, NULL);
  g_autoptr (VfSaved) copy = NULL;

  g_assert_true (vf_store_note_check (fixture->store, "shop", report, NULL));
  g_assert_true (vf_store_duplicate (fixture->store, "shop", "copy", NULL));
  copy = vf_store_find (fixture->store, "copy", NULL);
  g_assert_cmpint (vf_saved_get_proof (copy, now), ==, VF_PROOF_PROVEN);
  g_assert_true (vf_store_duplicate (fixture->store, "copy", "third", NULL));
  g_clear_pointer (&copy, vf_saved_unref);
  copy = vf_store_find (fixture->store, "third", NULL);
  g_assert_cmpint (vf_saved_get_proof (copy, now), ==, VF_PROOF_PROVEN);
}

/* What the window shows at once is what the store will say. */
static void
test_with_report (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (VfConnection) connection = save (fixture, "shop", NULL);
  g_autoptr (VfReport) report = test_sample_proof (connection, NULL);
  g_autoptr (VfSaved) before = vf_store_find (fixture->store, "shop", NULL);
  g_autoptr (VfSaved) shown = vf_saved_with_report (before, connection, report, now);
  g_autoptr (VfSaved) stored = NULL;

  g_assert_true (vf_store_note_check (fixture->store, "shop", report, NULL));
  stored = vf_store_find (fixture->store, "shop", NULL);
  g_assert_cmpint (vf_saved_get_proof (before, now), ==, VF_PROOF_NEVER);
  g_assert_cmpint (vf_saved_get_proof (shown, now), ==, VF_PROOF_PROVEN);
  g_assert_cmpint (vf_saved_get_expires (shown), ==, vf_saved_get_expires (stored));
  g_assert_cmpint (vf_saved_get_expires (shown), !=, 0);
}

static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (FALSE, NULL);
  g_autofree char *pem = vf_credentials_root_pem (credentials);
  g_autofree char *path = test_write_file (fixture->directory, "mine.pem", pem);
  g_autofree char *text = g_strdup_printf ("[mine]\nhost=db.test\nsslmode=verify-full\nsslrootcert=%s\n", path);
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store), text, -1, NULL));
  g_assert_true (vf_store_duplicate (fixture->store, "mine", "copy", &error));
  g_assert_no_error (error);
  root = root_of (fixture, "copy");
  g_assert_cmpstr (root, !=, path);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *copy;
    VfError code;
  } cases[] = {
    { "nothing", "copy", VF_ERROR_NOT_FOUND },
    { "shop", "shop", VF_ERROR_EXISTS },
    { "shop", "", VF_ERROR_SYNTAX },
    { "shop", "a]", VF_ERROR_SYNTAX },
  };
  g_autoptr (VfConnection) original = save (fixture, "shop", NULL);
  g_autofree char *before = test_list_tree (fixture->directory);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_false (vf_store_duplicate (fixture->store, cases[i].name, cases[i].copy, &error));
      g_assert_error (error, VF_ERROR, (int) cases[i].code);
      after = test_list_tree (fixture->directory);
      g_assert_cmpstr (after, ==, before);
    }
}

/* bytes that a file may have: too few for a certificate, too few for the service file */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  static const gsize rooms[] = { 300, 600 };
  g_autoptr (VfConnection) original = save (fixture, "shop", NULL);
  g_autofree char *before = test_list_tree (fixture->directory);

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      test_disk_is_full (rooms[i]);
      g_assert_false (vf_store_duplicate (fixture->store, "shop", "copy", &error));
      test_disk_has_room ();
      g_assert_nonnull (error);
      after = test_list_tree (fixture->directory);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_suggest (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *copy;
  } cases[] = {
    { "shop", "shop-2" },
    { "shop-2", "shop-3" },
    { "shop-prod", "shop-prod-2" },
    { "-7", "-7-2" },
    { "node-1", "node-1-2" },
    { "pg-2024", "pg-2024-2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfConnection) original = save (fixture, cases[i].name, NULL);
      g_autofree char *copy = vf_store_suggest_copy_name (fixture->store, cases[i].name);

      g_assert_cmpstr (copy, ==, cases[i].copy);
    }
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  add ("/store/duplicate/copy", test_copy);
  add ("/store/duplicate/private", test_private);
  add ("/store/duplicate/note", test_note);
  add ("/store/duplicate/with-report", test_with_report);
  add ("/store/duplicate/by-hand", test_by_hand);
  add ("/store/duplicate/refused", test_refused);
  add ("/store/duplicate/full-disk", test_full_disk);
  add ("/store/duplicate/suggest", test_suggest);
  return g_test_run ();
}
