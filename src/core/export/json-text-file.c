#include "config.h"

#include "export/json-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "import/json-text.h"

/**
 * vf_json_add_string:
 * @value: (nullable): %NULL is written as null
 */
void
vf_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
vf_json_begin (JsonBuilder *builder, const char *name)
{
  if (name)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

/**
 * vf_json_finish:
 * @builder: (transfer full): with all of its objects closed
 * @file: what the file is called
 */
void
vf_json_finish (VfExport *export, JsonBuilder *builder, const char *file)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  vf_export_take_text (export, g_strconcat (text, "\n", NULL));
  vf_export_add_text_file (export, file);
  g_object_unref (builder);
}

/* --- read again --- */

/**
 * vf_json_read:
 *
 * Returns: (transfer full) (nullable): what a JSON parser makes of the text; %NULL with %VF_ERROR_NOT_EXPRESSIBLE
 */
JsonNode *
vf_json_read (const VfExport *export, GError **error)
{
  const char *text = vf_export_get_text (export);
  JsonNode *read = vf_json_text_parse (text, strlen (text));

  if (!read || !JSON_NODE_HOLDS_OBJECT (read))
    {
      g_clear_pointer (&read, json_node_unref);
      vf_export_refuse (error, vf_export_get_file_name (export, vf_export_get_n_files (export) - 1), _ ("A value in it is not valid text."));
    }
  return read;
}

/* (nullable): the only member, or the one of that name, which is an object */
JsonObject *
vf_json_enter (JsonObject *object, const char *name)
{
  g_autoptr (GList) members = object && !name ? json_object_get_members (object) : NULL;
  JsonNode *member = object ? json_object_get_member (object, name ? name : members ? members->data : "") : NULL;

  return member && JSON_NODE_HOLDS_OBJECT (member) ? json_node_get_object (member) : NULL;
}

/* whether the member of that name is this string */
gboolean
vf_json_check (JsonObject *object, const char *name, const char *meant, GError **error)
{
  JsonNode *member = object ? json_object_get_member (object, name) : NULL;
  const char *read = member && json_node_get_value_type (member) == G_TYPE_STRING ? json_node_get_string (member) : NULL;

  return vf_export_check_value (read, meant, name, error);
}
