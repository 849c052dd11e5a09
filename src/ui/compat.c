#include "config.h"

#include "compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "describe.h"

static GListModel *
make_filters (void)
{
  static const char * const suffixes[] = {
    "zip", "tar", "gz", "tgz", "xz", "bz2", "7z", "pem", "crt", "cer", "der", "key", "crl", "p7b", "p7c", "p12", "pfx",
    "jks", "cipher", "rand",
  };
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) certificates = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (certificates, _("Archives and certificates"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (certificates, suffixes[i]);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, certificates);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

#if GTK_CHECK_VERSION (4, 10, 0)

/* @chosen: (transfer full)(nullable): a file, or a list of them; @error: (transfer full): why there is none */
static void
return_chosen (GTask *task, gpointer chosen, GError *error)
{
  if (chosen)
    g_task_return_pointer (task, chosen, g_object_unref);
  else if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  else
    g_task_return_error (task, g_steal_pointer (&error));
  g_clear_error (&error);
}

static void
files_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GListModel *files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);

  return_chosen (task, files, error);
}

void
vf_compat_open_files_async (GtkWindow *parent, const char *title, GFile *folder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, filters);
  if (folder)
    gtk_file_dialog_set_initial_folder (dialog, folder);
  gtk_file_dialog_open_multiple (dialog, parent, cancellable, files_chosen,
                                 g_task_new (NULL, cancellable, callback, user_data));
}

static void
file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  return_chosen (task, file, error);
}

void
vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, NULL, file_chosen, g_task_new (NULL, NULL, callback, user_data));
}

static void
folder_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFile *folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, &error);

  return_chosen (task, folder, error);
}

void
vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  if (folder)
    gtk_file_dialog_set_initial_folder (dialog, folder);
  gtk_file_dialog_select_folder (dialog, parent, NULL, folder_chosen, g_task_new (NULL, NULL, callback, user_data));
}

#else

static void
native_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  GTask *task = data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  g_object_unref (task);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
vf_compat_open_files_async (GtkWindow *parent, const char *title, GFile *folder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GListModel) filters = make_filters ();

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    }
  if (folder)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  g_signal_connect (dialog, "response", G_CALLBACK (native_response),
                    g_task_new (NULL, cancellable, callback, user_data));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
native_file_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
vf_compat_save_file_async (GtkWindow *parent, const char *title, const char *name, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (native_file_response), g_task_new (NULL, NULL, callback, user_data));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
vf_compat_select_folder_async (GtkWindow *parent, const char *title, GFile *folder, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL,
                                                              NULL);

  if (folder)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (native_file_response), g_task_new (NULL, NULL, callback, user_data));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

/**
 * vf_compat_save_file_finish:
 * @result: as the callback got it
 * @error: #G_IO_ERROR_CANCELLED if the dialog was dismissed
 *
 * Returns: (transfer full) (nullable): where it shall go
 */
GFile *
vf_compat_save_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * vf_compat_open_files_finish:
 * @result: as the callback got it
 * @error: #G_IO_ERROR_CANCELLED if the dialog was dismissed
 *
 * Returns: (transfer full) (nullable): the chosen files
 */
GListModel *
vf_compat_open_files_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

#define ABOUT_PROPERTIES \
  "application-icon", VF_APP_ID, \
  "application-name", "Verifull", \
  "version", VF_VERSION, \
  "comments", _("Get every PostgreSQL connection to Verify-Full."), \
  "license-type", GTK_LICENSE_MIT_X11, \
  /* translators: your name, one per line */ \
  "translator-credits", _("translator-credits"), \
  NULL

#if ADW_CHECK_VERSION (1, 5, 0)
/* Without animations libadwaita up to 1.10 closes a dialog at once, and then looks at it once more. */
static void
about_closed (AdwDialog *about)
{
  g_idle_add_once (g_object_unref, g_object_ref (about));
}
#endif

void
vf_compat_show_about (GtkWindow *parent)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *about = g_object_new (ADW_TYPE_ABOUT_DIALOG, ABOUT_PROPERTIES);

  g_signal_connect (about, "closed", G_CALLBACK (about_closed), NULL);
  adw_dialog_present (about, parent ? GTK_WIDGET (parent) : NULL);
#else
  GtkWindow *about = g_object_new (ADW_TYPE_ABOUT_WINDOW, "modal", TRUE, "transient-for", parent, ABOUT_PROPERTIES);

  gtk_window_present (about);
#endif
}

void
vf_compat_announce (GtkWidget *widget, const char *text)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  /* the window says it, because what was in none of the answers to a screen reader yet is not heard by it */
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_accessible_announce (root ? GTK_ACCESSIBLE (root) : GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  /* where the keyboard is on the page itself, vf_page_say() tells how what is on it stands */
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && !(GTK_IS_SCROLLED_WINDOW (focus) && gtk_widget_is_ancestor (widget, focus)))
    vf_describe_for_now (focus, text);
#endif
}

gboolean
vf_compat_asks_for_baseline (GtkWidget *widget)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  return gtk_widget_get_valign (widget) == GTK_ALIGN_BASELINE_FILL;
#else
  return gtk_widget_get_valign (widget) == GTK_ALIGN_BASELINE;
#endif
}
