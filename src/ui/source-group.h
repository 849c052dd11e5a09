#pragma once

#include <adwaita.h>

#include "import/inventory.h"

G_BEGIN_DECLS

#define VF_TYPE_SOURCE_GROUP (vf_source_group_get_type ())

/**
 * VfSourceGroup:
 *
 * Where several archives or files were opened: which, and each can be taken away again.
 *
 * Signal: `remove` (guint: index of the source).
 */
G_DECLARE_FINAL_TYPE (VfSourceGroup, vf_source_group, VF, SOURCE_GROUP, AdwBin)

/* @inventory: (nullable) */
void vf_source_group_show (VfSourceGroup *self,
                           VfInventory   *inventory);

G_END_DECLS
