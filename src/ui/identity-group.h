#pragma once

#include <adwaita.h>

#include "entry.h"
#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_IDENTITY_GROUP (vf_identity_group_get_type ())

/**
 * VfIdentityGroup:
 *
 * Where there are several client certificates: which one is used, with the reason for the one that is suggested.
 *
 * Signal: `opened` (VfEntry) when one shall be looked at.
 */
G_DECLARE_FINAL_TYPE (VfIdentityGroup, vf_identity_group, VF, IDENTITY_GROUP, AdwBin)

void vf_identity_group_show (VfIdentityGroup *self,
                             VfSession       *session);

G_END_DECLS
