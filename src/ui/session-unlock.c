/* Opening what is locked: the keys by a passphrase, an archive by its password. */

#include "config.h"

#include "session-work.h"

#include <glib/gi18n.h>

#include "error.h"
#include "task-result.h"

static void
unlock_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  VfSessionWork *work = data;
  VfInventory *unlocked = vf_inventory_unlock (work->inventory, work->key_passphrase, cancellable, &error);

  vf_task_return_result (task, unlocked, (GDestroyNotify) vf_inventory_unref, error);
}

static void
unlock_start (VfSession *self, VfSessionWork *work, GTaskThreadFunc run, GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  vf_clear_cancellable (&self->unlocking);
  self->unlocking = g_cancellable_new ();
  work->inventory = vf_inventory_ref (self->inventory);
  task = g_task_new (self, self->unlocking, callback, user_data);
  /* OpenSSL cannot be stopped: what it still finds out is dropped */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, work, vf_session_work_free);
  g_task_run_in_thread (task, run);
  vf_session_notify (self, VF_SESSION_PROP_UNLOCKING);
}

/**
 * vf_session_unlock_async:
 * @self: a session that has an inventory
 * @passphrase: what may open the locked keys
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * `unlocking` falls when it is over.
 */
void
vf_session_unlock_async (VfSession *self, SecretValue *passphrase, GAsyncReadyCallback callback, gpointer user_data)
{
  VfSessionWork *work = vf_session_work_new (self);

  g_clear_pointer (&work->key_passphrase, secret_value_unref);
  work->key_passphrase = secret_value_ref (passphrase);
  unlock_start (self, work, unlock_run, callback, user_data);
}

static guint
count_locked_entries (VfInventory *inventory)
{
  guint n = 0;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    n += vf_item_get_kind (vf_inventory_get_item (inventory, i)) == VF_KIND_SKIPPED
         && vf_item_is_locked (vf_inventory_get_item (inventory, i));
  return n;
}

static void
unlock_archive_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  VfSessionWork *work = data;
  g_autoptr (VfInventory) inventory = vf_session_work_read (work, NULL, cancellable, &error);

  if (!inventory)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (count_locked_entries (inventory) < count_locked_entries (work->inventory))
    g_task_return_pointer (task, g_steal_pointer (&inventory), (GDestroyNotify) vf_inventory_unref);
  else
    g_task_return_new_error (task, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE, _("The password does not open the archive."));
}

/**
 * vf_session_unlock_archive_async:
 * @self: a session whose inventory needs the password of an archive
 * @password: what may open it
 * @callback: called on the main context; it ends with vf_session_unlock_finish()
 * @user_data: for @callback
 *
 * Reads everything again that was imported.
 */
void
vf_session_unlock_archive_async (VfSession *self, SecretValue *password, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  VfSessionWork *work = vf_session_work_new (self);

  work->archive_password = secret_value_ref (password);
  work->files = vf_bundle_list_files (vf_inventory_get_bundle (self->inventory));
  unlock_start (self, work, unlock_archive_run, callback, user_data);
}

/**
 * vf_session_unlock_finish:
 * @self: a session
 * @result: as the callback got it
 * @error: #VF_ERROR_WRONG_PASSPHRASE among others; %G_IO_ERROR_CANCELLED also if something else was opened meanwhile
 *
 * Returns: whether something is open that was locked
 */
gboolean
vf_session_unlock_finish (VfSession *self, GAsyncResult *result, GError **error)
{
  g_autoptr (VfInventory) unlocked = g_task_propagate_pointer (G_TASK (result), error);
  VfSessionWork *work = g_task_get_task_data (G_TASK (result));

  if (vf_session_work_end (&self->unlocking, result))
    vf_session_notify (self, VF_SESSION_PROP_UNLOCKING);
  if (!unlocked)
    return FALSE;
  if (work->archive_password)
    {
      g_clear_pointer (&self->archive_password, secret_value_unref);
      self->archive_password = secret_value_ref (work->archive_password);
    }
  else
    {
      g_clear_pointer (&self->key_passphrase, secret_value_unref);
      self->key_passphrase = secret_value_ref (work->key_passphrase);
    }
  vf_session_install_inventory (self, unlocked);
  return TRUE;
}

/**
 * vf_session_cancel_unlock:
 * @self: a session
 *
 * The callback of the attempt hears of it at once, although a worker may be busy with it for some seconds more.
 */
void
vf_session_cancel_unlock (VfSession *self)
{
  if (!self->unlocking)
    return;
  vf_clear_cancellable (&self->unlocking);
  vf_session_notify (self, VF_SESSION_PROP_UNLOCKING);
}

/**
 * vf_session_get_unlocking:
 *
 * Returns: whether a key or an archive is being opened
 */
gboolean
vf_session_get_unlocking (VfSession *self)
{
  return self->unlocking != NULL;
}
