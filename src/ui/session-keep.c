/* Keeping: the store is written first, in a worker, and what the keyring does afterwards never takes that back. */

#include "config.h"

#include "session-private.h"

#include "error.h"
#include "store/keyring.h"
#include "task-result.h"

typedef struct
{
  char *store_directory;
  char *name;
  VfConnection *connection;
  VfReport *report;
  gboolean replace;
  gboolean without_keyring;
  gboolean undecided;
  /* whose archive it is, or was saved with */
  const VfProvider *provider;
  SecretValue *password;
  SecretValue *key_passphrase;
  VfFinding *keyring_finding;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_free (keep->store_directory);
  g_free (keep->name);
  g_clear_pointer (&keep->connection, vf_connection_unref);
  g_clear_pointer (&keep->report, vf_report_unref);
  g_clear_pointer (&keep->password, secret_value_unref);
  g_clear_pointer (&keep->key_passphrase, secret_value_unref);
  g_clear_pointer (&keep->keyring_finding, vf_finding_unref);
  g_free (keep);
}

static GTask *
keep_task_new (VfSession *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Keep *keep = g_new0 (Keep, 1);

  /* a prompt of the keyring that was cancelled is a finding, not the end of a save that has happened */
  g_task_set_check_cancellable (task, FALSE);
  keep->store_directory = g_strdup (vf_store_get_directory (self->store));
  g_task_set_task_data (task, keep, keep_free);
  return task;
}

/* The disk's part runs in a worker as a task of its own, whose end finds the whole operation in its user data. */
static void
keep_run_in_thread (GTask *whole, GTaskThreadFunc run, GAsyncReadyCallback done)
{
  g_autoptr (GTask) part = g_task_new (NULL, g_task_get_cancellable (whole), done, g_object_ref (whole));

  /* what was written stays written, however late the cancellable came */
  g_task_set_check_cancellable (part, FALSE);
  g_task_set_task_data (part, g_object_ref (whole), g_object_unref);
  g_task_run_in_thread (part, run);
}

static Keep *
keep_of (gpointer whole)
{
  return g_task_get_task_data (G_TASK (whole));
}

/* --- secrets into the keyring --- */

static void
note_keyring_trouble (Keep *keep, const GError *error)
{
  VfCode code = g_error_matches (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT) ? VF_CODE_KEYRING_ABSENT
                                                                         : VF_CODE_KEYRING_LOCKED;

  if (!keep->keyring_finding)
    keep->keyring_finding = vf_finding_new (code, VF_SEVERITY_WARNING, NULL, error->message);
}

static void
passphrase_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  g_autoptr (GError) error = NULL;

  if (!vf_keyring_store_finish (result, &error))
    note_keyring_trouble (keep_of (whole), error);
  g_task_return_boolean (whole, TRUE);
}

static void
store_passphrase (GTask *whole)
{
  Keep *keep = keep_of (whole);

  /* one refusal is enough: a second prompt would ask what was just declined */
  if (keep->key_passphrase && !keep->keyring_finding)
    vf_keyring_store_async (vf_connection_get_target (keep->connection), VF_SECRET_PASSPHRASE, keep->key_passphrase,
                            g_task_get_cancellable (whole), passphrase_stored, g_object_ref (whole));
  else
    g_task_return_boolean (whole, TRUE);
}

static void
password_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  g_autoptr (GError) error = NULL;
  VfSession *self = g_task_get_source_object (whole);
  Keep *keep = keep_of (whole);

  if (!vf_keyring_store_finish (result, &error))
    note_keyring_trouble (keep, error);
  else if (self->saved == keep->connection)
    vf_session_set_password_stored (self, TRUE);
  store_passphrase (whole);
}

static void
store_secrets (GTask *whole)
{
  Keep *keep = keep_of (whole);

  if (keep->password)
    vf_keyring_store_async (vf_connection_get_target (keep->connection), VF_SECRET_PASSWORD, keep->password,
                            g_task_get_cancellable (whole), password_stored, g_object_ref (whole));
  else
    store_passphrase (whole);
}

/* A key whose passphrase is no secret is kept in the clear. */
static gboolean
keeps_locked_key (Keep *keep)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (keep->connection));

  return key && vf_private_key_is_encrypted (key);
}

static void
take_secrets (VfSession *self, Keep *keep)
{
  gboolean takes_passphrase = self->key_passphrase && keeps_locked_key (keep);

  keep->password = self->remember && self->password ? secret_value_ref (self->password) : NULL;
  keep->key_passphrase = takes_passphrase ? secret_value_ref (self->key_passphrase) : NULL;
}

static gboolean
keep_finish (GAsyncResult *result, VfFinding **keyring_finding, GError **error)
{
  Keep *keep = keep_of (result);

  if (keyring_finding)
    *keyring_finding = g_steal_pointer (&keep->keyring_finding);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- save --- */

static void
save_run (GTask *part, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keep *keep = keep_of (data);
  g_autoptr (VfStore) store = vf_store_new (keep->store_directory);
  GError *error = NULL;
  gboolean saved = vf_store_save (store, keep->name, keep->connection, keep->key_passphrase, keep->report,
                                  keep->replace, &error);

  if (saved && keep->provider)
    vf_store_note_provider (store, keep->name, keep->provider);
  vf_task_return_done (part, saved, error);
}

static void
save_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  VfSession *self = g_task_get_source_object (whole);
  Keep *keep = keep_of (whole);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (whole, error);
      return;
    }
  if (vf_session_get_connection (self) == keep->connection)
    vf_session_set_saved (self, keep->name, keep->connection);
  store_secrets (whole);
}

/**
 * vf_session_save_async:
 * @self: a session that has a connection
 * @name: the section's name; the session's own name is overwritten, any other must be free
 * @cancellable: (nullable): ends the waiting for the keyring
 * @callback: called when the keyring has answered, too
 * @user_data: for @callback
 */
void
vf_session_save_async (VfSession *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) whole = keep_task_new (self, cancellable, callback, user_data);
  VfConnection *connection = vf_session_get_connection (self);
  Keep *keep = keep_of (whole);

  g_return_if_fail (connection);
  g_task_set_source_tag (whole, vf_session_save_async);
  keep->name = g_strdup (name);
  keep->connection = vf_connection_ref (connection);
  keep->provider = vf_session_get_provider (self);
  keep->report = self->report ? vf_report_ref (self->report) : NULL;
  keep->replace = g_strcmp0 (name, self->name) == 0;
  take_secrets (self, keep);
  keep_run_in_thread (whole, save_run, save_written);
}

gboolean
vf_session_save_finish (VfSession *self, GAsyncResult *result, VfFinding **keyring_finding, GError **error)
{
  return keep_finish (result, keyring_finding, error);
}

/**
 * vf_session_store_password_async:
 * @self: a session whose connection is saved
 * @cancellable: (nullable): ends the waiting for the keyring
 * @callback: called when the keyring has answered
 * @user_data: for @callback
 */
void
vf_session_store_password_async (VfSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) whole = keep_task_new (self, cancellable, callback, user_data);
  VfConnection *connection = vf_session_get_connection (self);

  g_return_if_fail (connection);
  g_task_set_source_tag (whole, vf_session_store_password_async);
  keep_of (whole)->connection = vf_connection_ref (connection);
  take_secrets (self, keep_of (whole));
  store_secrets (whole);
}

gboolean
vf_session_store_password_finish (VfSession *self, GAsyncResult *result, VfFinding **keyring_finding, GError **error)
{
  if (!keep_finish (result, keyring_finding, error))
    return FALSE;
  return !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (G_TASK (result)), error);
}

/* --- open --- */

static void
open_end (GTask *whole)
{
  VfSession *self = g_task_get_source_object (whole);
  Keep *keep = keep_of (whole);

  if (g_task_return_error_if_cancelled (whole))
    return;
  vf_session_install_saved (self, keep->name, keep->connection, keep->password, keep->key_passphrase);
  self->saved_provider = keep->provider;
  /* what was imported without a mode of ours gets the one that a look recommends */
  if (keep->undecided)
    self->mode_chosen = FALSE;
  g_task_return_boolean (whole, TRUE);
}

static void
passphrase_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  g_autoptr (GError) error = NULL;

  keep_of (whole)->key_passphrase = vf_keyring_lookup_finish (result, &error);
  if (error)
    g_message ("the passphrase was not looked up: %s", error->message);
  open_end (whole);
}

static void
password_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  g_autoptr (GError) error = NULL;
  Keep *keep = keep_of (whole);
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (keep->connection));

  keep->password = vf_keyring_lookup_finish (result, &error);
  if (error)
    {
      g_message ("the password was not looked up: %s", error->message);
      note_keyring_trouble (keep, error);
    }
  if (key && vf_private_key_is_locked (key) && !error)
    vf_keyring_lookup_async (vf_connection_get_target (keep->connection), VF_SECRET_PASSPHRASE,
                             g_task_get_cancellable (whole), passphrase_found, g_object_ref (whole));
  else
    open_end (whole);
}

static void
open_run (GTask *part, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keep *keep = keep_of (data);
  g_autoptr (VfStore) store = vf_store_new (keep->store_directory);
  g_autoptr (VfSaved) saved = NULL;
  GError *error = NULL;

  saved = vf_store_find (store, keep->name, NULL);
  keep->undecided = saved && vf_saved_get_undecided (saved);
  keep->provider = saved ? vf_saved_get_provider (saved) : NULL;
  keep->connection = vf_store_load (store, keep->name, &error);
  vf_task_return_done (part, keep->connection != NULL, error);
}

static void
open_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  Keep *keep = keep_of (whole);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (whole, error);
  else if (keep->without_keyring)
    open_end (whole);
  else
    vf_keyring_lookup_async (vf_connection_get_target (keep->connection), VF_SECRET_PASSWORD,
                             g_task_get_cancellable (whole), password_found, g_object_ref (whole));
}

static void
open_begin (VfSession *self, const char *name, gboolean without_keyring, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) whole = keep_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (whole, vf_session_open_async);
  keep_of (whole)->name = g_strdup (name);
  keep_of (whole)->without_keyring = without_keyring;
  keep_run_in_thread (whole, open_run, open_read);
}

/**
 * vf_session_open_async:
 * @self: a session
 * @name: of a saved connection
 * @cancellable: (nullable): cancellable
 * @callback: called when the keyring has answered, too
 * @user_data: for @callback
 *
 * Nothing changes before the end.  A keyring that does not answer leaves the password out.
 */
void
vf_session_open_async (VfSession *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  open_begin (self, name, FALSE, cancellable, callback, user_data);
}

/**
 * vf_session_open_without_keyring_async:
 * @self: a session
 * @name: of a saved connection
 * @cancellable: (nullable): cancellable
 * @callback: called on the main context; it ends with vf_session_open_finish()
 * @user_data: for @callback
 *
 * For a keyring that has just been refused: it would ask again.
 */
void
vf_session_open_without_keyring_async (VfSession *self, const char *name, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  open_begin (self, name, TRUE, cancellable, callback, user_data);
}

/**
 * vf_session_open_met_keyring:
 * @result: as the callback got it
 *
 * Returns: FALSE if the keyring was asked and stayed locked, or did not answer
 */
gboolean
vf_session_open_met_keyring (GAsyncResult *result)
{
  return keep_of (result)->keyring_finding == NULL;
}

/**
 * vf_session_open_finish:
 * @error: the store's; a keyring that does not answer is none, see vf_session_open_async()
 *
 * Returns: whether the session has the saved connection now
 */
gboolean
vf_session_open_finish (VfSession *self, GAsyncResult *result, GError **error)
{
  return keep_finish (result, NULL, error);
}

/* --- the person's own files --- */

void
vf_session_set_inserted (VfSession *self, VfInserted *inserted)
{
  g_clear_pointer (&self->inserted, vf_inserted_free);
  self->inserted = inserted;
}

VfInserted *
vf_session_take_inserted (VfSession *self)
{
  return g_steal_pointer (&self->inserted);
}
