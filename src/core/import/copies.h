#pragma once

#include "import/inventory.h"

G_BEGIN_DECLS

/**
 * VfCopy:
 * @path: a file
 * @n: how many things stand in it
 * @item: the first of them, where it stands otherwise
 * @place: (nullable): the file where all of them stand, too; %NULL if they stand in several
 *
 * A file with nothing in it that does not stand elsewhere: the same set in another format.
 */
typedef struct
{
  char *path;
  guint n;
  const VfItem *item;
  char *place;
} VfCopy;

void       vf_copy_free   (VfCopy            *copy);
/* (transfer full) (element-type VfCopy): in the order of the bundle; they need @inventory */
GPtrArray *vf_copies_list (const VfInventory *inventory);

G_END_DECLS
