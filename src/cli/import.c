#include "config.h"

#include "cli.h"

#include <glib/gi18n.h>
#include <time.h>

#include "error.h"
#include "init.h"
#include "json.h"
#include "store/foreign.h"
#include "store/keyring.h"
#include "text.h"

typedef struct
{
  gboolean environment;
  gboolean dry_run;
  gboolean json;
  gboolean with_passwords;
  char **only;
  char *passphrase_file;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->only);
  g_free (options->passphrase_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* one connection, and what became of it */
typedef struct
{
  VfForeign *foreign;
  VfForeignKind kind;
  char *name;
  VfConnection *connection;
  SecretValue *key_passphrase;
  GPtrArray *notes;
  GError *error;
  gboolean kept;
  gboolean password_kept;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  vf_foreign_unref (row->foreign);
  g_free (row->name);
  g_clear_pointer (&row->connection, vf_connection_unref);
  g_clear_pointer (&row->key_passphrase, secret_value_unref);
  g_ptr_array_unref (row->notes);
  g_clear_error (&row->error);
  g_free (row);
}

static gboolean
is_wanted (const Options *options, VfForeign *foreign)
{
  const char *name = vf_foreign_get_name (foreign);

  return !options->only || (name && g_strv_contains ((const char *const *) options->only, name));
}

/* A password in plain text is never taken over without a word. */
static void
note_password (Row *row, gboolean taken)
{
  const char *place = vf_foreign_get_password_place (row->foreign);

  if (taken)
    /* Translators: %s is a file or a variable */
    g_ptr_array_add (row->notes, g_strdup_printf (_ ("Its password stands in plain text in %s. It is in the keyring now, so "
                                                     "that it can go there."), place));
  else
    /* Translators: %s is a file or a variable; --with-passwords stays as it is */
    g_ptr_array_add (row->notes, g_strdup_printf (_ ("Its password stands in plain text in %s. --with-passwords puts it into "
                                                     "the keyring."), place));
}

static gboolean
keep_secret (Row *row, VfSecretKind kind, SecretValue *secret)
{
  GError *error = NULL;

  if (vf_keyring_store (vf_connection_get_target (row->connection), kind, secret, cli_cancellable (), &error))
    return TRUE;
  g_ptr_array_add (row->notes, g_strdup (error->message));
  g_error_free (error);
  return FALSE;
}

static void
keep (Row *row, VfStore *store, const Options *options)
{
  SecretValue *password = vf_foreign_get_password (row->foreign);

  if (!options->dry_run)
    row->kept = vf_foreign_keep (row->foreign, store, row->name, row->connection, row->key_passphrase, &row->error);
  if (row->kept && options->with_passwords && password)
    row->password_kept = keep_secret (row, VF_SECRET_PASSWORD, password);
  if (row->kept && row->key_passphrase)
    keep_secret (row, VF_SECRET_PASSPHRASE, row->key_passphrase);
  if (password)
    note_password (row, row->password_kept);
}

static void
note_name (Row *row)
{
  const char *own = vf_foreign_get_name (row->foreign);

  if (own && !g_str_equal (own, row->name))
    /* Translators: both are names of connections */
    g_ptr_array_add (row->notes, g_strdup_printf (_ ("It was called “%1$s”, and is called “%2$s” here."), own, row->name));
}

static Row *
import_one (VfForeign *foreign, VfForeignKind kind, VfStore *store, const Options *options, SecretValue *passphrase,
            GPtrArray *taken)
{
  const char *const *notes = vf_foreign_get_notes (foreign);
  Row *row = g_new0 (Row, 1);

  row->foreign = vf_foreign_ref (foreign);
  row->kind = kind;
  row->notes = g_ptr_array_new_with_free_func (g_free);
  row->key_passphrase = passphrase ? secret_value_ref (passphrase) : NULL;
  for (guint i = 0; notes[i]; i++)
    g_ptr_array_add (row->notes, g_strdup (notes[i]));
  row->connection = vf_foreign_load (foreign, &row->key_passphrase, time (NULL), row->notes, &row->error);
  if (!row->connection)
    return row;
  row->name = vf_foreign_choose_name (foreign, store, taken);
  g_ptr_array_add (taken, row->name);
  note_name (row);
  keep (row, store, options);
  return row;
}

/* --- what is said --- */

static JsonObject *
row_to_json (const Row *row)
{
  VfTarget *target = vf_foreign_get_target (row->foreign);
  JsonObject *object = json_object_new ();
  JsonObject *files = json_object_new ();
  VfSslMode mode;
  gboolean decided = vf_foreign_get_mode (row->foreign, &mode);

  cli_json_set_string (object, "name", row->name);
  cli_json_set_string (object, "was", vf_foreign_get_name (row->foreign));
  cli_json_set_string (object, "group", vf_foreign_get_group (row->foreign));
  cli_json_set_string (object, "kind", vf_foreign_kind_to_string (row->kind));
  cli_json_set_string (object, "host", vf_target_get_host (target));
  cli_json_set_string (object, "hostaddr", vf_target_get_hostaddr (target));
  json_object_set_int_member (object, "port", vf_target_get_port (target));
  cli_json_set_string (object, "dbname", vf_target_get_dbname (target));
  cli_json_set_string (object, "user", vf_target_get_user (target));
  cli_json_set_string (object, "mode", decided ? vf_ssl_mode_to_string (mode) : NULL);
  cli_json_set_string (object, "sslmode", vf_foreign_get_word (row->foreign));
  cli_json_set_string (files, "root", vf_foreign_get_root (row->foreign));
  cli_json_set_string (files, "certificate", vf_foreign_get_certificate (row->foreign));
  cli_json_set_string (files, "key", vf_foreign_get_key (row->foreign));
  json_object_set_object_member (object, "files", files);
  cli_json_set_string (object, "password_in", vf_foreign_get_password_place (row->foreign));
  json_object_set_boolean_member (object, "password_kept", row->password_kept);
  json_object_set_boolean_member (object, "imported", row->kept);
  cli_json_set_string (object, "error", row->error ? row->error->message : NULL);
  g_ptr_array_add (row->notes, NULL);
  json_object_set_array_member (object, "notes", cli_json_strings ((const char *const *) row->notes->pdata));
  g_ptr_array_remove_index (row->notes, row->notes->len - 1);
  return object;
}

static void
print_json (GPtrArray *rows, GPtrArray *list_notes)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (array, row_to_json (g_ptr_array_index (rows, i)));
  json_object_set_array_member (object, "connections", array);
  g_ptr_array_add (list_notes, NULL);
  json_object_set_array_member (object, "notes", cli_json_strings ((const char *const *) list_notes->pdata));
  cli_json_print (object);
}

static void
append_note (GString *out, const char *note)
{
  g_string_append (out, "    ");
  cli_text_append_clean (out, note);
  g_string_append_c (out, '\n');
}

static void
append_row (GString *out, const Row *row)
{
  g_autofree char *target = cli_text_target (vf_foreign_get_target (row->foreign));
  const char *own = vf_foreign_get_name (row->foreign);
  VfSslMode mode;
  gboolean decided = vf_foreign_get_mode (row->foreign, &mode);

  cli_text_append_tone (out, row->error ? CLI_TONE_BAD : CLI_TONE_GOOD, row->error ? "✗" : "✓");
  g_string_append_c (out, ' ');
  cli_text_append_clean (out, row->name ? row->name : own ? own : target);
  g_string_append (out, "  ");
  cli_text_append_clean (out, target);
  /* Translators: in place of a mode such as Verify-Full */
  g_string_append_printf (out, "  %s\n", decided ? vf_ssl_mode_title (mode) : _ ("needs a decision"));
  if (row->error)
    append_note (out, row->error->message);
  for (guint i = 0; i < row->notes->len; i++)
    append_note (out, g_ptr_array_index (row->notes, i));
}

static guint
count_kept (GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += ((const Row *) g_ptr_array_index (rows, i))->kept;
  return n;
}

static void
print_text (GPtrArray *rows, GPtrArray *list_notes, gboolean dry_run)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = count_kept (rows);

  for (guint i = 0; i < list_notes->len; i++)
    {
      cli_text_append_clean (out, g_ptr_array_index (list_notes, i));
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; i < rows->len; i++)
    append_row (out, g_ptr_array_index (rows, i));
  if (dry_run)
    g_string_append_printf (out, "%s\n", _ ("Nothing was imported: this was a dry run."));
  else
    g_string_append_printf (out, ngettext ("%u connection is imported. “verifull-cli check --all” proves it.\n",
                                           "%u connections are imported. “verifull-cli check --all” proves them.\n", n),
                            n);
  cli_text_print (stdout, out);
}

/* --- the lists --- */

static gboolean
read_lists (const Options *options, char **paths, GPtrArray *lists, GError **error)
{
  g_auto (GStrv) environment = vf_init_get_environ ();
  const VfForeignPlace place = { .home = g_get_home_dir () };
  VfForeignList *list;

  if (options->environment)
    g_ptr_array_add (lists, vf_foreign_list_read_environment ((const char *const *) environment, &place));
  for (guint i = 0; paths[i]; i++)
    {
      list = vf_foreign_list_read (paths[i], error);
      if (!list)
        return FALSE;
      g_ptr_array_add (lists, list);
    }
  return TRUE;
}

static void
note_list (GPtrArray *list_notes, const VfForeignList *list)
{
  const char *const *notes = vf_foreign_list_get_notes (list);

  g_ptr_array_add (list_notes, vf_foreign_list_describe (list));
  for (guint i = 0; notes[i]; i++)
    g_ptr_array_add (list_notes, g_strdup (notes[i]));
}

static gboolean
import_lists (GPtrArray *lists, const Options *options, SecretValue *passphrase, GPtrArray *rows, GPtrArray *list_notes)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();
  gboolean all = TRUE;

  for (guint i = 0; i < lists->len; i++)
    {
      const VfForeignList *list = g_ptr_array_index (lists, i);

      note_list (list_notes, list);
      for (guint j = 0; j < vf_foreign_list_get_n (list); j++)
        if (is_wanted (options, vf_foreign_list_get (list, j)))
          {
            Row *row = import_one (vf_foreign_list_get (list, j), vf_foreign_list_get_kind (list), store, options,
                                   passphrase, taken);

            g_ptr_array_add (rows, row);
            all = all && !row->error;
          }
    }
  return all && rows->len > 0;
}

static gboolean
check_options (const Options *options, int argc, GError **error)
{
  if (argc > 1 || options->environment)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ ("import takes FILE…, or --environment; an argument with blanks in it needs quotes."));
  return FALSE;
}

/**
 * cli_import:
 *
 * `verifull-cli import`: connections that other programs have become saved ones, unproven.
 *
 * Returns: %CLI_NO if one of them could not be taken over, or there was none
 */
CliStatus
cli_import (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "environment", 0, 0, G_OPTION_ARG_NONE, &options.environment, N_ ("Import what PGHOST and the like say"), NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.only,
      N_ ("Import the connection of this name only; may be repeated"), N_ ("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("Only say what would be imported"), NULL },
    { "with-passwords", 0, 0, G_OPTION_ARG_NONE, &options.with_passwords,
      N_ ("Put passwords that stand in plain text into the keyring"), NULL },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options.passphrase_file,
      N_ ("Read the passphrase of the client key from FILE (“-”: standard input)"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    { NULL },
  };
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_foreign_list_unref);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GPtrArray) list_notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SecretValue) passphrase = NULL;
  gboolean all;

  if (!cli_parse_options (entries, _ ("FILE…"),
                          _ ("Imports connections from a service file of libpq, from pgAdmin’s servers.json, from DBeaver’s "
                             "data-sources.json, or from the environment."),
                          0, -1, &argc, &argv, error)
      || !check_options (&options, argc, error)
      || (options.passphrase_file && !(passphrase = cli_read_secret (options.passphrase_file, error)))
      || !read_lists (&options, argv + 1, lists, error))
    return CLI_ERROR;
  all = import_lists (lists, &options, passphrase, rows, list_notes);
  if (options.json)
    print_json (rows, list_notes);
  else
    print_text (rows, list_notes, options.dry_run);
  return all ? CLI_YES : CLI_NO;
}
