#include "config.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "cli.h"
#include "error.h"
#include "import/credentials-change.h"
#include "json.h"
#include "load.h"
#include "request.h"
#include "store/keyring.h"
#include "store/store.h"
#include "text-report.h"
#include "text.h"

typedef struct
{
  gboolean json;
  gboolean unchecked;
  gboolean undo;
  char *password_file;
  char *passphrase_file;
  int timeout;
} RenewOptions;

/* One renewal on its way; clear it with renewal_clear(). */
typedef struct
{
  const char *name;
  VfStore *store;
  CliRequest *before;
  CliRequest *after;
  VfCredentialsChange change;
  VfReport *old_report;
  VfReport *report; /* NULL: nothing changes, or nobody checked */
  gboolean renewed;
} Renewal;

static void
renewal_clear (Renewal *renewal)
{
  g_clear_pointer (&renewal->store, vf_store_unref);
  g_clear_pointer (&renewal->before, cli_request_free);
  g_clear_pointer (&renewal->after, cli_request_free);
  vf_credentials_change_clear (&renewal->change);
  g_clear_pointer (&renewal->old_report, vf_report_unref);
  g_clear_pointer (&renewal->report, vf_report_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renewal, renewal_clear)

/* --- the two sets --- */

static gboolean
read_secret (const char *file, SecretValue **secret, GError **error)
{
  if (!file)
    return TRUE;
  g_clear_pointer (secret, secret_value_unref);
  *secret = cli_read_secret (file, error);
  return *secret != NULL;
}

static gboolean
load (Renewal *renewal, const RenewOptions *options, char **paths, GError **error)
{
  g_autoptr (VfCredentials) found = NULL;
  g_autoptr (VfCredentials) renewed = NULL;
  VfCredentials *present;
  VfTarget *target;

  renewal->before = cli_request_new_saved (renewal->name, options->timeout, error);
  renewal->after = renewal->before ? cli_request_new_saved (renewal->name, options->timeout, error) : NULL;
  if (!renewal->after || !read_secret (options->password_file, &renewal->before->password, error)
      || !read_secret (options->passphrase_file, &renewal->after->passphrase, error))
    return FALSE;
  if (renewal->before->password)
    renewal->after->password = secret_value_ref (renewal->before->password);
  present = vf_connection_get_credentials (renewal->before->connection);
  target = vf_connection_get_target (renewal->before->connection);
  found = cli_load_credentials ((const char *const *) paths, renewal->after->passphrase, vf_target_get_user (target),
                                renewal->after->findings, &renewal->after->provider, error);
  if (!found)
    return FALSE;
  if (vf_credentials_is_empty (found))
    {
      g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: no certificate that can be used is in it"), paths[0]);
      return FALSE;
    }
  renewed = vf_credentials_renewed (present, found);
  vf_credentials_change_init (&renewal->change, present, renewed);
  cli_request_use_credentials (renewal->after, renewed);
  return TRUE;
}

/* --- the swap --- */

static SecretValue *
passphrase_to_keep (const CliRequest *request)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (request->connection));

  return key && vf_private_key_is_encrypted (key) ? request->passphrase : NULL;
}

static gboolean
swap (Renewal *renewal, GError **error)
{
  SecretValue *passphrase = passphrase_to_keep (renewal->after);
  gboolean proven = renewal->report && vf_report_is_ok (renewal->report);
  g_autoptr (GError) keyring = NULL;

  if (!vf_store_renew (renewal->store, renewal->name,
                       vf_connection_get_credentials (renewal->after->connection), passphrase,
                       proven ? renewal->report : NULL, error))
    return FALSE;
  if (renewal->after->provider)
    vf_store_note_provider (renewal->store, renewal->name, renewal->after->provider);
  if (passphrase
      && !vf_keyring_store (vf_connection_get_target (renewal->after->connection), VF_SECRET_PASSPHRASE, passphrase,
                            cli_cancellable (), &keyring))
    cli_warn ("%s", keyring->message);
  renewal->renewed = TRUE;
  return TRUE;
}

/* --- what is said --- */

static JsonObject *
change_to_json (const VfCredentialsChange *change)
{
  const char *client = change->same_client ? (change->client_after ? "same" : "none")
                       : !change->client_before ? "new" : change->same_key ? "renewed" : "re-keyed";
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "kept", change->kept->len);
  json_object_set_int_member (object, "added", change->added->len);
  json_object_set_int_member (object, "gone", change->gone->len);
  cli_json_set_string (object, "client", client);
  return object;
}

static void
add_copies_json (JsonObject *object, VfStore *store, const char *name)
{
  g_autoptr (GPtrArray) copies = vf_store_list_copies (store, name);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < copies->len; i++)
    {
      const VfSavedCopy *copy = g_ptr_array_index (copies, i);
      JsonObject *row = json_object_new ();

      cli_json_set_string (row, "format", copy->format);
      cli_json_set_string (row, "place", copy->place);
      json_array_add_object_element (array, row);
    }
  json_object_set_array_member (object, "copies", array);
}

static void
print_json (const Renewal *renewal)
{
  JsonObject *object = json_object_new ();

  if (renewal->report)
    cli_json_add_report (object, renewal->report, renewal->after->findings);
  if (renewal->old_report)
    {
      JsonObject *before = json_object_new ();

      cli_json_add_report (before, renewal->old_report, renewal->before->findings);
      json_object_set_object_member (object, "before", before);
    }
  json_object_set_object_member (object, "changes", change_to_json (&renewal->change));
  json_object_set_boolean_member (object, "renewed", renewal->renewed);
  cli_json_set_string (object, "name", renewal->name);
  if (renewal->renewed)
    add_copies_json (object, renewal->store, renewal->name);
  cli_json_print (object);
}

static void
append_change (GString *out, const VfCredentialsChange *change)
{
  guint kept = change->kept->len, added = change->added->len, gone = change->gone->len;

  g_string_append_printf (out, ngettext ("%u authority stays", "%u authorities stay", kept), kept);
  g_string_append_c (out, '\n');
  g_string_append_printf (out, ngettext ("%u authority is new", "%u authorities are new", added), added);
  g_string_append_c (out, '\n');
  g_string_append_printf (out, ngettext ("%u authority goes", "%u authorities go", gone), gone);
  g_string_append_c (out, '\n');
  if (!change->same_client)
    g_string_append_printf (out, "%s\n", change->client_before ? _ ("The client certificate changes")
                                                               : _ ("The client certificate is new"));
}

/* What export wrote somewhere does not follow by itself. */
static void
append_copies (GString *out, VfStore *store, const char *name)
{
  g_autoptr (GPtrArray) copies = vf_store_list_copies (store, name);
  g_autofree char *quoted = g_shell_quote (name);

  if (copies->len > 0)
    g_string_append_printf (out, "%s\n", _ ("These copies were saved elsewhere and have not changed with it. Save them "
                                            "again:"));
  for (guint i = 0; i < copies->len; i++)
    {
      const VfSavedCopy *copy = g_ptr_array_index (copies, i);
      gboolean is_folder = g_file_test (copy->place, G_FILE_TEST_IS_DIR);
      g_autofree char *folder = is_folder ? g_strdup (copy->place) : g_path_get_dirname (copy->place);
      g_autofree char *place = g_shell_quote (folder);
      g_autofree char *line = g_strdup_printf ("  verifull-cli export --replace --output=%s %s %s", place, copy->format, quoted);

      cli_text_append_clean (out, line);
      g_string_append_c (out, '\n');
    }
}

static void
append_outcome (GString *out, const Renewal *renewal)
{
  g_autofree char *text = g_strdup_printf (_ ("“%s” is renewed."), renewal->name);
  g_autofree char *quoted = g_shell_quote (renewal->name);

  if (renewal->renewed)
    {
      cli_text_append_tone (out, CLI_TONE_GOOD, text);
      g_string_append_printf (out, "\n  verifull-cli renew --undo %s\n", quoted);
      append_copies (out, renewal->store, renewal->name);
    }
  else if (vf_credentials_change_is_none (&renewal->change))
    g_string_append_printf (out, "%s\n", _ ("These are the certificates that the connection uses already. There is "
                                            "nothing to renew."));
  else
    g_string_append_printf (out, "%s\n", _ ("Not renewed; --unchecked takes certificates that were not proven."));
}

static void
print_text (const Renewal *renewal)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (renewal->report)
    cli_text_print_report (renewal->after->connection, renewal->report, renewal->after->findings);
  g_string_append_c (out, '\n');
  append_change (out, &renewal->change);
  if (renewal->old_report)
    {
      g_autofree char *sentence = vf_explain_report (renewal->old_report);
      /* Translators: a sentence that says how the check with the certificates of before ended */
      g_autofree char *before = g_strdup_printf (_ ("With the present certificates: %s"), sentence);

      cli_text_append_clean (out, before);
      g_string_append_c (out, '\n');
    }
  append_outcome (out, renewal);
  cli_text_print (stdout, out);
}

/* --- the command --- */

/* The present set is tested second: it only says what the new one's failure means. */
static gboolean
test_both (Renewal *renewal, GError **error)
{
  renewal->report = cli_request_run (renewal->after, NULL, cli_cancellable (), error);
  if (renewal->report)
    renewal->old_report = cli_request_run (renewal->before, NULL, cli_cancellable (), error);
  if (!renewal->old_report)
    return FALSE;
  cli_request_note (renewal->before, renewal->old_report);
  return !g_cancellable_set_error_if_cancelled (cli_cancellable (), error);
}

static CliStatus
renew (const RenewOptions *options, const char *name, char **paths, GError **error)
{
  g_auto (Renewal) renewal = { .name = name, .store = vf_store_new (NULL) };
  gboolean change;

  if (!load (&renewal, options, paths, error))
    return CLI_ERROR;
  change = !vf_credentials_change_is_none (&renewal.change);
  if (change && !options->unchecked && !test_both (&renewal, error))
    return CLI_ERROR;
  if (change && (options->unchecked || vf_report_is_ok (renewal.report)) && !swap (&renewal, error))
    return CLI_ERROR;
  if (options->json)
    print_json (&renewal);
  else
    print_text (&renewal);
  return renewal.renewed || !change ? CLI_YES : CLI_NO;
}

static CliStatus
undo (const RenewOptions *options, const char *name, GError **error)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!vf_store_take_back (store, name, NULL, error))
    return CLI_ERROR;
  if (options->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_boolean_member (object, "renewed", FALSE);
      cli_json_set_string (object, "name", name);
      add_copies_json (object, store, name);
      cli_json_print (object);
      return CLI_YES;
    }
  /* Translators: %s: name of a saved connection */
  g_string_append_printf (out, _ ("“%s” uses the certificates from before again."), name);
  g_string_append_c (out, '\n');
  append_copies (out, store, name);
  cli_text_print (stdout, out);
  return CLI_YES;
}

static CliStatus
run_renew (RenewOptions *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print one JSON object"), NULL },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->password_file,
      N_ ("Read the password from FILE (“-”: standard input)"), N_ ("FILE") },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options->passphrase_file,
      N_ ("Read the passphrase of the client key from FILE (“-”: standard input)"), N_ ("FILE") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options->timeout, N_ ("Give up after this many seconds (default: 10)"),
      N_ ("SECONDS") },
    { "unchecked", 0, 0, G_OPTION_ARG_NONE, &options->unchecked, N_ ("Take the new certificates without a check"),
      NULL },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &options->undo, N_ ("Take up the certificates from before again"), NULL },
    { NULL },
  };

  if (!cli_parse_options (entries, _ ("NAME PATH…"),
                          _ ("Tests renewed certificates beside the present ones of a saved connection, and then uses "
                             "them."),
                          1, -1, &argc, &argv, error))
    return CLI_ERROR;
  if (options->undo == (argc > 2))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           options->undo ? _ ("renew: --undo goes without a PATH")
                                         : _ ("renew: say where the renewed certificates are: a PATH"));
      return CLI_ERROR;
    }
  return options->undo ? undo (options, argv[1], error) : renew (options, argv[1], argv + 2, error);
}

/**
 * cli_renew:
 *
 * `verifull-cli renew`: exchanges the certificates of a saved connection once they are proven, or takes that back.
 *
 * Returns: %CLI_NO if the renewed certificates failed and nothing was changed
 */
CliStatus
cli_renew (int argc, char **argv, GError **error)
{
  RenewOptions options = { 0 };
  CliStatus status = run_renew (&options, argc, argv, error);

  g_free (options.password_file);
  g_free (options.passphrase_file);
  return status;
}
