#include "config.h"

#include "import/credentials.h"

#include "import/inventory-private.h"
#include "import/issuer.h"

struct _VfCredentials
{
  GPtrArray *authorities;
  GPtrArray *client_chain;
  VfPrivateKey *client_key;
  GPtrArray *known; /* at hand, but not chosen */
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

/* The lists are taken over. */
static VfCredentials *
credentials_new (GPtrArray *authorities, GPtrArray *client_chain, VfPrivateKey *client_key, GPtrArray *known)
{
  VfCredentials *credentials = g_atomic_rc_box_new0 (VfCredentials);

  credentials->authorities = authorities;
  credentials->client_chain = client_chain;
  credentials->client_key = client_key ? vf_private_key_ref (client_key) : NULL;
  credentials->known = known;
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

/* (transfer full): the leaf and its intermediates, which a server may not have; the root it must have itself */
static GPtrArray *
build_chain (VfCertificate *leaf, GPtrArray *authorities)
{
  GPtrArray *chain = vf_issuer_list_chain (leaf, authorities);

  if (chain->len > 1 && vf_certificate_is_self_signed (g_ptr_array_index (chain, chain->len - 1)))
    g_ptr_array_remove_index (chain, chain->len - 1);
  return chain;
}

/**
 * vf_credentials_new_from_inventory:
 * @inventory: what there is
 *
 * The default choice: all authorities, also expired ones (a server may still need an intermediate, and who is trusted
 * is not decided by a date), and the best client certificate whose key is there.
 *
 * Returns: (transfer full): the choice
 */
VfCredentials *
vf_credentials_new_from_inventory (VfInventory *inventory)
{
  g_autoptr (VfChoice) choice = vf_choice_new ();

  return vf_credentials_new_from_choice (inventory, choice);
}

/**
 * vf_credentials_new_from_choice:
 * @inventory: what there is
 * @choice: what is used of it
 *
 * The private key of an authority or server is never taken.  The chain of the client certificate is built from all
 * authorities: who may vouch for the server is another question.  Authorities that were left out stay known, so that
 * a check can say that the one it misses is at hand.
 *
 * Returns: (transfer full): the choice
 */
VfCredentials *
vf_credentials_new_from_choice (VfInventory *inventory, const VfChoice *choice)
{
  g_autoptr (GPtrArray) items = vf_choice_list_authorities (inventory);
  g_autoptr (GPtrArray) all = certificate_list ();
  GPtrArray *used = certificate_list ();
  GPtrArray *known = certificate_list ();
  const VfItem *client = vf_choice_get_client (choice, inventory);

  for (guint i = 0; i < items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (items, i);

      g_ptr_array_add (all, vf_certificate_ref (item->certificate));
      g_ptr_array_add (vf_choice_uses_authority (choice, item->certificate) ? used : known,
                       vf_certificate_ref (item->certificate));
    }
  return credentials_new (used, client ? build_chain (client->certificate, all) : certificate_list (),
                          client ? client->match->key : NULL, known);
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
  return credentials_new (copy_list (authorities), copy_list (client_chain), client_key, certificate_list ());
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
  return credentials_new (authorities, copy_list (credentials->client_chain), credentials->client_key,
                          copy_list (credentials->known));
}

/**
 * vf_credentials_with_client:
 * @client_chain: (element-type VfCertificate): leaf first
 * @client_key: (nullable): the leaf's key
 *
 * Returns: (transfer full): the same with another client certificate
 */
VfCredentials *
vf_credentials_with_client (VfCredentials *credentials, GPtrArray *client_chain, VfPrivateKey *client_key)
{
  return credentials_new (copy_list (credentials->authorities), copy_list (client_chain), client_key,
                          copy_list (credentials->known));
}

/**
 * vf_credentials_with_client_intermediate:
 * @certificate: who vouches for the last certificate of the client chain
 *
 * Returns: (transfer full): the same with a longer client chain
 */
VfCredentials *
vf_credentials_with_client_intermediate (VfCredentials *credentials, VfCertificate *certificate)
{
  g_autoptr (GPtrArray) chain = copy_list (credentials->client_chain);

  if (!contains (chain, certificate))
    g_ptr_array_add (chain, vf_certificate_ref (certificate));
  return vf_credentials_with_client (credentials, chain, credentials->client_key);
}

/**
 * vf_credentials_with_known:
 * @known: (element-type VfCertificate): what is at hand besides
 *
 * Returns: (transfer full): the same, knowing more certificates
 */
VfCredentials *
vf_credentials_with_known (VfCredentials *credentials, GPtrArray *known)
{
  GPtrArray *all = copy_list (credentials->known);

  for (guint i = 0; i < known->len; i++)
    if (!contains (all, g_ptr_array_index (known, i)))
      g_ptr_array_add (all, vf_certificate_ref (g_ptr_array_index (known, i)));
  return credentials_new (copy_list (credentials->authorities), copy_list (credentials->client_chain),
                          credentials->client_key, all);
}

/**
 * vf_credentials_without_client:
 *
 * Returns: (transfer full): the same without client certificate and key
 */
VfCredentials *
vf_credentials_without_client (VfCredentials *credentials)
{
  return credentials_new (copy_list (credentials->authorities), certificate_list (), NULL,
                          copy_list (credentials->known));
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
  g_ptr_array_unref (credentials->known);
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

/**
 * vf_credentials_get_known:
 *
 * Returns: (transfer none) (element-type VfCertificate): authorities that are at hand without being chosen; they vouch
 *   for nobody and are not kept with the connection; do not change it
 */
GPtrArray *
vf_credentials_get_known (const VfCredentials *credentials)
{
  return credentials->known;
}

/**
 * vf_credentials_is_empty:
 *
 * Returns: whether there is neither an authority nor a client certificate in it
 */
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
