#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VF_TYPE_RENAME_POPOVER (vf_rename_popover_get_type ())

/**
 * VfRenamePopover:
 *
 * Asks for another name, and says under the field what is wrong with it.  Signal `renamed` (new name); it is closed
 * then.
 */
G_DECLARE_FINAL_TYPE (VfRenamePopover, vf_rename_popover, VF, RENAME_POPOVER, GtkPopover)

/* @taken: (element-type utf8): the names that there are, as keys; referenced */
GtkWidget  *vf_rename_popover_new      (const char      *name,
                                        GHashTable      *taken);
const char *vf_rename_popover_get_name (VfRenamePopover *self);

G_END_DECLS
