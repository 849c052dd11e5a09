#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_complete_names (GtkWidget *top);

G_END_DECLS
