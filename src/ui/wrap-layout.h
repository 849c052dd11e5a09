#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * VfWrapLayout:
 *
 * Buttons one after the other, in as many lines as the width makes necessary.  A template writes
 * `<property name="layout-manager"><object class="VfWrapLayout"/></property>` into a GtkBox.
 */
#define VF_TYPE_WRAP_LAYOUT (vf_wrap_layout_get_type ())

G_DECLARE_FINAL_TYPE (VfWrapLayout, vf_wrap_layout, VF, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
