/* From right to left: what goes on is on the left and what goes back on the right, pictures are mirrored with their words,
 * and what is code, a host or an address is still read from left to right. */

#include "config.h"

#include <string.h>

#include "chain-picture.h"
#include "fact-grid.h"
#include "look.h"
#include "name-compare.h"
#include "stage-row.h"
#include "validity-bar.h"

#define USUAL_WIDTH 720

/* where the middle of it is, in the window */
static float
middle_of (Looking *looking, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (looking->shot->test->window), &bounds));
  return bounds.origin.x + bounds.size.width / 2;
}

static GtkWidget *
find (GtkWidget *top, GType type, const char *text)
{
  GtkWidget *widget = window_test_find (top, type, text);

  g_assert_nonnull (widget);
  return widget;
}

/* (nullable): the first label below @top with this style */
static GtkWidget *
find_styled (GtkWidget *top, const char *style)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (top) && gtk_widget_has_css_class (top, style))
    return top;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_styled (child, style);
  return found;
}

/* --- the window --- */

static void
find_back (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "go-previous-symbolic") == 0)
    *(GtkWidget **) data = widget;
}

static void
check_way (Looking *looking)
{
  GtkWidget *window = GTK_WIDGET (looking->shot->test->window);
  GtkWidget *back = NULL;
  float middle;

  shot_resize (looking->shot, USUAL_WIDTH);
  middle = (float) gtk_widget_get_width (window) / 2;
  g_assert_cmpfloat (middle_of (looking, find (window, GTK_TYPE_BUTTON, "_Next")), <, middle);
  look_visit (window, find_back, &back);
  g_assert_cmpfloat (middle_of (looking, back), >, middle);
}

static void
test_way (void)
{
  static const char *const names[] = { "certificates", "server", "security", NULL };

  look_at (check_way, names);
}

/* Both sides of a row and of the heading above it. */
static void
check_rows (Looking *looking)
{
  GtkWidget *page = window_test_page (looking->shot->test);
  GtkWidget *row = find (page, ADW_TYPE_ACTION_ROW, "Authorities");
  GtkWidget *icon = find (row, GTK_TYPE_IMAGE, NULL);

  shot_resize (looking->shot, USUAL_WIDTH);
  g_assert_cmpfloat (middle_of (looking, find_styled (row, "title")), <, middle_of (looking, icon));
  g_assert_cmpfloat (middle_of (looking, find (page, ADW_TYPE_BUTTON_CONTENT, NULL)), <,
                     middle_of (looking, find_styled (row, "title")));
}

static void
test_rows (void)
{
  static const char *const names[] = { "certificates", NULL };

  look_at (check_rows, names);
}

/* --- pictures --- */

/* The sign of each certificate is at its right, what marks it at its left; the older date is at the right of the bar. */
static void
check_pictures (Looking *looking)
{
  GtkWidget *page = window_test_page (looking->shot->test);
  GtkWidget *picture = find (page, VF_TYPE_CHAIN_PICTURE, NULL);
  GtkWidget *bar = find (page, VF_TYPE_VALIDITY_BAR, NULL);
  GtkWidget *name = find_styled (picture, "heading");

  shot_resize (looking->shot, USUAL_WIDTH);
  g_assert_cmpfloat (middle_of (looking, name), <, middle_of (looking, find (picture, GTK_TYPE_IMAGE, NULL)));
  g_assert_cmpfloat (middle_of (looking, find_styled (picture, "pill-label")), <, middle_of (looking, name));
  g_assert_cmpfloat (middle_of (looking, find (bar, GTK_TYPE_LABEL, "31 December 2039")), <,
                     middle_of (looking, find (bar, GTK_TYPE_LABEL, "1 January 2020")));
}

static void
test_pictures (void)
{
  static const char *const names[] = { "certificate", NULL };

  look_at (check_pictures, names);
}

/* --- what is read from left to right --- */

static void
check_code (Looking *looking)
{
  GtkWidget *view = find (window_test_page (looking->shot->test), GTK_TYPE_TEXT_VIEW, NULL);

  g_assert_cmpint (gtk_widget_get_direction (view), ==, GTK_TEXT_DIR_LTR);
}

static void
check_command (Looking *looking)
{
  GtkWidget *page = window_test_page (looking->shot->test);
  GObject *command = gtk_widget_get_template_child (page, G_OBJECT_TYPE (page), "command");

  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (command)), ==, GTK_TEXT_DIR_LTR);
}

static void
test_code (void)
{
  static const char *const names[] = { "use-service-file", "use-jdbc", NULL };
  static const char *const commands[] = { "done", NULL };

  look_at (check_code, names);
  look_at (check_command, commands);
}

/* Where its letter is drawn. */
static int
place_of (PangoLayout *layout, const char *letter)
{
  const char *text = pango_layout_get_text (layout);
  PangoRectangle place;

  pango_layout_index_to_pos (layout, (int) (strstr (text, letter) - text), &place);
  return place.x;
}

/* Addresses may have no letter that says in which direction they are read. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    const char *first;
    const char *last;
  } rows[] = {
    { "db.test:5432", "d", "2" },
    { "10.20.30.45", "1", "5" },
    { "2001:db8::7", "2", "7" },
    { "2001::7", "2", "7" },
    { "::1", ":", "1" },
    { "12:34:56:78:90", "1", "9" },
    { "/etc/ssl/root.crt", "/", "t" },
  };
  GtkGrid *grid = GTK_GRID (g_object_ref_sink (gtk_grid_new ()));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *label;
      g_autoptr (PangoLayout) layout = NULL;

      vf_fact_grid_add (grid, "Address", rows[i].address);
      label = gtk_grid_get_child_at (grid, 1, (int) i);
      g_assert_cmpint (gtk_widget_get_direction (label), ==, GTK_TEXT_DIR_RTL);
      layout = pango_layout_copy (gtk_label_get_layout (GTK_LABEL (label)));
      /* in one line */
      pango_layout_set_width (layout, -1);
      g_test_message ("%s", rows[i].address);
      g_assert_cmpint (place_of (layout, rows[i].first), <, place_of (layout, rows[i].last));
    }
  g_object_unref (grid);
}

/* Where the cursor stands, from the left. */
static float
cursor_of (GtkText *text, gsize position)
{
  graphene_rect_t place;

  gtk_text_compute_cursor_extents (text, position, &place, NULL);
  return place.origin.x;
}

/* Hosts and ports begin where the words in the fields around them begin, and are read in the same direction. */
static void
check_fields (Looking *looking)
{
  static const struct
  {
    const char *field;
    const char *text;
  } rows[] = {
    { "Host", "db.test" }, { "Host", "10.20.30.45" }, { "Host", "2001::7" }, { "Host", "::1" },
    { "Port", "5432" },    { "Database", "2026" },    { "User", "1001" },
  };
  GtkWidget *page = window_test_page (looking->shot->test);

  shot_resize (looking->shot, USUAL_WIDTH);
  gtk_window_set_focus (GTK_WINDOW (looking->shot->test->window), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = find (page, ADW_TYPE_ENTRY_ROW, rows[i].field);
      GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (row)));

      gtk_editable_set_text (GTK_EDITABLE (row), rows[i].text);
      shot_wait_drawn (looking->shot);
      g_test_message ("%s: %s", rows[i].field, rows[i].text);
      g_assert_cmpfloat (cursor_of (text, 0), <, 10);
      g_assert_cmpfloat (cursor_of (text, 1), >, cursor_of (text, 0));
      g_assert_cmpfloat (cursor_of (text, strlen (rows[i].text)), >, cursor_of (text, 1));
    }
}

/* Of the options, which are closed. */
static void
check_option (Looking *looking)
{
  GtkWidget *page = window_test_page (looking->shot->test);
  GtkEditable *row = GTK_EDITABLE (find (page, ADW_TYPE_ENTRY_ROW, "Other address (default: the host’s own)"));

  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (gtk_editable_get_delegate (row))), ==, GTK_TEXT_DIR_LTR);
}

static void
test_fields (void)
{
  static const char *const names[] = { "server", NULL };
  static const char *const options[] = { "security", NULL };

  look_at (check_fields, names);
  look_at (check_option, options);
}

/* Two names, one below the other, from the right side on; what differs is marked in both. */
static void
test_names (void)
{
  static const char *const names[] = { "db.test", "IP:2001::8", NULL };
  GtkWidget *compare = g_object_ref_sink (vf_name_compare_new ("2001::7", names));

  for (GtkWidget *child = gtk_widget_get_first_child (compare); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *label = GTK_LABEL (child);
      const char *text = gtk_label_get_text (label);
      g_autoptr (PangoLayout) layout = NULL;

      if (!gtk_widget_has_css_class (child, "monospace"))
        continue;
      layout = pango_layout_copy (gtk_label_get_layout (label));
      pango_layout_set_width (layout, -1);
      g_test_message ("%s", text);
      g_assert_cmpint (place_of (layout, text), <, place_of (layout, text + strlen (text) - 1));
      /* to the right of a label that is read from the left */
      g_assert_cmpint (gtk_widget_get_direction (child), ==, GTK_TEXT_DIR_LTR);
      g_assert_cmpfloat (gtk_label_get_xalign (label), ==, 1);
    }
  g_object_unref (compare);
}

/* What the row of a stage says beside its name. */
static void
test_stage (void)
{
  static const Scene loopback = { "E21", "loopback", .trust = PAIR_ROOT, .address = "::1", .port = 1 };
  Shot shot = { 0 };
  GtkWidget *row, *fact;
  g_autoptr (PangoLayout) layout = NULL;

  shot_begin (&shot, &loopback);
  shot_play (&shot);
  row = find (window_test_page (shot.test), VF_TYPE_STAGE_ROW, NULL);
  fact = find_styled (row, "dim-label");
  g_assert_nonnull (fact);
  layout = pango_layout_copy (gtk_label_get_layout (GTK_LABEL (fact)));
  pango_layout_set_width (layout, -1);
  g_assert_nonnull (strstr (pango_layout_get_text (layout), "::1"));
  g_assert_cmpint (place_of (layout, ":"), <, place_of (layout, "1"));
  shot_end (&shot);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);

  g_test_add_func ("/mirrored/way", test_way);
  g_test_add_func ("/mirrored/rows", test_rows);
  g_test_add_func ("/mirrored/pictures", test_pictures);
  g_test_add_func ("/mirrored/code", test_code);
  g_test_add_func ("/mirrored/addresses", test_addresses);
  g_test_add_func ("/mirrored/fields", test_fields);
  g_test_add_func ("/mirrored/names", test_names);
  g_test_add_func ("/mirrored/stage", test_stage);
  return g_test_run ();
}
