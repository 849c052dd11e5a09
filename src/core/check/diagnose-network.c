#include "config.h"

#include "check/diagnose.h"

#include <string.h>

#include "check/clock.h"
#include "check/diagnose-private.h"
#include "check/explain.h"
#include "connection/provider.h"

#define DEFAULT_PORT 5432

static void
add_port (VfFixes *fixes, guint port, guint used)
{
  g_autofree char *argument = g_strdup_printf ("%u", port);

  if (port != used)
    vf_fixes_add (fixes, VF_FIX_USE_PORT, argument, NULL);
}

/* The ports that the provider documents, else PostgreSQL's; nothing that is in use already. */
static void
add_ports (VfFixes *fixes, const VfConnection *connection)
{
  const VfTarget *target = vf_connection_get_target (connection);
  const VfProvider *provider = vf_provider_by_host (vf_target_get_host (target));
  guint used = vf_target_get_port (target) ? vf_target_get_port (target) : DEFAULT_PORT;

  add_port (fixes, provider && vf_provider_get_port (provider) ? vf_provider_get_port (provider) : DEFAULT_PORT, used);
  if (provider && vf_provider_get_other_port (provider))
    add_port (fixes, vf_provider_get_other_port (provider), used);
}

static gboolean
is_about_the_port (VfStage stage, VfCode code)
{
  return code == VF_CODE_REFUSED || code == VF_CODE_NOT_POSTGRESQL || code == VF_CODE_TLS_ONLY_PORT
         || code == VF_CODE_TLS_NOT_OFFERED
         || ((code == VF_CODE_TIMED_OUT || code == VF_CODE_CLOSED_EARLY || code == VF_CODE_SERVER_ERROR)
             && stage <= VF_STAGE_NEGOTIATE);
}

static gboolean
has_version_bounds (const VfConnection *connection)
{
  return vf_connection_get_option (connection, "ssl_min_protocol_version")
         || vf_connection_get_option (connection, "ssl_max_protocol_version");
}

/* Without bounds of our own, libpq takes everything from TLS 1.2 on. */
static gboolean
is_old (const char *version)
{
  return g_strcmp0 (version, "TLSv1") == 0 || g_strcmp0 (version, "TLSv1.1") == 0;
}

static void
add_network_fixes (VfFixes *fixes, const VfConnection *connection, VfStage stage, VfCode code, const char *detail)
{
  if (vf_connection_is_direct (connection)
      && (code == VF_CODE_CLOSED_EARLY || code == VF_CODE_HANDSHAKE_REFUSED || code == VF_CODE_NOT_POSTGRESQL))
    vf_fixes_add (fixes, VF_FIX_DROP_OPTION, "sslnegotiation", NULL);
  if (code == VF_CODE_TLS_ONLY_PORT && vf_libpq_knows_keyword ("sslnegotiation"))
    vf_fixes_add (fixes, VF_FIX_DIRECT_TLS, NULL, NULL);
  if (code == VF_CODE_TLS_VERSION_MISMATCH && has_version_bounds (connection) && !is_old (detail))
    vf_fixes_add (fixes, VF_FIX_DEFAULT_TLS_VERSIONS, NULL, NULL);
  if (is_about_the_port (stage, code))
    add_ports (fixes, connection);
  if (code == VF_CODE_CLIENT_CERTIFICATE_REJECTED)
    vf_fixes_add_for_client (fixes, connection);
}

/* The versions that this connection asks for, by libpq's defaults (libpq 13 to 18). */
static char *
own_versions (const VfConnection *connection)
{
  const char *lowest = vf_connection_get_option (connection, "ssl_min_protocol_version");
  const char *highest = vf_connection_get_option (connection, "ssl_max_protocol_version");
  g_autofree char *from = vf_explain_tls (lowest && *lowest ? lowest : "TLSv1.2");
  g_autofree char *to = vf_explain_tls (highest && *highest ? highest : "TLSv1.3");

  return g_str_equal (from, to) ? g_strdup (from) : g_strdup_printf ("%s – %s", from, to);
}

static void
diagnose_versions (VfReportBuilder *builder, const VfConnection *connection, VfStage stage, const char *version,
                   VfFixes *fixes)
{
  g_autofree char *theirs = vf_explain_tls (version);
  g_autofree char *ours = own_versions (connection);

  vf_diagnose_end_with (builder, stage,
                        (VfFindingSpec){ .code = VF_CODE_TLS_VERSION_MISMATCH,
                                         .subject = vf_target_get_host (vf_connection_get_target (connection)),
                                         .detail = theirs,
                                         .variant = is_old (version) ? "old" : "bounds",
                                         .measure = ours },
                        fixes);
}

/* The server says which of the causes it is; the date is in our own copy. */
static void
diagnose_client_certificate (VfReportBuilder *builder, const VfConnection *connection, VfStage stage,
                             const char *variant, VfFixes *fixes)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (connection));
  g_autofree char *date = NULL;

  if (g_strcmp0 (variant, "expired") == 0 && chain->len > 0)
    date = vf_clock_to_text (vf_certificate_get_not_after (g_ptr_array_index (chain, 0)));
  vf_diagnose_end_with (builder, stage,
                        (VfFindingSpec){ .code = VF_CODE_CLIENT_CERTIFICATE_REJECTED,
                                         .subject = vf_target_get_host (vf_connection_get_target (connection)),
                                         .variant = variant,
                                         .detail = date },
                        fixes);
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

  add_network_fixes (&fixes, connection, stage, code, detail);
  if (code == VF_CODE_TLS_VERSION_MISMATCH)
    diagnose_versions (builder, connection, stage, detail, &fixes);
  else if (code == VF_CODE_CLIENT_CERTIFICATE_REJECTED)
    diagnose_client_certificate (builder, connection, stage, detail, &fixes);
  else
    vf_diagnose_end (builder, stage, code, vf_target_get_host (vf_connection_get_target (connection)), detail, &fixes);
}
