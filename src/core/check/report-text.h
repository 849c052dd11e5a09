#pragma once

#include "check/report.h"

G_BEGIN_DECLS

/* (transfer full): what a person who is asked for help needs; no secret is in it */
char *vf_report_to_text (const VfReport *report);

G_END_DECLS
