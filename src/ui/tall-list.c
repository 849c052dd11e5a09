#include "config.h"

#include "tall-list.h"

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of a list that is given its rows a few at a time, how many there will be: it is not to grow before one's eyes. */
static guint
count_rows (GtkListView *list)
{
  GListModel *model = gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_list_view_get_model (list)));

  return g_list_model_get_n_items (GTK_IS_SLICE_LIST_MODEL (model)
                                   ? gtk_slice_list_model_get_model (GTK_SLICE_LIST_MODEL (model)) : model);
}

/* GTK 4.8 measures a list, too, as if it had no width.  Of rows that are not in view there is no widget; they are taken
 * to be like the others. */
static int
measure_rows (GtkWidget *list, int width)
{
  guint n = count_rows (GTK_LIST_VIEW (list));
  guint seen = 0;
  int height = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row; row = gtk_widget_get_next_sibling (row))
    {
      int one;

      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, NULL, &one, NULL, NULL);
      height += one;
      seen++;
    }
  return seen > 0 ? (int) ((gint64) height * n / seen) : 0;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *scroller = gtk_widget_get_first_child (widget);

  if (!gtk_widget_should_layout (scroller))
    return;
  gtk_widget_measure (scroller, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *natural = MAX (*minimum, measure_rows (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)), for_size));
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *scroller = gtk_widget_get_first_child (widget);

  if (gtk_widget_should_layout (scroller))
    gtk_widget_allocate (scroller, width, height, baseline, NULL);
}

/**
 * vf_tall_list_new:
 *
 * A layout for a widget whose one child is a GtkScrolledWindow around a list.  A scrolled window asks for the height
 * that its list has when every row stands in one line; here it asks for the height in the width that there is, so that
 * a narrow window does not scroll where it has room.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_tall_list_new (void)
{
  return gtk_custom_layout_new (get_mode, measure, allocate);
}
