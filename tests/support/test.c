#include "test.h"

#include <glib/gstdio.h>

#include "init.h"

/* Every test starts the same way: TAP, a fixed locale, the core prepared, a home of its own. */
void
vf_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
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
