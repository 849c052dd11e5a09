/* The login of a check, and why it did not go well. */

#include "config.h"

#include "check/check-private.h"

#include "check/diagnose.h"
#include "check/gaussdb-login.h"
#include "check/login.h"
#include "check/redact.h"
#include "connection/key-folder.h"

/* libpq's failure is about to be explained: the rows from @stage on are still to be filled, those before it were
 * passed, although libpq may have gone through several of them in one step. */
static void
go_to (VfCheck *self, VfStage stage)
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
explain_with_probe (VfCheck *self, const VfLogin *login)
{
  VfReport *report = self->builder.report;
  g_autoptr (VfEvidence) evidence
    = vf_probe (self->connection, self->addresses, self->key_passphrase, login->stage == VF_STAGE_LOGIN, &self->wait,
                NULL);

  /* libpq came further than the time that is left has let the probe come */
  if (login->stage == VF_STAGE_LOGIN && evidence->code == VF_CODE_TIMED_OUT)
    return;
  vf_check_note_evidence (report, evidence);
  if (evidence->failed_stage != VF_STAGE_NONE)
    {
      go_to (self, evidence->failed_stage);
      vf_check_fail_network (self, evidence->failed_stage, evidence->code, evidence->detail);
    }
  else if (login->stage <= VF_STAGE_HANDSHAKE && evidence->chain->len > 0)
    {
      go_to (self, VF_STAGE_CHAIN);
      vf_check_judge (self);
    }
}

/* The probe found nothing: the cause has passed, or it is one that only libpq has. */
static void
explain_without_evidence (VfCheck *self, const VfLogin *login)
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
fail_waited (VfCheck *self, const VfLogin *login)
{
  gboolean cancelled = login->waited == VF_WAIT_CANCELLED;

  vf_check_fail_network (self, login->stage, cancelled ? VF_CODE_CANCELLED : VF_CODE_TIMED_OUT,
                cancelled ? NULL : vf_stage_to_string (login->stage));
}

/* Nobody who is told of a good login shall believe that psql can do the same. */
static void
succeed_with_gaussdb (VfCheck *self, VfGaussdbLogin *own)
{
  VfReport *report = self->builder.report;

  vf_check_note_verdict (self);
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
meet_stranger (VfCheck *self)
{
  vf_check_note_verdict (self);
  go_to (self, VF_STAGE_CHAIN);
  vf_diagnose_changed (&self->builder);
}

static void
fail_with_gaussdb (VfCheck *self, const VfGaussdbLogin *own)
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
    vf_check_judge (self);
  else
    vf_diagnose_network (&self->builder, self->connection, evidence->failed_stage, evidence->code, evidence->detail);
}

/* libpq was asked for a login that it does not know, and did not use the password: we may know it.  FALSE: libpq's
 * answer stands. */
static gboolean
log_in_to_gaussdb (VfCheck *self, const VfLogin *login)
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
    vf_check_note_evidence (report, own.evidence);
  if (own.login.ok)
    succeed_with_gaussdb (self, &own);
  else
    fail_with_gaussdb (self, &own);
  return TRUE;
}

/* No server is to blame: as if it had not even been looked for. */
static void
explain_option (VfCheck *self, const VfLogin *login)
{
  vf_report_builder_forget (&self->builder, VF_STAGE_RESOLVE);
  vf_diagnose_option (&self->builder, login->text);
}

static void
explain_login (VfCheck *self, const VfLogin *login)
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

/**
 * vf_check_log_in:
 *
 * Logs in, and explains it if that fails. Blocks up to the deadline of the check.
 */
void
vf_check_log_in (VfCheck *self)
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
    vf_check_note_verdict (self);
  if (!login.ok)
    explain_login (self, &login);
  if (vf_report_is_ok (self->builder.report))
    vf_diagnose_renewed (&self->builder);
}
