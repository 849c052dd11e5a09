#pragma once

#include "check/probe.h"

G_BEGIN_DECLS

/* TLS over a socket that has been told "S"; fills the evidence.  @patience: microseconds that a late refusal is waited
 * for, besides as long as the handshake took */
void vf_probe_handshake (VfEvidence         *evidence,
                         const VfConnection *connection,
                         SecretValue        *key_passphrase,
                         int                 fd,
                         gint64              patience,
                         VfWait             *wait);
/* the evidence ends with this; @detail (transfer full) (nullable) */
void vf_evidence_fail   (VfEvidence *evidence,
                         VfStage     stage,
                         VfCode      code,
                         char       *detail);

G_END_DECLS
