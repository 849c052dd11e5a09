#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_UNLOCK_ROW (vf_unlock_row_get_type ())

/**
 * VfUnlockRow:
 *
 * Asks for the passphrase of what is locked in the session's inventory, right there; invisible while nothing is.
 *
 * Signals: `unlocked` after something was opened; `busy-changed` when an attempt has begun to take so long that a person
 * may want to stop it, which vf_session_cancel_unlock() does, and when it is over.
 */
G_DECLARE_FINAL_TYPE (VfUnlockRow, vf_unlock_row, VF, UNLOCK_ROW, AdwBin)

void     vf_unlock_row_show        (VfUnlockRow *self,
                                    VfSession   *session,
                                    gboolean     only);
gboolean vf_unlock_row_is_busy     (VfUnlockRow *self);
/* (nullable) (transfer none): what the person can be asked about */
VfItem  *vf_unlock_row_find_locked (VfInventory *inventory);

G_END_DECLS
