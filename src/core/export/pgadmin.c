#include "config.h"

#include <glib/gi18n.h>

#include "export/json-private.h"
#include "export/psql-command.h"

/* said by members of its own */
static gboolean
is_elsewhere (const char *keyword)
{
  static const char *const elsewhere[] = { "host", "port", "dbname", "user", NULL };

  return g_strv_contains (elsewhere, keyword);
}

static void
add_connection_parameters (JsonBuilder *builder, const VfKeywords *keywords)
{
  vf_json_begin (builder, "ConnectionParameters");
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!is_elsewhere (vf_keywords_get_name (keywords, i)))
      vf_json_add_string (builder, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  json_builder_end_object (builder);
}

/* Before 6.20 pgAdmin knew only these. */
static void
add_old_words (JsonBuilder *builder, const VfKeywords *keywords)
{
  vf_json_add_string (builder, "SSLMode", vf_keywords_lookup (keywords, "sslmode"));
  vf_json_add_string (builder, "SSLRootCert", vf_keywords_lookup (keywords, "sslrootcert"));
  vf_json_add_string (builder, "SSLCert", vf_keywords_lookup (keywords, "sslcert"));
  vf_json_add_string (builder, "SSLKey", vf_keywords_lookup (keywords, "sslkey"));
}

/**
 * vf_export_pgadmin:
 *
 * servers.json, for Tools › Import/Export Servers.  Its reader keeps ConnectionParameters as libpq's keywords
 * (pgAdmin 6.20 and later); the password is asked of the keyring at the moment of connecting, where that can be read.
 */
gboolean
vf_export_pgadmin (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (VfTarget) target = vf_target_with_defaults (vf_connection_get_target (source->connection));
  g_autofree char *lookup = source->in_flatpak ? NULL : vf_keyring_command (target);
  JsonBuilder *builder = json_builder_new ();

  vf_json_begin (builder, NULL);
  vf_json_begin (builder, "Servers");
  vf_json_begin (builder, "1");
  vf_json_add_string (builder, "Name", source->name);
  vf_json_add_string (builder, "Group", "Servers");
  vf_json_add_string (builder, "Host", vf_target_get_host (target));
  json_builder_set_member_name (builder, "Port");
  json_builder_add_int_value (builder, vf_target_get_port (target));
  vf_json_add_string (builder, "MaintenanceDB", vf_target_get_dbname (target));
  vf_json_add_string (builder, "Username", vf_target_get_user (target));
  if (lookup)
    vf_json_add_string (builder, "PasswordExecCommand", lookup);
  add_old_words (builder, keywords);
  add_connection_parameters (builder, keywords);
  for (guint depth = 0; depth < 3; depth++)
    json_builder_end_object (builder);
  vf_json_finish (export, builder, "servers.json");
  if (lookup)
    vf_export_take_note (export, g_strdup (_ ("pgAdmin for the desktop fetches the password from the keyring by secret-tool. "
                                              "pgAdmin on a server ignores that, and needs the files in its own folder.")));
  else
    vf_export_take_note (export, g_strdup (_ ("pgAdmin asks for the password, which lies where only Verifull can read it. "
                                              "pgAdmin on a server needs the files in its own folder.")));
  return TRUE;
}

static gboolean
is_said (JsonObject *server, const VfKeywords *keywords, GError **error)
{
  static const struct
  {
    const char *member;
    const char *keyword;
  } rows[] = { { "Host", "host" }, { "MaintenanceDB", "dbname" }, { "Username", "user" } };
  JsonObject *parameters = vf_json_enter (server, "ConnectionParameters");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (vf_keywords_lookup (keywords, rows[i].keyword)
        && !vf_json_check (server, rows[i].member, vf_keywords_lookup (keywords, rows[i].keyword), error))
      return FALSE;
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!is_elsewhere (vf_keywords_get_name (keywords, i))
        && !vf_json_check (parameters, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i), error))
      return FALSE;
  return TRUE;
}

gboolean
vf_reread_pgadmin (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (JsonNode) root = vf_json_read (export, error);
  JsonObject *server;

  if (!root)
    return FALSE;
  server = vf_json_enter (vf_json_enter (json_node_get_object (root), "Servers"), NULL);
  return vf_json_check (server, "Name", source->name, error) && is_said (server, keywords, error);
}
