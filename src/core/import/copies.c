#include "config.h"

#include "import/copies.h"

#include <string.h>

void
vf_copy_free (VfCopy *copy)
{
  g_free (copy->path);
  g_free (copy->place);
  g_free (copy);
}

/* (transfer full): the file in which something stands: what is numbered in it ("ca.pem#3") or wrapped in it
 * ("secret.yaml/ca.crt") is no file. */
static char *
file_of (GHashTable *files, const char *path)
{
  char *file = g_strdup (path);

  while (!g_hash_table_contains (files, file))
    {
      char *end = MAX (strrchr (file, '#'), strrchr (file, '/'));

      if (!end)
        break;
      *end = '\0';
    }
  return file;
}

static GHashTable *
list_files (VfBundle *bundle)
{
  GHashTable *files = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    g_hash_table_add (files, (gpointer) (guintptr) vf_bundle_get_path (bundle, i));
  return files;
}

static void
count_place (GHashTable *files, GHashTable *copies, const VfItem *item, const char *path)
{
  g_autofree char *file = file_of (files, path);
  g_autofree char *place = file_of (files, vf_item_get_path (item));
  VfCopy *copy = g_hash_table_lookup (copies, file);

  if (!copy)
    {
      copy = g_new0 (VfCopy, 1);
      copy->item = item;
      copy->path = g_steal_pointer (&file);
      copy->place = g_strdup (place);
      g_hash_table_insert (copies, copy->path, copy);
    }
  if (g_strcmp0 (copy->place, place) != 0)
    g_clear_pointer (&copy->place, g_free);
  copy->n++;
}

/**
 * vf_copies_list:
 * @inventory: what everything is
 *
 * An item stands at the first of its places, so a file that only repeats others has none; it is found here.
 *
 * Returns: (transfer full) (element-type VfCopy): the files that only repeat others
 */
GPtrArray *
vf_copies_list (const VfInventory *inventory)
{
  VfBundle *bundle = vf_inventory_get_bundle (inventory);
  g_autoptr (GHashTable) files = list_files (bundle);
  g_autoptr (GHashTable) copies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) vf_copy_free);
  g_autoptr (GHashTable) others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_copy_free);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);
      const char *const *also_in = vf_item_get_also_in (item);

      g_hash_table_add (others, file_of (files, vf_item_get_path (item)));
      for (guint j = 0; also_in[j]; j++)
        count_place (files, copies, item, also_in[j]);
    }
  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      VfCopy *copy = g_hash_table_lookup (copies, vf_bundle_get_path (bundle, i));

      if (copy && !g_hash_table_contains (others, copy->path) && g_hash_table_steal (copies, copy->path))
        g_ptr_array_add (list, copy);
    }
  return list;
}
