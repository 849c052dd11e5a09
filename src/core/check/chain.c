#include "config.h"

#include "check/chain.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

struct _VfTrust
{
  X509_STORE *store;
  GPtrArray *authorities; /* element-type VfCertificate; empty for the system's */
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
trust_new (GPtrArray *authorities)
{
  VfTrust *trust = g_new0 (VfTrust, 1);

  trust->store = X509_STORE_new ();
  trust->authorities = authorities ? g_ptr_array_ref (authorities) : g_ptr_array_new ();
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
  VfTrust *trust = trust_new (NULL);

  add_system_authorities (trust->store);
  ERR_clear_error ();
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
  GPtrArray *authorities = vf_credentials_get_authorities (vf_connection_get_credentials (connection));
  VfTrust *trust;

  if (vf_connection_get_system_authorities (connection))
    trust = vf_trust_new_system ();
  else if (authorities->len > 0)
    trust = trust_new (authorities);
  else
    return NULL;
  for (guint i = 0; i < trust->authorities->len; i++)
    X509_STORE_add_cert (trust->store, vf_certificate_peek_x509 (g_ptr_array_index (trust->authorities, i)));
  add_revocation (trust, connection);
  ERR_clear_error ();
  return trust;
}

void
vf_trust_free (VfTrust *trust)
{
  X509_STORE_free (trust->store);
  g_ptr_array_unref (trust->authorities);
  g_free (trust);
}

void
vf_chain_result_clear (VfChainResult *result)
{
  g_clear_pointer (&result->subject, vf_certificate_unref);
  g_clear_pointer (&result->detail, g_free);
  g_clear_pointer (&result->anchor, vf_certificate_unref);
}

static char *
date_detail (gint64 seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);

  return moment ? g_date_time_format_iso8601 (moment) : NULL;
}

static const char *
organization (X509_NAME *name, char *buffer, int size)
{
  return X509_NAME_get_text_by_NID (name, NID_organizationName, buffer, size) > 0 ? buffer : NULL;
}

static gboolean
has_links (const VfTrust *trust)
{
  for (guint i = 0; i < trust->authorities->len; i++)
    if (!vf_certificate_is_self_signed (g_ptr_array_index (trust->authorities, i)))
      return TRUE;
  return FALSE;
}

/* Nobody can know what was not sent.  An authority of the same organisation as the missing signer is a strong hint
 * that only a link between the two is missing; but an archive that brings the links along, and not this one, is the
 * archive of other servers. */
static gboolean
is_of_imported_organization (X509 *x509, const VfTrust *trust)
{
  char issuer[256];
  char authority[256];

  if (has_links (trust) || !organization (X509_get_issuer_name (x509), issuer, sizeof issuer))
    return FALSE;
  for (guint i = 0; i < trust->authorities->len; i++)
    {
      X509 *candidate = vf_certificate_peek_x509 (g_ptr_array_index (trust->authorities, i));

      if (X509_check_ca (candidate) && organization (X509_get_subject_name (candidate), authority, sizeof authority)
          && g_str_equal (issuer, authority))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_issuer_name (X509 *x509, const VfTrust *trust)
{
  for (guint i = 0; i < trust->authorities->len; i++)
    if (X509_NAME_cmp (X509_get_issuer_name (x509),
                       X509_get_subject_name (vf_certificate_peek_x509 (g_ptr_array_index (trust->authorities, i)))) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_imported (const VfCertificate *certificate, const VfTrust *trust)
{
  for (guint i = 0; i < trust->authorities->len; i++)
    if (vf_certificate_equal (certificate, g_ptr_array_index (trust->authorities, i)))
      return TRUE;
  return FALSE;
}

/* No issuer was found for @top, the last certificate that could be placed. */
static VfCode
classify_gap (VfCertificate *top, const VfTrust *trust)
{
  X509 *x509 = vf_certificate_peek_x509 (top);

  if (is_imported (top, trust))
    return VF_CODE_ROOT_MISSING;
  /* the name is known, the key is another: a renewed authority, or an impostor */
  if (has_issuer_name (x509, trust))
    return VF_CODE_UNTRUSTED_AUTHORITY;
  return is_of_imported_organization (x509, trust) ? VF_CODE_INTERMEDIATE_MISSING : VF_CODE_UNTRUSTED_AUTHORITY;
}

static void
set_gap (VfChainResult *result, const VfTrust *trust)
{
  result->code = classify_gap (result->subject, trust);
  result->detail = g_strdup (vf_certificate_get_issuer_display_name (result->subject));
}

static void
set (VfChainResult *result, VfCode code, char *detail)
{
  result->code = code;
  result->detail = detail;
}

static void
classify (VfChainResult *result, int error, const VfTrust *trust)
{
  VfCertificate *subject = result->subject;

  switch (error)
    {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      set (result, VF_CODE_SELF_SIGNED, g_strdup (vf_certificate_get_sha256 (subject)));
      break;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      set (result, VF_CODE_UNTRUSTED_AUTHORITY, g_strdup (vf_certificate_get_display_name (subject)));
      break;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      set_gap (result, trust);
      break;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      set (result, VF_CODE_EXPIRED, date_detail (vf_certificate_get_not_after (subject)));
      break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      set (result, VF_CODE_NOT_YET_VALID, date_detail (vf_certificate_get_not_before (subject)));
      break;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
      set (result, VF_CODE_WEAK_CERTIFICATE, g_strdup (vf_certificate_get_key_algorithm (subject)));
      break;
    case X509_V_ERR_CA_MD_TOO_WEAK:
      set (result, VF_CODE_WEAK_CERTIFICATE, g_strdup (vf_certificate_get_signature_algorithm (subject)));
      break;
    case X509_V_ERR_CERT_REVOKED:
      set (result, VF_CODE_REVOKED, NULL);
      break;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
      set (result, VF_CODE_CRL_PROBLEM, NULL);
      break;
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_CERT_REJECTED:
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
      set (result, VF_CODE_WRONG_PURPOSE, NULL);
      break;
    default:
      set (result, VF_CODE_UNTRUSTED_AUTHORITY, g_strdup (vf_certificate_get_issuer_display_name (subject)));
      break;
    }
}

static void
set_parameters (X509_STORE_CTX *context, const VfTrust *trust, gint64 now)
{
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (context);

  /* what ssl_verify_cert_chain() of OpenSSL 3 sets for a client */
  X509_STORE_CTX_set_default (context, "ssl_server");
  X509_VERIFY_PARAM_set_auth_level (parameters, trust->security_level);
  X509_VERIFY_PARAM_set_time (parameters, (time_t) now);
}

static STACK_OF (X509) *
make_stack (GPtrArray *chain)
{
  STACK_OF (X509) *stack = sk_X509_new_null ();

  for (guint i = 0; i < chain->len; i++)
    sk_X509_push (stack, vf_certificate_peek_x509 (g_ptr_array_index (chain, i)));
  return stack;
}

static void
read_result (X509_STORE_CTX *context, gboolean good, GPtrArray *chain, const VfTrust *trust, VfChainResult *result)
{
  STACK_OF (X509) *built = X509_STORE_CTX_get0_chain (context);
  int n = built ? sk_X509_num (built) : 0;
  X509 *current = X509_STORE_CTX_get_current_cert (context);

  if (good && n > 0)
    {
      result->anchor = vf_certificate_new_from_x509 (sk_X509_value (built, n - 1));
      return;
    }
  result->subject = current ? vf_certificate_new_from_x509 (current)
                            : vf_certificate_ref (g_ptr_array_index (chain, 0));
  classify (result, X509_STORE_CTX_get_error (context), trust);
}

/**
 * vf_chain_verify:
 * @chain: (element-type VfCertificate): as the server sent it, leaf first, not empty
 * @trust: whom to believe
 * @now: seconds since the epoch
 * @result: (out caller-allocates): what came out
 *
 * Verifies as libpq's OpenSSL would: the whole chain up to a self-signed certificate of the root file, for the purpose
 * of a TLS server, at the security level of the system.
 */
void
vf_chain_verify (GPtrArray *chain, const VfTrust *trust, gint64 now, VfChainResult *result)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  STACK_OF (X509) *sent = make_stack (chain);

  *result = (VfChainResult){ 0 };
  ERR_clear_error ();
  if (context && X509_STORE_CTX_init (context, trust->store, sk_X509_value (sent, 0), sent) == 1)
    {
      set_parameters (context, trust, now);
      read_result (context, X509_verify_cert (context) == 1, chain, trust, result);
    }
  else
    set (result, VF_CODE_UNTRUSTED_AUTHORITY, NULL);
  X509_STORE_CTX_free (context);
  sk_X509_free (sent);
  ERR_clear_error ();
}
