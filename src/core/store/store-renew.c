/* Another set of certificates for a saved connection.  Each set is a generation, a folder of its own; the service file
 * names one of them, and renaming that file into place is the one step in which the sets change. */

#include "config.h"

#include <glib/gi18n.h>

#include "connection/key-folder.h"
#include "error.h"
#include "store/folders.h"
#include "store/saved-private.h"
#include "store/store-private.h"

/* What a renewal works on; clear it with renewal_clear(). */
typedef struct
{
  VfSession session;
  char *generation; /* that is used now */
  VfConnection *connection;
} Renewal;

static void
renewal_clear (Renewal *renewal)
{
  vf_session_end (&renewal->session);
  g_free (renewal->generation);
  g_clear_pointer (&renewal->connection, vf_connection_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renewal, renewal_clear)

static gboolean
renewal_load (Renewal *renewal, VfStore *store, const char *name, GError **error)
{
  VfSession *session = &renewal->session;

  if (!vf_session_require (session, name, error))
    return FALSE;
  renewal->generation = vf_stored_get_folder (session->file, name, store->folders);
  if (!renewal->generation)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
                   _ ("“%s” was not saved by Verifull. Check it and save it first."), name);
      return FALSE;
    }
  renewal->connection
    = vf_stored_load (session->file, name, store->folders, g_hash_table_lookup (session->notes, name), error);
  return renewal->connection != NULL;
}

static void
note_renewed (VfStore *store, VfSession *session, const char *name, VfConnection *connection, VfReport *report)
{
  g_autofree char *settings = vf_saved_fingerprint (session->file, name);
  VfNote *note = g_hash_table_lookup (session->notes, name);

  if (!note)
    {
      note = vf_note_new ();
      g_hash_table_insert (session->notes, g_strdup (name), note);
    }
  if (report)
    vf_note_report (note, report, vf_saved_client_expires (connection), g_get_real_time () / G_USEC_PER_SEC, settings);
  vf_session_write_notes (store, session);
}

/* The generations that are still of use. */
static void
keep_only (const char *generation, const char *previous)
{
  g_autofree char *folder = g_path_get_dirname (generation);
  g_autofree char *number = g_path_get_basename (generation);
  g_autofree char *before = previous ? g_path_get_basename (previous) : NULL;

  vf_folders_delete_generations (folder, number, before);
}

/**
 * vf_store_renew:
 * @name: a connection that vf_store_save() saved
 * @credentials: what it uses from now on
 * @key_passphrase: (nullable): what the client key was opened with; it stays encrypted with it
 * @report: (nullable): the check that proved it
 *
 * Whatever happens, the old set is there or the new one; the old one can be taken up again until the next renewal.
 *
 * Returns: whether it was renewed; else everything is as before.  %VF_ERROR_NOT_FOUND, also for a section that somebody
 *   wrote by hand; %VF_ERROR_LOCKED for the key, %G_IO_ERROR for the disk
 */
gboolean
vf_store_renew (VfStore *store, const char *name, VfCredentials *credentials, SecretValue *key_passphrase,
                VfReport *report, GError **error)
{
  g_auto (Renewal) renewal = { .session.lock = -1 };
  g_autoptr (VfConnection) renewed = NULL;
  g_autofree char *generation = NULL;

  if (!vf_session_begin (store, &renewal.session, error) || !renewal_load (&renewal, store, name, error))
    return FALSE;
  renewed = vf_connection_with_credentials (renewal.connection, credentials);
  generation = vf_folders_new_generation (store, &renewal.session, name);
  if (!vf_key_folder_write (generation, credentials, key_passphrase, error)
      || !vf_stored_write (store, &renewal.session, name, generation, renewed, error))
    {
      vf_folders_drop_generation (generation);
      return FALSE;
    }
  note_renewed (store, &renewal.session, name, renewed, report);
  keep_only (generation, renewal.generation);
  return TRUE;
}

static char *
require_previous (const Renewal *renewal, const char *name, GError **error)
{
  char *previous = vf_folders_find_previous (renewal->generation);

  if (!previous)
    /* Translators: %s: name of a saved connection */
    g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND, _ ("No certificates from before are kept for “%s”."), name);
  return previous;
}

static VfConnection *
load_previous (const Renewal *renewal, const char *generation, GError **error)
{
  g_autoptr (VfCredentials) credentials = vf_stored_read_folder (generation, error);

  return credentials ? vf_connection_with_credentials (renewal->connection, credentials) : NULL;
}

/**
 * vf_store_load_previous:
 * @name: a saved connection
 *
 * Returns: (transfer full) (nullable): the connection with the certificates from before its last renewal;
 *   %VF_ERROR_NOT_FOUND if there are none, %VF_ERROR_UNREADABLE
 */
VfConnection *
vf_store_load_previous (VfStore *store, const char *name, GError **error)
{
  g_auto (Renewal) renewal = { .session.lock = -1 };
  g_autofree char *previous = NULL;

  if (!vf_session_begin_reading (store, &renewal.session, error) || !renewal_load (&renewal, store, name, error))
    return NULL;
  previous = require_previous (&renewal, name, error);
  return previous ? load_previous (&renewal, previous, error) : NULL;
}

/**
 * vf_store_take_back:
 * @name: a saved connection
 * @report: (nullable): a check with the certificates from before
 *
 * Returns: whether the certificates from before the last renewal are used again; then the renewed ones are gone.
 *   %VF_ERROR_NOT_FOUND if there are none, %VF_ERROR_UNREADABLE, %G_IO_ERROR
 */
gboolean
vf_store_take_back (VfStore *store, const char *name, VfReport *report, GError **error)
{
  g_auto (Renewal) renewal = { .session.lock = -1 };
  g_autoptr (VfConnection) before = NULL;
  g_autofree char *previous = NULL;

  if (!vf_session_begin (store, &renewal.session, error) || !renewal_load (&renewal, store, name, error))
    return FALSE;
  previous = require_previous (&renewal, name, error);
  before = previous ? load_previous (&renewal, previous, error) : NULL;
  if (!before || !vf_stored_write (store, &renewal.session, name, previous, before, error))
    return FALSE;
  note_renewed (store, &renewal.session, name, before, report);
  keep_only (previous, NULL);
  return TRUE;
}
