#include "config.h"

#include "describe.h"

#define DESCRIPTION_KEY "vf-description"

static void
set (GtkWidget *widget, const char *text)
{
  /* A newer libadwaita names a row's subtitle as the description of the row and of what is activated with it, of which
     GTK 4.18 reads nothing out. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  if (text && *text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/**
 * vf_describe:
 * @widget: a widget; what a row activates only once the row knows it
 * @text: (nullable): more than its name, for a screen reader; %NULL or empty: nothing more
 */
void
vf_describe (GtkWidget *widget, const char *text)
{
  /* what is set anew is read out anew, so only what differs is */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), DESCRIPTION_KEY), text) == 0)
    return;
  g_object_set_data_full (G_OBJECT (widget), DESCRIPTION_KEY, g_strdup (text), g_free);
  set (widget, text);
}

static void
focus_moved (GtkWidget *widget, GParamSpec *pspec, GtkRoot *root)
{
  g_signal_handlers_disconnect_by_func (root, focus_moved, widget);
  set (widget, g_object_get_data (G_OBJECT (widget), DESCRIPTION_KEY));
}

/**
 * vf_describe_for_now:
 * @widget: what has the keyboard
 * @text: what has just happened
 *
 * Describes it so until the keyboard is elsewhere.  A screen reader says when that changes of what it stands on, which
 * before GTK 4.14 is all that it says by itself.
 */
void
vf_describe_for_now (GtkWidget *widget, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  /* it goes away just now, and takes the keyboard with it */
  if (!root)
    return;
  g_signal_handlers_disconnect_by_func (root, focus_moved, widget);
  g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (focus_moved), widget, G_CONNECT_SWAPPED);
  set (widget, text);
}
