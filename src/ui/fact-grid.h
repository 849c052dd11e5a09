#pragma once

#include <gtk/gtk.h>

#include "help/term.h"

G_BEGIN_DECLS

/* Two columns of names and values. */
void vf_fact_grid_clear (GtkGrid    *grid);
/* @value: (nullable): NULL adds nothing */
void vf_fact_grid_add   (GtkGrid    *grid,
                         const char *name,
                         const char *value);
/* with a "?" at the end */
void vf_fact_grid_add_term (GtkGrid    *grid,
                            const char *name,
                            const char *value,
                            VfTerm      term);
/* a sentence that goes over both columns */
void vf_fact_grid_say   (GtkGrid    *grid,
                         const char *sentence);
/* @picture: (transfer floating): goes over both columns */
void vf_fact_grid_attach (GtkGrid   *grid,
                          GtkWidget *picture);

G_END_DECLS
