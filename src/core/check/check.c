#include "config.h"

#include "check/check-private.h"

#include "check/diagnose.h"
#include "check/preflight.h"
#include "check/resolve.h"
#include "check/verdict.h"
#include "connection/environment.h"

#define DEFAULT_TIMEOUT_MS 10000

static void
check_init (VfCheck *self, VfConnection *connection, SecretValue *password, SecretValue *key_passphrase,
            gboolean look, const VfCheckOptions *options, GCancellable *cancellable)
{
  guint timeout_ms = options && options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS;

  *self = (VfCheck){
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
check_finish (VfCheck *self)
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

void
vf_check_fail_network (VfCheck *self, VfStage stage, VfCode code, const char *detail)
{
  g_autofree char *version
    = code == VF_CODE_TLS_VERSION_MISMATCH ? vf_probe_version (self->connection, self->addresses, &self->wait) : NULL;

  if (version)
    detail = version;
  vf_diagnose_network (&self->builder, self->connection, stage, code, detail);
  vf_verdict_note_failure (self->builder.report, code, is_known (code));
}

static gboolean
resolve_stage (VfCheck *self)
{
  const VfTarget *target = vf_connection_get_target (self->connection);
  const char *detail = NULL;
  VfCode code = VF_CODE_NONE;

  vf_report_builder_begin (&self->builder, VF_STAGE_RESOLVE);
  self->addresses = vf_resolve (vf_target_get_host (target), vf_target_get_hostaddr (target), self->resolver,
                                &self->wait, &code, &detail);
  if (!self->addresses)
    {
      vf_check_fail_network (self, VF_STAGE_RESOLVE, code, detail);
      return FALSE;
    }
  self->builder.report->addresses = g_strdupv (self->addresses);
  vf_report_builder_end (&self->builder, VF_STAGE_RESOLVE, VF_STATE_OK, g_strjoinv (", ", self->addresses));
  return TRUE;
}

void
vf_check_note_evidence (VfReport *report, const VfEvidence *evidence)
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

void
vf_check_note_verdict (VfCheck *self)
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

void
vf_check_judge (VfCheck *self)
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
look (VfCheck *self)
{
  g_autoptr (VfEvidence) evidence
    = vf_probe (self->connection, self->addresses, self->key_passphrase, FALSE, &self->wait, &self->builder);

  vf_check_note_evidence (self->builder.report, evidence);
  if (evidence->failed_stage != VF_STAGE_NONE)
    vf_check_fail_network (self, evidence->failed_stage, evidence->code, evidence->detail);
  else if (evidence->chain->len > 0)
    vf_check_judge (self);
  else
    vf_check_fail_network (self, VF_STAGE_HANDSHAKE, VF_CODE_HANDSHAKE_REFUSED, NULL);
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
  VfCheck self;

  check_init (&self, connection, NULL, key_passphrase, TRUE, options, cancellable);
  if (vf_preflight_target (&self.builder, connection) && resolve_stage (&self))
    look (&self);
  return check_finish (&self);
}

/* The check has kept all of this out; psql will not. */
static void
find_leaks (VfCheck *self, const VfCheckOptions *options)
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
  VfCheck self;

  check_init (&self, connection, password, key_passphrase, FALSE, options, cancellable);
  if (vf_preflight (&self.builder, connection, key_passphrase) && resolve_stage (&self))
    vf_check_log_in (&self);
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
  VfCheck self;

  check_init (&self, connection, NULL, NULL, FALSE, NULL, NULL);
  vf_diagnose_offline (&self.builder, VF_CODE_BAD_TARGET, NULL, why);
  return check_finish (&self);
}
