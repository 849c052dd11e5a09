#pragma once

#include <gtk/gtk.h>

#include "import/inventory.h"

G_BEGIN_DECLS

/* A row for each finding of the inventory but for what is said above; invisible without any. */
GtkWidget *vf_noticed_list_new (VfInventory     *inventory,
                                const VfFinding *above);

G_END_DECLS
