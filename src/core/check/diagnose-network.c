#include "config.h"

#include "check/diagnose.h"

#include "check/diagnose-private.h"
#include "connection/provider.h"

#define DEFAULT_PORT 5432

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
