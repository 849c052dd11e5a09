#pragma once

#include <adwaita.h>

#include "entry.h"

G_BEGIN_DECLS

#define VF_TYPE_ENTRY_LIST (vf_entry_list_get_type ())

/**
 * VfEntryList:
 *
 * Entries as a list that makes rows only for what is in view, so that ten thousand certificates open at once.
 *
 * Signal: `opened` (VfEntry) when one with a certificate was chosen.
 */
G_DECLARE_FINAL_TYPE (VfEntryList, vf_entry_list, VF, ENTRY_LIST, AdwBin)

GtkWidget *vf_entry_list_new  (void);
/* @by_path: name entries by where they stand, not by what they are called */
void       vf_entry_list_show (VfEntryList *self,
                               const char  *title,
                               GListModel  *entries,
                               gboolean     by_path);

G_END_DECLS
