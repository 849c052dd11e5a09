#include "config.h"

#include "done-page.h"

#include <glib/gi18n.h>

#include "export/psql-command.h"
#include "finding-row.h"

struct _VfDonePage
{
  VfPage parent_instance;

  GtkLabel *headline;
  AdwBin *warning;
  GtkWidget *command_box;
  GtkLabel *command;
  GtkButton *copy;
  AdwActionRow *password_row;
  GtkWidget *keyring_row;
  GtkLabel *keyring_command;
  AdwActionRow *folder_row;
};

G_DEFINE_FINAL_TYPE (VfDonePage, vf_done_page, VF_TYPE_PAGE)

static void
copy_text (VfDonePage *self, GtkLabel *label)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (label));
  vf_page_toast (VF_PAGE (self), _("The command is on the clipboard"), NULL, NULL);
}

static void
on_copy (VfDonePage *self)
{
  copy_text (self, self->command);
}

static void
on_copy_keyring (VfDonePage *self)
{
  copy_text (self, self->keyring_command);
}

static void
on_folder_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfDonePage) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

static void
on_open_folder (VfDonePage *self)
{
  VfStore *store = vf_session_get_store (vf_page_get_session (VF_PAGE (self)));
  g_autoptr (GFile) folder = g_file_new_for_path (vf_store_get_directory (store));
  g_autofree char *uri = g_file_get_uri (folder);
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_folder_opened,
                                           g_object_ref (self));
}

static gboolean
stock_clients_can (VfSession *session)
{
  VfReport *report = vf_session_get_report (session);

  return !report || vf_report_stock_clients_can (report);
}

static void
update_password (VfDonePage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  gboolean stored = vf_session_get_password_stored (session);
  g_autofree char *tool = g_find_program_in_path ("secret-tool");
  gboolean psql_can = stock_clients_can (session);
  const char *text = psql_can ? _("Not stored; psql asks for it if the server wants one") : _("Not stored");

  if (stored)
    text = psql_can ? _("In your keyring; Verifull takes it from there, psql asks for it")
                    : _("In your keyring; Verifull takes it from there");
  else if (vf_session_get_password (session))
    text = psql_can ? _("Kept until Verifull is closed; psql asks for it") : _("Kept until Verifull is closed");
  adw_action_row_set_subtitle (self->password_row, text);
  gtk_widget_set_visible (self->keyring_row, stored && tool && psql_can);
}

/* A command that cannot work is not offered; why stands in its place. */
static void
update_warning (VfDonePage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  gboolean psql_can = stock_clients_can (session);
  VfReport *report = vf_session_get_report (session);
  GtkWidget *list = NULL;

  for (guint i = 0; !psql_can && i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == VF_CODE_STOCK_CLIENTS_CANNOT)
      {
        list = gtk_list_box_new ();
        gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
        gtk_widget_add_css_class (list, "boxed-list");
        gtk_list_box_append (GTK_LIST_BOX (list), vf_finding_row_new (vf_report_get_finding (report, i)));
      }
  adw_bin_set_child (self->warning, list);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), list != NULL);
  gtk_widget_set_visible (self->command_box, psql_can);
}

static void
update (VfDonePage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  const char *name = vf_session_get_name (session);
  const char *service_file = vf_store_get_service_file (vf_session_get_store (session));
  VfTarget *target = vf_session_get_target (session);
  g_autofree char *headline = NULL;
  g_autofree char *command = NULL;
  g_autofree char *keyring_command = NULL;

  if (!name || !target)
    return;
  /* Translators: %s is the name of a saved connection */
  headline = g_strdup_printf (_("%s is ready."), name);
  command = vf_psql_command (service_file, name);
  keyring_command = vf_psql_command_with_keyring (service_file, name, target);
  gtk_label_set_text (self->headline, headline);
  gtk_label_set_text (self->command, command);
  gtk_label_set_text (self->keyring_command, keyring_command);
  adw_action_row_set_subtitle (self->folder_row, service_file);
  update_password (self);
  update_warning (self);
}

static void
vf_done_page_shown (VfPage *page, gboolean forward)
{
  update (VF_DONE_PAGE (page));
}

static void
vf_done_page_focus_first (VfPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (VF_DONE_PAGE (page)->copy));
}

static void
vf_done_page_constructed (GObject *object)
{
  VfDonePage *self = VF_DONE_PAGE (object);
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  G_OBJECT_CLASS (vf_done_page_parent_class)->constructed (object);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::password-stored", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
vf_done_page_class_init (VfDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = vf_done_page_constructed;
  page_class->shown = vf_done_page_shown;
  page_class->focus_first = vf_done_page_focus_first;

  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, headline);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, warning);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, command_box);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, command);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, copy);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, password_row);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, keyring_command);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, folder_row);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_keyring);
  gtk_widget_class_bind_template_callback (widget_class, on_open_folder);
}

static void
vf_done_page_init (VfDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
