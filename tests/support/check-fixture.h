#pragma once

#include "check/check.h"
#include "fake-pg.h"
#include "pki.h"

G_BEGIN_DECLS

/* Values of the core from made certificates.  All (transfer full). */
VfCertificate *fixture_certificate (const TestPair        *pair);
GPtrArray     *fixture_certificates (const TestPair *const *pairs,
                                     guint                  n_pairs);
/* @root, @client: (nullable); @passphrase: (nullable): the client's key is locked with it */
VfCredentials *fixture_credentials (const TestPair        *root,
                                    const TestPair        *client,
                                    const char            *passphrase);
/* to a server on 127.0.0.1 that is asked for by the name @host */
VfConnection  *fixture_connection  (const char            *host,
                                    guint                  port,
                                    VfCredentials         *credentials,
                                    VfSslMode              mode);

G_END_DECLS
