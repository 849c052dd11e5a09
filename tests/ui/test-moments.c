/* What is under way when its page, its window or what it is about goes. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "code-view.h"
#include "compat.h"
#include "destination-view.h"
#include "window-test.h"

/* A home folder of its own, which the files of the person lie in. */
static char *home;

/* the dialog that is open, which a test answers when it likes */
static GTask *dialog;

void __wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name,
                                       GAsyncReadyCallback callback, gpointer user_data);

void
__wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_assert_null (dialog);
  dialog = g_task_new (NULL, NULL, callback, user_data);
}

static void
answer_dialog (const char *path)
{
  g_autoptr (GTask) answered = g_steal_pointer (&dialog);

  g_assert_nonnull (answered);
  g_task_return_pointer (answered, g_file_new_for_path (path), g_object_unref);
}

/* long enough for what is read, written and said in a worker */
static void
let_pass (void)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < end)
    window_test_iterate ();
}

static gboolean
says (WindowTest *test, const char *text)
{
  return window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL, text) != NULL;
}

static GtkWidget *
find_button (WindowTest *test, const char *label)
{
  return window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, label);
}

static void
press (WindowTest *test, const char *label)
{
  window_test_press (GTK_WIDGET (test->window), label);
}

static void
assert_page (WindowTest *test, const char *name)
{
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, name);
}

/* --- what a saved connection is written into --- */

static WindowTest *
open_password_file (void)
{
  WindowTest *test = window_test_new ();
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "use-saved", "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "done"));
  vf_session_set_password (vf_window_get_session (test->window), password);
  while (!find_button (test, "_Copy with the Password"))
    {
      gtk_widget_activate_action (window_test_page (test), "done.show-destination", "s", "pgpass");
      window_test_iterate ();
    }
  return test;
}

static void
test_left_while_copying (void)
{
  g_autoptr (WindowTest) test = open_password_file ();

  press (test, "_Copy with the Password");
  window_test_activate (test, "new", NULL);
  let_pass ();
  assert_page (test, "certificates");
}

static void
test_left_while_inserting (void)
{
  g_autoptr (WindowTest) test = open_password_file ();
  g_autofree char *path = g_build_filename (home, ".pgpass", NULL);

  press (test, "_Put It In, with the Password");
  window_test_activate (test, "new", NULL);
  window_test_wait (g_file_test (path, G_FILE_TEST_EXISTS));
  let_pass ();
  assert_page (test, "certificates");
  g_unlink (path);
}

static void
test_left_while_choosing_a_place (void)
{
  g_autoptr (WindowTest) test = open_password_file ();
  g_autofree char *path = g_build_filename (test->directory, "left", NULL);

  press (test, "_Save with the Password…");
  window_test_activate (test, "new", NULL);
  answer_dialog (path);
  let_pass ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
show_uri (WindowTest *test)
{
  window_test_activate (test, "back", NULL);
  gtk_widget_activate_action (window_test_page (test), "done.show-destination", "s", "uri");
}

static char *
read_preview (WindowTest *test)
{
  GtkWidget *view = window_test_find (window_test_page (test), VF_TYPE_DESTINATION_VIEW, NULL);

  return vf_code_view_get_text (VF_CODE_VIEW (window_test_find (view, VF_TYPE_CODE_VIEW, NULL)));
}

/* A name that was chosen for one thing is not given to another. */
static void
test_place_for_another (void)
{
  g_autoptr (WindowTest) test = open_password_file ();
  g_autofree char *path = g_build_filename (test->directory, "another", NULL);

  press (test, "_Save with the Password…");
  show_uri (test);
  window_test_wait (find_button (test, "_Copy"));
  answer_dialog (path);
  let_pass ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What was saved does not show in place of what is looked at now. */
static void
test_another_while_saving (void)
{
  g_autoptr (WindowTest) test = open_password_file ();
  g_autofree char *path = g_build_filename (test->directory, "saved", NULL);
  g_autofree char *text = NULL;

  press (test, "_Save with the Password…");
  answer_dialog (path);
  window_test_iterate ();
  show_uri (test);
  window_test_wait (g_file_test (path, G_FILE_TEST_EXISTS) && find_button (test, "_Copy"));
  let_pass ();
  text = read_preview (test);
  g_assert_true (g_str_has_prefix (text, "postgresql://"));
  g_assert_false (says (test, "pgpass is saved in ~, for you alone."));
}

/* --- what is being opened --- */

static void
test_new_while_opening (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "use-saved", "shop");
  window_test_activate (test, "new", NULL);
  let_pass ();
  assert_page (test, "certificates");
  g_assert_null (vf_session_get_name (vf_window_get_session (test->window)));
}

static void
test_drop_while_opening (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  VfSession *session = vf_window_get_session (test->window);

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "use-saved", "shop");
  window_test_drop (test, path);
  let_pass ();
  assert_page (test, "certificates");
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (session))->len, ==, 1);
}

/* Each of them again and again, as an impatient person does: the last one counts. */
static void
test_many_openings (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "dwh", "dwh.example.com");
  for (guint i = 0; i < 10; i++)
    {
      window_test_activate (test, "use-saved", "shop");
      window_test_activate (test, "edit-saved", "dwh");
      window_test_iterate ();
    }
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
  g_assert_cmpstr (vf_session_get_name (vf_window_get_session (test->window)), ==, "dwh");
}

/* --- offers to take something back --- */

static gboolean
is_saved (WindowTest *test, const char *name)
{
  g_autoptr (VfSaved) saved = vf_store_find (test->store, name, NULL);

  return saved != NULL;
}

/* Only the last deletion can be undone, so only that is offered. */
static void
test_two_deletions (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  gint64 shown;

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "dwh", "dwh.example.com");
  window_test_activate (test, "show-page", "start");
  window_test_wait (says (test, "shop") && says (test, "dwh"));
  gtk_widget_activate_action (window_test_page (test), "start.delete", "s", "shop");
  window_test_wait (says (test, "shop is deleted"));
  shown = g_get_monotonic_time ();
  gtk_widget_activate_action (window_test_page (test), "start.delete", "s", "dwh");
  window_test_wait (says (test, "dwh is deleted") && !says (test, "shop is deleted"));
  /* it was taken away, and has not passed by itself */
  g_assert_cmpint (g_get_monotonic_time () - shown, <, 4 * G_USEC_PER_SEC);
  press (test, "_Undo");
  window_test_wait (is_saved (test, "dwh"));
  g_assert_false (is_saved (test, "shop"));
}

static void
open_list (WindowTest *test)
{
  g_autofree char *path
    = test_write_file (test->directory, "pg_service.conf", "[shop]\nhost=db.example.com\nsslmode=require\n");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (test->window, &file, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "import"));
}

/* An offer goes with the page that could keep it. */
static void
test_offer_of_a_page_that_is_gone (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  gint64 shown;

  open_list (test);
  window_test_activate (test, "next", NULL);
  window_test_wait (says (test, "1 connection is imported"));
  shown = g_get_monotonic_time ();
  window_test_activate (test, "edit-saved", "shop");
  window_test_wait (!says (test, "1 connection is imported") && !find_button (test, "_Undo"));
  g_assert_cmpint (g_get_monotonic_time () - shown, <, 4 * G_USEC_PER_SEC);
}

/* Who has gone on is not called back when the import is done. */
static void
test_left_while_importing (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");

  open_list (test);
  window_test_activate (test, "next", NULL);
  window_test_drop (test, path);
  window_test_wait (is_saved (test, "shop") && says (test, "1 connection is imported"));
  assert_page (test, "certificates");
}

/* --- what is locked --- */

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Nobody hears "Unlocked." of what was thrown away, and nothing is done with it. */
static void
test_forgotten_while_unlocking (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_client (test, FALSE, "sesame");
  g_autoptr (SecretValue) passphrase = secret_value_new ("sesame", -1, "text/plain");
  VfSession *session = vf_window_get_session (test->window);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  window_test_drop (test, path);
  vf_session_unlock_async (session, passphrase, finished, &result);
  vf_session_reset (session);
  window_test_wait (result);
  g_assert_false (vf_session_unlock_finish (session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (vf_session_get_inventory (session));
  g_assert_null (vf_session_get_key_passphrase (session));
}

/* (transfer full) (nullable) */
static char *
make_locked_archive (WindowTest *test, const char *content)
{
  char *path = g_build_filename (test->directory, "a.zip", NULL);
  char *arguments[] = { (char[]){ "zip" }, (char[]){ "-qjP" }, (char[]){ "sesame" }, path, g_strdup (content), NULL };
  int status = 1;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL) || status)
    g_clear_pointer (&path, g_free);
  g_free (arguments[4]);
  return path;
}

/* What was taken away does not come back when the rest is read again with its password. */
static void
test_unlocking_after_removal (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *root = window_test_make_root (test, "root.pem");
  g_autofree char *other = window_test_make_root (test, "other.pem");
  g_autofree char *archive = make_locked_archive (test, root);
  g_autoptr (SecretValue) password = secret_value_new ("sesame", -1, "text/plain");
  VfSession *session = vf_window_get_session (test->window);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!archive)
    {
      g_test_skip ("there is no zip to make an encrypted archive with");
      return;
    }
  window_test_drop (test, other);
  window_test_drop (test, archive);
  vf_session_remove_source (session, 0);
  window_test_wait (!vf_session_get_importing (session));
  vf_session_unlock_archive_async (session, password, finished, &result);
  window_test_wait (result);
  g_assert_true (vf_session_unlock_finish (session, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (vf_bundle_get_n_sources (vf_inventory_get_bundle (vf_session_get_inventory (session))), ==, 1);
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (session))->len, ==, 1);
}

/* --- what stays when the window goes --- */

/* A size, and the folder of a file that was chosen: there is no key that anything else could be kept under. */
static void
test_remembers_only_its_size (void)
{
  static const char *const known[] = { "window-width", "window-height", "window-maximized", "last-folder", NULL };
  g_autoptr (GSettings) settings = g_settings_new (VF_APP_ID);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;
  g_autofree char *folder = NULL;
  int width, height;

  {
    g_autoptr (WindowTest) test = open_password_file ();

    /* a window manager that is still busy with a new window takes its first size for the last word */
    window_test_wait ((gtk_window_set_default_size (GTK_WINDOW (test->window), 815, 611),
                       gtk_widget_get_width (GTK_WIDGET (test->window)) > 790));
    let_pass ();
  }
  {
    g_autoptr (WindowTest) test = window_test_new ();

    gtk_window_get_default_size (GTK_WINDOW (test->window), &width, &height);
    g_assert_cmpint (width, ==, 815);
    g_assert_cmpint (height, ==, 611);
  }
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i]; i++)
    g_assert_true (g_strv_contains (known, keys[i]));
  /* nothing was chosen in a dialog */
  folder = g_settings_get_string (settings, "last-folder");
  g_assert_cmpstr (folder, ==, "");
}

int
main (int argc, char **argv)
{
  int result;

  home = vf_test_make_dir ();
  g_setenv ("HOME", home, TRUE);
  g_unsetenv ("PGSERVICEFILE");
  g_unsetenv ("PGPASSFILE");
  g_setenv ("GSETTINGS_SCHEMA_DIR", VF_SCHEMA_DIR, TRUE);
  ui_test_init (&argc, &argv);

  g_test_add_func ("/moments/left-while-copying", test_left_while_copying);
  g_test_add_func ("/moments/left-while-inserting", test_left_while_inserting);
  g_test_add_func ("/moments/left-while-choosing-a-place", test_left_while_choosing_a_place);
  g_test_add_func ("/moments/place-for-another", test_place_for_another);
  g_test_add_func ("/moments/another-while-saving", test_another_while_saving);
  g_test_add_func ("/moments/new-while-opening", test_new_while_opening);
  g_test_add_func ("/moments/drop-while-opening", test_drop_while_opening);
  g_test_add_func ("/moments/many-openings", test_many_openings);
  g_test_add_func ("/moments/two-deletions", test_two_deletions);
  g_test_add_func ("/moments/offer-of-a-page-that-is-gone", test_offer_of_a_page_that_is_gone);
  g_test_add_func ("/moments/left-while-importing", test_left_while_importing);
  g_test_add_func ("/moments/forgotten-while-unlocking", test_forgotten_while_unlocking);
  g_test_add_func ("/moments/unlocking-after-removal", test_unlocking_after_removal);
  g_test_add_func ("/moments/remembers-only-its-size", test_remembers_only_its_size);
  result = g_test_run ();
  vf_test_remove_tree (home);
  return result;
}
