#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vf_describe          (GtkWidget  *widget,
                           const char *text);
void vf_describe_for_now  (GtkWidget  *widget,
                           const char *text);

G_END_DECLS
