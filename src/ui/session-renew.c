#include "config.h"

#include "session-renew.h"

#include "error.h"
#include "session-private.h"
#include "store/keyring.h"
#include "task-result.h"

typedef struct
{
  char *store_directory;
  char *name;
  VfCredentials *credentials; /* NULL: those from before */
  VfReport *report;
  VfConnection *connection; /* as it lies in the store afterwards */
  SecretValue *key_passphrase;
  VfFinding *keyring_finding;
  GPtrArray *copies; /* element-type VfSavedCopy */
} Renewal;

static void
renewal_free (gpointer data)
{
  Renewal *renewal = data;

  g_free (renewal->store_directory);
  g_free (renewal->name);
  g_clear_pointer (&renewal->credentials, vf_credentials_unref);
  g_clear_pointer (&renewal->report, vf_report_unref);
  g_clear_pointer (&renewal->connection, vf_connection_unref);
  g_clear_pointer (&renewal->key_passphrase, secret_value_unref);
  g_clear_pointer (&renewal->keyring_finding, vf_finding_unref);
  g_clear_pointer (&renewal->copies, g_ptr_array_unref);
  g_free (renewal);
}

VfConnection *
vf_session_get_saved (VfSession *self)
{
  return self->saved;
}

/**
 * vf_session_new_trial:
 * @self: a session that has a saved connection
 * @credentials: (nullable): what it is tried with; %NULL for its own
 *
 * Returns: (transfer full): a session with the same server and the same secrets
 */
VfSession *
vf_session_new_trial (VfSession *self, VfCredentials *credentials)
{
  VfSession *trial = vf_session_new (self->store);
  g_autoptr (VfConnection) connection
    = credentials ? vf_connection_with_credentials (self->saved, credentials) : vf_connection_ref (self->saved);

  vf_session_install_saved (trial, self->name, connection, self->password, self->key_passphrase);
  /* who the server was is known by the name; what is tried lies nowhere yet */
  if (credentials)
    vf_session_set_saved (trial, self->name, NULL);
  return trial;
}

/* --- the disk, then the keyring --- */

static void
passphrase_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  g_autoptr (GError) error = NULL;
  Renewal *renewal = g_task_get_task_data (whole);

  if (!vf_keyring_store_finish (result, &error))
    renewal->keyring_finding
      = vf_finding_new (g_error_matches (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT) ? VF_CODE_KEYRING_ABSENT
                                                                                  : VF_CODE_KEYRING_LOCKED,
                        VF_SEVERITY_WARNING, NULL, error->message);
  g_task_return_boolean (whole, TRUE);
}

/* The two sets may have keys with passphrases of their own. */
static void
store_passphrase (GTask *whole)
{
  Renewal *renewal = g_task_get_task_data (whole);

  if (renewal->key_passphrase)
    vf_keyring_store_async (vf_connection_get_target (renewal->connection), VF_SECRET_PASSPHRASE,
                            renewal->key_passphrase, NULL, passphrase_stored, g_object_ref (whole));
  else
    g_task_return_boolean (whole, TRUE);
}

static void
swap_run (GTask *part, gpointer source, gpointer data, GCancellable *cancellable)
{
  Renewal *renewal = data;
  g_autoptr (VfStore) store = vf_store_new (renewal->store_directory);
  GError *error = NULL;
  gboolean swapped = renewal->credentials
                       ? vf_store_renew (store, renewal->name, renewal->credentials, renewal->key_passphrase,
                                         renewal->report, &error)
                       : vf_store_take_back (store, renewal->name, renewal->report, &error);

  if (swapped)
    {
      renewal->connection = vf_store_load (store, renewal->name, &error);
      renewal->copies = vf_store_list_copies (store, renewal->name);
    }
  vf_task_return_done (part, renewal->connection != NULL, error);
}

static void
swapped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  VfSession *self = g_task_get_source_object (whole);
  Renewal *renewal = g_task_get_task_data (whole);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (whole, error);
      return;
    }
  if (g_strcmp0 (self->name, renewal->name) == 0)
    vf_session_set_saved (self, renewal->name, renewal->connection);
  store_passphrase (whole);
}

/* What is on the disk stays there, so it is not cancelled; the whole ends before @renewal goes. */
static void
swap (VfSession *self, Renewal *renewal, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *whole = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) part = g_task_new (NULL, NULL, swapped, whole);

  renewal->store_directory = g_strdup (vf_store_get_directory (self->store));
  renewal->name = g_strdup (self->name);
  g_task_set_task_data (whole, renewal, renewal_free);
  g_task_set_task_data (part, renewal, NULL);
  g_task_run_in_thread (part, swap_run);
}

static gboolean
has_locked_key (VfCredentials *credentials)
{
  VfPrivateKey *key = vf_credentials_get_client_key (credentials);

  return key && vf_private_key_is_encrypted (key);
}

/**
 * vf_session_renew_async:
 * @self: a session that has a saved connection
 * @credentials: what it uses from now on
 * @report: (nullable): the check that proved them
 * @callback: called when the keyring has answered, too
 * @user_data: for @callback
 */
void
vf_session_renew_async (VfSession *self, VfCredentials *credentials, VfReport *report, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Renewal *renewal = g_new0 (Renewal, 1);

  g_return_if_fail (self->saved);
  renewal->credentials = vf_credentials_ref (credentials);
  renewal->report = report ? vf_report_ref (report) : NULL;
  if (self->key_passphrase && has_locked_key (credentials))
    renewal->key_passphrase = secret_value_ref (self->key_passphrase);
  swap (self, renewal, callback, user_data);
}

void
vf_session_go_back_async (VfSession *self, SecretValue *key_passphrase, VfReport *report,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  Renewal *renewal = g_new0 (Renewal, 1);

  g_return_if_fail (self->saved);
  renewal->report = report ? vf_report_ref (report) : NULL;
  renewal->key_passphrase = key_passphrase ? secret_value_ref (key_passphrase) : NULL;
  swap (self, renewal, callback, user_data);
}

gboolean
vf_session_renew_finish (GAsyncResult *result, VfFinding **keyring_finding, GError **error)
{
  Renewal *renewal = g_task_get_task_data (G_TASK (result));

  if (keyring_finding)
    *keyring_finding = g_steal_pointer (&renewal->keyring_finding);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vf_session_renew_get_name:
 * @result: as the callback got it
 *
 * Returns: (transfer none): the saved connection that it was about, which the session may have left meanwhile
 */
const char *
vf_session_renew_get_name (GAsyncResult *result)
{
  return ((Renewal *) g_task_get_task_data (G_TASK (result)))->name;
}

/**
 * vf_session_renew_get_copies:
 * @result: as the callback got it, if it went well
 *
 * Returns: (transfer none) (element-type VfSavedCopy): copies of the certificates that have not changed with it
 */
GPtrArray *
vf_session_renew_get_copies (GAsyncResult *result)
{
  return ((Renewal *) g_task_get_task_data (G_TASK (result)))->copies;
}

/* --- what is kept from before --- */

static void
find_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Renewal *renewal = data;
  g_autoptr (VfStore) store = vf_store_new (renewal->store_directory);
  GError *error = NULL;
  VfConnection *previous = vf_store_load_previous (store, renewal->name, &error);

  if (g_error_matches (error, VF_ERROR, VF_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      g_task_return_pointer (task, NULL, NULL);
    }
  else
    vf_task_return_result (task, previous, (GDestroyNotify) vf_connection_unref, error);
}

void
vf_session_find_previous_async (VfSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Renewal *renewal = g_new0 (Renewal, 1);

  renewal->store_directory = g_strdup (vf_store_get_directory (self->store));
  renewal->name = g_strdup (self->name);
  g_task_set_task_data (task, renewal, renewal_free);
  g_task_run_in_thread (task, find_run);
}

VfConnection *
vf_session_find_previous_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
