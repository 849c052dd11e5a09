#include "config.h"

#include "check/report-private.h"
#include "fake-pg.h"
#include "page.h"
#include "start-test.h"
#include "window-private.h"

/* --- rows that change --- */

/* how many rows have been put anew, and how many of them in one and the same frame */
static struct
{
  gint64 frame;
  guint in_frame;
  guint most;
  guint n;
} updates;

void __real_vf_saved_row_update (VfSavedRow *row);
void __wrap_vf_saved_row_update (VfSavedRow *row);

/* What the list asks of a row; what a row does by itself does not come here. */
void
__wrap_vf_saved_row_update (VfSavedRow *row)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (GTK_WIDGET (row)));

  updates.in_frame = frame == updates.frame ? updates.in_frame + 1 : 1;
  updates.frame = frame;
  updates.most = MAX (updates.most, updates.in_frame);
  updates.n++;
  __real_vf_saved_row_update (row);
}

#define N_ROWS 12

static void
change_all (WindowTest *test, VfSavedPhase phase, VfStage stage)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%02u", i);

      vf_saved_item_set_phase (vf_saved_list_find (start_test_find_list (test), name), phase, stage);
    }
}

/* A round changes all at once, and a row takes a millisecond: a few of them a frame, and each once for all that has
 * changed until then. */
static void
test_changes_a_few_per_frame (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  gtk_window_set_default_size (GTK_WINDOW (test->window), 800, 1000);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%02u", i);

      window_test_save (test, name, "db.example.com");
    }
  start_test_show (test, "c11");
  memset (&updates, 0, sizeof updates);
  change_all (test, VF_SAVED_CHECKING, VF_STAGE_RESOLVE);
  change_all (test, VF_SAVED_WAITING, VF_STAGE_NONE);
  g_assert_cmpuint (updates.n, ==, 0);
  window_test_wait (updates.n >= N_ROWS);
  g_assert_true (start_test_row_says (test, "c00", "waits for its turn"));
  g_assert_true (start_test_row_says (test, "c11", "waits for its turn"));
  g_assert_cmpuint (updates.most, >, 1);
  g_assert_cmpuint (updates.most, <=, 4);
  for (guint i = 0; i < 20; i++)
    window_test_iterate ();
  g_assert_cmpuint (updates.n, ==, N_ROWS);
}

/* --- checking --- */

static void
save_to (WindowTest *test, const char *name, guint port)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", port, "app", "app");
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();
  g_autoptr (VfConnection) connection = vf_connection_new (target, none, VF_SSL_MODE_REQUIRE);
  g_autoptr (GError) error = NULL;

  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static FakePg *
server_new (FakeSpec *spec, TestPair **chain, GBytes **reply)
{
  *spec = (FakeSpec){ .chain = chain, .n_chain = 1, .replies = reply, .n_replies = 1 };
  return fake_pg_new (spec);
}

/* One that is good, one that wants a password that is in no keyring, and one that is not there. */
static void
test_check_all (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new (&(TestSpec){ .subject = "CN=db.test" }, root);
  TestPair *chain[] = { leaf };
  GBytes *ready = fake_reply_ready ("15.4"), *ask = fake_reply_auth (5, "salt", 4);
  FakeSpec good_spec, asking_spec;
  FakePg *good = server_new (&good_spec, chain, &ready), *asking = server_new (&asking_spec, chain, &ask);

  save_to (test, "good", fake_pg_get_port (good));
  save_to (test, "asking", fake_pg_get_port (asking));
  save_to (test, "absent", 1);
  start_test_read_again (test);
  window_test_activate (test, "check-all", NULL);
  window_test_wait (start_test_says (window_test_page (test), "1 proven · 1 failed · 1 needs its password"));
  g_assert_false (window_test_is_enabled (test, "cancel"));
  g_assert_cmpint (start_test_proof_of (test, "good"), ==, VF_PROOF_PROVEN);
  g_assert_cmpint (start_test_proof_of (test, "asking"), ==, VF_PROOF_NEEDS_PASSWORD);
  g_assert_cmpint (start_test_proof_of (test, "absent"), ==, VF_PROOF_FAILED);
  window_test_wait (start_test_row_says (test, "asking", "needs its password"));
  g_assert_cmpuint (fake_pg_count_startups (good), ==, 1);

  /* the failure is there to be seen, and nobody is asked again */
  start_test_activate (test, "absent");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "check"));
  g_assert_false (vf_session_get_checking (vf_window_get_session (test->window)));
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (vf_window_get_session (test->window))), ==,
                   VF_CODE_REFUSED);
  start_test_show (test, "asking");
  start_test_activate (test, "asking");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
  fake_pg_free (good);
  fake_pg_free (asking);
  g_bytes_unref (ready);
  g_bytes_unref (ask);
}

static void
save_undecided (WindowTest *test, const char *name, guint port, const TestPair *authority)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", port, "app", "app");
  g_autoptr (GPtrArray) authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (authority)
    g_ptr_array_add (authorities, vf_certificate_new_from_x509 (authority->certificate));
  credentials = vf_credentials_new (authorities, none, NULL);
  connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
  vf_store_note_undecided (test->store, name, "prefer", &error);
  g_assert_no_error (error);
}

static void
assert_saved (WindowTest *test, const char *name, VfSslMode mode, const char *undecided, VfProof proof)
{
  g_autoptr (VfSaved) saved = vf_store_find (test->store, name, NULL);

  g_assert_cmpint (vf_saved_get_mode (saved), ==, mode);
  g_assert_cmpstr (vf_saved_get_undecided (saved), ==, undecided);
  g_assert_cmpint (vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC), ==, proof);
}

/* What was imported without a mode of ours gets the one that the server allows, and that is said. */
static void
test_check_all_decides (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) named = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) other = test_pair_new_server ("other.test", "DNS:other.test", root);
  TestPair *named_chain[] = { named }, *other_chain[] = { other };
  GBytes *ready = fake_reply_ready ("15.4"), *ask = fake_reply_auth (5, "salt", 4);
  FakeSpec specs[3];
  FakePg *full = server_new (&specs[0], named_chain, &ready), *ca = server_new (&specs[1], other_chain, &ready),
         *asking = server_new (&specs[2], named_chain, &ask);

  save_undecided (test, "full", fake_pg_get_port (full), root);
  save_undecided (test, "ca", fake_pg_get_port (ca), root);
  save_undecided (test, "asking", fake_pg_get_port (asking), root);
  save_undecided (test, "absent", 1, root);
  save_undecided (test, "bare", 1, NULL);
  start_test_read_again (test);
  window_test_activate (test, "check-all", NULL);
  window_test_wait (start_test_says (window_test_page (test), "2 proven · 2 failed · 1 needs its password"));
  assert_saved (test, "full", VF_SSL_MODE_VERIFY_FULL, NULL, VF_PROOF_PROVEN);
  assert_saved (test, "ca", VF_SSL_MODE_VERIFY_CA, NULL, VF_PROOF_PROVEN);
  /* nothing was proven that could decide */
  assert_saved (test, "asking", VF_SSL_MODE_VERIFY_FULL, "prefer", VF_PROOF_NEEDS_PASSWORD);
  assert_saved (test, "absent", VF_SSL_MODE_VERIFY_FULL, "prefer", VF_PROOF_FAILED);
  window_test_wait (start_test_says (GTK_WIDGET (test->window), "is kept as Verify-"));
  window_test_wait (start_test_row_says (test, "ca", "Verify-CA"));
  window_test_wait (start_test_row_says (test, "absent", "needs a decision"));
  /* not that it lacks an authority, which it could not have been compared with either */
  window_test_wait (start_test_row_says (test, "bare", "Nobody answers on this port"));
  fake_pg_free (full);
  fake_pg_free (ca);
  fake_pg_free (asking);
  g_bytes_unref (ready);
  g_bytes_unref (ask);
}

/* Four at a time, however many there are; and Cancel ends them at once. */
static void
test_cancel (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  FakeSpec spec = { .then = FAKE_THEN_SILENCE, .deaf = TRUE };
  FakePg *silent = fake_pg_new (&spec);
  gint64 began;
  guint checking = 0, waiting = 0;

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);

      save_to (test, name, fake_pg_get_port (silent));
    }
  start_test_show (test, "c0");
  window_test_activate (test, "check-all", NULL);
  began = g_get_monotonic_time ();
  while (g_get_monotonic_time () < began + G_USEC_PER_SEC && checking < 4)
    {
      window_test_iterate ();
      checking = waiting = 0;
      for (guint i = 0; i < 7; i++)
        {
          g_autofree char *name = g_strdup_printf ("c%u", i);
          VfSavedItem *item = vf_saved_list_find (start_test_find_list (test), name);

          checking += vf_saved_item_get_phase (item) == VF_SAVED_CHECKING;
          waiting += vf_saved_item_get_phase (item) == VF_SAVED_WAITING;
        }
      g_assert_cmpuint (checking, <=, 4);
    }
  g_assert_cmpuint (checking, ==, 4);
  g_assert_cmpuint (waiting, ==, 3);
  g_assert_true (start_test_says (window_test_page (test), "Checked 0 of 7"));
  window_test_activate (test, "cancel", NULL);
  g_assert_false (window_test_is_enabled (test, "cancel"));
  g_assert_true (start_test_says (window_test_page (test), "Stopped before any was checked."));
  g_assert_cmpint (start_test_proof_of (test, "c0"), ==, VF_PROOF_NEVER);
  fake_pg_free (silent);
}

/* Closing the window in the middle of it leaves nothing behind that would be called back. */
static void
test_close (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  save_to (test, "absent", 1);
  start_test_show (test, "absent");
  start_test_act (test, "start.check", "absent");
}

/* What was found before the program was started is looked into anew, but a wrong password is not sent twice. */
static void
test_wrong_password (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;
  VfReportBuilder builder;

  save_to (test, "shop", 1);
  connection = vf_store_load (test->store, "shop", NULL);
  vf_report_builder_init (&builder, connection, FALSE, NULL);
  vf_report_builder_fail (&builder, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD);
  report = vf_report_builder_finish (&builder);
  g_assert_true (vf_store_note_check (test->store, "shop", report, NULL));
  start_test_show (test, "shop");
  window_test_wait (start_test_row_says (test, "shop", "The password is not right"));
  start_test_activate (test, "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/start/changes-a-few-per-frame", test_changes_a_few_per_frame);
  g_test_add_func ("/start/check-all", test_check_all);
  g_test_add_func ("/start/check-all-decides", test_check_all_decides);
  g_test_add_func ("/start/cancel", test_cancel);
  g_test_add_func ("/start/close", test_close);
  g_test_add_func ("/start/wrong-password", test_wrong_password);
  return g_test_run ();
}
