#pragma once

#include <libsecret/secret.h>

#include "connection/target.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what libpq would find for @target in the text of a password file */
SecretValue *vf_pgpass_find (const char     *text,
                             gsize           length,
                             const VfTarget *target);

G_END_DECLS
