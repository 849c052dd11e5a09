#pragma once

#include <gtk/gtk.h>

#include "help/term.h"

G_BEGIN_DECLS

#define VF_TYPE_TERM_BUTTON (vf_term_button_get_type ())

/**
 * VfTermButton:
 *
 * A round "?" beside a word of the trade, which opens to what the word means.  In a template the property `term` is the
 * word's id: `<property name="term">authority</property>`.
 */
G_DECLARE_FINAL_TYPE (VfTermButton, vf_term_button, VF, TERM_BUTTON, GtkWidget)

GtkWidget *vf_term_button_new (VfTerm term);

G_END_DECLS
