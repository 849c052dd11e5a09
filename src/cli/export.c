#include "config.h"

#include "cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "error.h"
#include "export/insertion.h"
#include "export/saved-source.h"
#include "json.h"
#include "store/keyring.h"
#include "text.h"

typedef struct
{
  VfSavedSource *saved;
  SecretValue *password;
  SecretValue *passphrase;
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->saved, vf_saved_source_unref);
  g_clear_pointer (&job->password, secret_value_unref);
  g_clear_pointer (&job->passphrase, secret_value_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static const VfDestination *
find_destination (const char *id, GError **error)
{
  const VfDestination *destination = vf_destination_find (id);

  if (!destination)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is not a format; “verifull-cli export --help” lists them."), id);
  return destination;
}

/* Only what the destination needs is asked of the keyring. */
static gboolean
load_secrets (Job *job, const VfDestination *destination, GError **error)
{
  VfTarget *target = vf_saved_get_target (vf_saved_source_get_saved (job->saved));
  g_autoptr (GError) failed = NULL;

  if (destination->holds_password)
    job->password = vf_keyring_lookup (target, VF_SECRET_PASSWORD, cli_cancellable (), &failed);
  if (!failed && vf_saved_source_is_locked (job->saved))
    job->passphrase = vf_keyring_lookup (target, VF_SECRET_PASSPHRASE, cli_cancellable (), &failed);
  if (!failed || g_error_matches (failed, VF_ERROR, VF_ERROR_KEYRING_ABSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static void
print (const VfExport *export)
{
  const char *const *notes = vf_export_get_notes (export);
  const char *text = vf_export_get_text (export);

  /* not by the way of the texts for people: every byte of it counts */
  fputs (text, stdout);
  if (!g_str_has_suffix (text, "\n"))
    fputc ('\n', stdout);
  for (guint i = 0; notes[i]; i++)
    cli_warn ("%s", notes[i]);
}

/* --- into a file of the person's own --- */

static void
print_preview (const VfInsertion *insertion)
{
  g_auto (GStrv) lines = vf_insertion_preview (insertion);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++)
    {
      CliTone tone = lines[i][0] == '+' ? CLI_TONE_GOOD : lines[i][0] == '-' ? CLI_TONE_BAD : CLI_TONE_PLAIN;

      cli_text_append_tone (out, tone, lines[i]);
      g_string_append_c (out, '\n');
    }
  cli_text_print (stdout, out);
}

static gboolean
carry_out (const VfInsertion *insertion, GError **error)
{
  g_autoptr (VfInserted) done = vf_insertion_apply (insertion, error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!done)
    return FALSE;
  /* Translators: %s is the path of a file */
  g_string_append_printf (out, _ ("Written to %s."), vf_inserted_get_path (done));
  if (vf_inserted_get_backup (done))
    {
      g_string_append_c (out, ' ');
      /* Translators: %s is the path of a file */
      g_string_append_printf (out, _ ("As it was before, it is kept as %s."), vf_inserted_get_backup (done));
    }
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
  return TRUE;
}

static gboolean
install (const VfDestination *destination, const VfExportSource *source, gboolean replace, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (VfInsertion) insertion = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (!vf_destination_can_insert (destination))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” has no file that it could be put into; --output writes its own."), destination->id);
      return FALSE;
    }
  insertion = vf_insertion_new (destination, source, (const char *const *) environment, error);
  if (!insertion)
    return FALSE;
  if (vf_insertion_get_state (insertion) == VF_INSERTION_PRESENT)
    {
      /* Translators: %s is the path of a file */
      g_string_append_printf (out, _ ("It is in %s already."), vf_insertion_get_path (insertion));
      cli_text_print (stdout, g_string_append_c (out, '\n'));
      return TRUE;
    }
  print_preview (insertion);
  if (vf_insertion_get_state (insertion) == VF_INSERTION_REPLACES && !replace)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_EXISTS,
                   /* Translators: %s is the path of a file */
                   _ ("Something else is in %s under that name. --replace puts this in its place, --as gives another name."),
                   vf_insertion_get_path (insertion));
      return FALSE;
    }
  return carry_out (insertion, error);
}

/* --- the table --- */

static void
print_destinations_json (void)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);
      JsonObject *row = json_object_new ();

      cli_json_set_string (row, "id", destination->id);
      cli_json_set_string (row, "title", destination->title);
      cli_json_set_string (row, "purpose", _ (destination->purpose));
      cli_json_set_string (row, "proven", destination->proven);
      json_object_set_boolean_member (row, "holds_password", destination->holds_password);
      json_object_set_boolean_member (row, "installs", vf_destination_can_insert (destination));
      json_array_add_object_element (array, row);
    }
  json_object_set_array_member (object, "destinations", array);
  cli_json_print (object);
}

static void
print_destinations (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);

      cli_text_append_padded (out, destination->id, 16);
      cli_text_append_padded (out, destination->proven ? destination->proven : "–", 20);
      g_string_append_printf (out, "%s\n", _ (destination->purpose));
    }
  cli_text_print (stdout, out);
}

static void
append_formats (GString *summary)
{
  g_string_append_printf (summary, "%s\n\n%s\n", _ ("Prints a saved connection in the words of another program."),
                          _ ("Formats:"));
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);

      g_string_append (summary, "  ");
      cli_text_append_padded (summary, destination->id, 16);
      g_string_append_printf (summary, "%s\n", _ (destination->purpose));
    }
}

typedef struct
{
  char *output;
  char *as;
  gboolean install;
  gboolean replace;
  gboolean list;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->as);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options->output, N_ ("Write the files into DIR, which is made if need be"),
      N_ ("DIR") },
    { "install", 0, 0, G_OPTION_ARG_NONE, &options->install,
      N_ ("Put it into your own file: service-file, pgpass and odbc can"), NULL },
    { "as", 0, 0, G_OPTION_ARG_STRING, &options->as, N_ ("Call it NAME there"), N_ ("NAME") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &options->replace, N_ ("Put it in the place of what is there under that name"),
      NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, N_ ("List the formats, and what each was proven with"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print the list as one JSON object"), NULL },
    { NULL },
  };
  g_autoptr (GString) summary = g_string_new (NULL);

  append_formats (summary);
  if (!cli_parse_options (entries, _ ("FORMAT NAME"), summary->str, 0, 2, argc, argv, error))
    return FALSE;
  if (!options->list && *argc != 3)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("A format and the name of a saved connection are needed; “verifull-cli export --list” lists "
                            "the formats."));
  return options->list || *argc == 3;
}

static gboolean
run (const Options *options, const VfDestination *destination, const char *name, GError **error)
{
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autofree char *directory = options->output ? g_canonicalize_filename (options->output, NULL) : NULL;
  g_autoptr (VfExport) export = NULL;
  g_auto (Job) job = { .saved = vf_saved_source_load (store, name, error) };
  VfExportSource source;

  if (!job.saved || !load_secrets (&job, destination, error))
    return FALSE;
  source = vf_saved_source_describe (job.saved, g_get_real_time () / G_USEC_PER_SEC);
  source.directory = directory;
  source.password = job.password;
  source.key_passphrase = job.passphrase;
  if (options->as)
    source.name = options->as;
  if (options->install)
    return install (destination, &source, options->replace, error);
  export = vf_export_make (destination, &source, error);
  if (!export || (directory && !vf_export_save (export, directory, options->replace, error)))
    return FALSE;
  if (directory)
    vf_saved_source_note_saved (job.saved, destination, export, directory);
  print (export);
  return TRUE;
}

/**
 * cli_export:
 *
 * `verifull-cli export`: a saved connection for another program; the text on standard output, what it cannot say on
 * standard error, its files in the folder that was given, or all of it in a file of the person's own.
 */
CliStatus
cli_export (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const VfDestination *destination;

  if (!parse (&options, &argc, &argv, error))
    return CLI_ERROR;
  if (options.list)
    {
      if (options.json)
        print_destinations_json ();
      else
        print_destinations ();
      return CLI_YES;
    }
  destination = find_destination (argv[1], error);
  return destination && run (&options, destination, argv[2], error) ? CLI_YES : CLI_ERROR;
}
