#include "config.h"

#include "check/server-identity.h"

#include <openssl/err.h>

#include "check/hostname.h"

/* longer chains than this are nobody's */
#define MAX_CHAIN 10

struct _VfServerIdentity
{
  VfServerRecord record;
  char *host;
  char *name;
  char *issuer;
  char *sha256;
  char *key_id;
  char **names;
  char **authorities;
  /* the certificate is for the host that was asked for; not put down, for it is asked of what is met only */
  gboolean names_host;
};

static guint
port_of (const VfTarget *target)
{
  return vf_target_get_port (target) ? vf_target_get_port (target) : 5432;
}

static const char *
host_of (const VfTarget *target)
{
  return vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
}

static char **
copy_strings (const char *const *strings)
{
  GPtrArray *copies = g_ptr_array_new ();

  for (guint i = 0; strings[i]; i++)
    g_ptr_array_add (copies, g_strdup (strings[i]));
  g_ptr_array_add (copies, NULL);
  return (char **) g_ptr_array_free (copies, FALSE);
}

static VfServerIdentity *
seal (VfServerIdentity *identity)
{
  identity->record.host = identity->host;
  identity->record.name = identity->name;
  identity->record.issuer = identity->issuer;
  identity->record.sha256 = identity->sha256;
  identity->record.key_id = identity->key_id;
  identity->record.names = (const char *const *) identity->names;
  identity->record.authorities = (const char *const *) identity->authorities;
  return identity;
}

static VfCertificate *
find_signer (VfCertificate *certificate, GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      VfCertificate *candidate = g_ptr_array_index (candidates, i);
      EVP_PKEY *key = X509_get0_pubkey (vf_certificate_peek_x509 (candidate));

      if (key && vf_certificate_may_have_issued (candidate, certificate)
          && X509_verify (vf_certificate_peek_x509 (certificate), key) == 1)
        return candidate;
    }
  return NULL;
}

/* By signature, not by name: anybody can write a name, or send an authority's certificate along. */
static char **
list_authorities (VfCertificate *leaf, GPtrArray *candidates)
{
  GPtrArray *ids = g_ptr_array_new ();
  VfCertificate *next = vf_certificate_is_self_signed (leaf) ? NULL : find_signer (leaf, candidates);

  while (next && ids->len < MAX_CHAIN)
    {
      g_ptr_array_add (ids, g_strdup (vf_certificate_get_key_id (next)));
      next = vf_certificate_is_self_signed (next) ? NULL : find_signer (next, candidates);
    }
  ERR_clear_error ();
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

/**
 * vf_server_identity_new:
 * @chain: (element-type VfCertificate): as the server sent it, leaf first, not empty
 * @anchor: (nullable): in which its verification ended
 * @connection: who was asked, and whose archive may know the authorities
 *
 * Returns: (transfer full): who the server is
 */
VfServerIdentity *
vf_server_identity_new (GPtrArray *chain, VfCertificate *anchor, const VfConnection *connection)
{
  VfServerIdentity *identity = g_atomic_rc_box_new0 (VfServerIdentity);
  VfCertificate *leaf = g_ptr_array_index (chain, 0);
  VfTarget *target = vf_connection_get_target (connection);
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  g_ptr_array_extend (candidates, chain, NULL, NULL);
  g_ptr_array_remove_index (candidates, 0);
  if (anchor)
    g_ptr_array_add (candidates, anchor);
  g_ptr_array_extend (candidates, vf_credentials_get_authorities (credentials), NULL, NULL);
  g_ptr_array_extend (candidates, vf_credentials_get_known (credentials), NULL, NULL);
  identity->host = g_strdup (host_of (target));
  identity->record.port = port_of (target);
  identity->name = g_strdup (vf_certificate_get_display_name (leaf));
  identity->issuer = g_strdup (vf_certificate_get_issuer_display_name (leaf));
  identity->sha256 = g_strdup (vf_certificate_get_sha256 (leaf));
  identity->key_id = g_strdup (vf_certificate_get_key_id (leaf));
  identity->names = copy_strings (vf_certificate_get_names (leaf));
  identity->authorities = list_authorities (leaf, candidates);
  identity->record.not_before = vf_certificate_get_not_before (leaf);
  identity->record.not_after = vf_certificate_get_not_after (leaf);
  identity->names_host = vf_hostname_check (leaf, vf_target_get_host (target)) == VF_NAME_MATCHES;
  return seal (identity);
}

/**
 * vf_server_identity_new_from_record:
 * @record: what was put down; copied
 *
 * Returns: (transfer full) (nullable): the identity; %NULL if what it is told by is missing
 */
VfServerIdentity *
vf_server_identity_new_from_record (const VfServerRecord *record)
{
  VfServerIdentity *identity;

  if (!record->host || !record->sha256 || !record->key_id || !record->names || !record->authorities)
    return NULL;
  identity = g_atomic_rc_box_new0 (VfServerIdentity);
  identity->record = *record;
  identity->host = g_strdup (record->host);
  identity->name = g_strdup (record->name ? record->name : "");
  identity->issuer = g_strdup (record->issuer ? record->issuer : "");
  identity->sha256 = g_strdup (record->sha256);
  identity->key_id = g_strdup (record->key_id);
  identity->names = copy_strings (record->names);
  identity->authorities = copy_strings (record->authorities);
  return seal (identity);
}

/**
 * vf_server_identity_with_authorities:
 * @authorities: (element-type VfCertificate): whom the person has imported since
 *
 * Who brings the archive of another authority says so that it vouches for the server from now on.
 *
 * Returns: (transfer full): the identity, whose successor they may have signed as well
 */
VfServerIdentity *
vf_server_identity_with_authorities (const VfServerIdentity *identity, GPtrArray *authorities)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  VfServerRecord record = identity->record;

  for (guint i = 0; identity->authorities[i]; i++)
    g_ptr_array_add (ids, identity->authorities[i]);
  for (guint i = 0; i < authorities->len; i++)
    g_ptr_array_add (ids, (gpointer) (guintptr) vf_certificate_get_key_id (g_ptr_array_index (authorities, i)));
  g_ptr_array_add (ids, NULL);
  record.authorities = (const char *const *) ids->pdata;
  return vf_server_identity_new_from_record (&record);
}

VfServerIdentity *
vf_server_identity_ref (VfServerIdentity *identity)
{
  return g_atomic_rc_box_acquire (identity);
}

static void
identity_clear (gpointer data)
{
  VfServerIdentity *identity = data;

  g_free (identity->host);
  g_free (identity->name);
  g_free (identity->issuer);
  g_free (identity->sha256);
  g_free (identity->key_id);
  g_strfreev (identity->names);
  g_strfreev (identity->authorities);
}

void
vf_server_identity_unref (VfServerIdentity *identity)
{
  g_atomic_rc_box_release_full (identity, identity_clear);
}

const VfServerRecord *
vf_server_identity_get_record (const VfServerIdentity *identity)
{
  return &identity->record;
}

/**
 * vf_server_identity_is_of:
 *
 * Returns: whether it is what was met under the very host and port that @target has
 */
gboolean
vf_server_identity_is_of (const VfServerIdentity *identity, const VfTarget *target)
{
  const char *host = host_of (target);

  return host && g_ascii_strcasecmp (host, identity->host) == 0 && port_of (target) == identity->record.port;
}

static gboolean
share_one (char **a, char **b)
{
  for (guint i = 0; a[i]; i++)
    for (guint j = 0; b[j]; j++)
      if (g_ascii_strcasecmp (a[i], b[j]) == 0)
        return TRUE;
  return FALSE;
}

/* One authority vouches for thousands of servers: another one of them is a stranger. */
static gboolean
is_same_server (const VfServerIdentity *remembered, const VfServerIdentity *met)
{
  if (met->names_host || share_one (remembered->names, met->names))
    return TRUE;
  return !*remembered->names && !*met->names && g_str_equal (remembered->name, met->name);
}

/**
 * vf_server_identity_compare:
 * @remembered: who it was
 * @met: who it is now; the TLS handshake has shown that it holds its key
 *
 * Returns: what became of it
 */
VfServerChange
vf_server_identity_compare (const VfServerIdentity *remembered, const VfServerIdentity *met)
{
  if (g_str_equal (remembered->sha256, met->sha256))
    return VF_SERVER_SAME;
  if (g_str_equal (remembered->key_id, met->key_id))
    return VF_SERVER_RENEWED;
  if (share_one (remembered->authorities, met->authorities) && is_same_server (remembered, met))
    return VF_SERVER_REKEYED;
  return VF_SERVER_STRANGER;
}

/**
 * vf_server_identity_is_stranger:
 * @remembered: (nullable): who the server was; %NULL if nobody has met it
 * @connection: who is asked, and what the person has agreed to
 * @chain: (element-type VfCertificate): what the server has sent; libpq goes on with none that sends nothing
 * @anchor: (nullable): in which its verification ended
 *
 * Returns: whether the server must not get any further
 */
gboolean
vf_server_identity_is_stranger (const VfServerIdentity *remembered, const VfConnection *connection, GPtrArray *chain,
                                VfCertificate *anchor)
{
  g_autoptr (VfServerIdentity) met = NULL;

  if (!remembered || chain->len == 0)
    return FALSE;
  met = vf_server_identity_new (chain, anchor, connection);
  return vf_server_identity_compare (remembered, met) == VF_SERVER_STRANGER
         && g_strcmp0 (vf_connection_get_accepted_certificate (connection), met->sha256) != 0;
}

/**
 * vf_server_change_to_string:
 *
 * Returns: (transfer none): a word of the command line's contract
 */
const char *
vf_server_change_to_string (VfServerChange change)
{
  static const char *const words[] = {
    [VF_SERVER_SAME] = "same",
    [VF_SERVER_RENEWED] = "renewed",
    [VF_SERVER_REKEYED] = "re-keyed",
    [VF_SERVER_STRANGER] = "stranger",
  };

  return words[change];
}
