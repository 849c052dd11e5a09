#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_START_PAGE (vf_start_page_get_type ())

/**
 * VfStartPage:
 *
 * Where everything begins: the saved connections, most urgent first, or the invitation to drop an archive.
 */
G_DECLARE_FINAL_TYPE (VfStartPage, vf_start_page, VF, START_PAGE, VfPage)

G_END_DECLS
