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

/* (nullable): the saved connection that files held there would renew, whose row shows it */
const char *vf_start_page_hover    (VfStartPage *self,
                                    GtkWidget   *widget,
                                    double       x,
                                    double       y);
void        vf_start_page_unhover  (VfStartPage *self);
/* as soon as they are known */
void        vf_start_page_check_all (VfStartPage *self);
/* it shows saved connections */
gboolean    vf_start_page_has_list (VfStartPage *self);

G_END_DECLS
