/* Finding one saved connection among many. */

#include "config.h"

#include "saved-list-private.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "complete-names.h"
#include "store/overview.h"

/* fewer are seen at a glance */
#define SEARCH_FROM 9
/* pixels: as low as the window may get, some rows stay in view */
#define ROW_HEIGHT 48
#define MIN_ROWS 3

static gboolean
is_found (gpointer item, gpointer data)
{
  VfSavedList *self = data;

  return vf_overview_matches (vf_saved_item_get_saved (item), (const char *const *) self->words);
}

void
vf_saved_list_found_changed (VfSavedList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean nothing = self->words && n == 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->nothing, nothing);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !nothing);
  gtk_scrolled_window_set_min_content_height (self->scroller, ROW_HEIGHT * (int) CLAMP (n, 1, MIN_ROWS));
  vf_saved_list_grow_if_needed (self);
  if (!nothing)
    return;
  /* translators: %s: what somebody searched for */
  text = g_strdup_printf (_("No connection has “%s” in its name, host, user or database."),
                          gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_label_set_label (self->nothing_text, text);
  vf_compat_announce (GTK_WIDGET (self), text);
}

static void
search_changed (VfSavedList *self)
{
  g_clear_pointer (&self->words, g_strfreev);
  self->words = vf_overview_words (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  vf_saved_list_shrink (self);
  /* a filter that is set is asked about each of them, and it would be once more for having changed */
  if (self->words && gtk_filter_list_model_get_filter (self->found))
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  else
    gtk_filter_list_model_set_filter (self->found, self->words ? GTK_FILTER (self->filter) : NULL);
  vf_saved_list_found_changed (self);
}

static void
search_toggled (VfSavedList *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, gtk_toggle_button_get_active (self->search_button));
}

static void
search_mode_changed (VfSavedList *self)
{
  gboolean searching = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_toggle_button_set_active (self->search_button, searching);
  self->search_wanted = searching;
  if (!searching)
    vf_saved_list_focus (self, NULL);
}

/* The bar has given it the keyboard already, but only what can be seen tells that to a screen reader. */
static void
search_mapped (VfSavedList *self)
{
  if (self->search_wanted)
    {
      gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
    }
  self->search_wanted = FALSE;
}

static void
show_all_clicked (VfSavedList *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

/**
 * vf_saved_list_search:
 * @self: a list
 *
 * Returns: whether there is a search, which has the keyboard now
 */
gboolean
vf_saved_list_search (VfSavedList *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->search_button)))
    return FALSE;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return TRUE;
}

void
vf_saved_list_offer_search (VfSavedList *self)
{
  gboolean many = g_list_model_get_n_items (G_LIST_MODEL (self->items)) >= SEARCH_FROM;

  gtk_widget_set_visible (GTK_WIDGET (self->search_button), many);
  gtk_widget_set_visible (GTK_WIDGET (self->search_bar), many);
  /* typing begins it; in a popover one types something else */
  gtk_search_bar_set_key_capture_widget (self->search_bar, many ? GTK_WIDGET (self) : NULL);
  if (!many)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

void
vf_saved_list_init_search (VfSavedList *self)
{
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  vf_complete_field (GTK_WIDGET (self->search), _("Search the connections"));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}

void
vf_saved_list_bind_search (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, search_toggled);
  gtk_widget_class_bind_template_callback (klass, search_changed);
  gtk_widget_class_bind_template_callback (klass, search_mode_changed);
  gtk_widget_class_bind_template_callback (klass, search_mapped);
  gtk_widget_class_bind_template_callback (klass, show_all_clicked);
}
