#include "disk.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

static void
set_limit (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

void
test_disk_is_full (gsize bytes)
{
  signal (SIGXFSZ, SIG_IGN);
  set_limit (bytes);
}

void
test_disk_has_room (void)
{
  set_limit (RLIM_INFINITY);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
list_into (GString *out, const char *directory, const char *prefix)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (directory, names->pdata[i], NULL);
      g_autofree char *shown = g_build_filename (prefix, names->pdata[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_lstat (path, &info), ==, 0);
      if (S_ISDIR (info.st_mode))
        {
          g_string_append_printf (out, "%s/ %o\n", shown, info.st_mode & 07777);
          list_into (out, path, shown);
        }
      else
        g_string_append_printf (out, "%s %o %ld\n", shown, info.st_mode & 07777, (long) info.st_size);
    }
}

char *
test_list_tree (const char *directory)
{
  GString *out = g_string_new (NULL);

  list_into (out, directory, "");
  return g_string_free (out, FALSE);
}
