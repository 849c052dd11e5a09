#pragma once

#include <gtk/gtk.h>
#include <libsecret/secret.h>

#include "check/report.h"

G_BEGIN_DECLS

#define VF_TYPE_FINDING_VIEW (vf_finding_view_get_type ())

/**
 * VfFindingView:
 *
 * Why a check or a look went wrong: what happened, why, what to do, and what PostgreSQL said.  Where a secret is
 * missing it asks for it, and where two names differ it shows them.
 *
 * Signals: `fix` (gpointer VfFix, valid during the signal) when a way out was chosen, `again` when it should be tried
 * once more, `secret` when a password or passphrase was typed, which vf_finding_view_take_secret() then gives.
 */
G_DECLARE_FINAL_TYPE (VfFindingView, vf_finding_view, VF, FINDING_VIEW, GtkWidget)

GtkWidget *vf_finding_view_new         (void);
void       vf_finding_view_set_report  (VfFindingView *self,
                                        VfReport      *report);
/* (transfer full) */
SecretValue *vf_finding_view_take_secret (VfFindingView *self);
/* whether it is the database user's password that is missing, and not the passphrase of the client key */
gboolean   vf_finding_view_wants_password (VfFindingView *self);
/* what the button for another try is called */
void       vf_finding_view_set_again_label (VfFindingView *self,
                                            const char    *label);
/* (transfer full): the finding that a report failed by, made from its code where it has none */
VfFinding *vf_finding_view_find_cause  (VfReport      *report);

G_END_DECLS
