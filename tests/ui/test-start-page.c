#include "config.h"

#include "archive-prompt.h"
#include "page.h"
#include "start-test.h"
#include "window-private.h"

/* --- the list --- */

static void
test_empty (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_wait (window_test_find (window_test_page (test), VF_TYPE_ARCHIVE_PROMPT, NULL));
  g_assert_false (window_test_is_enabled (test, "next"));
}

static void
test_lists (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "b <i>", "b.example.com");
  start_test_show (test, "shop");
  g_assert_nonnull (start_test_find_saved (test, "b <i>"));
  g_assert_true (start_test_row_says (test, "shop", "app@shop.example.com:5432"));
  g_assert_true (start_test_row_says (test, "shop", "never checked"));
  g_assert_true (window_test_is_enabled (test, "next"));
}

/* What a screen reader reads stands on what has the keyboard. */
static void
test_accessible (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *around, *menu;
  char *wrong;

  window_test_save (test, "shop", "shop.example.com");
  start_test_show (test, "shop");
  around = gtk_widget_get_parent (GTK_WIDGET (start_test_find_saved (test, "shop")));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_LABEL, "shop");
  g_assert_null (wrong);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                              "Require · never checked · app@shop.example.com:5432");
  g_assert_cmpstr (wrong, ==, NULL);
  menu = window_test_find (around, GTK_TYPE_MENU_BUTTON, NULL);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "What can be done with shop");
  g_assert_cmpstr (wrong, ==, NULL);
}

/* Rows of several lines are not scrolled where the window has room for them. */
static void
test_narrow (void)
{
  static const char *const names[] = { "a name that is rather long for a narrow window", "another name that is long", "shop" };
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *scroller;
  GtkAdjustment *place;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    window_test_save (test, names[i], "a-host-that-is-long.of.a.region.example.com");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 720);
  start_test_show (test, "shop");
  scroller = gtk_widget_get_ancestor (GTK_WIDGET (start_test_find_saved (test, "shop")), GTK_TYPE_SCROLLED_WINDOW);
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  window_test_wait (gtk_adjustment_get_upper (place) > 180
                    && gtk_adjustment_get_upper (place) <= gtk_adjustment_get_page_size (place));
}

/* Five hundred connections make only the rows that somebody sees. */
static void
test_many (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint rows = 0;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "[c%03u]\nhost=c%03u.example.com\nsslmode=verify-full\n\n", i, i);
  g_mkdir_with_parents (vf_store_get_directory (test->store), 0700);
  g_file_set_contents (vf_store_get_service_file (test->store), text->str, -1, &error);
  g_assert_no_error (error);
  start_test_show (test, "c000");
  for (guint i = 0; i < 50; i++)
    window_test_iterate ();
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%03u", i);

      rows += start_test_find_saved (test, name) != NULL;
    }
  g_assert_cmpuint (rows, >=, 8);
  g_assert_cmpuint (rows, <=, 60);
}

static void
search (WindowTest *test, const char *text)
{
  GtkWidget *entry = window_test_find (window_test_page (test), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
test_search (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *all;

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);
      g_autofree char *host = g_strdup_printf ("host%u.example.com", i);

      if (i == 8)
        {
          start_test_show (test, "c0");
          g_assert_false (vf_saved_list_search (start_test_find_list (test)));
        }
      window_test_save (test, name, host);
    }
  start_test_show (test, "c8");
  window_test_activate (test, "find", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (test->window)),
                                         window_test_find (GTK_WIDGET (start_test_find_list (test)), GTK_TYPE_SEARCH_ENTRY, NULL)));
  search (test, "HOST3");
  window_test_wait (!start_test_find_saved (test, "c8"));
  g_assert_nonnull (start_test_find_saved (test, "c3"));
  search (test, "nobody");
  window_test_wait (start_test_says (window_test_page (test), "No connection has “nobody”"));
  all = window_test_find (window_test_page (test), GTK_TYPE_BUTTON, "_Show All Connections");
  g_assert_true (gtk_widget_get_mapped (all));
  g_signal_emit_by_name (all, "clicked");
  window_test_wait (start_test_find_saved (test, "c8"));
}

static gint64
count_frames (VfWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  return clock ? gdk_frame_clock_get_frame_counter (clock) : -1;
}

/* The first frame does not wait for what is saved, which comes with the next. */
static void
test_first_frame (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  VfWindow *second;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("shop-%u", i);

      window_test_save (test, name, "shop.example.com");
    }
  second = vf_window_new (test->application, test->store);
  /* long enough for the reading */
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    window_test_iterate ();
  g_assert_null (window_test_find (GTK_WIDGET (second), VF_TYPE_SAVED_LIST, NULL));
  gtk_window_present (GTK_WINDOW (second));
  while (!window_test_find (GTK_WIDGET (second), VF_TYPE_SAVED_LIST, NULL))
    {
      g_assert_null (window_test_find (GTK_WIDGET (second), VF_TYPE_ARCHIVE_PROMPT, NULL));
      window_test_iterate ();
    }
  g_assert_cmpint (count_frames (second), >=, 1);
  gtk_window_close (GTK_WINDOW (second));
}

/* "shop" on that row, "shop ⋮" on its menu button, "" elsewhere */
static char *
tell_focus (WindowTest *test)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (test->window));
  GtkWidget *button = focus ? gtk_widget_get_ancestor (focus, VF_TYPE_SAVED_ROW) : NULL;
  GtkWidget *row = button ? button : focus ? gtk_widget_get_first_child (focus) : NULL;

  if (!VF_IS_SAVED_ROW (row))
    return g_strdup ("");
  return g_strconcat (vf_saved_get_name (vf_saved_item_get_saved (vf_saved_row_get_item (VF_SAVED_ROW (row)))),
                      button ? " ⋮" : "", NULL);
}

/* The stops in the list, in that direction, until the keyboard has left it. */
static char *
tab_through (WindowTest *test, GtkDirectionType direction)
{
  g_autoptr (GString) stops = g_string_new (NULL);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *stop = NULL;

      gtk_widget_child_focus (GTK_WIDGET (test->window), direction);
      stop = tell_focus (test);
      if (!*stop && stops->len)
        break;
      g_string_append_printf (stops, "%s%s", *stop && stops->len ? ", " : "", stop);
    }
  return g_string_free (g_steal_pointer (&stops), FALSE);
}

/* As in a list box: each row, and behind it its button. */
static void
test_tab (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *forward = NULL;
  g_autofree char *backward = NULL;
  g_autofree char *opened = NULL;

  window_test_save (test, "a", "a.example.com");
  window_test_save (test, "b", "b.example.com");
  start_test_show (test, "b");
  gtk_window_set_focus (GTK_WINDOW (test->window), NULL);
  forward = tab_through (test, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (forward, ==, "a, a ⋮, b, b ⋮");
  backward = tab_through (test, GTK_DIR_TAB_BACKWARD);
  g_assert_cmpstr (backward, ==, "b ⋮, b, a ⋮, a");

  /* Enter opens what the keyboard is on */
  vf_saved_list_focus (start_test_find_list (test), "b");
  opened = tell_focus (test);
  g_assert_cmpstr (opened, ==, "b");
  g_assert_true (gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (test->window))));
  window_test_wait (g_strcmp0 (vf_session_get_name (vf_window_get_session (test->window)), "b") == 0);
}

/* --- opening --- */

static void
test_edit (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  VfSession *session = vf_window_get_session (test->window);

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "edit-saved", "shop");
  window_test_wait (g_strcmp0 (vf_session_get_name (session), "shop") == 0);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "server");
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (session)), ==, "shop.example.com");
  g_assert_cmpint (vf_session_get_mode (session), ==, VF_SSL_MODE_REQUIRE);
  window_test_activate (test, "back", NULL);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
}

/* Without a password in the keyring a check would only fail, so the person is asked first. */
static void
test_check_asks_for_password (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "check-saved", "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
}

static void
test_opens_what_is_gone (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_activate (test, "use-saved", "gone");
  window_test_wait (!window_test_is_enabled (test, "cancel"));
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "start");
}

/* --- dropping --- */

static void
test_drop_on_row (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };
  graphene_rect_t bounds;
  GtkWidget *row;

  window_test_save (test, "shop", "shop.example.com");
  start_test_show (test, "shop");
  row = GTK_WIDGET (start_test_find_saved (test, "shop"));
  window_test_wait (gtk_widget_get_height (row) > 0);
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (test->window), &bounds));
  g_assert_true (vf_window_take_drop_at (test->window, &files, bounds.origin.x + 40, bounds.origin.y + 10));
  window_test_wait (g_strcmp0 (vf_session_get_name (vf_window_get_session (test->window)), "shop") == 0);
  g_assert_false (gtk_widget_has_css_class (row, "dropped"));
}

static void
test_drop_beside (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };

  window_test_save (test, "shop", "shop.example.com");
  start_test_show (test, "shop");
  g_assert_true (vf_window_take_drop_at (test->window, &files, 5, gtk_widget_get_height (GTK_WIDGET (test->window)) - 5));
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "certificates"));
  g_assert_null (vf_session_get_name (vf_window_get_session (test->window)));
  window_test_wait (!vf_session_get_importing (vf_window_get_session (test->window)));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/start/empty", test_empty);
  g_test_add_func ("/start/lists", test_lists);
  g_test_add_func ("/start/accessible", test_accessible);
  g_test_add_func ("/start/many", test_many);
  g_test_add_func ("/start/narrow", test_narrow);
  g_test_add_func ("/start/search", test_search);
  g_test_add_func ("/start/tab", test_tab);
  g_test_add_func ("/start/first-frame", test_first_frame);
  g_test_add_func ("/start/edit", test_edit);
  g_test_add_func ("/start/check-asks", test_check_asks_for_password);
  g_test_add_func ("/start/gone", test_opens_what_is_gone);
  g_test_add_func ("/start/drop-on-row", test_drop_on_row);
  g_test_add_func ("/start/drop-beside", test_drop_beside);
  return g_test_run ();
}
