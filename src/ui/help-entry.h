#pragma once

#include <glib-object.h>

#include "help/help.h"

G_BEGIN_DECLS

#define VF_TYPE_HELP_ENTRY (vf_help_entry_get_type ())

/**
 * VfHelpEntry:
 *
 * A page of the help, or the title of a section, as an object, because list models want objects.
 */
G_DECLARE_FINAL_TYPE (VfHelpEntry, vf_help_entry, VF, HELP_ENTRY, GObject)

VfHelpEntry *vf_help_entry_new_for_page    (VfHelpPage    *page);
VfHelpEntry *vf_help_entry_new_for_section (VfHelpSection  section);
/* (nullable): NULL: the title of a section */
VfHelpPage  *vf_help_entry_get_page        (VfHelpEntry   *self);
const char  *vf_help_entry_get_title       (VfHelpEntry   *self);

G_END_DECLS
