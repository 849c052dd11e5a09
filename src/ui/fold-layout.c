#include "config.h"

#include "fold-layout.h"

#include "compat.h"

/* pixels between what stands side by side, between lines of text, and above a button that has come below its text */
#define GAP 12
#define LINE_GAP 3
#define BUTTON_GAP 9
/* digits: as wide as each row of a list has to be for the pairs of all of them to stand side by side */
#define ROW_CHARS 44

/* those of the two that are shown */
typedef struct
{
  GtkWidget *first;
  GtkWidget *second;
} Pair;

static GtkWidget *
if_shown (GtkWidget *child)
{
  return child && gtk_widget_should_layout (child) ? child : NULL;
}

/* Takes the pair that begins at @child, and moves that on behind it. */
static Pair
take_pair (GtkWidget **child)
{
  GtkWidget *second = gtk_widget_get_next_sibling (*child);
  Pair pair = { if_shown (*child), if_shown (second) };

  *child = second ? gtk_widget_get_next_sibling (second) : NULL;
  return pair;
}

static void
measure_width (GtkWidget *child, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (child)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
width_of (GtkWidget *child)
{
  int minimum, natural;

  measure_width (child, &minimum, &natural);
  return natural;
}

static int
height_of (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* -1: it has none, or does not ask for it */
static int
baseline_of (GtkWidget *child, int width)
{
  int baseline = -1;

  if (vf_compat_asks_for_baseline (child))
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, &baseline);
  return baseline;
}

/* Returns the height of the line. */
static int
lay_out_alone (GtkWidget *child, int y, int width, gboolean place)
{
  int gap = y > 0 && GTK_IS_BUTTON (child) ? BUTTON_GAP - LINE_GAP : 0;
  int height = height_of (child, width);

  if (place)
    gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y + gap, width, height }, -1);
  return gap + height + LINE_GAP;
}

/* @least: of width, for any pair */
static gboolean
fits_beside (const Pair *pair, int width, int least)
{
  return pair->first && pair->second
         && (width < 0 || MAX (width_of (pair->first) + GAP + width_of (pair->second), least) <= width);
}

static int
width_of_first (const Pair *pair, int width)
{
  if (width < 0)
    return -1;
  return gtk_widget_get_halign (pair->second) == GTK_ALIGN_START ? width_of (pair->first)
                                                                  : width - width_of (pair->second) - GAP;
}

/* Two that want it have their letters on one line. */
static int
lay_out_beside (const Pair *pair, int y, int width, gboolean mirrored, gboolean place)
{
  int begin = width_of_first (pair, width), end = width_of (pair->second);
  int first = baseline_of (pair->first, begin), second = baseline_of (pair->second, end);
  gboolean aligned = first >= 0 && second >= 0;
  int y_first = aligned ? MAX (second - first, 0) : 0, y_second = aligned ? MAX (first - second, 0) : 0;
  int height_first = height_of (pair->first, begin), height_second = height_of (pair->second, end);
  int height = MAX (y_first + height_first, y_second + height_second);

  if (place)
    {
      gtk_widget_size_allocate (pair->first,
                                &(GtkAllocation){ mirrored ? width - begin : 0, y + y_first, begin,
                                                  aligned ? height_first : height }, -1);
      gtk_widget_size_allocate (pair->second,
                                &(GtkAllocation){ mirrored ? width - begin - GAP - end : begin + GAP, y + y_second, end,
                                                  aligned ? height_second : height }, -1);
    }
  return height + LINE_GAP;
}

/* That of the first line. */
static int
find_baseline (GtkWidget *widget, int width, int least)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  Pair pair = child ? take_pair (&child) : (Pair){ NULL, NULL };

  if (fits_beside (&pair, width, least))
    return MAX (baseline_of (pair.first, width_of_first (&pair, width)),
                baseline_of (pair.second, width_of (pair.second)));
  return pair.first ? baseline_of (pair.first, width) : -1;
}

/* @width: -1: as much as they want.  @least: for two side by side.  @place: whether they are allocated, too.  Returns the
 * height of all lines. */
static int
lay_out (GtkWidget *widget, int width, int least, gboolean place)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;)
    {
      Pair pair = take_pair (&child);

      if (fits_beside (&pair, width, least))
        {
          y += lay_out_beside (&pair, y, width, mirrored, place);
          continue;
        }
      if (pair.first)
        y += lay_out_alone (pair.first, y, width, place);
      if (pair.second)
        y += lay_out_alone (pair.second, y, width, place);
    }
  return MAX (y - LINE_GAP, 0);
}

static void
measure_pairs (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;)
    {
      Pair pair = take_pair (&child);
      int least[2], most[2];

      measure_width (pair.first, &least[0], &most[0]);
      measure_width (pair.second, &least[1], &most[1]);
      *minimum = MAX (*minimum, MAX (least[0], least[1]));
      *natural = MAX (*natural, most[0] + most[1] + (pair.first && pair.second ? GAP : 0));
    }
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_pairs (widget, minimum, natural);
      return;
    }
  *minimum = *natural = lay_out (widget, for_size, 0, FALSE);
  *minimum_baseline = *natural_baseline = find_baseline (widget, for_size, 0);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, 0, TRUE);
}

static int
row_width (GtkWidget *widget)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  int width = PANGO_PIXELS (ROW_CHARS * pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return width;
}

static void
measure_row (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
             int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_pairs (widget, minimum, natural);
      *natural = MAX (*natural, row_width (widget));
      return;
    }
  *minimum = *natural = lay_out (widget, for_size, row_width (widget), FALSE);
  *minimum_baseline = *natural_baseline = find_baseline (widget, for_size, row_width (widget));
}

static void
allocate_row (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, row_width (widget), TRUE);
}

/**
 * vf_fold_layout_new:
 *
 * A layout for pairs of children: the two of a pair share a line, one at each end, where both have the width that they
 * want, or, if the second has the alignment "start", it comes right after the first; else the second comes below.  One
 * that has lost its partner has the line for itself.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_fold_layout_new (void)
{
  return gtk_custom_layout_new (get_mode, measure, allocate);
}

/**
 * vf_fold_layout_new_for_rows:
 *
 * As vf_fold_layout_new(), for the rows of a list: in a narrow one all have their pairs below each other, also the row
 * whose words are short, so that the same thing stands in the same place in each.
 *
 * Returns: (transfer full): a new layout manager
 */
GtkLayoutManager *
vf_fold_layout_new_for_rows (void)
{
  return gtk_custom_layout_new (get_mode, measure_row, allocate_row);
}
