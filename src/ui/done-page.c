#include "config.h"

#include "done-page.h"

#include <glib/gi18n.h>

#include "complete-names.h"
#include "export/psql-command.h"
#include "destination-grid.h"
#include "destination-view.h"
#include "export-work.h"
#include "export/terminal.h"
#include "finding-row.h"
#include "sandbox.h"
#include "term-button.h"
#include "wrap-layout.h"
#include "wrap-texts.h"

struct _VfDonePage
{
  VfPage parent_instance;

  GtkLabel *headline;
  AdwBin *warning;
  GtkWidget *command_box;
  GtkLabel *command;
  GtkButton *copy;
  GtkWidget *copy_keyring;
  AdwActionRow *password_row;
  GtkWidget *keyring_row;
  GtkLabel *keyring_command;
  AdwActionRow *folder_row;
  GtkWidget *overview;
  GtkWidget *terminal;
  GtkLabel *no_terminal;
  AdwBin *destinations;

  /* one destination, in the place of the overview; built when it is first wanted */
  VfDestinationView *view;
  VfSavedSource *source;
  GCancellable *loading;
  /* what the grid was built for */
  gboolean gaussdb_only;
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

/* The report says it of a connection that was just checked, the store of one that was opened again. */
static gboolean
stock_clients_can (VfDonePage *self)
{
  VfReport *report = vf_session_get_report (vf_page_get_session (VF_PAGE (self)));

  if (report)
    return vf_report_stock_clients_can (report);
  return !self->source || vf_saved_stock_clients_can (vf_saved_source_get_saved (self->source));
}

/* --- psql in a terminal --- */

static char **
make_terminal_command (VfDonePage *self, GError **error)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  g_auto (GStrv) environment = g_get_environ ();

  return vf_terminal_command ((const char *const *) environment,
                              vf_store_get_service_file (vf_session_get_store (session)), vf_session_get_name (session),
                              vf_session_get_password_stored (session) ? vf_session_get_target (session) : NULL, error);
}

static void
on_terminal (VfDonePage *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) command = make_terminal_command (self, &error);

  if (!command || !g_spawn_async (NULL, command, NULL, 0, NULL, NULL, NULL, &error))
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
}

/* A Flatpak cannot start programs outside it, and what it does not see it says nothing about. */
static void
update_terminal (VfDonePage *self)
{
  gboolean possible = !vf_in_flatpak (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) command = make_terminal_command (self, &error);

  gtk_widget_set_sensitive (self->terminal, command != NULL);
  gtk_widget_set_visible (self->terminal, possible);
  gtk_label_set_text (self->no_terminal, error ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->no_terminal), possible && error != NULL);
}

static const char *
describe_stored (gboolean psql_can)
{
  if (vf_in_flatpak (NULL))
    return psql_can ? _("Stored where only Verifull can read it; psql asks for it")
                    : _("Stored where only Verifull can read it");
  return psql_can ? _("In your keyring; Verifull takes it from there, psql asks for it")
                  : _("In your keyring; Verifull takes it from there");
}

static void
update_password (VfDonePage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));
  gboolean stored = vf_session_get_password_stored (session);
  g_autofree char *tool = g_find_program_in_path ("secret-tool");
  gboolean psql_can = stock_clients_can (self);
  const char *text = psql_can ? _("Not stored; psql asks for it if the server wants one") : _("Not stored");

  if (stored)
    text = describe_stored (psql_can);
  else if (vf_session_get_password (session))
    text = psql_can ? _("Kept until Verifull is closed; psql asks for it") : _("Kept until Verifull is closed");
  adw_action_row_set_subtitle (self->password_row, text);
  gtk_widget_set_visible (self->keyring_row, stored && tool && psql_can && !vf_in_flatpak (NULL));
}

/* A command that cannot work is not offered; why stands in its place. */
static void
update_warning (VfDonePage *self)
{
  gboolean psql_can = stock_clients_can (self);
  VfReport *report = vf_session_get_report (vf_page_get_session (VF_PAGE (self)));
  GtkWidget *list = NULL;

  for (guint i = 0; !psql_can && report && i < vf_report_get_n_findings (report); i++)
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

/* What stands in the grid depends on the server only; who reads the rest is in the table. */
static void
update_destinations (VfDonePage *self)
{
  gboolean gaussdb_only = !stock_clients_can (self);

  if (adw_bin_get_child (self->destinations) && self->gaussdb_only == gaussdb_only)
    return;
  self->gaussdb_only = gaussdb_only;
  adw_bin_set_child (self->destinations, vf_destination_grid_new (gaussdb_only));
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
  update_terminal (self);
  update_destinations (self);
}

/* --- one destination --- */

static void
show_overview (VfDonePage *self)
{
  vf_page_set_child (VF_PAGE (self), self->overview);
  vf_page_set_title (VF_PAGE (self), _("Use It"));
  vf_page_set_next_label (VF_PAGE (self), _("_Done"));
}

static void
show_destination (VfDonePage *self, const VfDestination *destination)
{
  if (!self->view)
    self->view = g_object_ref_sink (VF_DESTINATION_VIEW (vf_destination_view_new (VF_PAGE (self))));
  vf_destination_view_show (self->view, destination, self->source,
                            stock_clients_can (self) || destination->login != VF_LOGIN_POSTGRESQL);
  vf_page_set_child (VF_PAGE (self), GTK_WIDGET (self->view));
  vf_page_set_title (VF_PAGE (self), _(destination->title));
  /* the way on is back to the others */
  vf_page_set_next_label (VF_PAGE (self), "");
}

static gboolean
is_in_destination (VfDonePage *self)
{
  return self->view && vf_destination_view_get_destination (self->view);
}

static void
show_destination_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfDonePage *self = VF_DONE_PAGE (widget);
  const VfDestination *destination = vf_destination_find (g_variant_get_string (parameter, NULL));

  if (!destination || !self->source)
    return;
  show_destination (self, destination);
  vf_destination_view_focus (self->view);
}

static gboolean
vf_done_page_back (VfPage *page)
{
  VfDonePage *self = VF_DONE_PAGE (page);
  const VfDestination *destination;

  if (!is_in_destination (self))
    return FALSE;
  destination = vf_destination_view_get_destination (self->view);
  vf_destination_view_leave (self->view);
  show_overview (self);
  vf_destination_grid_focus (adw_bin_get_child (self->destinations), destination);
  return TRUE;
}

static void
loaded (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfDonePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfSavedSource) source = vf_saved_source_load_finish (result, &error);

  if (self->loading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->loading);
  g_clear_pointer (&self->source, vf_saved_source_unref);
  self->source = g_steal_pointer (&source);
  if (!self->source)
    {
      vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
      return;
    }
  update (self);
  if (is_in_destination (self))
    show_destination (self, vf_destination_view_get_destination (self->view));
}

static void
load (VfDonePage *self)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  g_clear_object (&self->loading);
  if (!vf_session_get_name (session))
    return;
  self->loading = g_cancellable_new ();
  vf_saved_source_load_async (vf_session_get_store (session), vf_session_get_name (session), self->loading, loaded,
                              g_object_ref (self));
}

/* --- the page --- */

static void
vf_done_page_shown (VfPage *page, gboolean forward)
{
  VfDonePage *self = VF_DONE_PAGE (page);

  update (self);
  load (self);
}

static void
vf_done_page_cancel (VfPage *page)
{
  g_clear_object (&VF_DONE_PAGE (page)->loading);
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
vf_done_page_dispose (GObject *object)
{
  VfDonePage *self = VF_DONE_PAGE (object);

  if (self->view)
    vf_destination_view_leave (self->view);
  G_OBJECT_CLASS (vf_done_page_parent_class)->dispose (object);
  g_clear_object (&self->view);
  g_clear_object (&self->overview);
  g_clear_pointer (&self->source, vf_saved_source_unref);
}

static void
vf_done_page_class_init (VfDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = vf_done_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = vf_done_page_dispose;
  page_class->shown = vf_done_page_shown;
  page_class->focus_first = vf_done_page_focus_first;
  page_class->cancel = vf_done_page_cancel;
  page_class->back = vf_done_page_back;
  gtk_widget_class_install_action (widget_class, "done.show-destination", "s", show_destination_activated);

  g_type_ensure (VF_TYPE_TERM_BUTTON);
  g_type_ensure (VF_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, headline);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, warning);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, command_box);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, command);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, copy);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, copy_keyring);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, password_row);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, keyring_command);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, folder_row);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, overview);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, terminal);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, no_terminal);
  gtk_widget_class_bind_template_child (widget_class, VfDonePage, destinations);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_terminal);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_keyring);
  gtk_widget_class_bind_template_callback (widget_class, on_open_folder);
}

static void
vf_done_page_init (VfDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_names (GTK_WIDGET (self));
  vf_keep_name (GTK_WIDGET (self->copy));
  vf_keep_name (self->copy_keyring);
  vf_wrap_texts (GTK_WIDGET (self));
  /* a command begins on the left, as the texts of the destinations do, also where words begin on the right */
  gtk_widget_set_direction (GTK_WIDGET (self->command), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->keyring_command), GTK_TEXT_DIR_LTR);
  /* it is taken out of the page while a destination is shown */
  g_object_ref (self->overview);
}
