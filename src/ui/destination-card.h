#pragma once

#include <gtk/gtk.h>

#include "export/export.h"

G_BEGIN_DECLS

/* a button that leads to a destination by the action "done.show-destination"; @can_log_in: whether what reads it can log
 * in to the server */
GtkWidget *vf_destination_card_new (const VfDestination *destination,
                                    gboolean             can_log_in);

G_END_DECLS
