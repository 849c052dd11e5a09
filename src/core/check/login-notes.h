#pragma once

#include <libpq-fe.h>

#include "check/login.h"

G_BEGIN_DECLS

/* What the channel is, and what the server sent on it.  @verifies: libpq was told of authorities. */
void vf_login_note_tls     (VfLogin         *login,
                            PGconn          *connection,
                            gboolean         verifies,
                            VfReport        *report);
/* Who answered, and whether the password that it got was bound to the channel: @binding. */
void vf_login_note_server  (const VfLogin   *login,
                            PGconn          *connection,
                            VfBinding        binding,
                            SecretValue     *password,
                            VfReport        *report);
/* Why libpq gave up, in its words and the server's.  @connection: (nullable) */
void vf_login_note_failure (VfLogin         *login,
                            PGconn          *connection);
/* the handshake is over, and the server is not the one that is remembered (nullable) */
gboolean vf_login_meets_stranger (PGconn                 *connection,
                                  const VfConnection     *asked,
                                  const VfServerIdentity *remembered);

G_END_DECLS
