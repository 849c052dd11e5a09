#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_WINDOW (vf_window_get_type ())

/**
 * VfWindow:
 *
 * The wizard: a stack of pages, Back, and the one suggested action.  Its actions, all exported on D-Bus:
 * next, back, cancel, open, import, no-archive, new, check, show-page(s), check-all, check-saved(s), show-failure(s),
 * retype-saved(s), use-saved(s), edit-saved(s),
 * renew(sas): a saved name, and URIs of the renewed archive.
 */
G_DECLARE_FINAL_TYPE (VfWindow, vf_window, VF, WINDOW, AdwApplicationWindow)

VfWindow   *vf_window_new           (GtkApplication *application,
                                     VfStore        *store);
VfSession  *vf_window_get_session   (VfWindow       *self);
/* (transfer none): name of the page in view, as pages.h has it */
const char *vf_window_get_page_name (VfWindow       *self);
/* what was opened, dropped, or handed over by a second start */
void        vf_window_open_files    (VfWindow       *self,
                                     GFile         **files,
                                     guint           n_files);
/* @files: (element-type GFile); FALSE if nothing among them can be read */
gboolean    vf_window_take_drop     (VfWindow       *self,
                                     GSList         *files);
/* a renewed archive for a saved connection; without files it is asked for */
void        vf_window_renew         (VfWindow       *self,
                                     const char     *name,
                                     GFile         **files,
                                     guint           n_files);
/* fills the server in from a URI, a connection string, … */
void        vf_window_take_target   (VfWindow       *self,
                                     const char     *text);

G_END_DECLS
