#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_complete_names (GtkWidget  *top);
void vf_complete_field (GtkWidget  *field,
                        const char *name);
void vf_keep_name      (GtkWidget  *button);

G_END_DECLS
