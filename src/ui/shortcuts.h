#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* the keys of all actions */
void vf_shortcuts_install (GtkApplication *application);
/* the window that lists them, and what the pages do with keys besides */
void vf_shortcuts_show    (GtkWindow      *parent);

G_END_DECLS
