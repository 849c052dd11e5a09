/* What the page of a check shows in each of its phases. */

#include "config.h"

#include "check-page-private.h"

#include <glib/gi18n.h>

#include "check-facts.h"
#include "check/explain.h"
#include "finding-row.h"

/* The deadline of a check; the session leaves it at its default. */
#define DEADLINE_MS 10000.0

static VfSession *
get_session (VfCheckPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

/**
 * vf_check_page_get_phase:
 *
 * Returns: what the session's check is doing, or how it ended
 */
VfPhase
vf_check_page_get_phase (VfCheckPage *self)
{
  VfReport *report = vf_session_get_report (get_session (self));

  if (vf_session_get_checking (get_session (self)))
    return VF_PHASE_RUNNING;
  if (!report)
    return self->began ? VF_PHASE_STOPPED : VF_PHASE_IDLE;
  if (vf_report_is_ok (report))
    return VF_PHASE_GOOD;
  if (vf_report_get_code (report) == VF_CODE_NONE || vf_report_get_code (report) == VF_CODE_CANCELLED)
    return VF_PHASE_STOPPED;
  return VF_PHASE_FAILED;
}

/* --- facts --- */

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

void
vf_check_page_update_facts (VfCheckPage *self, VfPhase phase)
{
  gtk_widget_set_visible (GTK_WIDGET (self->facts), phase == VF_PHASE_GOOD);
  if (phase == VF_PHASE_GOOD)
    vf_check_facts_fill (self->facts, get_session (self), vf_keep_group_is_saved (self->keep));
}

/* --- what went wrong, and what else is worth knowing --- */

/* In the row that failed; what failed before any was reached stands above them. */
static void
place_trouble (VfCheckPage *self, gboolean failed, VfStage stage)
{
  gboolean above = failed && stage == VF_STAGE_NONE;

  for (guint i = 0; i < VF_N_STAGES; i++)
    if (!failed || (VfStage) i != stage)
      vf_stage_row_set_trouble (self->stage_rows[i], NULL);
  if (!above)
    adw_bin_set_child (self->trouble_place, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_place), above);
  if (above)
    adw_bin_set_child (self->trouble_place, GTK_WIDGET (self->trouble));
  else if (failed)
    vf_stage_row_set_trouble (self->stage_rows[stage], GTK_WIDGET (self->trouble));
}

static void
update_trouble (VfCheckPage *self, VfPhase phase)
{
  VfReport *report = vf_session_get_report (get_session (self));

  place_trouble (self, phase == VF_PHASE_FAILED, report ? vf_report_get_failed_stage (report) : VF_STAGE_NONE);
  if (phase == VF_PHASE_FAILED)
    vf_finding_view_set_report (self->trouble, report);
}

static void
update_notes (VfCheckPage *self, VfPhase phase)
{
  VfReport *report = vf_session_get_report (get_session (self));
  g_autoptr (VfFinding) cause = phase == VF_PHASE_FAILED ? vf_finding_view_find_cause (report) : NULL;
  gboolean any = FALSE;

  clear_list (self->notes);
  if (phase == VF_PHASE_FAILED || phase == VF_PHASE_GOOD)
    for (guint i = 0; i < vf_report_get_n_findings (report); i++)
      if (vf_report_get_finding (report, i) != cause)
        {
          gtk_list_box_append (self->notes, vf_finding_row_new (vf_report_get_finding (report, i)));
          any = TRUE;
        }
  gtk_widget_set_visible (GTK_WIDGET (self->notes), any);
  /* beside a failure the rest is of less weight */
  gtk_box_reorder_child_after (GTK_BOX (self->content), GTK_WIDGET (self->notes),
                               phase == VF_PHASE_FAILED ? GTK_WIDGET (self->stages) : GTK_WIDGET (self->facts));
}

/* --- the stages --- */

static double
get_elapsed (VfCheckPage *self)
{
  return (double) (g_get_monotonic_time () - self->started) / 1000;
}

void
vf_check_page_update_stages (VfCheckPage *self, VfPhase phase)
{
  VfReport *report = phase == VF_PHASE_IDLE ? NULL : vf_session_get_report (get_session (self));
  double elapsed = 0;

  if (phase == VF_PHASE_RUNNING)
    elapsed = get_elapsed (self);
  else if (report)
    elapsed = vf_report_get_elapsed_ms (report);
  for (guint i = 0; i < VF_N_STAGES; i++)
    vf_stage_row_update (self->stage_rows[i], report, phase == VF_PHASE_RUNNING, elapsed);
  gtk_progress_bar_set_fraction (self->deadline, phase == VF_PHASE_RUNNING ? MIN (1, elapsed / DEADLINE_MS) : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->deadline), phase == VF_PHASE_RUNNING);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->stages), GTK_ACCESSIBLE_STATE_BUSY, phase == VF_PHASE_RUNNING,
                               -1);
}

/* A failure is said where it happened, and here for who is still waiting. */
static void
update_statement (VfCheckPage *self, VfPhase phase, double elapsed_ms)
{
  g_autoptr (VfFinding) cause = NULL;
  g_autofree char *text = NULL;

  vf_check_statement_update (self->statement, phase, get_session (self), elapsed_ms);
  if (phase == VF_PHASE_FAILED)
    cause = vf_finding_view_find_cause (vf_session_get_report (get_session (self)));
  text = cause ? vf_explain_code_title (vf_finding_get_code (cause)) : vf_check_statement_get_text (self->statement);
  if (text)
    vf_page_say (VF_PAGE (self), text);
  if (phase == VF_PHASE_GOOD)
    vf_keep_group_say (self->keep, text);
}

void
vf_check_page_update_clock (VfCheckPage *self)
{
  VfPhase phase = vf_check_page_get_phase (self);

  vf_check_page_update_stages (self, phase);
  update_statement (self, phase, get_elapsed (self));
}

/* --- what can be done --- */

static gboolean
can_keep (VfCheckPage *self, VfPhase phase)
{
  return phase == VF_PHASE_GOOD || (self->saves_anyway && (phase == VF_PHASE_FAILED || phase == VF_PHASE_STOPPED));
}

void
vf_check_page_update_buttons (VfCheckPage *self)
{
  VfPhase phase = vf_check_page_get_phase (self);
  gboolean keeps = can_keep (self, phase);
  gboolean ended_badly = phase == VF_PHASE_FAILED || phase == VF_PHASE_STOPPED;

  gtk_widget_set_visible (GTK_WIDGET (self->keep), keeps);
  gtk_widget_set_visible (self->again, phase == VF_PHASE_IDLE || phase == VF_PHASE_STOPPED);
  gtk_widget_set_visible (self->save_anyway, !keeps && ended_badly);
  gtk_widget_set_visible (self->quiet_buttons,
                          phase == VF_PHASE_IDLE || phase == VF_PHASE_STOPPED || (!keeps && ended_badly));
  vf_page_set_busy (VF_PAGE (self), phase == VF_PHASE_RUNNING || vf_session_get_unlocking (get_session (self))
                                      || vf_keep_group_is_saving (self->keep));
  vf_page_set_complete (VF_PAGE (self), keeps && vf_keep_group_is_ready (self->keep));
  vf_page_set_next_label (VF_PAGE (self), vf_keep_group_is_saved (self->keep) ? NULL : _("_Save"));
}

void
vf_check_page_update (VfCheckPage *self)
{
  VfPhase phase = vf_check_page_get_phase (self);

  update_statement (self, phase, 0);
  vf_check_page_update_facts (self, phase);
  vf_check_page_update_stages (self, phase);
  update_trouble (self, phase);
  update_notes (self, phase);
  vf_check_page_update_buttons (self);
}
