#include "config.h"

#include "connection/connection.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <openssl/err.h>

#include "error.h"

static VfConnection *
fix_fails (GError **error, const char *why)
{
  g_set_error_literal (error, VF_ERROR, VF_ERROR_FAILED, why);
  return NULL;
}

/* The name is compared with the certificate, the address is where libpq goes. */
static VfConnection *
use_listed_name (VfConnection *connection, const char *name, const char *reached, GError **error)
{
  VfTarget *old = vf_connection_get_target (connection);
  g_autofree char *wrong = vf_target_check_field (VF_FIELD_HOST, name ? name : "");
  const char *address = reached ? reached : vf_target_get_hostaddr (old);
  const char *host = vf_target_get_host (old);
  g_autoptr (VfTarget) target = NULL;

  if (wrong)
    return fix_fails (error, wrong);
  if (!address && host && g_hostname_is_ip_address (host))
    address = host;
  if (!address)
    return fix_fails (error, _ ("The server’s numeric address is not known yet. Check the connection first."));
  target
    = vf_target_new (name, address, vf_target_get_port (old), vf_target_get_dbname (old), vf_target_get_user (old));
  return vf_connection_with_target (connection, target);
}

static VfConnection *
use_port (VfConnection *connection, const char *argument, GError **error)
{
  VfTarget *old = vf_connection_get_target (connection);
  g_autofree char *wrong = vf_target_check_field (VF_FIELD_PORT, argument ? argument : "0");
  g_autoptr (VfTarget) target = NULL;

  if (wrong)
    return fix_fails (error, wrong);
  target = vf_target_new (vf_target_get_host (old), vf_target_get_hostaddr (old),
                          (guint) g_ascii_strtoull (argument, NULL, 10), vf_target_get_dbname (old),
                          vf_target_get_user (old));
  return vf_connection_with_target (connection, target);
}

static VfConnection *
use_user (VfConnection *connection, const char *user, GError **error)
{
  VfTarget *old = vf_connection_get_target (connection);
  g_autoptr (VfTarget) target = NULL;

  if (!user || !*user)
    return fix_fails (error, _ ("The client certificate names no user."));
  target = vf_target_new (vf_target_get_host (old), vf_target_get_hostaddr (old), vf_target_get_port (old),
                          vf_target_get_dbname (old), user);
  return vf_connection_with_target (connection, target);
}

/* (transfer full) (nullable): the certificates of @der, which stand there one after the other */
static GPtrArray *
read_certificates (GBytes *der, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  gsize size = 0;
  const guint8 *p = der ? g_bytes_get_data (der, &size) : NULL;
  const guint8 *end = p + size;

  while (p < end)
    {
      X509 *x509 = d2i_X509 (NULL, &p, end - p);

      if (!x509)
        {
          ERR_clear_error ();
          break;
        }
      g_ptr_array_add (list, vf_certificate_new_from_x509 (x509));
      X509_free (x509);
    }
  if (p == end && list->len > 0)
    return g_steal_pointer (&list);
  fix_fails (error, _ ("There is no certificate to add."));
  return NULL;
}

static VfConnection *
add_authorities (VfConnection *connection, GPtrArray *authorities)
{
  g_autoptr (VfCredentials) credentials = vf_credentials_ref (vf_connection_get_credentials (connection));
  g_autoptr (VfConnection) imported = vf_connection_with_system_authorities (connection, FALSE);

  for (guint i = 0; i < authorities->len; i++)
    {
      VfCredentials *more = vf_credentials_with_authority (credentials, g_ptr_array_index (authorities, i));

      vf_credentials_unref (credentials);
      credentials = more;
    }
  return vf_connection_with_credentials (imported, credentials);
}

static VfConnection *
trust_authority (VfConnection *connection, GBytes *der, GError **error)
{
  g_autoptr (GPtrArray) certificates = read_certificates (der, error);

  return certificates ? add_authorities (connection, certificates) : NULL;
}

/* Beside the system's authorities nothing can be put, but a root from the archive can take their place. */
static VfConnection *
add_intermediate (VfConnection *connection, GBytes *der, GError **error)
{
  g_autoptr (GPtrArray) certificates = read_certificates (der, error);

  if (!certificates)
    return NULL;
  if (vf_connection_get_system_authorities (connection)
      && !vf_certificate_is_self_signed (g_ptr_array_index (certificates, certificates->len - 1)))
    return fix_fails (error, _ ("Nothing can be added to the authorities that the system trusts. Import the "
                                "provider’s certificates instead."));
  return add_authorities (connection, certificates);
}

/* The file of the client certificate grows: a server that knows only the root can then follow the chain. */
static VfConnection *
add_client_intermediate (VfConnection *connection, GBytes *der, GError **error)
{
  g_autoptr (GPtrArray) certificates = read_certificates (der, error);
  g_autoptr (VfCredentials) credentials = vf_credentials_ref (vf_connection_get_credentials (connection));

  if (!certificates)
    return NULL;
  if (vf_credentials_get_client_chain (credentials)->len == 0)
    return fix_fails (error, _ ("This connection has no client certificate that could be completed."));
  for (guint i = 0; i < certificates->len; i++)
    {
      VfCredentials *longer = vf_credentials_with_client_intermediate (credentials, g_ptr_array_index (certificates, i));

      vf_credentials_unref (credentials);
      credentials = longer;
    }
  return vf_connection_with_credentials (connection, credentials);
}

static VfConnection *
drop_client_certificate (VfConnection *connection, GError **error)
{
  VfCredentials *old = vf_connection_get_credentials (connection);
  g_autoptr (VfCredentials) credentials = NULL;

  if (vf_credentials_get_client_chain (old)->len == 0)
    return fix_fails (error, _ ("This connection has no client certificate that could be left out."));
  credentials = vf_credentials_without_client (old);
  return vf_connection_with_credentials (connection, credentials);
}

static VfConnection *
drop_option (VfConnection *connection, const char *keyword, GError **error)
{
  if (!keyword || !vf_connection_get_option (connection, keyword))
    return fix_fails (error, _ ("This connection has no such option that could be left out."));
  return vf_connection_with_option (connection, keyword, NULL, error);
}

static VfConnection *
default_tls_versions (VfConnection *connection, GError **error)
{
  g_autoptr (VfConnection) without_minimum
    = vf_connection_with_option (connection, "ssl_min_protocol_version", NULL, error);

  return without_minimum ? vf_connection_with_option (without_minimum, "ssl_max_protocol_version", NULL, error) : NULL;
}

/**
 * vf_fix_apply:
 * @connection: a connection that failed
 * @fix: one way out
 * @reached: (nullable): the numeric address that was reached, for %VF_FIX_USE_LISTED_NAME
 *
 * Returns: (transfer full) (nullable): a new connection with the fix applied, or %NULL with %VF_ERROR_FAILED if it
 *   does not fit.  %VF_FIX_TRIM_PASSWORD and %VF_FIX_DECODE_PASSWORD change the password, which travels apart, see
 *   vf_fix_apply_to_password(): the connection stays as it is.
 */
VfConnection *
vf_fix_apply (VfConnection *connection, const VfFix *fix, const char *reached, GError **error)
{
  switch (vf_fix_get_id (fix))
    {
    case VF_FIX_USE_MODE_REQUIRE:
      return vf_connection_with_mode (connection, VF_SSL_MODE_REQUIRE);
    case VF_FIX_USE_MODE_VERIFY_CA:
      return vf_connection_with_mode (connection, VF_SSL_MODE_VERIFY_CA);
    case VF_FIX_USE_MODE_VERIFY_FULL:
      return vf_connection_with_mode (connection, VF_SSL_MODE_VERIFY_FULL);
    case VF_FIX_USE_LISTED_NAME:
      return use_listed_name (connection, vf_fix_get_argument (fix), reached, error);
    case VF_FIX_USE_SYSTEM_AUTHORITIES:
      return vf_connection_with_system_authorities (connection, TRUE);
    case VF_FIX_ADD_INTERMEDIATE:
      return add_intermediate (connection, vf_fix_get_der (fix), error);
    case VF_FIX_ADD_CLIENT_INTERMEDIATE:
      return add_client_intermediate (connection, vf_fix_get_der (fix), error);
    case VF_FIX_TRUST_THIS_AUTHORITY:
      return trust_authority (connection, vf_fix_get_der (fix), error);
    case VF_FIX_DROP_CLIENT_CERTIFICATE:
      return drop_client_certificate (connection, error);
    case VF_FIX_USE_CERTIFICATE_USER:
      return use_user (connection, vf_fix_get_argument (fix), error);
    case VF_FIX_USE_PORT:
      return use_port (connection, vf_fix_get_argument (fix), error);
    case VF_FIX_CHANNEL_BINDING_OFF:
      return vf_connection_with_option (connection, "channel_binding", "disable", error);
    case VF_FIX_DROP_OPTION:
      return drop_option (connection, vf_fix_get_argument (fix), error);
    case VF_FIX_DEFAULT_TLS_VERSIONS:
      return default_tls_versions (connection, error);
    case VF_FIX_DIRECT_TLS:
      return vf_connection_with_option (connection, "sslnegotiation", "direct", error);
    case VF_FIX_SEND_PASSWORD_ANYWAY:
      return vf_connection_with_unproven_password (connection, TRUE);
    case VF_FIX_TRUST_CHANGED_CERTIFICATE:
      return vf_connection_with_accepted_certificate (connection, vf_fix_get_argument (fix));
    case VF_FIX_TRIM_PASSWORD:
    case VF_FIX_DECODE_PASSWORD:
      return vf_connection_ref (connection);
    case VF_FIX_NONE:
    case VF_N_FIXES:
      break;
    }
  return fix_fails (error, _ ("There is nothing to apply."));
}
