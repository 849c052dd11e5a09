#pragma once

#include <glib.h>

#include "import/certificate.h"

G_BEGIN_DECLS

/* Who vouches for whom, among certificates that are at hand. */

VfCertificate *vf_issuer_find       (const VfCertificate *certificate,
                                     GPtrArray           *authorities);
/* (transfer full) (element-type VfCertificate) */
GPtrArray     *vf_issuer_list_chain (VfCertificate       *leaf,
                                     GPtrArray           *authorities);

G_END_DECLS
