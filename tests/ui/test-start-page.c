#include "config.h"

#include "archive-prompt.h"
#include "page.h"
#include "saved-row.h"
#include "window-test.h"

static VfSavedRow *
find_saved (WindowTest *test, const char *name)
{
  return (VfSavedRow *) window_test_find (window_test_page (test), VF_TYPE_SAVED_ROW, name);
}

/* The page reads anew whenever it comes into view. */
static void
read_again (WindowTest *test)
{
  window_test_activate (test, "show-page", "start");
}

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
  read_again (test);
  window_test_wait (find_saved (test, "shop"));
  g_assert_nonnull (find_saved (test, "b <i>"));
  g_assert_true (window_test_is_enabled (test, "next"));
}

static void
test_rename (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *entry;

  window_test_save (test, "shop", "shop.example.com");
  read_again (test);
  window_test_wait (find_saved (test, "shop"));
  gtk_widget_activate_action (GTK_WIDGET (find_saved (test, "shop")), "start.rename", "s", "shop");
  entry = window_test_find (window_test_page (test), ADW_TYPE_ENTRY_ROW, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "store");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "apply");
  window_test_wait (find_saved (test, "store"));
  g_assert_null (find_saved (test, "shop"));
}

static void
test_delete_and_undo (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *undo;

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "dwh", "dwh.example.com");
  read_again (test);
  window_test_wait (find_saved (test, "shop"));
  gtk_widget_activate_action (GTK_WIDGET (find_saved (test, "shop")), "start.delete", "s", "shop");
  window_test_wait (!find_saved (test, "shop"));
  g_assert_nonnull (find_saved (test, "dwh"));

  /* the toast stays when another page comes, and so does what it promises */
  window_test_activate (test, "new", NULL);
  window_test_wait ((undo = window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo")));
  g_signal_emit_by_name (undo, "clicked");
  read_again (test);
  window_test_wait (find_saved (test, "shop"));
}

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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/start/empty", test_empty);
  g_test_add_func ("/start/lists", test_lists);
  g_test_add_func ("/start/rename", test_rename);
  g_test_add_func ("/start/delete-undo", test_delete_and_undo);
  g_test_add_func ("/start/edit", test_edit);
  g_test_add_func ("/start/check-asks", test_check_asks_for_password);
  g_test_add_func ("/start/gone", test_opens_what_is_gone);
  return g_test_run ();
}
