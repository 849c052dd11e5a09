#include "config.h"

#include "label-checks.h"

#include <string.h>

/* A tooltip is no help to who has no mouse. */
void
check_label_whole (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)))
      && !gtk_widget_get_ancestor (widget, ADW_TYPE_WINDOW_TITLE))
    look_complain (data, "is cut off", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* The lines below its end are drawn over what is there. */
void
check_label_lines (GtkWidget *widget, gpointer data)
{
  int height;

  if (!GTK_IS_LABEL (widget))
    return;
  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (widget)), NULL, &height);
  if (height > gtk_widget_get_height (widget))
    look_complain (data, "is higher than its place", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* What reaches out of its parent is drawn over what is beside that, or cut off by the window. */
void
check_label_inside (GtkWidget *widget, gpointer data)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  graphene_rect_t bounds;

  if (!GTK_IS_LABEL (widget) || !gtk_widget_compute_bounds (widget, parent, &bounds))
    return;
  if (bounds.origin.x < 0 || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (parent))
    look_complain (data, "is wider than its place", widget, gtk_label_get_text (GTK_LABEL (widget)));
}

/* Whether it ends in a hyphen that is not in the text. */
static gboolean
ends_in_hyphen (PangoLayoutLine *line)
{
  gboolean found = FALSE;

  for (GSList *run = line->runs; run; run = run->next)
    {
      const PangoGlyphItem *item = run->data;

      found = item->item->analysis.flags & PANGO_ANALYSIS_FLAG_NEED_HYPHEN;
    }
  return found;
}

/* Of a host, a file, a fingerprint and the like; @end: in the middle of the word that is asked about. */
static gboolean
is_of_name (const char *text, const char *end)
{
  const char *begin = end;

  while (begin > text && !g_ascii_isspace (begin[-1]))
    begin--;
  for (const char *p = begin; *p && !g_ascii_isspace (*p); p++)
    if (strchr (".:@/_", *p))
      return p > begin && !g_ascii_isspace (p[1]) && p[1];
  return FALSE;
}

/* In a name it would be one letter more. */
void
check_label_hyphens (GtkWidget *widget, gpointer data)
{
  PangoLayout *layout;
  const char *text;

  if (!GTK_IS_LABEL (widget))
    return;
  layout = gtk_label_get_layout (GTK_LABEL (widget));
  text = pango_layout_get_text (layout);
  for (GSList *l = pango_layout_get_lines_readonly (layout); l; l = l->next)
    {
      PangoLayoutLine *line = l->data;

      if (ends_in_hyphen (line) && is_of_name (text, text + line->start_index + line->length))
        look_complain (data, "has a hyphen in a name", widget, gtk_label_get_text (GTK_LABEL (widget)));
    }
}

/* Beside a tick it begins where it begins in the first line. */
void
check_label_of_tick (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && GTK_IS_CHECK_BUTTON (gtk_widget_get_parent (widget))
      && gtk_label_get_justify (GTK_LABEL (widget)) != GTK_JUSTIFY_LEFT)
    look_complain (data, "does not begin beside its tick", widget, gtk_label_get_text (GTK_LABEL (widget)));
}
