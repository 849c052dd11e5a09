#include "config.h"

#include "psql-command.h"

#include <string.h>

#define PLAIN_CHARACTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_./,:@%+"

static gboolean
is_plain (const char *text)
{
  return *text != '\0' && strspn (text, PLAIN_CHARACTERS) == strlen (text);
}

static char *
shell_word (const char *text)
{
  return is_plain (text) ? g_strdup (text) : g_shell_quote (text);
}

/* A path in the home folder as people write it; the shell expands the tilde only where nothing is quoted. */
static char *
shell_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (path, home) && path[length] == '/' && is_plain (path + length))
    return g_strconcat ("~", path + length, NULL);
  return shell_word (path);
}

/* "service=NAME" for a conninfo string, where blanks, quotes and backslashes have to be quoted once more. */
static char *
service_word (const char *name)
{
  g_autoptr (GString) conninfo = g_string_new ("service=");
  gboolean plain = is_plain (name);

  if (!plain)
    g_string_append_c (conninfo, '\'');
  for (const char *p = name; *p; p++)
    {
      if (*p == '\'' || *p == '\\')
        g_string_append_c (conninfo, '\\');
      g_string_append_c (conninfo, *p);
    }
  if (!plain)
    g_string_append_c (conninfo, '\'');
  return plain ? g_strdup (conninfo->str) : g_shell_quote (conninfo->str);
}

/**
 * vf_psql_command:
 * @service_file: absolute path of the service file
 * @name: its section
 *
 * Returns: (transfer full): a line for a POSIX shell
 */
char *
vf_psql_command (const char *service_file, const char *name)
{
  g_autofree char *path = shell_path (service_file);
  g_autofree char *service = service_word (name);

  return g_strdup_printf ("PGSERVICEFILE=%s psql %s", path, service);
}

static void
add_attribute (GString *command, const char *name, const char *value)
{
  g_autofree char *word = shell_word (value ? value : "");

  g_string_append_printf (command, " %s %s", name, word);
}

/**
 * vf_psql_command_with_keyring:
 * @service_file: absolute path of the service file
 * @name: its section
 * @target: whose password lies in the keyring
 *
 * The attributes are those that the keyring was given.  psql gets the password by its environment, which other
 * users cannot read, unlike its arguments.
 *
 * Returns: (transfer full): a line for a POSIX shell
 */
char *
vf_psql_command_with_keyring (const char *service_file, const char *name, const VfTarget *target)
{
  g_autofree char *plain = vf_psql_command (service_file, name);
  g_autoptr (VfTarget) full = vf_target_with_defaults (target);
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (full));
  g_autoptr (GString) command = g_string_new ("PGPASSWORD=\"$(secret-tool lookup");

  add_attribute (command, "host", vf_target_get_host (full));
  add_attribute (command, "port", port);
  add_attribute (command, "dbname", vf_target_get_dbname (full));
  add_attribute (command, "user", vf_target_get_user (full));
  add_attribute (command, "kind", "password");
  g_string_append_printf (command, ")\" %s", plain);
  return g_strdup (command->str);
}
