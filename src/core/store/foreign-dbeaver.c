#include "config.h"

#include "store/foreign-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "connection/paste-private.h"
#include "import/json-text.h"

/* The members of the handler "postgre_ssl".  Without a method only the old ones are read. */
static const struct
{
  const char *keyword;
  const char *member;
  const char *old_member;
} files[] = {
  { "sslrootcert", "ssl.ca.cert", "rootCert" },
  { "sslcert", "ssl.client.cert", "clientCert" },
  { "sslkey", "ssl.client.key", "clientKey" },
};

static void
read_place (VfForeign *foreign, JsonObject *configuration)
{
  static const struct
  {
    const char *keyword;
    const char *member;
  } rows[] = { { "host", "host" }, { "port", "port" }, { "dbname", "database" }, { "user", "user" } };
  const char *url = vf_json_get_string (configuration, "url");

  if (url && g_str_has_prefix (url, "jdbc:postgresql:"))
    vf_paste_read_jdbc (url, vf_foreign_get_settings (foreign));
  if (g_strcmp0 (vf_json_get_string (configuration, "configurationType"), "URL") == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    vf_foreign_set (foreign, rows[i].keyword, vf_json_get_string (configuration, rows[i].member));
}

static void
read_files (VfForeign *foreign, JsonObject *properties)
{
  const char *method = vf_json_get_string (properties, "ssl.method");
  gboolean by_method = method && *method;

  if (g_strcmp0 (method, "KEYSTORE") == 0)
    {
      vf_foreign_take_note (foreign, g_strdup (_ ("Its certificates lie in a key store that DBeaver has the password of. "
                                                  "Open that file here to take them over.")));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    vf_foreign_set (foreign, files[i].keyword,
                    vf_json_get_string (properties, by_method ? files[i].member : files[i].old_member));
}

static gboolean
is_on (JsonObject *handler)
{
  return handler && vf_json_get_boolean (handler, "enabled");
}

static void
read_handlers (VfForeign *foreign, JsonObject *configuration)
{
  static const char *const tunnels[] = { "ssh_tunnel", "socks_proxy", "kubernetes" };
  JsonObject *handlers = vf_json_get_object (configuration, "handlers");
  JsonObject *ssl = handlers ? vf_json_get_object (handlers, "postgre_ssl") : NULL;
  JsonObject *properties = is_on (ssl) ? vf_json_get_object (ssl, "properties") : NULL;

  if (properties)
    {
      vf_foreign_set (foreign, "sslmode", vf_json_get_string (properties, "sslMode"));
      read_files (foreign, properties);
    }
  for (guint i = 0; handlers && i < G_N_ELEMENTS (tunnels); i++)
    if (is_on (vf_json_get_object (handlers, tunnels[i])))
      vf_foreign_take_note (foreign, g_strdup (_ ("It goes through a tunnel or proxy, which is not taken over: open it "
                                                  "yourself, or reach the server directly.")));
}

/* What is typed under "Driver properties" goes to the driver as if it stood in the URL. */
static void
read_driver_properties (VfForeign *foreign, JsonObject *configuration)
{
  JsonObject *properties = vf_json_get_object (configuration, "properties");
  g_autoptr (GList) names = properties ? json_object_get_members (properties) : NULL;
  g_autoptr (GString) url = g_string_new ("jdbc:postgresql:?");

  for (GList *name = names; name; name = name->next)
    {
      const char *value = vf_json_get_string (properties, name->data);
      g_autofree char *key = g_uri_escape_string (name->data, NULL, FALSE);
      g_autofree char *quoted = value ? g_uri_escape_string (value, NULL, FALSE) : NULL;

      if (quoted)
        g_string_append_printf (url, "%s=%s&", key, quoted);
    }
  if (names)
    vf_paste_read_jdbc (url->str, vf_foreign_get_settings (foreign));
}

/* Which folder a key is looked for in is told by a variable of DBeaver's. */
static void
note_variables (VfForeign *foreign)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const char *path = vf_settings_get (vf_foreign_get_settings (foreign), files[i].keyword);

      if (path && strstr (path, "${"))
        /* Translators: %s is a path with a variable in it */
        vf_foreign_take_note (foreign, g_strdup_printf (_ ("Only DBeaver knows where “%s” is."), path));
    }
}

static void
read_connection (JsonObject *connection, const VfForeignPlace *place, VfForeignList *list)
{
  JsonObject *configuration = vf_json_get_object (connection, "configuration");
  VfForeign *foreign
    = vf_foreign_begin (vf_json_get_string (connection, "name"), vf_json_get_string (connection, "folder"), FALSE);

  if (configuration)
    {
      read_place (foreign, configuration);
      read_driver_properties (foreign, configuration);
      read_handlers (foreign, configuration);
    }
  if (!vf_settings_get (vf_foreign_get_settings (foreign), "user"))
    vf_foreign_take_note (foreign, g_strdup (_ ("DBeaver keeps the user where nobody else can read it; type it in.")));
  note_variables (foreign);
  vf_foreign_end (foreign, list, place);
}

static gboolean
is_postgresql (JsonObject *connection)
{
  return connection && g_strcmp0 (vf_json_get_string (connection, "provider"), "postgresql") == 0;
}

/* Others have objects of that name, too. */
static gboolean
has_a_provider (JsonObject *connections, GList *ids)
{
  for (GList *id = ids; id; id = id->next)
    {
      JsonObject *connection = vf_json_get_object (connections, id->data);

      if (connection && vf_json_get_string (connection, "provider"))
        return TRUE;
    }
  return FALSE;
}

/* data-sources.json of a project */
gboolean
vf_foreign_read_dbeaver (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list)
{
  g_autoptr (JsonNode) root = vf_json_text_parse (text, length);
  JsonObject *connections
    = root && JSON_NODE_HOLDS_OBJECT (root) ? vf_json_get_object (json_node_get_object (root), "connections") : NULL;
  g_autoptr (GList) ids = connections ? json_object_get_members (connections) : NULL;
  gboolean known = connections && has_a_provider (connections, ids);
  guint n_others = 0;

  list->kind = VF_FOREIGN_DBEAVER;
  for (GList *id = ids; known && id; id = id->next)
    if (is_postgresql (vf_json_get_object (connections, id->data)))
      read_connection (vf_json_get_object (connections, id->data), place, list);
    else
      n_others++;
  if (n_others > 0)
    g_ptr_array_add (list->notes, g_strdup_printf (ngettext ("%u connection to another kind of database is left out.",
                                                             "%u connections to other kinds of database are left out.",
                                                             n_others),
                                                   n_others));
  return known;
}
