#pragma once

#include <gtk/gtk.h>

#include "check/report.h"

G_BEGIN_DECLS

/* The certificate that a server showed before beside the one that it shows now, fact by fact, with what is different
 * marked; NULL if the report does not know both. */
GtkWidget *vf_certificate_compare_new_for_report (VfReport *report);

G_END_DECLS
