#include "config.h"

#include "check/diagnose.h"

#include <string.h>

#include "check/diagnose-private.h"
#include "check/resolve.h"
#include "connection/provider.h"

#define DEFAULT_PORT 5432

void
vf_fixes_add (VfFixes *fixes, VfFixId id, const char *argument, GBytes *der)
{
  if (fixes->n < G_N_ELEMENTS (fixes->list))
    fixes->list[fixes->n++] = vf_fix_new (id, argument, der);
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

void
vf_diagnose_offline (VfReportBuilder *builder, VfCode code, const char *subject, const char *detail)
{
  VfFixes fixes = { 0 };

  if (code == VF_CODE_MODE_NEEDS_ROOT)
    vf_fixes_add (&fixes, VF_FIX_USE_MODE_REQUIRE, NULL, NULL);
  if (code == VF_CODE_KEY_MISSING || code == VF_CODE_KEY_MISMATCH)
    vf_fixes_add (&fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
  vf_diagnose_end (builder, VF_STAGE_NONE, code, subject, detail, &fixes);
}

/* The provider's port if that is known, else PostgreSQL's; nothing if it is in use already. */
static void
add_port (VfFixes *fixes, const VfConnection *connection)
{
  const VfTarget *target = vf_connection_get_target (connection);
  const VfProvider *provider = vf_provider_by_host (vf_target_get_host (target));
  guint used = vf_target_get_port (target) ? vf_target_get_port (target) : DEFAULT_PORT;
  guint usual = provider && vf_provider_get_port (provider) ? vf_provider_get_port (provider) : DEFAULT_PORT;
  g_autofree char *argument = g_strdup_printf ("%u", usual);

  if (usual != used)
    vf_fixes_add (fixes, VF_FIX_USE_PORT, argument, NULL);
}

static void
add_network_fixes (VfFixes *fixes, const VfConnection *connection, VfStage stage, VfCode code)
{
  if (code == VF_CODE_REFUSED || code == VF_CODE_NOT_POSTGRESQL || code == VF_CODE_TLS_ONLY_PORT
      || code == VF_CODE_TLS_NOT_OFFERED || (code == VF_CODE_TIMED_OUT && stage <= VF_STAGE_NEGOTIATE))
    add_port (fixes, connection);
  if (code == VF_CODE_CLIENT_CERTIFICATE_REJECTED)
    vf_fixes_add (fixes, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL, NULL);
}

/**
 * vf_diagnose_network:
 *
 * What went wrong before a certificate could be judged.
 */
void
vf_diagnose_network (VfReportBuilder *builder, const VfConnection *connection, VfStage stage, VfCode code,
                     const char *detail)
{
  VfFixes fixes = { 0 };

  add_network_fixes (&fixes, connection, stage, code);
  vf_diagnose_end (builder, stage, code, vf_target_get_host (vf_connection_get_target (connection)), detail, &fixes);
}

static guint
common_tail (const char *a, const char *b)
{
  gsize i = strlen (a);
  gsize j = strlen (b);
  guint n = 0;

  for (; i > 0 && j > 0 && g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]); i--, j--)
    n++;
  return n;
}

/* "DNS:db.test" → "db.test"; NULL for what is no host */
static const char *
host_of (const char *name)
{
  if (g_str_has_prefix (name, "DNS:"))
    return name + strlen ("DNS:");
  return g_str_has_prefix (name, "IP:") ? name + strlen ("IP:") : NULL;
}

static gboolean
is_usable (const VfCertificate *leaf, const char *host)
{
  return host && *host && !strchr (host, '*') && vf_hostname_check (leaf, host) == VF_NAME_MATCHES;
}

/* The listed name that is most like the typed one.  A wildcard names no server. */
static const char *
best_name (const VfCertificate *leaf, const char *typed)
{
  const char *const *names = vf_certificate_get_names (leaf);
  const char *common_name = vf_certificate_get_common_name (leaf);
  const char *best = NULL;

  for (guint i = 0; names && names[i]; i++)
    {
      const char *host = host_of (names[i]);

      if (is_usable (leaf, host) && (!best || common_tail (host, typed) > common_tail (best, typed)))
        best = host;
    }
  return !best && is_usable (leaf, common_name) ? common_name : best;
}

/* How many names a sentence can bear. */
#define MAX_LISTED 4

static char *
list_names (const VfCertificate *leaf)
{
  const char *const *names = vf_certificate_get_names (leaf);
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; names && names[i]; i++)
    if (host_of (names[i]) && n++ < MAX_LISTED)
      g_string_append_printf (text, "%s%s", n > 1 ? ", " : "", host_of (names[i]));
  if (n > MAX_LISTED)
    g_string_append (text, ", …");
  if (n == 0 && vf_certificate_get_common_name (leaf))
    g_string_append (text, vf_certificate_get_common_name (leaf));
  return g_string_free (text, FALSE);
}

static void
diagnose_name (VfReportBuilder *builder, const VfConnection *connection, const VfVerdict *verdict, VfCode code,
               const VfCertificate *leaf)
{
  const char *host = vf_target_get_host (vf_connection_get_target (connection));
  const char *name = host ? best_name (leaf, host) : NULL;
  g_autofree char *listed = list_names (leaf);
  VfFixes fixes = { 0 };

  if (name)
    vf_fixes_add (&fixes, VF_FIX_USE_LISTED_NAME, name, NULL);
  vf_fixes_add_weaker_modes (&fixes, verdict, vf_connection_get_mode (connection));
  vf_diagnose_end (builder, VF_STAGE_NAME, code, host, *listed ? listed : NULL, &fixes);
}

/* Whether the system's own authorities would vouch for the chain. */
static gboolean
system_would_do (const VfConnection *connection, GPtrArray *chain, gint64 now)
{
  g_autoptr (VfTrust) trust = NULL;
  g_auto (VfChainResult) result = { 0 };

  if (vf_connection_get_system_authorities (connection)
      || !vf_system_authorities_path (vf_connection_get_mode (connection)))
    return FALSE;
  trust = vf_trust_new_system ();
  vf_chain_verify (chain, trust, now, &result);
  return result.code == VF_CODE_NONE;
}

/* Somebody imports a client certificate with its chain: the missing link may be in there. */
static VfCertificate *
find_intermediate (const VfConnection *connection, const VfCertificate *below)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (connection));

  for (guint i = 1; below && i < chain->len; i++)
    if (g_str_equal (vf_certificate_get_subject (g_ptr_array_index (chain, i)), vf_certificate_get_issuer (below)))
      return g_ptr_array_index (chain, i);
  return NULL;
}

static void
add_chain_fixes (VfFixes *fixes, const VfConnection *connection, const VfVerdict *verdict, VfCode code,
                 GPtrArray *chain, gint64 now)
{
  const VfCertificate *subject = verdict->chain.subject;
  VfCertificate *link = find_intermediate (connection, subject);
  gboolean is_gap = code == VF_CODE_UNTRUSTED_AUTHORITY || code == VF_CODE_INTERMEDIATE_MISSING
                    || code == VF_CODE_ROOT_MISSING || code == VF_CODE_MODE_NEEDS_ROOT || code == VF_CODE_SELF_SIGNED;

  if (is_gap && link)
    vf_fixes_add (fixes, VF_FIX_ADD_INTERMEDIATE, vf_certificate_get_display_name (link), vf_certificate_get_der (link));
  if (is_gap && code != VF_CODE_SELF_SIGNED && system_would_do (connection, chain, now))
    vf_fixes_add (fixes, VF_FIX_USE_SYSTEM_AUTHORITIES, NULL, NULL);
  if (is_gap && subject && vf_certificate_is_self_signed (subject))
    vf_fixes_add (fixes, VF_FIX_TRUST_THIS_AUTHORITY, vf_certificate_get_sha256 (subject),
                  vf_certificate_get_der (subject));
  if (code != VF_CODE_REVOKED)
    vf_fixes_add_weaker_modes (fixes, verdict, vf_connection_get_mode (connection));
}

static void
diagnose_chain (VfReportBuilder *builder, const VfConnection *connection, const VfVerdict *verdict, VfStage stage,
                VfCode code, GPtrArray *chain, gint64 now)
{
  const VfCertificate *subject = verdict->chain.subject;
  VfFixes fixes = { 0 };

  add_chain_fixes (&fixes, connection, verdict, code, chain, now);
  vf_diagnose_end (builder, stage, code,
                   subject ? vf_certificate_get_display_name (subject)
                           : vf_target_get_host (vf_connection_get_target (connection)),
                   verdict->chain.detail, &fixes);
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
    diagnose_name (builder, connection, verdict, code, g_ptr_array_index (chain, 0));
  else
    diagnose_chain (builder, connection, verdict, stage, code, chain, now);
}
