/* That everything can be told from what it stands on, as WCAG 2 asks for: text, and what is said by a picture.  It is
 * measured in what was drawn. */

#include "config.h"

#include <string.h>

#include "look.h"
#include "node-texts.h"
#include "pixels.h"

#define TEXT_CONTRAST 4.5
#define LARGE_TEXT_CONTRAST 3.0
#define PICTURE_CONTRAST 3.0
/* from here on text is large, and bold text sooner */
#define LARGE_POINTS 18.0
#define LARGE_BOLD_POINTS 14.0

/* the pieces of our own pictures */
static const char *const pieces[] = { "piece", "life", "mark", "chainline", NULL };

/* What a scene looks like now, in words for a complaint. */
typedef struct
{
  Looking *looking;
  GskRenderNode *node;
  Pixels *pixels;
  const char *style;
} Look;

static void
complain (Look *look, GtkWidget *widget, double contrast, const char *what)
{
  g_autofree char *text = g_strdup_printf ("%.2f %s", contrast, what);

  look_complain (look->looking, look->style, widget, text);
}

/* --- text --- */

static GtkWidget *
find_owner (Look *look, const graphene_rect_t *bounds)
{
  GtkWidget *window = GTK_WIDGET (look->looking->shot->test->window);
  graphene_point_t middle;

  graphene_rect_get_center (bounds, &middle);
  return gtk_widget_pick (window, (double) middle.x, (double) middle.y, GTK_PICK_INSENSITIVE | GTK_PICK_NON_TARGETABLE);
}

/* What cannot be used now may be faint, and selected text is drawn once more with a colour that is none.  Which accent a
 * newer desktop has is the person's choice. */
static gboolean
is_excused (GtkWidget *owner, const NodeText *text)
{
  return !owner || !gtk_widget_is_sensitive (owner) || text->colour.alpha <= 0
         || (adw_get_minor_version () >= 6 && gtk_widget_get_ancestor (owner, GTK_TYPE_BUTTON)
             && gtk_widget_has_css_class (gtk_widget_get_ancestor (owner, GTK_TYPE_BUTTON), "suggested-action"));
}

/* Text under a toast is not what the toast says. */
static gboolean
is_covered (Look *look, GtkWidget *owner, const graphene_rect_t *bounds)
{
  graphene_rect_t own;

  /* what a toast says is in labels */
  if (g_str_equal (gtk_widget_get_css_name (owner), "toast"))
    return TRUE;
  if (!GTK_IS_LABEL (owner)
      || !gtk_widget_compute_bounds (owner, GTK_WIDGET (look->looking->shot->test->window), &own))
    return FALSE;
  graphene_rect_inset (&own, -2, -2);
  return !graphene_rect_contains_rect (&own, bounds);
}

/* From GTK 4.16 on a calculated colour has numbers without the space that they are of.  There the pixels say it, of which
 * none differs more from the ground than the colour that they are drawn in. */
static double
text_contrast (Look *look, const NodeText *text, const PixelArea *area, guint32 ground)
{
  double contrast = colour_contrast (colour_on (&text->colour, ground), ground);

  if (gtk_get_minor_version () < 16 || contrast >= TEXT_CONTRAST)
    return contrast;
  return MAX (contrast, pixels_contrast (look->pixels, area, ground));
}

static void
check_text (Look *look, const NodeText *text)
{
  GtkWidget *owner = find_owner (look, &text->bounds);
  PixelArea area = pixels_area (&text->bounds, 2);
  guint32 ground = pixels_most (look->pixels, &area, NULL);
  double contrast = text_contrast (look, text, &area, ground);
  gboolean large = text->points >= (text->bold ? LARGE_BOLD_POINTS : LARGE_POINTS);

  if (!is_excused (owner, text) && !is_covered (look, owner, &text->bounds)
      && contrast < (large ? LARGE_TEXT_CONTRAST : TEXT_CONTRAST))
    complain (look, owner, contrast, GTK_IS_LABEL (owner) ? gtk_label_get_text (GTK_LABEL (owner)) : "text");
}

/* --- pictures --- */

/* It has been scrolled away. */
static gboolean
is_out_of_view (GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return scroller && gtk_widget_compute_bounds (widget, scroller, &bounds)
         && bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (scroller);
}

/* What is drawn there against what is around it. */
static double
measure_contrast (Look *look, GtkWidget *widget)
{
  graphene_rect_t bounds;
  PixelArea area, around;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (look->looking->shot->test->window), &bounds))
    return 1;
  area = pixels_area (&bounds, 0);
  around = pixels_area (&bounds, 3);
  return pixels_contrast (look->pixels, &area, pixels_most (look->pixels, &around, &area));
}

/* There is nothing, or it says what the switch around it says. */
static gboolean
is_empty (GtkWidget *widget)
{
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SWITCH))
    return TRUE;
  for (GtkWidget *w = widget; w; w = gtk_widget_get_parent (w))
    if (gtk_widget_get_opacity (w) == 0)
      return TRUE;
  return GTK_IS_IMAGE (widget) && gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_EMPTY;
}

/* Which icons there are differs from one release of the desktop's to the next. */
static gboolean
is_there (GtkWidget *image)
{
  const char *name = gtk_image_get_icon_name (GTK_IMAGE (image));

  return !name || gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (image)), name);
}

static void
check_picture (GtkWidget *widget, gpointer data)
{
  Look *look = data;
  double contrast;

  if (GTK_IS_IMAGE (widget) && !is_there (widget))
    complain (look, widget, 0, gtk_image_get_icon_name (GTK_IMAGE (widget)));
  if (!gtk_widget_is_sensitive (widget) || gtk_widget_get_width (widget) == 0 || is_empty (widget) || is_out_of_view (widget)
      || !(GTK_IS_IMAGE (widget) || g_strv_contains (pieces, gtk_widget_get_css_name (widget))))
    return;
  contrast = measure_contrast (look, widget);
  if (contrast < PICTURE_CONTRAST)
    complain (look, widget, contrast,
              GTK_IS_IMAGE (widget) ? gtk_image_get_icon_name (GTK_IMAGE (widget)) : gtk_widget_get_css_name (widget));
}

/* --- scenes --- */

static void
check_look (Looking *looking, GdkPaintable *paintable, gboolean dark)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean high = adw_style_manager_get_high_contrast (manager);
  Look look = { looking, .style = dark ? high ? "dark high" : "dark" : high ? "light high" : "light" };
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GArray) texts = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (Pixels) pixels = NULL;

  adw_style_manager_set_color_scheme (manager, dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  shot_wait_drawn (looking->shot);
  look.node = node = shot_get_node (looking->shot, paintable);
  texture = shot_render (looking->shot, node, NULL);
  look.pixels = pixels = pixels_new (texture);
  texts = node_list_texts (node);
  g_assert_cmpuint (texts->len, >, 3);
  for (guint i = 0; i < texts->len; i++)
    check_text (&look, &g_array_index (texts, NodeText, i));
  look_visit (GTK_WIDGET (looking->shot->test->window), check_picture, &look);
}

static void
check_contrast (Looking *looking)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (looking->shot->test->window));

  shot_resize (looking->shot, 720);
  for (guint dark = 0; dark < 2; dark++)
    check_look (looking, paintable, dark);
}

static void
test_contrast (void)
{
  gboolean wanted = g_strcmp0 (g_getenv ("ADW_DEBUG_HIGH_CONTRAST"), "1") == 0;

  g_assert_true (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) == wanted);
  look_at_pages (check_contrast);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/contrast/every-page", test_contrast);
  return g_test_run ();
}
