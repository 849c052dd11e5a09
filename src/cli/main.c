#include "config.h"

#include "cli.h"

#include <archive.h>
#include <glib/gi18n.h>
#include <libpq-fe.h>
#include <locale.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "init.h"
#include "text.h"

typedef struct
{
  const char *name;
  const char *parameters;
  const char *summary;
  CliRun run;
} Command;

static const Command commands[] = {
  { "inspect", N_ ("PATH…"), N_ ("Say what is in archives, folders and files"), cli_inspect },
  { "check", N_ ("TARGET"), N_ ("Prove a connection, step by step"), cli_check },
  { "save", N_ ("NAME TARGET"), N_ ("Check a connection and keep it"), cli_save },
  { "list", "", N_ ("List the saved connections"), cli_list },
  { "show", N_ ("NAME"), N_ ("Show a saved connection"), cli_show },
  { "rename", N_ ("NAME NEW-NAME"), N_ ("Give a saved connection another name"), cli_rename },
  { "duplicate", N_ ("NAME [COPY]"), N_ ("Copy a saved connection"), cli_duplicate },
  { "renew", N_ ("NAME PATH…"), N_ ("Use renewed certificates for a saved connection"), cli_renew },
  { "forget", N_ ("NAME"), N_ ("Delete a saved connection and its secrets"), cli_forget },
  { "export", N_ ("FORMAT NAME"), N_ ("Print a saved connection for another program"), cli_export },
  { "import", N_ ("FILE…"), N_ ("Take over connections that other programs have"), cli_import },
};

static void
print_usage (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n\n", _ ("Get every PostgreSQL connection to Verify-Full."));
  g_string_append_printf (text, "%s\n", _ ("Usage:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const Command *command = &commands[i];
      const char *parameters = *command->parameters ? _ (command->parameters) : "";
      g_autofree char *usage = g_strdup_printf ("%s %s", command->name, parameters);

      g_string_append (text, "  verifull-cli ");
      cli_text_append_padded (text, usage, 26);
      g_string_append_printf (text, "%s\n", _ (command->summary));
    }
  g_string_append (text, "  verifull-cli ");
  cli_text_append_padded (text, "--version", 26);
  g_string_append_printf (text, "%s\n\n", _ ("Print this version and those of the libraries"));
  g_string_append_printf (text, "%s\n", _ ("“verifull-cli COMMAND --help” lists the options of a command."));
  g_string_append_printf (text, "%s\n", _ ("Exit status: 0 yes, 1 no, 2 could not be done."));
  cli_text_print (stdout, text);
}

/* What this process runs with, which may be newer than what it was built with. */
static void
print_version (void)
{
  int libpq = PQlibVersion ();
  g_autoptr (GString) text = g_string_new ("verifull-cli " VF_VERSION "\n");

  g_string_append_printf (text, "libpq %d.%d\n", libpq / 10000, libpq % 10000);
  g_string_append_printf (text, "OpenSSL %s\n", OpenSSL_version (OPENSSL_VERSION_STRING));
  g_string_append_printf (text, "%s\n", archive_version_string ());
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  cli_text_print (stdout, text);
}

static CliRun
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return commands[i].run;
  return NULL;
}

static CliStatus
run (int argc, char **argv, GError **error)
{
  const char *name = argc > 1 ? argv[1] : NULL;
  CliRun command;

  if (!name)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("No command was given; “verifull-cli --help” lists them."));
      return CLI_ERROR;
    }
  if (g_str_equal (name, "--version"))
    {
      print_version ();
      return CLI_YES;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    {
      print_usage ();
      return CLI_YES;
    }
  command = find_command (name);
  if (!command)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("“%s” is not a command; “verifull-cli --help” lists them."), name);
      return CLI_ERROR;
    }
  return command (argc - 1, argv + 1, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  CliStatus status;

  setlocale (LC_ALL, "");
  g_set_prgname ("verifull-cli");
  vf_init ();
  status = run (argc, argv, &error);
  if (status == CLI_ERROR)
    cli_warn ("%s", error->message);
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      cli_warn (_ ("Standard output could not be written: %s"), g_strerror (errno));
      return CLI_ERROR;
    }
  return status;
}
