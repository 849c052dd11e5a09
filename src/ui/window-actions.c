#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "export-work.h"
#include "start-page.h"

static void
next_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_window_go_next (data);
}

static void
back_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_window_go_back (data);
}

static void
cancel_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  if (self->opening)
    g_cancellable_cancel (self->opening);
  vf_page_cancel (vf_window_get_page (self));
}

/* Escape leaves the nearest thing: what runs, else the page. */
static void
escape_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  if (self->opening || vf_page_get_busy (vf_window_get_page (self)))
    cancel_activated (NULL, NULL, self);
  else
    vf_window_go_back (self);
}

/* (nullable) */
static GtkWidget *
find_search_entry (GtkWidget *top)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SEARCH_ENTRY (top))
    return top;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child))
      found = find_search_entry (child);
  return found;
}

/* The search of the saved connections is hidden until somebody wants it. */
static void
find_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *page = GTK_WIDGET (vf_window_get_page (data));
  GtkWidget *entry = find_search_entry (page);

  if (entry)
    gtk_widget_grab_focus (entry);
  else
    gtk_widget_activate_action (page, "start.find", NULL);
}

/* --- files --- */

static GFile *
last_folder (VfWindow *self)
{
  g_autofree char *uri = self->settings ? g_settings_get_string (self->settings, "last-folder") : NULL;
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  if (uri && *uri)
    return g_file_new_for_uri (uri);
  return downloads ? g_file_new_for_path (downloads) : NULL;
}

static void
remember_folder (VfWindow *self, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder ? g_file_get_uri (folder) : NULL;

  if (self->settings && uri)
    g_settings_set_string (self->settings, "last-folder", uri);
}

static void
files_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = vf_compat_open_files_finish (result, &error);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  /* the window was closed under the dialog */
  if (!self->session)
    return;
  if (!files)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        vf_window_toast (self, error->message);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (chosen, g_list_model_get_item (files, i));
  if (chosen->len == 0)
    return;
  remember_folder (self, chosen->pdata[0]);
  vf_window_open_files (self, (GFile **) chosen->pdata, chosen->len);
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;
  g_autoptr (GFile) folder = last_folder (self);

  vf_compat_open_files_async (GTK_WINDOW (self), _("Open the Certificates"), folder, NULL, files_chosen,
                              g_object_ref (self));
}

/* --- connections --- */

static void
new_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  vf_window_show_page (self, "start", FALSE);
  vf_window_forget (self);
  vf_window_show_page (self, "certificates", TRUE);
}

static void
no_archive_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  if (vf_session_get_name (self->session))
    vf_window_forget (self);
  vf_session_use_no_archive (self->session);
  vf_window_show_page (self, "server", TRUE);
}

static void
check_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_window_show_page (data, "check", TRUE);
}

static void
show_page_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vf_window_show_page (data, g_variant_get_string (parameter, NULL), TRUE);
}

/* --- taking back what was put into a file of the person's own --- */

static void
insert_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean undone = vf_inserted_undo_finish (result, &error);

  if (!self->session)
    return;
  vf_window_toast (self, undone ? _("The file is as it was before") : error->message);
  /* it shows what the file says */
  if (g_str_equal (vf_window_get_page_name (self), "done"))
    vf_page_shown (vf_window_get_page (self), FALSE);
}

static void
undo_insert_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;
  VfInserted *inserted = vf_session_take_inserted (self->session);

  if (inserted)
    vf_inserted_undo_async (inserted, insert_undone, g_object_ref (self));
}

/* --- saved connections --- */

/* why a saved connection is opened */
typedef enum
{
  TO_CHECK,
  TO_SEE_FAILURE,
  TO_RETYPE,
  TO_USE,
  TO_EDIT,
} Purpose;

typedef struct
{
  VfWindow *window;
  Purpose purpose;
} Opening;

/* A check without a password would only fail; a client certificate may do without one. */
static gboolean
needs_password (VfSession *session)
{
  VfCredentials *credentials = vf_session_get_credentials (session);

  return !vf_session_get_password (session) && vf_credentials_get_client_chain (credentials)->len == 0;
}

static void
ask_password (VfWindow *self, const char *text)
{
  vf_window_show_page (self, "server", TRUE);
  vf_window_toast (self, text);
}

static void
check_opened (VfWindow *self)
{
  /* it was imported without a mode of ours, and a look recommends one */
  if (!vf_session_get_mode_chosen (self->session))
    vf_window_show_page (self, "security", TRUE);
  else if (needs_password (self->session))
    ask_password (self, _("There is no password for this connection in the keyring. Type it here."));
  else
    vf_window_show_page (self, "check", TRUE);
}

static void
show_opened (VfWindow *self, Purpose purpose)
{
  switch (purpose)
    {
    case TO_CHECK:
      check_opened (self);
      break;
    case TO_SEE_FAILURE:
      if (vf_session_show_result (self->session))
        vf_window_show_page (self, "check", FALSE);
      else
        check_opened (self);
      break;
    case TO_RETYPE:
      ask_password (self, _("The server did not accept the password in the keyring. Type it here."));
      break;
    case TO_USE:
      vf_window_show_page (self, "done", TRUE);
      break;
    case TO_EDIT:
      vf_window_show_page (self, "server", TRUE);
      break;
    }
}

static void
saved_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Opening *opening = data;
  g_autoptr (VfWindow) self = opening->window;
  g_autoptr (GError) error = NULL;
  gboolean opened = vf_session_open_finish (VF_SESSION (source), result, &error);

  if (!self->session || g_task_get_cancellable (G_TASK (result)) != self->opening)
    return;
  g_clear_object (&self->opening);
  vf_window_update_navigation (self);
  if (!opened)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        vf_window_toast (self, error->message);
      return;
    }
  show_opened (self, opening->purpose);
}

static void
open_saved (VfWindow *self, GVariant *name, Purpose purpose)
{
  Opening *opening = g_new0 (Opening, 1);

  vf_window_show_page (self, "start", FALSE);
  vf_window_forget (self);
  self->opening = g_cancellable_new ();
  opening->window = g_object_ref (self);
  opening->purpose = purpose;
  vf_session_open_async (self->session, g_variant_get_string (name, NULL), self->opening, saved_opened, opening);
  vf_window_update_navigation (self);
}

static void
check_saved_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_saved (data, parameter, TO_CHECK);
}

/* What a check in its row has found; another attempt is made only if that is not known any more. */
static void
show_failure_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_saved (data, parameter, TO_SEE_FAILURE);
}

/* A wrong password is not sent a second time. */
static void
retype_saved_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_saved (data, parameter, TO_RETYPE);
}

static void
check_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;

  vf_window_stop_opening (self);
  if (!g_str_equal (vf_window_get_page_name (self), "start"))
    vf_window_show_page (self, "start", FALSE);
  vf_start_page_check_all (VF_START_PAGE (vf_window_get_page (self)));
}

static void
use_saved_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_saved (data, parameter, TO_USE);
}

static void
edit_saved_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_saved (data, parameter, TO_EDIT);
}

void
vf_window_install_actions (VfWindow *self)
{
  static const GActionEntry entries[] = {
    { "next", next_activated },
    { "back", back_activated },
    { "cancel", cancel_activated },
    { "escape", escape_activated },
    { "open", open_activated },
    { "import", vf_window_import_activated },
    { "import-environment", vf_window_import_environment_activated },
    { "import-store", vf_window_import_store_activated },
    { "no-archive", no_archive_activated },
    { "new", new_activated },
    { "paste", vf_window_paste_activated },
    { "find", find_activated },
    { "check", check_activated },
    { "show-page", show_page_activated, "s" },
    { "check-all", check_all_activated },
    { "undo-insert", undo_insert_activated },
    { "check-saved", check_saved_activated, "s" },
    { "show-failure", show_failure_activated, "s" },
    { "retype-saved", retype_saved_activated, "s" },
    { "use-saved", use_saved_activated, "s" },
    { "edit-saved", edit_saved_activated, "s" },
    { "renew", vf_window_renew_activated, "(sas)" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
