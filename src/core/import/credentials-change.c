#include "config.h"

#include "import/credentials-change.h"

static GPtrArray *
certificate_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
}

/* by fingerprint: a set may hold hundreds */
static GHashTable *
index_of (GPtrArray *certificates)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < certificates->len; i++)
    g_hash_table_add (index, (gpointer) (guintptr) vf_certificate_get_sha256 (g_ptr_array_index (certificates, i)));
  return index;
}

static void
split (GPtrArray *certificates, GHashTable *others, GPtrArray *shared, GPtrArray *own)
{
  for (guint i = 0; i < certificates->len; i++)
    {
      VfCertificate *certificate = g_ptr_array_index (certificates, i);
      GPtrArray *list = g_hash_table_contains (others, vf_certificate_get_sha256 (certificate)) ? shared : own;

      if (list)
        g_ptr_array_add (list, vf_certificate_ref (certificate));
    }
}

static VfCertificate *
client_of (VfCredentials *credentials)
{
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);

  return chain->len > 0 ? vf_certificate_ref (g_ptr_array_index (chain, 0)) : NULL;
}

/**
 * vf_credentials_change_init:
 * @before: what is used
 * @after: what shall be used
 *
 * Certificates are the same if every byte is.
 */
void
vf_credentials_change_init (VfCredentialsChange *change, VfCredentials *before, VfCredentials *after)
{
  GPtrArray *old = vf_credentials_get_authorities (before);
  GPtrArray *new = vf_credentials_get_authorities (after);
  g_autoptr (GHashTable) in_old = index_of (old);
  g_autoptr (GHashTable) in_new = index_of (new);

  *change = (VfCredentialsChange){ .kept = certificate_list (), .added = certificate_list (),
                                   .gone = certificate_list (), .client_before = client_of (before),
                                   .client_after = client_of (after) };
  split (new, in_old, change->kept, change->added);
  split (old, in_new, NULL, change->gone);
  if (change->client_before && change->client_after)
    {
      change->same_client = vf_certificate_equal (change->client_before, change->client_after);
      change->same_key = g_str_equal (vf_certificate_get_key_id (change->client_before),
                                      vf_certificate_get_key_id (change->client_after));
    }
  else
    change->same_client = !change->client_before && !change->client_after;
}

void
vf_credentials_change_clear (VfCredentialsChange *change)
{
  g_clear_pointer (&change->kept, g_ptr_array_unref);
  g_clear_pointer (&change->added, g_ptr_array_unref);
  g_clear_pointer (&change->gone, g_ptr_array_unref);
  g_clear_pointer (&change->client_before, vf_certificate_unref);
  g_clear_pointer (&change->client_after, vf_certificate_unref);
}

gboolean
vf_credentials_change_is_none (const VfCredentialsChange *change)
{
  return change->added->len == 0 && change->gone->len == 0 && change->same_client;
}

/**
 * vf_credentials_renewed:
 * @before: what is used
 * @after: what was in the renewed archive
 *
 * Many archives hold authorities alone, or a client certificate alone; the other part is not to be lost by it.
 *
 * Returns: (transfer full): what is used from now on
 */
VfCredentials *
vf_credentials_renewed (VfCredentials *before, VfCredentials *after)
{
  gboolean has_authorities = vf_credentials_get_authorities (after)->len > 0;
  gboolean has_client = vf_credentials_get_client_chain (after)->len > 0;
  VfCredentials *client = has_client ? after : before;

  return vf_credentials_new (vf_credentials_get_authorities (has_authorities ? after : before),
                             vf_credentials_get_client_chain (client), vf_credentials_get_client_key (client));
}
