#include "config.h"

#include "certificates-page.h"

#include <glib/gi18n.h>

#include "archive-prompt.h"
#include "certificates-views.h"
#include "choosing.h"
#include "compat.h"
#include "entry.h"
#include "have-group.h"
#include "identity-group.h"
#include "import-progress.h"
#include "import-trouble.h"
#include "noticed-list.h"
#include "source-group.h"
#include "unlock-row.h"
#include "width-first.h"

struct _VfCertificatesPage
{
  VfPage parent_instance;

  GtkStack *views;
  GtkWidget *overview;
  GtkWidget *heading;
  GtkLabel *judgement;
  GtkWidget *reading;
  AdwBin *prompt;
  VfImportTrouble *trouble;
  VfHaveGroup *have;
  VfIdentityGroup *identities;
  VfSourceGroup *sources;
  VfUnlockRow *unlock;
  AdwBin *findings;
  GtkWidget *paste_hint;

  VfChoosing *choosing;
  VfCertificatesViews *inside;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (VfCertificatesPage, vf_certificates_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfCertificatesPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

/* A view inside the page leads back, not on; and where there is trouble, its own button is the one to press. */
static void
update_next (VfCertificatesPage *self)
{
  gboolean overview = vf_certificates_views_is_overview (self->inside);
  gboolean own_button = gtk_widget_get_visible (GTK_WIDGET (self->trouble)) || gtk_widget_get_visible (GTK_WIDGET (self->prompt));

  vf_page_set_next_label (VF_PAGE (self), overview && !own_button ? NULL : "");
}

/* --- choosing --- */

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  vf_choosing_undo (VF_CERTIFICATES_PAGE (widget)->choosing);
}

static void
remove_source (VfCertificatesPage *self, guint source)
{
  vf_choosing_remove_source (self->choosing, source);
}

/* --- into the lists and certificates --- */

static void
authorities_activated (VfCertificatesPage *self)
{
  vf_certificates_views_show_authorities (self->inside);
}

static void
everything_activated (VfCertificatesPage *self)
{
  vf_certificates_views_show_everything (self->inside);
}

/* (transfer full) (nullable) */
static VfEntry *
make_client_entry (VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  GPtrArray *chain = vf_credentials_get_client_chain (vf_session_get_credentials (session));
  VfItem *client = inventory ? vf_choice_get_client (vf_session_get_choice (session), inventory) : NULL;

  if (client)
    return vf_entry_new_for_item (inventory, client);
  return chain->len > 0 ? vf_entry_new_for_certificate (chain->pdata[0]) : NULL;
}

static void
open_from_overview (VfCertificatesPage *self, VfEntry *entry)
{
  vf_certificates_views_show_certificate (self->inside, entry);
}

static void
you_activated (VfCertificatesPage *self)
{
  g_autoptr (VfEntry) entry = make_client_entry (get_session (self));

  if (entry)
    open_from_overview (self, entry);
}

/* --- the overview --- */

/* Nothing was opened yet: the same invitation as on the start page. */
static void
show_prompt (VfCertificatesPage *self, gboolean show)
{
  GtkWidget *prompt = adw_bin_get_child (self->prompt);

  if (show && !prompt)
    {
      prompt = vf_archive_prompt_new ();
      gtk_widget_set_vexpand (prompt, TRUE);
      adw_bin_set_child (self->prompt, prompt);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->prompt), show);
}

static void
show_trouble (VfCertificatesPage *self, const VfFinding *trouble, gboolean usable)
{
  gboolean failed = self->failure && !usable;

  if (failed)
    vf_import_trouble_say (self->trouble, _("This Cannot Be Read"), self->failure->message);
  else if (trouble)
    vf_import_trouble_say_finding (self->trouble, trouble);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), failed || trouble);
  if (failed || trouble)
    vf_import_trouble_focus (self->trouble);
}

/* What was left out can be put back, so it counts. */
static gboolean
is_usable (VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  g_autoptr (GPtrArray) authorities = inventory ? vf_choice_list_authorities (inventory) : NULL;
  g_autoptr (GPtrArray) clients = inventory ? vf_choice_list_clients (inventory) : NULL;

  return (credentials && (!vf_credentials_is_empty (credentials) || vf_session_get_system_authorities (session)))
         || (inventory && authorities->len + clients->len > 0);
}

static void
update (VfCertificatesPage *self)
{
  VfSession *session = get_session (self);
  VfInventory *inventory = vf_session_get_inventory (session);
  g_autofree char *judgement = vf_have_group_judge (session);
  gboolean usable = is_usable (session);
  gboolean locked = inventory && vf_unlock_row_find_locked (inventory);
  const VfFinding *trouble = inventory && !usable && !locked ? vf_import_trouble_find (inventory) : NULL;

  show_trouble (self, trouble, usable);
  show_prompt (self, !usable && !inventory && !self->failure && !vf_session_get_importing (session));
  gtk_widget_set_visible (GTK_WIDGET (self->have), usable || inventory);
  /* where nothing can be used, what was opened is all there is to say */
  gtk_widget_set_visible (self->heading, usable || locked);
  gtk_widget_set_visible (GTK_WIDGET (self->judgement), usable || locked);
  gtk_label_set_label (self->judgement, judgement);
  vf_have_group_show (self->have, session, usable || locked);
  vf_identity_group_show (self->identities, session);
  vf_source_group_show (self->sources, inventory);
  vf_unlock_row_show (self->unlock, session, !usable);
  vf_certificates_views_update (self->inside);
  adw_bin_set_child (self->findings, vf_noticed_list_new (inventory, trouble));
  vf_page_set_complete (VF_PAGE (self), usable && !vf_session_get_importing (session));
  gtk_widget_set_visible (self->paste_hint, vf_page_get_complete (VF_PAGE (self)));
  update_next (self);
}

/* --- reading --- */

static void
busy_changed (VfCertificatesPage *self)
{
  vf_page_set_busy (VF_PAGE (self), gtk_widget_get_visible (self->reading) || vf_unlock_row_is_busy (self->unlock));
}

static void
importing_changed (VfCertificatesPage *self)
{
  if (vf_session_get_importing (get_session (self)))
    {
      vf_choosing_forget (self->choosing);
      g_clear_error (&self->failure);
      vf_certificates_views_show_overview (self->inside);
    }
  update (self);
  if (!vf_session_get_importing (get_session (self)) && gtk_widget_get_visible (GTK_WIDGET (self->judgement)))
    vf_compat_announce (GTK_WIDGET (self), gtk_label_get_label (self->judgement));
  /* what had the keyboard before may be gone, and what is wanted now is elsewhere */
  if (gtk_widget_get_root (GTK_WIDGET (self)) && gtk_widget_get_child_visible (GTK_WIDGET (self)))
    vf_page_focus_first (VF_PAGE (self));
}

static void
import_failed (VfCertificatesPage *self, GError *error)
{
  VfCredentials *credentials = vf_session_get_credentials (get_session (self));

  g_clear_error (&self->failure);
  self->failure = g_error_copy (error);
  /* what was there before stays, and the sentence passes by */
  if (credentials && !vf_credentials_is_empty (credentials))
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
unlocked (VfCertificatesPage *self)
{
  vf_page_toast (VF_PAGE (self), _("Unlocked."), NULL, NULL);
}

/* --- the page --- */

static void
vf_certificates_page_shown (VfPage *page, gboolean forward)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (page);

  vf_certificates_views_show_overview (self->inside);
  update (self);
}

static void
vf_certificates_page_focus_first (VfPage *page)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->prompt)))
    gtk_widget_grab_focus (adw_bin_get_child (self->prompt));
  else if (gtk_widget_get_visible (GTK_WIDGET (self->trouble)))
    vf_import_trouble_focus (self->trouble);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->unlock)))
    gtk_widget_grab_focus (GTK_WIDGET (self->unlock));
  else
    VF_PAGE_CLASS (vf_certificates_page_parent_class)->focus_first (page);
}

static gboolean
vf_certificates_page_back (VfPage *page)
{
  return vf_certificates_views_back (VF_CERTIFICATES_PAGE (page)->inside);
}

static void
vf_certificates_page_cancel (VfPage *page)
{
  vf_session_cancel_import (vf_page_get_session (page));
  vf_session_cancel_unlock (vf_page_get_session (page));
}

static void
vf_certificates_page_constructed (GObject *object)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (object);
  VfSession *session = get_session (self);

  G_OBJECT_CLASS (vf_certificates_page_parent_class)->constructed (object);
  g_signal_connect_object (session, "notify::importing", G_CALLBACK (importing_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::credentials", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "import-failed", G_CALLBACK (import_failed), self, G_CONNECT_SWAPPED);
  vf_import_progress_watch (VF_IMPORT_PROGRESS (self->reading), session);
}

static void
vf_certificates_page_dispose (GObject *object)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (object);

  g_clear_object (&self->inside);
  g_clear_pointer (&self->choosing, vf_choosing_free);
  g_clear_error (&self->failure);
  if (get_session (self))
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  G_OBJECT_CLASS (vf_certificates_page_parent_class)->dispose (object);
}

static void
vf_certificates_page_class_init (VfCertificatesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  object_class->constructed = vf_certificates_page_constructed;
  object_class->dispose = vf_certificates_page_dispose;
  page_class->shown = vf_certificates_page_shown;
  page_class->focus_first = vf_certificates_page_focus_first;
  page_class->cancel = vf_certificates_page_cancel;
  page_class->back = vf_certificates_page_back;
  gtk_widget_class_install_action (widget_class, "certificates.undo", NULL, undo);

  g_type_ensure (VF_TYPE_HAVE_GROUP);
  g_type_ensure (VF_TYPE_IDENTITY_GROUP);
  g_type_ensure (VF_TYPE_IMPORT_PROGRESS);
  g_type_ensure (VF_TYPE_IMPORT_TROUBLE);
  g_type_ensure (VF_TYPE_SOURCE_GROUP);
  g_type_ensure (VF_TYPE_UNLOCK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "certificates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, views);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, overview);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, heading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, judgement);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, reading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, have);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, identities);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, sources);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, findings);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, paste_hint);
  gtk_widget_class_bind_template_callback (widget_class, authorities_activated);
  gtk_widget_class_bind_template_callback (widget_class, you_activated);
  gtk_widget_class_bind_template_callback (widget_class, open_from_overview);
  gtk_widget_class_bind_template_callback (widget_class, remove_source);
  gtk_widget_class_bind_template_callback (widget_class, everything_activated);
  gtk_widget_class_bind_template_callback (widget_class, busy_changed);
  gtk_widget_class_bind_template_callback (widget_class, unlocked);
}

static void
vf_certificates_page_init (VfCertificatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->overview, vf_width_first_new ());
  self->choosing = vf_choosing_new (VF_PAGE (self));
  self->inside = vf_certificates_views_new (VF_PAGE (self), self->views, self->choosing);
  g_signal_connect_object (self->inside, "changed", G_CALLBACK (update_next), self, G_CONNECT_SWAPPED);
}
