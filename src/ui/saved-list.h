#pragma once

#include <adwaita.h>

#include "saved-item.h"

G_BEGIN_DECLS

#define VF_TYPE_SAVED_LIST (vf_saved_list_get_type ())

/**
 * VfSavedList:
 *
 * All saved connections, and a search where they are many.  Rows are made only for those that come into view.
 *
 * Signal `activated` (VfSavedItem).  The widget above has the actions start.check-all, start.check(s), start.rename(s),
 * start.duplicate(s) and start.delete(s).
 */
G_DECLARE_FINAL_TYPE (VfSavedList, vf_saved_list, VF, SAVED_LIST, AdwBin)

GtkWidget   *vf_saved_list_new         (void);
/* @saved: (element-type VfSaved): in the order in which they shall stand */
void         vf_saved_list_show        (VfSavedList *self,
                                        GPtrArray   *saved);
/* (nullable) (transfer none) */
VfSavedItem *vf_saved_list_find        (VfSavedList *self,
                                        const char  *name);
/* (element-type VfSavedItem): all, also those that a search hides */
GListModel  *vf_saved_list_get_items   (VfSavedList *self);
/* (nullable) (transfer none): the one that has the keyboard */
VfSavedItem *vf_saved_list_get_focused (VfSavedList *self);
/* gives the keyboard to that one, or to the first; @name: (nullable) */
void         vf_saved_list_focus       (VfSavedList *self,
                                        const char  *name);
/* where in @widget its row is; FALSE if it is not in view */
gboolean     vf_saved_list_get_place   (VfSavedList  *self,
                                        const char   *name,
                                        GtkWidget    *widget,
                                        GdkRectangle *place);
/* what is going on with all of them; @text: (nullable); @fraction: negative: nothing is going on */
void         vf_saved_list_set_status  (VfSavedList *self,
                                        const char  *text,
                                        double       fraction);
/* FALSE: there are too few for a search */
gboolean     vf_saved_list_search      (VfSavedList *self);
/* marks the row at that place of @widget, as one that files may be dropped on; (nullable): its name */
const char  *vf_saved_list_hover       (VfSavedList *self,
                                        GtkWidget   *widget,
                                        double       x,
                                        double       y);
void         vf_saved_list_unhover     (VfSavedList *self);

G_END_DECLS
