#include "config.h"

#include "json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "check/explain.h"

void
cli_json_set_string (JsonObject *object, const char *name, const char *value)
{
  if (value)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

void
cli_json_set_time (JsonObject *object, const char *name, gint64 seconds)
{
  time_t time = (time_t) seconds;
  struct tm parts;
  char text[40];

  if (gmtime_r (&time, &parts) && strftime (text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts))
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/**
 * cli_json_strings:
 * @strings: (nullable): %NULL is an empty list
 *
 * Returns: (transfer full): an array
 */
JsonArray *
cli_json_strings (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings && strings[i]; i++)
    json_array_add_string_element (array, strings[i]);
  return array;
}

static JsonObject *
fix_to_json (const VfFix *fix)
{
  JsonObject *object = json_object_new ();
  g_autofree char *label = vf_explain_fix (fix);
  g_autofree char *cost = vf_explain_fix_cost (fix);

  cli_json_set_string (object, "id", vf_fix_id_to_string (vf_fix_get_id (fix)));
  cli_json_set_string (object, "label", label);
  cli_json_set_string (object, "argument", vf_fix_get_argument (fix));
  cli_json_set_string (object, "cost", cost);
  return object;
}

static void
add_fixes (JsonObject *object, VfFinding *finding)
{
  JsonArray *fixes = json_array_new ();

  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    json_array_add_object_element (fixes, fix_to_json (vf_finding_get_fix (finding, i)));
  json_object_set_array_member (object, "fixes", fixes);
}

/**
 * cli_json_finding:
 * @full: also why, and the fixes
 *
 * Returns: (transfer full): the finding
 */
JsonObject *
cli_json_finding (VfFinding *finding, gboolean full)
{
  JsonObject *object = json_object_new ();
  g_autofree char *text = vf_explain_finding (finding);
  g_autofree char *why = full ? vf_explain_finding_why (finding) : NULL;

  cli_json_set_string (object, "code", vf_code_to_string (vf_finding_get_code (finding)));
  cli_json_set_string (object, "severity", vf_severity_to_string (vf_finding_get_severity (finding)));
  cli_json_set_string (object, "subject", vf_finding_get_subject (finding));
  cli_json_set_string (object, "variant", vf_finding_get_variant (finding));
  cli_json_set_string (object, "text", text);
  if (full)
    {
      cli_json_set_string (object, "why", why);
      add_fixes (object, finding);
    }
  return object;
}

static void
add_certificate (JsonObject *object, const VfItem *item)
{
  const VfCertificate *certificate = vf_item_get_certificate (item);

  cli_json_set_string (object, "role", vf_role_to_string (vf_item_get_role (item)));
  cli_json_set_string (object, "subject", vf_certificate_get_subject (certificate));
  cli_json_set_string (object, "issuer", vf_certificate_get_issuer (certificate));
  cli_json_set_string (object, "serial", vf_certificate_get_serial (certificate));
  cli_json_set_time (object, "not_before", vf_certificate_get_not_before (certificate));
  cli_json_set_time (object, "not_after", vf_certificate_get_not_after (certificate));
  json_object_set_array_member (object, "names", cli_json_strings (vf_certificate_get_names (certificate)));
  cli_json_set_string (object, "sha256", vf_certificate_get_sha256 (certificate));
  json_object_set_boolean_member (object, "is_ca", vf_certificate_is_authority (certificate));
  cli_json_set_string (object, "key_algorithm", vf_certificate_get_key_algorithm (certificate));
  cli_json_set_string (object, "signature_algorithm", vf_certificate_get_signature_algorithm (certificate));
  json_object_set_array_member (object, "also_in", cli_json_strings (vf_item_get_also_in (item)));
}

static void
add_key (JsonObject *object, const VfItem *item)
{
  VfUnlockedBy unlocked_by = vf_item_get_unlocked_by (item);
  gboolean locked = unlocked_by == VF_UNLOCKED_BY_NOTHING;

  /* how it came, also where it is kept in the clear */
  json_object_set_boolean_member (object, "encrypted", unlocked_by != VF_UNLOCKED_BY_NOT_NEEDED);
  cli_json_set_string (object, "unlocked_by", locked ? NULL : vf_unlocked_by_to_string (unlocked_by));
  cli_json_set_string (object, "matches", vf_item_get_matches (item));
  json_object_set_array_member (object, "also_in", cli_json_strings (vf_item_get_also_in (item)));
}

/* How many entries a locked store has, nobody knows. */
static void
add_store (JsonObject *object, const VfItem *item)
{
  gboolean locked = vf_item_is_locked (item);

  if (locked)
    json_object_set_null_member (object, "entries");
  else
    json_object_set_int_member (object, "entries", vf_item_get_n_entries (item));
  cli_json_set_string (object, "unlocked_by",
                       locked ? NULL : vf_unlocked_by_to_string (vf_item_get_unlocked_by (item)));
}

static JsonObject *
item_to_json (const VfItem *item)
{
  JsonObject *object = json_object_new ();
  VfKind kind = vf_item_get_kind (item);

  cli_json_set_string (object, "path", vf_item_get_path (item));
  cli_json_set_string (object, "kind", vf_kind_to_string (kind));
  if (kind != VF_KIND_UNKNOWN && kind != VF_KIND_SKIPPED)
    cli_json_set_string (object, "format", vf_format_to_string (vf_item_get_format (item)));
  if (vf_item_get_alias (item))
    cli_json_set_string (object, "alias", vf_item_get_alias (item));
  switch (kind)
    {
    case VF_KIND_CERTIFICATE:
      add_certificate (object, item);
      break;
    case VF_KIND_PRIVATE_KEY:
      add_key (object, item);
      break;
    case VF_KIND_KEY_STORE:
      add_store (object, item);
      break;
    case VF_KIND_UNKNOWN:
      cli_json_set_string (object, "looks_like", vf_item_get_looks_like (item));
      break;
    case VF_KIND_SKIPPED:
      cli_json_set_string (object, "reason", vf_skip_reason_to_string (vf_item_get_skip_reason (item)));
      break;
    case VF_KIND_CRL:
    case VF_KIND_KEY_PASSPHRASE:
      break;
    }
  return object;
}

/* The client's paths are those of the items that the credentials were taken from. */
static JsonNode *
client_to_json (VfInventory *inventory, VfCredentials *credentials)
{
  GPtrArray *chain = vf_credentials_get_client_chain (credentials);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (chain->len == 0)
    {
      json_object_unref (object);
      return json_node_init_null (node);
    }
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_get_kind (item) == VF_KIND_CERTIFICATE
          && vf_certificate_equal (vf_item_get_certificate (item), g_ptr_array_index (chain, 0)))
        {
          cli_json_set_string (object, "certificate", vf_item_get_path (item));
          cli_json_set_string (object, "key", vf_item_get_matches (item));
        }
    }
  json_node_take_object (node, object);
  return node;
}

static JsonObject *
credentials_to_json (VfInventory *inventory, VfCredentials *credentials)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "roots", vf_credentials_count_roots (credentials));
  json_object_set_int_member (object, "intermediates", vf_credentials_count_intermediates (credentials));
  json_object_set_member (object, "client", client_to_json (inventory, credentials));
  return object;
}

/**
 * cli_json_print:
 * @object: (transfer full): what to print
 *
 * Standard output is UTF-8 here, whatever the locale says.
 */
void
cli_json_print (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, object);
  text = json_to_string (node, TRUE);
  puts (text);
}

/* Printed as a part of something larger. */
static void
print_indented (JsonObject *object, const char *indent)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  json_node_take_object (node, object);
  text = json_to_string (node, TRUE);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    printf ("%s%s%s", i > 0 ? "\n" : "", indent, lines[i]);
}

/* All but the items, without the brace and the line feed at the start. */
static void
print_rest (VfInventory *inventory, VfCredentials *credentials)
{
  JsonObject *object = json_object_new ();
  JsonArray *findings = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    json_array_add_object_element (findings, cli_json_finding (vf_inventory_get_finding (inventory, i), FALSE));
  cli_json_set_string (object, "provider", vf_inventory_get_provider (inventory));
  json_object_set_object_member (object, "credentials", credentials_to_json (inventory, credentials));
  json_object_set_array_member (object, "findings", findings);
  json_node_take_object (node, object);
  text = json_to_string (node, TRUE);
  puts (text + strlen ("{\n"));
}

/**
 * cli_json_print_inventory:
 *
 * Prints what `inspect --json` says, item by item: all of them together would take several times the memory of what was
 * opened.
 */
void
cli_json_print_inventory (VfInventory *inventory, VfCredentials *credentials)
{
  guint n = vf_inventory_get_n_items (inventory);

  fputs ("{\n  \"items\" : [", stdout);
  for (guint i = 0; i < n; i++)
    {
      fputs (i > 0 ? ",\n" : "\n", stdout);
      print_indented (item_to_json (vf_inventory_get_item (inventory, i)), "    ");
    }
  fputs (n > 0 ? "\n  ],\n" : "],\n", stdout);
  print_rest (inventory, credentials);
}
