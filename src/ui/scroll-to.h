#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_scroll_to (GtkScrolledWindow *scroller,
                   GtkWidget         *widget);

G_END_DECLS
