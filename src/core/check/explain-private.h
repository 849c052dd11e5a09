#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "3 November 2027", in the reader's language */
char *vf_explain_date (gint64 seconds);

G_END_DECLS
