#pragma once

#include "session.h"

G_BEGIN_DECLS

/* A renewed set of certificates for the saved connection that a session has open, and the way back. */

/* (nullable) (transfer none): as it lies in the store */
VfConnection *vf_session_get_saved          (VfSession            *self);
/* (transfer full): a session of its own that checks the saved connection as it is; with @credentials (nullable): with
 * these instead, and then the check is not noted */
VfSession    *vf_session_new_trial          (VfSession            *self,
                                             VfCredentials        *credentials);
/* @report: (nullable): the check that proved them */
void          vf_session_renew_async        (VfSession            *self,
                                             VfCredentials        *credentials,
                                             VfReport             *report,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
/* the connection with the certificates from before its last renewal */
void          vf_session_find_previous_async (VfSession            *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* (transfer full) (nullable): NULL without an error: there are none */
VfConnection *vf_session_find_previous_finish (GAsyncResult         *result,
                                               GError              **error);
/* takes them up again.  @report: (nullable): a check with them; @key_passphrase: (nullable): of their key */
void          vf_session_go_back_async      (VfSession            *self,
                                             SecretValue          *key_passphrase,
                                             VfReport             *report,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
/* of a renewal, or of going back.  @keyring_finding: (out) (nullable) (transfer full): what the keyring did not keep */
gboolean      vf_session_renew_finish       (GAsyncResult         *result,
                                             VfFinding           **keyring_finding,
                                             GError              **error);
const char   *vf_session_renew_get_name     (GAsyncResult         *result);
/* (transfer none) (element-type VfSavedCopy): copies of the certificates that have not changed with it */
GPtrArray    *vf_session_renew_get_copies   (GAsyncResult         *result);

G_END_DECLS
