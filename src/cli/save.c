#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "error.h"
#include "json.h"
#include "request.h"
#include "store/keyring.h"
#include "store/service-file.h"
#include "store/store.h"
#include "text.h"
#include "text-report.h"

typedef struct
{
  const char *name;
  gboolean replace;
  gboolean unchecked;
} SaveOptions;

/* Said before the check, so that nobody waits for it in vain. */
static gboolean
check_name (VfStore *store, const SaveOptions *save, GError **error)
{
  g_autofree char *wrong = vf_service_file_check_name (save->name);
  g_autoptr (VfSaved) taken = NULL;

  if (wrong)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX, "“%s”: %s", save->name, wrong);
      return FALSE;
    }
  taken = save->replace ? NULL : vf_store_find (store, save->name, NULL);
  if (taken)
    g_set_error (error, VF_ERROR, VF_ERROR_EXISTS,
                 _ ("There is a saved connection “%s” already; --replace overwrites it."), save->name);
  return taken == NULL;
}

/* A password that cannot be kept is a finding, not a failure: the connection itself is saved. */
static void
keep_secret (CliRequest *request, VfSecretKind kind, SecretValue *secret)
{
  VfTarget *target = vf_connection_get_target (request->connection);
  g_autoptr (GError) error = NULL;
  VfCode code;

  if (!secret || vf_keyring_store (target, kind, secret, cli_cancellable (), &error))
    return;
  code = g_error_matches (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT) ? VF_CODE_KEYRING_ABSENT : VF_CODE_KEYRING_LOCKED;
  g_ptr_array_add (request->findings, vf_finding_new (code, VF_SEVERITY_WARNING, NULL, "command-line"));
}

static gboolean
key_is_encrypted (const CliRequest *request)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (request->connection));

  return key && vf_private_key_is_encrypted (key);
}

static gboolean
keep (VfStore *store, CliRequest *request, const SaveOptions *save, VfReport *report, GError **error)
{
  SecretValue *passphrase = key_is_encrypted (request) ? request->passphrase : NULL;

  if (!vf_store_save (store, save->name, request->connection, passphrase, report, save->replace, error))
    return FALSE;
  if (request->provider)
    vf_store_note_provider (store, save->name, request->provider);
  if (!request->password_is_stored)
    keep_secret (request, VF_SECRET_PASSWORD, request->password);
  keep_secret (request, VF_SECRET_PASSPHRASE, passphrase);
  return TRUE;
}

static void
print_saved_json (VfStore *store, const CliRequest *request, const SaveOptions *save, VfReport *report, gboolean saved)
{
  JsonObject *object = json_object_new ();

  if (report)
    cli_json_add_report (object, report, request->findings);
  json_object_set_boolean_member (object, "saved", saved);
  cli_json_set_string (object, "name", save->name);
  cli_json_set_string (object, "service_file", vf_store_get_service_file (store));
  cli_json_print (object);
}

static void
print_saved_text (VfStore *store, const CliRequest *request, const SaveOptions *save, VfReport *report, gboolean saved)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (report)
    {
      cli_text_print_report (request->connection, report, request->findings);
      g_string_append_c (out, '\n');
    }
  if (saved)
    {
      g_autofree char *text = g_strdup_printf (_ ("“%s” is saved."), save->name);
      g_autofree char *file = g_shell_quote (vf_store_get_service_file (store));

      cli_text_append_tone (out, CLI_TONE_GOOD, text);
      if (!report || vf_report_stock_clients_can (report))
        g_string_append_printf (out, "\n  PGSERVICEFILE=%s psql service=%s", file, save->name);
      g_string_append_c (out, '\n');
    }
  else
    g_string_append_printf (out, "%s\n", _ ("Not saved; --unchecked keeps a connection that was not proven."));
  cli_text_print (stdout, out);
}

static CliStatus
finish (VfStore *store, CliRequest *request, const SaveOptions *save, VfReport *report, gboolean json, GError **error)
{
  gboolean proven = report && vf_report_is_ok (report) && !vf_report_is_look (report);
  gboolean wanted = proven || save->unchecked;

  if (report && vf_report_get_code (report) == VF_CODE_CANCELLED)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The check was cancelled; nothing was saved."));
      return CLI_ERROR;
    }
  if (wanted && !keep (store, request, save, report, error))
    return CLI_ERROR;
  if (json)
    print_saved_json (store, request, save, report, wanted);
  else
    print_saved_text (store, request, save, report, wanted);
  return wanted ? CLI_YES : CLI_NO;
}

/* Without a look there is no recommendation: the strictest mode then, if there is something to be strict with. */
static gboolean
can_go_unchecked (CliRequest *request, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (request->connection);
  gboolean authorities = vf_credentials_get_authorities (credentials)->len > 0
                         || vf_connection_get_system_authorities (request->connection);

  if (request->refused)
    g_set_error_literal (error, VF_ERROR, VF_ERROR_SYNTAX, request->refused);
  else if (request->mode_is_open && !authorities)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _ ("save: --unchecked without certificates needs --mode"));
  else
    return TRUE;
  return FALSE;
}

static CliStatus
save_target (const CliCheckOptions *options, const SaveOptions *save, char *target, GError **error)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (CliRequest) request = NULL;
  g_autoptr (VfReport) report = NULL;

  if (!check_name (store, save, error) || !(request = cli_request_new (options, target, error)))
    return CLI_ERROR;
  if (save->unchecked ? !can_go_unchecked (request, error)
                      : !(report = cli_request_run (request, options->apply, cli_cancellable (), error)))
    return CLI_ERROR;
  return finish (store, request, save, report, options->json, error);
}

static CliStatus
run_save (CliCheckOptions *options, int argc, char **argv, GError **error)
{
  SaveOptions save = { NULL };
  const GOptionEntry entries[] = {
    CLI_CHECK_ENTRIES (*options),
    { "replace", 0, 0, G_OPTION_ARG_NONE, &save.replace, N_ ("Overwrite a saved connection of that name"), NULL },
    { "unchecked", 0, 0, G_OPTION_ARG_NONE, &save.unchecked, N_ ("Keep it without a check"), NULL },
    { NULL },
  };

  if (!cli_parse_options (entries, _ ("NAME TARGET"), _ ("Checks a connection and keeps it under a name."), 2, 2, &argc,
                          &argv, error)
      || !cli_check_options_validate (options, error))
    return CLI_ERROR;
  if (save.unchecked && options->apply)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("save: --apply needs a check, so it does not go with --unchecked"));
      return CLI_ERROR;
    }
  save.name = argv[1];
  return save_target (options, &save, argv[2], error);
}

/**
 * cli_save:
 *
 * `verifull-cli save`: checks a connection and keeps it, with its secrets in the keyring.
 *
 * Returns: %CLI_NO if the check failed and nothing was saved
 */
CliStatus
cli_save (int argc, char **argv, GError **error)
{
  CliCheckOptions options = { 0 };
  CliStatus status = run_save (&options, argc, argv, error);

  cli_check_options_clear (&options);
  return status;
}
