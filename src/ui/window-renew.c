/* A renewed archive for a saved connection. */

#include "config.h"

#include "window-private.h"

typedef struct
{
  VfWindow *window;
  /* (element-type GFile): may be empty */
  GPtrArray *files;
} Renewal;

static void
renewal_free (Renewal *renewal)
{
  g_object_unref (renewal->window);
  g_ptr_array_unref (renewal->files);
  g_free (renewal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static void
opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Renewal) renewal = data;
  g_autoptr (GError) error = NULL;
  VfWindow *self = renewal->window;
  gboolean ok = vf_session_open_finish (VF_SESSION (source), result, &error);

  if (!self->session || g_task_get_cancellable (G_TASK (result)) != self->opening)
    return;
  g_clear_object (&self->opening);
  vf_window_update_navigation (self);
  if (ok)
    {
      vf_window_show_page (self, "renew", TRUE);
      if (renewal->files->len > 0)
        vf_session_import (self->session, (GFile **) renewal->files->pdata, renewal->files->len, FALSE);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_window_toast (self, error->message);
}

/**
 * vf_window_renew:
 * @self: a window
 * @name: of a saved connection
 * @files: (array length=n_files) (nullable): the renewed archive; without one it is asked for
 * @n_files: how many
 *
 * Leaves whatever is in view.  The action "win.renew" does the same with the name and an array of URIs.
 */
void
vf_window_renew (VfWindow *self, const char *name, GFile **files, guint n_files)
{
  Renewal *renewal = g_new0 (Renewal, 1);

  renewal->window = g_object_ref (self);
  renewal->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (renewal->files, g_object_ref (files[i]));
  vf_window_show_page (self, "start", FALSE);
  vf_window_forget (self);
  self->opening = g_cancellable_new ();
  vf_session_open_async (self->session, name, self->opening, opened, renewal);
  vf_window_update_navigation (self);
}

/* (sas) */
void
vf_window_renew_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariantIter) uris = NULL;
  const char *name;
  const char *uri;

  g_variant_get (parameter, "(&sas)", &name, &uris);
  while (g_variant_iter_next (uris, "&s", &uri))
    g_ptr_array_add (files, g_file_new_for_uri (uri));
  vf_window_renew (data, name, (GFile **) files->pdata, files->len);
}
