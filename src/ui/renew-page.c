#include "config.h"

#include "renew-page.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "fold-layout.h"
#include "identity-group.h"
#include "import-progress.h"
#include "import-trouble.h"
#include "password-row.h"
#include "renew-change.h"
#include "session-renew.h"
#include "trial-row.h"
#include "unlock-row.h"
#include "wrap-texts.h"

typedef enum
{
  PHASE_EMPTY,   /* nothing was opened yet */
  PHASE_READING,
  PHASE_USELESS, /* nothing of what was opened can be used, or it is locked */
  PHASE_TESTING,
  PHASE_TESTED,  /* or the test was stopped */
  PHASE_SWAPPING,
  PHASE_DONE,
} Phase;

struct _VfRenewPage
{
  VfPage parent_instance;

  GtkLabel *heading;
  GtkImage *sign;
  GtkLabel *statement;
  GtkWidget *drop;
  GtkWidget *open;
  VfImportProgress *reading;
  VfImportTrouble *trouble;
  VfUnlockRow *unlock;
  VfIdentityGroup *identities;
  AdwBin *change;
  GtkWidget *trials;
  VfTrialRow *new_row;
  VfTrialRow *old_row;
  VfPasswordRow *password;
  GtkWidget *previous;
  GtkWidget *previous_line;
  gboolean has_previous;

  /* what is used from now on, if the person wants so */
  VfCredentials *renewed;
  gboolean is_change;
  VfSession *new_trial;
  VfSession *old_trial;
  gboolean swapping;
  gboolean done;
  GError *failure;
  GCancellable *finding;
  /* what was used when the page was shown, for going back */
  SecretValue *old_passphrase;
};

G_DEFINE_FINAL_TYPE (VfRenewPage, vf_renew_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfRenewPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

static gboolean
is_checking (VfSession *trial)
{
  return trial && vf_session_get_checking (trial);
}

static gboolean
is_good (VfSession *trial)
{
  VfReport *report = trial ? vf_session_get_report (trial) : NULL;

  return report && !is_checking (trial) && vf_report_is_ok (report);
}

static VfCode
code_of (VfSession *trial)
{
  VfReport *report = trial ? vf_session_get_report (trial) : NULL;

  return report ? vf_report_get_code (report) : VF_CODE_NONE;
}

static Phase
get_phase (VfRenewPage *self)
{
  VfSession *session = get_session (self);

  if (self->swapping)
    return PHASE_SWAPPING;
  if (vf_session_get_importing (session))
    return PHASE_READING;
  if (self->done)
    return PHASE_DONE;
  if (!vf_session_get_inventory (session) && !self->failure)
    return PHASE_EMPTY;
  if (!self->renewed)
    return PHASE_USELESS;
  return is_checking (self->new_trial) || is_checking (self->old_trial) ? PHASE_TESTING : PHASE_TESTED;
}

/* --- what is shown --- */

static const char *
judge_trials (VfRenewPage *self)
{
  gboolean old_good = is_good (self->old_trial);

  if (!self->is_change)
    return _("These are the certificates that the connection uses already. There is nothing to renew.");
  if (is_good (self->new_trial))
    return _("The renewed certificates work with the server. Nothing has been changed yet.");
  if (code_of (self->new_trial) == VF_CODE_NONE)
    return _("The test was stopped, so nobody knows whether the renewed certificates work. Nothing has been changed.");
  if (old_good)
    return _("The renewed certificates do not work with the server, but the present ones do. The server may not have "
             "been changed to them yet. Nothing has been changed.");
  return _("The renewed certificates could not be proven. Nothing has been changed.");
}

static const char *
make_statement (VfRenewPage *self, Phase phase)
{
  switch (phase)
    {
    case PHASE_EMPTY:
      return _("Drop the renewed archive here. It is compared with what the connection uses now and tested with the "
               "server before anything is changed.");
    case PHASE_READING:
      return _("Reading the archive…");
    case PHASE_USELESS:
      return vf_session_get_inventory (get_session (self)) ? _("Nothing has been changed.") : "";
    case PHASE_TESTING:
      return _("Both sets of certificates are being tested with the server. Nothing has been changed yet.");
    case PHASE_TESTED:
      return judge_trials (self);
    case PHASE_SWAPPING:
      return _("Saving…");
    case PHASE_DONE:
      return _("The connection uses the renewed certificates from now on.");
    }
  g_assert_not_reached ();
}

/* Before the statement; never colour alone. */
static void
show_sign (VfRenewPage *self, const char *icon, const char *style)
{
  gtk_widget_set_visible (GTK_WIDGET (self->sign), icon != NULL);
  gtk_image_set_from_icon_name (self->sign, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sign), (const char *[]) { style, NULL });
}

static void
update_sign (VfRenewPage *self, Phase phase)
{
  gboolean judged = phase == PHASE_TESTED && self->is_change;

  if (phase == PHASE_DONE || (judged && is_good (self->new_trial)))
    show_sign (self, "emblem-ok-symbolic", "success");
  else if (judged)
    show_sign (self, "dialog-warning-symbolic", "warning");
  else
    show_sign (self, NULL, NULL);
}

static void
update_change (VfRenewPage *self, Phase phase)
{
  GtkWidget *change = adw_bin_get_child (self->change);

  gtk_widget_set_visible (GTK_WIDGET (self->change), change && self->is_change && phase >= PHASE_TESTING);
  if (change)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (change),
                                     phase == PHASE_DONE ? _("What Changed") : _("What Changes"));
}

static void
update_next (VfRenewPage *self, Phase phase)
{
  VfPage *page = VF_PAGE (self);
  gboolean proven = phase != PHASE_TESTED || !self->is_change || is_good (self->new_trial);

  vf_page_set_next_suggested (page, proven);

  if (phase == PHASE_DONE || (phase == PHASE_TESTED && !self->is_change))
    vf_page_set_next_label (page, _("_Done"));
  else if (!proven)
    /* translators: although the renewed certificates have not been proven */
    vf_page_set_next_label (page, _("Use Them _Anyway"));
  else if (phase == PHASE_TESTED || phase == PHASE_TESTING || phase == PHASE_SWAPPING)
    vf_page_set_next_label (page, _("_Use the Renewed Ones"));
  else
    vf_page_set_next_label (page, "");
  vf_page_set_complete (page, phase == PHASE_TESTED || phase == PHASE_DONE);
  vf_page_set_busy (page, phase == PHASE_READING || phase == PHASE_TESTING || phase == PHASE_SWAPPING
                            || vf_unlock_row_is_busy (self->unlock));
}

static void
update_trouble (VfRenewPage *self, Phase phase)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  gboolean locked = inventory && vf_unlock_row_find_locked (inventory);
  const VfFinding *finding = inventory && !locked ? vf_import_trouble_find (inventory) : NULL;
  gboolean show = phase == PHASE_USELESS && (self->failure || finding);

  if (show && self->failure)
    vf_import_trouble_say (self->trouble, _("This Cannot Be Read"), self->failure->message);
  else if (show)
    vf_import_trouble_say_finding (self->trouble, finding);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), show);
}

static void
update_password (VfRenewPage *self, Phase phase)
{
  VfCode code = code_of (self->new_trial);
  gboolean asks = phase == PHASE_TESTED && (code == VF_CODE_PASSWORD_NEEDED || code == VF_CODE_WRONG_PASSWORD);

  if (asks && !gtk_widget_get_visible (GTK_WIDGET (self->password)))
    vf_password_row_ask (self->password, _("Password"), _("_Test Again"));
  gtk_widget_set_visible (GTK_WIDGET (self->password), asks);
}

static void
update (VfRenewPage *self)
{
  VfSession *session = get_session (self);
  Phase phase = get_phase (self);
  gboolean shows_trials = phase == PHASE_TESTING || phase == PHASE_TESTED || phase == PHASE_SWAPPING;
  g_autofree char *heading = NULL;

  /* translators: %s: name of a saved connection */
  heading = g_strdup_printf (_("Renew %s"), vf_session_get_name (session) ? vf_session_get_name (session) : "");
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->statement, make_statement (self, phase));
  update_sign (self, phase);
  gtk_widget_set_visible (self->drop, phase == PHASE_EMPTY);
  gtk_widget_set_visible (self->trials, shows_trials && self->is_change);
  update_change (self, phase);
  update_trouble (self, phase);
  update_password (self, phase);
  if (phase == PHASE_DONE)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->identities), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->unlock), FALSE);
    }
  gtk_widget_set_visible (self->previous, self->has_previous && (phase == PHASE_EMPTY || phase == PHASE_DONE));
  update_next (self, phase);
}

/* --- the two tests --- */

static void
stop_trial (VfSession **trial, VfTrialRow *row, VfRenewPage *self)
{
  if (!*trial)
    return;
  g_signal_handlers_disconnect_by_data (*trial, self);
  vf_session_reset (*trial);
  vf_trial_row_watch (row, NULL);
  g_clear_object (trial);
}

static void
stop_trials (VfRenewPage *self)
{
  stop_trial (&self->new_trial, self->new_row, self);
  stop_trial (&self->old_trial, self->old_row, self);
}

static void
start_trial (VfSession **trial, VfTrialRow *row, VfCredentials *credentials, VfRenewPage *self)
{
  *trial = vf_session_new_trial (get_session (self), credentials);
  g_signal_connect_object (*trial, "notify::checking", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  vf_session_check (*trial);
  vf_trial_row_watch (row, *trial);
}

static void
start_trials (VfRenewPage *self)
{
  stop_trials (self);
  if (self->renewed && self->is_change)
    {
      start_trial (&self->new_trial, self->new_row, self->renewed, self);
      start_trial (&self->old_trial, self->old_row, NULL, self);
    }
  update (self);
}

static void
password_entered (VfRenewPage *self)
{
  g_autoptr (SecretValue) password = vf_password_row_take (self->password);

  vf_session_set_password (get_session (self), password);
  start_trials (self);
}

/* --- what was opened --- */

/* (transfer full) (nullable): NULL while nothing of it can be used */
static VfCredentials *
make_renewed (VfRenewPage *self)
{
  VfSession *session = get_session (self);
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  VfConnection *saved = vf_session_get_saved (session);

  if (!saved || !inventory || vf_credentials_is_empty (credentials))
    return NULL;
  return vf_credentials_renewed (vf_connection_get_credentials (saved), credentials);
}

static void
show_change (VfRenewPage *self)
{
  VfCredentials *before = vf_connection_get_credentials (vf_session_get_saved (get_session (self)));
  g_auto (VfCredentialsChange) change = { 0 };

  vf_credentials_change_init (&change, before, self->renewed);
  self->is_change = !vf_credentials_change_is_none (&change);
  adw_bin_set_child (self->change, vf_renew_change_new (&change, g_get_real_time () / G_USEC_PER_SEC));
}

static void
opened_changed (VfRenewPage *self)
{
  VfSession *session = get_session (self);

  if (self->swapping || self->done)
    return;
  g_clear_pointer (&self->renewed, vf_credentials_unref);
  if (!vf_session_get_importing (session))
    {
      self->renewed = make_renewed (self);
      vf_unlock_row_show (self->unlock, session, !self->renewed);
      vf_identity_group_show (self->identities, session);
    }
  if (self->renewed)
    show_change (self);
  start_trials (self);
}

static void
importing_changed (VfRenewPage *self)
{
  if (vf_session_get_importing (get_session (self)))
    {
      g_clear_error (&self->failure);
      self->done = FALSE;
    }
  opened_changed (self);
}

static void
import_failed (VfRenewPage *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = g_error_copy (error);
}

/* --- the swap, and the way back --- */

static void
set_previous (VfRenewPage *self, gboolean there)
{
  self->has_previous = there;
  update (self);
}

static void
previous_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfRenewPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) previous = vf_session_find_previous_finish (result, &error);

  if (self->finding != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->finding);
  if (error)
    g_message ("the certificates from before are not known: %s", error->message);
  set_previous (self, previous != NULL);
}

static void
say_keyring (VfRenewPage *self, VfFinding *finding)
{
  g_autofree char *what = finding ? vf_explain_finding (finding) : NULL;

  if (what)
    vf_page_toast (VF_PAGE (self), what, NULL, NULL);
}

/* The page was not left meanwhile for another connection, whose values are the session's now. */
static gboolean
is_there (VfRenewPage *self)
{
  return gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

static void
renewed_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfRenewPage) self = data;
  g_autoptr (VfFinding) keyring = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean ok = vf_session_renew_finish (result, &keyring, &error);

  self->swapping = FALSE;
  self->done = ok;
  if (!ok)
    {
      vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
      update (self);
      return;
    }
  /* translators: %s: name of a saved connection */
  said = g_strdup_printf (_("%s is renewed"), vf_session_renew_get_name (result));
  vf_page_toast (VF_PAGE (self), said, is_there (self) ? _("_Undo") : NULL, "renew.go-back");
  say_keyring (self, keyring);
  if (!is_there (self))
    return;
  stop_trials (self);
  set_previous (self, TRUE);
}

static void
gone_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfRenewPage) self = data;
  g_autoptr (VfFinding) keyring = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = vf_session_renew_finish (result, &keyring, &error);

  self->swapping = FALSE;
  vf_page_toast (VF_PAGE (self), ok ? _("The certificates from before are used again") : error->message, NULL, NULL);
  say_keyring (self, keyring);
  if (!is_there (self))
    return;
  if (ok)
    {
      self->done = FALSE;
      set_previous (self, FALSE);
      opened_changed (self);
    }
  update (self);
}

static void
go_back_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfRenewPage *self = VF_RENEW_PAGE (widget);

  if (self->swapping || !vf_session_get_saved (get_session (self)))
    return;
  self->swapping = TRUE;
  update (self);
  vf_session_go_back_async (get_session (self), self->old_passphrase, NULL, gone_back, g_object_ref (self));
}

static gboolean
vf_renew_page_apply (VfPage *page)
{
  VfRenewPage *self = VF_RENEW_PAGE (page);
  VfReport *report = is_good (self->new_trial) ? vf_session_get_report (self->new_trial) : NULL;

  if (self->done || !self->is_change)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "start");
      return FALSE;
    }
  self->swapping = TRUE;
  update (self);
  vf_session_renew_async (get_session (self), self->renewed, report, renewed_done, g_object_ref (self));
  return FALSE;
}

/* --- the page --- */

static void
vf_renew_page_shown (VfPage *page, gboolean forward)
{
  VfRenewPage *self = VF_RENEW_PAGE (page);
  VfSession *session = get_session (self);
  SecretValue *passphrase = vf_session_get_key_passphrase (session);

  if (!forward || !vf_session_get_saved (session))
    {
      update (self);
      return;
    }
  g_clear_pointer (&self->old_passphrase, secret_value_unref);
  self->old_passphrase = passphrase ? secret_value_ref (passphrase) : NULL;
  self->done = FALSE;
  g_clear_error (&self->failure);
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  vf_session_find_previous_async (session, self->finding, previous_found, g_object_ref (self));
  opened_changed (self);
}

static void
vf_renew_page_cancel (VfPage *page)
{
  VfRenewPage *self = VF_RENEW_PAGE (page);

  vf_session_cancel_import (get_session (self));
  vf_session_cancel_unlock (get_session (self));
  if (self->new_trial)
    vf_session_cancel_check (self->new_trial);
  if (self->old_trial)
    vf_session_cancel_check (self->old_trial);
  update (self);
}

static void
vf_renew_page_focus_first (VfPage *page)
{
  VfRenewPage *self = VF_RENEW_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->unlock)))
    gtk_widget_grab_focus (GTK_WIDGET (self->unlock));
  else if (gtk_widget_get_visible (self->drop))
    gtk_widget_grab_focus (self->open);
  else
    VF_PAGE_CLASS (vf_renew_page_parent_class)->focus_first (page);
}

static void
vf_renew_page_constructed (GObject *object)
{
  VfRenewPage *self = VF_RENEW_PAGE (object);
  VfSession *session = get_session (self);

  G_OBJECT_CLASS (vf_renew_page_parent_class)->constructed (object);
  g_signal_connect_object (session, "notify::importing", G_CALLBACK (importing_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::credentials", G_CALLBACK (opened_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "import-failed", G_CALLBACK (import_failed), self, G_CONNECT_SWAPPED);
  vf_import_progress_watch (self->reading, session);
  update (self);
}

static void
vf_renew_page_dispose (GObject *object)
{
  VfRenewPage *self = VF_RENEW_PAGE (object);

  if (get_session (self))
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  stop_trials (self);
  g_clear_pointer (&self->renewed, vf_credentials_unref);
  g_clear_pointer (&self->old_passphrase, secret_value_unref);
  g_clear_object (&self->finding);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (vf_renew_page_parent_class)->dispose (object);
}

static void
vf_renew_page_class_init (VfRenewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  object_class->constructed = vf_renew_page_constructed;
  object_class->dispose = vf_renew_page_dispose;
  page_class->shown = vf_renew_page_shown;
  page_class->apply = vf_renew_page_apply;
  page_class->cancel = vf_renew_page_cancel;
  page_class->focus_first = vf_renew_page_focus_first;
  gtk_widget_class_install_action (widget_class, "renew.go-back", NULL, go_back_activated);

  g_type_ensure (VF_TYPE_IDENTITY_GROUP);
  g_type_ensure (VF_TYPE_IMPORT_PROGRESS);
  g_type_ensure (VF_TYPE_IMPORT_TROUBLE);
  g_type_ensure (VF_TYPE_PASSWORD_ROW);
  g_type_ensure (VF_TYPE_TRIAL_ROW);
  g_type_ensure (VF_TYPE_UNLOCK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "renew-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, heading);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, sign);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, statement);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, drop);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, open);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, reading);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, identities);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, change);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, trials);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, old_row);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, password);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, previous);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, previous_line);
  gtk_widget_class_bind_template_callback (widget_class, password_entered);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
vf_renew_page_init (VfRenewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->previous_line, vf_fold_layout_new ());
}
