#pragma once

#include <adwaita.h>

#include "check/report.h"

G_BEGIN_DECLS

#define VF_TYPE_STAGE_ROW (vf_stage_row_get_type ())

/**
 * VfStageRow:
 *
 * One stage of a check: state, name, what was found out, and when it began and ended.  A stage that was reached opens
 * to all of that, and to the trouble that the check ended with.
 */
G_DECLARE_FINAL_TYPE (VfStageRow, vf_stage_row, VF, STAGE_ROW, AdwPreferencesRow)

GtkWidget *vf_stage_row_new         (VfStage     stage);
/* @report: (nullable): NULL: nothing was begun.  @running: the check goes on.  @elapsed_ms: how long the whole line is */
void       vf_stage_row_update      (VfStageRow *self,
                                     VfReport   *report,
                                     gboolean    running,
                                     double      elapsed_ms);
/* @trouble: (nullable): what stands in the opened row, above its facts; opens the row */
void       vf_stage_row_set_trouble (VfStageRow *self,
                                     GtkWidget  *trouble);

G_END_DECLS
