#include "config.h"

#include <glib/gi18n.h>
#include <time.h>

#include "check/explain.h"
#include "cli.h"
#include "connection/provider.h"
#include "json.h"
#include "store/store.h"
#include "text.h"

static const char *const proof_words[] = {
  [VF_PROOF_NEVER] = "never",
  [VF_PROOF_PROVEN] = "proven",
  [VF_PROOF_EXPIRES] = "expires",
  [VF_PROOF_EXPIRED] = "expired",
  [VF_PROOF_NEEDS_PASSWORD] = "needs-password",
  [VF_PROOF_CHANGED] = "changed",
  [VF_PROOF_FAILED] = "failed",
};

static const char *const proof_texts[] = {
  [VF_PROOF_NEVER] = N_ ("never checked"),
  [VF_PROOF_PROVEN] = N_ ("proven"),
  [VF_PROOF_EXPIRES] = N_ ("expires soon"),
  [VF_PROOF_EXPIRED] = N_ ("expired"),
  [VF_PROOF_NEEDS_PASSWORD] = N_ ("needs its password"),
  [VF_PROOF_CHANGED] = N_ ("changed"),
  [VF_PROOF_FAILED] = N_ ("failed"),
};

static void
set_time_or_null (JsonObject *object, const char *name, gint64 seconds)
{
  if (seconds)
    cli_json_set_time (object, name, seconds);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
saved_to_json (VfSaved *saved)
{
  VfTarget *target = vf_saved_get_target (saved);
  const VfProvider *provider = vf_saved_get_provider (saved);
  VfCode code = vf_saved_get_code (saved);
  JsonObject *object = json_object_new ();

  cli_json_set_string (object, "name", vf_saved_get_name (saved));
  cli_json_set_string (object, "host", vf_target_get_host (target));
  cli_json_set_string (object, "hostaddr", vf_target_get_hostaddr (target));
  json_object_set_int_member (object, "port", vf_target_get_port (target));
  cli_json_set_string (object, "dbname", vf_target_get_dbname (target));
  cli_json_set_string (object, "user", vf_target_get_user (target));
  cli_json_set_string (object, "mode", vf_ssl_mode_to_string (vf_saved_get_mode (saved)));
  cli_json_set_string (object, "proof", proof_words[vf_saved_get_proof (saved, time (NULL))]);
  cli_json_set_string (object, "code", code == VF_CODE_NONE ? NULL : vf_code_to_string (code));
  set_time_or_null (object, "checked", vf_saved_get_checked (saved));
  set_time_or_null (object, "expires", vf_saved_get_expires (saved));
  cli_json_set_string (object, "provider", provider ? vf_provider_get_id (provider) : NULL);
  cli_json_set_string (object, "undecided", vf_saved_get_undecided (saved));
  return object;
}

static void
print_list_json (GPtrArray *list)
{
  JsonObject *object = json_object_new ();
  JsonArray *connections = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    json_array_add_object_element (connections, saved_to_json (g_ptr_array_index (list, i)));
  json_object_set_array_member (object, "connections", connections);
  cli_json_print (object);
}

static void
append_proof (GString *out, VfProof proof, int width)
{
  static const CliTone tones[] = {
    [VF_PROOF_NEVER] = CLI_TONE_QUIET,
    [VF_PROOF_PROVEN] = CLI_TONE_GOOD,
    [VF_PROOF_EXPIRES] = CLI_TONE_CAUTION,
    [VF_PROOF_EXPIRED] = CLI_TONE_BAD,
    [VF_PROOF_NEEDS_PASSWORD] = CLI_TONE_CAUTION,
    [VF_PROOF_CHANGED] = CLI_TONE_BAD,
    [VF_PROOF_FAILED] = CLI_TONE_BAD,
  };
  g_autoptr (GString) padded = g_string_new (NULL);

  cli_text_append_padded (padded, _ (proof_texts[proof]), width);
  cli_text_append_tone (out, tones[proof], padded->str);
}

static const char *
mode_words (const VfSaved *saved)
{
  /* Translators: in place of a mode such as Verify-Full */
  return vf_saved_get_undecided (saved) ? _ ("needs a decision") : vf_ssl_mode_title (vf_saved_get_mode (saved));
}

/* of the columns of a list, without what is between them */
typedef struct
{
  int name, mode, proof;
} Widths;

static VfProof
proof_now (const VfSaved *saved)
{
  return vf_saved_get_proof (saved, time (NULL));
}

static void
widen (Widths *widths, const VfSaved *saved)
{
  widths->name = MAX (widths->name, cli_text_get_width (vf_saved_get_name (saved)));
  widths->mode = MAX (widths->mode, cli_text_get_width (mode_words (saved)));
  widths->proof = MAX (widths->proof, cli_text_get_width (_ (proof_texts[proof_now (saved)])));
}

static void
append_saved (GString *out, VfSaved *saved, const Widths *widths)
{
  g_autofree char *target = cli_text_target (vf_saved_get_target (saved));
  gint64 expires = vf_saved_get_expires (saved);

  cli_text_append_padded (out, vf_saved_get_name (saved), widths->name + 2);
  cli_text_append_padded (out, mode_words (saved), widths->mode + 2);
  append_proof (out, proof_now (saved), widths->proof + 2);
  cli_text_append_clean (out, target);
  if (expires)
    {
      g_autofree char *date = cli_text_date (expires);

      /* Translators: %s is a day, such as 2031-01-31 */
      g_string_append_printf (out, _ (" · until %s"), date);
    }
  g_string_append_c (out, '\n');
}

static void
print_list_text (GPtrArray *list)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Widths widths = { 0 };

  for (guint i = 0; i < list->len; i++)
    widen (&widths, g_ptr_array_index (list, i));
  for (guint i = 0; i < list->len; i++)
    append_saved (out, g_ptr_array_index (list, i), &widths);
  if (list->len == 0)
    g_string_append_printf (out, "%s\n", _ ("No connection is saved."));
  cli_text_print (stdout, out);
}

static gboolean
parse_json_option (gboolean *json, const char *parameters, const char *summary, int n, int *argc, char ***argv,
                   GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, json, N_ ("Print one JSON object"), NULL },
    { NULL },
  };

  return cli_parse_options (entries, parameters, summary, n, n, argc, argv, error);
}

/**
 * cli_list:
 *
 * `verifull-cli list`: the saved connections, in the order of the service file.
 *
 * Returns: %CLI_YES, also if there are none
 */
CliStatus
cli_list (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GPtrArray) list = NULL;

  if (!parse_json_option (&json, "", _ ("Lists the saved connections."), 0, &argc, &argv, error))
    return CLI_ERROR;
  list = vf_store_list (store, error);
  if (!list)
    return CLI_ERROR;
  if (json)
    print_list_json (list);
  else
    print_list_text (list);
  return CLI_YES;
}

static JsonObject *
options_to_json (const VfConnection *connection)
{
  const char *const *keywords = vf_connection_list_options (connection);
  JsonObject *object = json_object_new ();

  for (guint i = 0; keywords[i]; i++)
    cli_json_set_string (object, keywords[i], vf_connection_get_option (connection, keywords[i]));
  return object;
}

static void
print_show_json (VfStore *store, VfSaved *saved, const VfConnection *connection)
{
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  GPtrArray *client = vf_credentials_get_client_chain (credentials);
  JsonObject *object = saved_to_json (saved);
  JsonObject *summary = json_object_new ();

  json_object_set_int_member (summary, "roots", vf_credentials_count_roots (credentials));
  json_object_set_int_member (summary, "intermediates", vf_credentials_count_intermediates (credentials));
  json_object_set_boolean_member (summary, "system", vf_connection_get_system_authorities (connection));
  cli_json_set_string (summary, "client",
                       client->len ? vf_certificate_get_subject (g_ptr_array_index (client, 0)) : NULL);
  json_object_set_object_member (object, "credentials", summary);
  json_object_set_object_member (object, "options", options_to_json (connection));
  cli_json_set_string (object, "service_file", vf_store_get_service_file (store));
  cli_json_print (object);
}

static void
append_row (GString *out, const char *label, const char *value)
{
  if (!value)
    return;
  cli_text_append_padded (out, label, 20);
  cli_text_append_clean (out, value);
  g_string_append_c (out, '\n');
}

static void
append_date (GString *out, const char *label, gint64 seconds)
{
  g_autofree char *date = seconds ? cli_text_date (seconds) : NULL;

  append_row (out, label, date);
}

static void
append_credentials (GString *out, const VfConnection *connection)
{
  VfCredentials *credentials = vf_connection_get_credentials (connection);
  GPtrArray *client = vf_credentials_get_client_chain (credentials);
  guint n = vf_credentials_get_authorities (credentials)->len;
  g_autofree char *count = g_strdup_printf ("%u", n);

  append_row (out, _ ("Authorities"),
              vf_connection_get_system_authorities (connection) ? _ ("those of the system") : count);
  if (client->len > 0)
    append_row (out, _ ("Client certificate"), vf_certificate_get_display_name (g_ptr_array_index (client, 0)));
}

static void
print_show_text (VfStore *store, VfSaved *saved, const VfConnection *connection)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *target = cli_text_target (vf_saved_get_target (saved));
  g_autofree char *file = g_shell_quote (vf_store_get_service_file (store));
  const VfProvider *provider = vf_saved_get_provider (saved);
  const char *const *keywords = vf_connection_list_options (connection);

  append_row (out, _ ("Name"), vf_saved_get_name (saved));
  append_row (out, _ ("Server"), target);
  append_row (out, _ ("Address"), vf_target_get_hostaddr (vf_saved_get_target (saved)));
  append_row (out, _ ("Provider"), provider ? vf_provider_get_name (provider) : NULL);
  append_row (out, _ ("Security"), mode_words (saved));
  append_credentials (out, connection);
  for (guint i = 0; keywords[i]; i++)
    append_row (out, keywords[i], vf_connection_get_option (connection, keywords[i]));
  append_row (out, _ ("State"), _ (proof_texts[vf_saved_get_proof (saved, time (NULL))]));
  append_date (out, _ ("Checked"), vf_saved_get_checked (saved));
  append_date (out, _ ("Valid until"), vf_saved_get_expires (saved));
  if (vf_saved_stock_clients_can (saved))
    g_string_append_printf (out, "\n  PGSERVICEFILE=%s psql service=%s\n", file, vf_saved_get_name (saved));
  else
    g_string_append_printf (out, "\n%s\n", _ ("psql cannot log in there; the check says why."));
  cli_text_print (stdout, out);
}

/**
 * cli_show:
 *
 * `verifull-cli show`: one saved connection, without its secrets.
 */
CliStatus
cli_show (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (VfSaved) saved = NULL;
  g_autoptr (VfConnection) connection = NULL;

  if (!parse_json_option (&json, _ ("NAME"), _ ("Shows a saved connection."), 1, &argc, &argv, error))
    return CLI_ERROR;
  saved = vf_store_find (store, argv[1], error);
  connection = saved ? vf_store_load (store, argv[1], error) : NULL;
  if (!connection)
    return CLI_ERROR;
  if (json)
    print_show_json (store, saved, connection);
  else
    print_show_text (store, saved, connection);
  return CLI_YES;
}
