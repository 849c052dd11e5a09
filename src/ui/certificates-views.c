#include "config.h"

#include "certificates-views.h"

#include <glib/gi18n.h>

#include "certificate-view.h"
#include "check/explain.h"
#include "entry-list.h"
#include "save-certificate.h"
#include "width-first.h"

struct _VfCertificatesViews
{
  GObject parent_instance;

  VfPage *page;
  GtkStack *stack;
  VfChoosing *choosing;

  /* made when they are first needed */
  GtkWidget *list;
  GtkWidget *certificate;
  char *list_title;
  gboolean lists_authorities;
};

G_DEFINE_FINAL_TYPE (VfCertificatesViews, vf_certificates_views, G_TYPE_OBJECT)

static guint changed_signal;

static VfSession *
get_session (VfCertificatesViews *self)
{
  return vf_page_get_session (self->page);
}

/**
 * vf_certificates_views_is_overview:
 *
 * Returns: whether the overview is shown, from which Back leaves the page
 */
gboolean
vf_certificates_views_is_overview (VfCertificatesViews *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "overview") == 0;
}

/* @short_title: (nullable): where there is no room for @title */
static void
show_view (VfCertificatesViews *self, const char *name, const char *title, const char *short_title)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  g_object_set (self->page, "short-title", short_title, NULL);
  vf_page_set_title (self->page, title);
  g_signal_emit (self, changed_signal, 0);
}

/**
 * vf_certificates_views_show_overview:
 *
 * Goes back to the overview from anywhere.
 */
void
vf_certificates_views_show_overview (VfCertificatesViews *self)
{
  g_clear_pointer (&self->list_title, g_free);
  show_view (self, "overview", _("Certificates"), NULL);
}

/* As high as it wants to be, with some air around it. */
static void
add_view (VfCertificatesViews *self, GtkWidget *view, const char *name)
{
  gtk_widget_set_layout_manager (view, vf_width_first_new ());
  gtk_widget_set_margin_top (view, 24);
  gtk_widget_set_margin_bottom (view, 24);
  gtk_stack_add_named (self->stack, view, name);
}

/* --- one certificate --- */

static void
certificate_copied (VfCertificatesViews *self, const char *said)
{
  vf_page_toast (self->page, said, NULL, NULL);
}

static void
save_certificate (VfCertificatesViews *self, VfEntry *entry)
{
  vf_save_certificate (self->page, vf_entry_get_certificate (entry));
}

/* (transfer full): among which the chain of a certificate is found */
static GListModel *
list_known (VfCertificatesViews *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfCredentials *credentials = vf_session_get_credentials (get_session (self));
  g_autoptr (GPtrArray) saved = NULL;

  if (inventory)
    return vf_entries_of_everything (inventory);
  saved = g_ptr_array_new ();
  g_ptr_array_extend (saved, vf_credentials_get_authorities (credentials), NULL, NULL);
  g_ptr_array_extend (saved, vf_credentials_get_client_chain (credentials), NULL, NULL);
  return vf_entries_of_certificates (saved);
}

static void
show_certificate (VfCertificatesViews *self, VfEntry *entry)
{
  g_autoptr (GListModel) known = list_known (self);

  if (!self->certificate)
    {
      self->certificate = vf_certificate_view_new ();
      add_view (self, self->certificate, "certificate");
      g_signal_connect_object (self->certificate, "opened", G_CALLBACK (show_certificate), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->certificate, "copied", G_CALLBACK (certificate_copied), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->certificate, "save", G_CALLBACK (save_certificate), self, G_CONNECT_SWAPPED);
    }
  vf_certificate_view_show (VF_CERTIFICATE_VIEW (self->certificate), entry, known);
  show_view (self, "certificate", _("Certificate"), NULL);
}

void
vf_certificates_views_show_certificate (VfCertificatesViews *self, VfEntry *entry)
{
  g_clear_pointer (&self->list_title, g_free);
  show_certificate (self, entry);
}

/* --- lists --- */

static void
use_authority (VfCertificatesViews *self, VfEntry *entry, gboolean used)
{
  vf_choosing_use_authority (self->choosing, vf_entry_get_certificate (entry), used);
}

static void
use_all_authorities (VfCertificatesViews *self)
{
  vf_choosing_use_all_authorities (self->choosing);
}

void
vf_certificates_views_update (VfCertificatesViews *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfChoice *choice = vf_session_get_choice (get_session (self));
  g_autofree char *health = NULL;
  g_autofree char *used = NULL;
  g_autofree char *summary = NULL;

  if (!self->list)
    return;
  if (!inventory || !self->lists_authorities)
    {
      vf_entry_list_set_choice (VF_ENTRY_LIST (self->list), NULL, NULL, TRUE);
      return;
    }
  health = vf_explain_authorities_health (inventory);
  used = vf_explain_chosen_authorities (inventory, choice);
  summary = vf_explain_join (health, used);
  vf_entry_list_set_choice (VF_ENTRY_LIST (self->list), choice, summary, used == NULL);
}

static void
show_list_view (VfCertificatesViews *self)
{
  /* translators: a title in a header bar that may be narrow: one short word */
  const char *authorities = C_("title", "Authorities");

  show_view (self, "list", self->list_title, self->lists_authorities ? authorities : _("All files"));
}

static void
show_list (VfCertificatesViews *self, const char *title, GListModel *entries, gboolean by_path)
{
  if (!self->list)
    {
      self->list = vf_entry_list_new ();
      add_view (self, self->list, "list");
      g_signal_connect_object (self->list, "opened", G_CALLBACK (show_certificate), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "use", G_CALLBACK (use_authority), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "use-all", G_CALLBACK (use_all_authorities), self, G_CONNECT_SWAPPED);
    }
  self->lists_authorities = !by_path;
  g_free (self->list_title);
  self->list_title = g_strdup (title);
  vf_certificates_views_update (self);
  vf_entry_list_show (VF_ENTRY_LIST (self->list), title, entries, by_path);
  show_list_view (self);
}

static GListModel *
list_authorities (VfCertificatesViews *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfCredentials *credentials = vf_session_get_credentials (get_session (self));

  return inventory ? vf_entries_of_authorities (inventory)
                   : vf_entries_of_certificates (vf_credentials_get_authorities (credentials));
}

/**
 * vf_certificates_views_show_authorities:
 *
 * Shows the list of the authorities.
 */
void
vf_certificates_views_show_authorities (VfCertificatesViews *self)
{
  g_autoptr (GListModel) entries = list_authorities (self);

  show_list (self, _("Authorities"), entries, FALSE);
}

/**
 * vf_certificates_views_show_everything:
 *
 * Shows the list of all that was found, as an answer to where a file has gone.
 */
void
vf_certificates_views_show_everything (VfCertificatesViews *self)
{
  g_autoptr (GListModel) entries = vf_entries_of_everything (vf_session_get_inventory (get_session (self)));

  show_list (self, _("Everything in the Archive"), entries, TRUE);
}

gboolean
vf_certificates_views_back (VfCertificatesViews *self)
{
  if (vf_certificates_views_is_overview (self))
    return FALSE;
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "certificate") && self->list_title)
    show_list_view (self);
  else
    vf_certificates_views_show_overview (self);
  return TRUE;
}

/* --- the object --- */

static void
vf_certificates_views_finalize (GObject *object)
{
  g_free (VF_CERTIFICATES_VIEWS (object)->list_title);
  G_OBJECT_CLASS (vf_certificates_views_parent_class)->finalize (object);
}

static void
vf_certificates_views_class_init (VfCertificatesViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_certificates_views_finalize;
  changed_signal = g_signal_new ("changed", VF_TYPE_CERTIFICATES_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
vf_certificates_views_init (VfCertificatesViews *self)
{
}

VfCertificatesViews *
vf_certificates_views_new (VfPage *page, GtkStack *stack, VfChoosing *choosing)
{
  VfCertificatesViews *self = g_object_new (VF_TYPE_CERTIFICATES_VIEWS, NULL);

  self->page = page;
  self->stack = stack;
  self->choosing = choosing;
  return self;
}
