#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_CHECK_PAGE (vf_check_page_get_type ())

/**
 * VfCheckPage:
 *
 * "Is it so?": the seven stages as they happen, what was proven or what went wrong, and the name to keep it under.
 */
G_DECLARE_FINAL_TYPE (VfCheckPage, vf_check_page, VF, CHECK_PAGE, VfPage)

G_END_DECLS
