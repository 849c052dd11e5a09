#pragma once

#include <gtk/gtk.h>

#include "export/export.h"

G_BEGIN_DECLS

/* every destination as a card, by group.  @gaussdb_only: only programs that know GaussDB's own login can log in */
GtkWidget *vf_destination_grid_new   (gboolean             gaussdb_only);
/* puts the keyboard on a card */
void       vf_destination_grid_focus (GtkWidget           *grid,
                                      const VfDestination *destination);

G_END_DECLS
