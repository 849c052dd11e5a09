#pragma once

#include <adwaita.h>

#include "import/inventory.h"

G_BEGIN_DECLS

#define VF_TYPE_IMPORT_TROUBLE (vf_import_trouble_get_type ())

/**
 * VfImportTrouble:
 *
 * Nothing of what was opened can be used: why, in large letters, and the ways out.
 */
G_DECLARE_FINAL_TYPE (VfImportTrouble, vf_import_trouble, VF, IMPORT_TROUBLE, AdwBin)

void             vf_import_trouble_say         (VfImportTrouble *self,
                                                const char      *title,
                                                const char      *text);
void             vf_import_trouble_say_finding (VfImportTrouble *self,
                                                const VfFinding *finding);
/* puts the keyboard where one would go on */
void             vf_import_trouble_focus       (VfImportTrouble *self);
/* (nullable) (transfer none): the finding that says most clearly why nothing can be used */
const VfFinding *vf_import_trouble_find        (VfInventory     *inventory);
void             vf_import_trouble_insist      (VfImportTrouble *self);

G_END_DECLS
