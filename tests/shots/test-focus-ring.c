/* That it can be seen where the keyboard is: whatever the Tab key comes to looks clearly different with the focus, all
 * around.  It is measured in what was drawn. */

#include "config.h"

#include "help-window.h"
#include "help/help.h"
#include "look.h"
#include "pixels.h"
#include "shortcuts.h"

/* as WCAG 2 asks for, between the pixels with the focus and without it */
#define RING_CONTRAST 3.0
/* a ring may lie around what it belongs to, or within; further inside, text makes way for what is typed */
#define OUTSIDE 6
#define INSIDE 10
/* how much of what stands around a widget its looks depend on */
#define ANCESTORS 4

static GHashTable *seen;

/* What it is to the style sheet, so that what looks the same is measured once. */
static char *
describe_style (GtkWidget *widget, const char *style)
{
  GString *text = g_string_new (style);

  for (guint i = 0; widget && i <= ANCESTORS; i++, widget = gtk_widget_get_parent (widget))
    {
      g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
      g_autofree char *joined = g_strjoinv (".", classes);

      g_string_append_printf (text, " < %s.%s", gtk_widget_get_css_name (widget), joined);
    }
  return g_string_free (text, FALSE);
}

/* The focus of a field is shown by the row or the field around it. */
static GtkWidget *
find_ring_owner (GtkWidget *focus)
{
  GtkWidget *row = gtk_widget_get_ancestor (focus, ADW_TYPE_ENTRY_ROW);

  if (!GTK_IS_TEXT (focus))
    return focus;
  return row ? row : gtk_widget_get_parent (focus);
}

/* --- with the focus and without it --- */

#define FOCUS_FLAGS (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE | GTK_STATE_FLAG_FOCUS_WITHIN)

/* Takes the looks of the focus away from @widget and what is around it, not the focus itself: leaving a field says what
 * is wrong with it.  Returns: (transfer full): the flags, for put_back() */
static GArray *
take_looks (GtkWidget *widget)
{
  GArray *flags = g_array_new (FALSE, FALSE, sizeof (GtkStateFlags));

  for (; widget; widget = gtk_widget_get_parent (widget))
    {
      GtkStateFlags had = gtk_widget_get_state_flags (widget) & FOCUS_FLAGS;

      g_array_append_val (flags, had);
      gtk_widget_unset_state_flags (widget, FOCUS_FLAGS);
    }
  return flags;
}

static void
put_back (GtkWidget *widget, GArray *flags)
{
  for (guint i = 0; widget; i++, widget = gtk_widget_get_parent (widget))
    gtk_widget_set_state_flags (widget, g_array_index (flags, GtkStateFlags, i), FALSE);
}

static Pixels *
take_picture (Looking *looking, GdkPaintable *paintable, const graphene_rect_t *area)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  node = shot_get_node (looking->shot, paintable);
  texture = shot_render (looking->shot, node, area);
  return pixels_new (texture);
}

static gboolean
is_at_edge (const Pixels *pixels, int x, int y)
{
  const int depth = OUTSIDE + INSIDE;

  return x < depth || y < depth || x >= pixels->width - depth || y >= pixels->height - depth;
}

/* How many pixels tell clearly that the focus is there. */
static guint
count_clear (const Pixels *with, const Pixels *without)
{
  guint n = 0;

  g_assert_cmpint (with->width, ==, without->width);
  g_assert_cmpint (with->height, ==, without->height);
  for (int y = 0; y < with->height; y++)
    for (int x = 0; x < with->width; x++)
      {
        gsize i = (gsize) y * (gsize) with->width + (gsize) x;

        n += is_at_edge (with, x, y) && colour_contrast (with->colours[i], without->colours[i]) >= RING_CONTRAST;
      }
  return n;
}

static void
check_ring (Looking *looking, GdkPaintable *paintable, GtkWidget *focus, const char *style)
{
  GtkWidget *owner = find_ring_owner (focus);
  g_autoptr (Pixels) with = NULL;
  g_autoptr (Pixels) without = NULL;
  g_autoptr (GArray) flags = NULL;
  graphene_rect_t bounds;
  guint wanted, found;

  /* neither marked text nor a cursor is a ring */
  if (GTK_IS_EDITABLE (focus))
    gtk_editable_select_region (GTK_EDITABLE (focus), 0, 0);
  shot_wait_drawn (looking->shot);
  if (!gtk_widget_compute_bounds (owner, looking->shot->window, &bounds))
    return;
  graphene_rect_inset (&bounds, -OUTSIDE, -OUTSIDE);
  graphene_rect_round_extents (&bounds, &bounds);
  with = take_picture (looking, paintable, &bounds);
  flags = take_looks (focus);
  shot_wait_drawn (looking->shot);
  without = take_picture (looking, paintable, &bounds);
  put_back (focus, flags);
  found = count_clear (with, without);
  /* half of what is around it, so that one side may lie out of view */
  wanted = (guint) (gtk_widget_get_width (owner) + gtk_widget_get_height (owner));
  if (found < wanted)
    {
      g_autofree char *text = g_strdup_printf ("%u pixels, of %u at the least", found, wanted);

      look_complain (looking, style, focus, text);
    }
}

/* --- windows --- */

/* Whatever has the focus, if nothing that looks like it was measured before. */
static void
check_focused (Looking *looking, GdkPaintable *paintable, const char *style)
{
  GtkWindow *window = GTK_WINDOW (looking->shot->window);
  GtkWidget *focus = gtk_window_get_focus (window);
  g_autofree char *looks = focus ? describe_style (focus, style) : NULL;

  gtk_window_set_focus_visible (window, TRUE);
  if (looks && g_hash_table_add (seen, g_steal_pointer (&looks)))
    check_ring (looking, paintable, focus, style);
}

/* The arrow keys go from row to row, but the Tab key goes on from where it was. */
static void
check_list (Looking *looking, GdkPaintable *paintable, const char *style, GtkWidget *list)
{
  g_autoptr (GtkWidget) focus = g_object_ref (gtk_window_get_focus (GTK_WINDOW (looking->shot->window)));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  /* a list takes rows away that have come out of view */
  for (GtkWidget *row = gtk_widget_get_first_child (list); row; row = gtk_widget_get_next_sibling (row))
    g_ptr_array_add (rows, g_object_ref (row));
  for (guint i = 0; i < rows->len; i++)
    if (gtk_widget_get_mapped (rows->pdata[i]) && gtk_widget_grab_focus (rows->pdata[i]))
      check_focused (looking, paintable, style);
  if (gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
}

static void
check_style (Looking *looking, GdkPaintable *paintable, const char *style)
{
  GtkWindow *window = GTK_WINDOW (looking->shot->window);

  shot_wait_drawn (looking->shot);
  gtk_window_set_focus (window, NULL);
  for (guint i = 0; i < 300; i++)
    {
      GtkWidget *focus, *list;

      if (!gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD) && i > 0)
        break;
      check_focused (looking, paintable, style);
      focus = gtk_window_get_focus (window);
      list = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BASE) : NULL;
      if (list)
        check_list (looking, paintable, style, list);
    }
}

static void
check_styles (Looking *looking)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean high = adw_style_manager_get_high_contrast (manager);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (looking->shot->window);

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  check_style (looking, paintable, high ? "light high" : "light");
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  check_style (looking, paintable, high ? "dark high" : "dark");
}

/* --- tests --- */

static void
begin (void)
{
  gboolean wanted = g_strcmp0 (g_getenv ("ADW_DEBUG_HIGH_CONTRAST"), "1") == 0;

  g_assert_true (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) == wanted);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* @least: kinds of controls, in both styles, so that none is left out by accident */
static void
end (guint least)
{
  g_test_message ("%u kinds of controls", g_hash_table_size (seen));
  g_assert_cmpuint (g_hash_table_size (seen), >=, least);
  g_clear_pointer (&seen, g_hash_table_unref);
}

static void
check_page (Looking *looking)
{
  look_visit (looking->shot->window, look_close_popover, NULL);
  shot_resize (looking->shot, 720);
  check_styles (looking);
}

static void
test_every_page (void)
{
  begin ();
  look_at_pages (check_page);
  end (100);
}

/* Measures the window of @type that has just been opened. */
static void
check_other (Looking *looking, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      looking->shot->window = l->data;
  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (looking->shot->window, type));
  check_styles (looking);
}

static void
check_help (Looking *looking)
{
  vf_help_window_show (looking->shot->test->application, "");
  check_other (looking, VF_TYPE_HELP_WINDOW);
  vf_help_window_show (looking->shot->test->application, VF_HELP_ID_WORDS);
  check_other (looking, VF_TYPE_HELP_WINDOW);
}

/* The search, a title and a page among the rows; of a page what goes back, and the page itself, which can be scrolled. */
static void
test_help (void)
{
  static const char *const names[] = { "start", NULL };

  begin ();
  look_at (check_help, names);
  end (10);
}

static void
check_shortcuts (Looking *looking)
{
  vf_shortcuts_show (GTK_WINDOW (looking->shot->test->window));
  check_other (looking, GTK_TYPE_SHORTCUTS_WINDOW);
  gtk_window_destroy (GTK_WINDOW (looking->shot->window));
}

static void
test_shortcuts (void)
{
  static const char *const names[] = { "start", NULL };

  begin ();
  look_at (check_shortcuts, names);
  end (2);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/focus-ring/every-page", test_every_page);
  g_test_add_func ("/focus-ring/help", test_help);
  g_test_add_func ("/focus-ring/shortcuts", test_shortcuts);
  return g_test_run ();
}
