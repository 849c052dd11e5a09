#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VF_TYPE_VALIDITY_BAR (vf_validity_bar_get_type ())

/**
 * VfValidityBar:
 *
 * The life of a certificate as a line from its first day to its last, with today on it; a today before or after that
 * life stands beside the line.
 */
G_DECLARE_FINAL_TYPE (VfValidityBar, vf_validity_bar, VF, VALIDITY_BAR, GtkWidget)

GtkWidget *vf_validity_bar_new       (void);
/* seconds since the epoch */
void       vf_validity_bar_set_times (VfValidityBar *self,
                                      gint64         begin,
                                      gint64         end,
                                      gint64         now);

G_END_DECLS
