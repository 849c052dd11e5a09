#pragma once

#include <adwaita.h>

#include "finding.h"

G_BEGIN_DECLS

/* a finding as a row: its title, and its sentences below */
GtkWidget *vf_finding_row_new (const VfFinding *finding);
/* a way out as a row; @activated is called with the button and @data when its button is pressed */
GtkWidget *vf_fix_row_new     (VfFix           *fix,
                               gboolean         suggested,
                               GCallback        activated,
                               gpointer         data);
/* the fix of a button made by vf_fix_row_new() */
VfFix     *vf_fix_row_get_fix (GtkWidget       *button);

G_END_DECLS
