#pragma once

#include "check/probe.h"

G_BEGIN_DECLS

/* One check from beginning to end, on the thread that runs it. */
typedef struct
{
  VfConnection *connection;
  SecretValue *password;
  SecretValue *key_passphrase;
  GResolver *resolver;
  gint64 now;
  char **addresses;
  VfWait wait;
  VfReportBuilder builder;
} VfCheck;

/* the network has failed in @stage; @detail: (nullable) */
void vf_check_fail_network  (VfCheck          *self,
                             VfStage           stage,
                             VfCode            code,
                             const char       *detail);
/* what the probe saw becomes the report's, unless a login has put in the same already */
void vf_check_note_evidence (VfReport         *report,
                             const VfEvidence *evidence);
/* what each mode would make of the chain in the report */
void vf_check_note_verdict  (VfCheck          *self);
/* the rows "chain" and "name", by our own judgement; the report ends if the mode would refuse */
void vf_check_judge         (VfCheck          *self);

void vf_check_log_in        (VfCheck          *self);

G_END_DECLS
