#include "config.h"

#include "check/resolve.h"

#include <netdb.h>
#include <string.h>

typedef struct
{
  GCancellable *cancellable;
  GList *addresses;
  GError *error;
  gboolean done;
} Lookup;

static void
on_lookup (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lookup *lookup = user_data;

  lookup->addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &lookup->error);
  lookup->done = TRUE;
}

static gboolean
on_deadline (gpointer user_data)
{
  g_cancellable_cancel (((Lookup *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  return on_deadline (user_data);
}

static void
attach_deadline (GMainContext *context, const VfWait *wait, Lookup *lookup)
{
  gint64 left = MAX (wait->deadline - g_get_monotonic_time (), 0);
  g_autoptr (GSource) source = g_timeout_source_new ((guint) ((left + 999) / 1000));

  g_source_set_callback (source, on_deadline, lookup, NULL);
  g_source_attach (source, context);
}

static void
attach_cancellable (GMainContext *context, const VfWait *wait, Lookup *lookup)
{
  g_autoptr (GSource) source = NULL;

  if (!wait->cancellable)
    return;
  source = g_cancellable_source_new (wait->cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), lookup, NULL);
  g_source_attach (source, context);
}

/* GResolver's blocking call has no deadline before GLib 2.78; a context of the thread's own gives it one. */
static void
look_up (GResolver *resolver, const char *host, const VfWait *wait, Lookup *lookup)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  attach_deadline (context, wait, lookup);
  attach_cancellable (context, wait, lookup);
  g_resolver_lookup_by_name_async (resolver, host, lookup->cancellable, on_lookup, lookup);
  while (!lookup->done)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}

static char **
addresses_to_strv (GList *addresses)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (GList *l = addresses; l; l = l->next)
    g_ptr_array_add (texts, g_inet_address_to_string (l->data));
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

static VfCode
why_not (const VfWait *wait, const GError *error, const char **detail)
{
  if (g_cancellable_is_cancelled (wait->cancellable))
    return VF_CODE_CANCELLED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      *detail = "resolve";
      return VF_CODE_TIMED_OUT;
    }
  *detail = g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE) ? "temporary" : NULL;
  return VF_CODE_HOST_NOT_FOUND;
}

/**
 * vf_resolve_numeric:
 * @host: a host as typed
 *
 * Takes every form that libpq's getaddrinfo() takes for an address, such as "127.1" and "fe80::1%eth0".
 * Does not block.
 *
 * Returns: (transfer full) (nullable): the address in its usual form, or %NULL if @host is a name
 */
char *
vf_resolve_numeric (const char *host)
{
  struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;
  char text[NI_MAXHOST];
  gboolean ok;

  if (getaddrinfo (host, NULL, &hints, &found) != 0)
    return NULL;
  ok = getnameinfo (found->ai_addr, found->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0;
  freeaddrinfo (found);
  return ok ? g_strdup (text) : NULL;
}

gboolean
vf_host_looks_numeric (const char *host)
{
  return strspn (host, "0123456789.") == strlen (host) || strchr (host, ':') != NULL;
}

/**
 * vf_resolve:
 * @host: the host as typed
 * @hostaddr: (nullable): a numeric address to use instead of a lookup
 * @resolver: (nullable): who is asked; %NULL for the system's
 * @wait: the deadline and the cancellable
 * @code: (out): why not
 * @detail: (out) (nullable) (transfer none): what the sentence about @code needs
 *
 * Blocks until the answer, the deadline, or the cancellation.
 *
 * Returns: (transfer full) (nullable): numeric addresses
 */
char **
vf_resolve (const char *host, const char *hostaddr, GResolver *resolver, VfWait *wait, VfCode *code,
            const char **detail)
{
  const char *literal = hostaddr ? hostaddr : host;
  g_autofree char *numeric = vf_resolve_numeric (literal);
  g_autoptr (GResolver) used = NULL;
  Lookup lookup = { 0 };
  char **addresses = NULL;

  if (numeric || hostaddr)
    return g_strsplit (numeric ? numeric : hostaddr, "\n", 1);
  used = resolver ? g_object_ref (resolver) : g_resolver_get_default ();
  lookup.cancellable = g_cancellable_new ();
  look_up (used, host, wait, &lookup);
  if (lookup.addresses)
    addresses = addresses_to_strv (lookup.addresses);
  else
    *code = why_not (wait, lookup.error, detail);
  g_resolver_free_addresses (lookup.addresses);
  g_clear_error (&lookup.error);
  g_object_unref (lookup.cancellable);
  return addresses;
}
