/* That nothing of the other style stays when the desktop goes dark in the evening, or light in the morning, while a page
 * is open: each thing on it looks as on a page that was opened in that style. */

#include "config.h"

#include "look.h"
#include "node-texts.h"
#include "pixels.h"

/* times differ from one check to the next, and with them what a line of text has of its colour */
#define MAX_DIFFERENCE 0.3
/* what is smaller is all edge */
#define MIN_SIZE 5

/* What can be told of a thing without the things in it: what it stands on, or 0, and how clearly it is seen there. */
typedef struct
{
  const char *name;
  guint32 ground;
  double contrast;
} Seen;

/* A page in one style. */
typedef struct
{
  Looking *looking;
  Pixels *pixels;
  GArray *seen;        /* (element-type Seen): in the order of the tree */
  GHashTable *colours; /* (element-type utf8): of all text */
} Look;

static void
look_free (Look *look)
{
  g_clear_pointer (&look->pixels, pixels_free);
  g_clear_pointer (&look->seen, g_array_unref);
  g_clear_pointer (&look->colours, g_hash_table_unref);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

/* The pointer may have come to stand there, on one of the two pages. */
static gboolean
is_pointed_at (GtkWidget *widget)
{
  for (; widget; widget = gtk_widget_get_parent (widget))
    if ((GTK_IS_BUTTON (widget) || GTK_IS_LIST_BOX_ROW (widget))
        && (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_PRELIGHT))
      return TRUE;
  return FALSE;
}

/* All that is seen of it is the line where letters would come, which falls on whole pixels or between two. */
static gboolean
is_empty_field (GtkWidget *widget)
{
  return GTK_IS_TEXT (widget) && *gtk_editable_get_text (GTK_EDITABLE (widget)) == '\0';
}

static gboolean
is_measurable (GtkWidget *widget)
{
  return gtk_widget_get_width (widget) >= MIN_SIZE && gtk_widget_get_height (widget) >= MIN_SIZE
         && !is_pointed_at (widget) && !is_empty_field (widget);
}

static void
note (GtkWidget *widget, gpointer data)
{
  Look *look = data;
  GtkWidget *window = GTK_WIDGET (look->looking->shot->test->window);
  Seen seen = { gtk_widget_get_css_name (widget), 0, 1 };
  graphene_rect_t bounds;

  if (gtk_widget_get_first_child (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER))
    return;
  if (is_measurable (widget) && gtk_widget_compute_bounds (widget, window, &bounds))
    {
      PixelArea area = pixels_area (&bounds, 0);

      seen.ground = pixels_most (look->pixels, &area, NULL);
      seen.contrast = pixels_contrast (look->pixels, &area, seen.ground);
    }
  g_array_append_val (look->seen, seen);
}

static GHashTable *
list_colours (GskRenderNode *node)
{
  GHashTable *colours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) texts = node_list_texts (node);

  for (guint i = 0; i < texts->len; i++)
    g_hash_table_add (colours, gdk_rgba_to_string (&g_array_index (texts, NodeText, i).colour));
  return colours;
}

static Look *
look_new (Looking *looking, GdkPaintable *paintable)
{
  Look *look = g_new0 (Look, 1);
  g_autoptr (GskRenderNode) node = shot_get_node (looking->shot, paintable);
  g_autoptr (GdkTexture) texture = shot_render (looking->shot, node, NULL);

  look->looking = looking;
  look->pixels = pixels_new (texture);
  look->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  look->colours = list_colours (node);
  look_visit (GTK_WIDGET (looking->shot->test->window), note, look);
  return look;
}

/* --- one beside the other --- */

static void
complain (Looking *looking, const char *style, const char *text)
{
  look_complain (looking, style, GTK_WIDGET (looking->shot->test->window), text);
}

static void
compare_things (Looking *looking, const char *style, GArray *opened, GArray *switched)
{
  if (opened->len != switched->len)
    complain (looking, style, "has other things on it");
  for (guint i = 0; i < MIN (opened->len, switched->len); i++)
    {
      const Seen *a = &g_array_index (opened, Seen, i), *b = &g_array_index (switched, Seen, i);
      g_autofree char *text = NULL;

      if (a->ground == 0 || b->ground == 0
          || (a->ground == b->ground && ABS (a->contrast - b->contrast) <= MAX_DIFFERENCE * a->contrast))
        continue;
      text = g_strdup_printf ("%s: %.2f on %06x, and after the switch %.2f on %06x", a->name, a->contrast,
                              a->ground & 0xffffff, b->contrast, b->ground & 0xffffff);
      complain (looking, style, text);
    }
}

static void
compare (Looking *looking, const char *style, Look *opened, Look *switched)
{
  GHashTableIter iter;
  gpointer colour;

  compare_things (looking, style, opened->seen, switched->seen);
  g_hash_table_iter_init (&iter, switched->colours);
  while (g_hash_table_iter_next (&iter, &colour, NULL))
    if (!g_hash_table_contains (opened->colours, colour))
      {
        g_autofree char *text = g_strdup_printf ("text is %s only after the switch", (const char *) colour);

        complain (looking, style, text);
      }
}

static void
set_style (AdwColorScheme style)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), style);
}

/* The page of the scene in the style that there is, and then in the other. */
static void
look_at_both (Looking *looking, AdwColorScheme then, Look **opened, Look **switched)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (looking->shot->test->window));

  shot_resize (looking->shot, 720);
  *opened = look_new (looking, paintable);
  set_style (then);
  shot_wait_drawn (looking->shot);
  *switched = look_new (looking, paintable);
}

static void
check_switch (Looking *looking)
{
  const Scene *scene = looking->shot->scene;
  g_autoptr (Look) light = NULL;
  g_autoptr (Look) dark = NULL;
  g_autoptr (Look) turned_light = NULL;
  g_autoptr (Look) turned_dark = NULL;

  look_at_both (looking, ADW_COLOR_SCHEME_FORCE_DARK, &light, &turned_dark);
  shot_end (looking->shot);
  shot_begin (looking->shot, scene);
  shot_play (looking->shot);
  look_at_both (looking, ADW_COLOR_SCHEME_FORCE_LIGHT, &dark, &turned_light);
  compare (looking, "dark", dark, turned_dark);
  compare (looking, "light", light, turned_light);
}

static void
test_style_switch (void)
{
  set_style (ADW_COLOR_SCHEME_FORCE_LIGHT);
  look_at_pages (check_switch);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/style-switch/every-page", test_style_switch);
  return g_test_run ();
}
