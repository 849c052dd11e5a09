#pragma once

#include "connection/connection.h"

G_BEGIN_DECLS

/* the keywords that VfConnection has a word of its own for */
gboolean vf_keyword_is_own    (const char *keyword);
/* what must never be kept with a connection: passwords, and what would replace the connection from outside */
gboolean vf_keyword_is_barred (const char *keyword);

G_END_DECLS
