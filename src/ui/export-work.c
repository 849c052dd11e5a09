#include "config.h"

#include "export-work.h"

#include "sandbox.h"
#include "task-result.h"

typedef struct
{
  char *store_directory;
  char *name;
  VfSavedSource *source;
  const VfDestination *destination;
  char *directory;
  SecretValue *password;
  SecretValue *key_passphrase;
  char *place;
  gboolean is_folder;
  gboolean replace;
  VfInsertion *insertion;
  VfInserted *inserted;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->store_directory);
  g_free (work->name);
  g_free (work->directory);
  g_free (work->place);
  g_clear_pointer (&work->source, vf_saved_source_unref);
  g_clear_pointer (&work->password, secret_value_unref);
  g_clear_pointer (&work->key_passphrase, secret_value_unref);
  g_clear_pointer (&work->insertion, vf_insertion_unref);
  g_clear_pointer (&work->inserted, vf_inserted_free);
  g_free (work);
}

static Work *
work_new (const VfExportRequest *request)
{
  Work *work = g_new0 (Work, 1);

  work->source = vf_saved_source_ref (request->source);
  work->destination = request->destination;
  work->directory = g_strdup (request->directory);
  work->name = g_strdup (request->name);
  work->password = request->password ? secret_value_ref (request->password) : NULL;
  work->key_passphrase = request->key_passphrase ? secret_value_ref (request->key_passphrase) : NULL;
  return work;
}

/* Takes @work. */
static void
run (Work *work, GCancellable *cancellable, GTaskThreadFunc function, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, function);
}

static VfExportSource
describe (const Work *work)
{
  VfExportSource source = vf_saved_source_describe (work->source, g_get_real_time () / G_USEC_PER_SEC);

  source.directory = work->directory;
  source.password = work->password;
  source.key_passphrase = work->key_passphrase;
  if (work->name)
    source.name = work->name;
  return source;
}

/* --- the connection --- */

static void
load_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (VfStore) store = vf_store_new (work->store_directory);
  GError *error = NULL;
  VfSavedSource *source = vf_saved_source_load (store, work->name, &error);

  vf_task_return_result (task, source, (GDestroyNotify) vf_saved_source_unref, error);
}

/**
 * vf_saved_source_load_async:
 * @callback: called on the main context; it ends with vf_saved_source_load_finish()
 *
 * Reads a saved connection in a worker, as the exports need it.
 */
void
vf_saved_source_load_async (VfStore *store, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->store_directory = g_strdup (vf_store_get_directory (store));
  work->name = g_strdup (name);
  run (work, cancellable, load_run, callback, user_data);
}

/**
 * vf_saved_source_load_finish:
 *
 * Returns: (transfer full): the connection; %NULL with the store's error
 */
VfSavedSource *
vf_saved_source_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the export --- */

static void
make_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  VfExportSource source = describe (data);
  GError *error = NULL;
  VfExport *export = vf_export_make (((Work *) data)->destination, &source, &error);

  vf_task_return_result (task, export, (GDestroyNotify) vf_export_free, error);
}

/**
 * vf_export_make_async:
 * @callback: called on the main context; it ends with vf_export_work_finish()
 *
 * Makes an export in a worker.
 */
void
vf_export_make_async (const VfExportRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  run (work_new (request), cancellable, make_run, callback, user_data);
}

/* What is named in an export is for other programs. */
static char *
find_named_folder (const Work *work)
{
  g_autofree char *folder = work->is_folder ? g_strdup (work->place) : g_path_get_dirname (work->place);

  return vf_host_path (folder);
}

static void
save_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autofree char *named = find_named_folder (work);
  VfExportSource source = describe (work);
  GError *error = NULL;
  VfExport *export;
  gboolean saved;

  source.directory = named;
  export = vf_export_make (work->destination, &source, &error);
  saved = export && (work->is_folder ? vf_export_save (export, work->place, work->replace, &error)
                                              : vf_export_save_file (export, 0, work->place, &error));

  if (saved)
    vf_saved_source_note_saved (work->source, work->destination, export, work->place);
  else if (export)
    g_clear_pointer (&export, vf_export_free);
  vf_task_return_result (task, export, (GDestroyNotify) vf_export_free, error);
}

void
vf_export_save_async (const VfExportRequest *request, const char *place, gboolean is_folder, gboolean replace,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (request);

  work->place = g_strdup (place);
  work->is_folder = is_folder;
  work->replace = replace;
  run (work, cancellable, save_run, callback, user_data);
}

VfExport *
vf_export_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the person's own file --- */

static void
plan_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  VfExportSource source = describe (data);
  g_auto (GStrv) environment = g_get_environ ();
  GError *error = NULL;
  VfInsertion *insertion = vf_insertion_new (((Work *) data)->destination, &source, (const char *const *) environment,
                                             &error);

  vf_task_return_result (task, insertion, (GDestroyNotify) vf_insertion_unref, error);
}

/**
 * vf_insertion_plan_async:
 * @callback: called on the main context; it ends with vf_insertion_plan_finish()
 *
 * Finds out in a worker what would be changed in a file of the person's own; changes nothing.
 */
void
vf_insertion_plan_async (const VfExportRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  run (work_new (request), cancellable, plan_run, callback, user_data);
}

/**
 * vf_insertion_plan_finish:
 *
 * Returns: (transfer full): the change that would be made; %NULL with an error
 */
VfInsertion *
vf_insertion_plan_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
apply_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  VfInserted *inserted = vf_insertion_apply (((Work *) data)->insertion, &error);

  vf_task_return_result (task, inserted, (GDestroyNotify) vf_inserted_free, error);
}

/**
 * vf_insertion_apply_async:
 * @callback: called on the main context; it ends with vf_insertion_apply_finish()
 *
 * Changes the file in a worker. Cannot be cancelled.
 */
void
vf_insertion_apply_async (VfInsertion *insertion, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->insertion = vf_insertion_ref (insertion);
  run (work, NULL, apply_run, callback, user_data);
}

/**
 * vf_insertion_apply_finish:
 *
 * Returns: (transfer full): what can be undone; %NULL with an error, and the file is as it was
 */
VfInserted *
vf_insertion_apply_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
undo_run (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean undone = vf_inserted_undo (((Work *) data)->inserted, &error);

  vf_task_return_done (task, undone, error);
}

void
vf_inserted_undo_async (VfInserted *inserted, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->inserted = inserted;
  run (work, NULL, undo_run, callback, user_data);
}

/**
 * vf_inserted_undo_finish:
 *
 * Returns: whether the file is what it was before
 */
gboolean
vf_inserted_undo_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
