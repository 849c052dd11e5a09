#pragma once

#include <libsecret/secret.h>

#include "check/report-private.h"

G_BEGIN_DECLS

/* Offline: FALSE, and the report has ended, if there is no use in asking the network. */
gboolean vf_preflight        (VfReportBuilder    *builder,
                              const VfConnection *connection,
                              SecretValue        *key_passphrase);
/* only whether there is a server to ask */
gboolean vf_preflight_target (VfReportBuilder    *builder,
                              const VfConnection *connection);

G_END_DECLS
