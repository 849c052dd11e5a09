#include "config.h"

#include "certificates-page.h"

#include <glib/gi18n.h>

#include "archive-prompt.h"
#include "certificate-view.h"
#include "entry-list.h"
#include "entry.h"
#include "finding-row.h"
#include "have-group.h"
#include "import-progress.h"
#include "import-trouble.h"
#include "unlock-row.h"

struct _VfCertificatesPage
{
  VfPage parent_instance;

  GtkStack *views;
  GtkWidget *heading;
  GtkWidget *reading;
  AdwBin *prompt;
  VfImportTrouble *trouble;
  VfHaveGroup *have;
  VfUnlockRow *unlock;
  AdwBin *findings;

  /* made when they are first needed */
  GtkWidget *list;
  GtkWidget *certificate;
  /* (element-type VfEntry): what the list shows */
  GListModel *listed;
  char *list_title;

  GError *failure;
};

G_DEFINE_FINAL_TYPE (VfCertificatesPage, vf_certificates_page, VF_TYPE_PAGE)

static VfSession *
get_session (VfCertificatesPage *self)
{
  return vf_page_get_session (VF_PAGE (self));
}

/* --- inside the page: overview, list, certificate --- */

/* A view inside the page leads back, not on; and where there is trouble, its own button is the one to press. */
static void
update_next (VfCertificatesPage *self)
{
  gboolean overview = g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "overview") == 0;
  gboolean own_button = gtk_widget_get_visible (GTK_WIDGET (self->trouble)) || gtk_widget_get_visible (GTK_WIDGET (self->prompt));

  vf_page_set_next_label (VF_PAGE (self), overview && !own_button ? NULL : "");
}

static void
show_view (VfCertificatesPage *self, const char *name, const char *title)
{
  gtk_stack_set_visible_child_name (self->views, name);
  vf_page_set_title (VF_PAGE (self), title);
  update_next (self);
}

static void
show_overview (VfCertificatesPage *self)
{
  show_view (self, "overview", _("Certificates"));
}

static void
fingerprint_copied (VfCertificatesPage *self)
{
  vf_page_toast (VF_PAGE (self), _("The fingerprint is on the clipboard."), NULL, NULL);
}

static void
show_certificate (VfCertificatesPage *self, VfEntry *entry)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  g_autoptr (GListModel) known = inventory ? vf_entries_of_everything (inventory) : g_object_ref (self->listed);

  if (!self->certificate)
    {
      self->certificate = vf_certificate_view_new ();
      gtk_widget_set_margin_top (self->certificate, 24);
      gtk_widget_set_margin_bottom (self->certificate, 24);
      gtk_stack_add_named (self->views, self->certificate, "certificate");
      g_signal_connect_object (self->certificate, "opened", G_CALLBACK (show_certificate), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->certificate, "copied", G_CALLBACK (fingerprint_copied), self, G_CONNECT_SWAPPED);
    }
  vf_certificate_view_show (VF_CERTIFICATE_VIEW (self->certificate), entry, known);
  show_view (self, "certificate", _("Certificate"));
}

static void
show_list (VfCertificatesPage *self, const char *title, GListModel *entries, gboolean by_path)
{
  if (!self->list)
    {
      self->list = vf_entry_list_new ();
      gtk_widget_set_margin_top (self->list, 24);
      gtk_widget_set_margin_bottom (self->list, 24);
      gtk_stack_add_named (self->views, self->list, "list");
      g_signal_connect_object (self->list, "opened", G_CALLBACK (show_certificate), self, G_CONNECT_SWAPPED);
    }
  g_set_object (&self->listed, entries);
  g_free (self->list_title);
  self->list_title = g_strdup (title);
  vf_entry_list_show (VF_ENTRY_LIST (self->list), title, entries, by_path);
  show_view (self, "list", title);
}

static gboolean
vf_certificates_page_back (VfPage *page)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (page);
  const char *view = gtk_stack_get_visible_child_name (self->views);

  if (g_str_equal (view, "overview"))
    return FALSE;
  if (g_str_equal (view, "certificate") && self->list_title)
    show_view (self, "list", self->list_title);
  else
    {
      g_clear_pointer (&self->list_title, g_free);
      show_overview (self);
    }
  return TRUE;
}

static GListModel *
list_authorities (VfCertificatesPage *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfCredentials *credentials = vf_session_get_credentials (get_session (self));

  return inventory ? vf_entries_of_authorities (inventory)
                   : vf_entries_of_certificates (vf_credentials_get_authorities (credentials));
}

static void
authorities_activated (VfCertificatesPage *self)
{
  g_autoptr (GListModel) entries = list_authorities (self);

  show_list (self, _("Authorities"), entries, FALSE);
}

static void
everything_activated (VfCertificatesPage *self)
{
  g_autoptr (GListModel) entries = vf_entries_of_everything (vf_session_get_inventory (get_session (self)));

  show_list (self, _("Everything in the Archive"), entries, TRUE);
}

static void
you_activated (VfCertificatesPage *self)
{
  VfCredentials *credentials = vf_session_get_credentials (get_session (self));
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);
  g_autoptr (VfEntry) entry = NULL;

  if (chain->len == 0)
    return;
  entry = vf_entry_new_for_certificate (chain->pdata[0]);
  if (!self->listed)
    self->listed = vf_entries_of_certificates (chain);
  g_clear_pointer (&self->list_title, g_free);
  show_certificate (self, entry);
}

/* What stands in large letters above need not be repeated, nor that there is nothing else. */
static gboolean
is_said (const VfFinding *finding, const VfFinding *above)
{
  return above && (finding == above || vf_finding_get_code (finding) == VF_CODE_NOTHING_USABLE);
}

static void
update_findings (VfCertificatesPage *self, const VfFinding *shown_above)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  guint n = inventory ? vf_inventory_get_n_findings (inventory) : 0, n_rows = 0;
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What was noticed"), -1);
  for (guint i = 0; i < n; i++)
    if (!is_said (vf_inventory_get_finding (inventory, i), shown_above))
      {
        gtk_list_box_append (GTK_LIST_BOX (list), vf_finding_row_new (vf_inventory_get_finding (inventory, i)));
        n_rows++;
      }
  gtk_widget_set_visible (list, n_rows > 0);
  adw_bin_set_child (self->findings, list);
}

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

static void
update (VfCertificatesPage *self)
{
  VfSession *session = get_session (self);
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  gboolean usable = credentials && (!vf_credentials_is_empty (credentials) || vf_session_get_system_authorities (session));
  gboolean locked = inventory && vf_unlock_row_find_locked (inventory);
  const VfFinding *trouble = inventory && !usable && !locked ? vf_import_trouble_find (inventory) : NULL;

  show_trouble (self, trouble, usable);
  show_prompt (self, !usable && !inventory && !self->failure && !vf_session_get_importing (session));
  gtk_widget_set_visible (GTK_WIDGET (self->have), usable || inventory);
  /* where nothing can be used, what was opened is all there is to say */
  gtk_widget_set_visible (self->heading, usable || locked);
  vf_have_group_show (self->have, session, usable || locked);
  vf_unlock_row_show (self->unlock, session);
  update_findings (self, trouble);
  vf_page_set_complete (VF_PAGE (self), usable && !vf_session_get_importing (session));
  update_next (self);
}

/* --- reading --- */

static void
reading_changed (VfCertificatesPage *self)
{
  vf_page_set_busy (VF_PAGE (self), gtk_widget_get_visible (self->reading));
}

static void
importing_changed (VfCertificatesPage *self)
{
  if (vf_session_get_importing (get_session (self)))
    {
      g_clear_error (&self->failure);
      g_clear_pointer (&self->list_title, g_free);
      show_overview (self);
    }
  update (self);
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

  g_clear_pointer (&self->list_title, g_free);
  show_overview (self);
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
    gtk_widget_child_focus (GTK_WIDGET (self->unlock), GTK_DIR_TAB_FORWARD);
  else
    VF_PAGE_CLASS (vf_certificates_page_parent_class)->focus_first (page);
}

static void
vf_certificates_page_cancel (VfPage *page)
{
  vf_session_cancel_import (vf_page_get_session (page));
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

  g_clear_object (&self->listed);
  g_clear_pointer (&self->list_title, g_free);
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

  g_type_ensure (VF_TYPE_HAVE_GROUP);
  g_type_ensure (VF_TYPE_IMPORT_PROGRESS);
  g_type_ensure (VF_TYPE_IMPORT_TROUBLE);
  g_type_ensure (VF_TYPE_UNLOCK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "certificates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, views);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, heading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, reading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, have);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, findings);
  gtk_widget_class_bind_template_callback (widget_class, authorities_activated);
  gtk_widget_class_bind_template_callback (widget_class, you_activated);
  gtk_widget_class_bind_template_callback (widget_class, everything_activated);
  gtk_widget_class_bind_template_callback (widget_class, reading_changed);
  gtk_widget_class_bind_template_callback (widget_class, unlocked);
}

static void
vf_certificates_page_init (VfCertificatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
