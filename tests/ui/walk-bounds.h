#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From here on no file dialog opens, no program starts, no name is looked up, and nothing but this computer is
 * connected to.  A file dialog answers by itself: with one of @paths, or as one that was dismissed. */
void walk_bounds_set (GRand      *rand,
                      GPtrArray  *paths);

G_END_DECLS
