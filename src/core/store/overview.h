#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Many saved connections as a person wants to see them.  Pure functions; @now in seconds since the epoch. */

/* (element-type VfSaved): the most urgent first; equally urgent ones by what ends first, then by name */
void     vf_overview_sort    (GPtrArray  *saved,
                              gint64      now);
/* (transfer full) (nullable): what @text asks for; NULL if it is blank, which finds everything */
char   **vf_overview_words   (const char *text);
/* whether each word stands in the name, the host, the user or the database; @words: (nullable) */
gboolean vf_overview_matches (const VfSaved      *saved,
                              const char *const  *words);

G_END_DECLS
