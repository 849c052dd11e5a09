/* A whole connection that is pasted into the form, and taken out again. */

#include "config.h"

#include "target-form-private.h"

/* What the fields held before a paste. */
struct _VfTargetFormer
{
  char *texts[VF_N_FIELDS];
  gboolean port_is_ours;
};

void
vf_target_former_free (VfTargetFormer *former)
{
  for (guint i = 0; i < VF_N_FIELDS; i++)
    g_free (former->texts[i]);
  g_free (former);
}

static void
remember (VfTargetForm *self)
{
  g_clear_pointer (&self->former, vf_target_former_free);
  self->former = g_new0 (VfTargetFormer, 1);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    self->former->texts[i] = g_strdup (vf_target_form_get_text (self, (VfField) i));
  self->former->port_is_ours = self->port_is_ours;
}

/**
 * vf_target_form_take_paste:
 * @paste: what was pasted
 *
 * Fills the fields; what the paste does not name stays as it is.
 */
void
vf_target_form_take_paste (VfTargetForm *self, VfPaste *paste)
{
  VfTarget *target = vf_paste_get_target (paste);

  g_return_if_fail (VF_IS_TARGET_FORM (self));

  remember (self);
  vf_target_form_set_text (self, VF_FIELD_HOST, vf_target_get_host (target));
  if (vf_target_get_dbname (target))
    vf_target_form_set_text (self, VF_FIELD_DBNAME, vf_target_get_dbname (target));
  if (vf_target_get_user (target))
    vf_target_form_set_text (self, VF_FIELD_USER, vf_target_get_user (target));
  if (vf_target_get_port (target))
    vf_target_form_set_port (self, vf_target_get_port (target));
  vf_target_form_filled (self);
  g_signal_emit_by_name (self, "pasted", paste);
}

/**
 * vf_target_form_undo_paste:
 *
 * Returns: whether there was a paste to undo
 */
gboolean
vf_target_form_undo_paste (VfTargetForm *self)
{
  VfTargetFormer *former;

  g_return_val_if_fail (VF_IS_TARGET_FORM (self), FALSE);

  if (!self->former)
    return FALSE;
  former = g_steal_pointer (&self->former);
  for (guint i = 0; i < VF_N_FIELDS; i++)
    vf_target_form_set_text (self, (VfField) i, former->texts[i]);
  self->port_is_ours = former->port_is_ours;
  vf_target_form_filled (self);
  vf_target_former_free (former);
  return TRUE;
}

/**
 * vf_target_form_parse:
 * @text: what was pasted or typed
 *
 * Returns: (transfer full) (nullable): @text as more than a host, if it is that and names one
 */
VfPaste *
vf_target_form_parse (const char *text)
{
  g_autoptr (VfPaste) paste = vf_paste_parse (text, NULL);

  if (!paste || vf_paste_get_kind (paste) == VF_PASTE_HOST || !vf_target_get_host (vf_paste_get_target (paste)))
    return NULL;
  return g_steal_pointer (&paste);
}

gboolean
vf_target_form_try_paste (VfTargetForm *self, VfField field)
{
  g_autoptr (VfPaste) paste = vf_target_form_parse (vf_target_form_get_text (self, field));

  if (!paste)
    return FALSE;
  vf_target_form_set_text (self, field, NULL);
  vf_target_form_take_paste (self, paste);
  return TRUE;
}
