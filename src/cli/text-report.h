#pragma once

#include <glib.h>

#include "check/report.h"
#include "connection/connection.h"

G_BEGIN_DECLS

void cli_text_print_report (VfConnection *connection,
                            VfReport     *report,
                            GPtrArray    *extra);

G_END_DECLS
