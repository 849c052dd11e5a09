#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_MORE_OPTIONS (vf_more_options_get_type ())

/**
 * VfMoreOptions:
 *
 * What few people need: TLS versions, channel binding, another address; each with its default named.
 *
 * Signals: `changed` when the session's connection is another one, `failed` (message) when an option was refused.
 */
G_DECLARE_FINAL_TYPE (VfMoreOptions, vf_more_options, VF, MORE_OPTIONS, AdwExpanderRow)

void     vf_more_options_set_session (VfMoreOptions *self,
                                      VfSession     *session);
void     vf_more_options_update      (VfMoreOptions *self);
gboolean vf_more_options_apply       (VfMoreOptions *self);

G_END_DECLS
