#include "config.h"

#include "scroll-to.h"

/* A row that opens takes a quarter of a second; after this many frames the view stays where it is. */
#define PATIENCE_FRAMES 60

/* As long as that at one length, it has come to rest. */
#define REST_FRAMES 4

/* Free space above, so that it does not look cut off. */
#define MARGIN 12.0

typedef struct
{
  GtkWidget *widget; /* (nullable): gone meanwhile */
  double upper;
  int rested;
  int patience;
} Aim;

static void
free_aim (gpointer data)
{
  Aim *aim = data;

  g_clear_weak_pointer (&aim->widget);
  g_free (aim);
}

/* The page is laid out anew for some frames, and scrolling has to wait until its length stands. */
static gboolean
on_frame (GtkWidget *scroller, GdkFrameClock *clock, gpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double upper = gtk_adjustment_get_upper (adjustment);
  graphene_rect_t bounds;
  Aim *aim = data;

  (void) clock;
  if (!aim->widget || !gtk_widget_get_mapped (aim->widget) || aim->patience-- == 0)
    return G_SOURCE_REMOVE;
  aim->rested = upper == aim->upper ? aim->rested + 1 : 0;
  aim->upper = upper;
  if (aim->rested < REST_FRAMES || !gtk_widget_compute_bounds (aim->widget, scroller, &bounds))
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (double) bounds.origin.y - MARGIN);
  return G_SOURCE_REMOVE;
}

/**
 * vf_scroll_to:
 * @scroller: what scrolls
 * @widget: something inside, which may be about to grow
 *
 * Brings the top of @widget to the top of the view, as far as there is enough below it, once the layout has come to
 * rest.
 */
void
vf_scroll_to (GtkScrolledWindow *scroller, GtkWidget *widget)
{
  Aim *aim = g_new0 (Aim, 1);

  aim->patience = PATIENCE_FRAMES;
  aim->upper = -1;
  g_set_weak_pointer (&aim->widget, widget);
  gtk_widget_add_tick_callback (GTK_WIDGET (scroller), on_frame, aim, free_aim);
}
