/* What must hold on every page: nothing is cut off or has to be scrolled sideways in the narrowest window, whatever the
 * direction of the text; everything that takes the focus has a name, and the Tab key comes by it. */

#include "config.h"

#include <string.h>

#include "init.h"
#include "scene.h"

#define NARROW_WIDTH 360

typedef void (*Visit) (GtkWidget *widget, gpointer data);

static void
visit_all (GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    visit_all (child, visit, data);
}

/* one line for each thing that is wrong, so that a run tells them all */
static void
complain (GPtrArray *wrong, Shot *shot, const char *what, GtkWidget *widget, const char *text)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *w = widget; w && !GTK_IS_STACK (w); w = gtk_widget_get_parent (w))
    g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (w));
  if (path->len > 160)
    g_string_truncate (path, 160);
  g_ptr_array_add (wrong, g_strdup_printf ("%s: %s: \"%s\"%s", shot->scene->name, what, text ? text : "", path->str));
}

static void
report (GPtrArray *wrong)
{
  for (guint i = 0; i < wrong->len; i++)
    g_test_message ("%s", (char *) wrong->pdata[i]);
  g_assert_cmpuint (wrong->len, ==, 0);
}

typedef struct
{
  Shot *shot;
  GPtrArray *wrong;
} Looking;

/* --- width --- */

/* What is code scrolls by itself, and says so by its looks. */
static gboolean
may_scroll (GtkWidget *scroller)
{
  GtkWidget *child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));

  if (GTK_IS_VIEWPORT (child))
    child = gtk_viewport_get_child (GTK_VIEWPORT (child));
  return GTK_IS_TEXT_VIEW (child) || (child && window_test_find (child, GTK_TYPE_TEXT_VIEW, NULL) == child);
}

static void
check_scroller (GtkWidget *widget, gpointer data)
{
  Looking *looking = data;
  GtkAdjustment *adjustment;

  if (!GTK_IS_SCROLLED_WINDOW (widget) || may_scroll (widget))
    return;
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));
  if (gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment))
    {
      g_autofree char *sizes = g_strdup_printf ("%g of %g", gtk_adjustment_get_upper (adjustment),
                                                gtk_adjustment_get_page_size (adjustment));

      complain (looking->wrong, looking->shot, "is scrolled sideways", widget, sizes);
    }
}

/* A label that ends in dots is whole in its tooltip; the title of the window is whole on its page or in the taskbar. */
static gboolean
is_whole_elsewhere (GtkWidget *label)
{
  for (GtkWidget *w = label; w; w = gtk_widget_get_parent (w))
    if (gtk_widget_get_tooltip_text (w) || ADW_IS_WINDOW_TITLE (w))
      return TRUE;
  return FALSE;
}

static void
check_label (GtkWidget *widget, gpointer data)
{
  Looking *looking = data;

  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)))
      && !is_whole_elsewhere (widget))
    complain (looking->wrong, looking->shot, "is cut off", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

static void
check_width (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);

  shot_resize (looking->shot, NARROW_WIDTH);
  if (gtk_widget_get_width (window) > NARROW_WIDTH)
    {
      g_autofree char *width = g_strdup_printf ("%d", gtk_widget_get_width (window));

      complain (looking->wrong, looking->shot, "is wider", window, width);
    }
  visit_all (window, check_scroller, looking);
  visit_all (window, check_label, looking);
}

/* --- names --- */

static void
find_text (GtkWidget *widget, gpointer data)
{
  gboolean *found = data;

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)))
    *found = TRUE;
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  gboolean found = FALSE;

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
      || gtk_widget_get_tooltip_text (widget))
    return TRUE;
  visit_all (widget, find_text, &found);
  return found;
}

/* Of the parts of a field the row or the field around them has the name. */
static GtkWidget *
named_by (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  while (GTK_IS_TEXT (widget) && parent && !GTK_IS_EDITABLE (parent))
    parent = gtk_widget_get_parent (parent);
  if (GTK_IS_TEXT (widget) && parent)
    return parent;
  return GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent) ? parent : widget;
}

static gboolean
takes_focus (GtkWidget *widget)
{
  return gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget) && gtk_widget_is_sensitive (widget);
}

static void
check_name (GtkWidget *widget, gpointer data)
{
  Looking *looking = data;

  if (!takes_focus (widget) || GTK_IS_WINDOW (widget) || GTK_IS_SCROLLED_WINDOW (widget))
    return;
  if (!has_name (named_by (widget)))
    complain (looking->wrong, looking->shot, "has no name", widget, "");
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (named_by (widget))) == GTK_ACCESSIBLE_ROLE_NONE)
    complain (looking->wrong, looking->shot, "has no role", widget, "");
}

/* --- the Tab key --- */

/* In these the arrow keys go on, once the Tab key has come to them. */
static GtkWidget *
group_of (GtkWidget *widget)
{
  GtkWidget *list = NULL;

  for (GtkWidget *w = widget; w; w = gtk_widget_get_parent (w))
    if (GTK_IS_LIST_BOX (w) || GTK_IS_LIST_BASE (w) || GTK_IS_FLOW_BOX (w))
      list = w;
  return list ? list : widget;
}

static void
collect_focusable (GtkWidget *widget, gpointer data)
{
  /* a window's own buttons are the window manager's matter, and text that can be marked is read without the focus */
  if (takes_focus (widget) && !GTK_IS_WINDOW (widget) && !GTK_IS_LABEL (widget) && !GTK_IS_SCROLLED_WINDOW (widget)
      && !gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS))
    g_hash_table_add (data, group_of (widget));
}

static void
check_tab (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) radios = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer widget;

  visit_all (window, collect_focusable, left);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < 300; i++)
    {
      GtkWidget *focus;

      if (!gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD) && i > 0)
        break;
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      if (!focus)
        continue;
      if (GTK_IS_CHECK_BUTTON (focus))
        g_hash_table_add (radios, gtk_widget_get_ancestor (focus, GTK_TYPE_STACK));
      for (; focus; focus = gtk_widget_get_parent (focus))
        g_hash_table_remove (left, focus);
    }
  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &widget, NULL))
    /* of radio buttons the arrow keys reach the others */
    if (!GTK_IS_CHECK_BUTTON (widget)
        || !g_hash_table_contains (radios, gtk_widget_get_ancestor (widget, GTK_TYPE_STACK)))
      complain (looking->wrong, looking->shot, "is not reached by Tab", widget, gtk_widget_get_tooltip_text (widget));
}

/* --- scenes --- */

/* those that differ in what they are built of, and wait for no deadline */
static const char *const looked_at[]
  = { "start", "list", "import", "certificates", "certificate", "server", "server-pasted", "security", "security-name",
      "security-self", "done", "use-service-file", "use-jdbc", "use-kubernetes", "proven", "proven-open",
      "wrong-password", "self-signed", "self-signed-compare", "untrusted-compare", "many-names", "alias", "expired",
      "client-required", "refused", "locked-key", "web-page", "identities", "authority-key", "wrong-once" };

static void
look (void (*check) (Looking *looking))
{
  const struct { const Scene *scenes; guint n; } tables[]
    = { { scenes, n_scenes }, { import_scenes, n_import_scenes } };
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *files = vf_test_shared_data ("real-ca");
  gboolean lacking = FALSE;

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint i = 0; i < tables[t].n; i++)
      {
        const Scene *scene = &tables[t].scenes[i];
        Shot shot;
        Looking looking = { &shot, wrong };
        gboolean wanted = FALSE;

        for (guint n = 0; n < G_N_ELEMENTS (looked_at); n++)
          wanted |= g_str_equal (looked_at[n], scene->name);
        if (!wanted)
          continue;
        if (scene->needs_files && !files)
          {
            lacking = TRUE;
            continue;
          }
        shot_begin (&shot, scene);
        shot_play (&shot);
        check (&looking);
        shot_end (&shot);
      }
  report (wrong);
  if (lacking)
    g_test_skip ("all seen but for the scenes with files of real providers, which are not beside this checkout");
}

static void
test_narrow (void)
{
  look (check_width);
}

static void
test_right_to_left (void)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  look (check_width);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* An open popover keeps the Tab key for itself until it is closed. */
static void
close_popover (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popdown (GTK_MENU_BUTTON (widget));
}

static void
check_keys_and_names (Looking *looking)
{
  visit_all (GTK_WIDGET (looking->shot->test->window), close_popover, NULL);
  shot_wait_drawn (looking->shot);
  visit_all (GTK_WIDGET (looking->shot->test->window), check_name, looking);
  check_tab (looking);
}

static void
test_keys_and_names (void)
{
  look (check_keys_and_names);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/every-page/narrow", test_narrow);
  g_test_add_func ("/every-page/right-to-left", test_right_to_left);
  g_test_add_func ("/every-page/keys-and-names", test_keys_and_names);
  return g_test_run ();
}
