#pragma once

#include "check/chain.h"
#include "check/hostname.h"
#include "check/report-private.h"

G_BEGIN_DECLS

/**
 * VfVerdict:
 * @has_trust: whether there is an authority to verify with
 * @chain: what the verifying modes say of the chain; meaningless without @has_trust
 * @name: whether the leaf is for the host
 * @imported: whether somebody has handed in authorities for the server to be judged by
 *
 * What the certificate is worth, whatever the mode.
 */
typedef struct
{
  gboolean has_trust;
  VfChainResult chain;
  VfNameResult name;
  gboolean imported;
} VfVerdict;

void   vf_verdict_init     (VfVerdict          *verdict,
                            const VfConnection *connection,
                            GPtrArray          *chain,
                            gint64              now);
void   vf_verdict_init_proven (VfVerdict          *verdict,
                               const VfConnection *connection,
                               GPtrArray          *chain,
                               VfCertificate      *anchor);
void   vf_verdict_clear    (VfVerdict *verdict);
/* why @mode would refuse; %VF_CODE_NONE if it would not.  @stage: (out): where */
VfCode vf_verdict_for      (const VfVerdict *verdict,
                            VfSslMode        mode,
                            VfStage         *stage);
/* notes in the report what each mode would do, the one that is recommended, and the anchor */
void   vf_verdict_note     (const VfVerdict *verdict,
                            VfReport        *report);
/* the same where there is no usable evidence; @known: the cause is the same in every mode, not a passing one */
void   vf_verdict_note_failure (VfReport *report,
                                VfCode    code,
                                gboolean  known);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfVerdict, vf_verdict_clear)

G_END_DECLS
