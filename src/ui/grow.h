#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_grow_slice (GtkWidget         *widget,
                    GtkSliceListModel *slice);

G_END_DECLS
