#include "config.h"

#include "width-first.h"

/* pixels between several children, as libadwaita has them in a row and above a group */
#define GAP 3
#define GROUP_GAP 6

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_gap (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, "labels") ? GROUP_GAP : GAP;
}

/* (nullable): the next that is shown, @child itself or one after it */
static GtkWidget *
find_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *first = find_shown (gtk_widget_get_first_child (widget));
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = 0;
  for (GtkWidget *child = first; child; child = find_shown (gtk_widget_get_next_sibling (child)))
    {
      int least, most, gap = child == first ? 0 : get_gap (widget);

      gtk_widget_measure (child, orientation, across ? -1 : for_size, &least, &most, NULL, NULL);
      *minimum = across ? MAX (*minimum, least) : *minimum + gap + least;
      *natural = across ? MAX (*natural, most) : *natural + gap + most;
    }
}

/* The last one has all that is left, and so the only one everything. */
static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int y = 0;

  for (GtkWidget *child = find_shown (gtk_widget_get_first_child (widget)); child;)
    {
      GtkWidget *next = find_shown (gtk_widget_get_next_sibling (child));
      int wanted = height - y;

      if (next)
        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &wanted, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, wanted }, -1);
      y += wanted + get_gap (widget);
      child = next;
    }
}

/**
 * vf_width_first_new:
 *
 * A layout for the one child of a widget that stands in a GtkStack, or for several, one below the other, of one that
 * stands in a GtkBox.  The stack asks its visible child how wide it has to be for the height that there is; a page of
 * labels that wrap answers by laying each of them out at a dozen widths, which takes longer than a frame.  And the box
 * believes a label that answers with more than it has, which happens where lines differ in their height, as Chinese ones
 * with a Latin word in them do.  Here the answer is the width that it needs at any height.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_width_first_new (void)
{
  return gtk_custom_layout_new (get_mode, measure, allocate);
}
