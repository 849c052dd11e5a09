#pragma once

#include <adwaita.h>

#include "saved-item.h"

G_BEGIN_DECLS

#define VF_TYPE_SAVED_ROW (vf_saved_row_get_type ())

/**
 * VfSavedRow:
 *
 * One saved connection: its state as icon and words, where it leads, and what can be done with it.  A list view hands
 * it one item after the other.
 */
G_DECLARE_FINAL_TYPE (VfSavedRow, vf_saved_row, VF, SAVED_ROW, AdwBin)

GtkWidget   *vf_saved_row_new         (void);
/* @item: (nullable) */
void         vf_saved_row_set_item    (VfSavedRow  *self,
                                       VfSavedItem *item);
VfSavedItem *vf_saved_row_get_item    (VfSavedRow  *self);
/* time has passed */
void         vf_saved_row_update      (VfSavedRow  *self);
/* whether something hangs above it that would renew it */
void         vf_saved_row_set_dropped (VfSavedRow  *self,
                                       gboolean     dropped);

G_END_DECLS
