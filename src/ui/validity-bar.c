#include "config.h"

#include "validity-bar.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "words.h"

#define LINE_HEIGHT 8
#define MARK_WIDTH 3
#define MARK_OVERHANG 3
#define GAP 4
/* between the two dates below the line */
#define DATE_GAP 12

/* Each piece is a child with a style of its own, so that colours come from the style sheet on every version. */
struct _VfValidityBar
{
  GtkWidget parent_instance;

  GtkWidget *life;
  GtkWidget *lived;
  GtkWidget *mark;
  GtkWidget *today;
  GtkWidget *from;
  GtkWidget *until;
  gint64 begin;
  gint64 end;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (VfValidityBar, vf_validity_bar, GTK_TYPE_WIDGET)

static int
natural_size (GtkWidget *child, GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (child, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* as wide as it likes to be, if there is so much room */
static int
date_width (GtkWidget *date, int room)
{
  int natural = natural_size (date, GTK_ORIENTATION_HORIZONTAL);

  return room < 0 ? natural : MIN (natural, room);
}

static int
date_height (GtkWidget *date, int room)
{
  int height;

  gtk_widget_measure (date, GTK_ORIENTATION_VERTICAL, date_width (date, room), &height, NULL, NULL, NULL);
  return height;
}

/* of both in one line; in less width they have a line each */
static int
dates_width (VfValidityBar *self)
{
  return natural_size (self->from, GTK_ORIENTATION_HORIZONTAL) + DATE_GAP
         + natural_size (self->until, GTK_ORIENTATION_HORIZONTAL);
}

static int
dates_height (VfValidityBar *self, int width)
{
  int from = date_height (self->from, width), until = date_height (self->until, width);

  return width >= 0 && width < dates_width (self) ? from + until : MAX (from, until);
}

static int
minimum_width (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
vf_validity_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  VfValidityBar *self = VF_VALIDITY_BAR (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (minimum_width (self->from), minimum_width (self->until));
      *natural = dates_width (self);
    }
  else
    *minimum = *natural = natural_size (self->today, orientation) + GAP + 2 * MARK_OVERHANG + LINE_HEIGHT + GAP
                          + dates_height (self, for_size);
  *minimum_baseline = *natural_baseline = -1;
}

static void
place (VfValidityBar *self, GtkWidget *child, int x, int y, int width, int height)
{
  int whole = gtk_widget_get_width (GTK_WIDGET (self));

  /* GTK asks that a child is measured before it is placed. */
  natural_size (child, GTK_ORIENTATION_HORIZONTAL);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = whole - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

/* Where a time is, of what the line can show: the life, and today if that lies outside. */
static int
position_of (VfValidityBar *self, gint64 when, int width)
{
  gint64 first = MIN (self->begin, self->now), last = MAX (self->end, self->now);

  return last > first ? (int) ((double) (when - first) / (double) (last - first) * width) : 0;
}

static void
vf_validity_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  VfValidityBar *self = VF_VALIDITY_BAR (widget);
  int begin = position_of (self, self->begin, width), end = position_of (self, self->end, width);
  int now = position_of (self, self->now, width);
  int today_width = natural_size (self->today, GTK_ORIENTATION_HORIZONTAL);
  int today_height = natural_size (self->today, GTK_ORIENTATION_VERTICAL);
  int from_width = date_width (self->from, width), from_height = date_height (self->from, width);
  int until_width = date_width (self->until, width), until_height = date_height (self->until, width);
  /* under its end of the line as far as the other leaves room */
  int until = MAX (end - until_width, from_width + DATE_GAP);
  int from = MIN (begin, until - DATE_GAP - from_width);
  int line = today_height + GAP + MARK_OVERHANG, dates = line + LINE_HEIGHT + MARK_OVERHANG + GAP;

  place (self, self->today, CLAMP (now - today_width / 2, 0, MAX (0, width - today_width)), 0, today_width, today_height);
  place (self, self->life, begin, line, MAX (LINE_HEIGHT, end - begin), LINE_HEIGHT);
  place (self, self->lived, begin, line, MAX (0, MIN (now, end) - begin), LINE_HEIGHT);
  place (self, self->mark, CLAMP (now - MARK_WIDTH / 2, 0, MAX (0, width - MARK_WIDTH)), line - MARK_OVERHANG, MARK_WIDTH,
         LINE_HEIGHT + 2 * MARK_OVERHANG);
  place (self, self->from, CLAMP (from, 0, MAX (0, width - from_width)), dates, from_width, from_height);
  if (width < dates_width (self))
    dates += from_height;
  place (self, self->until, CLAMP (until, 0, MAX (0, width - until_width)), dates, until_width, until_height);
}

static GtkSizeRequestMode
vf_validity_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
vf_validity_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (vf_validity_bar_parent_class)->dispose (object);
}

static void
vf_validity_bar_class_init (VfValidityBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_validity_bar_dispose;
  widget_class->get_request_mode = vf_validity_bar_get_request_mode;
  widget_class->measure = vf_validity_bar_measure;
  widget_class->size_allocate = vf_validity_bar_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "validitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static GtkWidget *
add_piece (VfValidityBar *self, const char *name)
{
  GtkWidget *piece = g_object_new (GTK_TYPE_BOX, "css-name", name, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  gtk_widget_set_parent (piece, GTK_WIDGET (self));
  return piece;
}

/* The picture's own label says it all; the words in it are for the eye. */
static GtkWidget *
add_text (VfValidityBar *self, const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
vf_validity_bar_init (VfValidityBar *self)
{
  self->life = add_piece (self, "life");
  self->lived = add_piece (self, "lived");
  self->mark = add_piece (self, "mark");
  self->today = add_text (self, _("Today"));
  self->from = add_text (self, NULL);
  self->until = add_text (self, NULL);
  gtk_widget_add_css_class (self->from, "dim-label");
  gtk_widget_add_css_class (self->until, "dim-label");
}

GtkWidget *
vf_validity_bar_new (void)
{
  return g_object_new (VF_TYPE_VALIDITY_BAR, NULL);
}

/**
 * vf_validity_bar_set_times:
 * @self: a bar
 * @begin: first second of the certificate's life
 * @end: last second of it
 * @now: where today is
 */
void
vf_validity_bar_set_times (VfValidityBar *self, gint64 begin, gint64 end, gint64 now)
{
  g_autofree char *from = vf_explain_date (begin);
  g_autofree char *until = vf_explain_date (end);
  g_autofree char *state = vf_words_validity (begin, end, now);
  /* translators: two dates, then "364 days left" or "expired 3 days ago" */
  g_autofree char *text = g_strdup_printf (_("Valid from %s until %s: %s"), from, until, state);

  self->begin = begin;
  self->end = MAX (begin, end);
  self->now = now;
  gtk_label_set_label (GTK_LABEL (self->from), from);
  gtk_label_set_label (GTK_LABEL (self->until), until);
  if (begin <= now && now <= end)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "over");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "over");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
