#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *vf_width_first_new (void);

G_END_DECLS
