#include "config.h"

#include "import/secret-document.h"

#include <string.h>

#include "import/json-text.h"
#include "import/unwrap.h"
#include "import/wiped-bytes.h"

/* A Secret of Kubernetes is at most a mebibyte. */
#define MAX_DOCUMENT (4 * 1024 * 1024)

static void
value_free (gpointer data)
{
  VfSecretValue *value = data;

  g_free (value->name);
  g_bytes_unref (value->bytes);
  g_free (value);
}

void
vf_secret_document_add (GPtrArray *values, const char *name, GBytes *bytes)
{
  VfSecretValue *value = g_new (VfSecretValue, 1);

  *value = (VfSecretValue){ g_strdup (name), bytes };
  g_ptr_array_add (values, value);
}

GBytes *
vf_secret_document_decode (const char *text, gsize length)
{
  g_auto (VfWipedBuffer) decoded = { 0 };

  return vf_unwrap_base64 (text, length, &decoded) ? vf_wiped_buffer_end (&decoded) : NULL;
}

/* (nullable): a member if it has the type */
static JsonNode *
get_member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_TYPE (node) == type ? node : NULL;
}

static void
add_members (JsonObject *object, const char *section, gboolean base64, GPtrArray *values)
{
  JsonNode *node = get_member (object, section, JSON_NODE_OBJECT);
  g_autoptr (GList) names = node ? json_object_get_members (json_node_get_object (node)) : NULL;

  for (GList *l = names; l; l = l->next)
    {
      JsonNode *member = get_member (json_node_get_object (node), l->data, JSON_NODE_VALUE);
      const char *text = member ? json_node_get_string (member) : NULL;
      GBytes *bytes = NULL;

      if (text)
        bytes = base64 ? vf_secret_document_decode (text, strlen (text)) : vf_wiped_bytes_new (text, strlen (text));
      if (bytes)
        vf_secret_document_add (values, l->data, bytes);
    }
}

static void
take_object (JsonObject *object, GPtrArray *values, guint depth)
{
  JsonNode *kind = get_member (object, "kind", JSON_NODE_VALUE);
  JsonNode *items = get_member (object, "items", JSON_NODE_ARRAY);
  const char *name = kind ? json_node_get_string (kind) : NULL;

  if (g_strcmp0 (name, "Secret") == 0)
    {
      add_members (object, "data", TRUE, values);
      add_members (object, "stringData", FALSE, values);
    }
  else if (g_strcmp0 (name, "ConfigMap") == 0)
    {
      add_members (object, "data", FALSE, values);
      add_members (object, "binaryData", TRUE, values);
    }
  for (guint i = 0; items && depth < 2 && i < json_array_get_length (json_node_get_array (items)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (items), i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        take_object (json_node_get_object (item), values, depth + 1);
    }
}

static void
read_json (const char *text, gsize length, GPtrArray *values)
{
  g_autoptr (JsonNode) root = vf_json_text_parse (text, length);

  if (root && JSON_NODE_HOLDS_OBJECT (root))
    take_object (json_node_get_object (root), values, 0);
}

static gboolean
contains (const char *text, gsize length, const char *word)
{
  return memmem (text, length, word, strlen (word)) != NULL;
}

/**
 * vf_secret_document_read:
 * @bytes: any bytes
 *
 * Reads a Kubernetes Secret or ConfigMap, or a list of them, as "kubectl get -o yaml" or "-o json" writes it.
 *
 * Returns: (nullable) (transfer full) (element-type VfSecretValue): its values, decoded; %NULL if it is none or has none
 */
GPtrArray *
vf_secret_document_read (GBytes *bytes)
{
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GBytes) plain = NULL;
  gsize length = g_bytes_get_size (bytes);
  const char *text;
  gsize start = 0;

  if (length > MAX_DOCUMENT)
    return NULL;
  plain = vf_unwrap_utf16 (bytes);
  text = g_bytes_get_data (plain, &length);
  if (!text || length < 16 || !contains (text, length, "kind")
      || !(contains (text, length, "Secret") || contains (text, length, "ConfigMap")))
    return NULL;
  if (memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    start = 3;
  values = g_ptr_array_new_with_free_func (value_free);
  while (start < length && g_ascii_isspace (text[start]))
    start++;
  if (start < length && text[start] == '{')
    read_json (text + start, length - start, values);
  else
    vf_secret_yaml_read (text + start, length - start, values);
  return values->len > 0 ? g_steal_pointer (&values) : NULL;
}
