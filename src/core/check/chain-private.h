#pragma once

#include "check/chain.h"

G_BEGIN_DECLS

/* Which of our codes is what OpenSSL has against the chain.  @error: an X509_V_ERR_ code; the subject of @result is set
 * already. */
void vf_chain_classify (VfChainResult *result,
                        int            error,
                        GPtrArray     *chain,
                        const VfTrust *trust,
                        gint64         now);

G_END_DECLS
