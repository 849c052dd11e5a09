#include "config.h"

#include "store/folders.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connection/durable.h"
#include "connection/key-folder.h"
#include "store/store-private.h"

/* microseconds that a removed folder waits for an undo, also of a program that has ended since */
#define ABANDONED (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* a link that is being made; what a program left that was killed is made anew */
#define NEW_LINK VF_STORE_CURRENT ".new"

/* One is never gone through: what it leads to is a generation that is still used. */
static gboolean
is_link (const char *name)
{
  return g_str_equal (name, VF_STORE_CURRENT) || g_str_equal (name, NEW_LINK);
}

/* Takes away what says how to put a connection back. */
void
vf_folders_delete_kept (const char *folder)
{
  g_autofree char *section = g_build_filename (folder, VF_FOLDERS_KEPT_SECTION, NULL);
  g_autofree char *note = g_build_filename (folder, VF_FOLDERS_KEPT_NOTE, NULL);

  g_unlink (section);
  g_unlink (note);
}

/* Deletes <folders>/<id> with all its generations, or all but one or two. */
void
vf_folders_delete_generations (const char *folder, const char *but, const char *also)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_strcmp0 (name, but) != 0 && g_strcmp0 (name, also) != 0)
      {
        g_autofree char *generation = g_build_filename (folder, name, NULL);

        if (!is_link (name))
          vf_key_folder_delete (generation);
        else if (!but)
          g_unlink (generation);
      }
  if (but)
    return;
  vf_folders_delete_kept (folder);
  g_rmdir (folder);
}

/* when it was set aside, in microseconds; 0: it is gone */
static gint64
set_aside_at (const char *folder)
{
  GStatBuf info;

  return g_lstat (folder, &info) == 0 ? (gint64) info.st_ctim.tv_sec * G_USEC_PER_SEC + info.st_ctim.tv_nsec / 1000 : 0;
}

static int
compare_set_aside (gconstpointer a, gconstpointer b)
{
  gint64 first = set_aside_at (*(const char *const *) a);
  gint64 second = set_aside_at (*(const char *const *) b);

  return first > second ? -1 : first < second;
}

char **
vf_folders_list_removed (VfStore *store)
{
  g_autoptr (GDir) dir = g_dir_open (store->folders, 0, NULL);
  GPtrArray *list = g_ptr_array_new ();
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, VF_FOLDERS_REMOVED))
      g_ptr_array_add (list, g_build_filename (store->folders, name, NULL));
  g_ptr_array_sort (list, compare_set_aside);
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

/* Whether it is too late for an undo, also before it is swept. */
gboolean
vf_folders_is_abandoned (const char *folder, gint64 now)
{
  return set_aside_at (folder) < now - ABANDONED;
}

/* Folders that were set aside for an undo that has not come. */
void
vf_folders_sweep (VfStore *store, gint64 now)
{
  g_auto (GStrv) removed = vf_folders_list_removed (store);

  for (guint i = 0; removed[i]; i++)
    if (vf_folders_is_abandoned (removed[i], now))
      vf_folders_delete_generations (removed[i], NULL, NULL);
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

static gboolean
is_generation (const char *name)
{
  return *name && strspn (name, "0123456789") == strlen (name);
}

/**
 * vf_folders_find_previous:
 * @generation: the one that is used
 *
 * What came after it is nobody's: it was being written when its program ended.
 */
char *
vf_folders_find_previous (const char *generation)
{
  g_autofree char *folder = g_path_get_dirname (generation);
  g_autofree char *number = g_path_get_basename (generation);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint64 current = g_ascii_strtoull (number, NULL, 10);
  guint64 previous = 0;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_generation (name) && g_ascii_strtoull (name, NULL, 10) < current)
      previous = MAX (previous, g_ascii_strtoull (name, NULL, 10));
  return previous > 0 ? g_strdup_printf ("%s/%" G_GUINT64_FORMAT, folder, previous) : NULL;
}

/* The folder for what is saved under @name now: a new generation of its own folder, or of a new one. */
char *
vf_folders_new_generation (VfStore *store, const VfSession *session, const char *name)
{
  g_autofree char *old = vf_stored_get_folder (session->file, name, store->folders);
  g_autofree char *random = g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *folder = old ? g_path_get_dirname (old) : g_build_filename (store->folders, random, NULL);

  return g_strdup_printf ("%s/%u", folder, next_generation (folder));
}

void
vf_folders_drop_generation (const char *generation)
{
  g_autofree char *folder = g_path_get_dirname (generation);

  vf_key_folder_delete (generation);
  g_rmdir (folder);
}

/* --- the path that stays --- */

char *
vf_folders_get_current (const char *generation)
{
  g_autofree char *folder = g_path_get_dirname (generation);
  g_autofree char *number = g_path_get_basename (generation);
  g_autofree char *link = g_build_filename (folder, VF_STORE_CURRENT, NULL);
  g_autofree char *leads_to = g_file_read_link (link, NULL);

  return g_strcmp0 (leads_to, number) == 0 ? g_steal_pointer (&link) : NULL;
}

/* The service file alone says which generation is used.  This follows it, so the generation before is there for as long
 * as a program that was killed in between has left the link behind. */
gboolean
vf_folders_point (const char *generation)
{
  g_autofree char *current = vf_folders_get_current (generation);
  g_autofree char *folder = g_path_get_dirname (generation);
  g_autofree char *number = g_path_get_basename (generation);
  g_autofree char *fresh = g_build_filename (folder, NEW_LINK, NULL);
  g_autofree char *link = g_build_filename (folder, VF_STORE_CURRENT, NULL);

  if (current)
    return TRUE;
  g_unlink (fresh);
  return symlink (number, fresh) == 0 && vf_durable_rename (fresh, link, NULL);
}

/**
 * vf_folders_resolve:
 * @folder: a folder of a connection's, perhaps the link
 *
 * Returns: (transfer full) (nullable): the generation; %NULL if the link leads to none
 */
char *
vf_folders_resolve (const char *folder)
{
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *number = NULL;

  if (!g_str_equal (name, VF_STORE_CURRENT))
    return g_strdup (folder);
  number = g_file_read_link (folder, NULL);
  return number && is_generation (number) ? g_build_filename (parent, number, NULL) : NULL;
}
