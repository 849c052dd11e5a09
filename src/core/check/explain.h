#pragma once

#include <glib.h>

#include "check/report.h"
#include "finding.h"
#include "import/choice.h"
#include "import/copies.h"
#include "import/inventory.h"

G_BEGIN_DECLS

/* The one file that turns codes into sentences, so that the window and the command line say the same.
 * All (transfer full), translated, plain text. */

/**
 * VfExplainedCase:
 * @title: a heading of a few words
 * @sentence: (nullable): what happened
 * @why: (nullable): why, and what to do
 *
 * One of the things that may be behind a code, without a finding.
 */
typedef struct
{
  char *title;
  char *sentence;
  char *why;
} VfExplainedCase;

/* (element-type VfExplainedCase) */
GPtrArray *vf_explain_code_cases (VfCode code);
/* a heading of a few words: "The certificate is for another name" */
char *vf_explain_code_title    (VfCode code);
/* the same, closer to the cause */
char *vf_explain_finding_title (const VfFinding *finding);
/* what happened, in one sentence that names the subject */
char *vf_explain_finding       (const VfFinding *finding);
/* why, in one or two sentences; NULL if the first sentence said it all */
char *vf_explain_finding_why   (const VfFinding *finding);
/* the label of a fix's button */
char *vf_explain_fix           (const VfFix *fix);
/* (nullable): what the fix gives up */
char *vf_explain_fix_cost      (const VfFix *fix);
/* the whole result in one sentence */
char *vf_explain_report        (const VfReport *report);
/* what a mode would do with this server, and why, in one sentence */
char *vf_explain_mode          (const VfReport *report,
                                VfSslMode       mode);
const char *vf_explain_stage   (VfStage stage);
/* "1 authority, the same in 2 formats (PEM, PKCS#7)" … */
char *vf_explain_authorities   (VfInventory *inventory);
char *vf_explain_client        (VfInventory *inventory);
char *vf_explain_chosen_client (VfInventory    *inventory,
                                const VfChoice *choice);
/* "84 authorities. 12 are not valid today. …" */
char *vf_explain_authorities_health (VfInventory *inventory);
/* (nullable): "81 of 84 are used; …" */
char *vf_explain_chosen_authorities (VfInventory    *inventory,
                                     const VfChoice *choice);
/* (nullable): why one of several client certificates is the default */
char *vf_explain_client_reason (VfInventory    *inventory,
                                const VfChoice *choice);
/* (nullable) (transfer none): "PKCS#7" */
const char *vf_explain_format  (VfFormat        format);
char *vf_explain_item          (const VfItem *item);
char *vf_explain_copy          (const VfCopy *copy);
/* (nullable): NULL for a word that is none */
const char *vf_explain_looks_like (const char *looks_like);
/* two sentences in one paragraph; @second: (nullable) */
char *vf_explain_join          (const char     *first,
                                const char     *second);
/* "3 November 2027", in the reader's language, UTC; @seconds since the epoch */
char *vf_explain_date          (gint64 seconds);
/* "TLS 1.3"; (nullable): NULL for NULL */
char *vf_explain_tls           (const char *version);

G_END_DECLS
