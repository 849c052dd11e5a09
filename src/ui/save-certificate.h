#pragma once

#include "import/certificate.h"
#include "page.h"

G_BEGIN_DECLS

/* Asks where to, and writes the certificate there as PEM; a toast on the page says how it went. */
void vf_save_certificate (VfPage        *page,
                          VfCertificate *certificate);

G_END_DECLS
