#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_TRIAL_ROW (vf_trial_row_get_type ())

/**
 * VfTrialRow:
 *
 * One set of certificates, and what the server says to it: a spinner while it is tested, then a sign and a sentence.
 */
G_DECLARE_FINAL_TYPE (VfTrialRow, vf_trial_row, VF, TRIAL_ROW, AdwActionRow)

/* @trial: (nullable): whose check is shown; NULL: none */
void vf_trial_row_watch (VfTrialRow *self,
                         VfSession  *trial);

G_END_DECLS
