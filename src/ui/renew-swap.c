/* The renewed certificates put in the place of the present ones, and the way back. */

#include "config.h"

#include "renew-page-private.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "renew-change.h"
#include "session-renew.h"

static VfSession *
get_session (VfRenewPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

static void
set_previous (VfRenewPage *self, gboolean there)
{
  self->has_previous = there;
  vf_renew_page_update (self);
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

void
vf_renew_page_find_previous (VfRenewPage *self)
{
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  vf_session_find_previous_async (get_session (self), self->finding, previous_found, g_object_ref (self));
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

/* What was exported into files of its own is as old as it was. */
static void
show_copies (VfRenewPage *self, GAsyncResult *result)
{
  GPtrArray *copies = vf_session_renew_get_copies (result);

  adw_bin_set_child (self->copies, vf_renew_copies_new (copies));
  gtk_widget_set_visible (GTK_WIDGET (self->copies), copies->len > 0);
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
      vf_renew_page_update (self);
      return;
    }
  /* translators: %s: name of a saved connection */
  said = g_strdup_printf (_("%s is renewed"), vf_session_renew_get_name (result));
  vf_page_toast (VF_PAGE (self), said, is_there (self) ? _("_Undo") : NULL, "renew.go-back");
  say_keyring (self, keyring);
  if (!is_there (self))
    return;
  vf_renew_page_stop_trials (self);
  show_copies (self, result);
  set_previous (self, TRUE);
}

/**
 * vf_renew_page_swap:
 *
 * Takes the renewed certificates up, in a worker, with the report that proved them if they are proven.
 */
void
vf_renew_page_swap (VfRenewPage *self)
{
  VfReport *report = vf_renew_page_is_proven (self) ? vf_session_get_report (self->new_trial) : NULL;

  self->swapping = TRUE;
  vf_renew_page_update (self);
  vf_session_renew_async (get_session (self), self->renewed, report, renewed_done, g_object_ref (self));
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
      show_copies (self, result);
      self->has_previous = FALSE;
      vf_renew_page_compare (self);
    }
  vf_renew_page_update (self);
}

static void
go_back_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfRenewPage *self = VF_RENEW_PAGE (widget);

  if (self->swapping || !vf_session_get_saved (get_session (self)))
    return;
  self->swapping = TRUE;
  vf_renew_page_update (self);
  vf_session_go_back_async (get_session (self), self->old_passphrase, NULL, gone_back, g_object_ref (self));
}

void
vf_renew_page_install_swap (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "renew.go-back", NULL, go_back_activated);
}
