#include "config.h"

#include "store/note-server.h"

/* more is nobody's certificate */
#define MAX_STRINGS 1000

static const char *
get_string (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
get_int (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

/* (nullable) (transfer full) */
static char **
get_strings (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);

  if (!array || json_array_get_length (array) > MAX_STRINGS)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_ptr_array_add (strings, json_node_dup_string (element));
    }
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
}

VfServerIdentity *
vf_note_server_read (JsonNode *node)
{
  JsonObject *object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_auto (GStrv) names = object ? get_strings (object, "names") : NULL;
  g_auto (GStrv) authorities = object ? get_strings (object, "authorities") : NULL;
  VfServerRecord record = { 0 };

  if (!object)
    return NULL;
  record = (VfServerRecord){
    .host = get_string (object, "host"),
    .port = (guint) get_int (object, "port"),
    .name = get_string (object, "name"),
    .issuer = get_string (object, "issuer"),
    .sha256 = get_string (object, "sha256"),
    .key_id = get_string (object, "key"),
    .names = (const char *const *) names,
    .authorities = (const char *const *) authorities,
    .not_before = get_int (object, "not_before"),
    .not_after = get_int (object, "not_after"),
  };
  return vf_server_identity_new_from_record (&record);
}

static void
add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

static void
add_strings (JsonBuilder *builder, const char *key, const char *const *values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; values[i] && i < MAX_STRINGS; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

/**
 * vf_note_server_write:
 * @builder: stands where a value may follow
 * @server: what vf_note_server_read() shall find again
 */
void
vf_note_server_write (JsonBuilder *builder, const VfServerIdentity *server)
{
  const VfServerRecord *record = vf_server_identity_get_record (server);

  json_builder_begin_object (builder);
  add_string (builder, "host", record->host);
  add_int (builder, "port", record->port);
  add_string (builder, "name", record->name);
  add_string (builder, "issuer", record->issuer);
  add_string (builder, "sha256", record->sha256);
  add_string (builder, "key", record->key_id);
  add_strings (builder, "names", record->names);
  add_strings (builder, "authorities", record->authorities);
  add_int (builder, "not_before", record->not_before);
  add_int (builder, "not_after", record->not_after);
  json_builder_end_object (builder);
}
