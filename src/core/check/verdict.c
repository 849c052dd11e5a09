#include "config.h"

#include "check/verdict.h"

/**
 * vf_verdict_init:
 * @connection: whose host and authorities
 * @chain: (element-type VfCertificate): as sent, not empty
 * @now: seconds since the epoch
 */
void
vf_verdict_init (VfVerdict *verdict, const VfConnection *connection, GPtrArray *chain, gint64 now)
{
  g_autoptr (VfTrust) trust = vf_trust_new (connection);

  *verdict = (VfVerdict){ .has_trust = trust != NULL };
  if (trust)
    vf_chain_verify (chain, trust, now, &verdict->chain);
  verdict->name = vf_hostname_check (g_ptr_array_index (chain, 0),
                                     vf_target_get_host (vf_connection_get_target (connection)));
  verdict->imported = vf_credentials_get_authorities (vf_connection_get_credentials (connection))->len > 0;
}

/**
 * vf_verdict_init_proven:
 * @connection: whose host
 * @chain: (element-type VfCertificate): as sent, not empty
 * @anchor: in what libpq's own verification of @chain ended
 *
 * Not verified a second time: libpq's answer is the verdict.
 */
void
vf_verdict_init_proven (VfVerdict *verdict, const VfConnection *connection, GPtrArray *chain, VfCertificate *anchor)
{
  *verdict = (VfVerdict){ .has_trust = TRUE, .chain.anchor = vf_certificate_ref (anchor) };
  verdict->name = vf_hostname_check (g_ptr_array_index (chain, 0),
                                     vf_target_get_host (vf_connection_get_target (connection)));
}

void
vf_verdict_clear (VfVerdict *verdict)
{
  vf_chain_result_clear (&verdict->chain);
}

static VfCode
name_code (VfNameResult name)
{
  switch (name)
    {
    case VF_NAME_MATCHES:
      return VF_CODE_NONE;
    case VF_NAME_DIFFERS:
      return VF_CODE_NAME_MISMATCH;
    case VF_NAME_NONE:
      break;
    }
  return VF_CODE_NO_NAMES;
}

/**
 * vf_verdict_for:
 *
 * Require never verifies here, because its root is pinned to a path that does not exist.
 *
 * Returns: why @mode would refuse the certificate
 */
VfCode
vf_verdict_for (const VfVerdict *verdict, VfSslMode mode, VfStage *stage)
{
  *stage = VF_STAGE_NONE;
  if (mode == VF_SSL_MODE_REQUIRE)
    return VF_CODE_NONE;
  if (!verdict->has_trust)
    return VF_CODE_MODE_NEEDS_ROOT;
  *stage = VF_STAGE_CHAIN;
  if (verdict->chain.code != VF_CODE_NONE || mode == VF_SSL_MODE_VERIFY_CA)
    return verdict->chain.code;
  *stage = VF_STAGE_NAME;
  return name_code (verdict->name);
}

/* Who hands in authorities wants the server to be judged by them.  One that they do not vouch for may be somebody in
 * between, so going on without a proof is what they can choose, and nothing to recommend. */
static gboolean
is_worth_recommending (const VfVerdict *verdict, VfSslMode mode)
{
  return mode != VF_SSL_MODE_REQUIRE || !verdict->imported;
}

void
vf_verdict_note (const VfVerdict *verdict, VfReport *report)
{
  report->has_recommended = FALSE;
  for (guint mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      VfStage stage;

      report->would_code[mode] = vf_verdict_for (verdict, (VfSslMode) mode, &stage);
      report->would[mode] = report->would_code[mode] == VF_CODE_NONE ? VF_WOULD_OK : VF_WOULD_FAIL;
      if (report->would[mode] == VF_WOULD_OK && is_worth_recommending (verdict, (VfSslMode) mode))
        {
          report->has_recommended = TRUE;
          report->recommended = (VfSslMode) mode;
        }
    }
  g_clear_pointer (&report->anchor, vf_certificate_unref);
  if (verdict->chain.anchor)
    report->anchor = vf_certificate_ref (verdict->chain.anchor);
  if (verdict->chain.trusted)
    {
      g_ptr_array_unref (report->trusted);
      report->trusted = g_ptr_array_ref (verdict->chain.trusted);
    }
}

void
vf_verdict_note_failure (VfReport *report, VfCode code, gboolean known)
{
  report->has_recommended = FALSE;
  for (guint mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      report->would[mode] = known ? VF_WOULD_FAIL : VF_WOULD_UNKNOWN;
      report->would_code[mode] = code;
    }
}
