#include "config.h"

#include "check/check.h"

/**
 * vf_check_decide:
 * @connection: one whose mode nobody has chosen
 * @look: what vf_check_look() found by the strictest mode
 *
 * The recommended mode, but never one that would not notice that the imported authorities do not fit: whoever hands in
 * authorities wants the server to be judged by them.
 *
 * Returns: (transfer full) (nullable): the connection with that mode; %NULL: there is no evidence to decide by
 */
VfConnection *
vf_check_decide (VfConnection *connection, const VfReport *look)
{
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  VfSslMode mode;

  if (!vf_report_get_recommended (look, &mode))
    return NULL;
  if (mode == VF_SSL_MODE_REQUIRE && vf_credentials_get_authorities (credentials)->len > 0)
    mode = VF_SSL_MODE_VERIFY_CA;
  return vf_connection_with_mode (connection, mode);
}
