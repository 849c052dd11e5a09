#include "config.h"

#include "store/store-session.h"

#include <glib/gi18n.h>

#include "connection/durable.h"
#include "error.h"
#include "store/folders.h"
#include "store/store-lock.h"

/**
 * vf_session_end:
 *
 * Lets another program at the store again; what was not written is forgotten.
 */
void
vf_session_end (VfSession *session)
{
  g_clear_pointer (&session->file, vf_service_file_free);
  g_clear_pointer (&session->notes, g_hash_table_unref);
  if (session->lock >= 0)
    vf_store_unlock (session->lock);
  session->lock = -1;
}

static VfServiceFile *
read_service_file (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &cause))
    return vf_service_file_parse (text, length, error);
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return vf_service_file_new ();
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static gboolean
session_read (VfStore *store, VfSession *session, GError **error)
{
  session->file = read_service_file (store->service_file, error);
  session->notes = vf_notes_read (store->notes_file);
  return session->file != NULL;
}

/* Both files are replaced whole, so reading is possible without the lock where it cannot be taken: nothing was ever
 * saved, or the disk is read-only. */
gboolean
vf_session_begin_reading (VfStore *store, VfSession *session, GError **error)
{
  session->lock
    = g_file_test (store->directory, G_FILE_TEST_IS_DIR) ? vf_store_lock (store->directory, FALSE, NULL) : -1;
  return session_read (store, session, error);
}

gboolean
vf_session_begin (VfStore *store, VfSession *session, GError **error)
{
  if (g_mkdir_with_parents (store->directory, 0700) != 0)
    return vf_durable_fail (error, store->directory);
  session->lock = vf_store_lock (store->directory, TRUE, error);
  if (session->lock < 0)
    return FALSE;
  vf_folders_sweep (store, g_get_real_time ());
  return session_read (store, session, error);
}

/**
 * vf_session_write:
 * @error: names the file, which is as it was then
 *
 * Blocks until the service file is on the disk.
 *
 * Returns: whether it is
 */
gboolean
vf_session_write (VfStore *store, VfSession *session, GError **error)
{
  g_autoptr (GBytes) bytes = vf_service_file_to_bytes (session->file);

  return vf_durable_replace (store->service_file, bytes, error);
}

/* Called once the service file has been written: it alone decides, and a lost note only asks for a new check. */
void
vf_session_write_notes (VfStore *store, VfSession *session)
{
  g_autoptr (GError) error = NULL;

  if (!vf_notes_write (store->notes_file, session->notes, &error))
    g_info ("%s", error->message);
}

gboolean
vf_session_require (const VfSession *session, const char *name, GError **error)
{
  if (vf_service_file_has (session->file, name))
    return TRUE;
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND, _ ("There is no connection “%s”."), name);
  return FALSE;
}

gboolean
vf_session_refuse (const VfSession *session, const char *name, GError **error)
{
  if (!vf_service_file_has (session->file, name))
    return TRUE;
  g_set_error (error, VF_ERROR, VF_ERROR_EXISTS, _ ("There is a connection “%s” already."), name);
  return FALSE;
}

VfNote *
vf_session_get_note (const VfSession *session, const char *name)
{
  VfNote *note = g_hash_table_lookup (session->notes, name);

  if (!note)
    {
      note = vf_note_new ();
      g_hash_table_insert (session->notes, g_strdup (name), note);
    }
  return note;
}

VfNote *
vf_session_steal_note (VfSession *session, const char *name)
{
  gpointer key = NULL;
  gpointer note = NULL;

  g_hash_table_steal_extended (session->notes, name, &key, &note);
  g_free (key);
  return note;
}
