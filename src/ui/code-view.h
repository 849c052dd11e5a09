#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VF_TYPE_CODE_VIEW (vf_code_view_get_type ())

/**
 * VfCodeView:
 *
 * Text for programs, to be looked at: every letter of the same width, scrolling in an area of its own.
 */
G_DECLARE_FINAL_TYPE (VfCodeView, vf_code_view, VF, CODE_VIEW, GtkWidget)

/* @label: what it is, for who cannot see it */
GtkWidget  *vf_code_view_new         (const char         *label);
void        vf_code_view_set_text    (VfCodeView         *self,
                                      const char         *text);
/* each begins with "+", "-" or " " */
void        vf_code_view_set_changes (VfCodeView         *self,
                                      const char * const *lines);
/* whether long lines had to be shortened for the eye */
gboolean    vf_code_view_is_shortened (VfCodeView        *self);
/* (transfer full) */
char       *vf_code_view_get_text    (VfCodeView         *self);

G_END_DECLS
