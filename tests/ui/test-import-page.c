#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "window-private.h"
#include "window-test.h"

static const char servers[]
  = "{\"Servers\":{\"1\":{\"Name\":\"shop & co\",\"Group\":\"Europe\",\"Host\":\"db.example.com\",\"Port\":5433,"
    "\"MaintenanceDB\":\"shop\",\"Username\":\"al\",\"ConnectionParameters\":{\"sslmode\":\"verify-full\","
    "\"sslrootcert\":\"root.pem\"}},\"2\":{\"Name\":\"weak\",\"Group\":\"Europe\",\"Host\":\"10.0.0.7\",\"Port\":5432,"
    "\"Username\":\"al&co\",\"ConnectionParameters\":{\"sslmode\":\"prefer\"}},\"3\":{\"Name\":\"by service\","
    "\"Service\":\"x\"}}}";

static const char service[] = "[shop]\nhost=db.example.com\nsslmode=require\npassword=plain\n";

static void
open_list (WindowTest *test, const char *name, const char *text)
{
  g_autofree char *root = window_test_make_root (test, "root.pem");
  g_autofree char *path = test_write_file (test->directory, name, text);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (test->window, &file, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "import"));
}

static guint
count_saved (WindowTest *test)
{
  g_autoptr (GPtrArray) list = vf_store_list (test->store, NULL);

  return list->len;
}

static GtkWidget *
find_row (WindowTest *test, const char *title)
{
  GtkWidget *row = window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  return row;
}

static GtkCheckButton *
find_tick (WindowTest *test, const char *title)
{
  return GTK_CHECK_BUTTON (window_test_find (find_row (test, title), GTK_TYPE_CHECK_BUTTON, NULL));
}

static const char *
subtitle (WindowTest *test, const char *title)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (test, title)));
}

static void
test_shows (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  open_list (test, "servers.json", servers);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Import — Verifull");
  g_assert_nonnull (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "This is pgAdmin’s list of servers: 3 connections."));
  g_assert_nonnull (strstr (subtitle (test, "shop &amp; co"), "al@db.example.com:5433 · Verify-Full"));
  g_assert_nonnull (strstr (subtitle (test, "weak"), "needs a decision"));
  g_assert_nonnull (strstr (subtitle (test, "weak"), "“prefer”"));
  g_assert_true (gtk_check_button_get_active (find_tick (test, "weak")));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (find_tick (test, "by service"))));
  g_assert_null (window_test_find (window_test_page (test), GTK_TYPE_SWITCH, NULL));
  g_assert_true (window_test_is_enabled (test, "next"));
  g_assert_cmpuint (count_saved (test), ==, 0);
}

static void
check_described (WindowTest *test, const char *title, const char *text)
{
  GtkAccessible *row = GTK_ACCESSIBLE (find_row (test, title));
  GtkAccessible *tick = GTK_ACCESSIBLE (find_tick (test, title));

  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
  gtk_test_accessible_assert_property (tick, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
}

/* Also where the keyboard goes from tick to tick, and without markup. */
static void
test_described (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  open_list (test, "servers.json", servers);
  check_described (test, "by service",
                   "?:5432\nIt takes everything from the service “x”. Import the service file instead.");
  check_described (test, "weak",
                   "al&co@10.0.0.7:5432 · needs a decision\nIt says “prefer”, which protects against nobody. How strict it "
                   "can be is decided when it is checked; until then it is kept as Verify-Full.");
}

static void
test_imports_and_undoes (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (VfConnection) connection = NULL;
  GtkWidget *page;

  open_list (test, "servers.json", servers);
  page = window_test_page (test);
  gtk_check_button_set_active (find_tick (test, "weak"), FALSE);
  window_test_activate (test, "next", NULL);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "start"));
  g_assert_cmpuint (count_saved (test), ==, 1);
  connection = vf_store_load (test->store, "shop & co", NULL);
  g_assert_cmpuint (vf_credentials_count_roots (vf_connection_get_credentials (connection)), ==, 1);
  g_assert_nonnull (window_test_find (GTK_WIDGET (test->window), GTK_TYPE_LABEL, "1 connection is imported"));
  gtk_widget_activate_action (page, "import.undo", NULL);
  window_test_wait (count_saved (test) == 0);
}

/* The toast is still there when the next list is open already. */
static void
test_undoes_after_another (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *page;

  open_list (test, "servers.json", servers);
  page = window_test_page (test);
  window_test_activate (test, "next", NULL);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "start"));
  g_assert_cmpuint (count_saved (test), ==, 2);
  open_list (test, "pg_service.conf", service);
  gtk_widget_activate_action (page, "import.undo", NULL);
  window_test_wait (count_saved (test) == 0);
}

/* Another list may be dropped while the first is being kept. */
static void
test_another_while_keeping (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  open_list (test, "servers.json", servers);
  window_test_activate (test, "next", NULL);
  open_list (test, "pg_service.conf", service);
  window_test_wait (count_saved (test) == 2);
}

/* The folder of another installation's store is a list like any other; a folder of that name that is none has files. */
static void
test_folder (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = g_build_filename (test->directory, "verifull", NULL);
  g_autofree char *credentials = g_build_filename (path, "credentials", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  vf_window_open_files (test->window, &folder, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "certificates"));
  g_assert_cmpint (g_mkdir (credentials, 0700), ==, 0);
  g_free (test_write_file (path, "pg_service.conf", service));
  vf_window_open_files (test->window, &folder, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "import"));
  g_assert_nonnull (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "This is the list of another installation of Verifull: 1 connection."));
}

static void
test_nothing_ticked (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  open_list (test, "servers.json", servers);
  gtk_check_button_set_active (find_tick (test, "weak"), FALSE);
  gtk_check_button_set_active (find_tick (test, "shop &amp; co"), FALSE);
  g_assert_false (window_test_is_enabled (test, "next"));
}

/* A password that stands in the open is taken over only if somebody says so. */
static void
test_passwords (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *with;

  open_list (test, "pg_service.conf", service);
  with = window_test_find (window_test_page (test), GTK_TYPE_SWITCH, NULL);
  g_assert_nonnull (with);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (with)));
}

/* What only ends like a list is opened as what it may be. */
static void
test_no_list (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = test_write_file (test->directory, "secret.json", "{\"kind\": \"Secret\"}");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (test->window, &file, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "certificates"));
}

/* Offered only where a variable says where a server is. */
static void
test_environment (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (VfSaved) saved = NULL;

  g_assert_false (vf_window_has_environment ());
  g_setenv ("PGHOST", "", TRUE);
  g_setenv ("PGUSER", "al", TRUE);
  g_assert_false (vf_window_has_environment ());
  g_setenv ("PGHOST", "db.example.com", TRUE);
  g_setenv ("PGSSLMODE", "prefer", TRUE);
  g_assert_true (vf_window_has_environment ());
  window_test_activate (test, "import-environment", NULL);
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "import"));
  window_test_wait (window_test_is_enabled (test, "next"));
  window_test_activate (test, "next", NULL);
  window_test_wait (count_saved (test) == 1);
  saved = vf_store_find (test->store, "db", NULL);
  g_assert_nonnull (saved);
  g_assert_cmpstr (vf_target_get_user (vf_saved_get_target (saved)), ==, "al");
  g_assert_cmpstr (vf_saved_get_undecided (saved), ==, "prefer");
  g_unsetenv ("PGHOST");
  g_unsetenv ("PGUSER");
  g_unsetenv ("PGSSLMODE");
}

/* Nobody has decided how strict it shall be, so the check asks that first. */
static void
test_undecided (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  VfSession *session = vf_window_get_session (test->window);

  window_test_save (test, "weak", "127.0.0.1");
  g_assert_true (vf_store_note_undecided (test->store, "weak", "prefer", NULL));
  window_test_activate (test, "check-saved", "weak");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "security"));
  g_assert_false (vf_session_get_mode_chosen (session));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/import-page/shows", test_shows);
  g_test_add_func ("/import-page/described", test_described);
  g_test_add_func ("/import-page/imports-and-undoes", test_imports_and_undoes);
  g_test_add_func ("/import-page/undoes-after-another", test_undoes_after_another);
  g_test_add_func ("/import-page/another-while-keeping", test_another_while_keeping);
  g_test_add_func ("/import-page/folder", test_folder);
  g_test_add_func ("/import-page/nothing-ticked", test_nothing_ticked);
  g_test_add_func ("/import-page/passwords", test_passwords);
  g_test_add_func ("/import-page/no-list", test_no_list);
  g_test_add_func ("/import-page/environment", test_environment);
  g_test_add_func ("/import-page/undecided", test_undecided);
  return g_test_run ();
}
