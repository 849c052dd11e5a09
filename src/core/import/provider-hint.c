#include "config.h"

#include "import/inventory-private.h"

#include <string.h>

#include "provider-table.h"

/* By what the archive of one provider is known. */
typedef struct
{
  char *provider;
  /* what the subject of one of its authorities contains */
  char **authorities;
  /* each the names of files that lie in it, with a + between them */
  char **files;
} Hint;

static gpointer
load_hints (gpointer data)
{
  g_autoptr (GKeyFile) table = vf_provider_table_load ();
  GPtrArray *hints = g_ptr_array_new ();
  g_auto (GStrv) ids = g_key_file_get_groups (table, NULL);

  for (guint i = 0; ids[i]; i++)
    {
      Hint *hint = g_new0 (Hint, 1);

      hint->provider = g_strdup (ids[i]);
      hint->authorities = g_key_file_get_string_list (table, ids[i], "authorities", NULL, NULL);
      hint->files = g_key_file_get_string_list (table, ids[i], "files", NULL, NULL);
      g_ptr_array_add (hints, hint);
    }
  return hints;
}

static GPtrArray *
get_hints (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_hints, NULL);
}

static gboolean
has_authority (GPtrArray *items, const char *subject)
{
  for (guint i = 0; i < items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (items, i);

      if (item->certificate && vf_certificate_is_authority (item->certificate)
          && strstr (vf_certificate_get_subject (item->certificate), subject))
        return TRUE;
    }
  return FALSE;
}

static GHashTable *
base_names (const VfBundle *bundle)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    g_hash_table_add (names, g_path_get_basename (vf_bundle_get_path (bundle, i)));
  return names;
}

static gboolean
has_all_files (GHashTable *names, const char *joined)
{
  g_auto (GStrv) files = g_strsplit (joined, "+", -1);

  for (guint i = 0; files[i]; i++)
    if (!g_hash_table_contains (names, files[i]))
      return FALSE;
  return TRUE;
}

static gboolean
fits_by_authority (const Hint *hint, GPtrArray *items)
{
  for (guint i = 0; hint->authorities && hint->authorities[i]; i++)
    if (has_authority (items, hint->authorities[i]))
      return TRUE;
  return FALSE;
}

static gboolean
fits_by_files (const Hint *hint, GHashTable *names)
{
  for (guint i = 0; hint->files && hint->files[i]; i++)
    if (has_all_files (names, hint->files[i]))
      return TRUE;
  return FALSE;
}

/**
 * vf_inventory_guess_provider:
 *
 * Who signed beats what the files are called.
 *
 * Returns: (nullable): a provider's id
 */
const char *
vf_inventory_guess_provider (const VfBundle *bundle, GPtrArray *items)
{
  GPtrArray *hints = get_hints ();
  g_autoptr (GHashTable) names = base_names (bundle);

  for (guint i = 0; i < hints->len; i++)
    if (fits_by_authority (g_ptr_array_index (hints, i), items))
      return ((const Hint *) g_ptr_array_index (hints, i))->provider;
  for (guint i = 0; i < hints->len; i++)
    if (fits_by_files (g_ptr_array_index (hints, i), names))
      return ((const Hint *) g_ptr_array_index (hints, i))->provider;
  return NULL;
}
