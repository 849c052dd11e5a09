#pragma once

#include "check/probe.h"

G_BEGIN_DECLS

/* TLS over a socket that has been told "S"; fills the evidence.  @round_trip: microseconds that the way to the server
 * and back takes, for how long a late refusal is waited for */
void vf_probe_handshake (VfEvidence         *evidence,
                         const VfConnection *connection,
                         SecretValue        *key_passphrase,
                         int                 fd,
                         gint64              round_trip,
                         VfWait             *wait);
/* the evidence ends with this; @detail (transfer full) (nullable) */
void vf_evidence_fail   (VfEvidence *evidence,
                         VfStage     stage,
                         VfCode      code,
                         char       *detail);

G_END_DECLS
