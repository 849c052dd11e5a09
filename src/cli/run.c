#include "config.h"

#include <glib/gi18n.h>

#include "check/check.h"
#include "cli.h"
#include "error.h"
#include "init.h"
#include "request.h"
#include "store/keyring.h"
#include "store/store.h"

#define DEFAULT_TIMEOUT_MS 10000

static SecretValue *
ask_keyring (CliRequest *request, VfSecretKind kind, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  SecretValue *secret = vf_keyring_lookup (vf_connection_get_target (request->connection), kind, cancellable, &error);

  /* no keyring at all is an ordinary thing on a server */
  if (error && !g_error_matches (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cli_warn ("%s", error->message);
  return secret;
}

static void
find_passphrase (CliRequest *request, GCancellable *cancellable)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (request->connection));

  if (key && vf_private_key_is_locked (key) && !request->passphrase)
    request->passphrase = ask_keyring (request, VF_SECRET_PASSPHRASE, cancellable);
}

static VfReport *
log_in (CliRequest *request, guint timeout_ms, GCancellable *cancellable)
{
  g_auto (GStrv) environment = vf_init_get_environ ();
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (VfServerIdentity) remembered = vf_store_recall_server (store, request->known_as, request->connection);
  VfCheckOptions options = { .timeout_ms = timeout_ms, .environment = (const char *const *) environment,
                             .service = request->saved, .remembered = remembered };

  return vf_check_run (request->connection, request->password, request->passphrase, &options, cancellable);
}

/* The keyring is asked only when the server has asked: most checks then never touch D-Bus. */
static VfReport *
check_once (CliRequest *request, guint timeout_ms, GCancellable *cancellable)
{
  g_autoptr (VfReport) report = log_in (request, timeout_ms, cancellable);

  if (request->password || vf_report_get_code (report) != VF_CODE_PASSWORD_NEEDED)
    return g_steal_pointer (&report);
  request->password = ask_keyring (request, VF_SECRET_PASSWORD, cancellable);
  request->password_is_stored = request->password != NULL;
  return request->password ? log_in (request, timeout_ms, cancellable) : g_steal_pointer (&report);
}

static gboolean
choose_mode (CliRequest *request, const VfReport *look)
{
  VfConnection *connection = vf_check_decide (request->connection, look);

  if (!connection)
    return FALSE;
  vf_connection_unref (request->connection);
  request->connection = connection;
  return TRUE;
}

/* Looks first, within the same deadline.  Without evidence the look itself is the answer: the login would fail just
 * as it did. */
static VfReport *
look_and_check (CliRequest *request, VfReport **look, GCancellable *cancellable)
{
  guint timeout_ms = request->timeout_ms ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
  VfCheckOptions options = { .timeout_ms = timeout_ms };
  g_autoptr (VfConnection) strict = vf_connection_with_mode (request->connection, VF_SSL_MODE_VERIFY_FULL);
  double elapsed;

  *look = vf_check_look (strict, request->passphrase, &options, cancellable);
  elapsed = vf_report_get_elapsed_ms (*look);
  if (!choose_mode (request, *look))
    return vf_report_ref (*look);
  return check_once (request, timeout_ms - (guint) CLAMP (elapsed, 0, timeout_ms - 1), cancellable);
}

static VfFix *
find_fix (VfReport *report, VfFixId id)
{
  for (guint i = 0; report && i < vf_report_get_n_findings (report); i++)
    {
      VfFinding *finding = vf_report_get_finding (report, i);

      for (guint j = 0; j < vf_finding_get_n_fixes (finding); j++)
        if (vf_fix_get_id (vf_finding_get_fix (finding, j)) == id)
          return vf_finding_get_fix (finding, j);
    }
  return NULL;
}

static void
mend_password (CliRequest *request, const VfFix *fix)
{
  SecretValue *mended = request->password ? vf_fix_apply_to_password (fix, request->password) : NULL;

  if (!mended)
    return;
  secret_value_unref (request->password);
  request->password = mended;
  request->password_is_stored = FALSE;
}

static gboolean
apply_fix (CliRequest *request, const char *name, VfReport *report, VfReport *look, GError **error)
{
  VfFixId id = VF_FIX_NONE;
  VfFix *fix = NULL;
  VfConnection *connection;

  if (vf_fix_id_from_string (name, &id))
    fix = find_fix (report, id) ? find_fix (report, id) : find_fix (look, id);
  if (!fix)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND, _ ("--apply %s: it does not fit what the check found"), name);
      return FALSE;
    }
  connection = vf_fix_apply (request->connection, fix, vf_report_get_address (report), error);
  if (!connection)
    {
      g_prefix_error (error, "--apply %s: ", name);
      return FALSE;
    }
  vf_connection_unref (request->connection);
  request->connection = connection;
  mend_password (request, fix);
  if (id == VF_FIX_USE_MODE_REQUIRE || id == VF_FIX_USE_MODE_VERIFY_CA || id == VF_FIX_USE_MODE_VERIFY_FULL)
    request->mode_is_open = FALSE;
  /* nobody shall trust an authority without having been told which */
  if (id == VF_FIX_TRUST_THIS_AUTHORITY)
    cli_warn (_ ("trusting the authority with the SHA-256 fingerprint %s"), vf_fix_get_argument (fix));
  if (id == VF_FIX_TRUST_CHANGED_CERTIFICATE)
    cli_warn (_ ("trusting the server’s certificate with the SHA-256 fingerprint %s"), vf_fix_get_argument (fix));
  return TRUE;
}

static VfReport *
check (CliRequest *request, VfReport **look, GCancellable *cancellable)
{
  if (request->refused)
    return vf_check_refuse (vf_connection_get_mode (request->connection), request->refused);
  return request->mode_is_open ? look_and_check (request, look, cancellable)
                               : check_once (request, request->timeout_ms, cancellable);
}

/* Said already, in the words for a name that does not fit. */
static gboolean
names_provider (const VfReport *report, const char *name)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (g_strcmp0 (vf_finding_get_measure (vf_report_get_finding (report, i)), name) == 0)
      return TRUE;
  return FALSE;
}

/* Where Verify-Full fails for the name, and the provider's own papers say why.  A bare address says nothing about its
 * provider; the archive does. */
static void
note_provider_limit (CliRequest *request, const VfReport *report)
{
  const VfProvider *by_host = vf_provider_by_host (vf_report_get_host (report));
  const VfProvider *provider = by_host ? by_host : request->provider;
  const char *limit = provider ? vf_provider_get_limit (provider) : NULL;
  VfCode code = vf_report_get_would_code (report, VF_SSL_MODE_VERIFY_FULL);

  if (limit && (code == VF_CODE_NAME_MISMATCH || code == VF_CODE_NO_NAMES)
      && !names_provider (report, vf_provider_get_name (provider)))
    g_ptr_array_add (request->findings, vf_finding_new (VF_CODE_PROVIDER_LIMIT, VF_SEVERITY_INFO,
                                                        vf_provider_get_name (provider), limit));
}

/**
 * cli_request_run:
 * @request: what to check; afterwards what was checked last, with the mode that was chosen
 * @fixes: (nullable): names of the ways out to take, in this order, each after a check
 *
 * Blocks, for no longer than the deadline for each check.
 *
 * Returns: (transfer full) (nullable): what the last check found
 */
VfReport *
cli_request_run (CliRequest *request, char **fixes, GCancellable *cancellable, GError **error)
{
  g_autoptr (VfReport) look = NULL;
  g_autoptr (VfReport) report = NULL;

  find_passphrase (request, cancellable);
  report = check (request, &look, cancellable);
  for (guint i = 0; fixes && fixes[i] && vf_report_get_code (report) != VF_CODE_CANCELLED; i++)
    {
      if (!apply_fix (request, fixes[i], report, look, error))
        return NULL;
      g_clear_pointer (&report, vf_report_unref);
      g_clear_pointer (&look, vf_report_unref);
      report = check (request, &look, cancellable);
    }
  note_provider_limit (request, report);
  return g_steal_pointer (&report);
}
