#pragma once

#include <gtk/gtk.h>

#include "check/report.h"

G_BEGIN_DECLS

#define VF_TYPE_FINDING_VIEW (vf_finding_view_get_type ())

/**
 * VfFindingView:
 *
 * Why a check or a look went wrong: what happened, why, what to do, and what PostgreSQL said.
 *
 * Signals: `fix` (gpointer VfFix, valid during the signal) when a way out was chosen, `again` when it should be tried
 * once more.
 */
G_DECLARE_FINAL_TYPE (VfFindingView, vf_finding_view, VF, FINDING_VIEW, GtkWidget)

GtkWidget *vf_finding_view_new         (void);
void       vf_finding_view_set_report  (VfFindingView *self,
                                        VfReport      *report,
                                        GtkWidget     *extra);
/* what the button for another try is called */
void       vf_finding_view_set_again_label (VfFindingView *self,
                                            const char    *label);
/* (transfer full): the finding that a report failed by, made from its code where it has none */
VfFinding *vf_finding_view_find_cause  (VfReport      *report);

G_END_DECLS
