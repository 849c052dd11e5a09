#pragma once

#include "check/trust.h"
#include "finding.h"
#include "import/certificate.h"

G_BEGIN_DECLS

/**
 * VfChainResult:
 * @code: %VF_CODE_NONE if the chain is fine
 * @variant: (nullable): which of the code's causes
 * @subject: (nullable): the certificate that is the matter
 * @detail: (nullable): what the sentence needs: a name, a date, a method
 * @measure: (nullable): what the detail was measured by: the clock, the policy
 * @anchor: (nullable): the trusted certificate that a good chain ends in
 * @built: (nullable) (element-type VfCertificate): a good chain, leaf first, anchor last
 * @trusted: (nullable) (element-type VfCertificate): of those to be believed, whom the chain goes up to, also one that is
 *   not good
 */
typedef struct
{
  VfCode code;
  const char *variant;
  VfCertificate *subject;
  char *detail;
  char *measure;
  VfCertificate *anchor;
  GPtrArray *built;
  GPtrArray *trusted;
} VfChainResult;

/* @chain: (element-type VfCertificate): as the server sent it, leaf first, not empty.  @now: seconds since the epoch */
void vf_chain_verify       (GPtrArray     *chain,
                            const VfTrust *trust,
                            gint64         now,
                            VfChainResult *result);
void vf_chain_result_clear (VfChainResult *result);

/* What would help, found by trying it.  @chain, @now: as above. */

/* (transfer full) (element-type VfCertificate): certificates that are at hand, and with which the chain is good; empty
 * if there are none */
GPtrArray *vf_chain_find_links           (GPtrArray          *chain,
                                          const VfConnection *connection,
                                          gint64              now);
/* the chain would be good if @authority were imported */
gboolean   vf_chain_is_good_with         (GPtrArray          *chain,
                                          const VfConnection *connection,
                                          VfCertificate      *authority,
                                          gint64              now);
/* the chain would be good with the authorities that the system trusts */
gboolean   vf_chain_is_publicly_trusted  (GPtrArray          *chain,
                                          const VfConnection *connection,
                                          gint64              now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfChainResult, vf_chain_result_clear)

G_END_DECLS
