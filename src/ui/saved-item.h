#pragma once

#include <glib-object.h>

#include "check/report.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * VfSavedPhase:
 * @VF_SAVED_IDLE: nothing is being done with it
 * @VF_SAVED_WAITING: it waits for its turn to be checked
 * @VF_SAVED_CHECKING: it is being checked
 */
typedef enum
{
  VF_SAVED_IDLE,
  VF_SAVED_WAITING,
  VF_SAVED_CHECKING,
} VfSavedPhase;

#define VF_TYPE_SAVED_ITEM (vf_saved_item_get_type ())

/**
 * VfSavedItem:
 *
 * A saved connection in a list, and what is being done with it.  The signal `changed` tells of either.
 */
G_DECLARE_FINAL_TYPE (VfSavedItem, vf_saved_item, VF, SAVED_ITEM, GObject)

VfSavedItem *vf_saved_item_new         (VfSaved      *saved);
VfSaved     *vf_saved_item_get_saved   (VfSavedItem  *self);
void         vf_saved_item_set_saved   (VfSavedItem  *self,
                                        VfSaved      *saved);
VfSavedPhase vf_saved_item_get_phase   (VfSavedItem  *self);
/* VF_STAGE_NONE: none has begun yet */
VfStage      vf_saved_item_get_stage   (VfSavedItem  *self);
void         vf_saved_item_set_phase   (VfSavedItem  *self,
                                        VfSavedPhase  phase,
                                        VfStage       stage);
/* (nullable): why it could not even be checked */
const char  *vf_saved_item_get_trouble (VfSavedItem  *self);
void         vf_saved_item_set_trouble (VfSavedItem  *self,
                                        const char   *trouble);

G_END_DECLS
