#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_SERVER_PAGE (vf_server_page_get_type ())

/**
 * VfServerPage:
 *
 * "Where it is": host, port, database, user and password, or all of them from one paste.
 */
G_DECLARE_FINAL_TYPE (VfServerPage, vf_server_page, VF, SERVER_PAGE, VfPage)

G_END_DECLS
