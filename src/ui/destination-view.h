#pragma once

#include "export/saved-source.h"
#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_DESTINATION_VIEW (vf_destination_view_get_type ())

/**
 * VfDestinationView:
 *
 * One destination for a saved connection: what it is, what it will contain, and what can be done with it.
 */
G_DECLARE_FINAL_TYPE (VfDestinationView, vf_destination_view, VF, DESTINATION_VIEW, GtkWidget)

GtkWidget           *vf_destination_view_new             (VfPage              *page);
/* @can_log_in: whether the program that reads it can log in to the server */
void                 vf_destination_view_show            (VfDestinationView   *self,
                                                          const VfDestination *destination,
                                                          VfSavedSource       *source,
                                                          gboolean             can_log_in);
/* (nullable) */
const VfDestination *vf_destination_view_get_destination (VfDestinationView   *self);
/* forgets what was made, secrets included */
void                 vf_destination_view_leave           (VfDestinationView   *self);
void                 vf_destination_view_focus           (VfDestinationView   *self);

G_END_DECLS
