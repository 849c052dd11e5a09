#pragma once

#include <gtk/gtk.h>

#include "help/help.h"

G_BEGIN_DECLS

/* (transfer floating): the page as labels, one below the other */
GtkWidget *vf_help_text_new (VfHelpPage *page);

G_END_DECLS
