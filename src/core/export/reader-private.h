#pragma once

#include "export/reader.h"

G_BEGIN_DECLS

/* (transfer full): for names and values */
GHashTable *vf_read_pairs_new (void);

G_END_DECLS
