#include "config.h"

#include "store/store.h"

#include <glib/gi18n.h>

#include "connection/key-folder.h"
#include "error.h"
#include "store/folders.h"
#include "store/saved-private.h"
#include "store/store-private.h"

/**
 * vf_store_new:
 * @directory: (nullable): absolute path; %NULL for $XDG_DATA_HOME/verifull
 *
 * Touches nothing on disk.
 *
 * Returns: (transfer full): the store
 */
VfStore *
vf_store_new (const char *directory)
{
  VfStore *store = g_atomic_rc_box_new0 (VfStore);

  store->directory = directory ? g_strdup (directory) : g_build_filename (g_get_user_data_dir (), "verifull", NULL);
  store->service_file = g_build_filename (store->directory, "pg_service.conf", NULL);
  store->notes_file = g_build_filename (store->directory, "connections.json", NULL);
  store->folders = g_build_filename (store->directory, "credentials", NULL);
  return store;
}

VfStore *
vf_store_ref (VfStore *store)
{
  return g_atomic_rc_box_acquire (store);
}

static void
store_clear (gpointer data)
{
  VfStore *store = data;

  g_free (store->directory);
  g_free (store->service_file);
  g_free (store->notes_file);
  g_free (store->folders);
}

void
vf_store_unref (VfStore *store)
{
  g_atomic_rc_box_release_full (store, store_clear);
}

/**
 * vf_store_get_directory:
 *
 * Returns: (transfer none): path of the folder that holds the service file and the credentials
 */
const char *
vf_store_get_directory (const VfStore *store)
{
  return store->directory;
}

/**
 * vf_store_get_service_file:
 *
 * Returns: (transfer none): the path that psql takes as PGSERVICEFILE
 */
const char *
vf_store_get_service_file (const VfStore *store)
{
  return store->service_file;
}

/**
 * vf_store_list:
 *
 * Sections that do not use one of the three modes are somebody else's and are left out.
 *
 * Returns: (transfer container) (element-type VfSaved) (nullable): the saved connections, in the order of the file
 */
GPtrArray *
vf_store_list (VfStore *store, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_saved_unref);
  g_auto (GStrv) names = NULL;

  if (!vf_session_begin_reading (store, &session, error))
    return NULL;
  vf_service_file_index (session.file);
  names = vf_service_file_list (session.file);
  for (guint i = 0; names[i]; i++)
    {
      VfSaved *saved = vf_saved_new (session.file, names[i], g_hash_table_lookup (session.notes, names[i]));

      if (saved)
        g_ptr_array_add (list, saved);
    }
  return g_steal_pointer (&list);
}

/**
 * vf_store_find:
 *
 * Returns: (transfer full) (nullable): the saved connection, or %NULL with %VF_ERROR_NOT_FOUND
 */
VfSaved *
vf_store_find (VfStore *store, const char *name, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfSaved *saved;

  if (!vf_session_begin_reading (store, &session, error) || !vf_session_require (&session, name, error))
    return NULL;
  saved = vf_saved_new (session.file, name, g_hash_table_lookup (session.notes, name));
  if (!saved)
    g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
                 _ ("“%s” does not use one of the three modes Require, Verify-CA and Verify-Full."), name);
  return saved;
}

/**
 * vf_store_uses_target:
 * @target: where a connection goes that was saved once
 *
 * The keyring knows targets, not names, so connections to the same one share its secrets: they may go from there only
 * when none is left.  Blocks; any thread.
 *
 * Returns: whether a saved connection goes there; %TRUE also if the list cannot be read, because nobody knows then
 */
gboolean
vf_store_uses_target (VfStore *store, const VfTarget *target)
{
  g_autoptr (GPtrArray) list = vf_store_list (store, NULL);

  for (guint i = 0; list && i < list->len; i++)
    if (vf_target_equal (vf_saved_get_target (g_ptr_array_index (list, i)), target))
      return TRUE;
  return list == NULL;
}

/**
 * vf_store_load:
 *
 * Returns: (transfer full) (nullable): the connection with its credentials; its key is locked if it came encrypted.
 *   %VF_ERROR_NOT_FOUND, %VF_ERROR_UNREADABLE for damaged files, %VF_ERROR_SYNTAX or %VF_ERROR_NOT_EXPRESSIBLE for a
 *   section that somebody wrote by hand
 */
VfConnection *
vf_store_load (VfStore *store, const char *name, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };

  if (!vf_session_begin_reading (store, &session, error) || !vf_session_require (&session, name, error))
    return NULL;
  return vf_stored_load (session.file, name, store->folders, g_hash_table_lookup (session.notes, name), error);
}

/* What was saved before there were such links has none, and a program that was killed leaves one behind. */
static char *
point_again (VfStore *store, const char *name)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autofree char *folder = NULL;

  if (!vf_session_begin (store, &session, NULL))
    return NULL;
  folder = vf_stored_get_folder (session.file, name, store->folders);
  return folder && vf_folders_point (folder) ? vf_folders_get_current (folder) : NULL;
}

/**
 * vf_store_open_credentials:
 *
 * Returns: (transfer full) (nullable): where the files of a saved connection lie, for other programs to know: the path
 *   stays the same when they are renewed, unless the disk knows no links; %VF_ERROR_NOT_FOUND, also for a section that
 *   somebody wrote by hand, whose files lie anywhere
 */
VfKeyFolder *
vf_store_open_credentials (VfStore *store, const char *name, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autofree char *folder = NULL;
  g_autofree char *current = NULL;

  if (!vf_session_begin_reading (store, &session, error) || !vf_session_require (&session, name, error))
    return NULL;
  folder = vf_stored_get_folder (session.file, name, store->folders);
  if (folder)
    {
      current = vf_folders_get_current (folder);
      vf_session_end (&session);
      if (!current)
        current = point_again (store, name);
      return vf_key_folder_open (current ? current : folder);
    }
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
               _ ("“%s” was not saved by Verifull. Check it and save it first."), name);
  return NULL;
}

static void
note_saved (VfSession *session, const char *name, VfConnection *connection, VfReport *report)
{
  g_autofree char *settings = vf_saved_fingerprint (session->file, name);
  const VfNote *before = g_hash_table_lookup (session->notes, name);
  VfNote *note = vf_note_new ();

  note->system_authorities = vf_connection_get_system_authorities (connection);
  if (before && before->server)
    vf_note_set_server (note, before->server);
  note->provider = before ? g_strdup (before->provider) : NULL;
  if (report)
    vf_note_report (note, report, vf_saved_client_expires (connection), g_get_real_time () / G_USEC_PER_SEC, settings);
  g_hash_table_insert (session->notes, g_strdup (name), note);
}

/* The credentials are there before the service file names them, and go again if it cannot. */
gboolean
vf_stored_write (VfStore *store,
                 VfSession *session,
                 const char *name,
                 const char *generation,
                 VfConnection *connection,
                 GError **error)
{
  g_autoptr (VfKeyFolder) folder = vf_key_folder_open (generation);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, vf_key_folder_get_files (folder));

  if (!vf_service_file_set (session->file, name, keywords, error) || !vf_session_write (store, session, error))
    return FALSE;
  vf_folders_point (generation);
  return TRUE;
}

/**
 * vf_store_save:
 * @name: the section's name
 * @key_passphrase: (nullable): what the client key was opened with; it stays encrypted with it
 * @report: (nullable): the check that proved it
 * @replace: whether a connection of that name is replaced
 *
 * Returns: whether it was saved; else everything is as before.  %VF_ERROR_EXISTS, %VF_ERROR_SYNTAX for the name,
 *   %VF_ERROR_NOT_EXPRESSIBLE for a value, %VF_ERROR_LOCKED for the key, %G_IO_ERROR for the disk
 */
gboolean
vf_store_save (VfStore *store,
               const char *name,
               VfConnection *connection,
               SecretValue *key_passphrase,
               VfReport *report,
               gboolean replace,
               GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autofree char *generation = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *number = NULL;

  if (!vf_target_check (vf_connection_get_target (connection), error) || !vf_session_begin (store, &session, error)
      || (!replace && !vf_session_refuse (&session, name, error)))
    return FALSE;
  generation = vf_folders_new_generation (store, &session, name);
  if (!vf_key_folder_write (generation, vf_connection_get_credentials (connection), key_passphrase, error)
      || !vf_stored_write (store, &session, name, generation, connection, error))
    {
      vf_folders_drop_generation (generation);
      return FALSE;
    }
  note_saved (&session, name, connection, report);
  vf_session_write_notes (store, &session);
  folder = g_path_get_dirname (generation);
  number = g_path_get_basename (generation);
  vf_folders_delete_generations (folder, number, NULL);
  return TRUE;
}

/* Of the client certificate that lies in the store. */
static gint64
saved_client_expires (VfStore *store, const VfSession *session, const char *name)
{
  g_autoptr (VfConnection) connection = vf_stored_load (session->file, name, store->folders, NULL, NULL);

  return connection ? vf_saved_client_expires (connection) : 0;
}

/**
 * vf_store_note_check:
 * @report: a check of the connection as it is saved
 *
 * Returns: whether it was put down; %VF_ERROR_NOT_FOUND, %G_IO_ERROR
 */
gboolean
vf_store_note_check (VfStore *store, const char *name, VfReport *report, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  g_autofree char *settings = NULL;
  VfNote *note;

  if (!vf_session_begin (store, &session, error) || !vf_session_require (&session, name, error))
    return FALSE;
  note = vf_session_get_note (&session, name);
  settings = vf_saved_fingerprint (session.file, name);
  vf_note_report (note, report, saved_client_expires (store, &session, name), g_get_real_time () / G_USEC_PER_SEC,
                  settings);
  return vf_notes_write (store->notes_file, session.notes, error);
}

/**
 * vf_store_note_provider:
 * @name: of a saved connection
 * @provider: whose archive it was saved with
 *
 * A bare address says nothing about its provider.  What cannot be noted is only logged: it is advice.
 */
void
vf_store_note_provider (VfStore *store, const char *name, const VfProvider *provider)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfNote *note;

  if (!vf_session_begin (store, &session, NULL) || !vf_session_require (&session, name, NULL))
    return;
  note = vf_session_get_note (&session, name);
  g_free (note->provider);
  note->provider = g_strdup (vf_provider_get_id (provider));
  vf_session_write_notes (store, &session);
}

/**
 * vf_store_rename:
 *
 * Returns: whether it was renamed; %VF_ERROR_NOT_FOUND, %VF_ERROR_EXISTS, %VF_ERROR_SYNTAX, %G_IO_ERROR
 */
gboolean
vf_store_rename (VfStore *store, const char *name, const char *new_name, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };
  VfNote *note;

  if (!vf_session_begin (store, &session, error) || !vf_service_file_rename (session.file, name, new_name, error)
      || !vf_session_write (store, &session, error))
    return FALSE;
  note = vf_session_steal_note (&session, name);
  if (note)
    g_hash_table_insert (session.notes, g_strdup (new_name), note);
  vf_session_write_notes (store, &session);
  return TRUE;
}
