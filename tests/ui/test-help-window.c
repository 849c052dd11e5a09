#include "config.h"

#include "help-window.h"

#include "help/help.h"
#include "ui-test.h"
#include "window-test.h"

static GtkWindow *
find_help (WindowTest *test)
{
  for (GList *l = gtk_application_get_windows (test->application); l; l = l->next)
    if (VF_IS_HELP_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* as a button, the menu or F1 does */
static GtkWindow *
open_help (WindowTest *test, const char *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (test->application), "help", g_variant_new_string (page));
  g_assert_nonnull (find_help (test));
  return find_help (test);
}

static const char *
get_view (GtkWindow *help)
{
  return gtk_stack_get_visible_child_name (ui_test_child (help, "stack"));
}

static gboolean
shows (GtkWindow *help, const char *text)
{
  return window_test_find (ui_test_child (help, "content"), GTK_TYPE_LABEL, text) != NULL;
}

static guint
count_rows (GtkWindow *help)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (ui_test_child (help, "view"))));
}

/* One window, whatever is asked for, and it goes with the last window with a connection. */
static void
test_one_window (void)
{
  WindowTest *test = window_test_new ();
  GtkApplication *application = test->application;
  GtkWindow *help = open_help (test, "");

  g_assert_cmpstr (get_view (help), ==, "list");
  g_assert_true (open_help (test, VF_HELP_ID_WORDS) == help);
  g_assert_cmpstr (get_view (help), ==, "page");
  g_assert_true (shows (help, "Fingerprint"));
  g_assert_true (open_help (test, "kangaroo") == help);
  g_assert_cmpstr (get_view (help), ==, "list");
  window_test_free (test);
  for (guint i = 0; i < 20; i++)
    window_test_iterate ();
  g_assert_null (gtk_application_get_windows (application));
}

/* Every page can be laid out as narrow as the window gets. */
static void
test_all_pages (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GPtrArray) pages = vf_help_list ();
  GtkWindow *help = open_help (test, "");

  /* a screenful first, so that the window opens at once */
  g_assert_cmpuint (count_rows (help), <, 20);
  window_test_wait (count_rows (help) == pages->len + VF_N_HELP_SECTIONS);
  for (guint i = 0; i < pages->len; i++)
    {
      int minimum;

      open_help (test, vf_help_page_get_id (pages->pdata[i]));
      g_assert_true (shows (help, vf_help_page_get_title (pages->pdata[i])));
      gtk_widget_measure (ui_test_child (help, "content"), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
}

static void
search (GtkWindow *help, const char *text, guint n)
{
  gtk_editable_set_text (ui_test_child (help, "search"), text);
  window_test_wait (count_rows (help) == n);
}

static void
test_search (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWindow *help = open_help (test, "");
  g_autoptr (GPtrArray) pages = vf_help_list ();
  guint all = pages->len + VF_N_HELP_SECTIONS;

  window_test_wait (count_rows (help) == all);
  search (help, "kangaroo", 0);
  g_assert_true (ui_test_is_visible (help, "nothing"));
  search (help, "dws_ssl_cert ZIP", 1);
  g_assert_false (ui_test_is_visible (help, "nothing"));
  g_signal_emit_by_name (ui_test_child (help, "search"), "activate");
  g_assert_cmpstr (get_view (help), ==, "page");
  g_assert_true (shows (help, "Huawei Cloud GaussDB(DWS)"));
  gtk_widget_activate_action (GTK_WIDGET (help), "help.back", NULL);
  g_assert_cmpstr (get_view (help), ==, "list");
  search (help, "", all);

  /* before the search has begun */
  gtk_editable_set_text (ui_test_child (help, "search"), "dws_ssl_cert ZIP");
  g_signal_emit_by_name (ui_test_child (help, "search"), "activate");
  g_assert_cmpstr (get_view (help), ==, "page");
}

/* Whether the keyboard is on the row that says @title, which can be seen. */
static gboolean
is_on_row (GtkWindow *help, const char *title)
{
  GtkWidget *focus = gtk_window_get_focus (help);
  GtkWidget *view = ui_test_child (help, "view");
  GtkWidget *scroller = ui_test_child (help, "scroller");
  graphene_rect_t bounds;

  if (!focus || gtk_widget_get_parent (focus) != view || !gtk_widget_compute_bounds (focus, scroller, &bounds))
    return FALSE;
  return g_str_equal (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (focus))), title)
         && bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller);
}

static gboolean
is_on_search (GtkWindow *help)
{
  GtkWidget *focus = gtk_window_get_focus (help);

  return focus && gtk_widget_is_ancestor (focus, ui_test_child (help, "search"));
}

static void
go_back (GtkWindow *help)
{
  gtk_widget_activate_action (GTK_WIDGET (help), "help.back", NULL);
  g_assert_cmpstr (get_view (help), ==, "list");
}

/* The keyboard goes back to where the page stands in the list, far down or alone in what was found. */
static void
test_back_to_row (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GPtrArray) pages = vf_help_list ();
  VfHelpPage *last = pages->pdata[pages->len - 1];
  guint all = pages->len + VF_N_HELP_SECTIONS;
  GtkWindow *help = open_help (test, "");

  window_test_wait (count_rows (help) == all);
  g_assert_true (is_on_search (help));
  g_signal_emit_by_name (ui_test_child (help, "view"), "activate", all - 1);
  g_assert_true (shows (help, vf_help_page_get_title (last)));
  go_back (help);
  window_test_wait (is_on_row (help, vf_help_page_get_title (last)));

  search (help, "dws_ssl_cert ZIP", 1);
  g_signal_emit_by_name (ui_test_child (help, "search"), "activate");
  go_back (help);
  window_test_wait (is_on_row (help, "Huawei Cloud GaussDB(DWS)"));

  /* to where nobody came from a row, and what is searched for from anywhere */
  open_help (test, VF_HELP_ID_WORDS);
  go_back (help);
  g_assert_true (is_on_search (help));
  g_signal_emit_by_name (ui_test_child (help, "search"), "activate");
  gtk_widget_activate_action (GTK_WIDGET (help), "help.search", NULL);
  g_assert_true (is_on_search (help));
}

/* A file that is opened while the help has the keyboard goes to the window with the connection. */
static void
test_files_go_elsewhere (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  open_help (test, "");
  g_application_open (G_APPLICATION (test->application), &file, 1, "");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "certificates"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/help-window/one-window", test_one_window);
  g_test_add_func ("/help-window/all-pages", test_all_pages);
  g_test_add_func ("/help-window/search", test_search);
  g_test_add_func ("/help-window/back-to-row", test_back_to_row);
  g_test_add_func ("/help-window/files-go-elsewhere", test_files_go_elsewhere);
  return g_test_run ();
}
