#include "config.h"

#include "store/keyring.h"

/* The command line has no main loop of its own: each call runs one for itself. */
typedef struct
{
  GMainContext *context;
  GAsyncResult *result;
} Wait;

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = g_object_ref (result);
}

static void
wait_begin (Wait *wait)
{
  wait->context = g_main_context_new ();
  wait->result = NULL;
  g_main_context_push_thread_default (wait->context);
}

static void
wait_run (Wait *wait)
{
  while (!wait->result)
    g_main_context_iteration (wait->context, TRUE);
}

static void
wait_end (Wait *wait)
{
  g_main_context_pop_thread_default (wait->context);
  g_main_context_unref (wait->context);
  g_object_unref (wait->result);
}

/**
 * vf_keyring_store:
 *
 * As vf_keyring_store_async(), blocking.
 *
 * Returns: whether it was stored
 */
gboolean
vf_keyring_store (VfTarget *target, VfSecretKind kind, SecretValue *secret, GCancellable *cancellable, GError **error)
{
  gboolean stored;
  Wait wait;

  wait_begin (&wait);
  vf_keyring_store_async (target, kind, secret, cancellable, on_done, &wait);
  wait_run (&wait);
  stored = vf_keyring_store_finish (wait.result, error);
  wait_end (&wait);
  return stored;
}

/**
 * vf_keyring_lookup:
 *
 * As vf_keyring_lookup_async(), blocking.
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without an error if none is stored
 */
SecretValue *
vf_keyring_lookup (VfTarget *target, VfSecretKind kind, GCancellable *cancellable, GError **error)
{
  SecretValue *secret;
  Wait wait;

  wait_begin (&wait);
  vf_keyring_lookup_async (target, kind, cancellable, on_done, &wait);
  wait_run (&wait);
  secret = vf_keyring_lookup_finish (wait.result, error);
  wait_end (&wait);
  return secret;
}

/**
 * vf_keyring_clear:
 *
 * As vf_keyring_clear_async(), blocking.
 *
 * Returns: whether nothing is stored any more
 */
gboolean
vf_keyring_clear (VfTarget *target, VfSecretKind kind, GCancellable *cancellable, GError **error)
{
  gboolean cleared;
  Wait wait;

  wait_begin (&wait);
  vf_keyring_clear_async (target, kind, cancellable, on_done, &wait);
  wait_run (&wait);
  cleared = vf_keyring_clear_finish (wait.result, error);
  wait_end (&wait);
  return cleared;
}
