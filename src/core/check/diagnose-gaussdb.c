#include "config.h"

#include "check/diagnose.h"

#include "check/diagnose-private.h"

static const char *
subject_for (VfCode code, const VfTarget *target)
{
  if (code != VF_CODE_WRONG_PASSWORD && code != VF_CODE_PASSWORD_NEEDED)
    return vf_target_get_host (target);
  return vf_target_get_user (target) ? vf_target_get_user (target) : g_get_user_name ();
}

/**
 * vf_diagnose_gaussdb:
 * @password: (nullable): only looked at for what may be wrong with it
 * @own: a login of our own that failed
 *
 * Our own reason not to go on, or what the server has against it.
 */
void
vf_diagnose_gaussdb (VfReportBuilder *builder, const VfConnection *connection, SecretValue *password,
                     const VfGaussdbLogin *own)
{
  const VfTarget *target = vf_connection_get_target (connection);
  VfFixes fixes = { 0 };

  if (own->code == VF_CODE_NONE)
    {
      vf_diagnose_login (builder, connection, password, &own->login);
      return;
    }
  if (g_strcmp0 (own->variant, VF_GAUSSDB_UNVERIFIED) == 0)
    vf_fixes_add_consent (&fixes, builder->report);
  vf_diagnose_end_with (builder, VF_STAGE_LOGIN,
                        (VfFindingSpec){ .code = own->code,
                                         .subject = subject_for (own->code, target),
                                         .variant = own->variant },
                        &fixes);
}
