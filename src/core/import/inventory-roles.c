#include "config.h"

#include "import/inventory-private.h"

#include <openssl/x509v3.h>

/* Which leaf a key is for, if several certificates have it (a renewed one beside the old): never an authority, and the
 * one that is valid longest. */
static gboolean
is_better_match (const VfItem *candidate, const VfItem *current)
{
  gboolean candidate_is_authority = vf_certificate_is_authority (candidate->certificate);

  if (!current)
    return TRUE;
  if (candidate_is_authority != vf_certificate_is_authority (current->certificate))
    return !candidate_is_authority;
  return vf_certificate_get_not_after (candidate->certificate) > vf_certificate_get_not_after (current->certificate);
}

static void
pair_keys (GPtrArray *items)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      VfItem *item = g_ptr_array_index (items, i);

      if (item->key && vf_private_key_get_key_id (item->key))
        g_hash_table_insert (keys, g_strdup (vf_private_key_get_key_id (item->key)), item);
    }
  for (guint i = 0; g_hash_table_size (keys) > 0 && i < items->len; i++)
    {
      VfItem *item = g_ptr_array_index (items, i);
      VfItem *key = item->certificate
                      ? g_hash_table_lookup (keys, vf_certificate_get_key_id (item->certificate))
                      : NULL;

      item->match = item->certificate ? key : item->match;
      if (key && is_better_match (item, key->match))
        key->match = item;
    }
}

static gboolean
has_server_names (const VfCertificate *certificate)
{
  const char *const *names = vf_certificate_get_names (certificate);

  for (guint i = 0; names[i]; i++)
    if (g_str_has_prefix (names[i], "DNS:") || g_str_has_prefix (names[i], "IP:"))
      return TRUE;
  return FALSE;
}

/* Servers of openGauss come with “server.crt” and “server.key”, and their folder is packed whole at times. */
static gboolean
has_server_path (const VfItem *item)
{
  g_autofree char *name = g_path_get_basename (item->path);

  return g_str_has_prefix (name, "server.");
}

/* Says so by its extended key usage; without that extension, names of hosts tell a server's certificate, or else the
 * file's name. */
static gboolean
is_only_for_servers (const VfItem *item)
{
  const VfCertificate *certificate = item->certificate;

  if (X509_get_extension_flags (vf_certificate_peek_x509 (certificate)) & EXFLAG_XKUSAGE)
    return !vf_certificate_allows_client (certificate) && vf_certificate_allows_server (certificate);
  return has_server_names (certificate) || has_server_path (item);
}

static VfRole
role_of (const VfItem *item)
{
  const VfCertificate *certificate = item->certificate;
  gboolean is_self_signed = vf_certificate_is_self_signed (certificate);

  if (vf_certificate_is_authority (certificate))
    return is_self_signed ? VF_ROLE_ROOT : VF_ROLE_INTERMEDIATE;
  if (item->match)
    return is_only_for_servers (item)               ? VF_ROLE_SERVER
           : vf_certificate_allows_client (certificate)    ? VF_ROLE_CLIENT
                                                           : VF_ROLE_OTHER;
  /* a server that vouches for itself: its certificate is all that is needed to verify it */
  if (is_self_signed && vf_certificate_allows_server (certificate))
    return VF_ROLE_ROOT;
  return is_only_for_servers (item) ? VF_ROLE_SERVER : VF_ROLE_OTHER;
}

/**
 * vf_inventory_assign_roles:
 * @items: (element-type VfItem): all items, without pairs and roles
 *
 * Pairs keys with certificates and tells what each certificate is good for.
 */
void
vf_inventory_assign_roles (GPtrArray *items)
{
  pair_keys (items);
  for (guint i = 0; i < items->len; i++)
    {
      VfItem *item = g_ptr_array_index (items, i);

      if (item->certificate)
        item->role = role_of (item);
    }
}
