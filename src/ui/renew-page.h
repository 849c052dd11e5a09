#pragma once

#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_RENEW_PAGE (vf_renew_page_get_type ())

/**
 * VfRenewPage:
 *
 * A renewed archive for the saved connection that the session has open: what it changes, both sets tested with the
 * server, and the swap.  Not a step of the wizard; vf_window_renew() leads here.
 */
G_DECLARE_FINAL_TYPE (VfRenewPage, vf_renew_page, VF, RENEW_PAGE, VfPage)

G_END_DECLS
