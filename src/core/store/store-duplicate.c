#include "config.h"

#include "connection/key-folder.h"
#include "store/folders.h"
#include "store/saved-private.h"
#include "store/store-private.h"

/* Files of ours are copied as they are; what a section by hand names lies anywhere, and is read and written. */
static gboolean
copy_credentials (VfStore *store, VfSession *session, const char *name, VfConnection *connection,
                  const char *generation, GError **error)
{
  g_autofree char *path = vf_stored_get_folder (session->file, name, store->folders);
  g_autoptr (VfKeyFolder) folder = path ? vf_key_folder_open (path) : NULL;

  if (folder)
    return vf_key_folder_copy (folder, generation, error);
  return vf_key_folder_write (generation, vf_connection_get_credentials (connection), NULL, error);
}

/* The same settings lead to the same server, so what was found there holds for the copy, too. */
static void
copy_note (VfSession *session, const char *name, const char *copy)
{
  const VfNote *note = g_hash_table_lookup (session->notes, name);
  g_autofree char *checked = vf_saved_fingerprint (session->file, name);
  VfNote *copied;

  if (!note)
    return;
  copied = vf_note_copy (note);
  /* they have the original's name, and follow it */
  g_clear_pointer (&copied->copies, g_ptr_array_unref);
  if (g_strcmp0 (copied->settings, checked) == 0)
    {
      g_free (copied->settings);
      copied->settings = vf_saved_fingerprint (session->file, copy);
    }
  g_hash_table_insert (session->notes, g_strdup (copy), copied);
}

/**
 * vf_store_duplicate:
 * @name: of a saved connection
 * @copy: a free name
 *
 * The keyring knows targets, not names, so the copy finds the same password there.
 *
 * Returns: whether there is a copy; else everything is as before.  %VF_ERROR_NOT_FOUND, %VF_ERROR_EXISTS,
 *   %VF_ERROR_SYNTAX for the new name, %G_IO_ERROR for the disk, and what vf_store_load() says of damaged files
 */
gboolean
vf_store_duplicate (VfStore *store, const char *name, const char *copy, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autoptr (VfConnection) connection = NULL;
  g_autofree char *generation = NULL;

  if (!vf_session_begin (store, &session, error) || !vf_session_require (&session, name, error)
      || !vf_session_refuse (&session, copy, error))
    return FALSE;
  connection = vf_stored_load (session.file, name, store->folders, g_hash_table_lookup (session.notes, name), error);
  if (!connection)
    return FALSE;
  generation = vf_folders_new_generation (store, &session, copy);
  if (!copy_credentials (store, &session, name, connection, generation, error)
      || !vf_stored_write (store, &session, copy, generation, connection, error))
    {
      vf_folders_drop_generation (generation);
      return FALSE;
    }
  copy_note (&session, name, copy);
  vf_session_write_notes (store, &session);
  return TRUE;
}
