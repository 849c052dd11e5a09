#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_HAVE_GROUP (vf_have_group_get_type ())

/**
 * VfHaveGroup:
 *
 * What the person has, by roles: the authorities, the client certificate, and everything that was opened.
 *
 * Signals: `authorities`, `you` and `everything` when a row was chosen.
 */
G_DECLARE_FINAL_TYPE (VfHaveGroup, vf_have_group, VF, HAVE_GROUP, AdwBin)

/* @roles: something can be used, so that the roles are worth a row each */
void vf_have_group_show (VfHaveGroup *self,
                         VfSession   *session,
                         gboolean     roles);
/* (transfer full): what can be done with it and what is missing, in one sentence */
char *vf_have_group_judge (VfSession *session);

G_END_DECLS
