#include "config.h"

#include "grow.h"

/* A list view makes up to two hundred rows however few are in view, so they come in portions that fit a frame. */
#define FIRST_ROWS 8
#define MORE_ROWS 4
#define MANY_ROWS 240

#define GROWING_KEY "verifull-growing"

/* Once a frame. */
static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GtkSliceListModel *slice = data;
  guint size = gtk_slice_list_model_get_size (slice) + MORE_ROWS;

  /* from here on more entries make no more rows */
  if (size > MANY_ROWS)
    size = G_MAXUINT;
  gtk_slice_list_model_set_size (slice, size);
  return size < g_list_model_get_n_items (gtk_slice_list_model_get_model (slice)) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
stopped (gpointer data)
{
  g_object_set_data (data, GROWING_KEY, NULL);
  g_object_unref (data);
}

/**
 * vf_grow_slice:
 * @widget: a widget with a list view
 * @slice: what the list view shows
 *
 * Begins with a screenful, and goes on to all there is in the next frames.  Again, it begins anew.
 */
void
vf_grow_slice (GtkWidget *widget, GtkSliceListModel *slice)
{
  gtk_slice_list_model_set_size (slice, FIRST_ROWS);
  if (g_object_get_data (G_OBJECT (slice), GROWING_KEY))
    return;
  g_object_set_data (G_OBJECT (slice), GROWING_KEY, GUINT_TO_POINTER (1));
  gtk_widget_add_tick_callback (widget, grow, g_object_ref (slice), stopped);
}
