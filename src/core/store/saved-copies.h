#pragma once

#include <json-glib/json-glib.h>

#include "store/store.h"

G_BEGIN_DECLS

/* Where copies of a connection's certificates were saved, as one member of its note. */

/* (nullable) (transfer full) (element-type VfSavedCopy); @node: (nullable): NULL if it is missing or damaged */
GPtrArray *vf_saved_copies_read  (JsonNode        *node);
void       vf_saved_copies_write (JsonBuilder     *builder,
                            const GPtrArray *copies);
/* (nullable) (transfer full); @copies: (nullable) */
GPtrArray *vf_saved_copies_copy  (const GPtrArray *copies);

G_END_DECLS
