#include "config.h"

#include "connection/durable.h"
#include "store/folders.h"
#include "store/removed.h"
#include "store/store-private.h"

static char *
name_after (const VfServiceFile *file, const char *name)
{
  g_auto (GStrv) names = vf_service_file_list (file);

  for (guint i = 0; names[i]; i++)
    if (g_str_equal (names[i], name))
      return g_strdup (names[i + 1]);
  return NULL;
}

/* Its key must not be found under its old path, and not be deleted before the undo has passed. */
static void
set_aside (VfRemoved *removed, const char *generation)
{
  g_autofree char *parent = NULL;
  g_autofree char *id = NULL;

  if (!generation)
    return;
  removed->folder = g_path_get_dirname (generation);
  parent = g_path_get_dirname (removed->folder);
  id = g_path_get_basename (removed->folder);
  removed->set_aside = g_strconcat (parent, "/" VF_FOLDERS_REMOVED, id, NULL);
  if (!vf_durable_rename (removed->folder, removed->set_aside, NULL))
    g_clear_pointer (&removed->set_aside, g_free);
}

/**
 * vf_store_remove:
 *
 * Returns: (transfer full) (nullable): what can be put back until it is freed; freeing it deletes the credentials.
 *   %VF_ERROR_NOT_FOUND, %G_IO_ERROR
 */
VfRemoved *
vf_store_remove (VfStore *store, const char *name, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autoptr (VfRemoved) removed = g_new0 (VfRemoved, 1);
  g_autofree char *generation = NULL;

  if (!vf_session_begin (store, &session, error) || !vf_session_require (&session, name, error))
    return NULL;
  generation = vf_stored_get_folder (session.file, name, store->folders);
  removed->name = g_strdup (name);
  removed->before = name_after (session.file, name);
  removed->text = vf_service_file_remove (session.file, name);
  if (!vf_session_write (store, &session, error))
    return NULL;
  removed->note = vf_session_steal_note (&session, name);
  vf_session_write_notes (store, &session);
  set_aside (removed, generation);
  return g_steal_pointer (&removed);
}

/* The files come back first, so that the section never names what is not there. */
static gboolean
put_back (VfStore *store, VfSession *session, VfRemoved *removed, GError **error)
{
  if (removed->folder && removed->set_aside && !vf_durable_rename (removed->set_aside, removed->folder, error))
    return FALSE;
  vf_service_file_put_back (session->file, removed->text, removed->before);
  if (vf_session_write (store, session, error))
    return TRUE;
  if (removed->folder && removed->set_aside)
    vf_durable_rename (removed->folder, removed->set_aside, NULL);
  return FALSE;
}

/**
 * vf_store_restore:
 * @removed: what vf_store_remove() or vf_store_find_kept() gave; it is still to be freed, and deletes nothing then
 *
 * Returns: whether it is back; %VF_ERROR_EXISTS if the name has been taken meanwhile, %G_IO_ERROR
 */
gboolean
vf_store_restore (VfStore *store, VfRemoved *removed, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };

  g_return_val_if_fail (removed->text, FALSE);

  if (!vf_session_begin (store, &session, error) || !vf_session_refuse (&session, removed->name, error)
      || !put_back (store, &session, removed, error))
    return FALSE;
  if (removed->note)
    g_hash_table_insert (session.notes, g_strdup (removed->name), g_steal_pointer (&removed->note));
  vf_session_write_notes (store, &session);
  vf_removed_forget_kept (removed);
  g_clear_pointer (&removed->text, g_free);
  g_clear_pointer (&removed->set_aside, g_free);
  return TRUE;
}
