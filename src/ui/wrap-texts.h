#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_wrap_texts    (GtkWidget *top);
void vf_wrap_anywhere (GtkLabel  *label);

G_END_DECLS
