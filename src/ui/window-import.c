/* Lists of connections that other programs have. */

#include "config.h"

#include "window-private.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "import-page.h"
#include "init.h"
#include "sandbox.h"

typedef struct
{
  VfWindow *window;
  GFile *file; /* NULL: the environment */
  gboolean expected;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->window);
  g_clear_object (&reading->file);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* A store is a folder of that name.  Many other files end so, too: those are opened as certificates when they turn out to be no list. */
gboolean
vf_window_may_be_list (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name && (g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".conf") || g_str_equal (name, "verifull"));
}

static void
list_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  VfWindow *self = reading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfForeignFile) file = vf_foreign_read_finish (result, &error);

  /* the window was closed, or something else was opened meanwhile */
  if (!self->session || g_task_get_cancellable (G_TASK (result)) != self->opening)
    return;
  g_clear_object (&self->opening);
  vf_window_update_navigation (self);
  if (file)
    {
      vf_window_show_page (self, "start", FALSE);
      vf_window_show_page (self, "import", TRUE);
      vf_import_page_take_file (VF_IMPORT_PAGE (vf_window_get_page (self)), g_steal_pointer (&file));
    }
  else if (reading->expected)
    vf_window_toast (self, error->message);
  else
    vf_window_open_certificates (self, &reading->file, 1);
}

/* Whatever was read until now is not wanted any more. */
static Reading *
begin_reading (VfWindow *self)
{
  Reading *reading = g_new0 (Reading, 1);

  vf_window_stop_opening (self);
  self->opening = g_cancellable_new ();
  reading->window = g_object_ref (self);
  return reading;
}

void
vf_window_import_list (VfWindow *self, GFile *file, gboolean expected)
{
  Reading *reading = begin_reading (self);
  const char *path = g_file_peek_path (file);

  reading->file = g_object_ref (file);
  reading->expected = expected;
  vf_foreign_read_async (path ? path : "", self->opening, list_read, reading);
  vf_window_update_navigation (self);
}

static void
file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = vf_compat_open_files_finish (result, &error);
  g_autoptr (GFile) file = files ? g_list_model_get_item (files, 0) : NULL;

  if (!self->session)
    return;
  if (file)
    vf_window_import_list (self, file, TRUE);
  else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_window_toast (self, error->message);
}

static void
folder_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = vf_compat_save_file_finish (result, &error);

  if (!self->session)
    return;
  if (folder)
    vf_window_import_list (self, folder, TRUE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_window_toast (self, error->message);
}

/* Where a Flatpak keeps its things, and everything else; both are the same from inside and outside of the sandbox. */
static GFile *
get_other_store (void)
{
  const char *home = g_get_home_dir ();

  return vf_in_flatpak (NULL) ? g_file_new_build_filename (home, ".local", "share", "verifull", NULL)
                              : g_file_new_build_filename (home, ".var", "app", VF_APP_ID, "data", "verifull", NULL);
}

/* The whole folder, because a sandbox sees nothing that lies beside a file. */
void
vf_window_import_store_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;
  g_autoptr (GFile) folder = get_other_store ();

  vf_compat_select_folder_async (GTK_WINDOW (self), _("The Folder of the Other Installation"), folder, folder_chosen,
                                 g_object_ref (self));
}

void
vf_window_import_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;
  g_autoptr (GFile) folder = g_file_new_for_path (g_get_home_dir ());

  vf_compat_open_files_async (GTK_WINDOW (self), _("Open a List of Connections"), folder, NULL, file_chosen,
                              g_object_ref (self));
}

/* --- the environment --- */

/* Without one of these the others lead nowhere. */
gboolean
vf_window_has_environment (void)
{
  static const char *const leading[] = { "PGHOST", "PGHOSTADDR", "PGSERVICE" };
  g_auto (GStrv) environment = vf_init_get_environ ();
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (leading); i++)
    {
      const char *value = g_environ_getenv (environment, leading[i]);

      any |= value && *value;
    }
  return any;
}

void
vf_window_import_environment_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VfWindow *self = data;
  g_auto (GStrv) environment = vf_init_get_environ ();
  Reading *reading = begin_reading (self);

  reading->expected = TRUE;
  vf_foreign_read_environment_async ((const char *const *) environment, self->opening, list_read, reading);
  vf_window_update_navigation (self);
}
