#include "config.h"

#include "check/diagnose.h"

#include "check/diagnose-private.h"

static gboolean
share_authority (const VfServerRecord *a, const VfServerRecord *b)
{
  for (guint i = 0; a->authorities[i]; i++)
    if (g_strv_contains (b->authorities, a->authorities[i]))
      return TRUE;
  return FALSE;
}

/* Why it is a stranger: another server of the same authority; or the same authority as far as names go, which anybody
 * can write; or another authority. */
static const char *
variant_of (const VfServerRecord *before, const VfServerRecord *now)
{
  if (share_authority (before, now))
    return "other-server";
  return g_str_equal (before->issuer, now->issuer) ? "unproven" : NULL;
}

/**
 * vf_diagnose_changed:
 *
 * The server is not who it was, and has been told nothing yet.
 */
void
vf_diagnose_changed (VfReportBuilder *builder)
{
  VfReport *report = builder->report;
  const VfServerRecord *before = vf_server_identity_get_record (report->remembered);
  const VfServerRecord *now = vf_server_identity_get_record (report->server);
  const char *variant = variant_of (before, now);
  gboolean other_server = g_strcmp0 (variant, "other-server") == 0;
  VfFixes fixes = { 0 };

  vf_fixes_add (&fixes, VF_FIX_TRUST_CHANGED_CERTIFICATE, now->sha256,
                vf_certificate_get_der (g_ptr_array_index (report->chain, 0)));
  vf_diagnose_end_with (builder, VF_STAGE_CHAIN,
                        (VfFindingSpec){ .code = VF_CODE_CERTIFICATE_CHANGED, .variant = variant,
                                         .subject = report->host, .detail = other_server ? now->name : now->issuer,
                                         .measure = other_server ? before->name : before->issuer },
                        &fixes);
}

/**
 * vf_diagnose_renewed:
 *
 * Of a server that was let in: what it is known by.
 */
void
vf_diagnose_renewed (VfReportBuilder *builder)
{
  VfReport *report = builder->report;
  VfFindingSpec spec = { .code = VF_CODE_CERTIFICATE_RENEWED, .severity = VF_SEVERITY_INFO, .subject = report->host };

  if (!report->remembered || !report->server)
    return;
  switch (vf_server_identity_compare (report->remembered, report->server))
    {
    case VF_SERVER_RENEWED:
      spec.variant = "same-key";
      break;
    case VF_SERVER_REKEYED:
      break;
    case VF_SERVER_SAME:
    case VF_SERVER_STRANGER:
      return;
    }
  g_ptr_array_add (report->findings, vf_finding_new_from_spec (&spec));
}
