#include "config.h"

#include "check-page.h"

#include <glib/gi18n.h>

#include "check-facts.h"
#include "check-statement.h"
#include "check/explain.h"
#include "finding-row.h"
#include "finding-view.h"
#include "keep-group.h"
#include "stage-row.h"

/* The deadline of a check; the session leaves it at its default. */
#define DEADLINE_MS 10000.0
#define TICK_MS 50
/* for who has turned animations off */
#define CALM_TICK_MS 500

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

G_DEFINE_FINAL_TYPE (VfCheckPage, vf_check_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfCheckPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

static VfPhase
get_phase (VfCheckPage *self)
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

static void
update_facts (VfCheckPage *self, VfPhase phase)
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

static void
update_stages (VfCheckPage *self, VfPhase phase)
{
  VfReport *report = phase == VF_PHASE_IDLE ? NULL : vf_session_get_report (get_session (self));
  double elapsed = 0;

  if (phase == VF_PHASE_RUNNING)
    elapsed = get_elapsed (self);
  else if (report)
    elapsed = vf_report_get_elapsed_ms (report);
  for (guint i = 0; i < VF_N_STAGES; i++)
    vf_stage_row_update (self->stage_rows[i], report, elapsed);
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

static gboolean
on_tick (gpointer data)
{
  VfCheckPage *self = data;

  update_stages (self, get_phase (self));
  update_statement (self, get_phase (self), get_elapsed (self));
  return G_SOURCE_CONTINUE;
}

static void
run_clock (VfCheckPage *self, gboolean run)
{
  if (run && !self->tick)
    {
      gboolean animate = TRUE;

      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
      self->started = g_get_monotonic_time ();
      self->tick = g_timeout_add (animate ? TICK_MS : CALM_TICK_MS, on_tick, self);
    }
  else if (!run)
    g_clear_handle_id (&self->tick, g_source_remove);
}

/* --- keeping --- */

static gboolean
can_keep (VfCheckPage *self, VfPhase phase)
{
  return phase == VF_PHASE_GOOD || (self->saves_anyway && (phase == VF_PHASE_FAILED || phase == VF_PHASE_STOPPED));
}

static void
update_buttons (VfCheckPage *self)
{
  VfPhase phase = get_phase (self);
  gboolean keeps = can_keep (self, phase);
  gboolean ended_badly = phase == VF_PHASE_FAILED || phase == VF_PHASE_STOPPED;

  gtk_widget_set_visible (GTK_WIDGET (self->keep), keeps);
  gtk_widget_set_visible (self->again, phase == VF_PHASE_IDLE || phase == VF_PHASE_STOPPED);
  gtk_widget_set_visible (self->save_anyway, !keeps && ended_badly);
  gtk_widget_set_visible (self->quiet_buttons, phase == VF_PHASE_IDLE || phase == VF_PHASE_STOPPED || (!keeps && ended_badly));
  vf_page_set_busy (VF_PAGE (self), phase == VF_PHASE_RUNNING || vf_session_get_unlocking (get_session (self))
                                      || vf_keep_group_is_saving (self->keep));
  vf_page_set_complete (VF_PAGE (self), keeps && vf_keep_group_is_ready (self->keep));
  vf_page_set_next_label (VF_PAGE (self), vf_keep_group_is_saved (self->keep) ? NULL : _("_Save"));
}

static void
on_keep_changed (VfCheckPage *self)
{
  update_facts (self, get_phase (self));
  update_buttons (self);
}

/* Who went back while it was being saved stays where they are. */
static void
on_kept (VfCheckPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
}

static void
on_save_anyway (VfCheckPage *self)
{
  self->saves_anyway = TRUE;
  update_buttons (self);
  vf_keep_group_focus (self->keep);
}

/* --- checking --- */

static void
update (VfCheckPage *self)
{
  VfPhase phase = get_phase (self);

  update_statement (self, phase, 0);
  update_facts (self, phase);
  update_stages (self, phase);
  update_trouble (self, phase);
  update_notes (self, phase);
  update_buttons (self);
}

/* What failed is what matters; the stages above it went well. */
static void
bring_into_view (VfCheckPage *self)
{
  VfStage stage = vf_report_get_failed_stage (vf_session_get_report (get_session (self)));

  if (stage != VF_STAGE_NONE)
    vf_page_scroll_to (VF_PAGE (self), GTK_WIDGET (self->stage_rows[stage]));
}

static void
on_checking_changed (VfCheckPage *self)
{
  gboolean checking = vf_session_get_checking (get_session (self));

  self->began = TRUE;
  run_clock (self, checking);
  self->saves_anyway = FALSE;
  vf_keep_group_forget (self->keep);
  if (!checking)
    vf_keep_group_suggest (self->keep);
  update (self);
  if (get_phase (self) == VF_PHASE_GOOD && gtk_widget_get_mapped (GTK_WIDGET (self)))
    vf_keep_group_focus (self->keep);
  if (!checking && get_phase (self) == VF_PHASE_FAILED)
    bring_into_view (self);
}

/* Steps of a running check; its end is told by `checking`. */
static void
on_report_changed (VfCheckPage *self)
{
  if (vf_session_get_checking (get_session (self)))
    update_stages (self, VF_PHASE_RUNNING);
  else if (!vf_session_get_report (get_session (self)))
    {
      self->began = FALSE;
      update (self);
    }
}

static void
check (VfCheckPage *self)
{
  vf_session_check (get_session (self));
}

static void
on_again (VfCheckPage *self)
{
  check (self);
}

static void
on_fix (VfCheckPage *self, VfFix *fix)
{
  vf_page_apply_fix (VF_PAGE (self), fix);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfCheckPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = vf_session_unlock_finish (VF_SESSION (source), result, &error);

  /* who has gone on to something else does not want it checked any more */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (unlocked)
    check (self);
  else
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
on_secret (VfCheckPage *self)
{
  VfSession *session = get_session (self);
  g_autoptr (SecretValue) secret = vf_finding_view_take_secret (self->trouble);

  if (vf_finding_view_wants_password (self->trouble))
    vf_session_set_password (session, secret);
  else if (vf_session_get_inventory (session))
    {
      vf_session_unlock_async (session, secret, on_unlocked, g_object_ref (self));
      return;
    }
  else
    vf_session_set_key_passphrase (session, secret);
  check (self);
}

/* --- the page --- */

static void
vf_check_page_retry (VfPage *page)
{
  check (VF_CHECK_PAGE (page));
}

static void
vf_check_page_shown (VfPage *page, gboolean forward)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (forward && !vf_session_get_checking (vf_page_get_session (page)))
    check (self);
  else
    update (self);
  if (get_phase (self) == VF_PHASE_FAILED)
    bring_into_view (self);
}

static gboolean
vf_check_page_apply (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (vf_keep_group_is_saved (self->keep))
    return TRUE;
  if (vf_keep_group_is_ready (self->keep))
    vf_keep_group_save (self->keep);
  return FALSE;
}

static void
vf_check_page_cancel (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (self->keep)
    vf_keep_group_cancel (self->keep);
  vf_session_cancel_unlock (vf_page_get_session (page));
  vf_session_cancel_check (vf_page_get_session (page));
}

static void
vf_check_page_focus_first (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->keep)))
    vf_keep_group_focus (self->keep);
  else
    VF_PAGE_CLASS (vf_check_page_parent_class)->focus_first (page);
}

static void
vf_check_page_constructed (GObject *object)
{
  VfCheckPage *self = VF_CHECK_PAGE (object);
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  G_OBJECT_CLASS (vf_check_page_parent_class)->constructed (object);
  vf_keep_group_set_session (self->keep, session);
  g_signal_connect_object (session, "notify::report", G_CALLBACK (on_report_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::checking", G_CALLBACK (on_checking_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::unlocking", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
vf_check_page_dispose (GObject *object)
{
  VfCheckPage *self = VF_CHECK_PAGE (object);

  run_clock (self, FALSE);
  g_clear_object (&self->trouble);
  G_OBJECT_CLASS (vf_check_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, content);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, statement);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, deadline);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, trouble_place);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, quiet_buttons);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, again);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, save_anyway);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, keep);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, facts);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, notes);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, stages);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_save_anyway);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kept);
}

static void
vf_check_page_class_init (VfCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  object_class->constructed = vf_check_page_constructed;
  object_class->dispose = vf_check_page_dispose;
  page_class->shown = vf_check_page_shown;
  page_class->apply = vf_check_page_apply;
  page_class->cancel = vf_check_page_cancel;
  page_class->focus_first = vf_check_page_focus_first;
  page_class->retry = vf_check_page_retry;

  g_type_ensure (ADW_TYPE_BIN);
  g_type_ensure (VF_TYPE_CHECK_STATEMENT);
  g_type_ensure (VF_TYPE_KEEP_GROUP);
  bind_template (widget_class);
}

static void
vf_check_page_init (VfCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->trouble = VF_FINDING_VIEW (g_object_ref_sink (vf_finding_view_new ()));
  g_signal_connect_swapped (self->trouble, "fix", G_CALLBACK (on_fix), self);
  g_signal_connect_swapped (self->trouble, "again", G_CALLBACK (on_again), self);
  g_signal_connect_swapped (self->trouble, "secret", G_CALLBACK (on_secret), self);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      self->stage_rows[i] = VF_STAGE_ROW (vf_stage_row_new ((VfStage) i));
      gtk_list_box_append (self->stages, GTK_WIDGET (self->stage_rows[i]));
    }
}
