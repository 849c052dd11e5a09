#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/json-private.h"
#include "export/quote.h"

#define KEY_FILE "client.pk8"

static gboolean
add_key (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autofree char *path = NULL;
  gboolean locked;

  if (!vf_export_add_der_key (source, export, KEY_FILE, &path, &locked, error))
    return FALSE;
  if (!path)
    return TRUE;
  vf_json_add_string (builder, "ssl.client.cert", source->files->client_certificate);
  vf_json_add_string (builder, "ssl.client.key", path);
  if (locked)
    vf_export_take_note (export, g_strdup (_ ("DBeaver cannot be told the passphrase of the key by this file; it asks for "
                                              "it.")));
  return TRUE;
}

static gboolean
add_ssl (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");
  gboolean added;

  vf_json_begin (builder, "handlers");
  vf_json_begin (builder, "postgre_ssl");
  vf_json_add_string (builder, "type", "CONFIG");
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "save-password");
  json_builder_add_boolean_value (builder, FALSE);
  vf_json_begin (builder, "properties");
  vf_json_add_string (builder, "sslMode", vf_keywords_lookup (keywords, "sslmode"));
  vf_json_add_string (builder, "ssl.method", "CERTIFICATES");
  if (g_str_equal (root, "system"))
    vf_json_add_string (builder, "sslFactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
  else if (vf_connection_get_mode (source->connection) != VF_SSL_MODE_REQUIRE)
    vf_json_add_string (builder, "ssl.ca.cert", root);
  added = add_key (source, export, builder, error);
  for (guint depth = 0; depth < 3; depth++)
    json_builder_end_object (builder);
  return added;
}

static void
add_place (JsonBuilder *builder, const VfTarget *target)
{
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target));
  g_autofree char *dbname = vf_quote_uri (vf_target_get_dbname (target));
  g_autofree char *user = vf_quote_uri (vf_target_get_user (target));
  const char *host = vf_target_get_host (target);
  gboolean brackets = strchr (host, ':') != NULL;
  g_autofree char *url = g_strdup_printf ("jdbc:postgresql://%s%s%s:%s/%s?user=%s", brackets ? "[" : "", host,
                                          brackets ? "]" : "", port, dbname, user);

  vf_json_add_string (builder, "host", host);
  vf_json_add_string (builder, "port", port);
  vf_json_add_string (builder, "database", vf_target_get_dbname (target));
  vf_json_add_string (builder, "url", url);
  vf_json_add_string (builder, "configurationType", "MANUAL");
  vf_json_add_string (builder, "type", "prod");
  vf_json_add_string (builder, "auth-model", "native");
}

static const char *const said[] = {
  "host", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

static gboolean
build (const VfExportSource *source, VfExport *export, JsonBuilder *builder, GError **error)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (vf_connection_get_target (source->connection));
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *id = g_strconcat ("postgres-jdbc-verifull-", plain, NULL);
  gboolean added;

  vf_json_begin (builder, NULL);
  vf_json_begin (builder, "folders");
  json_builder_end_object (builder);
  vf_json_begin (builder, "connections");
  vf_json_begin (builder, id);
  vf_json_add_string (builder, "provider", "postgresql");
  vf_json_add_string (builder, "driver", "postgres-jdbc");
  vf_json_add_string (builder, "name", source->name);
  json_builder_set_member_name (builder, "save-password");
  json_builder_add_boolean_value (builder, FALSE);
  vf_json_begin (builder, "configuration");
  add_place (builder, target);
  added = add_ssl (source, export, builder, error);
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
      || !build (source, export, builder, error))
    {
      g_object_unref (builder);
      return error && *error ? FALSE : vf_export_refuse (error, "host", _ ("DBeaver needs the name of a host."));
    }
  vf_export_note_unsaid (source, export, said, "DBeaver");
  vf_json_finish (export, builder, "data-sources.json");
  vf_export_take_note (export, g_strdup (_ ("Close DBeaver before the file is put into its project, and add the connection to "
                                            "those that are there; it replaces nothing by itself.")));
  return TRUE;
}

/* --- read again --- */

static gboolean
is_url (JsonObject *configuration, const VfKeywords *keywords, GError **error)
{
  static const char *const in_url[] = { "host", "port", "dbname", "user" };
  g_autoptr (VfKeywords) meant = vf_keywords_new ();
  const char *url = configuration ? json_object_get_string_member_with_default (configuration, "url", "") : "";

  for (guint i = 0; i < G_N_ELEMENTS (in_url); i++)
    vf_keywords_add (meant, in_url[i], vf_keywords_lookup (keywords, in_url[i]));
  return vf_export_check_read (vf_read_jdbc_url (url, "jdbc:postgresql"), meant, error)
         && vf_json_check (configuration, "host", vf_keywords_lookup (keywords, "host"), error)
         && vf_json_check (configuration, "port", vf_keywords_lookup (keywords, "port"), error)
         && vf_json_check (configuration, "database", vf_keywords_lookup (keywords, "dbname"), error);
}

static gboolean
is_ssl (const VfExportSource *source, JsonObject *configuration, const VfKeywords *keywords, GError **error)
{
  JsonObject *handler = vf_json_enter (vf_json_enter (configuration, "handlers"), "postgre_ssl");
  JsonObject *properties = vf_json_enter (handler, "properties");
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  if (!vf_json_check (properties, "sslMode", vf_keywords_lookup (keywords, "sslmode"), error))
    return FALSE;
  if (source->files->client_key
      && !vf_json_check (properties, "ssl.client.cert", source->files->client_certificate, error))
    return FALSE;
  return vf_connection_get_mode (source->connection) == VF_SSL_MODE_REQUIRE || g_str_equal (root, "system")
         || vf_json_check (properties, "ssl.ca.cert", root, error);
}

gboolean
vf_reread_dbeaver (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *connection, *configuration;

  root = vf_json_read (export, error);
  if (!root)
    return FALSE;
  connection = vf_json_enter (vf_json_enter (json_node_get_object (root), "connections"), NULL);
  configuration = vf_json_enter (connection, "configuration");
  return vf_json_check (connection, "name", source->name, error) && is_url (configuration, keywords, error)
         && is_ssl (source, configuration, keywords, error);
}
