/* What must hold on every page: nothing is cut off or has to be scrolled sideways in the narrowest window, whatever the
 * direction of the text and however large it is; everything that takes the focus has a name, and the Tab key comes by
 * it. */

#include "config.h"

#include <string.h>

#include "init.h"
#include "label-checks.h"
#include "look.h"
#include "wrap-layout.h"

#define NARROW_WIDTH 360
#define LOW_HEIGHT 600
/* as wide as the screen of the test; what a page holds grows no more from less than half of that on */
#define WIDE_WIDTH 1500
/* a text with letters of several scripts may fit at one width and not at the next */
#define WIDTH_STEP 12
#define MAX_LINE_WIDTH 700
/* of one line of buttons, which are 45 pixels high with their text in Chinese, and the space around it */
#define MAX_BAR_HEIGHT 90
/* of lines and of letters in each, on the average: a column */
#define MANY_LINES 4
#define FEW_LETTERS 18
/* how long a page is watched; what shakes or slides takes 200 to 300 ms */
#define WATCHED_MS 400
#define MAX_FRAMES 2

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

      look_complain (looking, "is scrolled sideways", widget, sizes);
    }
}

/* The title of the window is looked at where text has the usual size: larger it is whole on its page or in the taskbar. */
static void
check_title (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)))
      && gtk_widget_get_ancestor (widget, ADW_TYPE_WINDOW_TITLE))
    look_complain (data, "is a title cut off", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* Words one below the other, beside something that takes the room.  Fingerprints are no words. */
static void
check_column (GtkWidget *widget, gpointer data)
{
  PangoLayout *layout = GTK_IS_LABEL (widget) ? gtk_label_get_layout (GTK_LABEL (widget)) : NULL;
  int lines = layout ? pango_layout_get_line_count (layout) : 0;

  if (lines >= MANY_LINES && strchr (pango_layout_get_text (layout), ' ')
      && pango_layout_get_character_count (layout) / lines < FEW_LETTERS)
    look_complain (data, "is squeezed", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* Where each of several buttons has a line for itself, they make a column with straight sides. */
static void
check_buttons (GtkWidget *widget, gpointer data)
{
  GtkWidget *above = NULL;
  gboolean column = TRUE, straight = TRUE;
  int end = G_MININT;

  if (!VF_IS_WRAP_LAYOUT (gtk_widget_get_layout_manager (widget)))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_visible (child) || !gtk_widget_compute_bounds (child, widget, &bounds))
        continue;
      column = column && bounds.origin.y >= (float) end;
      /* what explains them is as small as it is */
      straight = straight
                 && (!above || !GTK_IS_BUTTON (child) || gtk_widget_get_width (above) == gtk_widget_get_width (child));
      end = (int) (bounds.origin.y + bounds.size.height);
      above = child;
    }
  if (column && !straight)
    look_complain (data, "is ragged", above, NULL);
}

/* In a column each card is as high as its text. */
static void
check_card (GtkWidget *widget, gpointer data)
{
  int height;

  if (!gtk_widget_has_css_class (widget, "destination"))
    return;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (widget), &height, NULL, NULL, NULL);
  if (gtk_widget_get_height (widget) > height)
    look_complain (data, "is higher than its text", widget, NULL);
}

/* Which of the things in it wants the window so wide. */
static GtkWidget *
find_widest (GtkWidget *top)
{
  GtkWidget *widest = NULL;
  int most = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (top); child; child = gtk_widget_get_next_sibling (child))
    {
      int minimum = 0;

      if (gtk_widget_get_mapped (child))
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (minimum > most)
        {
          most = minimum;
          widest = child;
        }
    }
  return widest ? find_widest (widest) : top;
}

/* A row that does not fit is cut by the window, without any dots.  What pops up has a window of its own. */
static void
check_inside (GtkWidget *widget, gpointer data)
{
  Looking *looking = data;
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);
  graphene_rect_t bounds;

  if (!GTK_IS_BUTTON (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER)
      || !gtk_widget_compute_bounds (widget, window, &bounds))
    return;
  if (bounds.origin.x < 0 || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (window))
    look_complain (looking, "reaches out of the window", widget, gtk_button_get_label (GTK_BUTTON (widget)));
}

static void
check_width (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);

  shot_resize (looking->shot, NARROW_WIDTH);
  if (gtk_widget_get_width (window) > NARROW_WIDTH)
    {
      GtkWidget *widest = find_widest (window);
      g_autofree char *width = g_strdup_printf ("%d: %s", gtk_widget_get_width (window),
                                                GTK_IS_LABEL (widest) ? gtk_label_get_text (GTK_LABEL (widest)) : "");

      look_complain (looking, "makes the window wider", widest, width);
    }
  look_visit (window, check_scroller, looking);
  look_visit (window, check_label_whole, looking);
  look_visit (window, check_label_lines, looking);
  look_visit (window, check_label_hyphens, looking);
  look_visit (window, check_label_of_tick, looking);
  look_visit (window, check_inside, looking);
  look_visit (window, check_buttons, looking);
  look_visit (window, check_card, looking);
}

/* Two lines of buttons at the bottom look like an accident. */
static void
check_bar (GtkWidget *widget, gpointer data)
{
  if (gtk_widget_has_css_class (widget, "bottom-bar") && gtk_widget_get_height (widget) > MAX_BAR_HEIGHT)
    look_complain (data, "has two lines", widget, NULL);
}

static void
check_usual_width (Looking *looking)
{
  check_width (looking);
  look_visit (GTK_WIDGET (looking->shot->test->window), check_title, looking);
  look_visit (GTK_WIDGET (looking->shot->test->window), check_bar, looking);
}

/* Text of the usual size must fit well; larger text need only fit. */
static void
check_narrow (Looking *looking)
{
  check_usual_width (looking);
  look_visit (GTK_WIDGET (looking->shot->test->window), check_column, looking);
}

/* Without the window, which takes its time to be resized. */
static void
check_places (Looking *looking)
{
  GtkWidget *page = window_test_page (looking->shot->test);

  for (int width = NARROW_WIDTH; width <= MAX_LINE_WIDTH; width += WIDTH_STEP)
    {
      int height;

      gtk_widget_measure (page, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      gtk_widget_size_allocate (page, &(GtkAllocation){ 0, 0, width, height }, -1);
      look_visit (page, check_label_inside, looking);
    }
}

static void
check_height (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);
  int minimum;

  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, NARROW_WIDTH, &minimum, NULL, NULL, NULL);
  if (minimum > LOW_HEIGHT)
    {
      g_autofree char *height = g_strdup_printf ("%d", minimum);

      look_complain (looking, "is higher", window, height);
    }
}

/* A line that goes across a large screen is not read. */
static void
check_line (GtkWidget *widget, gpointer data)
{
  if ((GTK_IS_LABEL (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_VIEW (widget))
      && gtk_widget_get_width (widget) > MAX_LINE_WIDTH)
    {
      g_autofree char *width = g_strdup_printf ("%d", gtk_widget_get_width (widget));

      look_complain (data, "is too wide", widget, width);
    }
}

/* What stands below each other begins at one line; by itself the bar keeps some space around what is in it. */
static void
check_edge (GtkWidget *widget, gpointer data)
{
  GtkWidget *around = gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_BAR);
  graphene_rect_t bounds;

  if (!around || !GTK_IS_SEARCH_ENTRY (widget))
    return;
  if (gtk_widget_compute_bounds (widget, around, &bounds) && bounds.origin.x != 0)
    {
      g_autofree char *by = g_strdup_printf ("%g", bounds.origin.x);

      look_complain (data, "is out of line", widget, by);
    }
}

static void
check_wide (Looking *looking)
{
  shot_resize (looking->shot, WIDE_WIDTH);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (looking->shot->test->window)), >, 2 * MAX_LINE_WIDTH);
  look_visit (window_test_page (looking->shot->test), check_line, looking);
  look_visit (window_test_page (looking->shot->test), check_edge, looking);
}

/* --- motion --- */

static void
count_frame (GdkFrameClock *clock, gpointer data)
{
  ++*(guint *) data;
}

static guint
count_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint frames = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame), &frames);

  shot_wait (WATCHED_MS);
  g_signal_handler_disconnect (clock, id);
  return frames;
}

/* The session has animations turned off.  A slow machine may still be drawing what was asked for, but not three times. */
static void
check_still (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);
  guint frames = MAX_FRAMES + 1;

  shot_wait (300);
  for (guint i = 0; i < 3 && frames > MAX_FRAMES; i++)
    frames = count_frames (window);
  if (frames > MAX_FRAMES)
    {
      g_autofree char *text = g_strdup_printf ("%u frames", frames);

      look_complain (looking, "moves", window, text);
    }
}

static void
check_comfort (Looking *looking)
{
  check_still (looking);
  check_height (looking);
  check_wide (looking);
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
  look_visit (widget, find_text, &found);
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
    look_complain (looking, "has no name", widget, "");
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (named_by (widget))) == GTK_ACCESSIBLE_ROLE_NONE)
    look_complain (looking, "has no role", widget, "");
}

/* --- the Tab key --- */

/* In these the arrow keys go on, once the Tab key has come to them. */
static GtkWidget *
group_of (GtkWidget *widget)
{
  GtkWidget *list = NULL;

  for (GtkWidget *w = widget; w; w = gtk_widget_get_parent (w))
    if (GTK_IS_LIST_BOX (w) || GTK_IS_LIST_BASE (w))
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

  look_visit (window, collect_focusable, left);
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
      look_complain (looking, "is not reached by Tab", widget, gtk_widget_get_tooltip_text (widget));
}

/* --- tests --- */

static void
test_narrow (void)
{
  look_at_pages (check_narrow);
}

static void
test_right_to_left (void)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  look_at_pages (check_width);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_comfort (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  gboolean animations;

  g_object_get (settings, "gtk-enable-animations", &animations, NULL);
  g_assert_false (animations);
  /* a wish of its own since 4.22 */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (settings), "gtk-interface-reduced-motion"))
    g_object_set (settings, "gtk-interface-reduced-motion", 1, NULL);
  look_at_pages (check_comfort);
}

/* In a language whose words are longer something may be squeezed that fits well in English. */
static void
test_language (void)
{
  look_at_pages (check_usual_width);
}

static void
test_places (void)
{
  look_at_pages (check_places);
}

/* Text as much larger as the person wants it, as the desktop's settings say it to GTK. */
static void
look_at_text (double factor)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (dpi * factor), NULL);
  look_at_pages (check_width);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_large_text (void)
{
  look_at_text (1.5);
}

static void
test_largest_text (void)
{
  look_at_text (2);
}

static void
check_keys_and_names (Looking *looking)
{
  look_visit (GTK_WIDGET (looking->shot->test->window), look_close_popover, NULL);
  shot_wait_drawn (looking->shot);
  look_visit (GTK_WIDGET (looking->shot->test->window), check_name, looking);
  check_tab (looking);
}

static void
test_keys_and_names (void)
{
  look_at_pages (check_keys_and_names);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/every-page/narrow", test_narrow);
  g_test_add_func ("/every-page/right-to-left", test_right_to_left);
  g_test_add_func ("/comfort/sizes-and-motion", test_comfort);
  g_test_add_func ("/language/narrow", test_language);
  g_test_add_func ("/language/places", test_places);
  g_test_add_func ("/language/large-text", test_largest_text);
  g_test_add_func ("/large-text/one-and-a-half", test_large_text);
  g_test_add_func ("/large-text/twice", test_largest_text);
  g_test_add_func ("/every-page/keys-and-names", test_keys_and_names);
  return g_test_run ();
}
