#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_KEEP_GROUP (vf_keep_group_get_type ())

/**
 * VfKeepGroup:
 *
 * The name to save a connection under, saving it, and what the keyring did about the password.
 *
 * Signals: `changed` when one of the getters would answer something else, `kept` when a connection was saved and
 * nothing is left to say about it.
 */
G_DECLARE_FINAL_TYPE (VfKeepGroup, vf_keep_group, VF, KEEP_GROUP, AdwPreferencesGroup)

void     vf_keep_group_set_session (VfKeepGroup *self,
                                    VfSession   *session);
void     vf_keep_group_suggest     (VfKeepGroup *self);
void     vf_keep_group_save        (VfKeepGroup *self);
void     vf_keep_group_cancel      (VfKeepGroup *self);
void     vf_keep_group_forget      (VfKeepGroup *self);
void     vf_keep_group_focus       (VfKeepGroup *self);
void     vf_keep_group_say         (VfKeepGroup *self,
                                    const char  *text);
gboolean vf_keep_group_is_ready    (VfKeepGroup *self);
gboolean vf_keep_group_is_saving   (VfKeepGroup *self);
gboolean vf_keep_group_is_saved    (VfKeepGroup *self);

G_END_DECLS
