#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "code-view.h"
#include "destination-view.h"
#include "insert-group.h"
#include "page.h"
#include "sample.h"
#include "session-private.h"
#include "term-button.h"
#include "window-test.h"

/* A home folder of its own, which the files of the person lie in. */
static char *home;

static WindowTest *
open_saved (const char *name)
{
  WindowTest *test = window_test_new ();

  window_test_save (test, name, "shop.example.com");
  window_test_activate (test, "use-saved", name);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "done"));
  return test;
}

static WindowTest *
open_saved_with_client (const char *name)
{
  WindowTest *test = window_test_new ();
  g_autoptr (VfTarget) target = vf_target_new ("shop.example.com", NULL, 5432, "app", "app");
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfConnection) connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);

  g_assert_true (vf_store_save (test->store, name, connection, NULL, NULL, FALSE, NULL));
  window_test_activate (test, "use-saved", name);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "done"));
  return test;
}

/* The page reads the saved connection in a worker; a card leads nowhere before. */
static void
show (WindowTest *test, const char *id)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (!window_test_find (window_test_page (test), VF_TYPE_DESTINATION_VIEW, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      gtk_widget_activate_action (window_test_page (test), "done.show-destination", "s", id);
      window_test_iterate ();
    }
}

static gboolean
is_shown (WindowTest *test, const char *text)
{
  return window_test_find_shown (window_test_page (test), GTK_TYPE_LABEL, text) != NULL;
}

static GtkWidget *
find_button (WindowTest *test, const char *label)
{
  return window_test_find_shown (window_test_page (test), GTK_TYPE_BUTTON, label);
}

static void
press (WindowTest *test, const char *label)
{
  window_test_press (window_test_page (test), label);
}

/* what the preview, or the changes below it, say */
static char *
code_text (WindowTest *test, GType inside)
{
  GtkWidget *top = window_test_find (window_test_page (test), inside, NULL);
  GtkWidget *view = top ? window_test_find (top, VF_TYPE_CODE_VIEW, NULL) : NULL;

  return view ? vf_code_view_get_text (VF_CODE_VIEW (view)) : g_strdup ("");
}

static gboolean
code_says (WindowTest *test, GType inside, const char *part)
{
  g_autofree char *text = code_text (test, inside);

  return strstr (text, part) != NULL;
}

static char *
read_clipboard (WindowTest *test)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (test->window));
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  return content && gdk_content_provider_get_value (content, &value, NULL) ? g_value_dup_string (&value) : g_strdup ("");
}

static gboolean
clipboard_says (WindowTest *test, const char *expected)
{
  g_autofree char *text = read_clipboard (test);

  return g_str_equal (text, expected);
}

/* --- the dialogs, which somebody else's processes draw --- */

/* what the person chooses; NULL: nothing */
static char *chosen;
static guint n_asked;

static void
answer (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  n_asked++;
  if (chosen)
    g_task_return_pointer (task, g_file_new_for_path (chosen), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
}

void __wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name,
                                       GAsyncReadyCallback callback, gpointer user_data);
void __wrap_vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder,
                                           GAsyncReadyCallback callback, gpointer user_data);

void
__wrap_vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  answer (callback, user_data);
}

void
__wrap_vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  answer (callback, user_data);
}

/* --- the cards --- */

/* (nullable): the button that leads to a destination */
static GtkWidget *
find_card (GtkWidget *widget, const char *id)
{
  GtkWidget *found = NULL;
  GVariant *target = GTK_IS_BUTTON (widget) ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)) : NULL;

  if (target && g_variant_is_of_type (target, G_VARIANT_TYPE_STRING)
      && g_str_equal (g_variant_get_string (target, NULL), id))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_card (child, id);
  return found;
}

static gboolean
has_icon (GtkWidget *widget, const char *icon)
{
  gboolean found = GTK_IS_IMAGE (widget) && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), icon) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = has_icon (child, icon);
  return found;
}

/* The ticks are the table's, each on its own card, and every destination is there. */
static void
test_cards (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");

  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);
      GtkWidget *card = find_card (window_test_page (test), destination->id);

      g_test_message ("%s", destination->id);
      g_assert_nonnull (card);
      g_assert_nonnull (window_test_find (card, GTK_TYPE_LABEL, destination->title));
      g_assert_true (gtk_widget_get_mapped (card));
      g_assert_true (has_icon (card, "object-select-symbolic") == (destination->proven != NULL));
    }
  g_assert_true (is_shown (test, "shop is ready."));
}

/* Each of them can be looked at, and says what it contains or why it cannot. */
static void
test_every_destination (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");

  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);
      GtkWidget *trouble = NULL;

      g_test_message ("%s", destination->id);
      show (test, destination->id);
      g_assert_true (is_shown (test, destination->title));
      g_assert_cmpstr (vf_page_get_title (VF_PAGE (window_test_page (test))), ==, destination->title);
      window_test_wait ((trouble = window_test_find (window_test_page (test), VF_TYPE_DESTINATION_VIEW, NULL))
                        && (find_button (test, "_Copy") || find_button (test, "_Copy with the Password")
                            || *gtk_label_get_text (ui_test_child (trouble, "trouble"))));
      window_test_activate (test, "back", NULL);
      g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "done");
      g_assert_true (is_shown (test, "shop is ready."));
    }
}

/* A certificate in Base64 would hide what it is a value of; a path is as long as it is. */
static void
test_preview (void)
{
  GtkWidget *view = g_object_ref_sink (vf_code_view_new ("Preview"));
  g_autofree char *folder = g_strnfill (200, 'a');
  g_autofree char *path = g_strconcat ("sslrootcert=/", folder, "/root.crt", NULL);
  g_autofree char *blob = g_strnfill (2000, 'Q');
  g_autofree char *yaml = g_strconcat ("data:\n  ca.crt: ", blob, "\n  user: app", NULL);
  g_autofree char *path_shown = NULL, *yaml_shown = NULL;

  vf_code_view_set_text (VF_CODE_VIEW (view), path);
  path_shown = vf_code_view_get_text (VF_CODE_VIEW (view));
  g_assert_cmpstr (path_shown, ==, path);
  g_assert_false (vf_code_view_is_shortened (VF_CODE_VIEW (view)));

  vf_code_view_set_text (VF_CODE_VIEW (view), yaml);
  yaml_shown = vf_code_view_get_text (VF_CODE_VIEW (view));
  g_assert_cmpstr (yaml_shown, ==, "data:\n  ca.crt: QQQQQQQQQQQQQQQQQQQQQQQQ…\n  user: app");
  g_assert_true (vf_code_view_is_shortened (VF_CODE_VIEW (view)));
  g_object_unref (view);
}

/* (transfer none): what watches the wheel over a preview */
static GtkEventController *
find_wheel (GtkWidget *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        return controller;
    }
  return NULL;
}

static gboolean
turn_wheel (GtkWidget *view, double clicks)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_wheel (view), "scroll", 0.0, clicks, &taken);
  return taken;
}

static double
get_place (GtkWidget *widget)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget)));
}

/* it has as much room as it wants */
static gboolean
is_whole (GtkWidget *scroller)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  return gtk_adjustment_get_page_size (place) > 50
         && gtk_adjustment_get_upper (place) <= gtk_adjustment_get_page_size (place);
}

/* Where a preview has nothing more to scroll, the page goes on below the pointer. */
static void
test_wheel (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  GtkWidget *view, *page, *scroller;
  double down;

  show (test, "service-file");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 720, 300);
  window_test_wait ((view = window_test_find (window_test_page (test), VF_TYPE_CODE_VIEW, NULL))
                    && gtk_widget_get_mapped (view) && code_says (test, VF_TYPE_DESTINATION_VIEW, "[shop]"));
  page = gtk_widget_get_ancestor (view, GTK_TYPE_SCROLLED_WINDOW);
  scroller = window_test_find (view, GTK_TYPE_SCROLLED_WINDOW, NULL);
  window_test_wait (gtk_adjustment_get_upper (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page))) > 400);
  window_test_wait (is_whole (scroller));
  g_assert_true (turn_wheel (view, 1));
  down = get_place (page);
  g_assert_cmpfloat (down, >, 0);
  g_assert_true (turn_wheel (view, -1));
  g_assert_cmpfloat (get_place (page), <, down);
  down = get_place (page);
  /* and where it has, it is scrolled first */
  {
    GString *text = g_string_new (NULL);
    GtkAdjustment *inside = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

    for (guint i = 0; i < 100; i++)
      g_string_append (text, "line\n");
    vf_code_view_set_text (VF_CODE_VIEW (view), text->str);
    g_string_free (text, TRUE);
    window_test_wait (gtk_adjustment_get_upper (inside) > 1000 && gtk_adjustment_get_page_size (inside) < 500);
    g_assert_false (turn_wheel (view, 1));
    g_assert_cmpfloat (get_place (page), ==, down);
    gtk_adjustment_set_value (inside, gtk_adjustment_get_upper (inside));
    g_assert_true (turn_wheel (view, 1));
    g_assert_cmpfloat (get_place (page), >, down);
  }
}

/* The word that the command is made of is explained beside it. */
static void
test_service (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  GtkWidget *box = ui_test_child (window_test_page (test), "command_box");

  g_assert_nonnull (window_test_find (box, VF_TYPE_TERM_BUTTON, NULL));
}

static void
test_copy (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *copied = NULL;

  show (test, "uri");
  window_test_wait (code_says (test, VF_TYPE_DESTINATION_VIEW, "postgresql://app@shop.example.com:5432/app"));
  press (test, "_Copy");
  copied = read_clipboard (test);
  g_assert_true (g_str_has_prefix (copied, "postgresql://app@shop.example.com:5432/app?"));
}

/* Back leads to the overview, and from there to the page before; nothing that was saved is lost on the way. */
static void
test_back (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  VfSession *session = vf_window_get_session (test->window);

  show (test, "go");
  g_assert_false (window_test_is_enabled (test, "next"));
  window_test_activate (test, "back", NULL);
  g_assert_true (window_test_is_enabled (test, "next"));
  g_assert_cmpstr (vf_session_get_name (session), ==, "shop");
  window_test_activate (test, "next", NULL);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
  g_assert_null (vf_session_get_name (session));
  window_test_wait (window_test_find (window_test_page (test), GTK_TYPE_LABEL, "shop"));
}

/* --- the password --- */

static void
set_password (WindowTest *test)
{
  g_autoptr (SecretValue) password = secret_value_new ("geheim:1", -1, "text/plain");

  vf_session_set_password (vf_window_get_session (test->window), password);
}

static void
test_password (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");

  set_password (test);
  show (test, "pgpass");
  window_test_wait (code_says (test, VF_TYPE_DESTINATION_VIEW, "shop.example.com:5432:app:app:••••••"));
  window_test_wait (code_says (test, VF_TYPE_INSERT_GROUP, "+shop.example.com:5432:app:app:••••••"));
  g_assert_null (find_button (test, "_Copy"));
  press (test, "_Copy with the Password");
  window_test_wait (clipboard_says (test, "shop.example.com:5432:app:app:geheim\\:1\n"));
}

static void
test_no_password (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");

  show (test, "pgpass");
  window_test_wait (find_button (test, "_Copy with the Password"));
  g_assert_false (gtk_widget_is_sensitive (find_button (test, "_Copy with the Password")));
  window_test_wait (is_shown (test, "The password is not known here. Check the connection with its password first."));
}

static void
test_password_file (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *path = g_build_filename (home, ".pgpass", NULL);
  g_autofree char *text = NULL;

  set_password (test);
  show (test, "pgpass");
  press (test, "_Put It In, with the Password");
  window_test_wait (g_file_test (path, G_FILE_TEST_EXISTS) 
                    && window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "shop.example.com:5432:app:app:geheim\\:1\n");
  window_test_activate (test, "undo-insert", NULL);
  window_test_wait (!g_file_test (path, G_FILE_TEST_EXISTS));
}

/* --- the person's own file --- */

static gboolean
has_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_equal (text, expected);
}

static void
test_insert (void)
{
  static const char before[] = "# mine\r\n[a]\r\nhost=x";
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *path = g_build_filename (home, ".pg_service.conf", NULL);
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (path, before, -1, NULL));
  show (test, "service-file");
  window_test_wait (code_says (test, VF_TYPE_INSERT_GROUP, "+[shop]"));
  g_assert_true (is_shown (test, "Put It into ~/.pg_service.conf"));
  press (test, "_Put It In");
  window_test_wait (is_shown (test, "It is there already."));
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_true (g_str_has_prefix (after, "# mine\r\n[a]\r\nhost=x\r\n\r\n[shop]\r\n"));

  /* the way back is still there when the page is not */
  window_test_activate (test, "back", NULL);
  window_test_activate (test, "next", NULL);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
  g_signal_emit_by_name (window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo"), "clicked");
  window_test_wait (has_text (path, before));
  g_unlink (path);
}

/* The button that had the focus goes with its toast: keys have to reach the window all the same. */
static void
test_focus_after_undo (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *path = g_build_filename (home, ".pg_service.conf", NULL);
  GtkWidget *undo, *focus;

  show (test, "service-file");
  press (test, "_Put It In");
  window_test_wait ((undo = window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo")));
  window_test_wait (gtk_widget_grab_focus (undo));
  g_signal_emit_by_name (undo, "clicked");
  window_test_wait (!g_file_test (path, G_FILE_TEST_EXISTS)
                    && !window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo"));
  focus = gtk_window_get_focus (GTK_WINDOW (test->window));
  g_assert_true (!focus || gtk_widget_get_mapped (focus));
}

/* Something else has the name: it is said, and another name can be given. */
static void
test_insert_replaces (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *path = g_build_filename (home, ".pg_service.conf", NULL);
  GtkWidget *row;

  g_assert_true (g_file_set_contents (path, "[shop]\nhost=other\n", -1, NULL));
  show (test, "service-file");
  window_test_wait (code_says (test, VF_TYPE_INSERT_GROUP, "-host=other"));
  g_assert_nonnull (find_button (test, "_Replace It"));
  row = window_test_find (window_test_page (test), ADW_TYPE_ENTRY_ROW, "Name in the file");
  gtk_editable_set_text (GTK_EDITABLE (row), "shop-2");
  g_signal_emit_by_name (row, "apply");
  window_test_wait (code_says (test, VF_TYPE_INSERT_GROUP, "+[shop-2]"));
  g_assert_nonnull (find_button (test, "_Put It In"));
  g_unlink (path);
}

/* --- in a Flatpak --- */

/* What a sandbox cannot do is not offered, and whose the password is is said. */
static void
test_flatpak (void)
{
  g_autofree char *before = g_strdup (g_getenv ("VF_FLATPAK_INFO"));
  g_autoptr (WindowTest) test = NULL;

  g_setenv ("VF_FLATPAK_INFO", "/", TRUE);
  test = open_saved ("shop");
  g_assert_nonnull (find_card (window_test_page (test), "psql"));
  g_assert_null (find_card (window_test_page (test), "keyring"));
  g_assert_false (gtk_widget_get_mapped (ui_test_child (window_test_page (test), "terminal")));
  g_assert_false (gtk_widget_get_mapped (ui_test_child (window_test_page (test), "no_terminal")));
  show (test, "service-file");
  window_test_wait (find_button (test, "_Copy"));
  g_assert_false (gtk_widget_get_mapped (window_test_find (window_test_page (test), VF_TYPE_INSERT_GROUP, NULL)));
  vf_session_set_password_stored (vf_window_get_session (test->window), TRUE);
  window_test_activate (test, "back", NULL);
  g_assert_true (is_shown (test, "Stored where only Verifull can read it; psql asks for it"));
  g_assert_false (gtk_widget_get_mapped (ui_test_child (window_test_page (test), "keyring_row")));
  if (before)
    g_setenv ("VF_FLATPAK_INFO", before, TRUE);
  else
    g_unsetenv ("VF_FLATPAK_INFO");
}

/* --- psql in a terminal --- */

static void
add_program (const char *folder, const char *name, const char *script)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

/* --- saving --- */

static gboolean
is_file (const char *path, const char *part)
{
  g_autofree char *text = NULL;
  GStatBuf info;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, part) && g_stat (path, &info) == 0
         && (info.st_mode & 0777) == 0600;
}

static gboolean
is_file_of (const char *path, const char *text)
{
  g_autofree char *found = NULL;

  return g_file_get_contents (path, &found, NULL, NULL) && g_str_equal (found, text);
}

/* One file goes where the person says; the dialog itself has asked about what is there. */
static void
test_save_file (void)
{
  g_autoptr (WindowTest) test = open_saved ("shop");
  g_autofree char *path = g_build_filename (home, "mine.sh", NULL);
  guint asked = n_asked;

  show (test, "shell");
  g_clear_pointer (&chosen, g_free);
  press (test, "_Save…");
  window_test_wait (n_asked == asked + 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  chosen = g_strdup (path);
  press (test, "_Save…");
  window_test_wait (is_file (path, "export PGHOST=shop.example.com"));
  window_test_wait (window_test_find (GTK_WIDGET (test->window), GTK_TYPE_LABEL, "It is saved, for you alone"));
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  press (test, "_Save…");
  window_test_wait (is_file (path, "export PGHOST=shop.example.com"));
}

/* Several go into a folder, where nothing is replaced without a word. */
static void
test_save_folder (void)
{
  g_autoptr (WindowTest) test = open_saved_with_client ("shop");
  g_autofree char *folder = g_build_filename (home, "folder", NULL);
  g_autofree char *store = g_build_filename (folder, "trust.p12", NULL);
  g_autofree char *key = g_build_filename (folder, "client.p12", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (key, "mine", -1, NULL));
  show (test, "java-stores");
  g_free (chosen);
  chosen = g_strdup (folder);
  press (test, "_Save with the Key…");
  /* what is there stays as it is, and nothing else is left beside it */
  window_test_wait (find_button (test, "_Replace"));
  g_assert_true (is_file_of (key, "mine"));
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  press (test, "_Replace");
  window_test_wait (g_file_test (store, G_FILE_TEST_EXISTS));
  window_test_wait (!is_file_of (key, "mine"));
  window_test_wait (!find_button (test, "_Replace"));
  window_test_wait (code_says (test, VF_TYPE_DESTINATION_VIEW, folder));
}

static void
test_terminal (void)
{
  g_autofree char *folder = vf_test_make_dir ();
  g_autofree char *told = g_build_filename (folder, "told", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s.part; mv %s.part %s\n", told, told, told);
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *text = NULL;

  g_setenv ("PATH", folder, TRUE);
  {
    g_autoptr (WindowTest) test = open_saved ("shop");

    g_assert_false (gtk_widget_is_sensitive (find_button (test, "Open in _Terminal")));
    g_assert_true (is_shown (test, "psql is not installed on this computer."));
  }
  add_program (folder, "psql", "#!/bin/sh\n");
  add_program (folder, "xterm", script);
  g_setenv ("PATH", folder, TRUE);
  {
    g_autoptr (WindowTest) test = open_saved ("shop");
    g_autofree char *with_tools = g_strconcat (folder, ":", path, NULL);

    /* the stand-in needs mv */
    g_setenv ("PATH", with_tools, TRUE);
    press (test, "Open in _Terminal");
    window_test_wait (g_file_get_contents (told, &text, NULL, NULL));
    g_assert_nonnull (strstr (text, "psql service=shop"));
  }
  g_setenv ("PATH", path, TRUE);
  vf_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  int result;

  home = vf_test_make_dir ();
  g_setenv ("HOME", home, TRUE);
  g_unsetenv ("PGSERVICEFILE");
  g_unsetenv ("PGPASSFILE");
  ui_test_init (&argc, &argv);

  g_test_add_func ("/done/cards", test_cards);
  g_test_add_func ("/done/every-destination", test_every_destination);
  g_test_add_func ("/done/preview", test_preview);
  g_test_add_func ("/done/wheel", test_wheel);
  g_test_add_func ("/done/service", test_service);
  g_test_add_func ("/done/copy", test_copy);
  g_test_add_func ("/done/back", test_back);
  g_test_add_func ("/done/password", test_password);
  g_test_add_func ("/done/no-password", test_no_password);
  g_test_add_func ("/done/password-file", test_password_file);
  g_test_add_func ("/done/insert", test_insert);
  g_test_add_func ("/done/focus-after-undo", test_focus_after_undo);
  g_test_add_func ("/done/insert-replaces", test_insert_replaces);
  g_test_add_func ("/done/save-file", test_save_file);
  g_test_add_func ("/done/save-folder", test_save_folder);
  g_test_add_func ("/done/flatpak", test_flatpak);
  g_test_add_func ("/done/terminal", test_terminal);
  result = g_test_run ();
  vf_test_remove_tree (home);
  g_free (home);
  return result;
}
