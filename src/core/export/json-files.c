#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/psql-command.h"
#include "export/quote.h"
#include "import/json-text.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin (JsonBuilder *builder, const char *name)
{
  if (name)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

/* Takes @builder, with all of its objects closed.  What a JSON parser would read as something else is refused. */
static gboolean
finish (VfExport *export, JsonBuilder *builder, const char *file, GError **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonNode) read = NULL;
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  vf_export_take_text (export, g_strconcat (text, "\n", NULL));
  vf_export_add_text_file (export, file);
  g_object_unref (builder);
  read = vf_json_text_parse (vf_export_get_text (export), strlen (vf_export_get_text (export)));
  if (read && json_node_equal (read, root))
    return TRUE;
  return vf_export_refuse (error, file, _ ("A value in it is not valid text."));
}

/* --- pgAdmin --- */

static void
add_connection_parameters (JsonBuilder *builder, const VfKeywords *keywords)
{
  static const char *const elsewhere[] = { "host", "port", "dbname", "user", NULL };

  begin (builder, "ConnectionParameters");
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!g_strv_contains (elsewhere, vf_keywords_get_name (keywords, i)))
      add_string (builder, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  json_builder_end_object (builder);
}

/* Before 6.20 pgAdmin knew only these. */
static void
add_old_words (JsonBuilder *builder, const VfKeywords *keywords)
{
  add_string (builder, "SSLMode", vf_keywords_lookup (keywords, "sslmode"));
  add_string (builder, "SSLRootCert", vf_keywords_lookup (keywords, "sslrootcert"));
  add_string (builder, "SSLCert", vf_keywords_lookup (keywords, "sslcert"));
  add_string (builder, "SSLKey", vf_keywords_lookup (keywords, "sslkey"));
}

/**
 * vf_export_pgadmin:
 *
 * servers.json, for Tools › Import/Export Servers.  Its reader keeps ConnectionParameters as libpq's keywords
 * (pgAdmin 6.20 and later); the password is asked of the keyring at the moment of connecting.
 */
gboolean
vf_export_pgadmin (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (VfTarget) target = vf_target_with_defaults (vf_connection_get_target (source->connection));
  g_autofree char *lookup = vf_keyring_command (target);
  JsonBuilder *builder = json_builder_new ();

  begin (builder, NULL);
  begin (builder, "Servers");
  begin (builder, "1");
  add_string (builder, "Name", source->name);
  add_string (builder, "Group", "Servers");
  add_string (builder, "Host", vf_target_get_host (target));
  json_builder_set_member_name (builder, "Port");
  json_builder_add_int_value (builder, vf_target_get_port (target));
  add_string (builder, "MaintenanceDB", vf_target_get_dbname (target));
  add_string (builder, "Username", vf_target_get_user (target));
  add_string (builder, "PasswordExecCommand", lookup);
  add_old_words (builder, keywords);
  add_connection_parameters (builder, keywords);
  for (guint depth = 0; depth < 3; depth++)
    json_builder_end_object (builder);
  if (!finish (export, builder, "servers.json", error))
    return FALSE;
  vf_export_take_note (export, g_strdup (_ ("pgAdmin for the desktop fetches the password from the keyring by secret-tool. "
                                            "pgAdmin on a server ignores that, and needs the files in its own folder.")));
  return TRUE;
}

/* --- DBeaver --- */

#define DBEAVER_KEY "client.pk8"

static gboolean
add_dbeaver_key (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (VfPrivateKey) key = vf_export_open_key (source, &failed);
  g_autoptr (GBytes) der = key ? vf_private_key_to_der (key, source->key_passphrase, &failed) : NULL;
  g_autofree char *path = vf_export_path (source, DBEAVER_KEY);

  if (failed)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (!key)
    return TRUE;
  add_string (builder, "ssl.client.cert", source->files->client_certificate);
  add_string (builder, "ssl.client.key", path);
  vf_export_add_file (export, DBEAVER_KEY, der, TRUE);
  if (vf_private_key_is_encrypted (key) && source->key_passphrase)
    vf_export_take_note (export, g_strdup (_ ("DBeaver cannot be told the passphrase of the key by this file; it asks for "
                                              "it.")));
  return TRUE;
}

static gboolean
add_dbeaver_ssl (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");
  gboolean added;

  begin (builder, "handlers");
  begin (builder, "postgre_ssl");
  add_string (builder, "type", "CONFIG");
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "save-password");
  json_builder_add_boolean_value (builder, FALSE);
  begin (builder, "properties");
  add_string (builder, "sslMode", vf_keywords_lookup (keywords, "sslmode"));
  add_string (builder, "ssl.method", "CERTIFICATES");
  if (g_str_equal (root, "system"))
    add_string (builder, "sslFactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
  else if (vf_connection_get_mode (source->connection) != VF_SSL_MODE_REQUIRE)
    add_string (builder, "ssl.ca.cert", root);
  added = add_dbeaver_key (source, export, builder, error);
  for (guint depth = 0; depth < 3; depth++)
    json_builder_end_object (builder);
  return added;
}

static void
add_dbeaver_place (JsonBuilder *builder, const VfTarget *target)
{
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target));
  g_autofree char *dbname = vf_quote_uri (vf_target_get_dbname (target));
  g_autofree char *user = vf_quote_uri (vf_target_get_user (target));
  const char *host = vf_target_get_host (target);
  gboolean brackets = strchr (host, ':') != NULL;
  g_autofree char *url = g_strdup_printf ("jdbc:postgresql://%s%s%s:%s/%s?user=%s", brackets ? "[" : "", host,
                                          brackets ? "]" : "", port, dbname, user);

  add_string (builder, "host", host);
  add_string (builder, "port", port);
  add_string (builder, "database", vf_target_get_dbname (target));
  add_string (builder, "url", url);
  add_string (builder, "configurationType", "MANUAL");
  add_string (builder, "type", "prod");
  add_string (builder, "auth-model", "native");
}

static const char *const dbeaver_said[] = {
  "host", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

static gboolean
build_dbeaver (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (vf_connection_get_target (source->connection));
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *id = g_strconcat ("postgres-jdbc-verifull-", plain, NULL);
  gboolean added;

  begin (builder, NULL);
  begin (builder, "folders");
  json_builder_end_object (builder);
  begin (builder, "connections");
  begin (builder, id);
  add_string (builder, "provider", "postgresql");
  add_string (builder, "driver", "postgres-jdbc");
  add_string (builder, "name", source->name);
  json_builder_set_member_name (builder, "save-password");
  json_builder_add_boolean_value (builder, FALSE);
  begin (builder, "configuration");
  add_dbeaver_place (builder, target);
  added = add_dbeaver_ssl (source, export, builder, error);
  for (guint depth = 0; depth < 4; depth++)
    json_builder_end_object (builder);
  return added;
}

/**
 * vf_export_dbeaver:
 *
 * data-sources.json.  User and password lie in a file that DBeaver encrypts itself, so the user stands in the URL.
 */
gboolean
vf_export_dbeaver (const VfExportSource *source, VfExport *export, GError **error)
{
  JsonBuilder *builder = json_builder_new ();

  if (!vf_target_get_host (vf_connection_get_target (source->connection))
      || !build_dbeaver (source, export, builder, error))
    {
      g_object_unref (builder);
      return error && *error ? FALSE : vf_export_refuse (error, "host", _ ("DBeaver needs the name of a host."));
    }
  vf_export_note_unsaid (source, export, dbeaver_said, "DBeaver");
  if (!finish (export, builder, "data-sources.json", error))
    return FALSE;
  vf_export_take_note (export, g_strdup (_ ("Close DBeaver before the file is put into its project, and add the connection to "
                                            "those that are there; it replaces nothing by itself.")));
  return TRUE;
}
