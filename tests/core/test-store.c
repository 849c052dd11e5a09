#include "store/store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "check/report-private.h"
#include "disk.h"
#include "error.h"
#include "sample.h"
#include "test.h"

typedef struct
{
  char *directory;
  VfStore *store;
  VfCredentials *credentials;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = vf_test_make_dir ();

  fixture->directory = g_build_filename (parent, "verifull", NULL);
  fixture->store = vf_store_new (fixture->directory);
  fixture->credentials = test_sample_credentials (TRUE, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->directory);

  vf_store_unref (fixture->store);
  vf_credentials_unref (fixture->credentials);
  g_free (fixture->directory);
  vf_test_remove_tree (parent);
}

static VfConnection *
connection_to (const char *host, VfCredentials *credentials, VfSslMode mode)
{
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, 5433, "shop", "al");

  return vf_connection_new (target, credentials, mode);
}

static void
save (VfStore *store, const char *name, VfConnection *connection)
{
  g_autoptr (GError) error = NULL;

  vf_store_save (store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static void
save_sample (Fixture *fixture, const char *name)
{
  g_autoptr (VfConnection) connection = connection_to ("db.test", fixture->credentials, VF_SSL_MODE_VERIFY_FULL);

  save (fixture->store, name, connection);
}

static char *
list_names (VfStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = vf_store_list (store, &error);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (names, "%s%s", i ? "|" : "", vf_saved_get_name (list->pdata[i]));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
assert_names (VfStore *store, const char *expected)
{
  g_autofree char *names = list_names (store);

  g_assert_cmpstr (names, ==, expected);
}

static char *
read_service_file (VfStore *store)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (vf_store_get_service_file (store), &text, NULL, NULL));
  return text;
}

static void
write_service_file (Fixture *fixture, const char *text)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->directory, 0700), ==, 0);
  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store), text, -1, NULL));
}

/* a check of @connection that ended at @code; @server: what the server showed */
static VfReport *
make_report (VfConnection *connection, VfCode code, const TestPair *server)
{
  VfReportBuilder builder;

  vf_report_builder_init (&builder, connection, FALSE, NULL);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      gboolean last = code != VF_CODE_NONE && i == VF_STAGE_LOGIN;

      vf_report_builder_begin (&builder, (VfStage) i);
      vf_report_builder_end (&builder, (VfStage) i, last ? VF_STATE_FAILED : VF_STATE_OK, NULL);
    }
  if (code != VF_CODE_NONE)
    vf_report_builder_fail (&builder, VF_STAGE_LOGIN, code);
  if (server)
    g_ptr_array_add (builder.report->chain, vf_certificate_new_from_x509 (server->certificate));
  return vf_report_builder_finish (&builder);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "192.0.2.1", 5433, "shop 1", "al");
  g_autoptr (VfConnection) bare = vf_connection_new (target, fixture->credentials, VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfConnection) connection = vf_connection_with_option (bare, "connect_timeout", "4", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autofree char *root = vf_credentials_root_pem (fixture->credentials);
  g_autofree char *loaded_root = NULL;

  assert_names (fixture->store, "");
  g_assert_false (g_file_test (fixture->directory, G_FILE_TEST_EXISTS));
  save (fixture->store, "Shop 1", connection);
  loaded = vf_store_load (fixture->store, "Shop 1", &error);
  g_assert_no_error (error);
  g_assert_true (vf_target_equal (target, vf_connection_get_target (loaded)));
  g_assert_cmpint (vf_connection_get_mode (loaded), ==, VF_SSL_MODE_VERIFY_CA);
  g_assert_false (vf_connection_get_system_authorities (loaded));
  g_assert_cmpstr (vf_connection_list_options (loaded)[0], ==, "connect_timeout");
  g_assert_null (vf_connection_list_options (loaded)[1]);
  loaded_root = vf_credentials_root_pem (vf_connection_get_credentials (loaded));
  g_assert_cmpstr (loaded_root, ==, root);
  g_assert_nonnull (vf_credentials_get_client_key (vf_connection_get_credentials (loaded)));
  assert_names (fixture->store, "Shop 1");
}

/* The certificates of a connection are kept also where its mode does not use them. */
static void
test_modes (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    for (guint system = 0; system < 2; system++)
      {
        g_autoptr (VfConnection) bare = connection_to ("db.test", fixture->credentials, (VfSslMode) i);
        g_autoptr (VfConnection) connection = vf_connection_with_system_authorities (bare, system);
        g_autofree char *name = g_strdup_printf ("c%u%u", i, system);
        g_autoptr (GError) error = NULL;
        g_autoptr (VfConnection) loaded = NULL;

        save (fixture->store, name, connection);
        loaded = vf_store_load (fixture->store, name, &error);
        g_assert_no_error (error);
        g_assert_cmpint (vf_connection_get_mode (loaded), ==, i);
        g_assert_cmpint (vf_connection_get_system_authorities (loaded), ==, system);
        g_assert_cmpuint (vf_credentials_get_authorities (vf_connection_get_credentials (loaded))->len, ==, 1);
      }
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tree = NULL;
  g_autoptr (GRegex) id = g_regex_new ("[0-9a-f]{16}", 0, 0, NULL);
  g_autoptr (GRegex) size = g_regex_new (" [0-9]+$", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *plain = NULL;
  g_autofree char *sizeless = NULL;

  save_sample (fixture, "a");
  tree = test_list_tree (fixture->directory);
  plain = g_regex_replace_literal (id, tree, -1, 0, "ID", 0, NULL);
  sizeless = g_regex_replace (size, plain, -1, 0, "", 0, NULL);
  g_assert_cmpstr (sizeless, ==,
                   "connections.json 600\n"
                   "credentials/\n"
                   "credentials/ID/\n"
                   "credentials/ID/1/\n"
                   "credentials/ID/1/client.crt 600\n"
                   "credentials/ID/1/client.key 600\n"
                   "credentials/ID/1/root.crt 600\n"
                   /* a link has no mode of its own */
                   "credentials/ID/current 777\n"
                   "lock 600\n"
                   "pg_service.conf 600\n");
  g_assert_nonnull (strstr (plain, "credentials/ID/1/ 700\n"));
  g_assert_nonnull (strstr (plain, "credentials/ID/ 700\n"));
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) second = connection_to ("other.test", NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autofree char *text = NULL;
  g_autofree char *tree = NULL;

  save_sample (fixture, "a");
  g_assert_false (vf_store_save (fixture->store, "a", second, NULL, NULL, FALSE, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (vf_store_save (fixture->store, "a", second, NULL, NULL, TRUE, &error));
  loaded = vf_store_load (fixture->store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vf_target_get_host (vf_connection_get_target (loaded)), ==, "other.test");
  g_assert_true (vf_credentials_is_empty (vf_connection_get_credentials (loaded)));
  text = read_service_file (fixture->store);
  g_assert_nonnull (strstr (text, "/2/none"));
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "/1/"));
  g_assert_null (strstr (tree, "client.key"));
}

static void
test_key_stays_encrypted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, "geheim");
  g_autoptr (SecretValue) passphrase = test_secret ("geheim");
  g_autoptr (VfConnection) connection = connection_to ("db.test", credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (vf_store_save (fixture->store, "a", connection, passphrase, NULL, FALSE, &error));
  loaded = vf_store_load (fixture->store, "a", &error);
  g_assert_no_error (error);
  g_assert_true (vf_private_key_is_locked (
    vf_credentials_get_client_key (vf_connection_get_credentials (loaded))));
  /* and what is locked cannot be written anew */
  g_assert_false (vf_store_save (fixture->store, "b", loaded, NULL, NULL, FALSE, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_LOCKED);
  assert_names (fixture->store, "a");
}

static void
test_foreign_content (Fixture *fixture, gconstpointer data)
{
  static const char foreign[] = "# by hand\r\n\r\n[theirs]  # x\r\nhost=/tmp\r\nsslmode=prefer\r\n\r\n# the end";
  static const char odd[] = "[odd]\nsslmode=require\nhost=h\npassword=x\n";
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  write_service_file (fixture, foreign);
  assert_names (fixture->store, "");
  save_sample (fixture, "a");
  text = read_service_file (fixture->store);
  g_assert_true (g_str_has_prefix (text, foreign));
  assert_names (fixture->store, "a");
  /* the name is taken all the same */
  g_assert_null (vf_store_find (fixture->store, "theirs", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (vf_store_load (fixture->store, "theirs", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
  g_clear_error (&error);
  vf_store_rename (fixture->store, "a", "theirs", &error);
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_clear_error (&error);
  write_service_file (fixture, odd);
  g_assert_null (vf_store_load (fixture->store, "odd", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_SYNTAX);
}

/* A section by hand, with files that lie elsewhere. */
static void
test_foreign_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = vf_credentials_root_pem (fixture->credentials);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autoptr (VfRemoved) removed = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->directory, 0700), ==, 0);
  path = test_write_file (fixture->directory, "mine.pem", root);
  text = g_strdup_printf ("[mine]\nhost=db.test\nsslmode=verify-full\nsslrootcert=%s\n", path);
  write_service_file (fixture, text);
  loaded = vf_store_load (fixture->store, "mine", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vf_credentials_get_authorities (vf_connection_get_credentials (loaded))->len, ==, 1);
  removed = vf_store_remove (fixture->store, "mine", &error);
  g_assert_no_error (error);
  g_clear_pointer (&removed, vf_removed_free);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_damaged_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notes = g_build_filename (fixture->directory, "connections.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *root = NULL;
  const char *found;

  save_sample (fixture, "a");
  g_assert_true (g_file_set_contents (notes, "{ \"connections\": [ 1 ] }", -1, NULL));
  assert_names (fixture->store, "a");
  g_assert_true (g_file_set_contents (notes, "rubbish", -1, NULL));
  assert_names (fixture->store, "a");
  text = read_service_file (fixture->store);
  found = strstr (text, "sslrootcert=") + strlen ("sslrootcert=");
  root = g_strndup (found, strcspn (found, "\n"));
  g_assert_true (g_file_set_contents (root, "rubbish", -1, NULL));
  g_assert_null (vf_store_load (fixture->store, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, root));
}

static void
test_proof (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  static const struct
  {
    VfCode code;
    gint64 days;
    VfProof proof;
  } cases[] = {
    { VF_CODE_NONE, 365, VF_PROOF_PROVEN },
    { VF_CODE_NONE, 29, VF_PROOF_EXPIRES },
    { VF_CODE_WRONG_PASSWORD, 365, VF_PROOF_FAILED },
    { VF_CODE_CANCELLED, 365, VF_PROOF_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);
      g_autoptr (TestPair) server
        = test_pair_new (&(TestSpec){ .subject = "CN=db.test", .not_after = now + cases[i].days * 86400 }, NULL);
      g_autoptr (VfConnection) connection = connection_to ("db.test", NULL, VF_SSL_MODE_REQUIRE);
      g_autoptr (VfReport) report = make_report (connection, cases[i].code, server);
      g_autoptr (VfSaved) saved = NULL;
      g_autoptr (GError) error = NULL;

      vf_store_save (fixture->store, name, connection, NULL, report, FALSE, &error);
      g_assert_no_error (error);
      saved = vf_store_find (fixture->store, name, &error);
      g_assert_cmpint (vf_saved_get_proof (saved, now), ==, cases[i].proof);
      if (cases[i].proof == VF_PROOF_NEVER)
        continue;
      g_assert_cmpint (vf_saved_get_code (saved), ==, cases[i].code);
      g_assert_cmpint (vf_saved_get_expires (saved), ==, now + cases[i].days * 86400);
      g_assert_cmpint (vf_saved_get_checked (saved), >=, now);
    }
}

/* What was checked were these settings, and no others. */
static void
test_proof_of_other_settings (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (VfConnection) connection = connection_to ("db.test", NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfReport) good = make_report (connection, VF_CODE_NONE, NULL);
  g_autoptr (VfReport) bad = make_report (connection, VF_CODE_REFUSED, NULL);
  g_autoptr (VfSaved) proven = NULL;
  g_autoptr (VfSaved) renamed = NULL;
  g_autoptr (VfSaved) edited = NULL;
  g_autoptr (VfSaved) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  save (fixture->store, "a", connection);
  g_assert_true (vf_store_note_check (fixture->store, "a", good, &error));
  proven = vf_store_find (fixture->store, "a", NULL);
  g_assert_cmpint (vf_saved_get_proof (proven, now), ==, VF_PROOF_PROVEN);
  g_assert_true (vf_store_rename (fixture->store, "a", "b", &error));
  renamed = vf_store_find (fixture->store, "b", NULL);
  g_assert_cmpint (vf_saved_get_proof (renamed, now), ==, VF_PROOF_PROVEN);
  text = read_service_file (fixture->store);
  more = g_strconcat (text, "application_name=x\n", NULL);
  write_service_file (fixture, more);
  edited = vf_store_find (fixture->store, "b", NULL);
  g_assert_cmpint (vf_saved_get_proof (edited, now), ==, VF_PROOF_NEVER);
  g_assert_true (vf_store_note_check (fixture->store, "b", bad, &error));
  failed = vf_store_find (fixture->store, "b", NULL);
  g_assert_cmpint (vf_saved_get_proof (failed, now), ==, VF_PROOF_FAILED);
  g_assert_false (vf_store_note_check (fixture->store, "a", bad, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

static void
test_remove_and_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfRemoved) removed = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  save_sample (fixture, "a");
  save_sample (fixture, "b");
  save_sample (fixture, "c");
  before = read_service_file (fixture->store);
  removed = vf_store_remove (fixture->store, "b", &error);
  g_assert_no_error (error);
  assert_names (fixture->store, "a|c");
  g_assert_true (vf_store_restore (fixture->store, removed, &error));
  g_clear_pointer (&removed, vf_removed_free);
  assert_names (fixture->store, "a|b|c");
  after = read_service_file (fixture->store);
  g_assert_cmpstr (before, ==, after);
  loaded = vf_store_load (fixture->store, "b", &error);
  g_assert_no_error (error);
  g_assert_false (vf_credentials_is_empty (vf_connection_get_credentials (loaded)));
}

/* An undo that has been used has no say in what is removed later. */
static void
test_remove_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfRemoved) first = NULL;
  g_autoptr (VfRemoved) second = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autoptr (GError) error = NULL;

  save_sample (fixture, "a");
  first = vf_store_remove (fixture->store, "a", &error);
  g_assert_true (vf_store_restore (fixture->store, first, &error));
  second = vf_store_remove (fixture->store, "a", &error);
  g_clear_pointer (&first, vf_removed_free);
  g_assert_true (vf_store_restore (fixture->store, second, &error));
  loaded = vf_store_load (fixture->store, "a", &error);
  g_assert_no_error (error);
  g_assert_false (vf_credentials_is_empty (vf_connection_get_credentials (loaded)));
}

static void
test_remove_for_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfRemoved) removed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tree = NULL;

  save_sample (fixture, "a");
  removed = vf_store_remove (fixture->store, "a", &error);
  save_sample (fixture, "a");
  g_assert_false (vf_store_restore (fixture->store, removed, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_clear_error (&error);
  g_clear_pointer (&removed, vf_removed_free);
  removed = vf_store_remove (fixture->store, "a", &error);
  g_clear_pointer (&removed, vf_removed_free);
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "client.key"));
  g_assert_null (strstr (tree, "removed"));
  g_assert_null (vf_store_remove (fixture->store, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

/* Two programs, here two objects: each reads what the other has written. */
static void
test_two_stores (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfStore) other = vf_store_new (fixture->directory);
  g_autoptr (VfConnection) connection = connection_to ("db.test", NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfRemoved) removed = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture->store, "a", connection);
  save (other, "b", connection);
  save (fixture->store, "c", connection);
  removed = vf_store_remove (other, "a", &error);
  g_assert_true (vf_store_rename (fixture->store, "b", "d", &error));
  g_assert_true (vf_store_restore (other, removed, &error));
  assert_names (fixture->store, "d|c|a");
  assert_names (other, "d|c|a");
}

static gpointer
save_many (gpointer data)
{
  const char *directory = data;
  g_autoptr (VfStore) store = vf_store_new (directory);
  g_autoptr (VfConnection) connection = connection_to ("db.test", NULL, VF_SSL_MODE_REQUIRE);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%p-%u", (gpointer) &connection, i);

      save (store, name, connection);
    }
  return NULL;
}

static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  g_autoptr (GPtrArray) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("save", save_many, fixture->directory);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  list = vf_store_list (fixture->store, NULL);
  g_assert_cmpuint (list->len, ==, 40);
}

static char *
snapshot (Fixture *fixture)
{
  g_autofree char *tree = test_list_tree (fixture->directory);
  g_autofree char *text = read_service_file (fixture->store);

  return g_strconcat (tree, text, NULL);
}

/* However full the disk is: what was there is there, and nothing half of the new. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) second = connection_to ("second.test", fixture->credentials, VF_SSL_MODE_VERIFY_CA);
  g_autofree char *before = NULL;
  guint failures = 0;

  save_sample (fixture, "a");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("longer-name-%u", i);

      save_sample (fixture, name);
    }
  before = snapshot (fixture);
  for (gsize room = 0; room < 1600; room += 100)
    for (guint replace = 0; replace < 2; replace++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *after = NULL;
        gboolean saved;

        test_disk_is_full (room);
        saved = vf_store_save (fixture->store, replace ? "a" : "b", second, NULL, NULL, replace, &error);
        test_disk_has_room ();
        g_assert_false (saved);
        g_assert_cmpint (error->domain, ==, G_IO_ERROR);
        after = snapshot (fixture);
        g_assert_cmpstr (before, ==, after);
        failures++;
      }
  g_assert_cmpuint (failures, ==, 32);
}

static void
test_full_disk_on_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfRemoved) removed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  save_sample (fixture, "a");
  save_sample (fixture, "b");
  before = snapshot (fixture);
  test_disk_is_full (10);
  g_assert_null (vf_store_remove (fixture->store, "a", &error));
  g_clear_error (&error);
  g_assert_false (vf_store_rename (fixture->store, "a", "c", &error));
  test_disk_has_room ();
  after = snapshot (fixture);
  g_assert_cmpstr (before, ==, after);
  removed = vf_store_remove (fixture->store, "a", NULL);
  test_disk_is_full (10);
  g_clear_error (&error);
  g_assert_false (vf_store_restore (fixture->store, removed, &error));
  test_disk_has_room ();
  assert_names (fixture->store, "b");
  g_clear_error (&error);
  g_assert_true (vf_store_restore (fixture->store, removed, &error));
  assert_names (fixture->store, "a|b");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_value = g_strnfill (1100, 'x');
  g_autoptr (VfConnection) good = connection_to ("db.test", fixture->credentials, VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfConnection) bad_host = connection_to ("my host", fixture->credentials, VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfConnection) too_long = vf_connection_with_option (good, "application_name", long_value, NULL);
  g_autoptr (VfConnection) blank = vf_connection_with_option (good, "application_name", "x ", NULL);
  const struct
  {
    const char *name;
    VfConnection *connection;
    VfError code;
  } cases[] = {
    { "", good, VF_ERROR_SYNTAX },
    { "a]", good, VF_ERROR_SYNTAX },
    { "a", bad_host, VF_ERROR_SYNTAX },
    { "a", too_long, VF_ERROR_NOT_EXPRESSIBLE },
    { "a", blank, VF_ERROR_NOT_EXPRESSIBLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *tree = NULL;

      g_assert_false (vf_store_save (fixture->store, cases[i].name, cases[i].connection, NULL, NULL, FALSE, &error));
      g_assert_error (error, VF_ERROR, (int) cases[i].code);
      tree = test_list_tree (fixture->directory);
      g_assert_null (strstr (tree, "client.key"));
      assert_names (fixture->store, "");
    }
}

static void
test_suggest (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *host;
    const char *dbname;
    const char *name;
  } cases[] = {
    { "prod.example.com", "shop", "shop-prod" },
    { "prod.example.com", "postgres", "prod" },
    { "prod.example.com", NULL, "prod" },
    { "192.0.2.1", "shop", "shop-192.0.2.1" },
    { "2001:db8::1", NULL, "2001-db8-1" },
    { "db", "größe & co", "gr-e-co-db" },
    { NULL, NULL, "connection" },
  };
  g_autoptr (VfTarget) taken = vf_target_new ("db.test", NULL, 0, "shop", NULL);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfTarget) target = vf_target_new (cases[i].host, NULL, 0, cases[i].dbname, NULL);
      g_autofree char *name = vf_store_suggest_name (fixture->store, target);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  save_sample (fixture, "shop-db");
  second = vf_store_suggest_name (fixture->store, taken);
  g_assert_cmpstr (second, ==, "shop-db-2");
  save_sample (fixture, second);
  third = vf_store_suggest_name (fixture->store, taken);
  g_assert_cmpstr (third, ==, "shop-db-3");
}

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_store_find (fixture->store, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (vf_store_load (fixture->store, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (vf_store_rename (fixture->store, "a", "b", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

static void
test_default_directory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "verifull", "pg_service.conf", NULL);

  g_assert_cmpstr (vf_store_get_service_file (store), ==, expected);
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  add ("/store/round-trip", test_round_trip);
  add ("/store/modes", test_modes);
  add ("/store/private", test_private);
  add ("/store/replace", test_replace);
  add ("/store/key-stays-encrypted", test_key_stays_encrypted);
  add ("/store/foreign-content", test_foreign_content);
  add ("/store/foreign-files", test_foreign_files);
  add ("/store/damaged-files", test_damaged_files);
  add ("/store/proof", test_proof);
  add ("/store/proof-of-other-settings", test_proof_of_other_settings);
  add ("/store/remove-and-restore", test_remove_and_restore);
  add ("/store/remove-twice", test_remove_twice);
  add ("/store/remove-for-good", test_remove_for_good);
  add ("/store/two-stores", test_two_stores);
  add ("/store/at-once", test_at_once);
  add ("/store/full-disk", test_full_disk);
  add ("/store/full-disk-on-change", test_full_disk_on_change);
  add ("/store/refused", test_refused);
  add ("/store/suggest", test_suggest);
  add ("/store/not-found", test_not_found);
  add ("/store/default-directory", test_default_directory);
  return g_test_run ();
}
