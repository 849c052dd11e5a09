#include "config.h"

#include "renew-page.h"

#include <string.h>

#include "check-fixture.h"
#include "export/export.h"
#include "import/credentials-change.h"
#include "window-test.h"

#define HOST "db.test"

/* A saved connection to a made server, and what may be dropped on it. */
typedef struct
{
  WindowTest *test;
  TestPair *root;
  TestPair *other;
  TestPair *leaf;
  GBytes *replies[2];
  FakeSpec spec;
  FakePg *fake;
} Scene;

static void
scene_init (Scene *scene, gboolean silent)
{
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  *scene = (Scene){ .test = window_test_new (), .root = test_pair_new_root ("Example Root"),
                    .other = test_pair_new_root ("Other Root") };
  scene->leaf = test_pair_new_server (HOST, "DNS:" HOST, scene->root);
  scene->replies[0] = fake_reply_ready ("15.4");
  scene->spec = (FakeSpec){ .chain = &scene->leaf, .n_chain = 1, .replies = scene->replies,
                            .n_replies = silent ? 0 : 1, .then = silent ? FAKE_THEN_SILENCE : FAKE_THEN_CLOSE };
  scene->fake = fake_pg_new (&scene->spec);
  credentials = fixture_credentials (scene->root, NULL, NULL);
  connection = fixture_connection (HOST, fake_pg_get_port (scene->fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  vf_store_save (scene->test->store, "shop", connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->test, window_test_free);
  g_clear_pointer (&scene->fake, fake_pg_free);
  g_clear_pointer (&scene->root, test_pair_free);
  g_clear_pointer (&scene->other, test_pair_free);
  g_clear_pointer (&scene->leaf, test_pair_free);
  g_clear_pointer (&scene->replies[0], g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static GFile *
write_pem (Scene *scene, const char *name, const TestPair *first, const TestPair *second)
{
  g_autofree char *a = test_pair_to_pem (first);
  g_autofree char *b = second ? test_pair_to_pem (second) : g_strdup ("");
  g_autofree char *both = g_strconcat (a, b, NULL);
  g_autofree char *path = test_write_file (scene->test->directory, name, both);

  return g_file_new_for_path (path);
}

/* Renewed certificates that the server would be trusted with are dropped on the saved connection. */
static void
drop_renewed (Scene *scene)
{
  g_autoptr (GFile) file = write_pem (scene, "renewed.pem", scene->other, scene->root);

  vf_window_renew (scene->test->window, "shop", &file, 1);
}

static gboolean
says (Scene *scene, const char *text)
{
  const char *label;

  if (!VF_IS_RENEW_PAGE (window_test_page (scene->test)))
    return FALSE;
  label = ui_test_label (window_test_page (scene->test), "statement");
  return strstr (label, text) != NULL;
}

static char *
read_service_file (Scene *scene)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (vf_store_get_service_file (scene->test->store), &text, NULL, NULL));
  return text;
}

static guint
count_saved_authorities (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) connection = vf_store_load (scene->test->store, "shop", &error);

  g_assert_no_error (error);
  return vf_credentials_get_authorities (vf_connection_get_credentials (connection))->len;
}

static const char *
next_label (Scene *scene)
{
  return vf_page_get_next_label (VF_PAGE (window_test_page (scene->test)));
}

static gboolean
is_next_suggested (Scene *scene)
{
  return gtk_widget_has_css_class (gtk_window_get_default_widget (GTK_WINDOW (scene->test->window)), "suggested-action");
}

static void
test_renew_and_undo (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *undo = NULL;

  scene_init (&scene, FALSE);
  before = read_service_file (&scene);
  drop_renewed (&scene);
  window_test_wait (says (&scene, "work with the server"));
  g_assert_cmpstr (next_label (&scene), ==, "_Use the Renewed Ones");
  g_assert_nonnull (window_test_find (window_test_page (scene.test), ADW_TYPE_ACTION_ROW, "1 authority is new"));
  g_assert_nonnull (window_test_find (window_test_page (scene.test), ADW_TYPE_ACTION_ROW, "1 authority stays"));
  /* nothing has happened before the person says so */
  g_assert_cmpuint (count_saved_authorities (&scene), ==, 1);
  window_test_activate (scene.test, "next", NULL);
  window_test_wait (says (&scene, "from now on"));
  g_assert_cmpuint (count_saved_authorities (&scene), ==, 2);
  /* what was done stays in view */
  g_assert_nonnull (window_test_find (window_test_page (scene.test), GTK_TYPE_LABEL, "What Changed"));
  g_assert_true (ui_test_is_visible (window_test_page (scene.test), "change"));
  {
    g_autoptr (VfSaved) saved = vf_store_find (scene.test->store, "shop", NULL);

    g_assert_cmpint (vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC), ==, VF_PROOF_PROVEN);
  }
  window_test_wait ((undo = window_test_find (GTK_WIDGET (scene.test->window), GTK_TYPE_BUTTON, "_Undo")));
  g_signal_emit_by_name (undo, "clicked");
  window_test_wait (count_saved_authorities (&scene) == 1);
  after = read_service_file (&scene);
  g_assert_cmpstr (before, ==, after);
  window_test_wait (says (&scene, "work with the server"));
}

/* What was saved elsewhere is named with the program that reads it, after the swap and after going back. */
static void
test_copies (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GFile) file = NULL;
  GtkWidget *page;

  scene_init (&scene, FALSE);
  file = write_pem (&scene, "renewed.pem", scene.other, scene.root);
  vf_store_note_copy (scene.test->store, "shop", "jdbc", scene.test->directory);
  vf_window_renew (scene.test->window, "shop", &file, 1);
  window_test_wait (says (&scene, "work with the server"));
  page = window_test_page (scene.test);
  g_assert_false (ui_test_is_visible (page, "copies"));
  window_test_activate (scene.test, "next", NULL);
  window_test_wait (says (&scene, "from now on"));
  g_assert_true (ui_test_is_visible (page, "copies"));
  g_assert_nonnull (window_test_find (page, GTK_TYPE_LABEL, "Save These Again"));
  g_assert_nonnull (window_test_find (page, GTK_TYPE_LABEL, vf_destination_find ("jdbc")->title));
  g_assert_nonnull (window_test_find (page, GTK_TYPE_LABEL, scene.test->directory));
  gtk_widget_activate_action (page, "renew.go-back", NULL);
  window_test_wait (count_saved_authorities (&scene) == 1);
  window_test_wait (says (&scene, "work with the server"));
  g_assert_true (ui_test_is_visible (page, "copies"));
  /* another archive is another matter */
  vf_window_open_files (scene.test->window, &file, 1);
  g_assert_false (ui_test_is_visible (page, "copies"));
  window_test_wait (says (&scene, "work with the server"));
}

static void
test_later_undo (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (VfCredentials) renewed = NULL;
  g_autoptr (GError) error = NULL;

  scene_init (&scene, FALSE);
  renewed = fixture_credentials (scene.other, NULL, NULL);
  g_assert_true (vf_store_renew (scene.test->store, "shop", renewed, NULL, NULL, &error));
  window_test_activate (scene.test, "show-page", "start");
  vf_window_renew (scene.test->window, "shop", NULL, 0);
  window_test_wait (says (&scene, "Drop the renewed archive"));
  window_test_wait (ui_test_is_visible (window_test_page (scene.test), "previous"));
  gtk_widget_activate_action (window_test_page (scene.test), "renew.go-back", NULL);
  window_test_wait (g_strcmp0 (next_label (&scene), "") == 0 && !ui_test_is_visible (window_test_page (scene.test), "previous"));
  g_assert_null (vf_store_load_previous (scene.test->store, "shop", NULL));
  {
    g_autoptr (VfConnection) connection = vf_store_load (scene.test->store, "shop", &error);
    g_auto (VfCredentialsChange) change = { 0 };
    g_autoptr (VfCredentials) old = fixture_credentials (scene.root, NULL, NULL);

    vf_credentials_change_init (&change, vf_connection_get_credentials (connection), old);
    g_assert_true (vf_credentials_change_is_none (&change));
  }
}

/* What does not work is never taken without a word. */
static void
test_failing (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GFile) wrong = NULL;
  g_autoptr (GFile) right = NULL;
  g_autoptr (GFile) same = NULL;

  scene_init (&scene, FALSE);
  wrong = write_pem (&scene, "wrong.pem", scene.other, NULL);
  right = write_pem (&scene, "right.pem", scene.root, scene.other);
  same = write_pem (&scene, "same.pem", scene.root, NULL);
  vf_window_renew (scene.test->window, "shop", &wrong, 1);
  window_test_wait (says (&scene, "but the present ones do"));
  g_assert_cmpstr (next_label (&scene), ==, "Use Them _Anyway");
  g_assert_false (is_next_suggested (&scene));
  /* another drop, and another while that is tested */
  vf_window_open_files (scene.test->window, &wrong, 1);
  vf_window_open_files (scene.test->window, &right, 1);
  window_test_wait (says (&scene, "work with the server"));
  g_assert_cmpstr (next_label (&scene), ==, "_Use the Renewed Ones");
  g_assert_true (is_next_suggested (&scene));
  vf_window_open_files (scene.test->window, &same, 1);
  window_test_wait (says (&scene, "nothing to renew"));
  g_assert_false (ui_test_is_visible (window_test_page (scene.test), "change"));
  g_assert_cmpuint (count_saved_authorities (&scene), ==, 1);
}

static void
test_useless (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  scene_init (&scene, FALSE);
  path = test_write_file (scene.test->directory, "page.zip", "<html><body>Log in</body></html>");
  file = g_file_new_for_path (path);
  vf_window_renew (scene.test->window, "shop", &file, 1);
  window_test_wait (says (&scene, "Nothing has been changed."));
  g_assert_false (window_test_is_enabled (scene.test, "next"));
}

/* A silent server: Cancel ends both tests, and closing the window ends everything. */
static void
test_cancel_and_close (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GFile) file = NULL;

  scene_init (&scene, TRUE);
  file = write_pem (&scene, "renewed.pem", scene.other, scene.root);
  vf_window_renew (scene.test->window, "shop", &file, 1);
  window_test_wait (says (&scene, "are being tested"));
  g_assert_true (window_test_is_enabled (scene.test, "cancel"));
  window_test_activate (scene.test, "cancel", NULL);
  window_test_wait (says (&scene, "was stopped"));
  g_assert_cmpstr (next_label (&scene), ==, "Use Them _Anyway");
  vf_window_open_files (scene.test->window, &file, 1);
  window_test_wait (says (&scene, "are being tested"));
}

/* What has gone on is told by its own name, and not offered to be undone from the values of another connection. */
static void
test_left_while_saving (void)
{
  g_auto (Scene) scene = { 0 };

  scene_init (&scene, FALSE);
  drop_renewed (&scene);
  window_test_wait (says (&scene, "work with the server"));
  window_test_activate (scene.test, "next", NULL);
  window_test_activate (scene.test, "new", NULL);
  window_test_wait (window_test_find (GTK_WIDGET (scene.test->window), GTK_TYPE_LABEL, "shop is renewed"));
  g_assert_null (window_test_find (GTK_WIDGET (scene.test->window), GTK_TYPE_BUTTON, "_Undo"));
  g_assert_cmpuint (count_saved_authorities (&scene), ==, 2);
  g_assert_cmpstr (vf_window_get_page_name (scene.test->window), ==, "certificates");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/renew-page/renew-and-undo", test_renew_and_undo);
  g_test_add_func ("/renew-page/copies", test_copies);
  g_test_add_func ("/renew-page/later-undo", test_later_undo);
  g_test_add_func ("/renew-page/failing", test_failing);
  g_test_add_func ("/renew-page/useless", test_useless);
  g_test_add_func ("/renew-page/cancel-and-close", test_cancel_and_close);
  g_test_add_func ("/renew-page/left-while-saving", test_left_while_saving);
  return g_test_run ();
}
