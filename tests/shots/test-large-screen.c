/* On a screen of 3840x2160 the window that fills it shows the same column as anywhere, in its middle and with lines that
 * can be read. */

#include "config.h"

#include "label-checks.h"
#include "look.h"

/* less the frame that a window has where there is no compositor */
#define WIDTH 3800
#define HEIGHT 2100
/* pixels, which halving and the scroll bar take */
#define OFF_CENTRE 2
#define MAX_LETTERS 100

/* --- one column in the middle --- */

static GtkWidget *
find_column (Looking *looking)
{
  GtkWidget *clamp = window_test_find_shown (window_test_page (looking->shot->test), ADW_TYPE_CLAMP, NULL);

  g_assert_nonnull (clamp);
  return adw_clamp_get_child (ADW_CLAMP (clamp));
}

static void
check_centre (Looking *looking, GtkWidget *column)
{
  GtkWidget *window = looking->shot->window;
  graphene_rect_t bounds;
  float off;

  g_assert_true (gtk_widget_compute_bounds (column, window, &bounds));
  off = bounds.origin.x + bounds.size.width / 2 - (float) gtk_widget_get_width (window) / 2;
  if (ABS (off) > OFF_CENTRE)
    {
      g_autofree char *by = g_strdup_printf ("%g", (double) off);

      look_complain (looking, "is out of the middle", column, by);
    }
}

/* Whatever there is to read on the page; code scrolls in its own place. */
static void
check_in_column (GtkWidget *widget, gpointer data)
{
  Looking *looking = data;
  graphene_rect_t bounds;
  GtkWidget *column = find_column (looking);

  if (GTK_IS_LABEL (widget) && gtk_widget_compute_bounds (widget, column, &bounds)
      && (bounds.origin.x < 0 || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (column)))
    look_complain (looking, "is beside the column", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* --- text --- */

static void
check_letters (GtkWidget *widget, gpointer data)
{
  PangoLayout *layout = GTK_IS_LABEL (widget) ? gtk_label_get_layout (GTK_LABEL (widget)) : NULL;
  const char *text = layout ? pango_layout_get_text (layout) : NULL;

  for (GSList *l = layout ? pango_layout_get_lines_readonly (layout) : NULL; l; l = l->next)
    {
      PangoLayoutLine *line = l->data;

      if (g_utf8_strlen (text + line->start_index, line->length) > MAX_LETTERS)
        look_complain (data, "has a long line", widget, text);
    }
}

/* --- pages --- */

static void
check_page (Looking *looking)
{
  GtkWidget *window = looking->shot->window;
  GtkWidget *column;

  gtk_window_maximize (GTK_WINDOW (window));
  /* it is much to draw */
  for (guint i = 0; i < 200 && gtk_widget_get_width (window) < WIDTH; i++)
    shot_wait (100);
  g_assert_cmpint (gtk_widget_get_width (window), >=, WIDTH);
  g_assert_cmpint (gtk_widget_get_height (window), >=, HEIGHT);
  shot_wait_drawn (looking->shot);
  column = find_column (looking);
  check_centre (looking, column);
  look_visit (window_test_page (looking->shot->test), check_in_column, looking);
  look_visit (window, check_letters, looking);
  look_visit (window, check_label_whole, looking);
  look_visit (window, check_label_lines, looking);
}

static void
test_large_screen (void)
{
  static const char *const names[] = { "start", "list", "certificate", "proven", "wrong-password", "use-service-file",
                                       NULL };

  look_at (check_page, names);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/large-screen/pages", test_large_screen);
  return g_test_run ();
}
