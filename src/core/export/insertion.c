#include "config.h"

#include "export/insertion.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connection/durable.h"
#include "error.h"
#include "export/insertion-private.h"
#include "import/wiped-bytes.h"

/* bytes; larger files are none that a person wrote */
#define MAX_FILE (4 * 1024 * 1024)
/* of a file; more copies than anybody keeps */
#define MAX_BACKUPS 100

/* What there is at a path; without @bytes there is nothing. */
typedef struct
{
  GBytes *bytes;
  guint mode;
} Content;

struct _VfInsertion
{
  const VfInsertWay *way;
  char *path;
  gboolean by_variable;
  VfInsertionState state;
  Content before;
  Content after;
};

struct _VfInserted
{
  VfInsertion *insertion;
  char *backup;
};

static void
insertion_clear (gpointer data)
{
  VfInsertion *self = data;

  g_free (self->path);
  g_clear_pointer (&self->before.bytes, g_bytes_unref);
  g_clear_pointer (&self->after.bytes, g_bytes_unref);
}

VfInsertion *
vf_insertion_ref (VfInsertion *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vf_insertion_unref (VfInsertion *self)
{
  g_atomic_rc_box_release_full (self, insertion_clear);
}

/* --- the file --- */

/* (transfer full): the home folder that the readers of the file go by */
static char *
find_home (const VfInsertWay *way, const char *const *environment)
{
  const char *given = g_environ_getenv ((char **) (guintptr) environment, "HOME");
  struct passwd account, *found = NULL;
  char buffer[4096];

  if (way->of_account && getpwuid_r (getuid (), &account, buffer, sizeof buffer, &found) == 0 && found)
    return g_strdup (found->pw_dir);
  return g_strdup (given && *given ? given : g_get_home_dir ());
}

static void
find_file (VfInsertion *self, const char *const *environment)
{
  const char *given = g_environ_getenv ((char **) (guintptr) environment, self->way->variable);
  g_autofree char *home = find_home (self->way, environment);

  self->by_variable = given && *given;
  self->path = self->by_variable ? g_canonicalize_filename (given, NULL)
                                 : g_build_filename (home, self->way->file, NULL);
}

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  /* Translators: the first %s is a path, the second a whole sentence */
  g_set_error (error, VF_ERROR, VF_ERROR_FAILED, _ ("“%s” is left alone: %s"), path, why);
  return FALSE;
}

/* What others made of it stays: a folder, a device, or what was closed to writing. */
static gboolean
check_file (const char *path, const struct stat *info, GError **error)
{
  if (!S_ISREG (info->st_mode))
    return refuse (error, path, _ ("It is not a file."));
  if (info->st_size > MAX_FILE)
    return refuse (error, path, _ ("It is larger than 4 MiB."));
  if (!(info->st_mode & S_IWUSR) || access (path, W_OK) != 0)
    return refuse (error, path, _ ("It is closed to writing."));
  return TRUE;
}

static gboolean
read_content (const char *path, Content *content, GError **error)
{
  struct stat info;
  char *text = NULL;
  gsize length = 0;

  if (stat (path, &info) != 0)
    {
      if (errno != ENOENT)
        return vf_durable_fail (error, path);
      /* a link that leads nowhere would be lost */
      if (lstat (path, &info) == 0)
        return refuse (error, path, _ ("It is a link that leads nowhere."));
      return TRUE;
    }
  if (!check_file (path, &info, error) || !g_file_get_contents (path, &text, &length, error))
    return FALSE;
  content->bytes = vf_wiped_bytes_new (text, length);
  content->mode = info.st_mode & 07777;
  explicit_bzero (text, length);
  g_free (text);
  /* of an empty file there is no data at all */
  return length == 0 || !memchr (g_bytes_get_data (content->bytes, NULL), '\0', length)
         || refuse (error, path, _ ("It is not a text file."));
}

static gboolean
is_same (const Content *a, const Content *b)
{
  if (!a->bytes || !b->bytes)
    return a->bytes == b->bytes;
  return a->mode == b->mode && g_bytes_equal (a->bytes, b->bytes);
}

/* --- what would be done --- */

/* What was put in before there was a path that stays names a generation by its number. */
char *
vf_insertion_renew (const char *text, const VfExportSource *source)
{
  g_autofree char *folder = source->lasting ? g_path_get_dirname (source->lasting) : NULL;
  g_autofree char *quoted = folder ? g_regex_escape_string (folder, -1) : NULL;
  g_autofree char *pattern = quoted ? g_strdup_printf ("%s/[0-9]+/", quoted) : NULL;
  g_autofree char *lasting = folder ? g_strconcat (source->lasting, "/", NULL) : NULL;
  g_autoptr (GRegex) regex = pattern ? g_regex_new (pattern, G_REGEX_RAW, 0, NULL) : NULL;

  return regex ? g_regex_replace_literal (regex, text, -1, 0, lasting, 0, NULL) : g_strdup (text);
}

gboolean
vf_destination_can_insert (const VfDestination *destination)
{
  return destination->insert != NULL;
}

static gboolean
make_change (VfInsertion *self, const VfExportSource *source, GError **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  GBytes *before = self->before.bytes ? self->before.bytes : nothing;

  if (!self->way->change (source, before, &self->after.bytes, &self->state, error))
    return FALSE;
  self->after.mode = self->before.bytes ? self->before.mode : 0600;
  if (self->way->holds_password)
    self->after.mode &= 0600;
  if (self->state == VF_INSERTION_PRESENT && !is_same (&self->before, &self->after))
    self->state = VF_INSERTION_REPLACES;
  return TRUE;
}

/**
 * vf_insertion_new:
 * @destination: one that vf_destination_can_insert() says yes to
 * @source: what is put in; its name is the section's
 * @environment: (array zero-terminated=1): what the programs that read the file are started in
 *
 * Reads the file and plans the change; nothing is written.  Blocks for as long as a disk takes.
 *
 * Returns: (transfer full) (nullable): the change; %NULL with %VF_ERROR_NOT_EXPRESSIBLE, %VF_ERROR_FAILED if the file is
 *   not one to write into, or a %G_IO_ERROR or %G_FILE_ERROR that names it
 */
VfInsertion *
vf_insertion_new (const VfDestination *destination, const VfExportSource *source, const char *const *environment,
                  GError **error)
{
  g_autoptr (VfInsertion) self = g_atomic_rc_box_new0 (VfInsertion);

  g_return_val_if_fail (destination->insert, NULL);

  self->way = destination->insert;
  find_file (self, environment);
  if (!read_content (self->path, &self->before, error) || !make_change (self, source, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * vf_insertion_get_state:
 *
 * Returns: what would happen to the file
 */
VfInsertionState
vf_insertion_get_state (const VfInsertion *self)
{
  return self->state;
}

const char *
vf_insertion_get_path (const VfInsertion *self)
{
  return self->path;
}

const char *
vf_insertion_get_variable (const VfInsertion *self)
{
  return self->by_variable ? self->way->variable : NULL;
}

gboolean
vf_insertion_holds_password (const VfInsertion *self)
{
  return self->way->holds_password;
}

gboolean
vf_insertion_closes_file (const VfInsertion *self)
{
  return self->before.bytes && self->before.mode != self->after.mode;
}

char **
vf_insertion_preview (const VfInsertion *self)
{
  return vf_insertion_compare (self->before.bytes, self->after.bytes, self->way->holds_password);
}

/* --- doing it --- */

static gboolean
check_unchanged (const VfInsertion *self, const Content *expected, const char *what_to_do, GError **error)
{
  Content now = { 0 };
  gboolean is_read = read_content (self->path, &now, error), same = is_read && is_same (&now, expected);

  if (is_read && !same)
    /* Translators: the first %s is a path, the second a whole sentence */
    g_set_error (error, VF_ERROR, VF_ERROR_FAILED, _ ("“%s” was changed by another program meanwhile. %s"), self->path,
                 what_to_do);
  g_clear_pointer (&now.bytes, g_bytes_unref);
  return same;
}

/* A new file each time: the oldest copy may be the one that is wanted. */
static char *
write_backup (const VfInsertion *self, GError **error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (self->before.bytes, &length);

  for (guint i = 1; i <= MAX_BACKUPS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.verifull-backup-%u", self->path, i);
      g_autoptr (GError) failed = NULL;

      if (vf_durable_write_new (path, bytes ? bytes : "", length, &failed))
        return g_steal_pointer (&path);
      if (!g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_unlink (path);
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
    }
  refuse (error, self->path, _ ("There are a hundred copies of it beside it. Delete those that are not needed any more."));
  return NULL;
}

/* The folder of the file may be missing where a variable names it. */
static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_mkdir_with_parents (folder, 0700) == 0 || vf_durable_fail (error, folder);
}

/**
 * vf_insertion_apply:
 *
 * Writes the file in one step: whatever happens, it is as before or as it was shown.  A link stays a link, and the file
 * keeps its mode, unless that would let others read a password.  Blocks for as long as a disk takes.
 *
 * Returns: (transfer full) (nullable): what takes it back; %NULL with %VF_ERROR_FAILED if the file was changed since
 *   @self was made, or a %G_IO_ERROR, and then nothing has changed
 */
VfInserted *
vf_insertion_apply (const VfInsertion *self, GError **error)
{
  g_autofree char *backup = NULL;
  VfInserted *done;

  if (!check_unchanged (self, &self->before, _ ("Look at the preview again."), error) || !make_folder (self->path, error))
    return NULL;
  if (self->before.bytes)
    {
      backup = write_backup (self, error);
      if (!backup)
        return NULL;
    }
  if (!vf_durable_replace_with_mode (self->path, self->after.bytes, self->after.mode, error))
    {
      if (backup)
        g_unlink (backup);
      return NULL;
    }
  done = g_new0 (VfInserted, 1);
  done->insertion = vf_insertion_ref ((VfInsertion *) (guintptr) self);
  done->backup = g_steal_pointer (&backup);
  return done;
}

void
vf_inserted_free (VfInserted *self)
{
  vf_insertion_unref (self->insertion);
  g_free (self->backup);
  g_free (self);
}

/**
 * vf_inserted_get_path:
 *
 * Returns: (transfer none): of the file that was changed
 */
const char *
vf_inserted_get_path (const VfInserted *self)
{
  return self->insertion->path;
}

const char *
vf_inserted_get_backup (const VfInserted *self)
{
  return self->backup;
}

/**
 * vf_inserted_undo:
 *
 * Puts the file back as it was, and takes the copy of it away.  Blocks for as long as a disk takes.
 *
 * Returns: whether it is as before; %VF_ERROR_FAILED if something else changed it since, and then it is left alone
 */
gboolean
vf_inserted_undo (const VfInserted *self, GError **error)
{
  const VfInsertion *done = self->insertion;

  if (!check_unchanged (done, &done->after, _ ("It is left as it is."), error))
    return FALSE;
  if (!done->before.bytes)
    return g_unlink (done->path) == 0 || vf_durable_fail (error, done->path);
  if (!vf_durable_replace_with_mode (done->path, done->before.bytes, done->before.mode, error))
    return FALSE;
  g_unlink (self->backup);
  return TRUE;
}
