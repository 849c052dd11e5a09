#pragma once

#include <adwaita.h>

#include "connection/paste.h"
#include "connection/target.h"

G_BEGIN_DECLS

#define VF_TYPE_TARGET_FORM (vf_target_form_get_type ())

/**
 * VfTargetForm:
 *
 * Host, port, database and user as rows, with what is wrong under each.  A connection that is pasted into any of them
 * fills them all.
 *
 * Signals: `changed` when a person has changed a field, `pasted` (gpointer VfPaste, valid during the signal) after the
 * fields were filled from it.
 */
G_DECLARE_FINAL_TYPE (VfTargetForm, vf_target_form, VF, TARGET_FORM, AdwPreferencesGroup)

void      vf_target_form_set_target  (VfTargetForm *self,
                                      VfTarget     *target);
/* (transfer full): what is typed; with the address @former, if that has the same host */
VfTarget *vf_target_form_get_target  (VfTargetForm *self,
                                      VfTarget     *former);
gboolean  vf_target_form_has_host    (VfTargetForm *self);
void      vf_target_form_take_paste  (VfTargetForm *self,
                                      VfPaste      *paste);
gboolean  vf_target_form_undo_paste  (VfTargetForm *self);
gboolean  vf_target_form_validate    (VfTargetForm *self);
gboolean  vf_target_form_focus_empty (VfTargetForm *self);
/* (transfer full) (nullable): @text as a whole connection, if it is one and names a host */
VfPaste  *vf_target_form_parse       (const char   *text);

G_END_DECLS
