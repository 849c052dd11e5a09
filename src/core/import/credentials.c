#include "config.h"

#include "import/credentials.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "import/inventory-private.h"

/* longer chains than this are nobody's */
#define MAX_CHAIN 10

struct _VfCredentials
{
  GPtrArray *authorities;
  GPtrArray *client_chain;
  VfPrivateKey *client_key;
};

static GPtrArray *
certificate_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
}

static GPtrArray *
copy_list (GPtrArray *list)
{
  GPtrArray *copy = certificate_list ();

  for (guint i = 0; list && i < list->len; i++)
    g_ptr_array_add (copy, vf_certificate_ref (g_ptr_array_index (list, i)));
  return copy;
}

/* Both lists are taken over. */
static VfCredentials *
credentials_new (GPtrArray *authorities, GPtrArray *client_chain, VfPrivateKey *client_key)
{
  VfCredentials *credentials = g_atomic_rc_box_new0 (VfCredentials);

  credentials->authorities = authorities;
  credentials->client_chain = client_chain;
  credentials->client_key = client_key ? vf_private_key_ref (client_key) : NULL;
  return credentials;
}

static gboolean
contains (GPtrArray *list, const VfCertificate *certificate)
{
  for (guint i = 0; i < list->len; i++)
    if (vf_certificate_equal (g_ptr_array_index (list, i), certificate))
      return TRUE;
  return FALSE;
}

/* (nullable): the one that is valid longest of those that may have issued the certificate */
static VfCertificate *
find_issuer (const VfCertificate *certificate, GPtrArray *authorities)
{
  VfCertificate *best = NULL;

  for (guint i = 0; i < authorities->len; i++)
    {
      VfCertificate *candidate = g_ptr_array_index (authorities, i);

      if (vf_certificate_may_have_issued (candidate, certificate)
          && X509_check_issued (vf_certificate_peek_x509 (candidate), vf_certificate_peek_x509 (certificate))
               == X509_V_OK
          && (!best || vf_certificate_get_not_after (candidate) > vf_certificate_get_not_after (best)))
        best = candidate;
    }
  ERR_clear_error ();
  return best;
}

/* (transfer full): the leaf and its intermediates, which a server may not have; the root it must have itself */
static GPtrArray *
build_chain (VfCertificate *leaf, GPtrArray *authorities)
{
  GPtrArray *chain = certificate_list ();
  VfCertificate *next = leaf;

  while (next && chain->len < MAX_CHAIN && !contains (chain, next)
         && (next == leaf || !vf_certificate_is_self_signed (next)))
    {
      g_ptr_array_add (chain, vf_certificate_ref (next));
      next = vf_certificate_is_self_signed (next) ? NULL : find_issuer (next, authorities);
    }
  return chain;
}

/* (nullable): the first client certificate that has a key and has not expired, else the first that has a key */
static const VfItem *
choose_client (VfInventory *inventory)
{
  const VfItem *chosen = NULL;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);

      if (item->role != VF_ROLE_CLIENT)
        continue;
      if (vf_certificate_get_not_after (item->certificate) >= vf_inventory_get_now (inventory))
        return item;
      if (!chosen)
        chosen = item;
    }
  return chosen;
}

/**
 * vf_credentials_new_from_inventory:
 * @inventory: what there is
 *
 * The default choice: all authorities, also expired ones (a server may still need an intermediate, and who is trusted
 * is not decided by a date), and the first client certificate whose key is open.  The private key of an authority or
 * server is never taken.
 *
 * Returns: (transfer full): the choice
 */
VfCredentials *
vf_credentials_new_from_inventory (VfInventory *inventory)
{
  GPtrArray *authorities = certificate_list ();
  const VfItem *client = choose_client (inventory);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_is_authority (item))
        g_ptr_array_add (authorities, vf_certificate_ref (item->certificate));
    }
  return credentials_new (authorities, client ? build_chain (client->certificate, authorities) : certificate_list (),
                          client ? client->match->key : NULL);
}

/**
 * vf_credentials_new:
 * @authorities: (nullable) (element-type VfCertificate): what goes into the root file
 * @client_chain: (nullable) (element-type VfCertificate): leaf first
 * @client_key: (nullable): the leaf's key
 *
 * Returns: (transfer full): credentials with references to all of these
 */
VfCredentials *
vf_credentials_new (GPtrArray *authorities, GPtrArray *client_chain, VfPrivateKey *client_key)
{
  return credentials_new (copy_list (authorities), copy_list (client_chain), client_key);
}

/**
 * vf_credentials_new_empty:
 *
 * Returns: (transfer full): no files at all
 */
VfCredentials *
vf_credentials_new_empty (void)
{
  return vf_credentials_new (NULL, NULL, NULL);
}

/**
 * vf_credentials_with_authority:
 *
 * Returns: (transfer full): the same with one authority more, if it is not there yet
 */
VfCredentials *
vf_credentials_with_authority (VfCredentials *credentials, VfCertificate *certificate)
{
  GPtrArray *authorities = copy_list (credentials->authorities);

  if (!contains (authorities, certificate))
    g_ptr_array_add (authorities, vf_certificate_ref (certificate));
  return credentials_new (authorities, copy_list (credentials->client_chain), credentials->client_key);
}

/**
 * vf_credentials_without_client:
 *
 * Returns: (transfer full): the same without client certificate and key
 */
VfCredentials *
vf_credentials_without_client (VfCredentials *credentials)
{
  return vf_credentials_new (credentials->authorities, NULL, NULL);
}

VfCredentials *
vf_credentials_ref (VfCredentials *credentials)
{
  return g_atomic_rc_box_acquire (credentials);
}

static void
credentials_clear (gpointer data)
{
  VfCredentials *credentials = data;

  g_ptr_array_unref (credentials->authorities);
  g_ptr_array_unref (credentials->client_chain);
  g_clear_pointer (&credentials->client_key, vf_private_key_unref);
}

void
vf_credentials_unref (VfCredentials *credentials)
{
  g_atomic_rc_box_release_full (credentials, credentials_clear);
}

/**
 * vf_credentials_get_authorities:
 *
 * Returns: (transfer none) (element-type VfCertificate): self-signed or not; do not change it
 */
GPtrArray *
vf_credentials_get_authorities (const VfCredentials *credentials)
{
  return credentials->authorities;
}

/**
 * vf_credentials_count_roots:
 *
 * Returns: how many of the authorities vouch for themselves
 */
guint
vf_credentials_count_roots (const VfCredentials *credentials)
{
  guint n = 0;

  for (guint i = 0; i < credentials->authorities->len; i++)
    n += vf_certificate_is_self_signed (g_ptr_array_index (credentials->authorities, i)) ? 1 : 0;
  return n;
}

/**
 * vf_credentials_count_intermediates:
 *
 * Returns: how many of the authorities another one vouches for
 */
guint
vf_credentials_count_intermediates (const VfCredentials *credentials)
{
  return credentials->authorities->len - vf_credentials_count_roots (credentials);
}

/**
 * vf_credentials_get_client_chain:
 *
 * Returns: (transfer none) (element-type VfCertificate): leaf first, without the root; empty if there is no client
 *   certificate; do not change it
 */
GPtrArray *
vf_credentials_get_client_chain (const VfCredentials *credentials)
{
  return credentials->client_chain;
}

/**
 * vf_credentials_get_client_key:
 *
 * Returns: (nullable) (transfer none): the key of the first certificate of the chain
 */
VfPrivateKey *
vf_credentials_get_client_key (const VfCredentials *credentials)
{
  return credentials->client_key;
}

gboolean
vf_credentials_is_empty (const VfCredentials *credentials)
{
  return credentials->authorities->len == 0 && credentials->client_chain->len == 0;
}

static char *
list_to_pem (GPtrArray *list)
{
  GString *pem;

  if (list->len == 0)
    return NULL;
  pem = g_string_new (NULL);
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *block = vf_certificate_to_pem (g_ptr_array_index (list, i));

      g_string_append (pem, block);
    }
  return g_string_free (pem, FALSE);
}

/**
 * vf_credentials_root_pem:
 *
 * Returns: (nullable) (transfer full): the root file: lines of 64 ended by LF, nothing between the blocks
 */
char *
vf_credentials_root_pem (const VfCredentials *credentials)
{
  return list_to_pem (credentials->authorities);
}

/**
 * vf_credentials_client_pem:
 *
 * Returns: (nullable) (transfer full): the client certificate's file: leaf first, then its intermediates
 */
char *
vf_credentials_client_pem (const VfCredentials *credentials)
{
  return list_to_pem (credentials->client_chain);
}
