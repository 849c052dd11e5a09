#include "config.h"

#include "store/store-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "connection/durable.h"
#include "error.h"

/* a write takes milliseconds; who holds the lock for longer hangs */
#define ATTEMPTS 500
#define PAUSE_US 10000

int
vf_store_lock (const char *directory, gboolean alone, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      vf_durable_fail (error, path);
      return -1;
    }
  for (guint i = 0; i < ATTEMPTS; i++)
    {
      if (flock (fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return fd;
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          vf_durable_fail (error, path);
          close (fd);
          return -1;
        }
      g_usleep (PAUSE_US);
    }
  g_set_error (error, VF_ERROR, VF_ERROR_FAILED,
               _ ("Another program has held the saved connections for five seconds."));
  close (fd);
  return -1;
}

/**
 * vf_store_unlock:
 * @lock: what vf_store_lock() has given
 */
void
vf_store_unlock (int lock)
{
  close (lock);
}
