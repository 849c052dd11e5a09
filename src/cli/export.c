#include "config.h"

#include "cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "connection/key-folder.h"
#include "error.h"
#include "export/export.h"
#include "store/keyring.h"
#include "store/store.h"
#include "text.h"

typedef struct
{
  VfStore *store;
  VfSaved *saved;
  VfConnection *connection;
  VfKeyFolder *folder;
  SecretValue *password;
  SecretValue *passphrase;
  char *directory; /* absolute; NULL: to standard output */
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->store, vf_store_unref);
  g_clear_pointer (&job->saved, vf_saved_unref);
  g_clear_pointer (&job->connection, vf_connection_unref);
  g_clear_pointer (&job->folder, vf_key_folder_free);
  g_clear_pointer (&job->password, secret_value_unref);
  g_clear_pointer (&job->passphrase, secret_value_unref);
  g_free (job->directory);
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

static gboolean
load (Job *job, const char *name, GError **error)
{
  job->store = vf_store_new (NULL);
  job->saved = vf_store_find (job->store, name, error);
  job->connection = job->saved ? vf_store_load (job->store, name, error) : NULL;
  job->folder = job->connection ? vf_store_open_credentials (job->store, name, error) : NULL;
  return job->folder != NULL;
}

/* Only what the destination needs is asked of the keyring. */
static gboolean
load_secrets (Job *job, const VfDestination *destination, GError **error)
{
  VfTarget *target = vf_saved_get_target (job->saved);
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (job->connection));
  g_autoptr (GError) failed = NULL;

  if (destination->holds_password)
    job->password = vf_keyring_lookup (target, VF_SECRET_PASSWORD, cli_cancellable (), &failed);
  if (!failed && key && vf_private_key_is_locked (key))
    job->passphrase = vf_keyring_lookup (target, VF_SECRET_PASSPHRASE, cli_cancellable (), &failed);
  if (!failed || g_error_matches (failed, VF_ERROR, VF_ERROR_KEYRING_ABSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static VfExport *
make (const Job *job, const VfDestination *destination, GError **error)
{
  const VfExportSource source = {
    .name = vf_saved_get_name (job->saved),
    .connection = job->connection,
    .files = vf_key_folder_get_files (job->folder),
    .service_file = vf_store_get_service_file (job->store),
    .directory = job->directory,
    .password = job->password,
    .key_passphrase = job->passphrase,
    .now = g_get_real_time () / G_USEC_PER_SEC,
    .expires = vf_saved_get_expires (job->saved),
  };

  return vf_export_make (destination, &source, error);
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

/**
 * cli_export:
 *
 * `verifull-cli export`: a saved connection for another program; the text on standard output, what it cannot say on
 * standard error, its files in the folder that was given.
 */
CliStatus
cli_export (int argc, char **argv, GError **error)
{
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write the files into DIR, which is made if need be"), N_ ("DIR") },
    { NULL },
  };
  g_autoptr (GString) summary = g_string_new (NULL);
  const VfDestination *destination;
  g_autoptr (VfExport) export = NULL;
  g_auto (Job) job = { 0 };

  append_formats (summary);
  if (!cli_parse_options (entries, _ ("FORMAT NAME"), summary->str, 2, 2, &argc, &argv, error))
    return CLI_ERROR;
  destination = find_destination (argv[1], error);
  job.directory = output ? g_canonicalize_filename (output, NULL) : NULL;
  if (!destination || !load (&job, argv[2], error) || !load_secrets (&job, destination, error))
    return CLI_ERROR;
  export = make (&job, destination, error);
  if (!export || (job.directory && !vf_export_save (export, job.directory, FALSE, error)))
    return CLI_ERROR;
  print (export);
  return CLI_YES;
}
