#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* @jobs: 0 for the default; @timeout: seconds for each, 0 for the default */
CliStatus cli_check_all (gboolean   json,
                         int        jobs,
                         int        timeout,
                         GError   **error);

G_END_DECLS
