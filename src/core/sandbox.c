#include "config.h"

#include "sandbox.h"

#include <string.h>
#include <sys/xattr.h>

/* what newer document portals tell of their files (org.freedesktop.portal.Documents); its end need not be a zero */
#define HOST_PATH "user.document-portal.host-path"
/* bytes */
#define MAX_PATH 4096

/**
 * vf_in_flatpak:
 * @environment: (nullable) (array zero-terminated=1): "NAME=value"; VF_FLATPAK_INFO in it names another file than the one
 *   that Flatpak lays into every sandbox; %NULL: that of this process
 *
 * In a Flatpak other programs cannot be started, the home folder is another one, and the keyring is this program's own
 * (flatpak-metadata(5), flatpak-run(1)).  Looks for a file, which takes next to no time.
 *
 * Returns: whether this program runs in a Flatpak's sandbox
 */
gboolean
vf_in_flatpak (const char *const *environment)
{
  const char *info = environment ? g_environ_getenv ((char **) (guintptr) environment, "VF_FLATPAK_INFO")
                                 : g_getenv ("VF_FLATPAK_INFO");

  return g_file_test (info ? info : "/.flatpak-info", G_FILE_TEST_EXISTS);
}

static gboolean
is_lent (const char *path)
{
  g_autofree char *lent = g_strconcat (g_get_user_runtime_dir (), "/doc/", NULL);

  return g_str_has_prefix (path, lent) || g_str_has_prefix (path, "/run/flatpak/doc/");
}

/**
 * vf_host_path:
 * @path: absolute
 *
 * What a person chooses in a file chooser appears in a sandbox at a place that means nothing to other programs.  Asks the
 * file system, which may be one that a program serves: not for the main thread.
 *
 * Returns: (transfer full) (nullable): the path by which other programs know it, @path itself if that is the same; %NULL
 *   if the system does not tell
 */
char *
vf_host_path (const char *path)
{
  char value[MAX_PATH];
  ssize_t length = getxattr (path, HOST_PATH, value, sizeof value);

  while (length > 0 && value[length - 1] == '\0')
    length--;
  if (length > 0 && value[0] == '/' && !memchr (value, '\0', length))
    return g_strndup (value, length);
  return is_lent (path) ? NULL : g_strdup (path);
}
