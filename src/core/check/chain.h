#pragma once

#include <openssl/x509.h>

#include "connection/connection.h"
#include "finding.h"
#include "import/certificate.h"

G_BEGIN_DECLS

/**
 * VfTrust:
 *
 * Whom to believe: what libpq would read from the root file, or the authorities that the system trusts.
 */
typedef struct _VfTrust VfTrust;

/* NULL: no authority at all, so that there is nothing to verify with */
VfTrust *vf_trust_new        (const VfConnection *connection);
VfTrust *vf_trust_new_system (void);
void     vf_trust_free       (VfTrust *trust);

/**
 * VfChainResult:
 * @code: %VF_CODE_NONE if the chain is fine
 * @subject: (nullable): the certificate that is the matter
 * @detail: (nullable): what the sentence needs: a name, a date, a method
 * @anchor: (nullable): the trusted certificate that a good chain ends in
 */
typedef struct
{
  VfCode code;
  VfCertificate *subject;
  char *detail;
  VfCertificate *anchor;
} VfChainResult;

/* @chain: (element-type VfCertificate): as the server sent it, leaf first, not empty.  @now: seconds since the epoch */
void vf_chain_verify       (GPtrArray     *chain,
                            const VfTrust *trust,
                            gint64         now,
                            VfChainResult *result);
void vf_chain_result_clear (VfChainResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfTrust, vf_trust_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfChainResult, vf_chain_result_clear)

G_END_DECLS
