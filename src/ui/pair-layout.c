#include "config.h"

#include "pair-layout.h"

/* pixels between children: those of a single column are read as a list */
#define PAIR_GAP 12
#define LIST_GAP 6
/* digits: as wide as a column has to be for two to stand side by side, in any language */
#define COLUMN_CHARS 32

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* (nullable): the next that is shown, @child itself or one after it */
static GtkWidget *
find_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The same for every child of every such widget, so that what stands below each other has the same columns. */
static int
column_width (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = PANGO_PIXELS (COLUMN_CHARS * pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return width;
}

static int
height_of (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static int
least_width (GtkWidget *widget)
{
  int most = 0, least;

  for (GtkWidget *child = find_shown (gtk_widget_get_first_child (widget)); child;
       child = find_shown (gtk_widget_get_next_sibling (child)))
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      most = MAX (most, least);
    }
  return most;
}

/* Those of a row are as high as the higher one.  @width: -1: as much as they want.  @place: whether they are allocated,
 * too.  Returns the height of all rows. */
static int
lay_out (GtkWidget *widget, int width, gboolean place)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean pairs = width < 0 || width >= 2 * MAX (column_width (widget), least_width (widget)) + PAIR_GAP;
  int column = pairs ? (width < 0 ? column_width (widget) : (width - PAIR_GAP) / 2) : width;
  int gap = pairs ? PAIR_GAP : LIST_GAP;
  int y = 0;

  for (GtkWidget *first = find_shown (gtk_widget_get_first_child (widget)); first;)
    {
      GtkWidget *second = pairs ? find_shown (gtk_widget_get_next_sibling (first)) : NULL;
      int height = MAX (height_of (first, column), second ? height_of (second, column) : 0);

      if (place)
        gtk_widget_size_allocate (first, &(GtkAllocation){ mirrored ? width - column : 0, y, column, height }, -1);
      if (place && second)
        gtk_widget_size_allocate (second, &(GtkAllocation){ mirrored ? 0 : width - column, y, column, height }, -1);
      y += height + gap;
      first = find_shown (gtk_widget_get_next_sibling (second ? second : first));
    }
  return MAX (y - gap, 0);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (widget, for_size, FALSE);
      return;
    }
  *minimum = least_width (widget);
  *natural = 2 * MAX (column_width (widget), *minimum) + PAIR_GAP;
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

/**
 * vf_pair_layout_new:
 *
 * A layout for any number of children, two of the same width in a row where there is room for that, else one below the
 * other.  Each row is as high as what is in it.  A GtkFlowBox is no help: it makes all rows as high as the highest, or
 * asks how high they are at another width than they get.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_pair_layout_new (void)
{
  return gtk_custom_layout_new (get_mode, measure, allocate);
}
