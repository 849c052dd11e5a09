#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *vf_pair_layout_new (void);

G_END_DECLS
