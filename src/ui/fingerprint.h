#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* for a label whose whole text is a fingerprint, "A0:C6:…": it is broken into lines between the pairs only, so that each
 * line is as long as the one above and can be compared with another picture of it; what is copied stays as it is */
void vf_fingerprint_break_between_pairs (GtkLabel *label);

G_END_DECLS
