#pragma once

#include "check-page.h"
#include "check-statement.h"
#include "finding-view.h"
#include "keep-group.h"
#include "stage-row.h"

G_BEGIN_DECLS

struct _VfCheckPage
{
  VfPage parent_instance;

  GtkWidget *content;
  VfCheckStatement *statement;
  GtkProgressBar *deadline;
  AdwBin *trouble_place;
  GtkWidget *quiet_buttons;
  GtkWidget *again;
  GtkWidget *save_anyway;
  VfKeepGroup *keep;
  GtkGrid *facts;
  GtkListBox *notes;
  GtkListBox *stages;
  VfStageRow *stage_rows[VF_N_STAGES];

  /* stands in the row that failed, or above the rows if none was reached */
  VfFindingView *trouble;

  /* a check was begun, which may have been stopped before its first report */
  gboolean began;
  gint64 started;
  guint tick;
  gboolean saves_anyway;
};

VfPhase vf_check_page_get_phase      (VfCheckPage *self);

/* shows all that belongs to the phase that the page is in now */
void    vf_check_page_update         (VfCheckPage *self);
void    vf_check_page_update_facts   (VfCheckPage *self,
                                      VfPhase      phase);
void    vf_check_page_update_stages  (VfCheckPage *self,
                                      VfPhase      phase);
/* what the time that passes changes */
void    vf_check_page_update_clock   (VfCheckPage *self);
void    vf_check_page_update_buttons (VfCheckPage *self);

G_END_DECLS
