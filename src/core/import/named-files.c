#include "config.h"

#include "import/named-files.h"

#include <glib/gi18n.h>

#include "error.h"
#include "import/archive.h"
#include "import/inventory.h"

static VfInventory *
read_file (const char *path, SecretValue *passphrase, gint64 now, GError **error)
{
  guint n = passphrase ? 1 : 0;
  /* the local VFS by name: the default one loads modules, which may wake the session bus */
  g_autoptr (GFile) file = g_vfs_get_file_for_path (g_vfs_get_local (), path);
  g_autoptr (VfBundle) bundle
    = vf_archive_read_locked (&file, 1, &passphrase, n, &vf_limits_default, NULL, NULL, NULL, error);

  return bundle ? vf_inventory_new (bundle, &passphrase, n, now, NULL, error) : NULL;
}

/**
 * vf_named_file_read_certificates:
 * @path: a file
 * @passphrase: (nullable): for a key store that needs one
 * @now: seconds since the epoch
 *
 * Blocks while it reads.
 *
 * Returns: (transfer full) (nullable) (element-type VfCertificate): every certificate in it, at least one;
 *   %VF_ERROR_UNREADABLE if there is none
 */
GPtrArray *
vf_named_file_read_certificates (const char *path, SecretValue *passphrase, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (VfInventory) inventory = read_file (path, passphrase, now, error);

  if (!inventory)
    return NULL;
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_get_kind (item) == VF_KIND_CERTIFICATE)
        g_ptr_array_add (certificates, vf_certificate_ref (vf_item_get_certificate (item)));
    }
  if (certificates->len > 0)
    return g_steal_pointer (&certificates);
  g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: there is no certificate in it"), path);
  return NULL;
}

/**
 * vf_named_file_read_key:
 * @path: a file
 * @passphrase: (nullable): what opens the key
 * @now: seconds since the epoch
 *
 * Blocks while it reads.
 *
 * Returns: (transfer full) (nullable): the first private key in it, which is locked if the passphrase does not open it;
 *   %VF_ERROR_UNREADABLE if there is none
 */
VfPrivateKey *
vf_named_file_read_key (const char *path, SecretValue *passphrase, gint64 now, GError **error)
{
  g_autoptr (VfInventory) inventory = read_file (path, passphrase, now, error);

  if (!inventory)
    return NULL;
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_get_kind (item) == VF_KIND_PRIVATE_KEY)
        return vf_private_key_ref (vf_item_get_key (item));
    }
  g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: there is no private key in it"), path);
  return NULL;
}
