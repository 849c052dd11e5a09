#include "config.h"

#include "connection/key-folder.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connection/durable.h"
#include "error.h"

#define ROOT   "root.crt"
#define CLIENT "client.crt"
#define KEY    "client.key"
/* never made */
#define NONE "none"

struct _VfKeyFolder
{
  VfKeyFiles files;
  char *paths[4];
  int fds[3]; /* of a temporary one: files in memory; -1: none */
};

static gboolean
write_file (const char *directory, const char *name, const char *bytes, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return vf_durable_write_new (path, bytes, length, error);
}

static gboolean
write_text (const char *directory, const char *name, const char *text, GError **error)
{
  return !text || write_file (directory, name, text, strlen (text), error);
}

/* FALSE: there is a key, and it cannot be written.  @pem stays %NULL if there is none. */
static gboolean
make_key (VfCredentials *credentials, SecretValue *passphrase, GBytes **pem, GError **error)
{
  VfPrivateKey *key = vf_credentials_get_client_key (credentials);
  g_autoptr (VfPrivateKey) open = NULL;

  if (!key)
    return TRUE;
  /* one that was kept encrypted comes back locked */
  open = passphrase ? vf_private_key_unlock (key, passphrase, error) : vf_private_key_ref (key);
  *pem = open ? vf_private_key_to_pem (open, passphrase, error) : NULL;
  return *pem != NULL;
}

static gboolean
write_key (const char *directory, VfCredentials *credentials, SecretValue *passphrase, GError **error)
{
  g_autoptr (GBytes) pem = NULL;

  if (!make_key (credentials, passphrase, &pem, error))
    return FALSE;
  return !pem || write_file (directory, KEY, g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), error);
}

static gboolean
write_files (const char *directory, VfCredentials *credentials, SecretValue *passphrase, GError **error)
{
  g_autofree char *root = vf_credentials_root_pem (credentials);
  g_autofree char *client = vf_credentials_client_pem (credentials);

  return write_text (directory, ROOT, root, error) && write_text (directory, CLIENT, client, error)
         && write_key (directory, credentials, passphrase, error) && vf_durable_sync_directory (directory, error);
}

/**
 * vf_key_folder_delete:
 * @directory: absolute path of a folder that vf_key_folder_write() made
 *
 * Only what that wrote is deleted, never what somebody else put there.
 */
void
vf_key_folder_delete (const char *directory)
{
  static const char *const names[] = { ROOT, CLIENT, KEY };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
}

static gboolean
check_path (const char *directory, GError **error)
{
  if (!strchr (directory, ':'))
    return TRUE;
  /* libpq would read a key's path as “engine:key” */
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE,
               _ ("“%s” contains a colon, and libpq cannot read a key from such a path."), directory);
  return FALSE;
}

/* A folder beside @directory to write into; it becomes @directory once it is whole. */
static char *
begin_folder (const char *directory, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (directory);
  g_autofree char *temporary = g_strconcat (directory, ".XXXXXX", NULL);

  if (!check_path (directory, error))
    return NULL;
  if (g_mkdir_with_parents (parent, 0700) != 0)
    vf_durable_fail (error, parent);
  else if (!g_mkdtemp_full (temporary, 0700))
    vf_durable_fail (error, directory);
  else
    return g_steal_pointer (&temporary);
  return NULL;
}

static gboolean
end_folder (gboolean written, const char *temporary, const char *directory, GError **error)
{
  if (written && vf_durable_rename (temporary, directory, error))
    return TRUE;
  vf_key_folder_delete (temporary);
  return FALSE;
}

/**
 * vf_key_folder_write:
 * @directory: absolute path, which must not exist yet; its parents are made (0700)
 * @credentials: what is written; what is not in it gets no file
 * @key_passphrase: (nullable): what the client key was opened with; the written key stays encrypted with it
 *
 * Writes into a folder beside it, makes that durable, and renames it: there is a whole folder or none.  Blocks.
 *
 * Returns: whether it was written; else a %G_IO_ERROR, or %VF_ERROR_LOCKED, or %VF_ERROR_NOT_EXPRESSIBLE for a path
 *   with a colon
 */
gboolean
vf_key_folder_write (const char *directory, VfCredentials *credentials, SecretValue *key_passphrase, GError **error)
{
  g_autofree char *temporary = begin_folder (directory, error);

  return temporary && end_folder (write_files (temporary, credentials, key_passphrase, error), temporary, directory, error);
}

static gboolean
copy_file (const char *from, const char *directory, const char *name, GError **error)
{
  char *bytes;
  gsize length;
  gboolean copied;

  if (!from)
    return TRUE;
  if (!g_file_get_contents (from, &bytes, &length, error))
    return FALSE;
  copied = write_file (directory, name, bytes, length, error);
  /* one of them is a key */
  explicit_bzero (bytes, length);
  g_free (bytes);
  return copied;
}

/**
 * vf_key_folder_copy:
 * @folder: a folder that vf_key_folder_open() gave
 * @directory: absolute path, which must not exist yet; its parents are made (0700)
 *
 * Byte for byte, so that a key that is locked stays as it is.  Blocks.
 *
 * Returns: whether there is a whole copy; else there is none, and a %G_IO_ERROR or %G_FILE_ERROR
 */
gboolean
vf_key_folder_copy (VfKeyFolder *folder, const char *directory, GError **error)
{
  g_autofree char *temporary = begin_folder (directory, error);
  gboolean copied;

  if (!temporary)
    return FALSE;
  copied = copy_file (folder->files.root, temporary, ROOT, error)
           && copy_file (folder->files.client_certificate, temporary, CLIENT, error)
           && copy_file (folder->files.client_key, temporary, KEY, error)
           && vf_durable_sync_directory (temporary, error);
  return end_folder (copied, temporary, directory, error);
}

static VfKeyFolder *
folder_new (void)
{
  VfKeyFolder *folder = g_new0 (VfKeyFolder, 1);

  for (guint i = 0; i < G_N_ELEMENTS (folder->fds); i++)
    folder->fds[i] = -1;
  return folder;
}

static const char *
path_if_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ? path : NULL;
}

/**
 * vf_key_folder_open:
 * @directory: absolute path of a folder that vf_key_folder_write() made; it may be missing, then it has no files
 *
 * Returns: (transfer full): where its files lie
 */
VfKeyFolder *
vf_key_folder_open (const char *directory)
{
  static const char *const names[] = { ROOT, CLIENT, KEY, NONE };
  VfKeyFolder *folder = folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    folder->paths[i] = g_build_filename (directory, names[i], NULL);
  folder->files.root = path_if_there (folder->paths[0]);
  folder->files.client_certificate = path_if_there (folder->paths[1]);
  folder->files.client_key = path_if_there (folder->paths[2]);
  folder->files.none = folder->paths[3];
  return folder;
}

/* A file in memory that has a path for as long as it is open.  Nothing secret comes to a disk, not even after a
 * crash, and a check does not wait for one.  libpq wants a regular file of our own that nobody else may read. */
static gboolean
write_memory (VfKeyFolder *folder, guint index, const char *name, const void *bytes, gsize length, GError **error)
{
  int fd = memfd_create (name, MFD_CLOEXEC);

  if (fd < 0)
    return vf_durable_fail (error, name);
  folder->fds[index] = fd;
  folder->paths[index] = g_strdup_printf ("/proc/self/fd/%d", fd);
  if (fchmod (fd, 0600) != 0 || write (fd, bytes, length) != (gssize) length)
    return vf_durable_fail (error, name);
  return TRUE;
}

static gboolean
write_memory_text (VfKeyFolder *folder, guint index, const char *name, const char *text, GError **error)
{
  return !text || write_memory (folder, index, name, text, strlen (text), error);
}

static gboolean
fill_temporary (VfKeyFolder *folder, VfCredentials *credentials, SecretValue *passphrase, GError **error)
{
  g_autofree char *root = vf_credentials_root_pem (credentials);
  g_autofree char *client = vf_credentials_client_pem (credentials);
  g_autoptr (GBytes) pem = NULL;

  return write_memory_text (folder, 0, ROOT, root, error) && write_memory_text (folder, 1, CLIENT, client, error)
         && make_key (credentials, passphrase, &pem, error)
         && (!pem || write_memory (folder, 2, KEY, g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), error));
}

/**
 * vf_key_folder_new_temporary:
 * @credentials: what is written
 * @key_passphrase: (nullable): what the client key was opened with
 *
 * Private files for the time of a check, in memory.
 *
 * Returns: (transfer full) (nullable): a folder whose files are gone when it is freed
 */
VfKeyFolder *
vf_key_folder_new_temporary (VfCredentials *credentials, SecretValue *key_passphrase, GError **error)
{
  VfKeyFolder *folder = folder_new ();

  folder->paths[3] = g_strdup ("/proc/self/fd/" NONE);
  if (!fill_temporary (folder, credentials, key_passphrase, error))
    {
      vf_key_folder_free (folder);
      return NULL;
    }
  folder->files = (VfKeyFiles){ folder->paths[0], folder->paths[1], folder->paths[2], folder->paths[3] };
  return folder;
}

/**
 * vf_key_folder_get_files:
 *
 * Returns: (transfer none): the paths, owned by the folder
 */
const VfKeyFiles *
vf_key_folder_get_files (const VfKeyFolder *folder)
{
  return &folder->files;
}

void
vf_key_folder_free (VfKeyFolder *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (folder->fds); i++)
    if (folder->fds[i] >= 0)
      close (folder->fds[i]);
  for (guint i = 0; i < G_N_ELEMENTS (folder->paths); i++)
    g_free (folder->paths[i]);
  g_free (folder);
}
