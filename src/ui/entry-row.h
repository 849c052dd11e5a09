#pragma once

#include <adwaita.h>

#include "entry.h"
#include "import/choice.h"

G_BEGIN_DECLS

#define VF_TYPE_ENTRY_ROW (vf_entry_row_get_type ())

/**
 * VfEntryRow:
 *
 * One entry in a list, to be filled with another while the list is scrolled.
 *
 * Signal: `use` (gboolean) when the person has put the certificate in or left it out.
 */
G_DECLARE_FINAL_TYPE (VfEntryRow, vf_entry_row, VF, ENTRY_ROW, AdwBin)

GtkWidget *vf_entry_row_new        (void);
/* @by_path: name it by where it stands; @now: seconds since the epoch */
void       vf_entry_row_show       (VfEntryRow *self,
                                    VfEntry    *entry,
                                    gboolean    by_path,
                                    gint64      now);
VfEntry   *vf_entry_row_get_entry  (VfEntryRow *self);
/* (nullable): there is nothing to choose */
void       vf_entry_row_set_choice (VfEntryRow *self,
                                    VfChoice   *choice);

G_END_DECLS
