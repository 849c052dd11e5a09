/* A way out that a finding offered, put into the values. */

#include "config.h"

#include "session-private.h"

#include "error.h"

static gboolean
mend_password (VfSession *self, const VfFix *fix)
{
  g_autoptr (SecretValue) mended = self->password ? vf_fix_apply_to_password (fix, self->password) : NULL;

  if (!mended)
    return FALSE;
  vf_session_set_password (self, mended);
  return TRUE;
}

/**
 * vf_session_apply_fix:
 * @self: a session
 * @fix: a way out that a finding offered
 * @error: #VF_ERROR_FAILED if it does not fit
 *
 * Returns: whether the values are changed
 */
gboolean
vf_session_apply_fix (VfSession *self, VfFix *fix, GError **error)
{
  g_autoptr (VfConnection) fixed = NULL;
  VfConnection *connection = vf_session_get_connection (self);
  VfReport *report = self->report ? self->report : self->look;
  VfSslMode mode = self->mode;

  if (mend_password (self, fix))
    return TRUE;
  if (!connection)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_FAILED, "there is no connection to change");
      return FALSE;
    }
  fixed = vf_fix_apply (connection, fix, report ? vf_report_get_address (report) : NULL, error);
  if (!fixed)
    return FALSE;
  vf_session_take_connection (self, fixed);
  self->mode_chosen = self->mode_chosen || self->mode != mode;
  return TRUE;
}
