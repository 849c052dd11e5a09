#include "config.h"

#include "saved-list-private.h"

#include "compat.h"
#include "fold-layout.h"
#include "page.h"
#include "tall-list.h"
#include "wrap-texts.h"

/* A list view makes up to two hundred rows however few are in view, so it is given more only when somebody comes near
 * the end of what there is, a few a frame. */
#define FIRST_ROWS 4
#define MORE_ROWS 4
#define CHANGED_ROWS 4
#define MANY_ROWS 240
/* how old "2 minutes ago" may get */
#define MINUTE 60

G_DEFINE_FINAL_TYPE (VfSavedList, vf_saved_list, ADW_TYPE_BIN)

static guint activated_signal;

/* --- rows --- */

/* Once a frame.  A round that begins changes every row, and each takes a millisecond to be laid out anew. */
static gboolean
refresh (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VfSavedList *self = VF_SAVED_LIST (widget);

  for (guint i = 0; i < CHANGED_ROWS && !g_queue_is_empty (&self->stale); i++)
    vf_saved_row_update (g_queue_pop_head (&self->stale));
  if (!g_queue_is_empty (&self->stale))
    return G_SOURCE_CONTINUE;
  self->refreshing = 0;
  return G_SOURCE_REMOVE;
}

static void
row_is_stale (VfSavedRow *row)
{
  VfSavedList *self = VF_SAVED_LIST (gtk_widget_get_ancestor (GTK_WIDGET (row), VF_TYPE_SAVED_LIST));

  if (!g_queue_find (&self->stale, row))
    g_queue_push_tail (&self->stale, row);
  if (!self->refreshing)
    self->refreshing = gtk_widget_add_tick_callback (GTK_WIDGET (self), refresh, NULL, NULL);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfSavedList *self)
{
  gtk_list_item_set_child (list_item, vf_saved_row_new ());
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfSavedList *self)
{
  VfSavedRow *row = VF_SAVED_ROW (gtk_list_item_get_child (list_item));

  vf_saved_row_set_item (row, gtk_list_item_get_item (list_item));
  g_signal_connect_object (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (row_is_stale), row,
                           G_CONNECT_SWAPPED);
  g_hash_table_add (self->rows, row);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, VfSavedList *self)
{
  VfSavedRow *row = VF_SAVED_ROW (gtk_list_item_get_child (list_item));

  if (self->hovered == row)
    vf_saved_list_unhover (self);
  g_hash_table_remove (self->rows, row);
  g_queue_remove (&self->stale, row);
  vf_saved_row_set_item (row, NULL);
}

static void
row_activated (GtkListView *view, guint position, VfSavedList *self)
{
  g_autoptr (VfSavedItem) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view)), position);

  g_signal_emit (self, activated_signal, 0, item);
}

/* --- as many rows as are needed --- */

static gboolean
needs_more (VfSavedList *self)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double seen = gtk_adjustment_get_value (place) + gtk_adjustment_get_page_size (place);

  return gtk_slice_list_model_get_size (self->slice) < g_list_model_get_n_items (G_LIST_MODEL (self->found))
         && seen + gtk_adjustment_get_page_size (place) / 4 > gtk_adjustment_get_upper (place);
}

/* Once a frame. */
static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VfSavedList *self = VF_SAVED_LIST (widget);
  guint size = gtk_slice_list_model_get_size (self->slice) + MORE_ROWS;

  if (!needs_more (self))
    {
      self->growing = 0;
      return G_SOURCE_REMOVE;
    }
  /* from here on more entries make no more rows */
  gtk_slice_list_model_set_size (self->slice, size > MANY_ROWS ? G_MAXUINT : size);
  return G_SOURCE_CONTINUE;
}

void
vf_saved_list_grow_if_needed (VfSavedList *self)
{
  if (!self->growing && needs_more (self))
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
}

void
vf_saved_list_shrink (VfSavedList *self)
{
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
}

/* --- what is shown --- */

static VfSavedItem *
take_item (VfSavedList *self, VfSaved *saved)
{
  VfSavedItem *item = vf_saved_list_find (self, vf_saved_get_name (saved));

  if (!item)
    return vf_saved_item_new (saved);
  vf_saved_item_set_saved (item, saved);
  return g_object_ref (item);
}

/* Only what differs is put anew, so that the place in the list and the keyboard stay where they were. */
static void
replace_items (VfSavedList *self, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint same = 0, end = 0;

  for (; same < MIN (n, items->len); same++)
    {
      g_autoptr (VfSavedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), same);

      if (item != items->pdata[same])
        break;
    }
  for (; end < MIN (n, items->len) - same; end++)
    {
      g_autoptr (VfSavedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), n - 1 - end);

      if (item != items->pdata[items->len - 1 - end])
        break;
    }
  if (same + end < n || same + end < items->len)
    g_list_store_splice (self->items, same, n - same - end, items->pdata + same, items->len - same - end);
}

/**
 * vf_saved_list_show:
 * @self: a list
 * @saved: (element-type VfSaved): what is saved, from the top
 *
 * What is being done with one of them goes on.
 */
void
vf_saved_list_show (VfSavedList *self, GPtrArray *saved)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  VfSavedItem *focused = vf_saved_list_get_focused (self);
  g_autofree char *name = focused ? g_strdup (vf_saved_get_name (vf_saved_item_get_saved (focused))) : NULL;

  for (guint i = 0; i < saved->len; i++)
    g_ptr_array_add (items, take_item (self, saved->pdata[i]));
  g_hash_table_remove_all (self->by_name);
  for (guint i = 0; i < items->len; i++)
    g_hash_table_insert (self->by_name, g_strdup (vf_saved_get_name (vf_saved_item_get_saved (items->pdata[i]))),
                         g_object_ref (items->pdata[i]));
  replace_items (self, items);
  vf_saved_list_offer_search (self);
  vf_saved_list_found_changed (self);
  if (name)
    vf_saved_list_focus (self, name);
}

VfSavedItem *
vf_saved_list_find (VfSavedList *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

GListModel *
vf_saved_list_get_items (VfSavedList *self)
{
  return G_LIST_MODEL (self->items);
}

void
vf_saved_list_set_status (VfSavedList *self, const char *text, double fraction)
{
  gboolean runs = fraction >= 0;

  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), runs);
  gtk_progress_bar_set_fraction (self->progress, runs ? fraction : 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_BUSY, runs, -1);
  /* a label that is set anew is read out anew, so only what differs is */
  if (g_strcmp0 (gtk_label_get_label (self->status), text ? text : "") == 0)
    return;
  gtk_label_set_label (self->status, text ? text : "");
  if (text)
    vf_compat_announce (GTK_WIDGET (self), text);
}

/* --- life --- */

static gboolean
time_passed (gpointer data)
{
  VfSavedList *self = data;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    vf_saved_row_update (row);
  return G_SOURCE_CONTINUE;
}

static void
vf_saved_list_map (GtkWidget *widget)
{
  VfSavedList *self = VF_SAVED_LIST (widget);

  GTK_WIDGET_CLASS (vf_saved_list_parent_class)->map (widget);
  self->clock = g_timeout_add_seconds (MINUTE, time_passed, self);
}

static void
vf_saved_list_unmap (GtkWidget *widget)
{
  VfSavedList *self = VF_SAVED_LIST (widget);

  g_clear_handle_id (&self->clock, g_source_remove);
  GTK_WIDGET_CLASS (vf_saved_list_parent_class)->unmap (widget);
}

static void
vf_saved_list_dispose (GObject *object)
{
  VfSavedList *self = VF_SAVED_LIST (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  if (self->growing)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  if (self->refreshing)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->refreshing);
  self->refreshing = 0;
  G_OBJECT_CLASS (vf_saved_list_parent_class)->dispose (object);
}

static void
vf_saved_list_finalize (GObject *object)
{
  VfSavedList *self = VF_SAVED_LIST (object);

  g_queue_clear (&self->stale);
  g_object_unref (self->slice);
  g_object_unref (self->found);
  g_object_unref (self->filter);
  g_object_unref (self->items);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->rows);
  g_strfreev (self->words);
  G_OBJECT_CLASS (vf_saved_list_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "saved-list.ui");
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, heading);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, search_button);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, search_bar);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, search);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, status);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, progress);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, nothing);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, nothing_text);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, tall);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, scroller);
  gtk_widget_class_bind_template_child (widget_class, VfSavedList, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  vf_saved_list_bind_search (widget_class);
}

static void
vf_saved_list_class_init (VfSavedListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_saved_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_saved_list_finalize;
  widget_class->map = vf_saved_list_map;
  widget_class->unmap = vf_saved_list_unmap;
  activated_signal = g_signal_new ("activated", VF_TYPE_SAVED_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   VF_TYPE_SAVED_ITEM);
  bind_template (widget_class);
}

static void
vf_saved_list_init (VfSavedList *self)
{
  g_autoptr (GtkNoSelection) model = NULL;
  GtkAdjustment *place;

  self->rows = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->stale);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->items = g_list_store_new (VF_TYPE_SAVED_ITEM);
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)), NULL);
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->found)), 0, FIRST_ROWS);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->tall, vf_tall_list_new ());
  gtk_widget_set_layout_manager (self->heading, vf_fold_layout_new ());
  vf_wrap_texts (GTK_WIDGET (self));
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->slice)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (model));
  vf_saved_list_init_search (self);
  place = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (place, "changed", G_CALLBACK (vf_saved_list_grow_if_needed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "value-changed", G_CALLBACK (vf_saved_list_grow_if_needed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
vf_saved_list_new (void)
{
  return g_object_new (VF_TYPE_SAVED_LIST, NULL);
}
