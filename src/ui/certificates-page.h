#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_CERTIFICATES_PAGE (vf_certificates_page_get_type ())

/**
 * VfCertificatesPage:
 *
 * "What you have": roles, not files.  Authorities, the client certificate, and everything else behind a row.
 */
G_DECLARE_FINAL_TYPE (VfCertificatesPage, vf_certificates_page, VF, CERTIFICATES_PAGE, VfPage)

G_END_DECLS
