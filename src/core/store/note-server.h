#pragma once

#include <json-glib/json-glib.h>

#include "check/server-identity.h"

G_BEGIN_DECLS

/* Who a server was, as one member of a connection's note. */

/* (nullable) (transfer full); @node: (nullable): NULL if it is missing or damaged */
VfServerIdentity *vf_note_server_read  (JsonNode               *node);
void              vf_note_server_write (JsonBuilder            *builder,
                                        const VfServerIdentity *server);

G_END_DECLS
