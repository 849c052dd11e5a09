#include "config.h"

#include "connection/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean
vf_durable_fail (GError **error, const char *path)
{
  int cause = errno;

  /* Translators: the first %s is a path, the second what the system says about it */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (cause),
               _ ("“%s” cannot be written: %s"), path, g_strerror (cause));
  return FALSE;
}

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, bytes, length);

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          bytes += written;
          length -= (gsize) written;
        }
    }
  return TRUE;
}

/* Closes @fd in every case. */
static gboolean
finish_file (int fd, const char *path, const char *bytes, gsize length, GError **error)
{
  gboolean ok = write_all (fd, bytes, length) && fsync (fd) == 0;

  if (!ok)
    vf_durable_fail (error, path);
  if (close (fd) != 0 && ok)
    return vf_durable_fail (error, path);
  return ok;
}

gboolean
vf_durable_write_new (const char *path, const char *bytes, gsize length, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  return fd < 0 ? vf_durable_fail (error, path) : finish_file (fd, path, bytes, length, error);
}

/**
 * vf_durable_sync_directory:
 * @error: names @path
 *
 * Blocks until the disk has what was created, renamed or deleted in @path.
 *
 * Returns: whether it has
 */
gboolean
vf_durable_sync_directory (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    vf_durable_fail (error, path);
  if (fd >= 0)
    close (fd);
  return ok;
}

/**
 * vf_durable_rename:
 * @error: names @to, which is as it was then
 *
 * Puts @from in the place of @to at once. Blocks on the disk.
 *
 * Returns: whether @to is the new one
 */
gboolean
vf_durable_rename (const char *from, const char *to, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (to);

  if (rename (from, to) != 0)
    return vf_durable_fail (error, to);
  /* it has happened; that the disk has not confirmed it yet is nothing that could be undone */
  vf_durable_sync_directory (parent, NULL);
  return TRUE;
}

/* A link to a file elsewhere stays a link. */
static char *
resolve_link (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved ? resolved : path);

  free (resolved);
  return copy;
}

/* The mode is one that was there before, with its owner where the system lets us. */
static void
take_after (int fd, mode_t mode, const struct stat *before)
{
  if (before && fchown (fd, before->st_uid, before->st_gid) != 0)
    g_debug ("the owner of a file could not be kept: %s", g_strerror (errno));
  fchmod (fd, mode);
}

static gboolean
replace (const char *path, GBytes *bytes, mode_t mode, const struct stat *before, GError **error)
{
  g_autofree char *real = resolve_link (path);
  g_autofree char *temporary = g_strconcat (real, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    return vf_durable_fail (error, path);
  if (before || mode != 0600)
    take_after (fd, mode, before);
  if (finish_file (fd, path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error)
      && vf_durable_rename (temporary, real, error))
    return TRUE;
  g_unlink (temporary);
  return FALSE;
}

gboolean
vf_durable_replace (const char *path, GBytes *bytes, GError **error)
{
  return replace (path, bytes, 0600, NULL, error);
}

gboolean
vf_durable_replace_with_mode (const char *path, GBytes *bytes, guint mode, GError **error)
{
  struct stat before;

  return replace (path, bytes, (mode_t) mode, stat (path, &before) == 0 ? &before : NULL, error);
}
