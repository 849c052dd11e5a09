#pragma once

#include "import/credentials.h"
#include "pki.h"

G_BEGIN_DECLS

/* (transfer full): one authority, and with a client certificate if asked for.  @passphrase: (nullable): what the
 * client's key came encrypted with; it is open */
VfCredentials *test_sample_credentials (gboolean    with_client,
                                        const char *passphrase);
/* (transfer full): the value of a secret for a test */
SecretValue   *test_secret             (const char *text);

G_END_DECLS
