/* Where the rows are that somebody looks for: by the keyboard, or with files above them. */

#include "config.h"

#include "saved-list-private.h"

#include "saved-row.h"

/* --- the keyboard --- */

static VfSavedRow *
find_row (VfSavedList *self, const char *name)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (g_str_equal (vf_saved_get_name (vf_saved_item_get_saved (vf_saved_row_get_item (row))), name))
      return row;
  return NULL;
}

VfSavedItem *
vf_saved_list_get_focused (VfSavedList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row;

  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return NULL;
  /* within the row, or on the list's own widget around it */
  row = gtk_widget_get_ancestor (focus, VF_TYPE_SAVED_ROW);
  if (!row)
    row = gtk_widget_get_first_child (focus);
  return VF_IS_SAVED_ROW (row) ? vf_saved_row_get_item (VF_SAVED_ROW (row)) : NULL;
}

void
vf_saved_list_focus (VfSavedList *self, const char *name)
{
  VfSavedRow *row = name ? find_row (self, name) : NULL;

  if (row)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (row)));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

gboolean
vf_saved_list_get_place (VfSavedList *self, const char *name, GtkWidget *widget, GdkRectangle *place)
{
  VfSavedRow *row = find_row (self, name);
  graphene_rect_t bounds;

  if (!row || !gtk_widget_compute_bounds (GTK_WIDGET (row), widget, &bounds))
    return FALSE;
  *place = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };
  return TRUE;
}

/* --- files above it --- */

const char *
vf_saved_list_hover (VfSavedList *self, GtkWidget *widget, double x, double y)
{
  GtkWidget *below = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = below ? gtk_widget_get_ancestor (below, VF_TYPE_SAVED_ROW) : NULL;

  /* the margin around a row belongs to the list's own widget */
  if (below && !row && VF_IS_SAVED_ROW (gtk_widget_get_first_child (below)))
    row = gtk_widget_get_first_child (below);
  if (row && !g_hash_table_contains (self->rows, row))
    row = NULL;
  if (self->hovered && GTK_WIDGET (self->hovered) != row)
    vf_saved_list_unhover (self);
  if (!row)
    return NULL;
  self->hovered = VF_SAVED_ROW (row);
  vf_saved_row_set_dropped (self->hovered, TRUE);
  return vf_saved_get_name (vf_saved_item_get_saved (vf_saved_row_get_item (self->hovered)));
}

/**
 * vf_saved_list_unhover:
 *
 * Takes the mark of vf_saved_list_hover() away.
 */
void
vf_saved_list_unhover (VfSavedList *self)
{
  VfSavedRow *row = g_steal_pointer (&self->hovered);

  if (row)
    vf_saved_row_set_dropped (row, FALSE);
}
