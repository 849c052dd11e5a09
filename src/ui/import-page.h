#pragma once

#include "foreign-work.h"
#include "page.h"

G_BEGIN_DECLS

#define VF_TYPE_IMPORT_PAGE (vf_import_page_get_type ())

/**
 * VfImportPage:
 *
 * The connections that another program has, each to be ticked.  It stands beside the steps of the wizard.
 */
G_DECLARE_FINAL_TYPE (VfImportPage, vf_import_page, VF, IMPORT_PAGE, VfPage)

/* @file: (transfer full) */
void vf_import_page_take_file (VfImportPage  *self,
                               VfForeignFile *file);

G_END_DECLS
