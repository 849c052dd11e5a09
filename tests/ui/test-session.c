#include "config.h"

#include "error.h"
#include "import/archive.h"
#include "window-test.h"

typedef struct
{
  char *directory;
  VfStore *store;
  VfSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = vf_test_make_dir ();
  fixture->store = vf_store_new (fixture->directory);
  fixture->session = vf_session_new (fixture->store);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), (gpointer *) &fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_session_reset (fixture->session);
  g_object_unref (fixture->session);
  /* a worker may hold it a little longer */
  window_test_wait (fixture->session == NULL);
  vf_store_unref (fixture->store);
  vf_test_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static void
set_target (Fixture *fixture, const char *host, const char *hostaddr)
{
  g_autoptr (VfTarget) target = vf_target_new (host, hostaddr, 5432, "app", "app");

  vf_session_set_target (fixture->session, target);
}

static void
count (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_connection (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;

  g_assert_null (vf_session_get_connection (session));
  set_target (fixture, "db.example.com", NULL);
  g_assert_null (vf_session_get_connection (session));
  vf_session_use_no_archive (session);
  g_assert_nonnull (vf_session_get_connection (session));
  g_assert_true (vf_connection_get_system_authorities (vf_session_get_connection (session)));
  vf_session_set_mode (session, VF_SSL_MODE_VERIFY_CA);
  g_assert_cmpint (vf_connection_get_mode (vf_session_get_connection (session)), ==, VF_SSL_MODE_VERIFY_CA);
}

/* Options live on when anything else changes, also before there is a connection. */
static void
test_options (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (GError) error = NULL;

  g_assert_true (vf_session_set_option (session, "connect_timeout", "7", &error));
  g_assert_no_error (error);
  vf_session_use_no_archive (session);
  set_target (fixture, "db.example.com", NULL);
  g_assert_cmpstr (vf_connection_get_option (vf_session_get_connection (session), "connect_timeout"), ==, "7");
  vf_session_set_mode (session, VF_SSL_MODE_REQUIRE);
  g_assert_cmpstr (vf_connection_get_option (vf_session_get_connection (session), "connect_timeout"), ==, "7");
  g_assert_false (vf_session_set_option (session, "password", "secret", &error));
  g_assert_nonnull (error);
}

static void
test_address_stays_with_its_host (Fixture *fixture, gconstpointer data)
{
  set_target (fixture, "listed.example.com", "192.0.2.1");
  set_target (fixture, "listed.example.com", NULL);
  g_assert_cmpstr (vf_target_get_hostaddr (vf_session_get_target (fixture->session)), ==, "192.0.2.1");
  set_target (fixture, "other.example.com", NULL);
  g_assert_null (vf_target_get_hostaddr (vf_session_get_target (fixture->session)));
}

static void
test_same_target_is_no_change (Fixture *fixture, gconstpointer data)
{
  guint changes = 0;

  set_target (fixture, "db.example.com", NULL);
  g_signal_connect_swapped (fixture->session, "notify::target", G_CALLBACK (count), &changes);
  set_target (fixture, "db.example.com", NULL);
  g_assert_cmpuint (changes, ==, 0);
  set_target (fixture, "db2.example.com", NULL);
  g_assert_cmpuint (changes, ==, 1);
  g_signal_handlers_disconnect_by_data (fixture->session, &changes);
}

/* Nobody listens on port 1 of the loopback: the look ends by itself, and says so. */
static void
look_at_nothing (Fixture *fixture)
{
  g_autoptr (VfTarget) target = vf_target_new ("127.0.0.1", NULL, 1, "app", "app");

  vf_session_use_no_archive (fixture->session);
  vf_session_set_target (fixture->session, target);
  vf_session_look (fixture->session);
}

static void
test_look (Fixture *fixture, gconstpointer data)
{
  look_at_nothing (fixture);
  g_assert_true (vf_session_get_looking (fixture->session));
  window_test_wait (!vf_session_get_looking (fixture->session));
  g_assert_nonnull (vf_session_get_look (fixture->session));
  g_assert_cmpint (vf_report_get_code (vf_session_get_look (fixture->session)), ==, VF_CODE_REFUSED);

  /* another server: what was seen is no longer true */
  set_target (fixture, "127.0.0.2", NULL);
  g_assert_null (vf_session_get_look (fixture->session));
}

/* A run that was replaced or cancelled delivers nothing. */
static void
test_look_is_cancelled (Fixture *fixture, gconstpointer data)
{
  look_at_nothing (fixture);
  vf_session_look (fixture->session);
  vf_session_cancel_look (fixture->session);
  g_assert_false (vf_session_get_looking (fixture->session));
  for (guint i = 0; i < 20; i++)
    window_test_iterate ();
  g_assert_null (vf_session_get_look (fixture->session));
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  guint steps = 0;

  look_at_nothing (fixture);
  g_signal_connect_swapped (fixture->session, "notify::report", G_CALLBACK (count), &steps);
  vf_session_check (fixture->session);
  window_test_wait (!vf_session_get_checking (fixture->session));
  g_assert_nonnull (vf_session_get_report (fixture->session));
  g_assert_false (vf_report_is_ok (vf_session_get_report (fixture->session)));
  g_assert_cmpuint (steps, >, 1);
  g_signal_handlers_disconnect_by_data (fixture->session, &steps);
}

/* What a cancelled check still finds out is nobody's. */
static void
test_check_is_cancelled (Fixture *fixture, gconstpointer data)
{
  guint steps = 0;

  look_at_nothing (fixture);
  vf_session_check (fixture->session);
  vf_session_cancel_check (fixture->session);
  g_assert_false (vf_session_get_checking (fixture->session));
  g_signal_connect_swapped (fixture->session, "notify::report", G_CALLBACK (count), &steps);
  for (guint i = 0; i < 30; i++)
    window_test_iterate ();
  g_assert_cmpuint (steps, ==, 0);
  g_assert_null (vf_session_get_report (fixture->session));
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* With no keyring on the bus the store is written all the same, and the password is not lost. */
static void
test_save_without_keyring (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (SecretValue) password = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) taken = NULL;
  g_autoptr (VfFinding) finding = NULL;
  g_autoptr (GError) error = NULL;

  vf_session_use_no_archive (session);
  set_target (fixture, "db.example.com", NULL);
  vf_session_set_mode (session, VF_SSL_MODE_REQUIRE);
  vf_session_set_password (session, password);
  vf_session_save_async (session, "shop", NULL, finished, &saved);
  window_test_wait (saved);
  g_assert_true (vf_session_save_finish (session, saved, &finding, &error));
  g_assert_no_error (error);
  g_assert_nonnull (finding);
  g_assert_cmpint (vf_finding_get_code (finding), ==, VF_CODE_KEYRING_ABSENT);
  g_assert_false (vf_session_get_password_stored (session));
  g_assert_nonnull (vf_session_get_password (session));
  g_assert_cmpstr (vf_session_get_name (session), ==, "shop");

  /* its own name is overwritten, another's is not */
  vf_session_reset (session);
  vf_session_use_no_archive (session);
  set_target (fixture, "db2.example.com", NULL);
  vf_session_set_mode (session, VF_SSL_MODE_REQUIRE);
  vf_session_save_async (session, "shop", NULL, finished, &taken);
  window_test_wait (taken);
  g_assert_false (vf_session_save_finish (session, taken, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;

  vf_session_use_no_archive (session);
  set_target (fixture, "db.example.com", NULL);
  vf_session_set_mode (session, VF_SSL_MODE_REQUIRE);
  vf_session_save_async (session, "shop", NULL, finished, &saved);
  window_test_wait (saved);
  vf_session_reset (session);
  vf_session_open_async (session, "shop", NULL, finished, &opened);
  window_test_wait (opened);
  g_assert_true (vf_session_open_finish (session, opened, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (session)), ==, "db.example.com");
  g_assert_true (vf_session_get_mode_chosen (session));
}

/* Whose archive a saved connection was made with, for an address says nothing. */
static void
test_provider (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *path = test_write_file (fixture->directory, "cacert.pem", pem);
  g_autofree char *script = test_write_file (fixture->directory, "sslcert_env.sh", "export PGSSLMODE=verify-ca\n");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->directory);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) opened = NULL;

  vf_session_import (session, &folder, 1, FALSE);
  window_test_wait (!vf_session_get_importing (session));
  set_target (fixture, "192.0.2.1", NULL);
  g_assert_cmpstr (vf_provider_get_id (vf_session_get_provider (session)), ==, "huawei-dws");
  vf_session_save_async (session, "dwh", NULL, finished, &saved);
  window_test_wait (saved);
  vf_session_reset (session);
  set_target (fixture, "192.0.2.1", NULL);
  g_assert_null (vf_session_get_provider (session));
  vf_session_open_async (session, "dwh", NULL, finished, &opened);
  window_test_wait (opened);
  g_assert_true (vf_session_open_finish (session, opened, NULL));
  g_assert_cmpstr (vf_provider_get_id (vf_session_get_provider (session)), ==, "huawei-dws");
}

/* --- reading --- */

/* While it is closed, whatever is read waits here in the middle of a file, until the reading is cancelled. */
static struct
{
  gint closed;
  gint n_waiting;
  gint n_stopped;
} gate;

typedef struct
{
  VfArchiveProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Visit;

static void
wait_at_gate (guint64 bytes_read, const char *path, gpointer user_data)
{
  Visit *visit = user_data;
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  visit->progress (bytes_read, path, visit->user_data);
  g_atomic_int_inc (&gate.n_waiting);
  while (g_atomic_int_get (&gate.closed) && !g_cancellable_is_cancelled (visit->cancellable)
         && g_get_monotonic_time () < end)
    g_usleep (1000);
}

VfBundle *__real_vf_archive_read_locked (GFile **files, guint n_files, SecretValue **passwords, guint n_passwords,
                                         const VfLimits *limits, VfArchiveProgress progress, gpointer user_data,
                                         GCancellable *cancellable, GError **error);
VfBundle *__wrap_vf_archive_read_locked (GFile **files, guint n_files, SecretValue **passwords, guint n_passwords,
                                         const VfLimits *limits, VfArchiveProgress progress, gpointer user_data,
                                         GCancellable *cancellable, GError **error);

VfBundle *
__wrap_vf_archive_read_locked (GFile **files, guint n_files, SecretValue **passwords, guint n_passwords,
                               const VfLimits *limits, VfArchiveProgress progress, gpointer user_data,
                               GCancellable *cancellable, GError **error)
{
  Visit visit = { progress, user_data, cancellable };
  VfBundle *bundle = __real_vf_archive_read_locked (files, n_files, passwords, n_passwords, limits, wait_at_gate,
                                                    &visit, cancellable, error);

  if (!bundle && g_cancellable_is_cancelled (cancellable))
    g_atomic_int_inc (&gate.n_stopped);
  return bundle;
}

static void
close_gate (void)
{
  gate.closed = TRUE;
  gate.n_waiting = gate.n_stopped = 0;
}

/* An authority, and behind it so much that its reading is told of on the way. */
static GFile *
make_long_file (Fixture *fixture, const char *name)
{
  g_autoptr (TestPair) root = test_pair_new_root (name);
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *rest = g_strnfill (1024 * 1024, '\n');
  g_autofree char *text = g_strconcat (pem, rest, NULL);
  g_autofree char *path = test_write_file (fixture->directory, name, text);

  return g_file_new_for_path (path);
}

static void
import (Fixture *fixture, GFile *file, gboolean add)
{
  vf_session_import (fixture->session, &file, 1, add);
  window_test_wait (!vf_session_get_importing (fixture->session));
}

static guint
count_sources (Fixture *fixture)
{
  return vf_bundle_get_n_sources (vf_inventory_get_bundle (vf_session_get_inventory (fixture->session)));
}

static void
turn (void)
{
  for (guint i = 0; i < 20; i++)
    window_test_iterate ();
}

/* What was there stays, the rest is not read, and what is added afterwards is added to what was there. */
static void
test_import_is_cancelled (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (GFile) before = make_long_file (fixture, "before");
  g_autoptr (GFile) first = make_long_file (fixture, "first");
  g_autoptr (GFile) second = make_long_file (fixture, "second");
  GFile *files[] = { first, second };
  VfInventory *inventory;
  guint installed = 0;

  for (guint add = 0; add < 2; add++)
    {
      import (fixture, before, FALSE);
      inventory = vf_session_get_inventory (session);
      g_signal_connect_swapped (session, "notify::inventory", G_CALLBACK (count), &installed);
      close_gate ();
      vf_session_import (session, files, G_N_ELEMENTS (files), add > 0);
      /* once before it is known here how far it is, once after */
      while (g_atomic_int_get (&gate.n_waiting) == 0)
        g_usleep (1000);
      if (add)
        window_test_wait (vf_session_get_import_path (session) != NULL);
      vf_session_cancel_import (session);
      g_assert_false (vf_session_get_importing (session));
      g_assert_null (vf_session_get_import_path (session));
      window_test_wait (g_atomic_int_get (&gate.n_stopped) == 1);
      g_assert_cmpint (gate.n_waiting, ==, 1);
      turn ();
      g_assert_cmpuint (installed, ==, 0);
      g_assert_true (vf_session_get_inventory (session) == inventory);
      g_assert_null (vf_session_get_import_path (session));
      g_signal_handlers_disconnect_by_data (session, &installed);
      gate.closed = FALSE;
      import (fixture, second, TRUE);
      g_assert_cmpuint (count_sources (fixture), ==, 2);
    }
}

/* The end of the one is not taken for the end of the other. */
static void
test_import_is_replaced (Fixture *fixture, gconstpointer data)
{
  VfSession *session = fixture->session;
  g_autoptr (GFile) first = make_long_file (fixture, "first");
  g_autoptr (GFile) second = make_long_file (fixture, "second");

  close_gate ();
  vf_session_import (session, &first, 1, FALSE);
  window_test_wait (vf_session_get_import_path (session) != NULL);
  vf_session_import (session, &second, 1, FALSE);
  window_test_wait (g_atomic_int_get (&gate.n_stopped) == 1);
  turn ();
  g_assert_true (vf_session_get_importing (session));
  g_assert_null (vf_session_get_inventory (session));
  g_atomic_int_set (&gate.closed, FALSE);
  window_test_wait (!vf_session_get_importing (session));
  g_assert_cmpuint (count_sources (fixture), ==, 1);
  g_assert_cmpstr (vf_bundle_get_source (vf_inventory_get_bundle (vf_session_get_inventory (session)), 0), ==,
                   "second");
}

#define ADD(name, func) g_test_add ("/session/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ADD ("connection", test_connection);
  ADD ("options", test_options);
  ADD ("address", test_address_stays_with_its_host);
  ADD ("same-target", test_same_target_is_no_change);
  ADD ("look", test_look);
  ADD ("look-cancelled", test_look_is_cancelled);
  ADD ("check", test_check);
  ADD ("check-cancelled", test_check_is_cancelled);
  ADD ("save", test_save_without_keyring);
  ADD ("open", test_open);
  ADD ("provider", test_provider);
  ADD ("import-cancelled", test_import_is_cancelled);
  ADD ("import-replaced", test_import_is_replaced);
  return g_test_run ();
}
