#pragma once

#include <openssl/x509.h>

#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfTrust:
 *
 * Whom to believe: what libpq would read from the root file, or the authorities that the system trusts.
 */
typedef struct _VfTrust VfTrust;

/* NULL: no authority at all, so that there is nothing to verify with */
VfTrust *vf_trust_new          (const VfConnection *connection);
/* @extra: (nullable) (element-type VfCertificate): imported as well; never NULL */
VfTrust *vf_trust_new_imported (const VfConnection *connection,
                                GPtrArray          *extra);
VfTrust *vf_trust_new_system   (void);
/* as libpq would be given them; NULL: it cannot be given them in @mode */
VfTrust *vf_trust_new_system_in (VfSslMode mode);
void     vf_trust_free         (VfTrust *trust);

X509_STORE *vf_trust_peek_store         (const VfTrust *trust);
/* (element-type VfCertificate): empty for the system's */
GPtrArray  *vf_trust_get_authorities    (const VfTrust *trust);
/* OpenSSL's security level that libpq gets as well: 0 to 5 */
int         vf_trust_get_security_level (const VfTrust *trust);
gboolean    vf_trust_contains           (const VfTrust       *trust,
                                         const VfCertificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfTrust, vf_trust_free)

G_END_DECLS
