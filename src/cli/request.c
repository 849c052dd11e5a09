#include "config.h"

#include "request.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli.h"
#include "connection/paste.h"
#include "error.h"
#include "load.h"
#include "store/store.h"

#define MAX_TIMEOUT_SECONDS 3600

void
cli_check_options_clear (CliCheckOptions *options)
{
  g_free (options->mode);
  g_strfreev (options->certificates);
  g_free (options->password_file);
  g_free (options->passphrase_file);
  g_strfreev (options->apply);
}

/**
 * cli_check_options_validate:
 *
 * Returns: whether every value is one that there is; asked before anything is read or reached
 */
gboolean
cli_check_options_validate (const CliCheckOptions *options, GError **error)
{
  VfSslMode mode;
  VfFixId fix;

  if (options->timeout < 0 || options->timeout > MAX_TIMEOUT_SECONDS)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--timeout: between 1 and %d seconds, not %d"),
                 MAX_TIMEOUT_SECONDS, options->timeout);
  else if (options->mode && !vf_ssl_mode_from_string (options->mode, &mode))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--mode: “%s” is none of require, verify-ca and verify-full"), options->mode);
  else
    {
      for (guint i = 0; options->apply && options->apply[i]; i++)
        if (!vf_fix_id_from_string (options->apply[i], &fix))
          {
            g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--apply: there is no fix “%s”"),
                         options->apply[i]);
            return FALSE;
          }
      return TRUE;
    }
  return FALSE;
}

void
cli_request_free (CliRequest *request)
{
  g_clear_pointer (&request->connection, vf_connection_unref);
  g_clear_pointer (&request->password, secret_value_unref);
  g_clear_pointer (&request->passphrase, secret_value_unref);
  g_clear_pointer (&request->findings, g_ptr_array_unref);
  g_free (request->refused);
  g_free (request->saved);
  g_free (request->known_as);
  g_free (request);
}

static CliRequest *
request_new_bare (void)
{
  CliRequest *request = g_new0 (CliRequest, 1);

  request->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref);
  return request;
}

static void
take_connection (CliRequest *request, VfConnection *connection)
{
  g_clear_pointer (&request->connection, vf_connection_unref);
  request->connection = connection;
}

/* The command line wins; then what libpq calls connect_timeout; 0 is the core's default. */
static void
set_timeout (CliRequest *request, int seconds)
{
  const char *given = vf_connection_get_option (request->connection, "connect_timeout");

  if (seconds == 0 && given)
    seconds = (int) CLAMP (g_ascii_strtoll (given, NULL, 10), 0, MAX_TIMEOUT_SECONDS);
  request->timeout_ms = (guint) seconds * 1000;
}

static void
set_mode (CliRequest *request, const char *text)
{
  VfSslMode mode;

  if (!text || !vf_ssl_mode_from_string (text, &mode))
    return;
  take_connection (request, vf_connection_with_mode (request->connection, mode));
  request->mode_is_open = FALSE;
}

static gboolean
set_secrets (CliRequest *request, const CliCheckOptions *options, GError **error)
{
  if (options->password_file)
    {
      g_clear_pointer (&request->password, secret_value_unref);
      request->password = cli_read_secret (options->password_file, error);
      if (!request->password)
        return FALSE;
    }
  if (options->passphrase_file)
    {
      g_clear_pointer (&request->passphrase, secret_value_unref);
      request->passphrase = cli_read_secret (options->passphrase_file, error);
      if (!request->passphrase)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_word_of_its_own (const char *keyword)
{
  static const char *const words[] = { "host",    "hostaddr",    "port",    "dbname", "user",
                                       "sslmode", "sslrootcert", "sslcert", "sslkey", NULL };

  return g_strv_contains (words, keyword);
}

static gboolean
take_further_keywords (CliRequest *request, VfPaste *paste, GError **error)
{
  const char *const *keywords = vf_paste_list_keywords (paste);

  for (guint i = 0; keywords[i]; i++)
    {
      VfConnection *connection;

      if (has_word_of_its_own (keywords[i]))
        continue;
      connection = vf_connection_with_option (request->connection, keywords[i],
                                              vf_paste_get_keyword (paste, keywords[i]), error);
      if (!connection)
        return FALSE;
      take_connection (request, connection);
    }
  return TRUE;
}

/* No server is an answer like any other: the code is bad-target.  Broken text is a mistake on the command line. */
static gboolean
refuse (CliRequest *request, GError *why, GError **error)
{
  g_autoptr (VfTarget) nobody = vf_target_new (NULL, NULL, 0, NULL, NULL);

  if (!g_error_matches (why, VF_ERROR, VF_ERROR_SYNTAX))
    {
      g_propagate_error (error, g_error_copy (why));
      return FALSE;
    }
  request->refused = g_strdup (why->message);
  request->connection = vf_connection_new (nobody, NULL, VF_SSL_MODE_VERIFY_FULL);
  return TRUE;
}

/* What nobody has decided how strict it shall be is looked at first. */
static void
take_notes (CliRequest *request, VfStore *store, const char *name)
{
  g_autoptr (VfSaved) saved = vf_store_find (store, name, NULL);

  request->provider = saved ? vf_saved_get_provider (saved) : NULL;
  request->undecided = saved && vf_saved_get_undecided (saved);
  request->mode_is_open = request->undecided;
}

/* Nothing of what is saved is changed: at most a certificate is agreed to. */
static gboolean
is_consent (char **fixes)
{
  for (guint i = 0; fixes && fixes[i]; i++)
    if (!g_str_equal (fixes[i], vf_fix_id_to_string (VF_FIX_TRUST_CHANGED_CERTIFICATE)))
      return FALSE;
  return TRUE;
}

static gboolean
take_saved (CliRequest *request, const CliCheckOptions *options, VfStore *store, const char *name, GError **error)
{
  g_autoptr (VfCredentials) credentials = NULL;

  if (!set_secrets (request, options, error))
    return FALSE;
  request->connection = vf_store_load (store, name, error);
  if (!request->connection)
    return FALSE;
  take_notes (request, store, name);
  request->known_as = g_strdup (name);
  if (!options->certificates && !options->mode && is_consent (options->apply))
    request->saved = g_strdup (name);
  if (!options->certificates)
    return TRUE;
  credentials = cli_load_credentials ((const char *const *) options->certificates, request->passphrase,
                                      vf_target_get_user (vf_connection_get_target (request->connection)),
                                      request->findings, &request->provider, error);
  if (!credentials)
    return FALSE;
  take_connection (request, vf_connection_with_credentials (request->connection, credentials));
  take_connection (request, vf_connection_with_system_authorities (request->connection, FALSE));
  return TRUE;
}

/* Whether @target is a saved name.  An unreadable store is no reason not to check a host. */
static gboolean
is_saved_name (VfStore *store, const char *target)
{
  g_autoptr (VfSaved) saved = vf_store_find (store, target, NULL);

  return saved != NULL;
}

static void
take_secrets (CliRequest *request, VfPaste *paste, char *text)
{
  SecretValue *password = vf_paste_get_password (paste);
  SecretValue *passphrase = vf_paste_get_passphrase (paste);

  request->password = password ? secret_value_ref (password) : NULL;
  request->passphrase = passphrase ? secret_value_ref (passphrase) : NULL;
  if (password || passphrase)
    explicit_bzero (text, strlen (text));
}

static void
note_unknown_words (CliRequest *request, VfPaste *paste)
{
  g_autofree char *words = vf_paste_describe_unknown (paste);

  if (words)
    g_ptr_array_add (request->findings,
                     vf_finding_new (VF_CODE_UNKNOWN_OPTIONS, VF_SEVERITY_WARNING,
                                     vf_target_get_host (vf_paste_get_target (paste)), words));
}

static gboolean
take_server (CliRequest *request, const CliCheckOptions *options, VfPaste *paste, GError **error)
{
  VfSslMode mode = VF_SSL_MODE_VERIFY_FULL;
  g_autoptr (VfCredentials) credentials = NULL;

  if (!set_secrets (request, options, error))
    return FALSE;
  credentials = cli_load_credentials_of (paste, options->certificates, request->passphrase, request->findings,
                                         &request->provider, error);
  if (!credentials)
    return FALSE;
  note_unknown_words (request, paste);
  request->mode_is_open = !vf_paste_get_mode (paste, &mode);
  take_connection (request, vf_connection_new (vf_paste_get_target (paste), credentials, mode));
  if (vf_is_system_authorities_path (vf_paste_get_keyword (paste, "sslrootcert")) && !options->certificates)
    take_connection (request, vf_connection_with_system_authorities (request->connection, TRUE));
  return take_further_keywords (request, paste, error);
}

/* "psql service=NAME" is what we tell people to type. */
static gboolean
take_paste (CliRequest *request, const CliCheckOptions *options, VfStore *store, char *text, GError **error)
{
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (VfPaste) paste = vf_paste_parse (text, &unreadable);
  const char *service = paste ? vf_paste_get_keyword (paste, "service") : NULL;

  if (!paste)
    return refuse (request, unreadable, error);
  take_secrets (request, paste, text);
  if (!service)
    return take_server (request, options, paste, error);
  if (!is_saved_name (store, service))
    g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
                 _ ("There is no saved connection “%s”, and the services of other files are not read."), service);
  else if (vf_paste_list_keywords (paste)[1])
    g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX,
                 _ ("“%s” is a saved connection; nothing else can be said beside it here."), service);
  else
    return take_saved (request, options, store, service, error);
  return FALSE;
}

/**
 * cli_request_new:
 * @options: the options of the command line, found valid
 * @target: (inout): a saved name, or anything that can be pasted; overwritten if it holds a password
 *
 * Reads every file that the check needs, so that it blocks, and everything that is to come from standard input.
 *
 * Returns: (transfer full) (nullable): a check, ready to run
 */
CliRequest *
cli_request_new (const CliCheckOptions *options, char *target, GError **error)
{
  g_autoptr (CliRequest) request = request_new_bare ();
  g_autoptr (VfStore) store = vf_store_new (NULL);
  gboolean taken = is_saved_name (store, target) ? take_saved (request, options, store, target, error)
                                                 : take_paste (request, options, store, target, error);

  if (!taken)
    return NULL;
  set_mode (request, options->mode);
  set_timeout (request, options->timeout);
  return g_steal_pointer (&request);
}

/**
 * cli_request_new_saved:
 * @name: of a saved connection
 * @timeout: seconds; 0 for the default
 *
 * Returns: (transfer full) (nullable): a check, ready to run
 */
CliRequest *
cli_request_new_saved (const char *name, int timeout, GError **error)
{
  g_autoptr (CliRequest) request = request_new_bare ();
  g_autoptr (VfStore) store = vf_store_new (NULL);

  request->saved = g_strdup (name);
  request->known_as = g_strdup (name);
  request->connection = vf_store_load (store, name, error);
  if (!request->connection)
    return NULL;
  take_notes (request, store, name);
  set_timeout (request, timeout);
  return g_steal_pointer (&request);
}

/**
 * cli_request_use_credentials:
 * @credentials: what it is checked with from now on
 *
 * The server is still the one that is remembered with the saved connection.
 */
void
cli_request_use_credentials (CliRequest *request, VfCredentials *credentials)
{
  take_connection (request, vf_connection_with_credentials (request->connection, credentials));
  g_clear_pointer (&request->saved, g_free);
}

/**
 * cli_request_note:
 * @report: what the check found
 *
 * A saved connection's entry in the list says when it was last checked, whoever checked it.
 */
void
cli_request_note (const CliRequest *request, VfReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfStore) store = NULL;
  gboolean ok = vf_report_is_ok (report) && !vf_report_is_look (report);
  VfSslMode mode = vf_connection_get_mode (request->connection);

  if (!request->saved || vf_report_get_code (report) == VF_CODE_CANCELLED)
    return;
  store = vf_store_new (NULL);
  if (request->undecided && ok && vf_store_decide (store, request->saved, mode, &error))
    /* Translators: %1$s is the name of a connection, %2$s a mode such as Verify-Full */
    cli_warn (_ ("“%1$s” is kept as %2$s from now on: that is the strictest that was proven."), request->saved,
              vf_ssl_mode_title (mode));
  if (!error)
    vf_store_note_check (store, request->saved, report, &error);
  if (error)
    cli_warn ("%s", error->message);
}
