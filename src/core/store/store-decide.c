/* Connections that came from elsewhere without a mode of ours. */

#include "config.h"

#include "store/folders.h"
#include "store/store-private.h"

/**
 * vf_store_note_undecided:
 * @word: what the program that it came from said of the mode; empty if nothing
 *
 * Returns: whether it was put down; %VF_ERROR_NOT_FOUND, %G_IO_ERROR
 */
gboolean
vf_store_note_undecided (VfStore *store, const char *name, const char *word, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfNote *note;

  if (!vf_session_begin (store, &session, error) || !vf_session_require (&session, name, error))
    return FALSE;
  note = vf_session_get_note (&session, name);
  g_free (note->undecided);
  note->undecided = g_strdup (word);
  return vf_notes_write (store->notes_file, session.notes, error);
}

static gboolean
write_mode (VfStore *store, VfSession *session, const char *name, VfSslMode mode, GError **error)
{
  VfNote *note = vf_session_get_note (session, name);
  g_autoptr (VfConnection) undecided = vf_stored_load (session->file, name, store->folders, note, error);
  g_autofree char *path = undecided ? vf_stored_get_folder (session->file, name, store->folders) : NULL;
  g_autoptr (VfKeyFolder) folder = path ? vf_key_folder_open (path) : NULL;
  g_autoptr (VfConnection) connection = undecided ? vf_connection_with_mode (undecided, mode) : NULL;
  g_autoptr (VfKeywords) keywords = NULL;

  /* only what was kept by this program is ever undecided, so there is a folder */
  if (!folder)
    return FALSE;
  keywords = vf_connection_to_keywords (connection, vf_key_folder_get_files (folder));
  return vf_service_file_set (session->file, name, keywords, error) && vf_session_write (store, session, error);
}

/**
 * vf_store_decide:
 * @name: of a connection that is undecided
 * @mode: what a check has shown to be possible
 *
 * Nothing happens to a connection that is decided.
 *
 * Returns: whether it is kept with that mode now; %VF_ERROR_NOT_FOUND, %G_IO_ERROR
 */
gboolean
vf_store_decide (VfStore *store, const char *name, VfSslMode mode, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfNote *note;

  if (!vf_session_begin (store, &session, error) || !vf_session_require (&session, name, error))
    return FALSE;
  note = vf_session_get_note (&session, name);
  if (!note->undecided)
    return TRUE;
  if (!write_mode (store, &session, name, mode, error))
    return FALSE;
  g_clear_pointer (&note->undecided, g_free);
  vf_session_write_notes (store, &session);
  return TRUE;
}
