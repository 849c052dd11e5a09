#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define VF_TYPE_HELP_WINDOW (vf_help_window_get_type ())

/**
 * VfHelpWindow:
 *
 * The help: a list of all pages with a search, and the page that was chosen.  There is at most one such window.
 */
G_DECLARE_FINAL_TYPE (VfHelpWindow, vf_help_window, VF, HELP_WINDOW, AdwWindow)

/* @page: (nullable): id of a page; NULL or unknown: the list */
void vf_help_window_show (GtkApplication *application,
                          const char     *page);

G_END_DECLS
