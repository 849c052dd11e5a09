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
/* whether a way out gives up something of what the mode protects from */
gboolean   vf_fix_row_lowers_guard (const VfFix *fix);
/* (transfer floating) (nullable): the page where a person can mend what no fix can */
GtkWidget *vf_place_row_new   (const VfFinding *finding,
                               gboolean         suggested);

G_END_DECLS
