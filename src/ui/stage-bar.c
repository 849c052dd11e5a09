#include "config.h"

#include "stage-bar.h"

/* A stage of less than a pixel is still seen. */
#define MIN_PIECE_WIDTH 3
#define BAR_HEIGHT 4

struct _VfStageBar
{
  GtkWidget parent_instance;

  GtkWidget *piece;
  double start;
  double length;
};

G_DEFINE_FINAL_TYPE (VfStageBar, vf_stage_bar, GTK_TYPE_WIDGET)

/**
 * vf_stage_bar_set_span:
 * @start: where the piece begins, 0 to 1
 * @length: how long it is, 0 to 1; 0 shows none
 */
void
vf_stage_bar_set_span (VfStageBar *self, double start, double length)
{
  g_return_if_fail (VF_IS_STAGE_BAR (self));

  start = CLAMP (start, 0, 1);
  length = CLAMP (length, 0, 1 - start);
  if (self->start == start && self->length == length)
    return;
  self->start = start;
  self->length = length;
  gtk_widget_set_child_visible (self->piece, length > 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
vf_stage_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? BAR_HEIGHT : MIN_PIECE_WIDTH;
  *minimum_baseline = *natural_baseline = -1;
}

/* The piece is a child with a style of its own, so that colours come from the style sheet on every version. */
static void
vf_stage_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  VfStageBar *self = VF_STAGE_BAR (widget);
  int piece_width = MAX (MIN_PIECE_WIDTH, (int) (self->length * width + 0.5));
  int x = CLAMP ((int) (self->start * width), 0, MAX (0, width - piece_width));
  int natural;

  /* GTK asks that a child is measured before it is placed. */
  gtk_widget_measure (self->piece, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - x - piece_width;
  gtk_widget_size_allocate (self->piece, &(GtkAllocation) { x, 0, piece_width, height }, -1);
}

static void
vf_stage_bar_dispose (GObject *object)
{
  VfStageBar *self = VF_STAGE_BAR (object);

  g_clear_pointer (&self->piece, gtk_widget_unparent);
  G_OBJECT_CLASS (vf_stage_bar_parent_class)->dispose (object);
}

static void
vf_stage_bar_class_init (VfStageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_stage_bar_dispose;
  widget_class->measure = vf_stage_bar_measure;
  widget_class->size_allocate = vf_stage_bar_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stagebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
vf_stage_bar_init (VfStageBar *self)
{
  self->piece = g_object_new (GTK_TYPE_BOX, "css-name", "piece", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                              NULL);
  gtk_widget_set_child_visible (self->piece, FALSE);
  gtk_widget_set_parent (self->piece, GTK_WIDGET (self));
}
