#include "config.h"

#include "rename-popover.h"
#include "start-test.h"

/* --- changing --- */

static VfRenamePopover *
find_popover (WindowTest *test)
{
  return (VfRenamePopover *) window_test_find (window_test_page (test), VF_TYPE_RENAME_POPOVER, NULL);
}

/* the keyboard */
static gboolean
is_at (WindowTest *test, const char *name)
{
  VfSavedItem *item = vf_saved_list_get_focused (start_test_find_list (test));

  return item && g_str_equal (vf_saved_get_name (vf_saved_item_get_saved (item)), name);
}

static void
test_rename (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *entry, *button;

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "till", "till.example.com");
  start_test_show (test, "shop");
  start_test_act (test, "start.rename", "shop");
  entry = window_test_find (GTK_WIDGET (find_popover (test)), GTK_TYPE_ENTRY, NULL);
  button = window_test_find (GTK_WIDGET (find_popover (test)), GTK_TYPE_BUTTON, "_Rename");
  for (guint i = 0; i < 3; i++)
    {
      static const char *const bad[] = { "", "a]b", "till" };
      char *wrong;

      gtk_editable_set_text (GTK_EDITABLE (entry), bad[i]);
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
      wrong = gtk_test_accessible_check_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                               GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_cmpstr (wrong, ==, NULL);
      g_assert_false (gtk_widget_get_sensitive (button));
    }
  g_assert_true (start_test_says (GTK_WIDGET (find_popover (test)), "There is a connection “till” already."));
  gtk_editable_set_text (GTK_EDITABLE (entry), "store");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (button, "clicked");
  window_test_wait (start_test_find_saved (test, "store"));
  g_assert_null (start_test_find_saved (test, "shop"));
  window_test_wait (!find_popover (test));
  window_test_wait (is_at (test, "store"));
  start_test_act (test, "start.rename", "store");
  gtk_popover_popdown (GTK_POPOVER (find_popover (test)));
  window_test_wait (!find_popover (test));
  g_assert_true (is_at (test, "store"));
}

static void
press_undo (WindowTest *test)
{
  GtkWidget *undo;

  window_test_wait ((undo = window_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo")));
  g_signal_emit_by_name (undo, "clicked");
}

static void
test_duplicate_and_undo (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  start_test_show (test, "shop");
  start_test_act (test, "start.duplicate", "shop");
  window_test_wait (start_test_find_saved (test, "shop-2"));
  g_assert_true (start_test_row_says (test, "shop-2", "app@shop.example.com:5432"));
  press_undo (test);
  window_test_wait (!start_test_find_saved (test, "shop-2"));
  g_assert_nonnull (start_test_find_saved (test, "shop"));
  g_assert_false (start_test_is_saved (test, "shop-2"));
}

static void
test_delete_and_undo (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_save (test, "shop", "shop.example.com");
  window_test_save (test, "dwh", "dwh.example.com");
  start_test_show (test, "shop");
  start_test_act (test, "start.delete", "shop");
  window_test_wait (!start_test_find_saved (test, "shop"));
  g_assert_nonnull (start_test_find_saved (test, "dwh"));

  /* the toast stays when another page comes, and so does what it promises */
  window_test_activate (test, "new", NULL);
  press_undo (test);
  start_test_show (test, "shop");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/start/rename", test_rename);
  g_test_add_func ("/start/duplicate-undo", test_duplicate_and_undo);
  g_test_add_func ("/start/delete-undo", test_delete_and_undo);
  return g_test_run ();
}
