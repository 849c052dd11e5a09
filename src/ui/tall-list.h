#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkLayoutManager *vf_tall_list_new (void);

G_END_DECLS
