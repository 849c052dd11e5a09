#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* (transfer full): @text (taken, nullable) without @secret (nullable) */
char *vf_redact (char        *text,
                 SecretValue *secret);

G_END_DECLS
