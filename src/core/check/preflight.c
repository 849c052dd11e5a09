#include "config.h"

#include "check/preflight.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "check/diagnose.h"
#include "error.h"

gboolean
vf_preflight_target (VfReportBuilder *builder, const VfConnection *connection)
{
  const VfTarget *target = vf_connection_get_target (connection);
  g_autoptr (GError) error = NULL;

  if (vf_target_check (target, &error))
    return TRUE;
  vf_diagnose_offline (builder, VF_CODE_BAD_TARGET, vf_target_get_host (target), error->message);
  return FALSE;
}

/* Both words of the verifying modes need somebody to believe. */
static gboolean
check_root (VfReportBuilder *builder, const VfConnection *connection)
{
  VfSslMode mode = vf_connection_get_mode (connection);

  if (mode == VF_SSL_MODE_REQUIRE)
    return TRUE;
  if (vf_connection_get_system_authorities (connection))
    {
      if (vf_system_authorities_path (mode))
        return TRUE;
      vf_diagnose_offline (builder, VF_CODE_MODE_NEEDS_NEWER_LIBPQ, vf_ssl_mode_title (mode), "sslrootcert=system");
      return FALSE;
    }
  if (vf_credentials_get_authorities (vf_connection_get_credentials (connection))->len > 0)
    return TRUE;
  vf_diagnose_offline (builder, VF_CODE_MODE_NEEDS_ROOT, vf_ssl_mode_title (mode), NULL);
  return FALSE;
}

/* One option that this libpq does not know makes it refuse them all. */
static gboolean
check_options (VfReportBuilder *builder, const VfConnection *connection)
{
  const char *const *options = vf_connection_list_options (connection);

  for (guint i = 0; options[i]; i++)
    if (!vf_libpq_knows_keyword (options[i]))
      {
        vf_diagnose_offline (builder, VF_CODE_MODE_NEEDS_NEWER_LIBPQ, NULL, options[i]);
        return FALSE;
      }
  return TRUE;
}

static VfCode
judge_key (VfPrivateKey *key, const VfCertificate *certificate, SecretValue *passphrase)
{
  g_autoptr (VfPrivateKey) open = NULL;
  g_autoptr (GError) error = NULL;

  if (!key)
    return VF_CODE_KEY_MISSING;
  if (vf_private_key_is_locked (key) && !passphrase)
    return VF_CODE_KEY_LOCKED;
  open = vf_private_key_is_locked (key) ? vf_private_key_unlock (key, passphrase, &error) : vf_private_key_ref (key);
  if (!open)
    return g_error_matches (error, VF_ERROR, VF_ERROR_LOCKED) ? VF_CODE_KEY_LOCKED : VF_CODE_KEY_PASSPHRASE_WRONG;
  return g_strcmp0 (vf_private_key_get_key_id (open), vf_certificate_get_key_id (certificate)) == 0
           ? VF_CODE_NONE
           : VF_CODE_KEY_MISMATCH;
}

/* libpq hands the chain to OpenSSL before it asks anybody, and fails there if this computer's policy is against it. */
static gboolean
is_refused_here (GPtrArray *chain)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  gboolean ok = context != NULL;

  for (guint i = 0; ok && i < chain->len; i++)
    {
      X509 *x509 = vf_certificate_peek_x509 (g_ptr_array_index (chain, i));

      ok = (i == 0 ? SSL_CTX_use_certificate (context, x509) : SSL_CTX_add1_chain_cert (context, x509) > 0) != 0;
    }
  SSL_CTX_free (context);
  ERR_clear_error ();
  return !ok;
}

static void
refuse_weak (VfReportBuilder *builder, const VfCertificate *certificate)
{
  g_autofree char *method = g_strdup_printf ("%s, %s", vf_certificate_get_key_algorithm (certificate),
                                             vf_certificate_get_signature_algorithm (certificate));

  vf_diagnose_offline (builder, VF_CODE_WEAK_CERTIFICATE, vf_certificate_get_display_name (certificate), method);
}

static gboolean
check_key (VfReportBuilder *builder, const VfConnection *connection, SecretValue *passphrase)
{
  const VfCredentials *credentials = vf_connection_get_credentials (connection);
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);
  const VfCertificate *certificate;
  VfCode code;

  if (chain->len == 0)
    return TRUE;
  certificate = g_ptr_array_index (chain, 0);
  if (is_refused_here (chain))
    {
      refuse_weak (builder, certificate);
      return FALSE;
    }
  code = judge_key (vf_credentials_get_client_key (credentials), certificate, passphrase);
  if (code == VF_CODE_NONE)
    return TRUE;
  vf_diagnose_offline (builder, code, vf_certificate_get_display_name (certificate), NULL);
  return FALSE;
}

/**
 * vf_preflight:
 * @builder: gets the finding
 * @connection: what is asked
 * @key_passphrase: (nullable): of the client key
 *
 * Returns: whether the check may go on
 */
gboolean
vf_preflight (VfReportBuilder *builder, const VfConnection *connection, SecretValue *key_passphrase)
{
  return vf_preflight_target (builder, connection) && check_root (builder, connection)
         && check_options (builder, connection) && check_key (builder, connection, key_passphrase);
}
