#include "config.h"

#include "renew-page-private.h"

#include "fold-layout.h"
#include "renew-change.h"
#include "session-renew.h"
#include "wrap-texts.h"

G_DEFINE_FINAL_TYPE (VfRenewPage, vf_renew_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfRenewPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
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

/**
 * vf_renew_page_stop_trials:
 *
 * Ends both tests, and forgets what they have found.
 */
void
vf_renew_page_stop_trials (VfRenewPage *self)
{
  stop_trial (&self->new_trial, self->new_row, self);
  stop_trial (&self->old_trial, self->old_row, self);
}

static void
start_trial (VfSession **trial, VfTrialRow *row, VfCredentials *credentials, VfRenewPage *self)
{
  *trial = vf_session_new_trial (get_session (self), credentials);
  g_signal_connect_object (*trial, "notify::checking", G_CALLBACK (vf_renew_page_update), self, G_CONNECT_SWAPPED);
  vf_session_check (*trial);
  vf_trial_row_watch (row, *trial);
}

static void
start_trials (VfRenewPage *self)
{
  vf_renew_page_stop_trials (self);
  if (self->renewed && self->is_change)
    {
      start_trial (&self->new_trial, self->new_row, self->renewed, self);
      start_trial (&self->old_trial, self->old_row, NULL, self);
    }
  vf_renew_page_update (self);
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

void
vf_renew_page_compare (VfRenewPage *self)
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
      gtk_widget_set_visible (GTK_WIDGET (self->copies), FALSE);
      self->done = FALSE;
    }
  vf_renew_page_compare (self);
}

static void
import_failed (VfRenewPage *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = g_error_copy (error);
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
      vf_renew_page_update (self);
      return;
    }
  g_clear_pointer (&self->old_passphrase, secret_value_unref);
  self->old_passphrase = passphrase ? secret_value_ref (passphrase) : NULL;
  self->done = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->copies), FALSE);
  g_clear_error (&self->failure);
  vf_renew_page_find_previous (self);
  vf_renew_page_compare (self);
}

static gboolean
vf_renew_page_apply (VfPage *page)
{
  VfRenewPage *self = VF_RENEW_PAGE (page);

  if (self->done || !self->is_change)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "start");
  else
    vf_renew_page_swap (self);
  return FALSE;
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
  vf_renew_page_update (self);
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
  g_signal_connect_object (session, "notify::credentials", G_CALLBACK (vf_renew_page_compare), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "import-failed", G_CALLBACK (import_failed), self, G_CONNECT_SWAPPED);
  vf_import_progress_watch (self->reading, session);
  vf_import_trouble_insist (self->trouble);
  vf_renew_page_update (self);
}

static void
vf_renew_page_dispose (GObject *object)
{
  VfRenewPage *self = VF_RENEW_PAGE (object);

  if (get_session (self))
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  vf_renew_page_stop_trials (self);
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
  vf_renew_page_install_swap (widget_class);

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
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, copies);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, trials);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, old_row);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, password);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, previous);
  gtk_widget_class_bind_template_child (widget_class, VfRenewPage, previous_line);
  gtk_widget_class_bind_template_callback (widget_class, password_entered);
  gtk_widget_class_bind_template_callback (widget_class, vf_renew_page_update);
}

static void
vf_renew_page_init (VfRenewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->previous_line, vf_fold_layout_new ());
}
