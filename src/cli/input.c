#include "config.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "text.h"

/* bytes of one line; a password or passphrase that is longer is a mistake */
#define MAX_SECRET_BYTES 4096

/**
 * cli_parse_options:
 * @entries: the options of the command
 * @parameters: what stands behind them, for the help
 * @summary: translated: what the command does, for the help
 * @min: how many arguments are needed
 * @max: how many are allowed; -1: any number
 * @argc: (inout): as in main(), with the command's name as the first
 * @argv: (inout): likewise; the options are taken out
 *
 * Returns: whether the command line is right; else @error names what is wrong
 */
gboolean
cli_parse_options (const GOptionEntry *entries, const char *parameters, const char *summary, int min, int max,
                   int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *command = g_strdup ((*argv)[0]);
  g_autofree char *program = g_strdup_printf ("verifull-cli %s", command);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    {
      g_prefix_error (error, "%s: ", command);
      return FALSE;
    }
  /* the parser leaves "--" where options may follow it */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      memmove (*argv + 1, *argv + 2, (*argc - 1) * sizeof (char *));
      *argc -= 1;
    }
  if (*argc - 1 < min || (max >= 0 && *argc - 1 > max))
    {
      if (max == 0)
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("%s takes no arguments."), command);
      else
        /* Translators: a command, and the names of its arguments, such as NAME TARGET */
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                     _ ("%s takes %s; an argument with blanks in it needs quotes."), command, parameters);
      return FALSE;
    }
  return TRUE;
}

/* Byte by byte, so that what follows the line stays for the next reader of standard input. */
static gssize
read_line (int fd, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size)
    {
      gssize n = read (fd, buffer + length, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0 || buffer[length] == '\n')
        break;
      length++;
    }
  if (length > 0 && length < size && buffer[length - 1] == '\r')
    length--;
  return (gssize) length;
}

static SecretValue *
take_line (const char *name, const char *line, gssize length, GError **error)
{
  if (length < 0)
    g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: cannot be read: %s"), name, g_strerror (errno));
  else if (length == 0)
    g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: the first line is empty"), name);
  else if (length == MAX_SECRET_BYTES || memchr (line, '\0', length))
    g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: the first line is no password"), name);
  else
    return secret_value_new (line, length, "text/plain");
  return NULL;
}

/**
 * cli_read_secret:
 * @file: a path, or "-" for standard input
 *
 * Reads one line and drops its end.
 *
 * Returns: (transfer full) (nullable): the secret
 */
SecretValue *
cli_read_secret (const char *file, GError **error)
{
  char line[MAX_SECRET_BYTES];
  gboolean is_stdin = g_str_equal (file, "-");
  g_autofree char *name = is_stdin ? g_strdup (_ ("standard input")) : g_filename_display_name (file);
  int fd = is_stdin ? STDIN_FILENO : g_open (file, O_RDONLY | O_CLOEXEC, 0);
  SecretValue *secret;

  if (fd < 0)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: cannot be opened: %s"), name, g_strerror (errno));
      return NULL;
    }
  secret = take_line (name, line, read_line (fd, line, sizeof line), error);
  explicit_bzero (line, sizeof line);
  if (!is_stdin)
    close (fd);
  return secret;
}

/* Those that the caller wants us to hear: nohup, for one, ignores SIGHUP for us. */
static void
collect_signals (sigset_t *signals)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  sigemptyset (signals);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      struct sigaction action;

      if (sigaction (numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        sigaddset (signals, numbers[i]);
    }
}

/* A second signal ends the program at once, should something not look at the cancellable. */
static gpointer
wait_for_signal (gpointer data)
{
  sigset_t *signals = data;
  int number = 0;

  if (sigwait (signals, &number) == 0)
    {
      g_cancellable_cancel (cli_cancellable ());
      pthread_sigmask (SIG_UNBLOCK, signals, NULL);
    }
  return NULL;
}

/**
 * cli_cancellable:
 *
 * Call it on the main thread when the secrets have been read: from then on a signal cancels instead of ending the
 * program, so that temporary files go and the report comes.
 *
 * Returns: (transfer none): the one cancellable of the process
 */
GCancellable *
cli_cancellable (void)
{
  static GCancellable *cancellable = NULL;
  static sigset_t signals;

  if (g_once_init_enter (&cancellable))
    {
      GCancellable *fresh = g_cancellable_new ();

      collect_signals (&signals);
      pthread_sigmask (SIG_BLOCK, &signals, NULL);
      g_thread_unref (g_thread_new ("signals", wait_for_signal, &signals));
      g_once_init_leave (&cancellable, fresh);
    }
  return cancellable;
}

/**
 * cli_warn:
 * @format: what to say; a line end within becomes a blank
 *
 * Prints one line on standard error.
 */
void
cli_warn (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autoptr (GString) line = g_string_new ("verifull-cli: ");
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  cli_text_append_clean (line, message);
  g_string_append_c (line, '\n');
  cli_text_print (stderr, line);
}
