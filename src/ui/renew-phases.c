/* What the page for a renewal shows in each of its phases. */

#include "config.h"

#include "renew-page-private.h"

#include <glib/gi18n.h>

#include "compat.h"

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
  VfSession *session = vf_page_get_session (VF_PAGE (self));

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
      return vf_session_get_inventory (vf_page_get_session (VF_PAGE (self))) ? _("Nothing has been changed.") : "";
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

/* To the eye, and to a screen reader if it is new. */
static void
show_statement (VfRenewPage *self, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (self->statement), text) == 0)
    return;
  gtk_label_set_text (self->statement, text);
  if (*text == '\0' || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  vf_page_say (VF_PAGE (self), text);
  vf_compat_announce (GTK_WIDGET (self->statement), text);
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

  if (phase == PHASE_DONE || (phase == PHASE_TESTED && !self->is_change) || (judged && is_good (self->new_trial)))
    show_sign (self, "object-select-symbolic", "success");
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
  VfInventory *inventory = vf_session_get_inventory (vf_page_get_session (VF_PAGE (self)));
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
    vf_password_row_ask (self->password, _("Password"), NULL, _("_Test Again"));
  gtk_widget_set_visible (GTK_WIDGET (self->password), asks);
}

void
vf_renew_page_update (VfRenewPage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  Phase phase = get_phase (self);
  gboolean shows_trials = phase == PHASE_TESTING || phase == PHASE_TESTED || phase == PHASE_SWAPPING;
  g_autofree char *heading = NULL;

  /* translators: %s: name of a saved connection */
  heading = g_strdup_printf (_("Renew %s"), vf_session_get_name (session) ? vf_session_get_name (session) : "");
  gtk_label_set_text (self->heading, heading);
  show_statement (self, make_statement (self, phase));
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

gboolean
vf_renew_page_is_proven (VfRenewPage *self)
{
  return is_good (self->new_trial);
}
