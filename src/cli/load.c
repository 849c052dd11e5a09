#include "config.h"

#include "load.h"

#include <time.h>

#include "import/archive.h"

static VfBundle *
read_paths (const char *const *paths, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  /* the local VFS by name: the default one loads modules, which may wake the session bus */
  for (guint i = 0; paths[i]; i++)
    g_ptr_array_add (files, g_vfs_get_file_for_path (g_vfs_get_local (), paths[i]));
  return vf_archive_read ((GFile **) files->pdata, files->len, &vf_limits_default, NULL, NULL, cancellable, error);
}

/**
 * cli_load_inventory:
 * @paths: (array zero-terminated=1): archives, folders and files
 * @passphrase: (nullable): for a key that is locked
 * @cancellable: (nullable): stops it
 *
 * Blocks while it reads.
 *
 * Returns: (transfer full) (nullable): what is in them
 */
VfInventory *
cli_load_inventory (const char *const *paths, SecretValue *passphrase, GCancellable *cancellable, GError **error)
{
  g_autoptr (VfBundle) bundle = read_paths (paths, cancellable, error);

  return bundle ? vf_inventory_new (bundle, &passphrase, passphrase ? 1 : 0, time (NULL), cancellable, error) : NULL;
}
