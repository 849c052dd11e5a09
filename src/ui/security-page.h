#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_SECURITY_PAGE (vf_security_page_get_type ())

/**
 * VfSecurityPage:
 *
 * "How strictly": the three modes, each with what it would do with this very server.
 */
G_DECLARE_FINAL_TYPE (VfSecurityPage, vf_security_page, VF, SECURITY_PAGE, VfPage)

G_END_DECLS
