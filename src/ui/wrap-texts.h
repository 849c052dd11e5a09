#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_wrap_texts (GtkWidget *top);

G_END_DECLS
