#include "config.h"

#include "sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

#include "test.h"

static void
test_flatpak (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *there = g_strconcat ("VF_FLATPAK_INFO=", directory, NULL);
  g_autofree char *absent = g_strconcat ("VF_FLATPAK_INFO=", directory, "/none", NULL);
  const char *inside[] = { "A=b", there, NULL };
  const char *outside[] = { "A=b", absent, NULL };

  g_assert_true (vf_in_flatpak (inside));
  g_assert_false (vf_in_flatpak (outside));
  /* the tests' own */
  g_assert_false (vf_in_flatpak (NULL));
  g_setenv ("VF_FLATPAK_INFO", directory, TRUE);
  g_assert_true (vf_in_flatpak (NULL));
  g_setenv ("VF_FLATPAK_INFO", absent + strlen ("VF_FLATPAK_INFO="), TRUE);
  g_assert_false (vf_in_flatpak (NULL));
  vf_test_remove_tree (directory);
}

static void
test_host_path_of_others (void)
{
  g_autofree char *lent = g_build_filename (g_get_user_runtime_dir (), "doc", "abcd", "certificates", NULL);
  g_autofree char *beside = g_build_filename (g_get_user_runtime_dir (), "documents", NULL);
  const struct
  {
    const char *path;
    const char *expected;
    const char *why;
  } rows[] = {
    { "/srv/certificates", "/srv/certificates", "no portal lent it" },
    { "/nowhere/at all", "/nowhere/at all", "it need not be there" },
    { lent, NULL, "lent, and where it really lies is not told" },
    { "/run/flatpak/doc/abcd/certificates", NULL, "the same, by its other name" },
    { beside, beside, "only the beginning is the same" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = vf_host_path (rows[i].path);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (path, ==, rows[i].expected);
    }
}

/* The portal's own file system is not here; the attribute can stand on any other. */
static void
test_host_path_told (void)
{
  static const struct
  {
    const char *value;
    gsize length;
    const char *expected;
    const char *why;
  } rows[] = {
    { "/home/a b/certificates", 22, "/home/a b/certificates", "without an end of its own" },
    { "/home/a/certificates", 21, "/home/a/certificates", "with one" },
    { "certificates", 12, NULL, "no absolute path" },
    { "/home\0/x", 8, NULL, "two in one" },
    { "", 0, NULL, "nothing" },
  };
  g_autofree char *directory = vf_test_make_dir ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = NULL;

      if (setxattr (directory, "user.document-portal.host-path", rows[i].value, rows[i].length, 0) != 0)
        {
          g_test_skip (g_strerror (errno));
          break;
        }
      g_test_message ("%s", rows[i].why);
      path = vf_host_path (directory);
      g_assert_cmpstr (path, ==, rows[i].expected ? rows[i].expected : directory);
    }
  vf_test_remove_tree (directory);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/sandbox/flatpak", test_flatpak);
  g_test_add_func ("/sandbox/host-path/others", test_host_path_of_others);
  g_test_add_func ("/sandbox/host-path/told", test_host_path_told);
  return g_test_run ();
}
