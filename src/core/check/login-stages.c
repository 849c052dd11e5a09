#include "config.h"

#include "check/login-stages.h"

/**
 * vf_login_stage_of:
 * @last: the stage that it was at before
 *
 * libpq says CONNECTION_SSL_STARTUP from its question for TLS to the end of the handshake; the SSL object appears in
 * between, with the server's answer.
 */
VfStage
vf_login_stage_of (PGconn *connection, VfStage last)
{
  switch ((int) PQstatus (connection))
    {
    case CONNECTION_STARTED:
    case CONNECTION_NEEDED:
      return VF_STAGE_CONNECT;
    case CONNECTION_SSL_STARTUP:
      return PQsslStruct (connection, "OpenSSL") ? VF_STAGE_HANDSHAKE : VF_STAGE_NEGOTIATE;
    case CONNECTION_MADE:
      return PQsslInUse (connection) ? VF_STAGE_LOGIN : VF_STAGE_NEGOTIATE;
    case CONNECTION_BAD:
      return last;
    }
  return PQsslInUse (connection) ? VF_STAGE_LOGIN : last;
}

static char *
fact_for (PGconn *connection, const VfReport *report, VfStage stage)
{
  const char *address = PQhostaddr (connection);

  if (stage == VF_STAGE_CONNECT && address)
    return vf_report_connect_fact (address, report->port);
  if (stage == VF_STAGE_HANDSHAKE)
    return vf_report_tls_fact (PQsslAttribute (connection, "protocol"), PQsslAttribute (connection, "cipher"));
  return NULL;
}

/* libpq has judged chain and name inside its handshake; they are rows of their own. */
static void
pass_stage (VfReportBuilder *builder, PGconn *connection, VfStage stage)
{
  VfSslMode mode = builder->report->mode;
  VfState state = VF_STATE_OK;

  if (stage == VF_STAGE_CHAIN && mode == VF_SSL_MODE_REQUIRE)
    state = VF_STATE_SKIPPED;
  if (stage == VF_STAGE_NAME && mode != VF_SSL_MODE_VERIFY_FULL)
    state = VF_STATE_SKIPPED;
  vf_report_builder_end (builder, stage, state, fact_for (connection, builder->report, stage));
}

/**
 * vf_login_reach:
 * @stage: that libpq is at now
 * @connection: whose facts go into the rows that are passed
 *
 * libpq may go through several stages in one step.
 */
void
vf_login_reach (VfLogin *login, VfStage stage, PGconn *connection, VfReportBuilder *builder)
{
  VfStage from = login->stage;

  if (stage < from)
    {
      vf_report_builder_forget (builder, stage);
      from = stage;
      vf_report_builder_begin (builder, stage);
    }
  for (VfStage passed = from; passed < stage; passed++)
    pass_stage (builder, connection, passed);
  if (stage != login->stage && stage > from)
    vf_report_builder_begin (builder, stage);
  login->stage = stage;
}
