#include "config.h"

#include "wrap-layout.h"

/* pixels between children, and between lines */
#define GAP 6

struct _VfWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (VfWrapLayout, vf_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* the children from @first up to @end, which share a line, and how high it is */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;
  int height;
} Line;

static void
measure_width (GtkWidget *child, int *minimum, int *natural)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
width_of (GtkWidget *child, int available)
{
  int minimum, natural;

  measure_width (child, &minimum, &natural);
  return available < 0 ? natural : CLAMP (available, minimum, natural);
}

static int
height_of (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* As many as fit, and one if none does.  @width: -1: all of them. */
static Line
take_line (GtkWidget *first, int width)
{
  Line line = { first, first, 0 };
  int used = 0;

  for (; line.end; line.end = gtk_widget_get_next_sibling (line.end))
    {
      int wanted;

      if (!gtk_widget_should_layout (line.end))
        continue;
      wanted = width_of (line.end, width);
      if (used > 0 && width >= 0 && used + GAP + wanted > width)
        break;
      used += (used > 0 ? GAP : 0) + wanted;
      line.height = MAX (line.height, height_of (line.end, wanted));
    }
  return line;
}

static guint
count_shown (GtkWidget *child, const GtkWidget *end)
{
  guint n = 0;

  for (; child != end; child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

/* So narrow that each of several has a line for itself. */
static gboolean
is_column (GtkWidget *widget, int width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (count_shown (child, NULL) < 2)
    return FALSE;
  while (child)
    {
      Line line = take_line (child, width);

      if (count_shown (line.first, line.end) > 1)
        return FALSE;
      child = line.end;
    }
  return TRUE;
}

static void
place_line (const Line *line, int y, int width, gboolean fill, gboolean mirrored)
{
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int wanted = fill ? width : width_of (child, width);

        gtk_widget_size_allocate (child, &(GtkAllocation){ mirrored ? width - x - wanted : x, y, wanted, line->height },
                                  -1);
        x += wanted + GAP;
      }
}

static GtkSizeRequestMode
vf_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_all (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      int least, most;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_width (child, &least, &most);
      *minimum = MAX (*minimum, least);
      *natural += (*natural > 0 ? GAP : 0) + most;
    }
}

static void
vf_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  int height = 0;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_all (widget, minimum, natural);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;)
    {
      Line line = take_line (child, for_size);

      height += (height > 0 && line.height > 0 ? GAP : 0) + line.height;
      child = line.end;
    }
  *minimum = *natural = height;
}

static void
vf_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean fill = is_column (widget, width);
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;)
    {
      Line line = take_line (child, width);

      place_line (&line, y, width, fill, mirrored);
      y += line.height + (line.height > 0 ? GAP : 0);
      child = line.end;
    }
}

static void
vf_wrap_layout_class_init (VfWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = vf_wrap_layout_get_request_mode;
  layout_class->measure = vf_wrap_layout_measure;
  layout_class->allocate = vf_wrap_layout_allocate;
}

static void
vf_wrap_layout_init (VfWrapLayout *self)
{
}
