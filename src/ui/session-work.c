/* How the operations of a session that take time are run: import, unlock, look, check.  Each runs in a worker thread on
 * references to immutable values and hands its result back on the main context.  A new run cancels the old one; what
 * an old run still delivers is known by its cancellable and dropped. */

#include "config.h"

#include "session-work.h"

void
vf_session_work_free (gpointer data)
{
  VfSessionWork *work = data;

  g_clear_pointer (&work->files, g_ptr_array_unref);
  g_clear_pointer (&work->before, vf_bundle_unref);
  g_clear_pointer (&work->inventory, vf_inventory_unref);
  g_clear_pointer (&work->archive_password, secret_value_unref);
  g_clear_pointer (&work->connection, vf_connection_unref);
  g_clear_pointer (&work->password, secret_value_unref);
  g_clear_pointer (&work->key_passphrase, secret_value_unref);
  g_clear_pointer (&work->context, g_main_context_unref);
  g_clear_object (&work->session);
  g_clear_object (&work->cancellable);
  g_free (work->store_directory);
  g_free (work->name);
  g_free (work);
}

VfSessionWork *
vf_session_work_new (VfSession *self)
{
  VfSessionWork *work = g_new0 (VfSessionWork, 1);

  work->session = g_object_ref (self);
  work->context = g_main_context_ref_thread_default ();
  work->key_passphrase = self->key_passphrase ? secret_value_ref (self->key_passphrase) : NULL;
  return work;
}

/* Never g_main_context_invoke(): while nobody iterates the context, that calls @function here, on the worker. */
void
vf_session_work_tell (VfSessionWork *work, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, work->context);
}

void
vf_session_work_start (VfSession *self, GCancellable **slot, VfSessionWork *work, GTaskThreadFunc run,
                       GAsyncReadyCallback done, gboolean return_on_cancel)
{
  g_autoptr (GTask) task = NULL;

  vf_clear_cancellable (slot);
  *slot = g_cancellable_new ();
  work->cancellable = g_object_ref (*slot);
  task = g_task_new (self, *slot, done, NULL);
  g_task_set_check_cancellable (task, return_on_cancel);
  g_task_set_return_on_cancel (task, return_on_cancel);
  g_task_set_task_data (task, work, vf_session_work_free);
  g_task_run_in_thread (task, run);
}

gboolean
vf_session_work_end (GCancellable **slot, GAsyncResult *result)
{
  if (g_task_get_cancellable (G_TASK (result)) != *slot)
    return FALSE;
  g_clear_object (slot);
  return TRUE;
}

VfInventory *
vf_session_work_read (VfSessionWork *work, VfArchiveProgress progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (VfBundle) read
    = vf_archive_read_locked ((GFile **) work->files->pdata, work->files->len, &work->archive_password,
                              work->archive_password ? 1 : 0, &vf_limits_default, progress, work, cancellable, error);
  g_autoptr (VfBundle) bundle = NULL;

  if (!read)
    return NULL;
  bundle = work->before ? vf_bundle_join (work->before, read) : vf_bundle_ref (read);
  return vf_inventory_new (bundle, &work->key_passphrase, work->key_passphrase ? 1 : 0,
                           g_get_real_time () / G_USEC_PER_SEC, cancellable, error);
}
