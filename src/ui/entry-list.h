#pragma once

#include <adwaita.h>

#include "entry.h"
#include "import/choice.h"

G_BEGIN_DECLS

#define VF_TYPE_ENTRY_LIST (vf_entry_list_get_type ())

/**
 * VfEntryList:
 *
 * Entries as a list with a search, that makes rows only for what is in view, so that ten thousand certificates open at
 * once.
 *
 * Signals: `opened` (VfEntry) when one with a certificate was chosen; `use` (VfEntry, gboolean) when one was put in or
 * left out; `use-all`.
 */
G_DECLARE_FINAL_TYPE (VfEntryList, vf_entry_list, VF, ENTRY_LIST, AdwBin)

GtkWidget *vf_entry_list_new  (void);
/* @by_path: name entries by where they stand, not by what they are called */
void       vf_entry_list_show (VfEntryList *self,
                               const char  *title,
                               GListModel  *entries,
                               gboolean     by_path);
/* @choice: (nullable): there is nothing to choose; @summary: (nullable): what is said above the list;
 * @all: nothing is left out */
void       vf_entry_list_set_choice (VfEntryList *self,
                                     VfChoice    *choice,
                                     const char  *summary,
                                     gboolean     all);

G_END_DECLS
