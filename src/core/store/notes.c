#include "config.h"

#include "store/notes.h"

#include <string.h>

#include "connection/durable.h"
#include "import/json-text.h"
#include "store/saved-copies.h"
#include "store/note-server.h"

/* bytes; a note has about 200 */
#define MAX_FILE (4 * 1024 * 1024)

/**
 * vf_note_new:
 *
 * Returns: (transfer full): nothing known
 */
VfNote *
vf_note_new (void)
{
  return g_new0 (VfNote, 1);
}

/**
 * vf_note_copy:
 *
 * Returns: (transfer full): one of its own, deep
 */
VfNote *
vf_note_copy (const VfNote *note)
{
  VfNote *copy = g_memdup2 (note, sizeof *note);

  copy->undecided = g_strdup (note->undecided);
  copy->provider = g_strdup (note->provider);
  copy->settings = g_strdup (note->settings);
  copy->copies = vf_saved_copies_copy (note->copies);
  copy->server = note->server ? vf_server_identity_ref (note->server) : NULL;
  return copy;
}

void
vf_note_free (VfNote *note)
{
  g_clear_pointer (&note->server, vf_server_identity_unref);
  g_clear_pointer (&note->copies, g_ptr_array_unref);
  g_free (note->undecided);
  g_free (note->provider);
  g_free (note->settings);
  g_free (note);
}

static gint64
earlier (gint64 a, gint64 b)
{
  return a == 0 ? b : b == 0 ? a : MIN (a, b);
}

static gint64
report_expires (VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);
  VfCertificate *anchor = vf_report_get_anchor (report);
  gint64 expires = 0;

  for (guint i = 0; i < chain->len; i++)
    expires = earlier (expires, vf_certificate_get_not_after (g_ptr_array_index (chain, i)));
  return anchor ? earlier (expires, vf_certificate_get_not_after (anchor)) : expires;
}

/**
 * vf_note_set_server:
 * @server: who it is
 *
 * Only a login that was good may say so.
 */
void
vf_note_set_server (VfNote *note, VfServerIdentity *server)
{
  vf_server_identity_ref (server);
  g_clear_pointer (&note->server, vf_server_identity_unref);
  note->server = server;
}

/**
 * vf_note_report:
 * @client_expires: when the client certificate ends, or 0
 * @now: seconds since the epoch
 * @settings: fingerprint of the settings that were checked
 *
 * A look that went well proves nothing, and a check that was cancelled found nothing: neither changes the note.
 */
void
vf_note_report (VfNote *note, VfReport *report, gint64 client_expires, gint64 now, const char *settings)
{
  VfCode code = vf_report_is_ok (report) ? VF_CODE_NONE : vf_report_get_code (report);

  if (code == VF_CODE_CANCELLED || (code == VF_CODE_NONE && (vf_report_is_look (report) || !vf_report_is_ok (report))))
    return;
  note->checked = now;
  note->code = code;
  note->expires = earlier (report_expires (report), client_expires);
  note->stock_clients_cannot = !vf_report_stock_clients_can (report);
  g_free (note->settings);
  note->settings = g_strdup (settings);
  if (code == VF_CODE_NONE && vf_report_get_server (report))
    vf_note_set_server (note, vf_report_get_server (report));
  /* what is proven needs no decision */
  if (code == VF_CODE_NONE)
    g_clear_pointer (&note->undecided, g_free);
}

static gboolean
code_from_string (const char *text, VfCode *code)
{
  for (guint i = 0; text && i < VF_N_CODES; i++)
    if (g_str_equal (vf_code_to_string ((VfCode) i), text))
      {
        *code = (VfCode) i;
        return TRUE;
      }
  return FALSE;
}

static void
read_note (JsonObject *object, const char *name, JsonNode *node, gpointer data)
{
  GHashTable *notes = data;
  VfNote *note;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  note = vf_note_new ();
  note->system_authorities = vf_json_get_boolean (object, "system_authorities");
  note->server = vf_note_server_read (json_object_get_member (object, "server"));
  note->copies = vf_saved_copies_read (json_object_get_member (object, "copies"));
  note->undecided = g_strdup (vf_json_get_string (object, "undecided"));
  note->provider = g_strdup (vf_json_get_string (object, "provider"));
  /* a code that only a newer version knows counts as not checked */
  if (code_from_string (vf_json_get_string (object, "code"), &note->code))
    {
      note->checked = vf_json_get_int (object, "checked");
      note->expires = vf_json_get_int (object, "expires");
      note->stock_clients_cannot = vf_json_get_boolean (object, "stock_clients_cannot");
      note->settings = g_strdup (vf_json_get_string (object, "settings"));
    }
  g_hash_table_insert (notes, g_strdup (name), note);
}

GHashTable *
vf_notes_read (const char *path)
{
  GHashTable *notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) vf_note_free);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  JsonObject *connections = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, NULL) && length <= MAX_FILE)
    root = vf_json_text_parse (text, length);
  if (root && JSON_NODE_HOLDS_OBJECT (root))
    connections = vf_json_get_object (json_node_get_object (root), "connections");
  if (connections)
    json_object_foreach_member (connections, read_note, notes);
  return notes;
}

static void
write_note (JsonBuilder *builder, const char *name, const VfNote *note)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "checked");
  json_builder_add_int_value (builder, note->checked);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, vf_code_to_string (note->code));
  json_builder_set_member_name (builder, "expires");
  json_builder_add_int_value (builder, note->expires);
  json_builder_set_member_name (builder, "stock_clients_cannot");
  json_builder_add_boolean_value (builder, note->stock_clients_cannot);
  json_builder_set_member_name (builder, "system_authorities");
  json_builder_add_boolean_value (builder, note->system_authorities);
  if (note->undecided)
    {
      json_builder_set_member_name (builder, "undecided");
      json_builder_add_string_value (builder, note->undecided);
    }
  if (note->provider)
    {
      json_builder_set_member_name (builder, "provider");
      json_builder_add_string_value (builder, note->provider);
    }
  if (note->copies)
    {
      json_builder_set_member_name (builder, "copies");
      vf_saved_copies_write (builder, note->copies);
    }
  json_builder_set_member_name (builder, "settings");
  json_builder_add_string_value (builder, note->settings ? note->settings : "");
  if (note->server)
    {
      json_builder_set_member_name (builder, "server");
      vf_note_server_write (builder, note->server);
    }
  json_builder_end_object (builder);
}

static char *
notes_to_text (GHashTable *notes, gsize *length)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (notes), (GCompareFunc) strcmp);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "connections");
  json_builder_begin_object (builder);
  for (GList *name = names; name; name = name->next)
    write_note (builder, name->data, g_hash_table_lookup (notes, name->data));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, length);
}

/**
 * vf_notes_write:
 * @notes: (element-type utf8 VfNote): by the name of the connection
 * @error: names @path, which is as it was then
 *
 * Blocks until it is on the disk.
 *
 * Returns: whether it is
 */
gboolean
vf_notes_write (const char *path, GHashTable *notes, GError **error)
{
  gsize length;
  char *text = notes_to_text (notes, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);

  return vf_durable_replace (path, bytes, error);
}
