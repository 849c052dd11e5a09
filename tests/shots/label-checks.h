#pragma once

#include "look.h"

G_BEGIN_DECLS

/* All are LookVisits; the data is the Looking. */

/* that it does not end in dots, unless it is the title of a window */
void check_label_whole   (GtkWidget *widget,
                          gpointer   data);
/* that no line of it is drawn below its place */
void check_label_lines   (GtkWidget *widget,
                          gpointer   data);
/* that it is not wider than what it stands in */
void check_label_inside  (GtkWidget *widget,
                          gpointer   data);
/* that no name in it is broken with a hyphen */
void check_label_hyphens (GtkWidget *widget,
                          gpointer   data);
/* that the second line of what stands beside a tick is not in its middle */
void check_label_of_tick (GtkWidget *widget,
                          gpointer   data);

G_END_DECLS
