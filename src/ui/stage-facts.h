#pragma once

#include <gtk/gtk.h>

#include "check/report.h"

G_BEGIN_DECLS

/* Fills @grid with what a stage of a finished check found out; what was in it goes. */
void vf_stage_facts_fill (GtkGrid  *grid,
                          VfReport *report,
                          VfStage   stage);

G_END_DECLS
