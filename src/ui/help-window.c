#include "config.h"

#include "help-window.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "complete-names.h"
#include "grow.h"
#include "help-entry.h"
#include "help-text.h"
#include "page.h"
#include "width-first.h"

struct _VfHelpWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkWidget *nothing;
  GtkWidget *scroller;
  GtkListView *view;
  GtkScrolledWindow *page_scroller;
  AdwBin *content;

  GPtrArray *pages;
  GtkFilterListModel *found;
  GtkSliceListModel *slice;
  GtkCustomFilter *filter;
  /* (nullable): case-folded; what is searched for */
  char **words;
  /* (nullable): whose row led to what is shown */
  VfHelpPage *origin;
};

G_DEFINE_FINAL_TYPE (VfHelpWindow, vf_help_window, ADW_TYPE_WINDOW)

/* of a row's label: the page, which the window has as long as it has rows */
#define PAGE_KEY "verifull-page"

/* --- list and page --- */

static gboolean
shows_page (VfHelpWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "page") == 0;
}

static void
show_view (VfHelpWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back_button, shows_page (self));
}

static void
show_list (VfHelpWindow *self)
{
  show_view (self, "list");
  adw_window_title_set_title (self->title, _("Help"));
}

static void
show_search (VfHelpWindow *self)
{
  show_list (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* (nullable): the list's own widget around the row of @page */
static GtkWidget *
find_row (VfHelpWindow *self, VfHelpPage *page)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  for (; row; row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *label = gtk_widget_get_first_child (row);

      if (label && g_object_get_data (G_OBJECT (label), PAGE_KEY) == page)
        return row;
    }
  return NULL;
}

/* Who reads one page after the other goes on from the row of the last; who was sent to a page begins at the top. */
static void
go_back (VfHelpWindow *self)
{
  GtkWidget *row = self->origin ? find_row (self, self->origin) : NULL;

  show_list (self);
  gtk_widget_grab_focus (row ? row : GTK_WIDGET (self->search));
}

static void
show_page (VfHelpWindow *self, VfHelpPage *page)
{
  adw_bin_set_child (self->content, vf_help_text_new (page));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->page_scroller), 0);
  show_view (self, "page");
  adw_window_title_set_title (self->title, vf_help_section_get_title (vf_help_page_get_section (page)));
  /* so that the arrow keys scroll; a screen reader says where the keyboard is */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->page_scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  vf_help_page_get_title (page), -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->page_scroller));
}

/* Escape and Back: from the page to the list, from the list away. */
static void
back_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfHelpWindow *self = VF_HELP_WINDOW (widget);

  if (shows_page (self))
    go_back (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
search_activated_by_keys (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_search (VF_HELP_WINDOW (widget));
}

/* --- rows --- */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfHelpWindow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "help-row");
  gtk_list_item_set_child (list_item, label);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfHelpWindow *self)
{
  VfHelpEntry *entry = gtk_list_item_get_item (list_item);
  GtkWidget *label = gtk_list_item_get_child (list_item);
  gboolean is_page = vf_help_entry_get_page (entry) != NULL;

  gtk_label_set_text (GTK_LABEL (label), vf_help_entry_get_title (entry));
  g_object_set_data (G_OBJECT (label), PAGE_KEY, vf_help_entry_get_page (entry));
  /* the keyboard stands on the list's own widget around it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  vf_help_entry_get_title (entry), -1);
  gtk_list_item_set_activatable (list_item, is_page);
  if (is_page)
    gtk_widget_remove_css_class (label, "heading");
  else
    gtk_widget_add_css_class (label, "heading");
}

static void
open_position (VfHelpWindow *self, guint position)
{
  g_autoptr (VfHelpEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (!entry || !vf_help_entry_get_page (entry))
    return;
  self->origin = vf_help_entry_get_page (entry);
  show_page (self, self->origin);
}

static void
row_activated (GtkListView *view, guint position, VfHelpWindow *self)
{
  open_position (self, position);
}

/* --- search --- */

/* The titles of sections are for those who look around. */
static gboolean
is_found (gpointer entry, gpointer data)
{
  VfHelpWindow *self = data;
  VfHelpPage *page = vf_help_entry_get_page (entry);

  return !self->words || (page && vf_help_page_matches (page, (const char *const *) self->words));
}

static void
search_changed (VfHelpWindow *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  const char *text = g_strstrip (folded);
  gboolean nothing;

  g_clear_pointer (&self->words, g_strfreev);
  self->words = *text ? g_strsplit_set (text, " \t", -1) : NULL;
  gtk_slice_list_model_set_size (self->slice, 0);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  vf_grow_slice (GTK_WIDGET (self), self->slice);
  nothing = g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0;
  if (nothing && !gtk_widget_get_visible (self->nothing))
    vf_compat_announce (self->nothing, gtk_label_get_text (GTK_LABEL (self->nothing)));
  gtk_widget_set_visible (self->nothing, nothing);
  gtk_widget_set_visible (self->scroller, !nothing);
}

/* Enter opens the first page that is found, also where it comes before the pause in typing that the search waits for. */
static void
search_activated (VfHelpWindow *self)
{
  search_changed (self);
  if (self->words)
    open_position (self, 0);
}

/* Escape first takes the search away, then leaves. */
static void
search_stopped (VfHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* --- life --- */

static void
vf_help_window_dispose (GObject *object)
{
  VfHelpWindow *self = VF_HELP_WINDOW (object);

  if (self->filter)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->found);
  g_clear_object (&self->slice);
  G_OBJECT_CLASS (vf_help_window_parent_class)->dispose (object);
}

static void
vf_help_window_finalize (GObject *object)
{
  VfHelpWindow *self = VF_HELP_WINDOW (object);

  g_ptr_array_unref (self->pages);
  g_strfreev (self->words);
  G_OBJECT_CLASS (vf_help_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, view);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, page_scroller);
  gtk_widget_class_bind_template_child (widget_class, VfHelpWindow, content);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
}

static void
vf_help_window_class_init (VfHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_help_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_help_window_finalize;
  g_type_ensure (ADW_TYPE_BIN);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "help.search", NULL, search_activated_by_keys);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "help.search", NULL);
}

static GListModel *
make_entries (GPtrArray *pages)
{
  GListStore *entries = g_list_store_new (VF_TYPE_HELP_ENTRY);
  int section = -1;

  for (guint i = 0; i < pages->len; i++)
    {
      g_autoptr (VfHelpEntry) entry = vf_help_entry_new_for_page (pages->pdata[i]);

      if (section != (int) vf_help_page_get_section (pages->pdata[i]))
        {
          g_autoptr (VfHelpEntry) title = NULL;

          section = (int) vf_help_page_get_section (pages->pdata[i]);
          title = vf_help_entry_new_for_section ((VfHelpSection) section);
          g_list_store_append (entries, title);
        }
      g_list_store_append (entries, entry);
    }
  return G_LIST_MODEL (entries);
}

static void
vf_help_window_init (VfHelpWindow *self)
{
  GtkSelectionModel *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_field (GTK_WIDGET (self->search), _("Search the help"));
  self->pages = vf_help_list ();
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found = gtk_filter_list_model_new (make_entries (self->pages), GTK_FILTER (g_object_ref (self->filter)));
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->found)), 0, 0);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->slice))));
  gtk_list_view_set_model (self->view, selection);
  vf_grow_slice (GTK_WIDGET (self), self->slice);
  g_object_unref (selection);
  gtk_widget_set_layout_manager (GTK_WIDGET (self->content), vf_width_first_new ());
}

/* (transfer none) (nullable) */
static VfHelpPage *
find_page (VfHelpWindow *self, const char *id)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (g_strcmp0 (vf_help_page_get_id (self->pages->pdata[i]), id) == 0)
      return self->pages->pdata[i];
  return NULL;
}

static VfHelpWindow *
ensure_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    if (VF_IS_HELP_WINDOW (l->data))
      return l->data;
  return g_object_new (VF_TYPE_HELP_WINDOW, "application", application, NULL);
}

/**
 * vf_help_window_show:
 * @application: whose window it is
 * @page: (nullable): id of a page
 *
 * Shows the page, or the list of all pages, in the one window for it.
 */
void
vf_help_window_show (GtkApplication *application, const char *page)
{
  VfHelpWindow *self = ensure_window (application);
  VfHelpPage *found = find_page (self, page);

  self->origin = NULL;
  if (found)
    show_page (self, found);
  else
    show_search (self);
  gtk_window_present (GTK_WINDOW (self));
}
