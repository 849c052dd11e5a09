#include "config.h"

#include "store/foreign-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "error.h"

/* bytes; a connection has about 500 */
#define MAX_FILE (1024 * 1024)

/* the service file in the folder of a store */
#define STORE_LIST "pg_service.conf"

static const struct
{
  const char *word;
  const char *title;
} kinds[] = {
  [VF_FOREIGN_SERVICE_FILE] = { "service-file", N_ ("a service file of libpq") },
  [VF_FOREIGN_PGADMIN] = { "pgadmin", N_ ("pgAdmin’s list of servers") },
  [VF_FOREIGN_DBEAVER] = { "dbeaver", N_ ("DBeaver’s list of connections") },
  [VF_FOREIGN_ENVIRONMENT] = { "environment", N_ ("the environment of this session") },
  [VF_FOREIGN_VERIFULL] = { "verifull", N_ ("the list of another installation of Verifull") },
};

/* JSON first: its brackets would look like a section of the other */
static gboolean (*const readers[]) (const char *, gsize, const VfForeignPlace *, VfForeignList *)
  = { vf_foreign_read_pgadmin, vf_foreign_read_dbeaver, vf_foreign_read_service };

const char *
vf_foreign_kind_to_string (VfForeignKind kind)
{
  return kinds[kind].word;
}

/**
 * vf_foreign_kind_describe:
 *
 * Returns: (transfer none): what it is, as part of a sentence, translated
 */
const char *
vf_foreign_kind_describe (VfForeignKind kind)
{
  return _ (kinds[kind].title);
}

static VfForeignList *
list_new (void)
{
  VfForeignList *list = g_atomic_rc_box_new0 (VfForeignList);

  list->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_foreign_unref);
  list->notes = g_ptr_array_new_with_free_func (g_free);
  return list;
}

static void
list_clear (gpointer data)
{
  VfForeignList *list = data;

  g_ptr_array_unref (list->connections);
  g_ptr_array_unref (list->notes);
}

void
vf_foreign_list_unref (VfForeignList *list)
{
  g_atomic_rc_box_release_full (list, list_clear);
}

/* some write a byte order mark, which none of the formats has */
static void
skip_mark (const char **text, gsize *length)
{
  if (*length >= 3 && memcmp (*text, "\xEF\xBB\xBF", 3) == 0)
    {
      *text += 3;
      *length -= 3;
    }
}

/**
 * vf_foreign_list_parse:
 * @text: (array length=length): bytes from anywhere
 * @place: where they come from
 *
 * Looks whether the files that are named are there, and for the password in a password file of libpq's.  Blocks for
 * that.
 *
 * Returns: (transfer full) (nullable): the connections in it; %VF_ERROR_SYNTAX if it is no list that is known here,
 *   %VF_ERROR_LIMIT
 */
VfForeignList *
vf_foreign_list_parse (const char *text, gsize length, const VfForeignPlace *place, GError **error)
{
  g_autoptr (VfForeignList) list = list_new ();
  gboolean known = FALSE;

  skip_mark (&text, &length);
  if (length > MAX_FILE)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_LIMIT, _ ("The file is larger than any list of connections."));
      return NULL;
    }
  for (guint i = 0; !known && i < G_N_ELEMENTS (readers); i++)
    known = readers[i] (text, length, place, list);
  g_ptr_array_add (list->notes, NULL);
  if (known)
    return g_steal_pointer (&list);
  g_set_error_literal (error, VF_ERROR, VF_ERROR_SYNTAX,
                       _ ("This is neither a service file of libpq nor a list of connections of pgAdmin or DBeaver."));
  return NULL;
}

/* The person may have chosen the folder: a sandbox sees nothing that lies beside a file. */
static char *
find_list (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  return g_file_test (whole, G_FILE_TEST_IS_DIR) ? g_build_filename (whole, STORE_LIST, NULL) : g_steal_pointer (&whole);
}

/* A service file with its credentials beside it is what this program keeps; see vf_store_new(). */
static void
recognise_store (VfForeignList *list, const char *path, const char *base)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *credentials = g_build_filename (base, "credentials", NULL);

  if (list->kind != VF_FOREIGN_SERVICE_FILE || !g_str_equal (name, STORE_LIST)
      || !g_file_test (credentials, G_FILE_TEST_IS_DIR))
    return;
  list->kind = VF_FOREIGN_VERIFULL;
  g_ptr_array_insert (list->notes, (int) list->notes->len - 1,
                      g_strdup (_ ("Passwords are not in it. Those that the keyring here does not have must be typed once "
                                   "more.")));
}

/**
 * vf_foreign_list_read:
 * @path: a regular file, or the folder of another installation's store
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): the connections in it; as vf_foreign_list_parse(), or a %G_FILE_ERROR
 */
VfForeignList *
vf_foreign_list_read (const char *path, GError **error)
{
  g_autofree char *whole = find_list (path);
  g_autofree char *base = g_path_get_dirname (whole);
  const VfForeignPlace place = { .path = whole, .base = base, .home = g_get_home_dir () };
  g_autofree char *shown = g_filename_display_name (path);
  VfForeignList *list;
  GStatBuf info;
  char *text = NULL;
  gsize length = 0;

  if (g_stat (whole, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > MAX_FILE))
    {
      g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _ ("%s: this is no list of connections"), shown);
      return NULL;
    }
  if (!g_file_get_contents (whole, &text, &length, error))
    return NULL;
  list = vf_foreign_list_parse (text, length, &place, error);
  if (!list)
    g_prefix_error (error, "%s: ", shown);
  else
    recognise_store (list, whole, base);
  /* it may hold passwords */
  explicit_bzero (text, length);
  g_free (text);
  return list;
}

/* --- the environment --- */

static void
take_variable (VfForeign *foreign, const char *entry)
{
  const char *equals = strchr (entry, '=');
  g_autofree char *variable = equals ? g_strndup (entry, equals - entry) : NULL;

  if (equals && g_str_has_prefix (entry, "PG") && equals[1])
    vf_settings_set_variable (vf_foreign_get_settings (foreign), variable, equals + 1);
}

/**
 * vf_foreign_list_read_environment:
 * @environment: (array zero-terminated=1): "NAME=value"
 * @place: where the process runs
 *
 * Returns: (transfer full): one connection, or none if no variable of libpq's is set
 */
VfForeignList *
vf_foreign_list_read_environment (const char *const *environment, const VfForeignPlace *place)
{
  VfForeignList *list = list_new ();
  g_autoptr (VfForeign) foreign = vf_foreign_begin (NULL, NULL, TRUE);
  VfSettings *settings = vf_foreign_get_settings (foreign);

  list->kind = VF_FOREIGN_ENVIRONMENT;
  for (guint i = 0; environment[i]; i++)
    take_variable (foreign, environment[i]);
  if (vf_settings_get (settings, "host") || vf_settings_get (settings, "hostaddr")
      || vf_settings_get (settings, "service"))
    vf_foreign_end (vf_foreign_ref (foreign), list, place);
  g_ptr_array_add (list->notes, NULL);
  return list;
}

/**
 * vf_foreign_list_get_kind:
 *
 * Returns: whose list it is
 */
VfForeignKind
vf_foreign_list_get_kind (const VfForeignList *list)
{
  return list->kind;
}

/**
 * vf_foreign_list_get_n:
 *
 * Returns: how many connections were found in it
 */
guint
vf_foreign_list_get_n (const VfForeignList *list)
{
  return list->connections->len;
}

/**
 * vf_foreign_list_get:
 *
 * Returns: (transfer none): the connection at @index, in the order of the file
 */
VfForeign *
vf_foreign_list_get (const VfForeignList *list, guint index)
{
  return g_ptr_array_index (list->connections, index);
}

/**
 * vf_foreign_list_describe:
 *
 * Returns: (transfer full): what it is and how much is in it, one translated sentence
 */
char *
vf_foreign_list_describe (const VfForeignList *list)
{
  guint n = list->connections->len;

  /* Translators: %1$s is “pgAdmin’s list of servers” or the like */
  return g_strdup_printf (ngettext ("This is %1$s: %2$u connection.", "This is %1$s: %2$u connections.", n),
                          vf_foreign_kind_describe (list->kind), n);
}

const char *const *
vf_foreign_list_get_notes (const VfForeignList *list)
{
  return (const char *const *) list->notes->pdata;
}
