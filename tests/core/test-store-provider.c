/* Whose archive a saved connection was made with: for an address says nothing, and nobody hands the archive in again. */

#include "store/store.h"

#include "sample.h"
#include "test.h"

#define DWS "huawei-dws"

typedef struct
{
  char *directory;
  VfStore *store;
  VfConnection *connection;
} Fixture;

static void
save (Fixture *fixture, const char *name, VfReport *report)
{
  g_autoptr (GError) error = NULL;

  vf_store_save (fixture->store, name, fixture->connection, NULL, report, TRUE, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfTarget) target = vf_target_new ("192.0.2.1", NULL, 8000, "gaussdb", "dbadmin");

  fixture->directory = vf_test_make_dir ();
  fixture->store = vf_store_new (fixture->directory);
  fixture->connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_CA);
  save (fixture, "dwh", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_connection_unref (fixture->connection);
  vf_store_unref (fixture->store);
  vf_test_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

/* As another program reads it that is started then. */
static void
assert_provider (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (VfStore) store = vf_store_new (fixture->directory);
  g_autoptr (VfSaved) saved = vf_store_find (store, name, NULL);
  const VfProvider *provider;

  g_assert_nonnull (saved);
  provider = vf_saved_get_provider (saved);
  g_assert_cmpstr (provider ? vf_provider_get_id (provider) : NULL, ==, expected);
}

static void
note (Fixture *fixture, const char *name, const char *id)
{
  vf_store_note_provider (fixture->store, name, vf_provider_by_id (id));
}

static void
test_noted (Fixture *fixture, gconstpointer data)
{
  assert_provider (fixture, "dwh", NULL);
  /* what is not saved cannot be noted, and is not made by that */
  note (fixture, "other", DWS);
  g_assert_null (vf_store_find (fixture->store, "other", NULL));
  note (fixture, "dwh", DWS);
  assert_provider (fixture, "dwh", DWS);
  note (fixture, "dwh", "alibaba-rds");
  assert_provider (fixture, "dwh", "alibaba-rds");
}

/* It stays with the connection, whatever else is done to it. */
static void
test_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfReport) report = test_sample_proof (fixture->connection, NULL);
  VfRemoved *removed;

  note (fixture, "dwh", DWS);
  save (fixture, "dwh", NULL);
  assert_provider (fixture, "dwh", DWS);
  save (fixture, "dwh", report);
  assert_provider (fixture, "dwh", DWS);
  g_assert_true (vf_store_note_check (fixture->store, "dwh", report, NULL));
  assert_provider (fixture, "dwh", DWS);
  g_assert_true (vf_store_duplicate (fixture->store, "dwh", "copy", NULL));
  assert_provider (fixture, "copy", DWS);
  g_assert_true (vf_store_rename (fixture->store, "dwh", "warehouse", NULL));
  assert_provider (fixture, "warehouse", DWS);
  removed = vf_store_remove (fixture->store, "warehouse", NULL);
  g_assert_true (vf_store_keep_removed (fixture->store, removed, NULL));
  vf_removed_free (removed);
  removed = vf_store_find_kept (fixture->store, "warehouse", NULL);
  g_assert_true (vf_store_restore (fixture->store, removed, NULL));
  vf_removed_free (removed);
  assert_provider (fixture, "warehouse", DWS);
}

/* What is saved in the place of another that was deleted is not that other. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  note (fixture, "dwh", DWS);
  vf_removed_free (vf_store_remove (fixture->store, "dwh", NULL));
  save (fixture, "dwh", NULL);
  assert_provider (fixture, "dwh", NULL);
}

/* A name that only one cloud gives to its servers says more than an archive. */
static void
test_host_decides (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfTarget) target = vf_target_new ("ep-x.eu-central-1.aws.neon.tech", NULL, 5432, "shop", "al");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);

  g_assert_true (vf_store_save (fixture->store, "cloud", connection, NULL, NULL, FALSE, NULL));
  assert_provider (fixture, "cloud", "neon");
  note (fixture, "cloud", DWS);
  assert_provider (fixture, "cloud", "neon");
}

#define add(name, function) g_test_add ("/store/provider/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  add ("noted", test_noted);
  add ("stays", test_stays);
  add ("ends", test_ends);
  add ("host-decides", test_host_decides);
  return g_test_run ();
}
