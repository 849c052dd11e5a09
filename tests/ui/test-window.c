#include "config.h"

#include <malloc.h>

#include "page.h"
#include "window-test.h"

static void
assert_page (WindowTest *test, const char *name)
{
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, name);
}

static void
test_builds_and_goes (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  assert_page (test, "start");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Verifull");
  g_assert_false (window_test_is_enabled (test, "back"));
  g_assert_false (window_test_is_enabled (test, "check"));
  /* nothing but the start page exists at the start */
  g_assert_null (gtk_widget_get_next_sibling (window_test_page (test)));
}

#ifdef __GLIBC__
static gint n_trims;

/* in place of the C library's */
int
malloc_trim (size_t kept)
{
  g_atomic_int_inc (&n_trims);
  return 0;
}

/* Once the program has started, and once only. */
static void
test_gives_memory_back (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (WindowTest) second = NULL;
  gint64 end;

  window_test_wait (g_atomic_int_get (&n_trims) > 0);
  second = window_test_new ();
  for (end = g_get_monotonic_time () + 3 * G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    window_test_iterate ();
  g_assert_cmpint (g_atomic_int_get (&n_trims), ==, 1);
}
#else
static void
test_gives_memory_back (void)
{
  g_test_skip ("nothing that this C library keeps can be asked for");
}
#endif

static int
width_of_label (const char *style)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("Verifull"));
  int width;

  if (style)
    gtk_widget_add_css_class (label, style);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* They are found where GTK has its own, and nothing loads the style sheet but the program. */
static void
test_icons_and_style (void)
{
  static const char *const names[] = { "calendar", "code", "container", "desktop", "file", "link", "lock", "plug", "shell",
                                       "working" };
  g_autoptr (WindowTest) test = window_test_new ();
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (test->window)));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("verifull-%s-symbolic", names[i]);

      g_assert_true (gtk_icon_theme_has_icon (icons, name));
    }
  g_assert_true (gtk_icon_theme_has_icon (icons, VF_APP_ID));
  g_assert_true (gtk_icon_theme_has_icon (icons, VF_APP_ID "-symbolic"));
  g_assert_cmpint (width_of_label ("pill-label"), ==, width_of_label (NULL) + 20);
}

static void
test_closes_while_reading (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (test->window, &file, 1);
  g_assert_true (vf_session_get_importing (vf_window_get_session (test->window)));
}

static void
test_navigation (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");

  window_test_drop (test, path);
  assert_page (test, "certificates");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Certificates — Verifull");
  g_assert_true (window_test_is_enabled (test, "next"));
  window_test_activate (test, "next", NULL);
  assert_page (test, "server");
  window_test_activate (test, "back", NULL);
  assert_page (test, "certificates");
  window_test_activate (test, "escape", NULL);
  assert_page (test, "start");
  g_assert_false (window_test_is_enabled (test, "back"));
}

/* Going to a page again must not make Back go round in circles. */
static void
test_trail (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_activate (test, "no-archive", NULL);
  assert_page (test, "server");
  window_test_activate (test, "show-page", "certificates");
  window_test_activate (test, "show-page", "server");
  window_test_activate (test, "back", NULL);
  assert_page (test, "certificates");
  window_test_activate (test, "back", NULL);
  assert_page (test, "start");
}

static void
test_new_forgets (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");

  window_test_drop (test, path);
  vf_window_take_target (test->window, "postgresql://app@db.example.com:6432/shop");
  g_assert_nonnull (vf_session_get_target (vf_window_get_session (test->window)));
  window_test_activate (test, "new", NULL);
  assert_page (test, "certificates");
  g_assert_null (vf_session_get_target (vf_window_get_session (test->window)));
  g_assert_null (vf_session_get_credentials (vf_window_get_session (test->window)));
  g_assert_false (window_test_is_enabled (test, "next"));
}

static void
test_target_waits (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  VfTarget *target;

  vf_window_take_target (test->window, "postgresql://app@db.example.com:6432/shop");
  window_test_drop (test, path);
  target = vf_session_get_target (vf_window_get_session (test->window));
  g_assert_nonnull (target);
  g_assert_cmpstr (vf_target_get_host (target), ==, "db.example.com");
  g_assert_cmpuint (vf_target_get_port (target), ==, 6432);
}

/* A link dragged out of a browser is a file without a path. */
static void
test_drop_of_a_link (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GFile) file = g_file_new_for_uri ("https://example.com/certificates.zip");
  GSList files = { file, NULL };

  g_assert_false (vf_window_take_drop (test->window, &files));
  assert_page (test, "start");
}

static void
test_drop_joins_later (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *first = window_test_make_root (test, "first.pem");
  g_autofree char *second = window_test_make_root (test, "second.pem");
  VfSession *session = vf_window_get_session (test->window);

  window_test_drop (test, first);
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (session))->len, ==, 1);
  window_test_activate (test, "next", NULL);
  window_test_drop (test, second);
  assert_page (test, "certificates");
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (session))->len, ==, 2);
}

/* Whatever the width of a text: where it is laid out in two lines, it has been measured in two. */
static void
hover (WindowTest *test)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (test->window));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      GdkDragAction action = 0;

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "enter", 5.0, 5.0, &action);
    }
}

/* Over connections it makes a difference where one drops, and only a row below the pointer says so. */
static void
test_drop_hint (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  gtk_window_present (GTK_WINDOW (test->window));
  hover (test);
  g_assert_nonnull (window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL, "Drop the certificates here"));
  g_assert_null (window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL,
                                         "Drop it on a connection to renew it, or elsewhere to make a new one."));
  window_test_save (test, "shop", "shop.example.com");
  window_test_activate (test, "show-page", "start");
  window_test_wait (window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL, "shop"));
  hover (test);
  g_assert_null (window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL, "Drop the certificates here"));
  g_assert_nonnull (window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL,
                                            "Drop it on a connection to renew it, or elsewhere to make a new one."));
}

static void
test_toast_is_as_high (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GString) text = g_string_new ("A sentence of");
  GtkWidget *label, *content, *title;

  gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 600);
  window_test_wait (gtk_widget_get_width (GTK_WIDGET (test->window)) <= 360);
  vf_page_toast (VF_PAGE (window_test_page (test)), text->str, "Undo", "win.back");
  window_test_wait ((label = window_test_find_shown (GTK_WIDGET (test->window), GTK_TYPE_LABEL, text->str)));
  content = gtk_widget_get_parent (label);
  title = gtk_widget_get_parent (content);
  /* newer GTK warns of what is measured for less than its smallest width, and before it has a place it has none */
  window_test_wait (gtk_widget_get_width (title) > 0);
  for (guint i = 0; i < 60; i++)
    {
      int height;

      g_string_append_c (text, i % 6 == 0 ? ' ' : 'i');
      gtk_label_set_text (GTK_LABEL (label), text->str);
      for (guint turn = 0; turn < 3; turn++)
        window_test_iterate ();
      window_test_wait ((gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (title), &height,
                                             NULL, NULL, NULL),
                         gtk_widget_get_height (title) >= height));
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/window/builds", test_builds_and_goes);
  g_test_add_func ("/window/gives-memory-back", test_gives_memory_back);
  g_test_add_func ("/window/icons-and-style", test_icons_and_style);
  g_test_add_func ("/window/closes-while-reading", test_closes_while_reading);
  g_test_add_func ("/window/navigation", test_navigation);
  g_test_add_func ("/window/trail", test_trail);
  g_test_add_func ("/window/new-forgets", test_new_forgets);
  g_test_add_func ("/window/target-waits", test_target_waits);
  g_test_add_func ("/window/drop/link", test_drop_of_a_link);
  g_test_add_func ("/window/drop/joins", test_drop_joins_later);
  g_test_add_func ("/window/drop/hint", test_drop_hint);
  g_test_add_func ("/window/toast-is-as-high", test_toast_is_as_high);
  return g_test_run ();
}
