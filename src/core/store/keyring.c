#include "config.h"

#include "store/keyring.h"

#include <glib/gi18n.h>

#include "error.h"
#include "sandbox.h"

/* milliseconds for the service to answer where nobody is asked anything */
#define ANSWER_MS 3000
/* nobody reads a prompt and declines it in less */
#define READ_MS 800

static const SecretSchema schema = {
  "io.github.verifull.Connection",
  SECRET_SCHEMA_NONE,
  {
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "dbname", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* Every operation begins with a search, which asks the person nothing: it shows whether a service answers at all, and
 * whether something is stored that is locked.  libsecret itself says "nothing stored" when a prompt is cancelled.  In a
 * Flatpak the search needs what this program's own keyring is encrypted with, and a portal may ask the person for it. */
typedef struct
{
  VfTarget *target;
  VfSecretKind kind;
  SecretValue *secret;
  void (*proceed) (GTask *task);
  GHashTable *attributes;
  GCancellable *limited; /* the person's cancellable, and the time limit */
  gulong chained;
  GSource *timer;
  gint64 asked; /* when, by the monotonic clock */
  gboolean found;
  gboolean locked;
} Operation;

static const char *
kind_to_string (VfSecretKind kind)
{
  return kind == VF_SECRET_PASSWORD ? "password" : "passphrase";
}

/* With port, database and user said, so that a target finds its secret also after it was saved and read back. */
static GHashTable *
make_attributes (const VfTarget *given, VfSecretKind kind)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (given);
  const char *host = vf_target_get_host (target);
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (attributes, g_strdup ("host"), g_strdup (host ? host : ""));
  g_hash_table_insert (attributes, g_strdup ("port"), g_strdup_printf ("%u", vf_target_get_port (target)));
  g_hash_table_insert (attributes, g_strdup ("dbname"), g_strdup (vf_target_get_dbname (target)));
  g_hash_table_insert (attributes, g_strdup ("user"), g_strdup (vf_target_get_user (target)));
  g_hash_table_insert (attributes, g_strdup ("kind"), g_strdup (kind_to_string (kind)));
  return attributes;
}

static char *
make_label (const VfTarget *given, VfSecretKind kind)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (given);

  if (kind == VF_SECRET_PASSPHRASE)
    /* Translators: shown in the keyring: a user, a host, a database */
    return g_strdup_printf (_ ("Verifull: client key of %s at %s, database %s"), vf_target_get_user (target),
                            vf_target_get_host (target), vf_target_get_dbname (target));
  /* Translators: shown in the keyring: a user, a host, a database */
  return g_strdup_printf (_ ("Verifull: password of %s at %s, database %s"), vf_target_get_user (target),
                          vf_target_get_host (target), vf_target_get_dbname (target));
}

static void
stop_limit (Operation *operation, GCancellable *cancellable)
{
  if (operation->timer)
    {
      g_source_destroy (operation->timer);
      g_clear_pointer (&operation->timer, g_source_unref);
    }
  g_cancellable_disconnect (cancellable, operation->chained);
  operation->chained = 0;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  vf_target_unref (operation->target);
  g_clear_pointer (&operation->secret, secret_value_unref);
  g_hash_table_unref (operation->attributes);
  g_clear_object (&operation->limited);
  g_free (operation);
}

static gboolean
on_limit (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer limited)
{
  g_cancellable_cancel (limited);
}

/* A cancellable that ends with the person's, and after the time in which a service that lives would have answered. */
static GCancellable *
start_limit (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_clear_object (&operation->limited);
  operation->limited = g_cancellable_new ();
  operation->timer = g_timeout_source_new (ANSWER_MS);
  g_source_set_callback (operation->timer, on_limit, g_object_ref (operation->limited), g_object_unref);
  g_source_attach (operation->timer, g_task_get_context (task));
  if (cancellable)
    operation->chained = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                g_object_ref (operation->limited), g_object_unref);
  return operation->limited;
}

static void
fail_locked (GTask *task)
{
  g_task_return_new_error (task, VF_ERROR, VF_ERROR_KEYRING_LOCKED, "%s",
                           _ ("The keyring stayed locked. Unlock it to keep or find passwords."));
}

/* In a Flatpak the person is asked by a portal, and libsecret says so when that did not end well (0.21.8).  A portal that
 * has no keyring behind it ends with the same answer as one where the person declined, but faster than anybody reads. */
static gboolean
is_refusal (const Operation *operation, const GError *error)
{
  gboolean read = g_get_monotonic_time () - operation->asked > READ_MS * G_TIME_SPAN_MILLISECOND;

  return vf_in_flatpak (NULL)
         && (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             || (read && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)));
}

/* Takes @error.  A task that the person cancelled says so by itself, whatever it returns. */
static void
fail (GTask *task, GError *taken)
{
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = taken;

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) || is_refusal (operation, error))
    fail_locked (task);
  else if (g_cancellable_is_cancelled (operation->limited))
    g_task_return_new_error (task, VF_ERROR, VF_ERROR_KEYRING_ABSENT, "%s",
                             _ ("The keyring did not answer within three seconds."));
  else
    /* Translators: %s is what the system says about it */
    g_task_return_new_error (task, VF_ERROR, VF_ERROR_KEYRING_ABSENT,
                             _ ("There is no keyring that answers: %s"), error->message);
}

static void
note_found (Operation *operation, GList *items)
{
  for (GList *item = items; item; item = item->next)
    {
      operation->found = TRUE;
      if (SECRET_IS_ITEM (item->data) && secret_item_get_locked (item->data))
        operation->locked = TRUE;
    }
  g_list_free_full (items, g_object_unref);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  stop_limit (operation, g_task_get_cancellable (task));
  if (error)
    {
      fail (task, error);
      return;
    }
  note_found (operation, items);
  operation->proceed (task);
}

/* Where a prompt may come up, only the person's cancellable counts. */
static GCancellable *
next_limit (GTask *task, gboolean may_prompt)
{
  Operation *operation = g_task_get_task_data (task);

  operation->asked = g_get_monotonic_time ();
  return may_prompt ? g_task_get_cancellable (task) : start_limit (task);
}

static void
operation_start (VfTarget *target,
                 VfSecretKind kind,
                 SecretValue *secret,
                 void (*proceed) (GTask *task),
                 gpointer tag,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Operation *operation = g_new0 (Operation, 1);

  operation->target = vf_target_ref (target);
  operation->kind = kind;
  operation->secret = secret ? secret_value_ref (secret) : NULL;
  operation->proceed = proceed;
  operation->attributes = make_attributes (target, kind);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, operation, operation_free);
  secret_password_searchv (&schema, operation->attributes, SECRET_SEARCH_ALL, next_limit (task, vf_in_flatpak (NULL)),
                           on_searched, task);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

/* Whether the collection is locked is not known before, so there may be a prompt. */
static void
proceed_store (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  g_autofree char *label = make_label (operation->target, operation->kind);

  secret_password_storev_binary (&schema, operation->attributes, SECRET_COLLECTION_DEFAULT, label, operation->secret,
                                 next_limit (task, TRUE), on_stored, g_object_ref (task));
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;
  SecretValue *secret = secret_password_lookup_binary_finish (result, &error);

  stop_limit (operation, g_task_get_cancellable (task));
  if (error)
    fail (task, error);
  else if (!secret && operation->locked)
    fail_locked (task);
  else
    g_task_return_pointer (task, secret, secret_value_unref);
}

static void
proceed_lookup (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);

  if (operation->found)
    secret_password_lookupv (&schema, operation->attributes, next_limit (task, operation->locked), on_looked_up,
                             g_object_ref (task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Operation *operation = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean cleared = secret_password_clear_finish (result, &error);

  stop_limit (operation, g_task_get_cancellable (task));
  if (error)
    fail (task, error);
  else if (!cleared && operation->locked)
    fail_locked (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
proceed_clear (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);

  if (operation->found)
    secret_password_clearv (&schema, operation->attributes, next_limit (task, operation->locked), on_cleared,
                            g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * vf_keyring_store_async:
 * @target: whose secret it is; port, database and user count as libpq would fill them in
 * @secret: the secret
 * @cancellable: (nullable): the only limit while a person reads a prompt
 * @callback: called in the caller's main context
 *
 * Keeps a secret, in place of the old one.
 */
void
vf_keyring_store_async (VfTarget *target,
                        VfSecretKind kind,
                        SecretValue *secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  operation_start (target, kind, secret, proceed_store, vf_keyring_store_async, cancellable, callback, user_data);
}

/**
 * vf_keyring_store_finish:
 *
 * Returns: whether it was stored; %VF_ERROR_KEYRING_ABSENT, %VF_ERROR_KEYRING_LOCKED, %G_IO_ERROR_CANCELLED
 */
gboolean
vf_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vf_keyring_lookup_async:
 * @cancellable: (nullable): the only limit while a person reads a prompt
 * @callback: called in the caller's main context
 *
 * Finds a secret.
 */
void
vf_keyring_lookup_async (VfTarget *target,
                         VfSecretKind kind,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  operation_start (target, kind, NULL, proceed_lookup, vf_keyring_lookup_async, cancellable, callback, user_data);
}

/**
 * vf_keyring_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without an error if none is stored.
 *   %VF_ERROR_KEYRING_ABSENT, %VF_ERROR_KEYRING_LOCKED, %G_IO_ERROR_CANCELLED
 */
SecretValue *
vf_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * vf_keyring_clear_async:
 * @cancellable: (nullable): the only limit while a person reads a prompt
 * @callback: called in the caller's main context
 *
 * Forgets a secret.
 */
void
vf_keyring_clear_async (VfTarget *target,
                        VfSecretKind kind,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  operation_start (target, kind, NULL, proceed_clear, vf_keyring_clear_async, cancellable, callback, user_data);
}

/**
 * vf_keyring_clear_finish:
 *
 * Returns: whether nothing is stored any more; %VF_ERROR_KEYRING_ABSENT, %VF_ERROR_KEYRING_LOCKED,
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
vf_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
