#pragma once

#include <gtk/gtk.h>

#include "check/report.h"

G_BEGIN_DECLS

#define VF_TYPE_NAME_COMPARE (vf_name_compare_get_type ())

/**
 * VfNameCompare:
 *
 * The name that was asked for above the names that the certificate has, with the part marked in which they differ.
 */
G_DECLARE_FINAL_TYPE (VfNameCompare, vf_name_compare, VF, NAME_COMPARE, GtkWidget)

GtkWidget *vf_name_compare_new        (const char         *host,
                                       const char * const *names);
/* for a report that has a chain */
GtkWidget *vf_name_compare_new_for_report (VfReport        *report);
/* where two names differ, label by label from both ends: bytes from @start to @end_a of @a and to @end_b of @b */
void       vf_name_compare_difference (const char         *a,
                                       const char         *b,
                                       guint              *start,
                                       guint              *end_a,
                                       guint              *end_b);
/* "DNS:db.example.com" as a person reads it */
const char *vf_name_compare_bare_name (const char *name);

G_END_DECLS
