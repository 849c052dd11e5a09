/* Where an export goes: the clipboard, or files. */

#include "config.h"

#include "destination-view-private.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "error.h"
#include "secret-clipboard.h"

/* --- copy --- */

static void
put_on_clipboard (VfDestinationView *self, const VfExport *export, gboolean is_secret)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (is_secret)
    vf_secret_clipboard_set (clipboard, vf_export_get_text (export));
  else
    gdk_clipboard_set_text (clipboard, vf_export_get_text (export));
  vf_page_toast (self->page,
                 is_secret ? _("Every program can read it on the clipboard, for one minute") : _("It is on the clipboard"),
                 NULL, NULL);
}

static void
made_to_copy (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfDestinationView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = vf_export_work_finish (result, &error);

  if (!vf_destination_view_get_session (self))
    return;
  if (export)
    put_on_clipboard (self, export, TRUE);
  else
    vf_page_toast (self->page, error->message, NULL, NULL);
}

/**
 * vf_destination_view_copy:
 *
 * Makes the export anew if it holds the password, in a worker, and puts it on the clipboard.
 */
void
vf_destination_view_copy (VfDestinationView *self)
{
  VfExportRequest request = vf_destination_view_describe (self, TRUE);

  if (self->destination->holds_password)
    vf_export_make_async (&request, NULL, made_to_copy, g_object_ref (self));
  else
    put_on_clipboard (self, self->export, vf_destination_view_is_secret (self));
}

/* --- save --- */

static void
saved (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfDestinationView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = vf_export_work_finish (result, &error);

  if (!vf_destination_view_get_session (self))
    return;
  /* what it is about is not shown any more */
  if (self->saving != g_task_get_cancellable (G_TASK (result)))
    {
      vf_page_toast (self->page, error ? error->message : _("It is saved, for you alone"), NULL, NULL);
      return;
    }
  g_clear_object (&self->saving);
  gtk_widget_set_visible (self->taken, g_error_matches (error, VF_ERROR, VF_ERROR_EXISTS));
  if (error)
    {
      gtk_label_set_text (self->taken_text, error->message);
      if (!g_error_matches (error, VF_ERROR, VF_ERROR_EXISTS))
        vf_page_toast (self->page, error->message, NULL, NULL);
      return;
    }
  vf_page_toast (self->page, _("It is saved, for you alone"), NULL, NULL);
  g_free (self->directory);
  self->directory = g_strdup (vf_export_get_directory (export));
  self->place_unknown = self->directory == NULL;
  /* the text names the place now, without the password */
  if (self->destination->holds_password)
    vf_destination_view_show_files (self);
  else
    vf_destination_view_install (self, g_steal_pointer (&export));
}

static void
save_to (VfDestinationView *self, const char *place, gboolean is_folder, gboolean replace)
{
  VfExportRequest request = vf_destination_view_describe (self, TRUE);
  g_autofree char *folder = is_folder ? g_strdup (place) : g_path_get_dirname (place);

  g_clear_object (&self->saving);
  self->saving = g_cancellable_new ();
  vf_export_save_async (&request, place, is_folder, replace, self->saving, saved, g_object_ref (self));
  g_free (self->taken_place);
  self->taken_place = g_steal_pointer (&folder);
}

/**
 * vf_destination_view_replace:
 *
 * Writes over the file that somebody was asked about.
 */
void
vf_destination_view_replace (VfDestinationView *self)
{
  g_autofree char *place = g_strdup (self->taken_place);

  gtk_widget_set_visible (self->taken, FALSE);
  save_to (self, place, TRUE, TRUE);
}

/* where something shall go, while that is being chosen */
typedef struct
{
  VfDestinationView *view;
  const VfDestination *destination;
  gboolean is_folder;
} Choice;

static void
place_chosen (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autofree Choice *choice = data;
  g_autoptr (VfDestinationView) self = choice->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = vf_compat_save_file_finish (result, &error);
  const char *path = file ? g_file_peek_path (file) : NULL;

  /* the window was closed, or something else is shown: a name was chosen for what is not there any more */
  if (!vf_destination_view_get_session (self) || !self->export || self->destination != choice->destination
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (path)
    save_to (self, path, choice->is_folder, FALSE);
  else
    vf_page_toast (self->page, error ? error->message : _("Only a folder of this computer will do."), NULL, NULL);
}

/**
 * vf_destination_view_save:
 *
 * Asks where to, and writes the export there in a worker.
 */
void
vf_destination_view_save (VfDestinationView *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  Choice *choice = g_new0 (Choice, 1);

  choice->view = g_object_ref (self);
  choice->destination = self->destination;
  choice->is_folder = vf_export_get_n_files (self->export) > 1;
  gtk_widget_set_visible (self->taken, FALSE);
  if (choice->is_folder)
    vf_compat_select_folder_async (window, _("A Folder for the Files"), NULL, place_chosen, choice);
  else
    vf_compat_save_file_async (window, _("Save the File"), vf_export_get_file_name (self->export, 0), place_chosen, choice);
}
