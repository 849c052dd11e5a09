#include "config.h"

#include "import/json-text.h"

#include <string.h>

/* a List of Kubernetes' Secrets with labels is six deep, a list of connections eight */
#define MAX_DEPTH 32

/* json-glib of 2022 goes one call deeper for every bracket, so they are counted before it sees them. */
static gboolean
is_shallow (const char *text, gsize length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    if (in_string)
      {
        i += text[i] == '\\';
        in_string = i < length && text[i] != '"';
      }
    else if (text[i] == '"')
      in_string = TRUE;
    else if (text[i] == '{' || text[i] == '[')
      {
        if (++depth > MAX_DEPTH)
          return FALSE;
      }
    else if ((text[i] == '}' || text[i] == ']') && depth > 0)
      depth--;
  return TRUE;
}

/**
 * vf_json_text_parse:
 * @text: (array length=length): bytes from anywhere
 *
 * Returns: (transfer full) (nullable): the root; %NULL if this is no JSON, or deeper than any that is read here
 */
JsonNode *
vf_json_text_parse (const char *text, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!is_shallow (text, length) || !g_utf8_validate (text, (gssize) length, NULL)
      || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root ? json_node_ref (root) : NULL;
}

/**
 * vf_json_get_object:
 *
 * Returns: (nullable) (transfer none): the member if it is an object
 */
JsonObject *
vf_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

/**
 * vf_json_get_string:
 *
 * Returns: (nullable) (transfer none): the member if it is a string
 */
const char *
vf_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node ? json_node_get_string (node) : NULL;
}

/**
 * vf_json_get_int:
 *
 * Returns: the member if it is a whole number, else 0
 */
gint64
vf_json_get_int (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  return node ? json_node_get_int (node) : 0;
}

/**
 * vf_json_get_boolean:
 *
 * Returns: the member of that name; %FALSE if it is not there, or is not a truth value
 */
gboolean
vf_json_get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node && json_node_get_boolean (node);
}
