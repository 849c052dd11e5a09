#include "test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "init.h"

static char *home;
static pid_t home_owner;

static void
remove_home (void)
{
  if (getpid () == home_owner)
    vf_test_remove_tree (home);
  g_clear_pointer (&home, g_free);
}

/* One home for the whole program: G_TEST_OPTION_ISOLATE_DIRS makes one for each case, and GLib (2.74) forgets the names
 * of the one before, which no leak check can tell from what we forget.  Nothing may have asked for a folder yet. */
static void
make_home (void)
{
  static const char *const folders[][2] = {
    { "HOME", "home" },
    { "XDG_DATA_HOME", "data" },
    { "XDG_CONFIG_HOME", "config" },
    { "XDG_CACHE_HOME", "cache" },
    { "XDG_STATE_HOME", "state" },
    { "XDG_RUNTIME_DIR", "run" },
  };

  home = vf_test_make_dir ();
  home_owner = getpid ();
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (home, folders[i][1], NULL);

      g_assert_no_errno (g_mkdir (path, 0700));
      g_setenv (folders[i][0], path, TRUE);
    }
  atexit (remove_home);
}

/* Every test starts the same way: TAP, a fixed locale, a home of its own, the core prepared. */
void
vf_test_init (int *argc, char ***argv)
{
  make_home ();
  g_test_init (argc, argv, NULL);
  vf_init ();
}

char *
vf_test_make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("verifull-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
vf_test_remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir && (name = g_dir_read_name (dir)))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          vf_test_remove_tree (child);
        }
    }
  g_remove (path);
}

char *
vf_test_shared_data (const char *name)
{
  const char *tests = g_getenv ("VF_TEST_SRCDIR");
  g_autofree char *path = tests ? g_build_filename (tests, "..", "..", "shared", "testdata", name, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}
