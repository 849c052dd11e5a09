#include "config.h"

#include "saved-item.h"

struct _VfSavedItem
{
  GObject parent_instance;

  VfSaved *saved;
  VfSavedPhase phase;
  VfStage stage;
  char *trouble;
};

G_DEFINE_FINAL_TYPE (VfSavedItem, vf_saved_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
vf_saved_item_finalize (GObject *object)
{
  VfSavedItem *self = VF_SAVED_ITEM (object);

  vf_saved_unref (self->saved);
  g_free (self->trouble);
  G_OBJECT_CLASS (vf_saved_item_parent_class)->finalize (object);
}

static void
vf_saved_item_class_init (VfSavedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_saved_item_finalize;
  changed_signal = g_signal_new ("changed", VF_TYPE_SAVED_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
vf_saved_item_init (VfSavedItem *self)
{
  self->stage = VF_STAGE_NONE;
}

VfSavedItem *
vf_saved_item_new (VfSaved *saved)
{
  VfSavedItem *self = g_object_new (VF_TYPE_SAVED_ITEM, NULL);

  self->saved = vf_saved_ref (saved);
  return self;
}

/**
 * vf_saved_item_get_saved:
 *
 * Returns: (transfer none): what the store knows of it; another one after vf_saved_item_set_saved()
 */
VfSaved *
vf_saved_item_get_saved (VfSavedItem *self)
{
  return self->saved;
}

/**
 * vf_saved_item_set_saved:
 * @saved: the same connection as the store knows it now
 */
void
vf_saved_item_set_saved (VfSavedItem *self, VfSaved *saved)
{
  vf_saved_ref (saved);
  vf_saved_unref (self->saved);
  self->saved = saved;
  g_signal_emit (self, changed_signal, 0);
}

/**
 * vf_saved_item_get_phase:
 *
 * Returns: what a round of checks is doing with it
 */
VfSavedPhase
vf_saved_item_get_phase (VfSavedItem *self)
{
  return self->phase;
}

VfStage
vf_saved_item_get_stage (VfSavedItem *self)
{
  return self->stage;
}

/**
 * vf_saved_item_set_phase:
 * @stage: what is looked at just now, while it is being checked
 */
void
vf_saved_item_set_phase (VfSavedItem *self, VfSavedPhase phase, VfStage stage)
{
  if (self->phase == phase && self->stage == stage)
    return;
  self->phase = phase;
  self->stage = stage;
  g_signal_emit (self, changed_signal, 0);
}

const char *
vf_saved_item_get_trouble (VfSavedItem *self)
{
  return self->trouble;
}

/**
 * vf_saved_item_set_trouble:
 * @trouble: (nullable): why it could not even be checked, as a translated sentence
 */
void
vf_saved_item_set_trouble (VfSavedItem *self, const char *trouble)
{
  if (g_strcmp0 (self->trouble, trouble) == 0)
    return;
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  g_signal_emit (self, changed_signal, 0);
}
