#include "config.h"

#include "start-test.h"

static VfSavedRow *
find_row (GtkWidget *top, const char *name)
{
  VfSavedRow *found = NULL;

  if (VF_IS_SAVED_ROW (top))
    {
      VfSavedItem *item = vf_saved_row_get_item (VF_SAVED_ROW (top));

      return item && g_str_equal (vf_saved_get_name (vf_saved_item_get_saved (item)), name) ? VF_SAVED_ROW (top) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_row (child, name);
  return found;
}

VfSavedRow *
start_test_find_saved (WindowTest *test, const char *name)
{
  return find_row (window_test_page (test), name);
}

VfSavedList *
start_test_find_list (WindowTest *test)
{
  return VF_SAVED_LIST (window_test_find (window_test_page (test), VF_TYPE_SAVED_LIST, NULL));
}

gboolean
start_test_says (GtkWidget *top, const char *text)
{
  if (GTK_IS_LABEL (top) && gtk_widget_get_mapped (top) && strstr (gtk_label_get_text (GTK_LABEL (top)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    if (start_test_says (child, text))
      return TRUE;
  return FALSE;
}

gboolean
start_test_row_says (WindowTest *test, const char *name, const char *text)
{
  VfSavedRow *row = start_test_find_saved (test, name);

  return row && start_test_says (GTK_WIDGET (row), text);
}

VfProof
start_test_proof_of (WindowTest *test, const char *name)
{
  VfSavedItem *item = vf_saved_list_find (start_test_find_list (test), name);

  return vf_saved_get_proof (vf_saved_item_get_saved (item), g_get_real_time () / G_USEC_PER_SEC);
}

/* The page reads anew whenever it comes into view. */
void
start_test_read_again (WindowTest *test)
{
  window_test_activate (test, "show-page", "start");
}

void
start_test_act (WindowTest *test, const char *action, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (start_test_find_saved (test, name)), action, "s", name));
}

void
start_test_activate (WindowTest *test, const char *name)
{
  g_signal_emit_by_name (start_test_find_list (test), "activated", vf_saved_list_find (start_test_find_list (test), name));
}

void
start_test_show (WindowTest *test, const char *name)
{
  start_test_read_again (test);
  window_test_wait (start_test_find_saved (test, name));
}

gboolean
start_test_is_saved (WindowTest *test, const char *name)
{
  g_autoptr (VfSaved) saved = vf_store_find (test->store, name, NULL);

  return saved != NULL;
}
