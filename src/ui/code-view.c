#include "config.h"

#include "code-view.h"

#include <adwaita.h>

/* characters of a line: laying out much longer ones takes more than a frame, and nobody reads them */
#define MAX_LINE 500
/* characters of Base64 in a row, beyond which it is cut to so many: it would hide what stands around it */
#define MAX_BASE64 256
#define SHOWN_BASE64 24
/* lines */
#define MAX_LINES 400
/* pixels */
#define MARGIN 12
/* by which a line goes on further in than it began */
#define HANGING 16
#define MAX_HEIGHT 480
/* what GTK multiplies the way of a finger on a touchpad by */
#define TOUCH_FACTOR 2.5
/* clicks of a wheel that a page is high, about as many as with GTK */
#define CLICKS_OF_PAGE 8

struct _VfCodeView
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkTextView *view;
  GtkTextTag *added;
  GtkTextTag *removed;
  /* all of it: a hyphen at the end of a line would look like one of the text */
  GtkTextTag *plain;
  GtkTextTag *together;
  gboolean shortened;
  guint idle;
};

G_DEFINE_FINAL_TYPE (VfCodeView, vf_code_view, GTK_TYPE_WIDGET)

/* Readable on the background that there is; the signs at the beginning say the same. */
static void
update_colors (VfCodeView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  g_object_set (self->added, "foreground", dark ? "#8ff0a4" : "#1b7f4b", NULL);
  g_object_set (self->removed, "foreground", dark ? "#ff938c" : "#b3151f", NULL);
}

/* As high as the text, up to a point.  The view itself knows only after it has been laid out in its width. */
static gboolean
update_height (gpointer data)
{
  VfCodeView *self = data;
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);
  GtkTextIter end;
  GdkRectangle last;
  int height;

  self->idle = 0;
  gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (self->view), &end);
  gtk_text_view_get_iter_location (self->view, &end, &last);
  height = last.y + last.height + 2 * MARGIN;
  /* a scroller that might scroll keeps the wheel from the page */
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER,
                                  height <= MAX_HEIGHT ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (scroller, MIN (height, MAX_HEIGHT));
  return G_SOURCE_REMOVE;
}

static void
queue_height (VfCodeView *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (update_height, self);
}

/* --- the wheel --- */

static gboolean
can_scroll (GtkAdjustment *place, double way)
{
  double end = gtk_adjustment_get_upper (place) - gtk_adjustment_get_page_size (place);
  double value = gtk_adjustment_get_value (place);

  return way < 0 ? value > gtk_adjustment_get_lower (place) : value < end;
}

/* GTK 4.8 keeps the wheel in a scroller that has nothing to scroll that way: the page would stop below the pointer. */
static gboolean
scrolled (VfCodeView *self, double dx, double dy, GtkEventControllerScroll *wheel)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place;
  double way = dy * TOUCH_FACTOR;

  if (!page || can_scroll (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), dy))
    return GDK_EVENT_PROPAGATE;
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  if (gtk_event_controller_scroll_get_unit (wheel) == GDK_SCROLL_UNIT_WHEEL)
    way = dy * gtk_adjustment_get_page_size (place) / CLICKS_OF_PAGE;
  gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + way);
  return GDK_EVENT_STOP;
}

static void
watch_wheel (VfCodeView *self)
{
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
}

static void
vf_code_view_dispose (GObject *object)
{
  g_clear_handle_id (&VF_CODE_VIEW (object)->idle, g_source_remove);
  g_clear_pointer (&VF_CODE_VIEW (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (vf_code_view_parent_class)->dispose (object);
}

static void
vf_code_view_class_init (VfCodeViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_code_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
vf_code_view_init (VfCodeView *self)
{
  GtkTextBuffer *buffer;

  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_cursor_visible (self->view, FALSE);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_indent (self->view, -HANGING);
  /* a bracket or a number alone in its line would go to the other side */
  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_LTR);
  gtk_text_view_set_left_margin (self->view, MARGIN);
  gtk_text_view_set_right_margin (self->view, MARGIN);
  gtk_text_view_set_top_margin (self->view, MARGIN);
  gtk_text_view_set_bottom_margin (self->view, MARGIN);
  buffer = gtk_text_view_get_buffer (self->view);
  self->added = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  self->removed = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  self->plain = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
  self->together = gtk_text_buffer_create_tag (buffer, NULL, "allow-breaks", FALSE, NULL);
  update_colors (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update_colors), self,
                           G_CONNECT_SWAPPED);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (self->scroller, "card");
  gtk_widget_set_overflow (self->scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), "changed",
                           G_CALLBACK (queue_height), self, G_CONNECT_SWAPPED);
  watch_wheel (self);
}

/**
 * vf_code_view_new:
 * @label: what is in it
 *
 * Returns: (transfer floating): a new, empty view
 */
GtkWidget *
vf_code_view_new (const char *label)
{
  VfCodeView *self = g_object_new (VF_TYPE_CODE_VIEW, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

static gsize
count_base64 (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || text[n] == '+' || text[n] == '/' || text[n] == '=')
    n++;
  return n;
}

/* Certificates and keys, as some programs want them, are thousands of characters without a meaning to the eye. */
static char *
cut_base64 (const char *line, gboolean *cut)
{
  GString *shown = g_string_new (NULL);

  while (*line)
    {
      gsize n = count_base64 (line);

      if (n > MAX_BASE64)
        {
          g_string_append_len (shown, line, SHOWN_BASE64);
          g_string_append (shown, "…");
          *cut = TRUE;
        }
      else
        g_string_append_len (shown, line, (gssize) MAX (n, 1));
      line += MAX (n, 1);
    }
  return g_string_free (shown, FALSE);
}

/* An option is not parted from its dash. */
static void
keep_dash (VfCodeView *self, const char *line, int offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  if (line[0] != '-' || !g_ascii_isalpha (line[1]))
    return;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, offset + 2);
  gtk_text_buffer_apply_tag (buffer, self->together, &start, &end);
}

static void
append_line (VfCodeView *self, const char *line, GtkTextTag *tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *readable = cut_base64 (line, &self->shortened);
  gboolean is_long = g_utf8_strlen (readable, -1) > MAX_LINE;
  g_autofree char *shown = is_long ? g_utf8_substring (readable, 0, MAX_LINE) : g_strdup (readable);
  GtkTextIter end;
  int begin;

  self->shortened |= is_long;
  gtk_text_buffer_get_end_iter (buffer, &end);
  if (gtk_text_buffer_get_char_count (buffer) > 0)
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  begin = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert_with_tags (buffer, &end, shown, -1, self->plain, tag, NULL);
  if (is_long)
    gtk_text_buffer_insert (buffer, &end, "…", -1);
  keep_dash (self, shown, begin);
}

static void
set_lines (VfCodeView *self, const char *const *lines, gboolean are_changes)
{
  self->shortened = FALSE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), "", 0);
  for (guint i = 0; lines[i]; i++)
    {
      char kind = are_changes ? lines[i][0] : ' ';

      if (i == MAX_LINES)
        {
          self->shortened = TRUE;
          append_line (self, "…", NULL);
          break;
        }
      append_line (self, lines[i], kind == '+' ? self->added : kind == '-' ? self->removed : NULL);
    }
  queue_height (self);
}

/**
 * vf_code_view_set_text:
 * @text: valid UTF-8, of any length
 */
void
vf_code_view_set_text (VfCodeView *self, const char *text)
{
  g_autofree char *chomped = g_strchomp (g_strdup (text));
  g_autoptr (GString) plain = g_string_new (chomped);
  g_auto (GStrv) lines = NULL;

  g_string_replace (plain, "\r\n", "\n", 0);
  lines = g_strsplit (plain->str, "\n", -1);
  set_lines (self, (const char *const *) lines, FALSE);
}

void
vf_code_view_set_changes (VfCodeView *self, const char *const *lines)
{
  set_lines (self, lines, TRUE);
}

gboolean
vf_code_view_is_shortened (VfCodeView *self)
{
  return self->shortened;
}

char *
vf_code_view_get_text (VfCodeView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
