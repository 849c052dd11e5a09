#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *vf_fold_layout_new (void);

G_END_DECLS
