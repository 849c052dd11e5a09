/* A way out that a finding offered, put into the values. */

#include "config.h"

#include "session-private.h"

#include "error.h"

static gboolean
trim_password (VfSession *self)
{
  g_autoptr (SecretValue) trimmed = NULL;
  gsize length;
  const char *text;

  if (!self->password)
    return FALSE;
  text = secret_value_get (self->password, &length);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  /* straight from one wiped buffer into the next */
  trimmed = secret_value_new (text, (gssize) length, "text/plain");
  vf_session_set_password (self, trimmed);
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

  if (vf_fix_get_id (fix) == VF_FIX_TRIM_PASSWORD && trim_password (self))
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
