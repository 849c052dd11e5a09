#include "config.h"

#include "store/foreign-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "connection/password-file.h"

/* bytes; a line for each of thousands of servers */
#define MAX_PASSWORD_FILE (1024 * 1024)

/* what a person reads of one connection, and goes through of a list */
#define MAX_NOTES 20
#define MAX_CONNECTIONS 2000

struct _VfForeign
{
  char *name;
  char *group;
  gboolean libpq;
  VfSettings *settings;
  VfTarget *target;
  char *root;
  char *certificate;
  char *key;
  gboolean decided;
  VfSslMode mode;
  SecretValue *password;
  char *password_place;
  GPtrArray *notes;
  char *obstacle;
};

static char *
copy_if_said (const char *text)
{
  return text && *text && g_utf8_validate (text, -1, NULL) ? g_strdup (text) : NULL;
}

VfForeign *
vf_foreign_begin (const char *name, const char *group, gboolean libpq)
{
  VfForeign *foreign = g_atomic_rc_box_new0 (VfForeign);

  foreign->name = copy_if_said (name);
  foreign->group = copy_if_said (group);
  foreign->libpq = libpq;
  foreign->settings = vf_settings_new ();
  foreign->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (foreign->notes, NULL);
  return foreign;
}

VfForeign *
vf_foreign_ref (VfForeign *foreign)
{
  return g_atomic_rc_box_acquire (foreign);
}

static void
foreign_clear (gpointer data)
{
  VfForeign *foreign = data;

  g_free (foreign->name);
  g_free (foreign->group);
  vf_settings_free (foreign->settings);
  g_clear_pointer (&foreign->target, vf_target_unref);
  g_free (foreign->root);
  g_free (foreign->certificate);
  g_free (foreign->key);
  g_clear_pointer (&foreign->password, secret_value_unref);
  g_free (foreign->password_place);
  g_ptr_array_unref (foreign->notes);
  g_free (foreign->obstacle);
}

void
vf_foreign_unref (VfForeign *foreign)
{
  g_atomic_rc_box_release_full (foreign, foreign_clear);
}

void
vf_foreign_take_note (VfForeign *foreign, char *note)
{
  if (foreign->notes->len > MAX_NOTES || g_strv_contains ((const char *const *) foreign->notes->pdata, note))
    g_free (note);
  else
    g_ptr_array_insert (foreign->notes, (int) foreign->notes->len - 1, note);
}

void
vf_foreign_set (VfForeign *foreign, const char *keyword, const char *value)
{
  g_autofree char *clean = NULL;

  if (!value || !*value)
    return;
  if (vf_libpq_knows_keyword (keyword))
    {
      vf_settings_set (foreign->settings, keyword, value);
      return;
    }
  clean = g_utf8_make_valid (keyword, -1);
  /* Translators: %s is a keyword that should be one of libpq's */
  vf_foreign_take_note (foreign, g_strdup_printf (_ ("“%s” is left out: libpq does not know it."), clean));
}

/**
 * vf_foreign_get_settings:
 *
 * Returns: (transfer none): what the other program has, in libpq's words
 */
VfSettings *
vf_foreign_get_settings (VfForeign *foreign)
{
  return foreign->settings;
}

/* --- the files --- */

static char *
find_path (const char *value, const VfForeignPlace *place)
{
  if (g_path_is_absolute (value))
    return g_strdup (value);
  if (g_str_has_prefix (value, "~/"))
    return place->home ? g_build_filename (place->home, value + 2, NULL) : NULL;
  return place->base ? g_build_filename (place->base, value, NULL) : NULL;
}

/* A store of this program's names its files by where they were kept; that place may be closed to a sandbox, or may have
 * been moved with all that is in it. */
static char *
find_beside (const char *path, const VfForeignPlace *place)
{
  const char *tail = g_strrstr (path, "/credentials/");

  return tail && place->base ? g_strconcat (place->base, tail, NULL) : NULL;
}

static gboolean
is_file (const char *path)
{
  return path && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* What this program's own lists pin "none" to is no file that is missing. */
static gboolean
is_pin (const char *value)
{
  return g_str_has_suffix (value, "/none");
}

static char *
find_file (VfForeign *foreign, const char *keyword, const char *in_home, const VfForeignPlace *place)
{
  const char *value = vf_settings_get (foreign->settings, keyword);
  g_autofree char *path = NULL;
  g_autofree char *beside = NULL;

  if (value)
    path = find_path (value, place);
  else if (foreign->libpq && place->home)
    path = g_build_filename (place->home, ".postgresql", in_home, NULL);
  beside = value && path && !is_file (path) ? find_beside (path, place) : NULL;
  if (is_file (beside))
    return g_steal_pointer (&beside);
  if (is_file (path))
    {
      if (!value)
        /* Translators: %s is a path */
        vf_foreign_take_note (foreign, g_strdup_printf (_ ("It names no file, so “%s” is taken, as libpq does."), path));
      return g_steal_pointer (&path);
    }
  if (value && !is_pin (value) && !vf_is_system_authorities_path (value))
    /* Translators: %s is a path */
    vf_foreign_take_note (foreign, g_strdup_printf (_ ("The file “%s” is not there."), value));
  return NULL;
}

static gboolean
says_verify (VfForeign *foreign)
{
  const char *word = vf_settings_get (foreign->settings, "sslmode");

  return word && g_str_has_prefix (word, "verify-");
}

/* libpq verifies below verify-ca as well, as soon as it finds authorities; other programs do not. */
static void
find_files (VfForeign *foreign, const VfForeignPlace *place)
{
  const char *root = vf_settings_get (foreign->settings, "sslrootcert");

  if (!vf_is_system_authorities_path (root) && (foreign->libpq || root || says_verify (foreign)))
    foreign->root = find_file (foreign, "sslrootcert", "root.crt", place);
  foreign->certificate = find_file (foreign, "sslcert", "postgresql.crt", place);
  if (foreign->certificate || vf_settings_get (foreign->settings, "sslkey"))
    foreign->key = find_file (foreign, "sslkey", "postgresql.key", place);
}

/* --- the mode --- */

/* Weak words are neither strengthened nor taken over without a word: see vf_foreign_get_mode(). */
static void
find_mode (VfForeign *foreign)
{
  const char *word = vf_settings_get (foreign->settings, "sslmode");

  foreign->mode = VF_SSL_MODE_VERIFY_FULL;
  foreign->decided = vf_ssl_mode_from_string (word, &foreign->mode);
  if (foreign->decided && foreign->mode == VF_SSL_MODE_REQUIRE && foreign->libpq && foreign->root)
    {
      foreign->mode = VF_SSL_MODE_VERIFY_CA;
      vf_foreign_take_note (foreign, g_strdup (_ ("It says “require” and names authorities, and libpq then verifies them; "
                                                  "here that is called Verify-CA.")));
    }
  if (!foreign->decided && word)
    vf_foreign_take_note (foreign,
                          /* Translators: %s is a word such as prefer */
                          g_strdup_printf (_ ("It says “%s”, which protects against nobody. How strict it can be is decided "
                                              "when it is checked; until then it is kept as Verify-Full."),
                                           word));
  else if (!foreign->decided)
    vf_foreign_take_note (foreign, g_strdup (_ ("It says nothing about security. How strict it can be is decided when it "
                                                "is checked; until then it is kept as Verify-Full.")));
}

/* --- the target --- */

static void
find_target (VfForeign *foreign)
{
  const char *port = vf_settings_get (foreign->settings, "port");
  guint64 number = 0;

  if (port && !g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL))
    /* Translators: %s is what stands there instead */
    foreign->obstacle = g_strdup_printf (_ ("“%s” is not one port."), port);
  foreign->target = vf_target_new (vf_settings_get (foreign->settings, "host"),
                                   vf_settings_get (foreign->settings, "hostaddr"), (guint) number,
                                   vf_settings_get (foreign->settings, "dbname"),
                                   vf_settings_get (foreign->settings, "user"));
}

static void
find_obstacle (VfForeign *foreign)
{
  const char *host = vf_target_get_host (foreign->target);
  const char *service = vf_settings_get (foreign->settings, "service");
  g_autoptr (GError) error = NULL;

  if (foreign->obstacle)
    return;
  if (!host && !vf_target_get_hostaddr (foreign->target) && service)
    /* Translators: %s is the name of a section in a service file */
    foreign->obstacle = g_strdup_printf (_ ("It takes everything from the service “%s”. Import the service file instead."),
                                         service);
  else if (!host && !vf_target_get_hostaddr (foreign->target))
    foreign->obstacle = g_strdup (_ ("It names no server."));
  else if (host && *host == '/')
    foreign->obstacle = g_strdup (_ ("It goes through a socket of this computer, where no certificate is needed."));
  else if (host && strchr (host, ','))
    foreign->obstacle = g_strdup (_ ("It names several servers. Make one connection for each."));
  else if (vf_settings_has_invalid (foreign->settings))
    foreign->obstacle = g_strdup (_ ("One of its values is not valid text."));
  else if (!vf_target_check (foreign->target, &error))
    foreign->obstacle = g_strdup (error->message);
}

/* --- the password --- */

/* (transfer full) (nullable): what libpq would read, which is nothing that others may read */
static char *
read_password_file (const char *path, gsize *length)
{
  GStatBuf info;
  char *text = NULL;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || (info.st_mode & 077) || info.st_size > MAX_PASSWORD_FILE
      || !g_file_get_contents (path, &text, length, NULL))
    return NULL;
  return text;
}

static void
find_password (VfForeign *foreign, const VfForeignPlace *place)
{
  SecretValue *said = vf_settings_get_password (foreign->settings);
  const char *passfile = vf_settings_get (foreign->settings, "passfile");
  g_autofree char *path = NULL;
  char *text;
  gsize length = 0;

  if (said)
    {
      foreign->password = secret_value_ref (said);
      foreign->password_place = g_strdup (place->path ? place->path : "PGPASSWORD");
      return;
    }
  if (passfile)
    path = find_path (passfile, place);
  else if (foreign->libpq && place->home)
    path = g_build_filename (place->home, ".pgpass", NULL);
  text = path ? read_password_file (path, &length) : NULL;
  if (text)
    {
      foreign->password = vf_password_file_find (text, length, foreign->target);
      foreign->password_place = foreign->password ? g_steal_pointer (&path) : NULL;
      explicit_bzero (text, length);
      g_free (text);
    }
}

void
vf_foreign_end (VfForeign *foreign, VfForeignList *list, const VfForeignPlace *place)
{
  if (list->connections->len == MAX_CONNECTIONS)
    {
      vf_foreign_unref (foreign);
      return;
    }
  find_target (foreign);
  find_obstacle (foreign);
  find_files (foreign, place);
  find_mode (foreign);
  if (!foreign->obstacle)
    find_password (foreign, place);
  g_ptr_array_add (list->connections, foreign);
  if (list->connections->len == MAX_CONNECTIONS)
    g_ptr_array_add (list->notes, g_strdup_printf (_ ("Only the first %d connections are read."), MAX_CONNECTIONS));
}

const char *
vf_foreign_get_name (const VfForeign *foreign)
{
  return foreign->name;
}

const char *
vf_foreign_get_group (const VfForeign *foreign)
{
  return foreign->group;
}

/**
 * vf_foreign_get_target:
 *
 * Returns: (transfer none): who is asked; empty if there is an obstacle
 */
VfTarget *
vf_foreign_get_target (const VfForeign *foreign)
{
  return foreign->target;
}

/**
 * vf_foreign_get_mode:
 * @mode: (out): the mode; Verify-Full, which lets nothing through that it should not, while it is not decided
 *
 * Returns: whether the other program's word is one of the three modes
 */
gboolean
vf_foreign_get_mode (const VfForeign *foreign, VfSslMode *mode)
{
  *mode = foreign->mode;
  return foreign->decided;
}

const char *
vf_foreign_get_word (const VfForeign *foreign)
{
  return vf_settings_get (foreign->settings, "sslmode");
}

const char *
vf_foreign_get_root (const VfForeign *foreign)
{
  return foreign->root;
}

/**
 * vf_foreign_get_certificate:
 *
 * Returns: (transfer none) (nullable): path of the client certificate that it uses
 */
const char *
vf_foreign_get_certificate (const VfForeign *foreign)
{
  return foreign->certificate;
}

/**
 * vf_foreign_get_key:
 *
 * Returns: (transfer none) (nullable): path of the key that it uses
 */
const char *
vf_foreign_get_key (const VfForeign *foreign)
{
  return foreign->key;
}

SecretValue *
vf_foreign_get_password (const VfForeign *foreign)
{
  return foreign->password;
}

/**
 * vf_foreign_get_password_place:
 *
 * Returns: (transfer none) (nullable): where the other program keeps the password, if that can be read
 */
const char *
vf_foreign_get_password_place (const VfForeign *foreign)
{
  return foreign->password_place;
}

const char *const *
vf_foreign_get_notes (const VfForeign *foreign)
{
  return (const char *const *) foreign->notes->pdata;
}

const char *
vf_foreign_get_obstacle (const VfForeign *foreign)
{
  return foreign->obstacle;
}
