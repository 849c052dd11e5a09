#include "config.h"

#include "store/removed.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "connection/durable.h"
#include "error.h"
#include "store/folders.h"
#include "store/store-private.h"

/* --- what is written beside the credentials --- */

/* The section as it was, and the header of the one that came after it: a service file, too. */
static GBytes *
kept_section (const VfRemoved *removed)
{
  GString *text = g_string_new (removed->text);

  if (removed->before)
    g_string_append_printf (text, "[%s]\n", removed->before);
  return g_string_free_to_bytes (text);
}

static gboolean
write_kept (const VfRemoved *removed, GError **error)
{
  g_autofree char *section = g_build_filename (removed->set_aside, VF_FOLDERS_KEPT_SECTION, NULL);
  g_autofree char *note = g_build_filename (removed->set_aside, VF_FOLDERS_KEPT_NOTE, NULL);
  g_autoptr (GBytes) bytes = kept_section (removed);
  g_autoptr (GHashTable) notes = g_hash_table_new (g_str_hash, g_str_equal);

  if (removed->note)
    g_hash_table_insert (notes, removed->name, removed->note);
  return vf_notes_write (note, notes, error) && vf_durable_replace (section, bytes, error);
}

/* There is no folder yet for what has no credentials. */
static gboolean
make_set_aside (VfStore *store, VfRemoved *removed, GError **error)
{
  g_autofree char *path = g_build_filename (store->folders, VF_FOLDERS_REMOVED "XXXXXX", NULL);

  if (removed->set_aside)
    return TRUE;
  if (g_mkdir_with_parents (store->folders, 0700) != 0 || !g_mkdtemp_full (path, 0700))
    return vf_durable_fail (error, path);
  g_clear_pointer (&removed->folder, g_free);
  removed->set_aside = g_steal_pointer (&path);
  return TRUE;
}

/**
 * vf_store_keep_removed:
 * @removed: what vf_store_remove() gave
 *
 * Leaves it to vf_store_find_kept() of this or another program, for a day.
 *
 * Returns: whether it is kept; else a %G_IO_ERROR, and freeing @removed still deletes the credentials
 */
gboolean
vf_store_keep_removed (VfStore *store, VfRemoved *removed, GError **error)
{
  g_auto (VfSession) session = { .lock = -1 };

  removed->kept = vf_session_begin (store, &session, error) && make_set_aside (store, removed, error)
                  && write_kept (removed, error);
  return removed->kept;
}

void
vf_removed_forget_kept (const VfRemoved *removed)
{
  if (!removed->kept)
    return;
  if (removed->folder)
    vf_folders_delete_kept (removed->folder);
  else
    vf_folders_delete_generations (removed->set_aside, NULL, NULL);
}

/* --- and read again --- */

static char *
folder_of (VfStore *store, const VfServiceFile *file, const char *name, const char *set_aside)
{
  g_autofree char *base = g_path_get_basename (set_aside);
  g_autofree char *id = g_build_filename (store->folders, base + strlen (VF_FOLDERS_REMOVED), NULL);
  const char *path = vf_service_file_get (file, name, "sslcert");

  return path && g_str_has_prefix (path, id) && path[strlen (id)] == '/' ? g_steal_pointer (&id) : NULL;
}

static VfNote *
read_note (const char *set_aside, const char *name)
{
  g_autofree char *path = g_build_filename (set_aside, VF_FOLDERS_KEPT_NOTE, NULL);
  g_autoptr (GHashTable) notes = vf_notes_read (path);
  const VfNote *note = g_hash_table_lookup (notes, name);

  return note ? vf_note_copy (note) : NULL;
}

/* (nullable): %NULL if something else lies there */
static VfRemoved *
read_kept (VfStore *store, const char *set_aside, const char *name)
{
  g_autofree char *path = g_build_filename (set_aside, VF_FOLDERS_KEPT_SECTION, NULL);
  g_autofree char *text = NULL;
  g_autoptr (VfServiceFile) file = NULL;
  g_auto (GStrv) names = NULL;
  VfRemoved *removed;
  gsize length;

  file = g_file_get_contents (path, &text, &length, NULL) ? vf_service_file_parse (text, length, NULL) : NULL;
  names = file ? vf_service_file_list (file) : NULL;
  if (!names || g_strcmp0 (names[0], name) != 0)
    return NULL;
  removed = g_new0 (VfRemoved, 1);
  removed->name = g_strdup (name);
  removed->before = g_strdup (names[1]);
  removed->note = read_note (set_aside, name);
  removed->folder = folder_of (store, file, name, set_aside);
  removed->set_aside = g_strdup (set_aside);
  removed->text = vf_service_file_remove (file, name);
  removed->kept = TRUE;
  return removed;
}

/* (element-type VfRemoved) (transfer container): all that are kept under @name, the last one first */
static GPtrArray *
list_kept (VfStore *store, const char *name)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_removed_free);
  g_auto (GStrv) folders = vf_folders_list_removed (store);

  for (guint i = 0; folders[i]; i++)
    {
      VfRemoved *removed = read_kept (store, folders[i], name);

      if (removed)
        g_ptr_array_add (list, removed);
    }
  return list;
}

/**
 * vf_store_find_kept:
 * @name: what it was called
 *
 * Returns: (transfer full) (nullable): for vf_store_restore(), the one that was deleted last; %VF_ERROR_NOT_FOUND
 */
VfRemoved *
vf_store_find_kept (VfStore *store, const char *name, GError **error)
{
  g_autoptr (GPtrArray) list = list_kept (store, name);
  const VfRemoved *last = list->len > 0 ? list->pdata[0] : NULL;

  if (last && !vf_folders_is_abandoned (last->set_aside, g_get_real_time ()))
    return g_ptr_array_steal_index (list, 0);
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_FOUND,
               /* Translators: %s is the name of a connection */
               _ ("There is no deleted connection “%s” to bring back; one is kept for a day."), name);
  return NULL;
}

/**
 * vf_store_erase_kept:
 * @name: what they were called
 *
 * Deletes all that is kept under that name, for good.
 *
 * Returns: whether there was any
 */
gboolean
vf_store_erase_kept (VfStore *store, const char *name)
{
  g_autoptr (GPtrArray) list = list_kept (store, name);

  for (guint i = 0; i < list->len; i++)
    ((VfRemoved *) g_ptr_array_index (list, i))->kept = FALSE;
  return list->len > 0;
}

/**
 * vf_removed_free:
 *
 * Deletes the credentials for good, unless they were put back or are kept.
 */
void
vf_removed_free (VfRemoved *removed)
{
  if (removed->set_aside && !removed->kept)
    vf_folders_delete_generations (removed->set_aside, NULL, NULL);
  g_clear_pointer (&removed->note, vf_note_free);
  g_free (removed->name);
  g_free (removed->before);
  g_free (removed->text);
  g_free (removed->folder);
  g_free (removed->set_aside);
  g_free (removed);
}
