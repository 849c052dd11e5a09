#include "config.h"

#include "export/saved-source.h"

#include "sandbox.h"

struct _VfSavedSource
{
  VfStore *store;
  VfSaved *saved;
  VfConnection *connection;
  VfKeyFolder *folder;
  char *lasting;
};

/* (nullable) */
static char *
find_lasting (VfKeyFolder *folder)
{
  g_autofree char *path = g_path_get_dirname (vf_key_folder_get_files (folder)->none);
  g_autofree char *name = g_path_get_basename (path);

  return g_str_equal (name, VF_STORE_CURRENT) ? g_steal_pointer (&path) : NULL;
}

/**
 * vf_saved_source_load:
 * @name: of a saved connection
 *
 * Returns: (transfer full) (nullable): the connection as it is kept; %NULL with %VF_ERROR_NOT_FOUND, or why it cannot be
 *   read
 */
VfSavedSource *
vf_saved_source_load (VfStore *store, const char *name, GError **error)
{
  g_autoptr (VfSavedSource) self = g_atomic_rc_box_new0 (VfSavedSource);

  self->store = vf_store_ref (store);
  self->saved = vf_store_find (store, name, error);
  self->connection = self->saved ? vf_store_load (store, name, error) : NULL;
  self->folder = self->connection ? vf_store_open_credentials (store, name, error) : NULL;
  if (!self->folder)
    return NULL;
  self->lasting = find_lasting (self->folder);
  return g_steal_pointer (&self);
}

static void
clear (gpointer data)
{
  VfSavedSource *self = data;

  g_clear_pointer (&self->store, vf_store_unref);
  g_clear_pointer (&self->saved, vf_saved_unref);
  g_clear_pointer (&self->connection, vf_connection_unref);
  g_clear_pointer (&self->folder, vf_key_folder_free);
  g_free (self->lasting);
}

VfSavedSource *
vf_saved_source_ref (VfSavedSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vf_saved_source_unref (VfSavedSource *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * vf_saved_source_get_saved:
 *
 * Returns: (transfer none): as the store lists it
 */
VfSaved *
vf_saved_source_get_saved (const VfSavedSource *self)
{
  return self->saved;
}

/**
 * vf_saved_source_get_connection:
 *
 * Returns: (transfer none): as it was read from the store
 */
VfConnection *
vf_saved_source_get_connection (const VfSavedSource *self)
{
  return self->connection;
}

gboolean
vf_saved_source_is_locked (const VfSavedSource *self)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (self->connection));

  return key && vf_private_key_is_locked (key);
}

/**
 * vf_saved_source_note_saved:
 * @place: absolute path of the folder, or of the one file
 *
 * A renewal names it then.  Blocks for as long as a disk takes.
 */
void
vf_saved_source_note_saved (const VfSavedSource *self, const VfDestination *destination, const VfExport *export,
                            const char *place)
{
  if (vf_export_is_copy (export))
    vf_store_note_copy (self->store, vf_saved_get_name (self->saved), destination->id, place);
}

/**
 * vf_saved_source_describe:
 * @now: seconds since the epoch
 *
 * Returns: what an export is made of; passwords and a folder are the caller's to add
 */
VfExportSource
vf_saved_source_describe (const VfSavedSource *self, gint64 now)
{
  return (VfExportSource){
    .name = vf_saved_get_name (self->saved),
    .connection = self->connection,
    .files = vf_key_folder_get_files (self->folder),
    .lasting = self->lasting,
    .service_file = vf_store_get_service_file (self->store),
    .now = now,
    .expires = vf_saved_get_expires (self->saved),
    .in_flatpak = vf_in_flatpak (NULL),
  };
}
