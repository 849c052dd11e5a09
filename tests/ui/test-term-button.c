#include "config.h"

#include "term-button.h"

#include <adwaita.h>

#include "test.h"
#include "ui-test.h"

static GtkMenuButton *
get_menu_button (GtkWidget *term)
{
  return ui_test_find (term, GTK_TYPE_MENU_BUTTON);
}

static gboolean
is_open (gpointer button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover && gtk_widget_get_mapped (GTK_WIDGET (popover))
         && gtk_widget_get_height (gtk_popover_get_child (popover)) > 0;
}

static gboolean
says (GtkWidget *top, const char *text)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (top) && g_str_equal (gtk_label_get_text (GTK_LABEL (top)), text))
    return TRUE;
  for (child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* Nothing of it is cut off. */
static void
check_room (GtkWidget *box)
{
  GtkWidget *last = gtk_widget_get_last_child (box);
  graphene_rect_t bounds;
  int needed;

  gtk_widget_measure (last, GTK_ORIENTATION_VERTICAL, -1, &needed, NULL, NULL, NULL);
  g_assert_true (gtk_widget_compute_bounds (last, box, &bounds));
  g_assert_cmpfloat (bounds.size.height, >=, (float) needed);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, (float) gtk_widget_get_height (box));
}

/* The keyboard reaches it, Enter opens it, and what it says is the glossary's; on the narrowest window, too. */
static void
test_opens (void)
{
  for (guint term = 0; term < VF_N_TERMS; term++)
    {
      GtkWidget *button = vf_term_button_new ((VfTerm) term);
      GtkWindow *window = GTK_WINDOW (gtk_window_new ());
      GtkPopover *popover;

      gtk_window_set_default_size (window, 360, 600);
      gtk_window_set_child (window, button);
      gtk_window_present (window);
      g_assert_null (gtk_menu_button_get_popover (get_menu_button (button)));
      gtk_window_set_focus (window, NULL);
      g_assert_true (gtk_widget_child_focus (button, GTK_DIR_TAB_FORWARD));
      g_signal_emit_by_name (gtk_window_get_focus (window), "activate");
      ui_test_wait (is_open, get_menu_button (button));
      popover = gtk_menu_button_get_popover (get_menu_button (button));
      g_assert_true (says (GTK_WIDGET (popover), vf_term_get_title ((VfTerm) term)));
      g_assert_true (says (GTK_WIDGET (popover), vf_term_get_text ((VfTerm) term)));
      g_assert_cmpint (gtk_widget_get_width (gtk_popover_get_child (popover)), <=, 330);
      check_room (gtk_widget_get_first_child (gtk_popover_get_child (popover)));
      gtk_window_destroy (window);
    }
}

static void
test_name (void)
{
  GtkWidget *button = g_object_ref_sink (vf_term_button_new (VF_TERM_AUTHORITY));
  GtkWidget *inner = gtk_widget_get_first_child (GTK_WIDGET (get_menu_button (button)));
  g_autofree char *id = NULL;

  gtk_test_accessible_assert_property (inner, GTK_ACCESSIBLE_PROPERTY_LABEL, "What is “Authority”?");
  g_object_get (button, "term", &id, NULL);
  g_assert_cmpstr (id, ==, "authority");
  g_object_unref (button);
}

static void
test_unknown (void)
{
  GtkWidget *button;

  g_test_expect_message ("Verifull", G_LOG_LEVEL_CRITICAL, "*kangaroo*");
  button = g_object_new (VF_TYPE_TERM_BUTTON, "term", "kangaroo", NULL);
  g_test_assert_expected_messages ();
  g_object_ref_sink (button);
  g_object_unref (button);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/term-button/opens", test_opens);
  g_test_add_func ("/term-button/name", test_name);
  g_test_add_func ("/term-button/unknown", test_unknown);
  return g_test_run ();
}
