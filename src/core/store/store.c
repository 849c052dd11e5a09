#include "config.h"

#include "store/store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "connection/durable.h"
#include "connection/key-folder.h"
#include "error.h"
#include "store/saved-private.h"
#include "store/store-lock.h"
#include "store/store-private.h"

/* seconds that a removed folder waits for an undo that will not come, because its program ended */
#define ABANDONED (24 * 60 * 60)
#define REMOVED ".removed-"

struct _VfStore
{
  char *directory;
  char *service_file;
  char *notes_file;
  char *folders;
};

struct _VfRemoved
{
  char *name;
  char *before;
  char *text;
  VfNote *note;
  char *folder;     /* <folders>/<id>, or NULL */
  char *set_aside;  /* where it is until then */
};

/* What is on disk, while the lock is held. */
typedef struct
{
  int lock;
  VfServiceFile *file;
  GHashTable *notes;
} Session;

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

static void
session_end (Session *session)
{
  g_clear_pointer (&session->file, vf_service_file_free);
  g_clear_pointer (&session->notes, g_hash_table_unref);
  if (session->lock >= 0)
    vf_store_unlock (session->lock);
  session->lock = -1;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_end)

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
session_read (VfStore *store, Session *session, GError **error)
{
  session->file = read_service_file (store->service_file, error);
  session->notes = vf_notes_read (store->notes_file);
  return session->file != NULL;
}

/* Both files are replaced whole, so reading is possible without the lock where it cannot be taken: nothing was ever
 * saved, or the disk is read-only. */
static gboolean
session_begin_reading (VfStore *store, Session *session, GError **error)
{
  session->lock = g_file_test (store->directory, G_FILE_TEST_IS_DIR) ? vf_store_lock (store->directory, FALSE, NULL) : -1;
  return session_read (store, session, error);
}

static gboolean
session_begin (VfStore *store, Session *session, GError **error)
{
  if (g_mkdir_with_parents (store->directory, 0700) != 0)
    return vf_durable_fail (error, store->directory);
  session->lock = vf_store_lock (store->directory, TRUE, error);
  return session->lock >= 0 && session_read (store, session, error);
}

static gboolean
session_write (VfStore *store, Session *session, GError **error)
{
  g_autoptr (GBytes) bytes = vf_service_file_to_bytes (session->file);

  return vf_durable_replace (store->service_file, bytes, error);
}

/* Called once the service file has been written: it alone decides, and a lost note only asks for a new check. */
static void
session_write_notes (VfStore *store, Session *session)
{
  g_autoptr (GError) error = NULL;

  if (!vf_notes_write (store->notes_file, session->notes, &error))
    g_info ("%s", error->message);
}

static gboolean
require_section (const Session *session, const char *name, GError **error)
{
  if (vf_service_file_has (session->file, name))
    return TRUE;
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND, _ ("There is no connection “%s”."), name);
  return FALSE;
}

static gboolean
refuse_section (const Session *session, const char *name, GError **error)
{
  if (!vf_service_file_has (session->file, name))
    return TRUE;
  g_set_error (error, VF_ERROR, VF_ERROR_EXISTS, _ ("There is a connection “%s” already."), name);
  return FALSE;
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
  g_auto (Session) session = { .lock = -1 };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_saved_unref);
  g_auto (GStrv) names = NULL;

  if (!session_begin_reading (store, &session, error))
    return NULL;
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
  g_auto (Session) session = { .lock = -1 };
  VfSaved *saved;

  if (!session_begin_reading (store, &session, error) || !require_section (&session, name, error))
    return NULL;
  saved = vf_saved_new (session.file, name, g_hash_table_lookup (session.notes, name));
  if (!saved)
    g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
                 _ ("“%s” does not use one of the three modes Require, Verify-CA and Verify-Full."), name);
  return saved;
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
  g_auto (Session) session = { .lock = -1 };

  if (!session_begin_reading (store, &session, error) || !require_section (&session, name, error))
    return NULL;
  return vf_stored_load (session.file, name, store->folders, g_hash_table_lookup (session.notes, name), error);
}

static void
append_clean (GString *name, const char *text)
{
  for (const char *c = text; *c; c++)
    if (g_ascii_isalnum (*c) || strchr ("._-", *c))
      g_string_append_c (name, g_ascii_tolower (*c));
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
}

/* A word that needs no quotes after service=. */
static char *
base_name (const VfTarget *target)
{
  const char *host = vf_target_get_host (target);
  const char *dbname = vf_target_get_dbname (target);
  gboolean address = host && g_hostname_is_ip_address (host);
  g_autofree char *label = g_strndup (host ? host : "", address ? strlen (host) : strcspn (host ? host : "", "."));
  GString *name = g_string_new (NULL);

  if (dbname && !g_str_equal (dbname, "postgres"))
    {
      append_clean (name, dbname);
      g_string_append_c (name, '-');
    }
  append_clean (name, label);
  while (name->len > 0 && (name->str[name->len - 1] == '-' || name->len > 60))
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, "connection");
  return g_string_free (name, FALSE);
}

/**
 * vf_store_suggest_name:
 *
 * Returns: (transfer full): a name that is free now and needs no quotes in a shell
 */
char *
vf_store_suggest_name (VfStore *store, const VfTarget *target)
{
  g_auto (Session) session = { .lock = -1 };
  g_autofree char *base = base_name (target);
  char *name = g_strdup (base);

  if (!session_begin_reading (store, &session, NULL))
    return name;
  for (guint i = 2; vf_service_file_has (session.file, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }
  return name;
}

/* Deletes <folders>/<id> with all its generations, or all but one. */
static void
delete_generations (const char *folder, const char *but)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_strcmp0 (name, but) != 0)
      {
        g_autofree char *generation = g_build_filename (folder, name, NULL);

        vf_key_folder_delete (generation);
      }
  if (!but)
    g_rmdir (folder);
}

/* Folders that were set aside for an undo by a program that ended without deciding. */
static void
sweep (VfStore *store)
{
  g_autoptr (GDir) dir = g_dir_open (store->folders, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *folder = g_build_filename (store->folders, name, NULL);
      GStatBuf info;

      if (g_str_has_prefix (name, REMOVED) && g_lstat (folder, &info) == 0 && info.st_ctime < now - ABANDONED)
        delete_generations (folder, NULL);
    }
}

static guint
next_generation (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint next = 1;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    next = MAX (next, (guint) g_ascii_strtoull (name, NULL, 10) + 1);
  return next;
}

/* The folder for what is saved under @name now: a new generation of its own folder, or of a new one. */
static char *
new_folder (VfStore *store, const Session *session, const char *name)
{
  g_autofree char *old = vf_stored_get_folder (session->file, name, store->folders);
  g_autofree char *random = g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *folder = old ? g_path_get_dirname (old) : g_build_filename (store->folders, random, NULL);

  return g_strdup_printf ("%s/%u", folder, next_generation (folder));
}

static gint64
client_expires (VfConnection *connection)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_connection_get_credentials (connection));

  return chain->len > 0 ? vf_certificate_get_not_after (g_ptr_array_index (chain, 0)) : 0;
}

static void
note_saved (Session *session, const char *name, VfConnection *connection, VfReport *report)
{
  g_autofree char *settings = vf_saved_fingerprint (session->file, name);
  VfNote *note = vf_note_new ();

  note->system_authorities = vf_connection_get_system_authorities (connection);
  if (report)
    vf_note_report (note, report, client_expires (connection), g_get_real_time () / G_USEC_PER_SEC, settings);
  g_hash_table_insert (session->notes, g_strdup (name), note);
}

/* The credentials are there before the service file names them, and go again if it cannot. */
static gboolean
write_connection (VfStore *store, Session *session, const char *name, const char *generation, VfConnection *connection,
                  GError **error)
{
  g_autoptr (VfKeyFolder) folder = vf_key_folder_open (generation);
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, vf_key_folder_get_files (folder));

  return vf_service_file_set (session->file, name, keywords, error) && session_write (store, session, error);
}

static void
drop_generation (const char *generation)
{
  g_autofree char *folder = g_path_get_dirname (generation);

  vf_key_folder_delete (generation);
  g_rmdir (folder);
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
vf_store_save (VfStore *store, const char *name, VfConnection *connection, SecretValue *key_passphrase,
               VfReport *report, gboolean replace, GError **error)
{
  g_auto (Session) session = { .lock = -1 };
  g_autofree char *generation = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *number = NULL;

  if (!vf_target_check (vf_connection_get_target (connection), error) || !session_begin (store, &session, error)
      || (!replace && !refuse_section (&session, name, error)))
    return FALSE;
  generation = new_folder (store, &session, name);
  if (!vf_key_folder_write (generation, vf_connection_get_credentials (connection), key_passphrase, error)
      || !write_connection (store, &session, name, generation, connection, error))
    {
      drop_generation (generation);
      return FALSE;
    }
  note_saved (&session, name, connection, report);
  session_write_notes (store, &session);
  folder = g_path_get_dirname (generation);
  number = g_path_get_basename (generation);
  delete_generations (folder, number);
  sweep (store);
  return TRUE;
}

/* Of the client certificate that lies in the store. */
static gint64
saved_client_expires (VfStore *store, const Session *session, const char *name)
{
  g_autoptr (VfConnection) connection = vf_stored_load (session->file, name, store->folders, NULL, NULL);

  return connection ? client_expires (connection) : 0;
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
  g_auto (Session) session = { .lock = -1 };
  g_autofree char *settings = NULL;
  VfNote *note;

  if (!session_begin (store, &session, error) || !require_section (&session, name, error))
    return FALSE;
  note = g_hash_table_lookup (session.notes, name);
  if (!note)
    {
      note = vf_note_new ();
      g_hash_table_insert (session.notes, g_strdup (name), note);
    }
  settings = vf_saved_fingerprint (session.file, name);
  vf_note_report (note, report, saved_client_expires (store, &session, name), g_get_real_time () / G_USEC_PER_SEC,
                  settings);
  return vf_notes_write (store->notes_file, session.notes, error);
}

static VfNote *
steal_note (Session *session, const char *name)
{
  gpointer key = NULL;
  gpointer note = NULL;

  g_hash_table_steal_extended (session->notes, name, &key, &note);
  g_free (key);
  return note;
}

/**
 * vf_store_rename:
 *
 * Returns: whether it was renamed; %VF_ERROR_NOT_FOUND, %VF_ERROR_EXISTS, %VF_ERROR_SYNTAX, %G_IO_ERROR
 */
gboolean
vf_store_rename (VfStore *store, const char *name, const char *new_name, GError **error)
{
  g_auto (Session) session = { .lock = -1 };
  VfNote *note;

  if (!session_begin (store, &session, error) || !vf_service_file_rename (session.file, name, new_name, error)
      || !session_write (store, &session, error))
    return FALSE;
  note = steal_note (&session, name);
  if (note)
    g_hash_table_insert (session.notes, g_strdup (new_name), note);
  session_write_notes (store, &session);
  return TRUE;
}

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
  removed->set_aside = g_strconcat (parent, "/" REMOVED, id, NULL);
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
  g_auto (Session) session = { .lock = -1 };
  g_autoptr (VfRemoved) removed = g_new0 (VfRemoved, 1);
  g_autofree char *generation = NULL;

  if (!session_begin (store, &session, error) || !require_section (&session, name, error))
    return NULL;
  generation = vf_stored_get_folder (session.file, name, store->folders);
  removed->name = g_strdup (name);
  removed->before = name_after (session.file, name);
  removed->text = vf_service_file_remove (session.file, name);
  if (!session_write (store, &session, error))
    return NULL;
  removed->note = steal_note (&session, name);
  session_write_notes (store, &session);
  set_aside (removed, generation);
  sweep (store);
  return g_steal_pointer (&removed);
}

/* The files come back first, so that the section never names what is not there. */
static gboolean
put_back (VfStore *store, Session *session, VfRemoved *removed, GError **error)
{
  if (removed->set_aside && !vf_durable_rename (removed->set_aside, removed->folder, error))
    return FALSE;
  vf_service_file_put_back (session->file, removed->text, removed->before);
  if (session_write (store, session, error))
    return TRUE;
  if (removed->set_aside)
    vf_durable_rename (removed->folder, removed->set_aside, NULL);
  return FALSE;
}

/**
 * vf_store_restore:
 * @removed: what vf_store_remove() gave; it is still to be freed, and deletes nothing then
 *
 * Returns: whether it is back; %VF_ERROR_EXISTS if the name has been taken meanwhile, %G_IO_ERROR
 */
gboolean
vf_store_restore (VfStore *store, VfRemoved *removed, GError **error)
{
  g_auto (Session) session = { .lock = -1 };

  g_return_val_if_fail (removed->text, FALSE);

  if (!session_begin (store, &session, error) || !refuse_section (&session, removed->name, error)
      || !put_back (store, &session, removed, error))
    return FALSE;
  if (removed->note)
    g_hash_table_insert (session.notes, g_strdup (removed->name), g_steal_pointer (&removed->note));
  session_write_notes (store, &session);
  g_clear_pointer (&removed->text, g_free);
  g_clear_pointer (&removed->set_aside, g_free);
  return TRUE;
}

/**
 * vf_removed_free:
 *
 * Deletes the credentials for good, unless they were put back.
 */
void
vf_removed_free (VfRemoved *removed)
{
  if (removed->set_aside)
    delete_generations (removed->set_aside, NULL);
  g_clear_pointer (&removed->note, vf_note_free);
  g_free (removed->name);
  g_free (removed->before);
  g_free (removed->text);
  g_free (removed->folder);
  g_free (removed->set_aside);
  g_free (removed);
}
