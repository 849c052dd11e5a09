#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *vf_left_to_right       (const char  *text);
void  vf_left_to_right_field (GtkEditable *field);
void  vf_left_to_right_label (GtkLabel    *label);

G_END_DECLS
