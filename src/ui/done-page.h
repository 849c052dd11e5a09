#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_DONE_PAGE (vf_done_page_get_type ())

/**
 * VfDonePage:
 *
 * "Use It": the command that connects, exactly as it works.
 */
G_DECLARE_FINAL_TYPE (VfDonePage, vf_done_page, VF, DONE_PAGE, VfPage)

G_END_DECLS
