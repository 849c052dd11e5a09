#include "config.h"

#include "check/trust.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>

struct _VfTrust
{
  X509_STORE *store;
  GPtrArray *authorities; /* element-type VfCertificate */
  int security_level;
};

/* The level that the system's policy gives to a fresh context, which is what libpq gets as well.  The policy is read
 * once in a process, and a context costs a millisecond. */
static int
system_security_level (void)
{
  static gsize level_plus_one;

  if (g_once_init_enter (&level_plus_one))
    {
      SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
      int level = context ? SSL_CTX_get_security_level (context) : 1;

      SSL_CTX_free (context);
      g_once_init_leave (&level_plus_one, (gsize) level + 1);
    }
  return (int) level_plus_one - 1;
}

static VfTrust *
trust_new_bare (void)
{
  VfTrust *trust = g_new0 (VfTrust, 1);

  trust->store = X509_STORE_new ();
  trust->authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  trust->security_level = system_security_level ();
  return trust;
}

/* As libpq does: lists are asked only if they can be read, and then for the whole chain. */
static void
add_revocation (VfTrust *trust, const VfConnection *connection)
{
  const char *file = vf_connection_get_option (connection, "sslcrl");
  const char *directory = vf_connection_get_option (connection, "sslcrldir");

  if (file && !*file)
    file = NULL;
  if (directory && !*directory)
    directory = NULL;
  if ((file || directory) && X509_STORE_load_locations (trust->store, file, directory) == 1)
    X509_STORE_set_flags (trust->store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  ERR_clear_error ();
}

static void
add_authorities (VfTrust *trust, GPtrArray *authorities)
{
  for (guint i = 0; authorities && i < authorities->len; i++)
    {
      VfCertificate *authority = g_ptr_array_index (authorities, i);

      X509_STORE_add_cert (trust->store, vf_certificate_peek_x509 (authority));
      g_ptr_array_add (trust->authorities, vf_certificate_ref (authority));
    }
  ERR_clear_error ();
}

/* What `openssl rehash` writes: the hash of the subject, a dot, a count. */
static gboolean
has_hash_links (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (strspn (name, "0123456789abcdef") == 8 && g_str_equal (name + 8, ".0"))
      return TRUE;
  return FALSE;
}

/* Of a directory with links OpenSSL reads the certificates that it needs; of the file with all of them it makes 150 key
 * objects, which takes ten times as long as a login.  A system that has both keeps the same in them, unless the
 * environment names a file of its own. */
static void
add_system_authorities (X509_STORE *store)
{
  const char *directory = g_getenv (X509_get_default_cert_dir_env ());

  if (!directory)
    directory = X509_get_default_cert_dir ();
  if (g_getenv (X509_get_default_cert_file_env ()) || !has_hash_links (directory)
      || X509_STORE_load_path (store, directory) != 1)
    X509_STORE_set_default_paths (store);
}

/**
 * vf_trust_new_system:
 *
 * Returns: (transfer full): the authorities that OpenSSL finds on this system
 */
VfTrust *
vf_trust_new_system (void)
{
  VfTrust *trust = trust_new_bare ();

  add_system_authorities (trust->store);
  ERR_clear_error ();
  return trust;
}

static gboolean
environment_names_authorities (void)
{
  return g_getenv (X509_get_default_cert_file_env ()) || g_getenv (X509_get_default_cert_dir_env ());
}

/**
 * vf_trust_new_system_in:
 * @mode: the mode that they are for
 *
 * Where libpq knows the word "system", it asks OpenSSL.  An older one is given the distribution's file, whatever the
 * environment names.
 *
 * Returns: (transfer full) (nullable): what libpq believes if it is told to use the system's authorities; %NULL if it
 *   cannot be told
 */
VfTrust *
vf_trust_new_system_in (VfSslMode mode)
{
  const char *path = vf_system_authorities_path (mode);
  VfTrust *trust;

  if (!path)
    return NULL;
  if (g_str_equal (path, "system") || !environment_names_authorities ())
    return vf_trust_new_system ();
  trust = trust_new_bare ();
  X509_STORE_load_file (trust->store, path);
  ERR_clear_error ();
  return trust;
}

/**
 * vf_trust_new_imported:
 * @connection: whose authorities
 * @extra: (nullable) (element-type VfCertificate): what is imported besides
 *
 * Returns: (transfer full): what the verifying modes of @connection would believe if @extra were in the root file;
 *   perhaps nobody
 */
VfTrust *
vf_trust_new_imported (const VfConnection *connection, GPtrArray *extra)
{
  VfTrust *trust = trust_new_bare ();

  add_authorities (trust, vf_credentials_get_authorities (vf_connection_get_credentials (connection)));
  add_authorities (trust, extra);
  add_revocation (trust, connection);
  return trust;
}

/**
 * vf_trust_new:
 * @connection: whose authorities
 *
 * Returns: (transfer full) (nullable): what the verifying modes of @connection would believe; %NULL if it has no
 *   authority
 */
VfTrust *
vf_trust_new (const VfConnection *connection)
{
  VfTrust *trust;

  if (vf_connection_get_system_authorities (connection))
    {
      trust = vf_trust_new_system_in (vf_connection_get_mode (connection));
      if (trust)
        add_revocation (trust, connection);
      return trust;
    }
  if (vf_credentials_get_authorities (vf_connection_get_credentials (connection))->len == 0)
    return NULL;
  return vf_trust_new_imported (connection, NULL);
}

void
vf_trust_free (VfTrust *trust)
{
  X509_STORE_free (trust->store);
  g_ptr_array_unref (trust->authorities);
  g_free (trust);
}

/**
 * vf_trust_peek_store:
 *
 * Returns: (transfer none): OpenSSL's form of it
 */
X509_STORE *
vf_trust_peek_store (const VfTrust *trust)
{
  return trust->store;
}

/**
 * vf_trust_get_authorities:
 *
 * Returns: (transfer none) (element-type VfCertificate): the imported ones
 */
GPtrArray *
vf_trust_get_authorities (const VfTrust *trust)
{
  return trust->authorities;
}

int
vf_trust_get_security_level (const VfTrust *trust)
{
  return trust->security_level;
}

/**
 * vf_trust_contains:
 *
 * Returns: whether @certificate itself is among the authorities
 */
gboolean
vf_trust_contains (const VfTrust *trust, const VfCertificate *certificate)
{
  for (guint i = 0; i < trust->authorities->len; i++)
    if (vf_certificate_equal (certificate, g_ptr_array_index (trust->authorities, i)))
      return TRUE;
  return FALSE;
}
