#pragma once

#include <gtk/gtk.h>

#include "check/report.h"

G_BEGIN_DECLS

#define VF_TYPE_MODE_CARD (vf_mode_card_get_type ())

/**
 * VfModeCard:
 *
 * One of the three modes as a card with a radio button: what it protects from, and what it would do here.
 * The property `active` is notified, and can be set.
 */
G_DECLARE_FINAL_TYPE (VfModeCard, vf_mode_card, VF, MODE_CARD, GtkWidget)

GtkWidget *vf_mode_card_new             (VfSslMode   mode);
VfSslMode  vf_mode_card_get_mode        (VfModeCard *self);
void       vf_mode_card_set_group       (VfModeCard *self,
                                         VfModeCard *group);
gboolean   vf_mode_card_get_active      (VfModeCard *self);
void       vf_mode_card_set_active      (VfModeCard *self,
                                         gboolean    active);
gboolean   vf_mode_card_has_focus       (VfModeCard *self);
void       vf_mode_card_focus           (VfModeCard *self);
void       vf_mode_card_set_recommended (VfModeCard *self,
                                         gboolean    recommended);
void       vf_mode_card_set_evidence    (VfModeCard *self,
                                         VfWould     would,
                                         const char *text);
void       vf_mode_card_set_note        (VfModeCard *self,
                                         const char *text);
void       vf_mode_card_set_extra       (VfModeCard *self,
                                         GtkWidget  *extra);

G_END_DECLS
