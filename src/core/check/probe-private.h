#pragma once

#include "check/channel.h"
#include "check/probe.h"

G_BEGIN_DECLS

VfEvidence *vf_evidence_new  (void);
/* the evidence ends with this; @detail (transfer full) (nullable) */
void        vf_evidence_fail (VfEvidence *evidence,
                              VfStage     stage,
                              VfCode      code,
                              char       *detail);
/* a connection that has been asked for TLS and agreed, or -1: the evidence has an end.  To be closed by the caller.
 * @builder: (nullable): told of the stages connect and negotiate */
int         vf_probe_connect (VfEvidence         *evidence,
                              const VfConnection *connection,
                              char              **addresses,
                              VfWait             *wait,
                              VfReportBuilder    *builder);

G_END_DECLS
