#pragma once

#include "check/report.h"

G_BEGIN_DECLS

/* (transfer full): a report as text to send to somebody; a report holds no secrets, so neither does this */
char *vf_report_text (VfReport *report);

G_END_DECLS
