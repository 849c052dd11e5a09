/* Reading what the person has, and taking some of it away again. */

#include "config.h"

#include "session-work.h"

#include "task-result.h"

typedef struct
{
  VfSession *session;
  GCancellable *cancellable;
  char *path;
} ImportStep;

static void
import_step_free (gpointer data)
{
  ImportStep *step = data;

  g_object_unref (step->session);
  g_object_unref (step->cancellable);
  g_free (step->path);
  g_free (step);
}

static gboolean
import_step (gpointer data)
{
  ImportStep *step = data;
  VfSession *self = step->session;

  if (self->importing != step->cancellable)
    return G_SOURCE_REMOVE;
  g_free (self->import_path);
  self->import_path = g_steal_pointer (&step->path);
  vf_session_notify (self, VF_SESSION_PROP_IMPORT_PATH);
  return G_SOURCE_REMOVE;
}

/* On the worker; ten times a second is as much as anybody can read. */
static void
import_progress (guint64 bytes_read, const char *path, gpointer data)
{
  VfSessionWork *work = data;
  gint64 now = g_get_monotonic_time ();
  ImportStep *step;

  if (now - work->told < G_USEC_PER_SEC / 10)
    return;
  work->told = now;
  step = g_new0 (ImportStep, 1);
  step->session = g_object_ref (work->session);
  step->cancellable = g_object_ref (work->cancellable);
  step->path = g_strdup (path);
  vf_session_work_tell (work, import_step, step, import_step_free);
}

static void
import_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  VfInventory *inventory = vf_session_work_read (data, import_progress, cancellable, &error);

  vf_task_return_result (task, inventory, (GDestroyNotify) vf_inventory_unref, error);
}

static void
import_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInventory) inventory = g_task_propagate_pointer (G_TASK (result), &error);
  VfSession *self = VF_SESSION (source);

  if (!vf_session_work_end (&self->importing, result))
    return;
  g_clear_pointer (&self->import_path, g_free);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  if (inventory && !self->import_adds)
    vf_session_forget_choice (self);
  if (inventory)
    vf_session_install_inventory (self, inventory);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vf_session_import_failed (self, error);
  vf_session_notify (self, VF_SESSION_PROP_IMPORTING);
}

/**
 * vf_session_import:
 * @self: a session
 * @files: (array length=n_files): archives, folders, single files
 * @n_files: how many
 * @add: join what is there already
 *
 * Reads in a worker; `importing` falls when it is over.
 */
void
vf_session_import (VfSession *self, GFile **files, guint n_files, gboolean add)
{
  VfSessionWork *work = vf_session_work_new (self);

  work->files = g_ptr_array_new_with_free_func (g_object_unref);
  /* what is being read is not lost by adding to it */
  if (add && self->importing)
    {
      g_ptr_array_extend (work->files, self->import_files, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
      add = self->import_adds;
    }
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (work->files, g_object_ref (files[i]));
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  self->import_files = g_ptr_array_ref (work->files);
  self->import_adds = add;
  if (add && self->inventory)
    work->before = vf_bundle_ref (vf_inventory_get_bundle (self->inventory));
  work->archive_password = add && self->archive_password ? secret_value_ref (self->archive_password) : NULL;
  vf_session_work_start (self, &self->importing, work, import_run, import_done, TRUE);
  vf_session_notify (self, VF_SESSION_PROP_IMPORTING);
}

/**
 * vf_session_remove_source:
 * @self: a session that has an inventory and reads nothing
 * @source: index of one of the things that were opened, as vf_bundle_get_source() counts
 *
 * What else there is stays as it was chosen.  Runs as an import.
 */
void
vf_session_remove_source (VfSession *self, guint source)
{
  VfBundle *bundle = vf_inventory_get_bundle (self->inventory);
  VfSessionWork *work;

  g_return_if_fail (!self->importing);
  work = vf_session_work_new (self);
  work->files = g_ptr_array_new_with_free_func (g_object_unref);
  work->before = vf_bundle_without_source (bundle, source);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  self->import_files = g_ptr_array_ref (work->files);
  self->import_adds = TRUE;
  vf_session_work_start (self, &self->importing, work, import_run, import_done, TRUE);
  vf_session_notify (self, VF_SESSION_PROP_IMPORTING);
}

/**
 * vf_session_cancel_import:
 *
 * What was there before stays; does nothing if no files are being read.
 */
void
vf_session_cancel_import (VfSession *self)
{
  if (!self->importing)
    return;
  vf_clear_cancellable (&self->importing);
  g_clear_pointer (&self->import_path, g_free);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  vf_session_notify (self, VF_SESSION_PROP_IMPORTING);
}
