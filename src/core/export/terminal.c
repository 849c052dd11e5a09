#include "config.h"

#include "export/terminal.h"

#include <glib/gi18n.h>

#include "error.h"
#include "export/psql-command.h"
#include "export/quote.h"

/* Those that take a program and its arguments as separate words, with what has to come before them; what the person or
 * the system has chosen comes first. */
static const struct
{
  const char *program;
  const char *before[3];
} terminals[] = {
  { "xdg-terminal-exec", { NULL } },
  { "x-terminal-emulator", { "-e" } },
  { "ptyxis", { "--" } },
  { "kgx", { "--" } },
  { "gnome-terminal", { "--" } },
  { "konsole", { "-e" } },
  { "xfce4-terminal", { "-x" } },
  { "mate-terminal", { "-x" } },
  { "terminator", { "-x" } },
  { "foot", { NULL } },
  { "kitty", { NULL } },
  { "alacritty", { "-e" } },
  { "wezterm", { "start", "--" } },
  { "xterm", { "-e" } },
};

/* (transfer full) (nullable) */
static char *
find_program (const char *const *environment, const char *program)
{
  const char *path = g_environ_getenv ((char **) (guintptr) environment, "PATH");
  g_auto (GStrv) folders = g_strsplit (path ? path : "", ":", -1);

  for (guint i = 0; folders[i]; i++)
    {
      g_autofree char *file = g_build_filename (folders[i], program, NULL);

      if (g_path_is_absolute (file) && g_file_test (file, G_FILE_TEST_IS_EXECUTABLE)
          && !g_file_test (file, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&file);
    }
  return NULL;
}

/* The password goes from the keyring into psql's environment, which only its owner can read, and stands in no argument.
 * Without one psql asks.  The window stays open for what psql says when it cannot connect. */
static char *
make_script (const char *service_file, const char *name, const VfTarget *keyring)
{
  g_autofree char *command = vf_psql_command (service_file, name);
  g_autofree char *lookup = keyring ? vf_keyring_command (keyring) : NULL;
  g_autofree char *hint = g_shell_quote (_ ("Press Enter to close this window."));
  GString *script = g_string_new (NULL);

  if (lookup)
    g_string_append_printf (script, "if PGPASSWORD=$(%s 2>/dev/null) && [ -n \"$PGPASSWORD\" ]; then export PGPASSWORD; "
                            "else unset PGPASSWORD; fi\n", lookup);
  g_string_append_printf (script, "%s || { printf '\\n%%s ' %s; read -r answer; }\n", command, hint);
  return g_string_free (script, FALSE);
}

/**
 * vf_terminal_command:
 * @environment: (array zero-terminated=1): what it will be started in; its PATH is searched
 * @service_file: absolute path of the service file
 * @name: its section
 * @keyring: (nullable): whose password lies in the keyring; %NULL: psql asks for it
 *
 * The arguments of other people's programs can be read by everybody, so they hold no secret.
 *
 * Returns: (transfer full) (nullable): program and arguments; %NULL with %VF_ERROR_NOT_FOUND and a sentence if there is
 *   no psql or no terminal
 */
char **
vf_terminal_command (const char *const *environment, const char *service_file, const char *name, const VfTarget *keyring,
                     GError **error)
{
  g_autofree char *psql = find_program (environment, "psql");
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *script = NULL;
  g_autofree char *terminal = NULL;
  guint i = 0;

  while (i < G_N_ELEMENTS (terminals) && !(terminal = find_program (environment, terminals[i].program)))
    i++;
  if (!psql || !terminal)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_NOT_FOUND,
                           psql ? _ ("No terminal was found that could be opened.")
                                : _ ("psql is not installed on this computer."));
      return NULL;
    }
  script = make_script (service_file, name, keyring);
  g_strv_builder_add (words, terminal);
  for (guint k = 0; terminals[i].before[k]; k++)
    g_strv_builder_add (words, terminals[i].before[k]);
  g_strv_builder_add_many (words, "/bin/sh", "-c", script, NULL);
  return g_strv_builder_end (words);
}
