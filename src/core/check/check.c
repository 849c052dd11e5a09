#include "config.h"

#include "check/check.h"

#include "check/diagnose.h"
#include "check/gaussdb-login.h"
#include "check/login.h"
#include "check/preflight.h"
#include "check/probe.h"
#include "check/redact.h"
#include "check/resolve.h"
#include "check/verdict.h"
#include "connection/environment.h"
#include "connection/key-folder.h"

#define DEFAULT_TIMEOUT_MS 10000

/* One check from beginning to end, on the thread that runs it. */
typedef struct
{
  VfConnection *connection;
  SecretValue *password;
  SecretValue *key_passphrase;
  GResolver *resolver;
  gint64 now;
  char **addresses;
  VfWait wait;
  VfReportBuilder builder;
} Check;

static void
check_init (Check *self, VfConnection *connection, SecretValue *password, SecretValue *key_passphrase,
            gboolean look, const VfCheckOptions *options, GCancellable *cancellable)
{
  guint timeout_ms = options && options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS;

  *self = (Check){
    .connection = connection,
    .password = password,
    .key_passphrase = key_passphrase,
    .resolver = options ? options->resolver : NULL,
    .now = options && options->now ? options->now : g_get_real_time () / G_USEC_PER_SEC,
  };
  vf_report_builder_init (&self->builder, connection, look, options);
  vf_wait_init (&self->wait, self->builder.report->start + (gint64) timeout_ms * 1000, cancellable);
}

static VfReport *
check_finish (Check *self)
{
  g_strfreev (self->addresses);
  vf_wait_clear (&self->wait);
  return vf_report_builder_finish (&self->builder);
}

/* A cause that is the same tomorrow, and in every mode; a silent or absent server may be up by then. */
static gboolean
is_known (VfCode code)
{
  return code != VF_CODE_HOST_NOT_FOUND && code != VF_CODE_REFUSED && code != VF_CODE_UNREACHABLE
         && code != VF_CODE_TIMED_OUT && code != VF_CODE_CANCELLED && code != VF_CODE_CLOSED_EARLY
         && code != VF_CODE_BAD_TARGET;
}

static void
fail_network (Check *self, VfStage stage, VfCode code, const char *detail)
{
  g_autofree char *version
    = code == VF_CODE_TLS_VERSION_MISMATCH ? vf_probe_version (self->connection, self->addresses, &self->wait) : NULL;

  if (version)
    detail = version;
  vf_diagnose_network (&self->builder, self->connection, stage, code, detail);
  vf_verdict_note_failure (self->builder.report, code, is_known (code));
}

static gboolean
resolve_stage (Check *self)
{
  const VfTarget *target = vf_connection_get_target (self->connection);
  const char *detail = NULL;
  VfCode code = VF_CODE_NONE;

  vf_report_builder_begin (&self->builder, VF_STAGE_RESOLVE);
  self->addresses = vf_resolve (vf_target_get_host (target), vf_target_get_hostaddr (target), self->resolver,
                                &self->wait, &code, &detail);
  if (!self->addresses)
    {
      fail_network (self, VF_STAGE_RESOLVE, code, detail);
      return FALSE;
    }
  self->builder.report->addresses = g_strdupv (self->addresses);
  vf_report_builder_end (&self->builder, VF_STAGE_RESOLVE, VF_STATE_OK, g_strjoinv (", ", self->addresses));
  return TRUE;
}

/* What the probe saw becomes the report's, unless a login has put in the same already. */
static void
note_evidence (VfReport *report, const VfEvidence *evidence)
{
  g_free (report->address);
  report->address = g_strdup (evidence->address);
  g_clear_pointer (&report->results, g_free);
  if (evidence->results && report->addresses && evidence->n_results == g_strv_length (report->addresses))
    report->results = g_memdup2 (evidence->results, evidence->n_results * sizeof *evidence->results);
  report->client_certificate_asked = evidence->client_asked;
  g_free (report->tls_version);
  report->tls_version = g_strdup (evidence->tls_version);
  g_free (report->tls_cipher);
  report->tls_cipher = g_strdup (evidence->tls_cipher);
  g_ptr_array_set_size (report->client_authorities, 0);
  for (guint i = 0; i < evidence->client_authorities->len; i++)
    g_ptr_array_add (report->client_authorities, g_strdup (g_ptr_array_index (evidence->client_authorities, i)));
  g_ptr_array_set_size (report->chain, 0);
  for (guint i = 0; i < evidence->chain->len; i++)
    g_ptr_array_add (report->chain, vf_certificate_ref (g_ptr_array_index (evidence->chain, i)));
}

static void
note_verdict (Check *self)
{
  VfReport *report = self->builder.report;
  g_auto (VfVerdict) verdict = { 0 };

  if (report->anchor)
    vf_verdict_init_proven (&verdict, self->connection, report->chain, report->anchor);
  else
    vf_verdict_init (&verdict, self->connection, report->chain, self->now);
  vf_verdict_note (&verdict, report);
  g_clear_pointer (&report->server, vf_server_identity_unref);
  report->server = vf_server_identity_new (report->chain, report->anchor, self->connection);
}

static VfState
stage_state (VfStage stage, VfSslMode mode)
{
  if (mode == VF_SSL_MODE_REQUIRE || (stage == VF_STAGE_NAME && mode != VF_SSL_MODE_VERIFY_FULL))
    return VF_STATE_SKIPPED;
  return VF_STATE_OK;
}

/* The rows "chain" and "name", by our own judgement; the report ends if the mode would refuse. */
static void
judge (Check *self)
{
  VfReport *report = self->builder.report;
  g_auto (VfVerdict) verdict = { 0 };
  VfStage failed;

  vf_verdict_init (&verdict, self->connection, report->chain, self->now);
  vf_verdict_note (&verdict, report);
  if (vf_verdict_for (&verdict, report->mode, &failed) == VF_CODE_NONE)
    failed = VF_STAGE_LOGIN;
  for (VfStage stage = VF_STAGE_CHAIN; failed != VF_STAGE_NONE && stage < failed; stage++)
    vf_report_builder_end (&self->builder, stage, stage_state (stage, report->mode), NULL);
  vf_diagnose_certificate (&self->builder, self->connection, &verdict, report->chain, self->now);
}

static void
look (Check *self)
{
  g_autoptr (VfEvidence) evidence
    = vf_probe (self->connection, self->addresses, self->key_passphrase, FALSE, &self->wait, &self->builder);

  note_evidence (self->builder.report, evidence);
  if (evidence->failed_stage != VF_STAGE_NONE)
    fail_network (self, evidence->failed_stage, evidence->code, evidence->detail);
  else if (evidence->chain->len > 0)
    judge (self);
  else
    fail_network (self, VF_STAGE_HANDSHAKE, VF_CODE_HANDSHAKE_REFUSED, NULL);
  if (evidence->chain->len > 0)
    vf_diagnose_client (&self->builder, self->connection, self->now);
}

/**
 * vf_check_look:
 * @connection: who is asked; its mode decides which rows are judged, every mode gets a verdict
 * @key_passphrase: (nullable): opens the client key; without it a locked key is not offered
 * @options: (nullable): clock, deadline, resolver, progress
 * @cancellable: (nullable): may be cancelled from any thread
 *
 * Looks at the server without logging in: no user, no password, and no message of PostgreSQL's but the question for
 * TLS.  Blocks, so call it on a worker thread; needs no main loop.
 *
 * Returns: (transfer full): what was seen; cancelled and timed out are codes of the report
 */
VfReport *
vf_check_look (VfConnection *connection, SecretValue *key_passphrase, const VfCheckOptions *options,
               GCancellable *cancellable)
{
  Check self;

  check_init (&self, connection, NULL, key_passphrase, TRUE, options, cancellable);
  if (vf_preflight_target (&self.builder, connection) && resolve_stage (&self))
    look (&self);
  return check_finish (&self);
}

/* libpq's failure is about to be explained: the rows from @stage on are still to be filled, those before it were
 * passed, although libpq may have gone through several of them in one step. */
static void
go_to (Check *self, VfStage stage)
{
  VfReport *report = self->builder.report;
  gint64 start = report->stages[stage].start;

  vf_report_builder_forget (&self->builder, stage);
  report->stages[stage].start = start;
  for (guint passed = 0; passed < (guint) stage; passed++)
    if (report->stages[passed].state != VF_STATE_OK && report->stages[passed].state != VF_STATE_SKIPPED)
      vf_report_builder_end (&self->builder, (VfStage) passed, VF_STATE_OK,
                             passed == VF_STAGE_HANDSHAKE ? vf_report_tls_fact (report->tls_version, report->tls_cipher)
                                                          : NULL);
}

/* libpq says that it failed, the probe says why. */
static void
explain_with_probe (Check *self, const VfLogin *login)
{
  VfReport *report = self->builder.report;
  g_autoptr (VfEvidence) evidence
    = vf_probe (self->connection, self->addresses, self->key_passphrase, login->stage == VF_STAGE_LOGIN, &self->wait,
                NULL);

  /* libpq came further than the time that is left has let the probe come */
  if (login->stage == VF_STAGE_LOGIN && evidence->code == VF_CODE_TIMED_OUT)
    return;
  note_evidence (report, evidence);
  if (evidence->failed_stage != VF_STAGE_NONE)
    {
      go_to (self, evidence->failed_stage);
      fail_network (self, evidence->failed_stage, evidence->code, evidence->detail);
    }
  else if (login->stage <= VF_STAGE_HANDSHAKE && evidence->chain->len > 0)
    {
      go_to (self, VF_STAGE_CHAIN);
      judge (self);
    }
}

/* The probe found nothing: the cause has passed, or it is one that only libpq has. */
static void
explain_without_evidence (Check *self, const VfLogin *login)
{
  VfReport *report = self->builder.report;

  if (report->code != VF_CODE_NONE)
    return;
  if (login->stage == VF_STAGE_LOGIN)
    vf_diagnose_login (&self->builder, self->connection, self->password, login);
  else
    {
      go_to (self, login->stage);
      vf_diagnose_network (&self->builder, self->connection, login->stage,
                           login->stage == VF_STAGE_HANDSHAKE ? VF_CODE_HANDSHAKE_REFUSED : VF_CODE_CLOSED_EARLY,
                           NULL);
    }
}

static void
fail_waited (Check *self, const VfLogin *login)
{
  gboolean cancelled = login->waited == VF_WAIT_CANCELLED;

  fail_network (self, login->stage, cancelled ? VF_CODE_CANCELLED : VF_CODE_TIMED_OUT,
                cancelled ? NULL : vf_stage_to_string (login->stage));
}

/* Nobody who is told of a good login shall believe that psql can do the same. */
static void
succeed_with_gaussdb (Check *self, VfGaussdbLogin *own)
{
  VfReport *report = self->builder.report;

  note_verdict (self);
  report->product = own->product;
  report->binding = own->password_sent ? VF_BINDING_UNBOUND : report->binding;
  g_free (report->server_version);
  report->server_version = vf_redact (g_steal_pointer (&own->version), self->password);
  g_ptr_array_add (report->findings,
                   vf_finding_new (VF_CODE_STOCK_CLIENTS_CANNOT, VF_SEVERITY_WARNING, report->host, NULL));
  vf_report_builder_end (&self->builder, VF_STAGE_LOGIN, VF_STATE_OK, vf_gaussdb_login_fact (own));
}

/* Both have passed what the mode asks; it is another server all the same. */
static void
meet_stranger (Check *self)
{
  note_verdict (self);
  go_to (self, VF_STAGE_CHAIN);
  vf_diagnose_changed (&self->builder);
}

static void
fail_with_gaussdb (Check *self, const VfGaussdbLogin *own)
{
  const VfEvidence *evidence = own->evidence;

  if (own->login.message)
    {
      g_free (self->builder.report->libpq_text);
      self->builder.report->libpq_text = vf_redact (g_strdup (own->login.message), self->password);
    }
  if (evidence->failed_stage == VF_STAGE_NONE)
    {
      vf_diagnose_gaussdb (&self->builder, self->connection, self->password, own);
      return;
    }
  go_to (self, evidence->failed_stage);
  if (own->stranger)
    meet_stranger (self);
  else if (evidence->failed_stage == VF_STAGE_CHAIN)
    judge (self);
  else
    vf_diagnose_network (&self->builder, self->connection, evidence->failed_stage, evidence->code, evidence->detail);
}

/* libpq was asked for a login that it does not know, and did not use the password: we may know it.  FALSE: libpq's
 * answer stands. */
static gboolean
log_in_to_gaussdb (Check *self, const VfLogin *login)
{
  VfReport *report = self->builder.report;
  g_auto (VfGaussdbLogin) own = { 0 };

  /* whoever named the methods that may be used does not want another */
  if (!vf_diagnose_login_is_unknown_method (login) || report->password_used || !report->address
      || vf_connection_get_option (self->connection, "require_auth"))
    return FALSE;
  vf_gaussdb_login (&own, self->connection, report->address, self->password, self->key_passphrase, report->remembered,
                    self->now, &self->wait);
  if (!vf_gaussdb_login_is_telling (&own))
    return FALSE;
  report->password_used = own.password_sent;
  if (own.evidence->chain->len > 0)
    note_evidence (report, own.evidence);
  if (own.login.ok)
    succeed_with_gaussdb (self, &own);
  else
    fail_with_gaussdb (self, &own);
  return TRUE;
}

/* No server is to blame: as if it had not even been looked for. */
static void
explain_option (Check *self, const VfLogin *login)
{
  vf_report_builder_forget (&self->builder, VF_STAGE_RESOLVE);
  vf_diagnose_option (&self->builder, login->text);
}

static void
explain_login (Check *self, const VfLogin *login)
{
  VfReport *report = self->builder.report;

  report->libpq_text = vf_redact (g_strdup (login->text), self->password);
  if (login->stranger)
    meet_stranger (self);
  else if (login->option_refused)
    explain_option (self, login);
  else if (login->waited != VF_WAIT_READY)
    fail_waited (self, login);
  else if (log_in_to_gaussdb (self, login))
    return;
  else if (vf_diagnose_login_is_clear (login))
    vf_diagnose_login (&self->builder, self->connection, self->password, login);
  else
    {
      explain_with_probe (self, login);
      explain_without_evidence (self, login);
    }
}

static void
log_in (Check *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyFolder) folder
    = vf_key_folder_new_temporary (vf_connection_get_credentials (self->connection), self->key_passphrase, &error);
  g_auto (VfLogin) login = { 0 };

  if (!folder)
    {
      vf_diagnose_offline (&self->builder, VF_CODE_KEY_MISSING, error->message, NULL);
      return;
    }
  vf_login (&login, self->connection, vf_key_folder_get_files (folder), self->addresses, self->password,
            self->key_passphrase, &self->wait, &self->builder);
  if (self->builder.report->chain->len > 0)
    note_verdict (self);
  if (!login.ok)
    explain_login (self, &login);
  if (vf_report_is_ok (self->builder.report))
    vf_diagnose_renewed (&self->builder);
}

/* The check has kept all of this out; psql will not. */
static void
find_leaks (Check *self, const VfCheckOptions *options)
{
  GPtrArray *findings = self->builder.report->findings;
  GPtrArray *leaks = vf_environment_find_leaks (self->connection, options->environment);
  GPtrArray *beside = vf_environment_find_beside (self->connection, options->service, options->environment);

  g_ptr_array_extend_and_steal (findings, leaks);
  g_ptr_array_extend_and_steal (findings, beside);
}

/**
 * vf_check_run:
 * @connection: who is asked, with what, and how strictly
 * @password: (nullable): the password, sent at most once
 * @key_passphrase: (nullable): of the client key
 * @options: (nullable): clock, deadline, resolver, progress
 * @cancellable: (nullable): may be cancelled from any thread
 *
 * The whole ladder.  libpq's answer is the verdict; only if it fails without saying why, the probe looks for the
 * cause.  Blocks, so call it on a worker thread; needs no main loop.
 *
 * Returns: (transfer full): what came out; cancelled and timed out are codes of the report
 */
VfReport *
vf_check_run (VfConnection *connection, SecretValue *password, SecretValue *key_passphrase,
              const VfCheckOptions *options, GCancellable *cancellable)
{
  Check self;

  check_init (&self, connection, password, key_passphrase, FALSE, options, cancellable);
  if (vf_preflight (&self.builder, connection, key_passphrase) && resolve_stage (&self))
    log_in (&self);
  if (options && options->environment && vf_report_is_ok (self.builder.report))
    find_leaks (&self, options);
  return check_finish (&self);
}

/**
 * vf_check_refuse:
 * @mode: the mode that was asked for
 * @why: one translated sentence
 *
 * For whoever has text that names no server: the answer has the shape of every other one.
 *
 * Returns: (transfer full): a report that failed before the network with %VF_CODE_BAD_TARGET
 */
VfReport *
vf_check_refuse (VfSslMode mode, const char *why)
{
  g_autoptr (VfTarget) target = vf_target_new (NULL, NULL, 0, NULL, NULL);
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, mode);
  Check self;

  check_init (&self, connection, NULL, NULL, FALSE, NULL, NULL);
  vf_diagnose_offline (&self.builder, VF_CODE_BAD_TARGET, NULL, why);
  return check_finish (&self);
}
