#include "config.h"

#include "width-first.h"

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                        minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

/**
 * vf_width_first_new:
 *
 * A layout for the one child of a widget that stands in a GtkStack.  The stack asks its visible child how wide it has to
 * be for the height that there is; a page of labels that wrap answers by laying each of them out at a dozen widths,
 * which takes longer than a frame.  Here the answer is the width that it needs at any height.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_width_first_new (void)
{
  return gtk_custom_layout_new (get_mode, measure, allocate);
}
