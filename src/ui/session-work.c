/* The operations of a session that take time: import, unlock, look, check.  Each runs in a worker thread on
 * references to immutable values and hands its result back on the main context.  A new run cancels the old one; what
 * an old run still delivers is known by its cancellable and dropped. */

#include "config.h"

#include "session-private.h"

#include <glib/gi18n.h>

#include "error.h"
#include "import/archive.h"

typedef struct
{
  /* import */
  GPtrArray *files;
  VfBundle *before;
  /* unlock */
  VfInventory *inventory;
  SecretValue *archive_password;
  /* look and check */
  VfConnection *connection;
  SecretValue *password;
  SecretValue *key_passphrase;
  char *store_directory;
  char *name;
  /* progress */
  GMainContext *context;
  VfSession *session;
  GCancellable *cancellable;
  gint64 told;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

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

static Work *
work_new (VfSession *self)
{
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (self);
  work->context = g_main_context_ref_thread_default ();
  work->key_passphrase = self->key_passphrase ? secret_value_ref (self->key_passphrase) : NULL;
  return work;
}

/* Never g_main_context_invoke(): while nobody iterates the context, that calls @function here, on the worker. */
static void
tell (Work *work, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, work->context);
}

/* Cancels what runs in @slot, and starts @run in its place. */
static void
start_work (VfSession *self, GCancellable **slot, Work *work, GTaskThreadFunc run, GAsyncReadyCallback done,
            gboolean return_on_cancel)
{
  g_autoptr (GTask) task = NULL;

  vf_clear_cancellable (slot);
  *slot = g_cancellable_new ();
  work->cancellable = g_object_ref (*slot);
  task = g_task_new (self, *slot, done, NULL);
  g_task_set_check_cancellable (task, return_on_cancel);
  g_task_set_return_on_cancel (task, return_on_cancel);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run);
}

/* TRUE, with the slot emptied, if @result is of the run that is wanted now */
static gboolean
end_work (GCancellable **slot, GAsyncResult *result)
{
  if (g_task_get_cancellable (G_TASK (result)) != *slot)
    return FALSE;
  g_clear_object (slot);
  return TRUE;
}

/* --- import --- */

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
  Work *work = data;
  gint64 now = g_get_monotonic_time ();
  ImportStep *step;

  if (now - work->told < G_USEC_PER_SEC / 10)
    return;
  work->told = now;
  step = g_new0 (ImportStep, 1);
  step->session = g_object_ref (work->session);
  step->cancellable = g_object_ref (work->cancellable);
  step->path = g_strdup (path);
  tell (work, import_step, step, import_step_free);
}

static VfInventory *
read_inventory (Work *work, VfArchiveProgress progress, GCancellable *cancellable, GError **error)
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

static void
import_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  VfInventory *inventory = read_inventory (data, import_progress, cancellable, &error);

  if (inventory)
    g_task_return_pointer (task, inventory, (GDestroyNotify) vf_inventory_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* What was read is kept in mind, because an archive with a password is read once more with it. */
static void
note_sources (VfSession *self, const Work *work)
{
  if (!self->sources || !work->before)
    {
      g_clear_pointer (&self->sources, g_ptr_array_unref);
      self->sources = g_ptr_array_new_with_free_func (g_object_unref);
    }
  g_ptr_array_extend (self->sources, work->files, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
}

static void
import_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfInventory) inventory = g_task_propagate_pointer (G_TASK (result), &error);
  VfSession *self = VF_SESSION (source);

  if (!end_work (&self->importing, result))
    return;
  g_clear_pointer (&self->import_path, g_free);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  if (inventory && !self->import_adds)
    vf_session_forget_choice (self);
  if (inventory)
    {
      note_sources (self, g_task_get_task_data (G_TASK (result)));
      vf_session_install_inventory (self, inventory);
    }
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
  Work *work = work_new (self);

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
  start_work (self, &self->importing, work, import_run, import_done, TRUE);
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
  Work *work;

  g_return_if_fail (!self->importing);
  work = work_new (self);
  work->files = g_ptr_array_new_with_free_func (g_object_unref);
  work->before = vf_bundle_without_source (bundle, source);
  g_clear_pointer (&self->import_files, g_ptr_array_unref);
  self->import_files = g_ptr_array_ref (work->files);
  self->import_adds = TRUE;
  start_work (self, &self->importing, work, import_run, import_done, TRUE);
  vf_session_notify (self, VF_SESSION_PROP_IMPORTING);
}

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

/* --- unlock --- */

static void
unlock_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  Work *work = data;
  VfInventory *unlocked = vf_inventory_unlock (work->inventory, work->key_passphrase, &error);

  if (unlocked)
    g_task_return_pointer (task, unlocked, (GDestroyNotify) vf_inventory_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
unlock_start (VfSession *self, Work *work, GTaskThreadFunc run, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  work->inventory = vf_inventory_ref (self->inventory);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run);
}

/**
 * vf_session_unlock_async:
 * @self: a session that has an inventory
 * @passphrase: what may open the locked keys
 * @callback: called on the main context
 * @user_data: for @callback
 */
void
vf_session_unlock_async (VfSession *self, SecretValue *passphrase, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (self);

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
  Work *work = data;
  g_autoptr (VfInventory) inventory = read_inventory (work, NULL, cancellable, &error);

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
  Work *work = work_new (self);

  work->archive_password = secret_value_ref (password);
  work->files = g_ptr_array_ref (self->sources);
  unlock_start (self, work, unlock_archive_run, callback, user_data);
}

/**
 * vf_session_unlock_finish:
 * @self: a session
 * @result: as the callback got it
 * @error: #VF_ERROR_WRONG_PASSPHRASE among others
 *
 * Returns: whether something is open that was locked
 */
gboolean
vf_session_unlock_finish (VfSession *self, GAsyncResult *result, GError **error)
{
  g_autoptr (VfInventory) unlocked = g_task_propagate_pointer (G_TASK (result), error);
  Work *work = g_task_get_task_data (G_TASK (result));

  if (!unlocked)
    return FALSE;
  /* something else was imported meanwhile: what was opened is gone */
  if (work->inventory != self->inventory)
    return TRUE;
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

/* --- look --- */

static void
look_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  VfCheckOptions options = { 0 };

  g_task_return_pointer (task, vf_check_look (work->connection, work->key_passphrase, &options, cancellable),
                         (GDestroyNotify) vf_report_unref);
}

static void
look_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfReport) look = g_task_propagate_pointer (G_TASK (result), NULL);
  VfSession *self = VF_SESSION (source);

  if (!end_work (&self->looking, result))
    return;
  if (look)
    vf_session_install_look (self, look);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

/**
 * vf_session_look:
 * @self: a session
 *
 * Looks at the server without logging in; `looking` falls when it is over.  Does nothing without a connection.
 */
void
vf_session_look (VfSession *self)
{
  VfConnection *connection = vf_session_get_connection (self);
  Work *work;

  if (!connection)
    return;
  work = work_new (self);
  /* by the strictest mode, so that what stands in its way is found, whichever is chosen */
  work->connection = vf_connection_with_mode (connection, VF_SSL_MODE_VERIFY_FULL);
  start_work (self, &self->looking, work, look_run, look_done, TRUE);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

void
vf_session_cancel_look (VfSession *self)
{
  if (!self->looking)
    return;
  vf_clear_cancellable (&self->looking);
  vf_session_notify (self, VF_SESSION_PROP_LOOKING);
}

/* --- check --- */

typedef struct
{
  VfSession *session;
  GCancellable *cancellable;
  VfReport *report;
} CheckStep;

static void
check_step_free (gpointer data)
{
  CheckStep *step = data;

  g_object_unref (step->session);
  g_object_unref (step->cancellable);
  vf_report_unref (step->report);
  g_free (step);
}

static void
set_report (VfSession *self, VfReport *report)
{
  vf_report_ref (report);
  g_clear_pointer (&self->report, vf_report_unref);
  self->report = report;
  vf_session_notify (self, VF_SESSION_PROP_REPORT);
}

static gboolean
check_step (gpointer data)
{
  CheckStep *step = data;

  if (step->session->checking == step->cancellable)
    set_report (step->session, step->report);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
check_progress (VfReport *report, gpointer data)
{
  Work *work = data;
  CheckStep *step = g_new0 (CheckStep, 1);

  step->session = g_object_ref (work->session);
  step->cancellable = g_object_ref (work->cancellable);
  step->report = vf_report_ref (report);
  tell (work, check_step, step, check_step_free);
}

static void
check_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_auto (GStrv) environment = g_get_environ ();
  VfCheckOptions options = { .environment = (const char *const *) environment, .service = work->name,
                             .progress = check_progress, .user_data = work };
  VfReport *report = vf_check_run (work->connection, work->password, work->key_passphrase, &options, cancellable);

  if (work->name && vf_report_get_code (report) != VF_CODE_CANCELLED)
    {
      g_autoptr (VfStore) store = vf_store_new (work->store_directory);
      g_autoptr (GError) error = NULL;

      if (!vf_store_note_check (store, work->name, report, &error))
        g_message ("the check of %s was not noted: %s", work->name, error->message);
    }
  g_task_return_pointer (task, report, (GDestroyNotify) vf_report_unref);
}

static void
check_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfReport) report = g_task_propagate_pointer (G_TASK (result), NULL);
  VfSession *self = VF_SESSION (source);

  if (!end_work (&self->checking, result))
    return;
  if (report)
    set_report (self, report);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}

/**
 * vf_session_check:
 * @self: a session
 *
 * Checks the connection with a login; `report` is notified at every stage and `checking` falls when it is over.
 * The result is noted in the store if the connection lies there as it is checked.
 */
void
vf_session_check (VfSession *self)
{
  VfConnection *connection = vf_session_get_connection (self);
  Work *work;

  if (!connection)
    return;
  /* what a look would bring now comes too late, and would throw the report away */
  vf_session_cancel_look (self);
  work = work_new (self);
  work->connection = vf_connection_ref (connection);
  work->password = self->password ? secret_value_ref (self->password) : NULL;
  work->store_directory = g_strdup (vf_store_get_directory (self->store));
  work->name = connection == self->saved ? g_strdup (self->name) : NULL;
  start_work (self, &self->checking, work, check_run, check_done, FALSE);
  g_clear_pointer (&self->report, vf_report_unref);
  vf_session_notify (self, VF_SESSION_PROP_REPORT);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}

/**
 * vf_session_cancel_check:
 * @self: a session
 *
 * `checking` falls at once; the report stays as far as it came.
 */
void
vf_session_cancel_check (VfSession *self)
{
  if (!self->checking)
    return;
  vf_clear_cancellable (&self->checking);
  vf_session_notify (self, VF_SESSION_PROP_CHECKING);
}
