#pragma once

#include <json-glib/json-glib.h>

#include "export/export-private.h"

G_BEGIN_DECLS

/* For the destinations that are JSON. */

void        vf_json_add_string (JsonBuilder *builder,
                                const char  *name,
                                const char  *value);
/* @name: (nullable): of the object that begins */
void        vf_json_begin      (JsonBuilder *builder,
                                const char  *name);
void        vf_json_finish     (VfExport    *export,
                                JsonBuilder *builder,
                                const char  *file);
JsonNode   *vf_json_read       (const VfExport *export,
                                GError        **error);
JsonObject *vf_json_enter      (JsonObject  *object,
                                const char  *name);
gboolean    vf_json_check      (JsonObject  *object,
                                const char  *name,
                                const char  *meant,
                                GError     **error);

G_END_DECLS
