#include "config.h"

#include "store/foreign-private.h"

#include <glib/gi18n.h>

#include "import/json-text.h"

/* Before version 6.20 these stood beside the name; they are read only where there are no ConnectionParameters
 * (pgAdmin, web/pgadmin/utils/__init__.py, load_database_servers). */
static const struct
{
  const char *member;
  const char *keyword;
} old_members[] = {
  { "HostAddr", "hostaddr" },       { "SSLMode", "sslmode" }, { "PassFile", "passfile" },
  { "SSLCert", "sslcert" },         { "SSLKey", "sslkey" },   { "SSLRootCert", "sslrootcert" },
  { "SSLCrl", "sslcrl" },           { "Timeout", "connect_timeout" },
};

static const char *const told_members[] = { "PasswordExecCommand", "Role", "PostConnectionSQL", "KerberosAuthentication" };

/* strings, and numbers as pgAdmin writes them */
static void
set_member (VfForeign *foreign, const char *keyword, JsonObject *object, const char *member)
{
  const char *text = vf_json_get_string (object, member);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, vf_json_get_int (object, member));

  if (text)
    vf_foreign_set (foreign, keyword, text);
  else if (vf_json_get_int (object, member) != 0)
    vf_foreign_set (foreign, keyword, number);
}

static void
set_parameters (VfForeign *foreign, JsonObject *server)
{
  JsonObject *parameters = vf_json_get_object (server, "ConnectionParameters");
  g_autoptr (GList) names = parameters ? json_object_get_members (parameters) : NULL;

  for (GList *name = names; name; name = name->next)
    set_member (foreign, name->data, parameters, name->data);
  for (guint i = 0; !parameters && i < G_N_ELEMENTS (old_members); i++)
    set_member (foreign, old_members[i].keyword, server, old_members[i].member);
}

static void
note_others (VfForeign *foreign, JsonObject *server)
{
  for (guint i = 0; i < G_N_ELEMENTS (told_members); i++)
    {
      const char *text = vf_json_get_string (server, told_members[i]);

      if ((text && *text) || vf_json_get_int (server, told_members[i]) || vf_json_get_boolean (server, told_members[i]))
        /* Translators: %s is a setting of pgAdmin's */
        vf_foreign_take_note (foreign, g_strdup_printf (_ ("“%s” of pgAdmin is left out: libpq has no word for it."),
                                                        told_members[i]));
    }
  if (vf_json_get_boolean (server, "UseSSHTunnel") || vf_json_get_int (server, "UseSSHTunnel"))
    vf_foreign_take_note (foreign, g_strdup (_ ("It goes through an SSH tunnel, which is not taken over: open the tunnel "
                                                "yourself, or reach the server directly.")));
}

static void
read_server (JsonObject *server, const VfForeignPlace *place, VfForeignList *list)
{
  VfForeign *foreign = vf_foreign_begin (vf_json_get_string (server, "Name"), vf_json_get_string (server, "Group"), TRUE);

  set_parameters (foreign, server);
  set_member (foreign, "host", server, "Host");
  set_member (foreign, "port", server, "Port");
  set_member (foreign, "dbname", server, "MaintenanceDB");
  set_member (foreign, "user", server, "Username");
  set_member (foreign, "service", server, "Service");
  note_others (foreign, server);
  vf_foreign_end (foreign, list, place);
}

/* servers.json, as Tools › Import/Export Servers writes it */
gboolean
vf_foreign_read_pgadmin (const char *text, gsize length, const VfForeignPlace *place, VfForeignList *list)
{
  g_autoptr (JsonNode) root = vf_json_text_parse (text, length);
  JsonObject *servers
    = root && JSON_NODE_HOLDS_OBJECT (root) ? vf_json_get_object (json_node_get_object (root), "Servers") : NULL;
  g_autoptr (GList) numbers = servers ? json_object_get_members (servers) : NULL;

  for (GList *number = numbers; number; number = number->next)
    if (vf_json_get_object (servers, number->data))
      read_server (vf_json_get_object (servers, number->data), place, list);
  list->kind = VF_FOREIGN_PGADMIN;
  return servers != NULL;
}
