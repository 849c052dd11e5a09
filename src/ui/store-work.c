#include "config.h"

#include "store-work.h"

#include "store/overview.h"
#include "task-result.h"

typedef struct
{
  char *directory;
  char *name;
  char *new_name;
  VfRemoved *removed;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->directory);
  g_free (change->name);
  g_free (change->new_name);
  g_clear_pointer (&change->removed, vf_removed_free);
  g_free (change);
}

/* @user_data as such, not as source: the worker must not be the one to drop the last reference of a widget. */
static void
run_change (VfStore *store, Change change, GCancellable *cancellable, GTaskThreadFunc run,
            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  change.directory = g_strdup (vf_store_get_directory (store));
  g_task_set_task_data (task, g_memdup2 (&change, sizeof change), change_free);
  g_task_run_in_thread (task, run);
}

static void
list_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autoptr (VfStore) store = vf_store_new (change->directory);
  GError *error = NULL;
  GPtrArray *saved = vf_store_list (store, &error);

  if (saved)
    vf_overview_sort (saved, g_get_real_time () / G_USEC_PER_SEC);
  vf_task_return_result (task, saved, (GDestroyNotify) g_ptr_array_unref, error);
}

/**
 * vf_store_list_async:
 * @callback: called on the main context; it ends with vf_store_list_finish()
 *
 * Reads what is saved in a worker.
 */
void
vf_store_list_async (VfStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  run_change (store, (Change){ 0 }, cancellable, list_run, callback, user_data);
}

GPtrArray *
vf_store_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
rename_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autoptr (VfStore) store = vf_store_new (change->directory);
  GError *error = NULL;
  gboolean renamed = vf_store_rename (store, change->name, change->new_name, &error);

  vf_task_return_done (task, renamed, error);
}

/**
 * vf_store_rename_async:
 * @callback: called on the main context; it ends with vf_store_work_finish()
 *
 * Cannot be cancelled: what has begun on the disk is brought to its end.
 */
void
vf_store_rename_async (VfStore *store, const char *name, const char *new_name, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  run_change (store, (Change){ .name = g_strdup (name), .new_name = g_strdup (new_name) }, NULL, rename_run, callback,
              user_data);
}

static void
duplicate_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autoptr (VfStore) store = vf_store_new (change->directory);
  GError *error = NULL;
  gboolean copied;

  change->new_name = vf_store_suggest_copy_name (store, change->name);
  copied = vf_store_duplicate (store, change->name, change->new_name, &error);
  vf_task_return_done (task, copied, error);
}

void
vf_store_duplicate_async (VfStore *store, const char *name, GAsyncReadyCallback callback, gpointer user_data)
{
  run_change (store, (Change){ .name = g_strdup (name) }, NULL, duplicate_run, callback, user_data);
}

static void
remove_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autoptr (VfStore) store = vf_store_new (change->directory);
  GError *error = NULL;
  VfRemoved *removed = vf_store_remove (store, change->name, &error);

  vf_task_return_result (task, removed, (GDestroyNotify) vf_removed_free, error);
}

/**
 * vf_store_remove_async:
 * @callback: called on the main context; it ends with vf_store_remove_finish()
 *
 * Cannot be cancelled: what has begun on the disk is brought to its end.
 */
void
vf_store_remove_async (VfStore *store, const char *name, GAsyncReadyCallback callback, gpointer user_data)
{
  run_change (store, (Change){ .name = g_strdup (name) }, NULL, remove_run, callback, user_data);
}

VfRemoved *
vf_store_remove_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
restore_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autoptr (VfStore) store = vf_store_new (change->directory);
  GError *error = NULL;
  gboolean restored = vf_store_restore (store, change->removed, &error);

  vf_task_return_done (task, restored, error);
}

void
vf_store_restore_async (VfStore *store, VfRemoved *removed, GAsyncReadyCallback callback, gpointer user_data)
{
  run_change (store, (Change){ .removed = removed }, NULL, restore_run, callback, user_data);
}

gboolean
vf_store_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
vf_store_work_get_name (GAsyncResult *result)
{
  return ((Change *) g_task_get_task_data (G_TASK (result)))->name;
}

const char *
vf_store_work_get_new_name (GAsyncResult *result)
{
  return ((Change *) g_task_get_task_data (G_TASK (result)))->new_name;
}
