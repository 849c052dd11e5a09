#include "config.h"

#include "export/psql-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/export-private.h"
#include "export/quote.h"

/* "service=NAME" for a conninfo string, where blanks, quotes and backslashes have to be quoted once more. */
static char *
service_word (const char *name)
{
  g_autofree char *quoted = vf_quote_conninfo (name);
  g_autofree char *plain = vf_quote_shell (name);
  g_autofree char *conninfo = g_strconcat ("service=", quoted, NULL);

  return g_str_equal (plain, name) ? g_strconcat ("service=", name, NULL) : vf_quote_shell (conninfo);
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
  g_autofree char *path = vf_quote_path (service_file);
  g_autofree char *service = service_word (name);

  return g_strdup_printf ("PGSERVICEFILE=%s psql %s", path, service);
}

static void
add_attribute (GString *command, const char *name, const char *value)
{
  g_autofree char *word = vf_quote_shell (value ? value : "");

  g_string_append_printf (command, " %s %s", name, word);
}

/**
 * vf_keyring_command:
 * @target: whose password lies in the keyring
 *
 * The attributes are those that the keyring was given.
 *
 * Returns: (transfer full): a line for a POSIX shell that prints the password
 */
char *
vf_keyring_command (const VfTarget *target)
{
  g_autoptr (VfTarget) full = vf_target_with_defaults (target);
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (full));
  GString *command = g_string_new ("secret-tool lookup");

  add_attribute (command, "host", vf_target_get_host (full));
  add_attribute (command, "port", port);
  add_attribute (command, "dbname", vf_target_get_dbname (full));
  add_attribute (command, "user", vf_target_get_user (full));
  add_attribute (command, "kind", "password");
  return g_string_free (command, FALSE);
}

/**
 * vf_psql_command_with_keyring:
 * @service_file: absolute path of the service file
 * @name: its section
 * @target: whose password lies in the keyring
 *
 * psql gets the password by its environment, which other users cannot read, unlike its arguments.
 *
 * Returns: (transfer full): a line for a POSIX shell
 */
char *
vf_psql_command_with_keyring (const char *service_file, const char *name, const VfTarget *target)
{
  g_autofree char *plain = vf_psql_command (service_file, name);
  g_autofree char *lookup = vf_keyring_command (target);

  return g_strdup_printf ("PGPASSWORD=\"$(%s)\" %s", lookup, plain);
}

/**
 * vf_export_psql:
 *
 * The command, which needs nothing but the saved connection itself.
 */
gboolean
vf_export_psql (const VfExportSource *source, VfExport *export, GError **error)
{
  vf_export_take_text (export, vf_psql_command (source->service_file, source->name));
  return TRUE;
}

/**
 * vf_export_keyring:
 *
 * The password stays in the keyring: the line says where it lies, not what it is.
 */
gboolean
vf_export_keyring (const VfExportSource *source, VfExport *export, GError **error)
{
  VfTarget *target = vf_connection_get_target (source->connection);
  g_autofree char *lookup = vf_keyring_command (target);

  if (!vf_target_get_host (target))
    return vf_export_refuse (error, "host", _ ("The keyring files a password under the name of the host."));
  vf_export_take_text (export, g_strdup_printf ("export PGPASSWORD=\"$(%s)\"\n", lookup));
  vf_export_take_note (export, g_strdup (_ ("The program secret-tool must be installed, and the keyring open: in a job that "
                                            "runs without anybody logged in, there is none.")));
  return TRUE;
}

static gboolean
is_service (const char *conninfo, const char *name, GError **error)
{
  g_autoptr (VfKeywords) meant = vf_keywords_new ();

  vf_keywords_add (meant, "service", name);
  return vf_export_check_libpq (conninfo, meant, error);
}

gboolean
vf_reread_psql (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autofree char *first = g_strconcat ("PGSERVICEFILE=", source->service_file, NULL);
  g_auto (GStrv) words = vf_read_shell_words (vf_export_get_text (export));
  gboolean complete = words && g_strv_length (words) == 3;

  return vf_export_check_value (complete ? words[0] : NULL, first, "service", error)
         && vf_export_check_value (words[1], "psql", "service", error) && is_service (words[2], source->name, error);
}

/* What the shell runs between the parentheses, where quotes begin anew. */
gboolean
vf_reread_keyring (const VfExportSource *source, const VfExport *export, GError **error)
{
  static const char before[] = "export PGPASSWORD=\"$(secret-tool lookup ", behind[] = ")\"\n";
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *text = vf_export_get_text (export) + strlen (before);
  g_autofree char *line = g_strndup (text, strlen (text) - strlen (behind));
  g_auto (GStrv) words = vf_read_shell_words (line);
  gboolean complete = words && g_strv_length (words) == 10;

  if (!complete)
    return vf_export_check_value (NULL, "", "host", error);
  for (guint i = 0; i < 8; i += 2)
    if (!vf_export_check_value (words[i + 1], vf_keywords_lookup (keywords, words[i]), words[i], error))
      return FALSE;
  return vf_export_check_value (words[9], "password", "kind", error);
}
