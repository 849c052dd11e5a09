#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For JSON that others wrote.  A member counts only if it has the type that is asked for. */

/* (transfer full) (nullable) */
JsonNode   *vf_json_text_parse  (const char *text,
                                 gsize       length);
/* (nullable) (transfer none) */
JsonObject *vf_json_get_object  (JsonObject *object,
                                 const char *name);
const char *vf_json_get_string  (JsonObject *object,
                                 const char *name);
gint64      vf_json_get_int     (JsonObject *object,
                                 const char *name);
gboolean    vf_json_get_boolean (JsonObject *object,
                                 const char *name);

G_END_DECLS
