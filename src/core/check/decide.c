#include "config.h"

#include "check/check.h"

/**
 * vf_check_decide:
 * @connection: one whose mode nobody has chosen
 * @look: what vf_check_look() found by the strictest mode
 *
 * The recommended mode.  Where there is none although the server was seen, the imported authorities do not fit, and the
 * mode is one that notices.
 *
 * Returns: (transfer full) (nullable): the connection with that mode; %NULL: there is no evidence to decide by
 */
VfConnection *
vf_check_decide (VfConnection *connection, const VfReport *look)
{
  VfSslMode mode = VF_SSL_MODE_VERIFY_CA;

  if (!vf_report_get_recommended (look, &mode) && vf_report_get_would (look, VF_SSL_MODE_REQUIRE) != VF_WOULD_OK)
    return NULL;
  return vf_connection_with_mode (connection, mode);
}
