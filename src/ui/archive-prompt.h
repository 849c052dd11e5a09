#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define VF_TYPE_ARCHIVE_PROMPT (vf_archive_prompt_get_type ())

/**
 * VfArchivePrompt:
 *
 * The invitation to drop or open an archive, or to go on without one.
 */
G_DECLARE_FINAL_TYPE (VfArchivePrompt, vf_archive_prompt, VF, ARCHIVE_PROMPT, AdwBin)

GtkWidget *vf_archive_prompt_new (void);

G_END_DECLS
