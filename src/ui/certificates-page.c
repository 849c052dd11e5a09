#include "config.h"

#include "certificates-page.h"

#include <glib/gi18n.h>

#include "archive-prompt.h"
#include "certificate-view.h"
#include "check/explain.h"
#include "connection/provider.h"
#include "entry-list.h"
#include "entry.h"
#include "error.h"
#include "finding-row.h"
#include "password-row.h"

/* Below this nobody needs to be told that something is being read. */
#define QUIET_MS 500
#define PULSE_MS 100
/* names of files above the groups; what is more is counted */
#define MAX_NAMES 3

struct _VfCertificatesPage
{
  VfPage parent_instance;

  GtkStack *views;
  GtkWidget *heading;
  GtkWidget *reading;
  GtkLabel *reading_label;
  GtkProgressBar *reading_bar;
  AdwBin *prompt;
  GtkWidget *trouble;
  GtkLabel *trouble_title;
  GtkLabel *trouble_text;
  GtkWidget *trouble_open;
  AdwPreferencesGroup *have;
  GtkWidget *add_button;
  AdwActionRow *authorities_row;
  GtkWidget *authorities_arrow;
  AdwActionRow *you_row;
  GtkWidget *you_add;
  GtkWidget *you_arrow;
  GtkWidget *everything_row;
  VfPasswordRow *unlock;
  AdwBin *findings;

  /* made when they are first needed */
  GtkWidget *list;
  GtkWidget *certificate;
  /* (element-type VfEntry): what the list shows */
  GListModel *listed;
  char *list_title;

  guint quiet_source;
  guint pulse_source;
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
  gboolean own_button = gtk_widget_get_visible (self->trouble) || gtk_widget_get_visible (GTK_WIDGET (self->prompt));

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

/* --- words of the overview --- */

/* Archives and files as the person dropped them: the first part of each path. */
static char *
name_sources (VfInventory *inventory)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  guint more;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const char *path = vf_item_get_path (vf_inventory_get_item (inventory, i));
      const char *slash = strchr (path, '/');
      char *name = slash ? g_strndup (path, (gsize) (slash - path)) : g_strdup (path);

      if (g_hash_table_size (seen) < MAX_NAMES && !g_hash_table_contains (seen, name))
        g_string_append_printf (text, "%s%s", text->len ? ", " : "", name);
      g_hash_table_add (seen, name);
    }
  more = g_hash_table_size (seen) > MAX_NAMES ? g_hash_table_size (seen) - MAX_NAMES : 0;
  if (more)
    /* translators: names of files stand before it */
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", more), more);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_saved_authorities (VfSession *session)
{
  VfCredentials *credentials = vf_session_get_credentials (session);
  guint n = vf_credentials_get_authorities (credentials)->len;

  if (n == 0)
    return g_strdup (vf_session_get_system_authorities (session)
                       ? _("The public authorities that this computer knows") : _("No authority"));
  return g_strdup_printf (ngettext ("%u authority", "%u authorities", n), n);
}

static char *
describe_saved_client (VfCredentials *credentials)
{
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);

  if (chain->len == 0)
    return g_strdup (_("No client certificate; most servers need none"));
  /* translators: %s: name of a certificate */
  return g_strdup_printf (_("Client certificate “%s”"), vf_certificate_get_display_name (chain->pdata[0]));
}

/* What the person can be asked about: a store comes first, because a key in it may be the one. */
static VfItem *
find_locked (VfInventory *inventory)
{
  VfItem *locked_key = NULL;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfItem *item = vf_inventory_get_item (inventory, i);

      if (!vf_item_is_locked (item))
        continue;
      if (vf_item_get_kind (item) == VF_KIND_KEY_STORE)
        return item;
      if (!locked_key)
        locked_key = item;
    }
  return locked_key;
}

static char *
describe_you (VfInventory *inventory, VfCredentials *credentials)
{
  VfItem *locked = inventory ? find_locked (inventory) : NULL;

  if (!inventory)
    return describe_saved_client (credentials);
  /* a locked key does not tell yet which certificate it belongs to */
  if (locked && vf_credentials_get_client_chain (credentials)->len == 0)
    return g_strdup (vf_item_get_kind (locked) == VF_KIND_KEY_STORE
                       ? _("There is a key store, but it is locked. Unlock it to see what is in it.")
                       : _("There is a key, but it is locked. Unlock it to see which certificate it belongs to."));
  return vf_explain_client (inventory);
}

static void
update_have (VfCertificatesPage *self)
{
  VfSession *session = get_session (self);
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  const VfProvider *provider = inventory && vf_inventory_get_provider (inventory)
    ? vf_provider_by_id (vf_inventory_get_provider (inventory)) : NULL;
  g_autofree char *sources = inventory ? name_sources (inventory) : NULL;
  g_autofree char *title = sources ? g_markup_escape_text (sources, -1) : g_strdup ("");
  g_autofree char *authorities = inventory ? vf_explain_authorities (inventory) : describe_saved_authorities (session);
  g_autofree char *you = describe_you (inventory, credentials);
  gboolean any = vf_credentials_get_authorities (credentials)->len > 0;
  gboolean client = vf_credentials_get_client_chain (credentials)->len > 0;

  adw_preferences_group_set_title (self->have, title);
  adw_preferences_group_set_description (self->have, provider ? vf_provider_get_name (provider) : NULL);
  adw_action_row_set_subtitle (self->authorities_row, authorities);
  adw_action_row_set_subtitle (self->you_row, you);
  gtk_widget_set_visible (self->authorities_arrow, any);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->authorities_row), any);
  gtk_widget_set_visible (self->you_arrow, client);
  gtk_widget_set_visible (self->you_add, !client);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->you_row), client);
  gtk_widget_set_visible (self->everything_row, inventory != NULL);
  if (inventory)
    {
      guint n = vf_inventory_get_n_items (inventory);
      g_autofree char *count = g_strdup_printf (ngettext ("%u entry, and what it is", "%u entries, and what each of them is", n),
                                                n);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->everything_row), count);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->everything_row), TRUE);
}

static void
update_unlock (VfCertificatesPage *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfItem *locked = inventory ? find_locked (inventory) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->unlock), locked != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), TRUE);
  if (locked)
    {
      g_autofree char *name = g_path_get_basename (vf_item_get_path (locked));
      /* translators: %s: name of a file with a private key, or of a key store */
      g_autofree char *title = g_strdup_printf (_("Passphrase of %s"), name);

      vf_password_row_ask (self->unlock, title, _("_Unlock"));
    }
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

/* --- nothing usable --- */

/* A file that gives itself away says more than that there is no certificate. */
static gboolean
says_why (VfCode code)
{
  return code == VF_CODE_WEB_PAGE || code == VF_CODE_EMPTY_FILE || code == VF_CODE_DESCRIPTION_ONLY;
}

static const VfFinding *
find_trouble (VfInventory *inventory)
{
  const VfFinding *trouble = NULL;

  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      const VfFinding *finding = vf_inventory_get_finding (inventory, i);

      if (says_why (vf_finding_get_code (finding)))
        return finding;
      if (!trouble && vf_finding_get_severity (finding) == VF_SEVERITY_ERROR)
        trouble = finding;
    }
  return trouble;
}

static void
show_trouble (VfCertificatesPage *self, const char *title, const char *text)
{
  gtk_label_set_label (self->trouble_title, title);
  gtk_label_set_label (self->trouble_text, text);
  gtk_widget_set_visible (self->trouble, TRUE);
  gtk_widget_grab_focus (self->trouble_open);
}

static void
show_finding_as_trouble (VfCertificatesPage *self, const VfFinding *finding)
{
  g_autofree char *title = vf_explain_code_title (vf_finding_get_code (finding));
  g_autofree char *what = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);
  g_autofree char *text = why ? g_strconcat (what, " ", why, NULL) : g_strdup (what);

  show_trouble (self, title, text);
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
update (VfCertificatesPage *self)
{
  VfSession *session = get_session (self);
  VfInventory *inventory = vf_session_get_inventory (session);
  VfCredentials *credentials = vf_session_get_credentials (session);
  gboolean usable = credentials && (!vf_credentials_is_empty (credentials) || vf_session_get_system_authorities (session));
  gboolean locked = inventory && find_locked (inventory);
  const VfFinding *trouble = inventory && !usable && !locked ? find_trouble (inventory) : NULL;

  gtk_widget_set_visible (self->trouble, FALSE);
  if (self->failure && !usable)
    show_trouble (self, _("This Cannot Be Read"), self->failure->message);
  else if (trouble)
    show_finding_as_trouble (self, trouble);
  show_prompt (self, !usable && !inventory && !self->failure && !vf_session_get_importing (session));

  gtk_widget_set_visible (GTK_WIDGET (self->have), usable || inventory);
  /* where nothing can be used, what was opened is all there is to say */
  gtk_widget_set_visible (self->heading, usable || locked);
  gtk_widget_set_visible (GTK_WIDGET (self->authorities_row), usable || locked);
  gtk_widget_set_visible (GTK_WIDGET (self->you_row), usable || locked);
  gtk_widget_set_visible (self->add_button, usable || locked);
  if (credentials)
    update_have (self);
  update_unlock (self);
  update_findings (self, trouble);
  vf_page_set_complete (VF_PAGE (self), usable && !vf_session_get_importing (session));
  update_next (self);
}

/* --- reading --- */

static gboolean
pulse (gpointer data)
{
  gtk_progress_bar_pulse (VF_CERTIFICATES_PAGE (data)->reading_bar);
  return G_SOURCE_CONTINUE;
}

static gboolean
quiet_over (gpointer data)
{
  VfCertificatesPage *self = data;

  self->quiet_source = 0;
  self->pulse_source = g_timeout_add (PULSE_MS, pulse, self);
  gtk_widget_set_visible (self->reading, TRUE);
  vf_page_set_busy (VF_PAGE (self), TRUE);
  return G_SOURCE_REMOVE;
}

static void
stop_waiting (VfCertificatesPage *self)
{
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static void
importing_changed (VfCertificatesPage *self)
{
  stop_waiting (self);
  if (vf_session_get_importing (get_session (self)))
    {
      g_clear_error (&self->failure);
      g_clear_pointer (&self->list_title, g_free);
      show_overview (self);
      self->quiet_source = g_timeout_add (QUIET_MS, quiet_over, self);
    }
  else
    {
      gtk_widget_set_visible (self->reading, FALSE);
      vf_page_set_busy (VF_PAGE (self), FALSE);
    }
  update (self);
  /* what had the keyboard before may be gone, and what is wanted now is elsewhere */
  if (gtk_widget_get_root (GTK_WIDGET (self)) && gtk_widget_get_child_visible (GTK_WIDGET (self)))
    vf_page_focus_first (VF_PAGE (self));
}

static void
import_path_changed (VfCertificatesPage *self)
{
  const char *path = vf_session_get_import_path (get_session (self));
  /* translators: %s: name of a file */
  g_autofree char *text = path ? g_strdup_printf (_("Reading %s"), path) : g_strdup (_("Reading…"));

  gtk_label_set_label (self->reading_label, text);
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

/* --- unlocking --- */

static void
refuse_passphrase (VfCertificatesPage *self)
{
  VfInventory *inventory = vf_session_get_inventory (get_session (self));
  VfItem *locked = inventory ? find_locked (inventory) : NULL;

  vf_password_row_refuse (self->unlock, locked && vf_item_get_kind (locked) == VF_KIND_KEY_STORE
                                          ? _("That passphrase does not open the key store")
                                          : _("That passphrase does not open the key"));
}

static void
unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfCertificatesPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean opened = vf_session_unlock_finish (VF_SESSION (source), result, &error);

  if (!get_session (self))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), TRUE);
  if (opened)
    vf_page_toast (VF_PAGE (self), _("Unlocked."), NULL, NULL);
  else if (g_error_matches (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE))
    refuse_passphrase (self);
  else
    vf_password_row_refuse (self->unlock, error->message);
}

static void
unlock_entered (VfCertificatesPage *self)
{
  g_autoptr (SecretValue) passphrase = vf_password_row_take (self->unlock);

  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), FALSE);
  vf_session_unlock_async (get_session (self), passphrase, unlocked, g_object_ref (self));
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
  else if (gtk_widget_get_visible (self->trouble))
    gtk_widget_grab_focus (self->trouble_open);
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
  g_signal_connect_object (session, "notify::import-path", G_CALLBACK (import_path_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::credentials", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "import-failed", G_CALLBACK (import_failed), self, G_CONNECT_SWAPPED);
  import_path_changed (self);
}

static void
vf_certificates_page_dispose (GObject *object)
{
  VfCertificatesPage *self = VF_CERTIFICATES_PAGE (object);

  stop_waiting (self);
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

  g_type_ensure (VF_TYPE_PASSWORD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "certificates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, views);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, heading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, reading);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, reading_label);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, reading_bar);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, trouble_open);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, you_row);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, have);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, authorities_row);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, authorities_arrow);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, you_add);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, you_arrow);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, everything_row);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, VfCertificatesPage, findings);
  gtk_widget_class_bind_template_callback (widget_class, authorities_activated);
  gtk_widget_class_bind_template_callback (widget_class, you_activated);
  gtk_widget_class_bind_template_callback (widget_class, everything_activated);
  gtk_widget_class_bind_template_callback (widget_class, unlock_entered);
}

static void
vf_certificates_page_init (VfCertificatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
