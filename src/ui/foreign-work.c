#include "config.h"

#include "foreign-work.h"

#include "connection/settings.h"
#include "store/keyring.h"
#include "task-result.h"

static void
row_clear (gpointer data)
{
  VfForeignRow *row = data;

  vf_foreign_unref (row->foreign);
  g_clear_pointer (&row->connection, vf_connection_unref);
  g_clear_pointer (&row->key_passphrase, secret_value_unref);
  g_ptr_array_unref (row->notes);
  g_free (row->name);
}

VfForeignRow *
vf_foreign_row_ref (VfForeignRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vf_foreign_row_unref (VfForeignRow *self)
{
  g_atomic_rc_box_release_full (self, row_clear);
}

void
vf_foreign_file_free (VfForeignFile *file)
{
  g_clear_pointer (&file->list, vf_foreign_list_unref);
  g_clear_pointer (&file->rows, g_ptr_array_unref);
  g_free (file);
}

/* --- reading --- */

static VfForeignRow *
make_row (VfForeign *foreign, gint64 now)
{
  const char *const *notes = vf_foreign_get_notes (foreign);
  VfForeignRow *row = g_atomic_rc_box_new0 (VfForeignRow);

  row->foreign = vf_foreign_ref (foreign);
  row->notes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; notes[i]; i++)
    g_ptr_array_add (row->notes, g_strdup (notes[i]));
  /* an obstacle is told by the row itself */
  row->connection = vf_foreign_load (foreign, &row->key_passphrase, now, row->notes, NULL);
  return row;
}

/* Takes @list. */
static void
return_file (GTask *task, VfForeignList *list, GCancellable *cancellable)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  VfForeignFile *file = g_new0 (VfForeignFile, 1);

  file->list = list;
  file->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_foreign_row_unref);
  for (guint i = 0; i < vf_foreign_list_get_n (list) && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (file->rows, make_row (vf_foreign_list_get (list, i), now));
  g_task_return_pointer (task, file, (GDestroyNotify) vf_foreign_file_free);
}

static void
read_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  VfForeignList *list = vf_foreign_list_read (data, &error);

  if (list)
    return_file (task, list, cancellable);
  else
    g_task_return_error (task, error);
}

static void
read_environment_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const VfForeignPlace place = { .home = g_get_home_dir () };

  return_file (task, vf_foreign_list_read_environment (data, &place), cancellable);
}

/**
 * vf_foreign_read_async:
 * @path: of a file that another program wrote; untrusted
 * @callback: called on the main context; it ends with vf_foreign_read_finish()
 *
 * Reads the list of connections in a worker.
 */
void
vf_foreign_read_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_run);
}

void
vf_foreign_read_environment_async (const char *const *environment, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  /* PGPASSWORD is one of them */
  g_task_set_task_data (task, g_strdupv ((char **) (guintptr) environment), (GDestroyNotify) vf_wipe_strv);
  g_task_run_in_thread (task, read_environment_run);
}

VfForeignFile *
vf_foreign_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- keeping --- */

typedef struct
{
  GPtrArray *rows;
  char *directory;
  gboolean with_passwords;
  guint n_kept;
  GError *error;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_ptr_array_unref (work->rows);
  g_free (work->directory);
  g_clear_error (&work->error);
  g_free (work);
}

static void
run_work (GPtrArray *rows, VfStore *store, gboolean with_passwords, GTaskThreadFunc run, GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->rows = rows;
  work->directory = g_strdup (vf_store_get_directory (store));
  work->with_passwords = with_passwords;
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run);
}

/* A keyring that does not take a secret does not take the connection back. */
static void
keep_secret (Work *work, const VfForeignRow *row, VfSecretKind kind, SecretValue *secret)
{
  VfTarget *target = vf_connection_get_target (row->connection);

  if (secret)
    vf_keyring_store (target, kind, secret, NULL, work->error ? NULL : &work->error);
}

static void
keep_row (Work *work, VfStore *store, VfForeignRow *row)
{
  g_autofree char *name = vf_foreign_choose_name (row->foreign, store, NULL);

  if (!vf_foreign_keep (row->foreign, store, name, row->connection, row->key_passphrase, work->error ? NULL : &work->error))
    return;
  work->n_kept++;
  row->name = g_steal_pointer (&name);
  keep_secret (work, row, VF_SECRET_PASSPHRASE, row->key_passphrase);
  if (work->with_passwords)
    keep_secret (work, row, VF_SECRET_PASSWORD, vf_foreign_get_password (row->foreign));
}

static void
keep_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (VfStore) store = vf_store_new (work->directory);

  for (guint i = 0; i < work->rows->len; i++)
    keep_row (work, store, g_ptr_array_index (work->rows, i));
  g_task_return_boolean (task, TRUE);
}

void
vf_foreign_keep_async (GPtrArray *rows, VfStore *store, gboolean with_passwords, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  run_work (rows, store, with_passwords, keep_run, callback, user_data);
}

guint
vf_foreign_keep_finish (GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  g_task_propagate_boolean (G_TASK (result), NULL);
  if (work->error)
    g_propagate_error (error, g_steal_pointer (&work->error));
  return work->n_kept;
}

/* --- taking back --- */

static gboolean
take_back (VfStore *store, const VfForeignRow *row, GError **error)
{
  VfTarget *target = vf_connection_get_target (row->connection);
  g_autoptr (VfRemoved) removed = vf_store_remove (store, row->name, error);

  if (!removed)
    return FALSE;
  /* a second connection to the same server may have had its secrets there before */
  if (!vf_store_uses_target (store, target))
    {
      vf_keyring_clear (target, VF_SECRET_PASSWORD, NULL, NULL);
      vf_keyring_clear (target, VF_SECRET_PASSPHRASE, NULL, NULL);
    }
  return TRUE;
}

static void
take_back_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (VfStore) store = vf_store_new (work->directory);
  GError *error = NULL;

  for (guint i = 0; !error && i < work->rows->len; i++)
    {
      VfForeignRow *row = g_ptr_array_index (work->rows, i);

      if (row->name && take_back (store, row, &error))
        g_clear_pointer (&row->name, g_free);
    }
  vf_task_return_done (task, !error, error);
}

void
vf_foreign_take_back_async (GPtrArray *rows, VfStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  run_work (rows, store, FALSE, take_back_run, callback, user_data);
}

/**
 * vf_foreign_take_back_finish:
 *
 * Returns: whether all that was taken over is gone again
 */
gboolean
vf_foreign_take_back_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
