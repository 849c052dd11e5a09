#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *vf_fold_layout_new          (void);
GtkLayoutManager *vf_fold_layout_new_for_rows (void);

G_END_DECLS
