#include "config.h"

#include "check/diagnose-private.h"

/* Offered only if it would carry the connection through the name as well: half a way out is none. */
static void
add_system (VfFixes *fixes, const VfConnection *connection, const VfVerdict *verdict, GPtrArray *chain, gint64 now)
{
  gboolean name_is_good
    = vf_connection_get_mode (connection) != VF_SSL_MODE_VERIFY_FULL || verdict->name == VF_NAME_MATCHES;

  if (!vf_connection_get_system_authorities (connection) && name_is_good
      && vf_chain_is_publicly_trusted (chain, connection, now))
    vf_fixes_add (fixes, VF_FIX_USE_SYSTEM_AUTHORITIES, NULL, NULL);
}

/* Who vouches for itself at the end of what was sent. */
static VfCertificate *
find_top (GPtrArray *chain)
{
  for (guint i = 0; i < chain->len; i++)
    if (vf_certificate_is_self_signed (g_ptr_array_index (chain, i)))
      return g_ptr_array_index (chain, i);
  return NULL;
}

static void
add_trust (VfFixes *fixes, const VfConnection *connection, GPtrArray *chain, gint64 now)
{
  VfCertificate *top = find_top (chain);

  if (top && vf_chain_is_good_with (chain, connection, top, now))
    vf_fixes_add (fixes, VF_FIX_TRUST_THIS_AUTHORITY, vf_certificate_get_sha256 (top), vf_certificate_get_der (top));
}

static void
add_option (VfFixes *fixes, const VfConnection *connection, const char *keyword)
{
  const char *value = vf_connection_get_option (connection, keyword);

  if (value && *value)
    vf_fixes_add (fixes, VF_FIX_DROP_OPTION, keyword, NULL);
}

/* What is revoked stays so, whoever is asked and however little is checked. */
static void
add_chain_fixes (VfFixes *fixes, const VfConnection *connection, const VfVerdict *verdict, VfCode code,
                 GPtrArray *chain, gint64 now)
{
  g_autoptr (GPtrArray) links = NULL;

  if (code == VF_CODE_REVOKED)
    return;
  if (code == VF_CODE_CRL_PROBLEM)
    {
      add_option (fixes, connection, "sslcrl");
      add_option (fixes, connection, "sslcrldir");
    }
  links = vf_chain_find_links (chain, connection, now);
  vf_fixes_add_certificates (fixes, VF_FIX_ADD_INTERMEDIATE, links);
  add_system (fixes, connection, verdict, chain, now);
  if (links->len == 0)
    add_trust (fixes, connection, chain, now);
  vf_fixes_add_weaker_modes (fixes, verdict, vf_connection_get_mode (connection));
}

void
vf_diagnose_chain (VfReportBuilder *builder, const VfConnection *connection, const VfVerdict *verdict, VfStage stage,
                   VfCode code, GPtrArray *chain, gint64 now)
{
  const VfCertificate *subject = verdict->chain.subject;
  VfFindingSpec spec = {
    .code = code,
    .variant = verdict->chain.variant,
    .subject = subject ? vf_certificate_get_display_name (subject)
                       : vf_target_get_host (vf_connection_get_target (connection)),
    .detail = verdict->chain.detail,
    .measure = verdict->chain.measure,
  };
  VfFixes fixes = { 0 };

  add_chain_fixes (&fixes, connection, verdict, code, chain, now);
  vf_diagnose_end_with (builder, stage, spec, &fixes);
}
