#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "connection/settings.h"
#include "error.h"
#include "connection/password-file.h"
#include "export/insertion-private.h"
#include "export/quote.h"
#include "import/wiped-bytes.h"

/* libpq reads a line into a buffer that grows, so only what ends a line cannot be in it. */
static gboolean
check_password (const char *password, gsize length, GError **error)
{
  if (memchr (password, '\0', length) || strpbrk (password, "\r\n"))
    return vf_export_refuse (error, "password", _ ("It contains a line break."));
  return TRUE;
}

/* host:port:database:user: */
static char *
make_head (const VfTarget *given)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (given);
  /* libpq compares with the host, and with the address only where there is no host */
  const char *place = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
  g_autofree char *host = vf_quote_pgpass (place ? place : "localhost");
  g_autofree char *dbname = vf_quote_pgpass (vf_target_get_dbname (target));
  g_autofree char *user = vf_quote_pgpass (vf_target_get_user (target));

  return g_strdup_printf ("%s:%u:%s:%s:", host, vf_target_get_port (target), dbname, user);
}

/**
 * vf_export_pgpass:
 *
 * One line of a password file, the one destination that is about the password.
 */
gboolean
vf_export_pgpass (const VfExportSource *source, VfExport *export, GError **error)
{
  gsize length = 0;
  const char *password = secret_value_get (source->password, &length);
  g_autofree char *head = make_head (vf_connection_get_target (source->connection));
  char *quoted;

  if (strpbrk (head, "\r\n"))
    return vf_export_refuse (error, "host, database or user", _ ("It contains a line break."));
  if (!check_password (password, length, error))
    return FALSE;
  quoted = vf_quote_pgpass (password);
  vf_export_take_text (export, g_strconcat (head, quoted, "\n", NULL));
  vf_wipe_string (quoted);
  vf_export_take_masked (export, g_strconcat (head, "••••••\n", NULL));
  vf_export_add_text_file (export, "pgpass");
  vf_export_take_note (export, g_strdup (_ ("The password stands in it in plain text: everybody who can read the file, or "
                                            "a backup of it, can log in.")));
  vf_export_take_note (export, g_strdup (_ ("libpq ignores the file unless it is readable by you alone (mode 0600).")));
  return TRUE;
}

/* What libpq would find in it must be the password. */
gboolean
vf_reread_pgpass (const VfExportSource *source, const VfExport *export, GError **error)
{
  const char *text = vf_export_get_text (export);
  g_autoptr (SecretValue) found
    = vf_password_file_find (text, strlen (text), vf_connection_get_target (source->connection));

  if (found && strcmp (secret_value_get_text (found), secret_value_get_text (source->password)) == 0)
    return TRUE;
  return vf_export_refuse (error, "password", _ ("libpq would read it as something else."));
}

/* --- into the person's own file --- */

/* libpq takes the first line that fits, so a line with stars must not come before this one. */
static const char *
find_place (const char *text, const char *head, const VfTarget *target, gboolean *is_ours)
{
  const char *line = text;

  while (*line)
    {
      const char *end = strchr (line, '\n');

      *is_ours = g_str_has_prefix (line, head);
      if (*is_ours || vf_password_file_line_fits (line, target))
        return line;
      line = end ? end + 1 : line + strlen (line);
    }
  *is_ours = FALSE;
  return line;
}

static void
append (VfWipedBuffer *buffer, const char *text, gsize length)
{
  if (length > 0)
    vf_wiped_buffer_append (buffer, text, length);
}

/* Before @place, or instead of the line there. */
static GBytes *
put_line (const char *text, gsize length, const char *place, gboolean instead, const char *line)
{
  g_auto (VfWipedBuffer) buffer = { 0 };
  gsize at = (gsize) (place - text);
  const char *end = instead ? strchr (place, '\n') : NULL;
  gsize rest = instead ? (end ? (gsize) (end + 1 - text) : length) : at;

  append (&buffer, text, at);
  if (at > 0 && text[at - 1] != '\n')
    append (&buffer, "\n", 1);
  append (&buffer, line, strlen (line));
  append (&buffer, text + rest, length - rest);
  return vf_wiped_buffer_end (&buffer);
}

static gboolean
is_line (const char *place, const char *line)
{
  gsize length = strlen (line) - 1;

  return strncmp (place, line, length) == 0 && (place[length] == '\0' || place[length] == '\n' || place[length] == '\r');
}

static gboolean
change_line (const VfExportSource *source, GBytes *before, GBytes **after, VfInsertionState *state, GError **error)
{
  gsize length = g_bytes_get_size (before);
  g_autoptr (VfExport) export = vf_export_make (vf_destination_find ("pgpass"), source, error);
  g_autoptr (VfTarget) target = vf_target_with_defaults (vf_connection_get_target (source->connection));
  g_autofree char *head = export ? make_head (target) : NULL;
  gboolean is_ours = FALSE;
  const char *place;
  char *text;

  if (!export)
    return FALSE;
  text = g_strndup (length > 0 ? g_bytes_get_data (before, NULL) : "", length);
  place = find_place (text, head, target, &is_ours);
  *state = !is_ours ? VF_INSERTION_NEW : is_line (place, vf_export_get_text (export)) ? VF_INSERTION_PRESENT
                                                                                      : VF_INSERTION_REPLACES;
  *after = *state == VF_INSERTION_PRESENT ? g_bytes_ref (before)
                                          : put_line (text, strlen (text), place, is_ours, vf_export_get_text (export));
  vf_wipe_string (text);
  return TRUE;
}

const VfInsertWay vf_insert_password = { "PGPASSFILE", ".pgpass", FALSE, TRUE, change_line };
