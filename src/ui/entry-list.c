#include "config.h"

#include "entry-list.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "complete-names.h"
#include "entry-row.h"
#include "grow.h"
#include "page.h"
#include "tall-list.h"

/* fewer are seen at a glance */
#define SEARCH_FROM 8

/* as many rows as are still seen where there is little room, and the height of those in pixels */
#define MANY_ROWS 4
#define LEAST_HEIGHT 160

struct _VfEntryList
{
  AdwBin parent_instance;

  GtkWidget *header;
  GtkLabel *summary;
  GtkWidget *use_all;
  GtkSearchEntry *search;
  GtkWidget *nothing;
  GtkWidget *scroller;
  GtkWidget *tall;
  GtkListView *view;

  GtkCustomFilter *filter;
  GtkFilterListModel *found;
  GtkSliceListModel *slice;
  /* what is searched for; NULL: nothing */
  GStrv words;
  VfChoice *choice;
  /* (element-type VfEntryRow): those that show something now */
  GHashTable *rows;
  gboolean by_path;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (VfEntryList, vf_entry_list, ADW_TYPE_BIN)

enum
{
  SIGNAL_OPENED,
  SIGNAL_USE,
  SIGNAL_USE_ALL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- rows --- */

static void
row_used (VfEntryRow *row, gboolean used, VfEntryList *self)
{
  g_signal_emit (self, signals[SIGNAL_USE], 0, vf_entry_row_get_entry (row), used);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfEntryList *self)
{
  GtkWidget *row = vf_entry_row_new ();

  g_signal_connect_object (row, "use", G_CALLBACK (row_used), self, 0);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfEntryList *self)
{
  VfEntryRow *row = VF_ENTRY_ROW (gtk_list_item_get_child (list_item));
  VfEntry *entry = gtk_list_item_get_item (list_item);

  vf_entry_row_show (row, entry, self->by_path, self->now);
  vf_entry_row_set_choice (row, self->choice);
  gtk_list_item_set_activatable (list_item, vf_entry_get_certificate (entry) != NULL);
  g_hash_table_add (self->rows, row);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfEntryList *self)
{
  g_hash_table_remove (self->rows, gtk_list_item_get_child (list_item));
}

static void
row_activated (GtkListView *view, guint position, VfEntryList *self)
{
  g_autoptr (VfEntry) entry = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view)), position);

  if (vf_entry_get_certificate (entry))
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, entry);
}

/* --- search --- */

static gboolean
is_found (gpointer entry, gpointer data)
{
  VfEntryList *self = VF_ENTRY_LIST (data);

  return vf_entry_matches (entry, (const char *const *) self->words, self->by_path);
}

static void
found_changed (VfEntryList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean nothing = self->words && n == 0 && gtk_filter_list_model_get_pending (self->found) == 0;

  if (nothing && !gtk_widget_get_visible (self->nothing))
    vf_compat_announce (self->nothing, gtk_label_get_text (GTK_LABEL (self->nothing)));
  gtk_widget_set_visible (self->nothing, nothing);
  gtk_widget_set_visible (self->scroller, !nothing);
  /* fewer rows than fill it would have an empty strip below them */
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), n < MANY_ROWS ? -1 : LEAST_HEIGHT);
}

static void
search_changed (VfEntryList *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_autofree char *text = g_strdup (g_strstrip (folded));

  g_clear_pointer (&self->words, g_strfreev);
  self->words = *text ? g_strsplit_set (text, " \t", -1) : NULL;
  gtk_slice_list_model_set_size (self->slice, 0);
  gtk_filter_list_model_set_filter (self->found, self->words ? GTK_FILTER (self->filter) : NULL);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  vf_grow_slice (GTK_WIDGET (self), self->slice);
  found_changed (self);
}

/* Escape first takes the search away, then leaves the list. */
static void
search_stopped (VfEntryList *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
use_all_clicked (VfEntryList *self)
{
  g_signal_emit (self, signals[SIGNAL_USE_ALL], 0);
}

static void
vf_entry_list_dispose (GObject *object)
{
  VfEntryList *self = VF_ENTRY_LIST (object);

  g_clear_pointer (&self->choice, vf_choice_unref);
  g_clear_object (&self->filter);
  g_clear_object (&self->found);
  g_clear_object (&self->slice);
  G_OBJECT_CLASS (vf_entry_list_parent_class)->dispose (object);
}

static void
vf_entry_list_finalize (GObject *object)
{
  VfEntryList *self = VF_ENTRY_LIST (object);

  g_hash_table_unref (self->rows);
  g_strfreev (self->words);
  G_OBJECT_CLASS (vf_entry_list_parent_class)->finalize (object);
}

static void
add_signals (void)
{
  signals[SIGNAL_OPENED] = g_signal_new ("opened", VF_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, VF_TYPE_ENTRY);
  signals[SIGNAL_USE] = g_signal_new ("use", VF_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                      VF_TYPE_ENTRY, G_TYPE_BOOLEAN);
  signals[SIGNAL_USE_ALL] = g_signal_new ("use-all", VF_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
vf_entry_list_class_init (VfEntryListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_entry_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_entry_list_finalize;
  add_signals ();
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "entry-list.ui");
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, header);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, summary);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, use_all);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, search);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, nothing);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, scroller);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, tall);
  gtk_widget_class_bind_template_child (widget_class, VfEntryList, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, use_all_clicked);
}

static void
vf_entry_list_init (VfEntryList *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->tall, vf_tall_list_new ());
  vf_complete_field (GTK_WIDGET (self->search), _("Search"));
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found = gtk_filter_list_model_new (NULL, NULL);
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (found_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "notify::pending", G_CALLBACK (found_changed), self, G_CONNECT_SWAPPED);
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->found)), 0, 0);
}

GtkWidget *
vf_entry_list_new (void)
{
  return g_object_new (VF_TYPE_ENTRY_LIST, NULL);
}

/**
 * vf_entry_list_show:
 * @self: a list
 * @title: what it is called for a screen reader
 * @entries: (element-type VfEntry): what it shows, from the top
 * @by_path: name entries by where they stand, not by what they are called
 */
void
vf_entry_list_show (VfEntryList *self, const char *title, GListModel *entries, gboolean by_path)
{
  g_autoptr (GtkNoSelection) model = NULL;

  self->by_path = by_path;
  self->now = g_get_real_time () / G_USEC_PER_SEC;
  gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->words, g_strfreev);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_filter_list_model_set_filter (self->found, NULL);
  gtk_filter_list_model_set_model (self->found, entries);
  gtk_widget_set_visible (GTK_WIDGET (self->search), g_list_model_get_n_items (entries) >= SEARCH_FROM);
  found_changed (self);
  vf_grow_slice (GTK_WIDGET (self), self->slice);
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->slice)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (model));
}

/**
 * vf_entry_list_set_choice:
 * @self: a list
 * @choice: (nullable): what is used; %NULL if there is nothing to choose
 * @summary: (nullable): what is said above the list
 * @all: whether nothing is left out
 */
void
vf_entry_list_set_choice (VfEntryList *self, VfChoice *choice, const char *summary, gboolean all)
{
  GHashTableIter iter;
  gpointer row;

  if (choice)
    vf_choice_ref (choice);
  g_clear_pointer (&self->choice, vf_choice_unref);
  self->choice = choice;
  gtk_widget_set_visible (self->header, summary != NULL);
  gtk_label_set_label (self->summary, summary ? summary : "");
  gtk_widget_set_visible (self->use_all, choice && !all);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    vf_entry_row_set_choice (row, choice);
}
