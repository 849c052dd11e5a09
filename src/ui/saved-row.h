#pragma once

#include <adwaita.h>

#include "store/store.h"

G_BEGIN_DECLS

#define VF_TYPE_SAVED_ROW (vf_saved_row_get_type ())

/**
 * VfSavedRow:
 *
 * One saved connection: its state as icon and words, where it leads, and what can be done with it.
 */
G_DECLARE_FINAL_TYPE (VfSavedRow, vf_saved_row, VF, SAVED_ROW, AdwActionRow)

/* @now: seconds since the epoch */
GtkWidget *vf_saved_row_new       (VfSaved    *saved,
                                   gint64      now);
VfSaved   *vf_saved_row_get_saved (VfSavedRow *self);

G_END_DECLS
