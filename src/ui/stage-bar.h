#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VF_TYPE_STAGE_BAR (vf_stage_bar_get_type ())

/**
 * VfStageBar:
 *
 * When a stage began and how long it took, as a piece of a line that stands for the whole time.  Only for the eye:
 * the row says the same in words.
 */
G_DECLARE_FINAL_TYPE (VfStageBar, vf_stage_bar, VF, STAGE_BAR, GtkWidget)

void vf_stage_bar_set_span (VfStageBar *self,
                            double      start,
                            double      length);

G_END_DECLS
