#pragma once

#include <gtk/gtk.h>

#include "session.h"

G_BEGIN_DECLS

/* fills @grid with what a successful check has found out */
void vf_check_facts_fill (GtkGrid   *grid,
                          VfSession *session,
                          gboolean   saved);

G_END_DECLS
