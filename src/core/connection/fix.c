#include "config.h"

#include "connection/connection.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

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

static VfConnection *
add_authority (VfConnection *connection, GBytes *der, GError **error)
{
  g_autoptr (VfCertificate) certificate = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) imported = NULL;

  if (!der)
    return fix_fails (error, _ ("There is no certificate to add."));
  certificate = vf_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
  if (!certificate)
    return NULL;
  credentials = vf_credentials_with_authority (vf_connection_get_credentials (connection), certificate);
  imported = vf_connection_with_system_authorities (connection, FALSE);
  return vf_connection_with_credentials (imported, credentials);
}

static VfConnection *
add_intermediate (VfConnection *connection, GBytes *der, GError **error)
{
  if (vf_connection_get_system_authorities (connection))
    return fix_fails (error, _ ("Nothing can be added to the authorities that the system trusts. Import the "
                                "provider’s certificates instead."));
  return add_authority (connection, der, error);
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
    case VF_FIX_TRUST_THIS_AUTHORITY:
      return add_authority (connection, vf_fix_get_der (fix), error);
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
    case VF_FIX_TRIM_PASSWORD:
    case VF_FIX_DECODE_PASSWORD:
      return vf_connection_ref (connection);
    case VF_FIX_NONE:
    case VF_N_FIXES:
      break;
    }
  return fix_fails (error, _ ("There is nothing to apply."));
}
