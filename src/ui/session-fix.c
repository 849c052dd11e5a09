/* A way out that a finding offered: put into the values, and taken back. */

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

/* --- taking it back --- */

/**
 * vf_session_forget_fix:
 *
 * From here on the last fix cannot be taken back.
 */
void
vf_session_forget_fix (VfSession *self)
{
  g_clear_pointer (&self->unfixed, vf_connection_unref);
  vf_session_set_secret (&self->unfixed_password, NULL);
}

static void
remember_unfixed (VfSession *self, VfConnection *connection, SecretValue *password, gboolean mode_chosen)
{
  vf_connection_ref (connection);
  g_clear_pointer (&self->unfixed, vf_connection_unref);
  self->unfixed = connection;
  vf_session_set_secret (&self->unfixed_password, password);
  self->unfixed_mode_chosen = mode_chosen;
}

/**
 * vf_session_undo_fix:
 * @self: a session
 *
 * Puts every value back to what it was before the last fix, unless one was changed since.
 *
 * Returns: whether there was a fix to undo
 */
gboolean
vf_session_undo_fix (VfSession *self)
{
  g_autoptr (VfConnection) unfixed = g_steal_pointer (&self->unfixed);

  if (!unfixed)
    return FALSE;
  vf_session_take_connection (self, unfixed);
  /* the very object, which may be the one that lies in the store */
  self->connection = vf_connection_ref (unfixed);
  self->mode_chosen = self->unfixed_mode_chosen;
  vf_session_set_secret (&self->password, self->unfixed_password);
  vf_session_forget_fix (self);
  return TRUE;
}

/* --- applying it --- */

static gboolean
apply (VfSession *self, VfConnection *connection, VfFix *fix, GError **error)
{
  g_autoptr (VfConnection) fixed = NULL;
  VfReport *report = self->report ? self->report : self->look;
  VfSslMode mode = self->mode;

  if (mend_password (self, fix))
    return TRUE;
  fixed = vf_fix_apply (connection, fix, report ? vf_report_get_address (report) : NULL, error);
  if (!fixed)
    return FALSE;
  vf_session_take_connection (self, fixed);
  self->mode_chosen = self->mode_chosen || self->mode != mode;
  return TRUE;
}

/**
 * vf_session_apply_fix:
 * @self: a session
 * @fix: a way out that a finding offered
 * @error: #VF_ERROR_FAILED if it does not fit
 *
 * Returns: whether the values are changed; vf_session_undo_fix() takes it back
 */
gboolean
vf_session_apply_fix (VfSession *self, VfFix *fix, GError **error)
{
  VfConnection *connection = vf_session_get_connection (self);
  g_autoptr (VfConnection) former = connection ? vf_connection_ref (connection) : NULL;
  g_autoptr (SecretValue) password = self->password ? secret_value_ref (self->password) : NULL;
  gboolean mode_chosen = self->mode_chosen;

  if (!former)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_FAILED, "there is no connection to change");
      return FALSE;
    }
  if (!apply (self, former, fix, error))
    return FALSE;
  remember_unfixed (self, former, password, mode_chosen);
  return TRUE;
}
