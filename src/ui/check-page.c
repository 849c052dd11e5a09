#include "config.h"

#include "check-page.h"

#include <glib/gi18n.h>

#include "check-facts.h"
#include "check/explain.h"
#include "finding-row.h"
#include "finding-view.h"
#include "keep-group.h"
#include "name-compare.h"
#include "password-row.h"
#include "stage-row.h"

/* The deadline of a check; the session leaves it at its default. */
#define DEADLINE_MS 10000.0
#define TICK_MS 50

typedef enum
{
  PHASE_IDLE,
  PHASE_RUNNING,
  PHASE_STOPPED,
  PHASE_FAILED,
  PHASE_GOOD,
} Phase;

struct _VfCheckPage
{
  VfPage parent_instance;

  GtkWidget *statement_box;
  GtkImage *icon;
  GtkLabel *headline;
  GtkLabel *statement;
  GtkProgressBar *deadline;
  VfFindingView *trouble;
  VfPasswordRow *password_row;
  GtkWidget *quiet_buttons;
  GtkWidget *again;
  GtkWidget *save_anyway;
  VfKeepGroup *keep;
  GtkGrid *facts;
  GtkListBox *notes;
  GtkListBox *stages;
  VfStageRow *stage_rows[VF_N_STAGES];

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

static Phase
get_phase (VfCheckPage *self)
{
  VfReport *report = vf_session_get_report (get_session (self));

  if (vf_session_get_checking (get_session (self)))
    return PHASE_RUNNING;
  if (!report)
    return self->began ? PHASE_STOPPED : PHASE_IDLE;
  if (vf_report_is_ok (report))
    return PHASE_GOOD;
  if (vf_report_get_code (report) == VF_CODE_NONE || vf_report_get_code (report) == VF_CODE_CANCELLED)
    return PHASE_STOPPED;
  return PHASE_FAILED;
}

/* --- the statement --- */

typedef struct
{
  const char *icon;
  const char *style;
  const char *headline;
} Statement;

static const Statement phase_statements[] = {
  [PHASE_IDLE] = { "dialog-question-symbolic", "dim-label", N_("Not checked yet.") },
  [PHASE_RUNNING] = { "network-transmit-receive-symbolic", "dim-label", N_("Checking…") },
  [PHASE_STOPPED] = { "process-stop-symbolic", "dim-label", N_("Stopped.") },
  [PHASE_FAILED] = { NULL, NULL, NULL },
  [PHASE_GOOD] = { NULL, NULL, NULL },
};

/* What a success in each mode is worth; only the strictest proves who the server is. */
static const Statement mode_statements[] = {
  [VF_SSL_MODE_REQUIRE] = { "channel-insecure-symbolic", "warning", N_("It works, but nothing is proven.") },
  [VF_SSL_MODE_VERIFY_CA] = { "object-select-symbolic", "success", N_("It works, and an authority vouches.") },
  [VF_SSL_MODE_VERIFY_FULL] = { "object-select-symbolic", "success", N_("Proven.") },
};

static char *
make_sentence (VfCheckPage *self, Phase phase)
{
  VfReport *report = vf_session_get_report (get_session (self));
  VfTarget *target = vf_session_get_target (get_session (self));
  const char *host = target ? vf_target_get_host (target) : NULL;

  switch (phase)
    {
    case PHASE_GOOD:
      if (vf_report_get_mode (report) != VF_SSL_MODE_VERIFY_FULL)
        return vf_explain_report (report);
      /* Translators: %s is a host name */
      return g_strdup_printf (_("You are talking to %s."), vf_report_get_host (report));
    case PHASE_RUNNING:
      /* Translators: %s is a host name */
      return host ? g_strdup_printf (_("Logging in to %s, as psql would."), host) : NULL;
    case PHASE_STOPPED:
      return g_strdup (_("The check was stopped before its end, so it says nothing about the server."));
    case PHASE_IDLE:
    case PHASE_FAILED:
      break;
    }
  return NULL;
}

static void
update_statement (VfCheckPage *self, Phase phase)
{
  const Statement *statement = &phase_statements[phase];
  g_autofree char *sentence = make_sentence (self, phase);

  if (phase == PHASE_GOOD)
    statement = &mode_statements[vf_report_get_mode (vf_session_get_report (get_session (self)))];
  gtk_widget_set_visible (self->statement_box, statement->headline != NULL);
  if (!statement->headline)
    return;
  gtk_image_set_from_icon_name (self->icon, statement->icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { statement->style, NULL });
  if (g_strcmp0 (gtk_label_get_text (self->headline), _(statement->headline)) != 0)
    gtk_label_set_text (self->headline, _(statement->headline));
  gtk_label_set_text (self->statement, sentence ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->statement), sentence != NULL);
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
update_facts (VfCheckPage *self, Phase phase)
{
  gtk_widget_set_visible (GTK_WIDGET (self->facts), phase == PHASE_GOOD);
  if (phase == PHASE_GOOD)
    vf_check_facts_fill (self->facts, get_session (self), vf_keep_group_is_saved (self->keep));
}

/* --- what went wrong, and what else is worth knowing --- */

static gboolean
asks_for_password (VfCode code)
{
  return code == VF_CODE_WRONG_PASSWORD || code == VF_CODE_PASSWORD_NEEDED;
}

static gboolean
asks_for_passphrase (VfCode code)
{
  return code == VF_CODE_KEY_LOCKED || code == VF_CODE_KEY_PASSPHRASE_WRONG;
}

static void
update_trouble (VfCheckPage *self, Phase phase)
{
  VfReport *report = vf_session_get_report (get_session (self));
  VfCode code = report ? vf_report_get_code (report) : VF_CODE_NONE;
  GtkWidget *extra = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), phase == PHASE_FAILED);
  if (phase != PHASE_FAILED)
    return;
  if (asks_for_password (code) || asks_for_passphrase (code))
    extra = GTK_WIDGET (self->password_row);
  else if (code == VF_CODE_NAME_MISMATCH && vf_report_get_chain (report)->len > 0)
    extra = vf_name_compare_new_for_report (report);
  vf_finding_view_set_report (self->trouble, report, extra);
  if (extra == GTK_WIDGET (self->password_row))
    vf_password_row_ask (self->password_row,
                         asks_for_password (code) ? _("Password") : _("Passphrase of the client key"), _("_Try Again"));
}

static void
update_notes (VfCheckPage *self, Phase phase)
{
  VfReport *report = vf_session_get_report (get_session (self));
  g_autoptr (VfFinding) cause = phase == PHASE_FAILED ? vf_finding_view_find_cause (report) : NULL;
  gboolean any = FALSE;

  clear_list (self->notes);
  if (phase == PHASE_FAILED || phase == PHASE_GOOD)
    for (guint i = 0; i < vf_report_get_n_findings (report); i++)
      if (vf_report_get_finding (report, i) != cause)
        {
          gtk_list_box_append (self->notes, vf_finding_row_new (vf_report_get_finding (report, i)));
          any = TRUE;
        }
  gtk_widget_set_visible (GTK_WIDGET (self->notes), any);
}

/* --- the stages --- */

static double
get_elapsed (VfCheckPage *self)
{
  return (double) (g_get_monotonic_time () - self->started) / 1000;
}

static void
update_stages (VfCheckPage *self, Phase phase)
{
  VfReport *report = phase == PHASE_IDLE ? NULL : vf_session_get_report (get_session (self));
  double elapsed = 0;

  if (phase == PHASE_RUNNING)
    elapsed = get_elapsed (self);
  else if (report)
    elapsed = vf_report_get_elapsed_ms (report);
  for (guint i = 0; i < VF_N_STAGES; i++)
    vf_stage_row_update (self->stage_rows[i], report, elapsed);
  gtk_progress_bar_set_fraction (self->deadline, phase == PHASE_RUNNING ? MIN (1, elapsed / DEADLINE_MS) : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->deadline), phase == PHASE_RUNNING);
}

static gboolean
on_tick (gpointer data)
{
  VfCheckPage *self = data;

  update_stages (self, get_phase (self));
  return G_SOURCE_CONTINUE;
}

static void
run_clock (VfCheckPage *self, gboolean run)
{
  if (run && !self->tick)
    {
      self->started = g_get_monotonic_time ();
      self->tick = g_timeout_add (TICK_MS, on_tick, self);
    }
  else if (!run)
    g_clear_handle_id (&self->tick, g_source_remove);
}

/* --- keeping --- */

static gboolean
can_keep (VfCheckPage *self, Phase phase)
{
  return phase == PHASE_GOOD || (self->saves_anyway && (phase == PHASE_FAILED || phase == PHASE_STOPPED));
}

static void
update_buttons (VfCheckPage *self)
{
  Phase phase = get_phase (self);
  gboolean keeps = can_keep (self, phase);
  gboolean ended_badly = phase == PHASE_FAILED || phase == PHASE_STOPPED;

  gtk_widget_set_visible (GTK_WIDGET (self->keep), keeps);
  gtk_widget_set_visible (self->again, phase == PHASE_IDLE || phase == PHASE_STOPPED);
  gtk_widget_set_visible (self->save_anyway, !keeps && ended_badly);
  gtk_widget_set_visible (self->quiet_buttons, phase == PHASE_IDLE || phase == PHASE_STOPPED || (!keeps && ended_badly));
  vf_page_set_busy (VF_PAGE (self), phase == PHASE_RUNNING || vf_keep_group_is_saving (self->keep));
  vf_page_set_complete (VF_PAGE (self), keeps && vf_keep_group_is_ready (self->keep));
  vf_page_set_next_label (VF_PAGE (self), vf_keep_group_is_saved (self->keep) ? NULL : _("_Save"));
}

static void
on_keep_changed (VfCheckPage *self)
{
  update_facts (self, get_phase (self));
  update_buttons (self);
}

static void
on_kept (VfCheckPage *self)
{
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
  Phase phase = get_phase (self);

  update_statement (self, phase);
  update_facts (self, phase);
  update_trouble (self, phase);
  update_notes (self, phase);
  update_stages (self, phase);
  update_buttons (self);
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
  if (get_phase (self) == PHASE_GOOD && gtk_widget_get_mapped (GTK_WIDGET (self)))
    vf_keep_group_focus (self->keep);
}

/* Steps of a running check; its end is told by `checking`. */
static void
on_report_changed (VfCheckPage *self)
{
  if (vf_session_get_checking (get_session (self)))
    update_stages (self, PHASE_RUNNING);
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
  g_autoptr (GError) error = NULL;

  if (vf_session_apply_fix (get_session (self), fix, &error))
    check (self);
  else
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfCheckPage) self = data;
  g_autoptr (GError) error = NULL;

  if (vf_session_unlock_finish (VF_SESSION (source), result, &error))
    check (self);
  else
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
on_secret_entered (VfCheckPage *self)
{
  VfSession *session = get_session (self);
  g_autoptr (SecretValue) secret = vf_password_row_take (self->password_row);

  if (asks_for_password (vf_report_get_code (vf_session_get_report (session))))
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
vf_check_page_shown (VfPage *page, gboolean forward)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (forward && !vf_session_get_checking (vf_page_get_session (page)))
    check (self);
  else
    update (self);
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
  vf_session_cancel_check (vf_page_get_session (page));
}

static void
vf_check_page_focus_first (VfPage *page)
{
  VfCheckPage *self = VF_CHECK_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->keep)))
    vf_keep_group_focus (self->keep);
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
  update (self);
}

static void
vf_check_page_dispose (GObject *object)
{
  VfCheckPage *self = VF_CHECK_PAGE (object);

  run_clock (self, FALSE);
  g_clear_object (&self->password_row);
  G_OBJECT_CLASS (vf_check_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, statement_box);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, icon);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, headline);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, statement);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, deadline);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, quiet_buttons);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, again);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, save_anyway);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, keep);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, facts);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, notes);
  gtk_widget_class_bind_template_child (widget_class, VfCheckPage, stages);
  gtk_widget_class_bind_template_callback (widget_class, on_fix);
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

  g_type_ensure (VF_TYPE_FINDING_VIEW);
  g_type_ensure (VF_TYPE_KEEP_GROUP);
  bind_template (widget_class);
}

static void
vf_check_page_init (VfCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->password_row = VF_PASSWORD_ROW (g_object_ref_sink (vf_password_row_new ()));
  g_signal_connect_swapped (self->password_row, "entered", G_CALLBACK (on_secret_entered), self);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      self->stage_rows[i] = VF_STAGE_ROW (vf_stage_row_new ((VfStage) i));
      gtk_list_box_append (self->stages, GTK_WIDGET (self->stage_rows[i]));
    }
}
