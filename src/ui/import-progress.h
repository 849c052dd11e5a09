#pragma once

#include <adwaita.h>

#include "session.h"

G_BEGIN_DECLS

#define VF_TYPE_IMPORT_PROGRESS (vf_import_progress_get_type ())

/**
 * VfImportProgress:
 *
 * What is being read or unlocked, for as long as that takes; invisible while it takes no time worth a word.
 */
G_DECLARE_FINAL_TYPE (VfImportProgress, vf_import_progress, VF, IMPORT_PROGRESS, AdwBin)

void vf_import_progress_watch        (VfImportProgress *self,
                                      VfSession        *session);
void vf_import_progress_watch_unlock (VfImportProgress *self,
                                      VfSession        *session);

G_END_DECLS
