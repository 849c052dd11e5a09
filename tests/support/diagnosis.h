#pragma once

#include "check/report.h"

G_BEGIN_DECLS

/* A row of the table of errors: the report fails in @stage with @code, offers exactly @fixes in this order ("id" or
 * "id:argument", separated by blanks; NULL: whatever they are), and its heading, sentence and reason are there for a
 * beginner to read; @says (nullable) is part of them. */
void diagnosis_check (const VfReport *report,
                      const char     *row,
                      VfStage         stage,
                      VfCode          code,
                      const char     *fixes,
                      const char     *says);
/* the ways out of the first finding, as above.  (transfer full) */
char *diagnosis_list_fixes (const VfReport *report);

G_END_DECLS
