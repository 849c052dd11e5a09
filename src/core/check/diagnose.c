#include "config.h"

#include "check/diagnose.h"

#include "check/diagnose-private.h"

/**
 * vf_fixes_add:
 * @argument: (nullable): what the fix puts in
 * @der: (nullable): a certificate that the fix trusts
 *
 * What comes after the last place that there is room for is left out.
 */
void
vf_fixes_add (VfFixes *fixes, VfFixId id, const char *argument, GBytes *der)
{
  if (fixes->n < G_N_ELEMENTS (fixes->list))
    fixes->list[fixes->n++] = vf_fix_new (id, argument, der);
}

/* "A, B", and their DER one after the other */
void
vf_fixes_add_certificates (VfFixes *fixes, VfFixId id, GPtrArray *certificates)
{
  GByteArray *der;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  if (certificates->len == 0)
    return;
  der = g_byte_array_new ();
  for (guint i = 0; i < certificates->len; i++)
    {
      VfCertificate *certificate = g_ptr_array_index (certificates, i);
      GBytes *one = vf_certificate_get_der (certificate);

      g_byte_array_append (der, g_bytes_get_data (one, NULL), (guint) g_bytes_get_size (one));
      g_string_append_printf (names, "%s%s", i ? ", " : "", vf_certificate_get_display_name (certificate));
    }
  bytes = g_byte_array_free_to_bytes (der);
  vf_fixes_add (fixes, id, names->str, bytes);
}

void
vf_fixes_add_weaker_modes (VfFixes *fixes, const VfVerdict *verdict, VfSslMode mode)
{
  VfStage stage;

  if (mode == VF_SSL_MODE_VERIFY_FULL && vf_verdict_for (verdict, VF_SSL_MODE_VERIFY_CA, &stage) == VF_CODE_NONE)
    vf_fixes_add (fixes, VF_FIX_USE_MODE_VERIFY_CA, NULL, NULL);
  else if (mode != VF_SSL_MODE_REQUIRE)
    vf_fixes_add (fixes, VF_FIX_USE_MODE_REQUIRE, NULL, NULL);
}

/* The best is to let the server prove who it is; to do without comes last. */
void
vf_fixes_add_consent (VfFixes *fixes, const VfReport *report)
{
  if (report->would[VF_SSL_MODE_VERIFY_FULL] == VF_WOULD_OK)
    vf_fixes_add (fixes, VF_FIX_USE_MODE_VERIFY_FULL, NULL, NULL);
  else if (report->would[VF_SSL_MODE_VERIFY_CA] == VF_WOULD_OK)
    vf_fixes_add (fixes, VF_FIX_USE_MODE_VERIFY_CA, NULL, NULL);
  vf_fixes_add (fixes, VF_FIX_SEND_PASSWORD_ANYWAY, NULL, NULL);
}

void
vf_diagnose_end_with (VfReportBuilder *builder, VfStage stage, VfFindingSpec spec, VfFixes *fixes)
{
  spec.severity = VF_SEVERITY_ERROR;
  spec.fixes = fixes->list;
  spec.n_fixes = fixes->n;
  g_ptr_array_add (builder->report->findings, vf_finding_new_from_spec (&spec));
  for (guint i = 0; i < fixes->n; i++)
    vf_fix_unref (fixes->list[i]);
  vf_report_builder_fail (builder, stage, spec.code);
}

void
vf_diagnose_end (VfReportBuilder *builder, VfStage stage, VfCode code, const char *subject, const char *detail,
                 VfFixes *fixes)
{
  vf_diagnose_end_with (builder, stage, (VfFindingSpec){ .code = code, .subject = subject, .detail = detail }, fixes);
}

/* Nothing is weakened by trying: the system's authorities vouch for the server or they do not. */
static void
add_root_fixes (VfFixes *fixes, VfSslMode mode)
{
  if (vf_system_authorities_path (mode))
    vf_fixes_add (fixes, VF_FIX_USE_SYSTEM_AUTHORITIES, NULL, NULL);
  vf_fixes_add (fixes, VF_FIX_USE_MODE_REQUIRE, NULL, NULL);
}

void
vf_diagnose_offline (VfReportBuilder *builder, VfCode code, const char *subject, const char *detail)
{
  VfFixes fixes = { 0 };

  if (code == VF_CODE_MODE_NEEDS_ROOT)
    add_root_fixes (&fixes, builder->report->mode);
  if (code == VF_CODE_KEY_MISSING || code == VF_CODE_KEY_MISMATCH || code == VF_CODE_WEAK_CERTIFICATE)
    vf_fixes_add (&fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
  /* offline there is no certificate but our own */
  vf_diagnose_end_with (builder, VF_STAGE_NONE,
                        (VfFindingSpec){ .code = code, .subject = subject, .detail = detail,
                                         .variant = code == VF_CODE_WEAK_CERTIFICATE ? "client" : NULL },
                        &fixes);
}

/**
 * vf_diagnose_option:
 * @text: libpq's words
 *
 * The value of an option is none that libpq takes, which has nothing to do with the server.
 */
void
vf_diagnose_option (VfReportBuilder *builder, const char *text)
{
  VfFixes fixes = { 0 };

  vf_diagnose_end_with (builder, VF_STAGE_NONE,
                        (VfFindingSpec){ .code = VF_CODE_BAD_TARGET, .variant = "option", .detail = text }, &fixes);
}

/**
 * vf_diagnose_certificate:
 * @verdict: what the certificate is worth
 * @chain: (element-type VfCertificate): as sent
 *
 * Ends the report if the connection's mode would refuse the certificate.
 */
void
vf_diagnose_certificate (VfReportBuilder *builder, const VfConnection *connection, const VfVerdict *verdict,
                         GPtrArray *chain, gint64 now)
{
  VfStage stage;
  VfCode code = vf_verdict_for (verdict, vf_connection_get_mode (connection), &stage);

  if (code == VF_CODE_NONE)
    return;
  if (stage == VF_STAGE_NAME)
    vf_diagnose_name (builder, connection, verdict, code, g_ptr_array_index (chain, 0));
  else
    vf_diagnose_chain (builder, connection, verdict, stage, code, chain, now);
}
