#pragma once

#include <libsecret/secret.h>

#include "import/certificate.h"
#include "import/private-key.h"

G_BEGIN_DECLS

/* Files that somebody named as what they are; in any format that is read here. */

/* (transfer full) (nullable) (element-type VfCertificate): all in the file, in its order; at least one */
GPtrArray    *vf_named_file_read_certificates (const char   *path,
                                               SecretValue  *passphrase,
                                               gint64        now,
                                               GError      **error);
/* (transfer full) (nullable): the first key in the file; locked if @passphrase does not open it */
VfPrivateKey *vf_named_file_read_key          (const char   *path,
                                               SecretValue  *passphrase,
                                               gint64        now,
                                               GError      **error);

G_END_DECLS
