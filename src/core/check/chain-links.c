#include "config.h"

#include "check/chain.h"

static gboolean
contains (GPtrArray *list, const VfCertificate *certificate)
{
  for (guint i = 0; i < list->len; i++)
    if (vf_certificate_equal (g_ptr_array_index (list, i), certificate))
      return TRUE;
  return FALSE;
}

static GPtrArray *
certificate_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
}

static void
take (GPtrArray *pool, GPtrArray *from, guint first, gboolean roots)
{
  for (guint i = first; i < from->len; i++)
    {
      VfCertificate *certificate = g_ptr_array_index (from, i);

      if (roots || !vf_certificate_is_self_signed (certificate))
        g_ptr_array_add (pool, vf_certificate_ref (certificate));
    }
}

/* (transfer full): what is at hand besides the root file: left out of it, or beside the client certificate */
static GPtrArray *
list_pool (const VfConnection *connection, gboolean roots)
{
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  GPtrArray *pool = certificate_list ();

  take (pool, vf_credentials_get_known (credentials), 0, roots);
  take (pool, vf_credentials_get_client_chain (credentials), 1, roots);
  return pool;
}

/* Those of a good chain that neither the server sends nor the root file has. */
static GPtrArray *
list_new (GPtrArray *built, GPtrArray *sent, const VfConnection *connection)
{
  GPtrArray *authorities = vf_credentials_get_authorities (vf_connection_get_credentials (connection));
  gboolean unused = vf_connection_get_system_authorities (connection);
  GPtrArray *links = certificate_list ();

  for (guint i = 0; i < built->len; i++)
    {
      VfCertificate *certificate = g_ptr_array_index (built, i);
      gboolean is_anchor = i + 1 == built->len;

      /* a root that the server sends is trusted only once it is imported */
      if ((!contains (sent, certificate) || is_anchor) && (unused || !contains (authorities, certificate)))
        g_ptr_array_add (links, vf_certificate_ref (certificate));
    }
  return links;
}

static GPtrArray *
try_pool (GPtrArray *chain, const VfConnection *connection, gboolean roots, gint64 now)
{
  g_autoptr (GPtrArray) pool = list_pool (connection, roots);
  g_autoptr (VfTrust) trust = vf_trust_new_imported (connection, pool);
  g_auto (VfChainResult) result = { 0 };

  if (pool->len == 0 && !vf_connection_get_system_authorities (connection))
    return certificate_list ();
  vf_chain_verify (chain, trust, now, &result);
  return result.code == VF_CODE_NONE ? list_new (result.built, chain, connection) : certificate_list ();
}

/**
 * vf_chain_find_links:
 * @chain: (element-type VfCertificate): as sent
 * @connection: whose archive is searched
 * @now: seconds since the epoch
 *
 * Searches what came with the archive and is not in the root file.  Links are tried before authorities: they let nobody
 * new vouch for the server.
 *
 * Returns: (transfer full) (element-type VfCertificate): what the root file lacks for the chain to be good, in the order
 *   of the chain; empty if adding something does not help
 */
GPtrArray *
vf_chain_find_links (GPtrArray *chain, const VfConnection *connection, gint64 now)
{
  g_autoptr (GPtrArray) links = try_pool (chain, connection, FALSE, now);

  return links->len > 0 ? g_steal_pointer (&links) : try_pool (chain, connection, TRUE, now);
}

/**
 * vf_chain_is_good_with:
 * @chain: (element-type VfCertificate): as sent
 * @connection: whose authorities are believed
 * @authority: who is believed as well
 * @now: seconds since the epoch
 *
 * Returns: whether nothing else is the matter with the chain
 */
gboolean
vf_chain_is_good_with (GPtrArray *chain, const VfConnection *connection, VfCertificate *authority, gint64 now)
{
  g_autoptr (GPtrArray) extra = certificate_list ();
  g_autoptr (VfTrust) trust = NULL;
  g_auto (VfChainResult) result = { 0 };

  g_ptr_array_add (extra, vf_certificate_ref (authority));
  trust = vf_trust_new_imported (connection, extra);
  vf_chain_verify (chain, trust, now, &result);
  return result.code == VF_CODE_NONE;
}

/**
 * vf_chain_is_publicly_trusted:
 * @chain: (element-type VfCertificate): as sent
 * @connection: in whose mode the system's authorities would be used
 * @now: seconds since the epoch
 *
 * Returns: whether the system's authorities vouch for the server, and this libpq can be told to ask them
 */
gboolean
vf_chain_is_publicly_trusted (GPtrArray *chain, const VfConnection *connection, gint64 now)
{
  g_autoptr (VfTrust) trust = vf_trust_new_system_in (vf_connection_get_mode (connection));
  g_auto (VfChainResult) result = { 0 };

  if (!trust)
    return FALSE;
  vf_chain_verify (chain, trust, now, &result);
  return result.code == VF_CODE_NONE;
}
