#include "config.h"

#include "trial-row.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "finding-view.h"
#include "wrap-texts.h"

struct _VfTrialRow
{
  AdwActionRow parent_instance;

  VfSession *trial;
  GtkStack *signs;
  GtkSpinner *spinner;
  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (VfTrialRow, vf_trial_row, ADW_TYPE_ACTION_ROW)

/* (transfer full): how it ended, and if badly why */
static char *
explain (VfReport *report)
{
  g_autoptr (VfFinding) cause = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  if (vf_report_is_ok (report))
    return vf_explain_report (report);
  cause = vf_finding_view_find_cause (report);
  what = vf_explain_finding (cause);
  why = vf_explain_finding_why (cause);
  return vf_explain_join (what, why);
}

static void
show_sign (VfTrialRow *self, const char *icon, const char *style)
{
  static const char *const styles[] = { "success", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), styles[i]);
  if (style)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  gtk_image_set_from_icon_name (self->icon, icon);
}

static void
update (VfTrialRow *self)
{
  VfReport *report = self->trial ? vf_session_get_report (self->trial) : NULL;
  gboolean runs = self->trial && vf_session_get_checking (self->trial);
  gboolean over = report && !runs && (vf_report_is_ok (report) || vf_report_get_code (report) != VF_CODE_NONE);
  g_autofree char *text = over ? explain (report) : NULL;

  gtk_stack_set_visible_child (self->signs, runs ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->icon));
  gtk_spinner_set_spinning (self->spinner, runs);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, runs, -1);
  if (over)
    show_sign (self, vf_report_is_ok (report) ? "object-select-symbolic" : "dialog-error-symbolic",
               vf_report_is_ok (report) ? "success" : "error");
  else
    show_sign (self, "verifull-unknown-symbolic", NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), over ? text : runs ? _("Logging in…") : _("Not tested"));
}

/**
 * vf_trial_row_watch:
 * @trial: (nullable): a session that checks, or has checked
 */
void
vf_trial_row_watch (VfTrialRow *self, VfSession *trial)
{
  if (self->trial)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_set_object (&self->trial, trial);
  if (trial)
    g_signal_connect_object (trial, "notify::checking", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
vf_trial_row_dispose (GObject *object)
{
  VfTrialRow *self = VF_TRIAL_ROW (object);

  if (self->trial)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_clear_object (&self->trial);
  G_OBJECT_CLASS (vf_trial_row_parent_class)->dispose (object);
}

static void
vf_trial_row_class_init (VfTrialRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_trial_row_dispose;
}

static void
vf_trial_row_init (VfTrialRow *self)
{
  vf_wrap_texts (GTK_WIDGET (self));
  self->signs = GTK_STACK (gtk_stack_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->signs), GTK_ALIGN_CENTER);
  gtk_stack_add_child (self->signs, GTK_WIDGET (self->icon));
  gtk_stack_add_child (self->signs, GTK_WIDGET (self->spinner));
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->signs));
  /* what a server says is no markup */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  vf_complete_names (GTK_WIDGET (self));
}
