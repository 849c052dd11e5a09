#include "config.h"

#include "connection/password-file.h"

#include <string.h>

#include "connection/settings.h"

/* Whether the field at @line is @value or a star; @line then is behind its colon.  A backslash makes the next letter an
 * ordinary one. */
static gboolean
take_field (const char **line, const char *value)
{
  const char *p = *line;
  gboolean same;

  if (g_str_has_prefix (p, "*:"))
    {
      *line = p + 2;
      return TRUE;
    }
  for (same = TRUE; *p && *p != ':'; p++)
    {
      if (*p == '\\' && p[1])
        p++;
      same = same && *p == *value;
      value += same;
    }
  *line = *p == ':' ? p + 1 : p;
  return same && *value == '\0' && *p == ':';
}

/* What is behind the fourth colon, if the four fields fit. */
static const char *
match_line (const char *line, const VfTarget *target)
{
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target) ? vf_target_get_port (target) : 5432);
  const char *user = vf_target_get_user (target) ? vf_target_get_user (target) : g_get_user_name ();
  const char *dbname = vf_target_get_dbname (target) ? vf_target_get_dbname (target) : user;
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
  gboolean fits = host && *line != '#' && take_field (&line, host) && take_field (&line, port)
                  && take_field (&line, dbname) && take_field (&line, user);

  return fits ? line : NULL;
}

/**
 * vf_password_file_line_fits:
 * @line: of a password file; what stands behind its fields does not matter
 * @target: where psql is to go
 *
 * By libpq's rules: it compares with the host as it was given, and with the address only where there is no host.
 *
 * Returns: whether libpq would take the password of this line
 */
gboolean
vf_password_file_line_fits (const char *line, const VfTarget *target)
{
  return match_line (line, target) != NULL;
}

/* It ends at a colon that no backslash stands before. */
static SecretValue *
read_password (const char *text)
{
  char *password = g_malloc (strlen (text) + 1);
  gsize length = 0;
  SecretValue *secret;

  for (const char *p = text; *p && *p != ':'; p++)
    {
      if (*p == '\\' && p[1])
        p++;
      password[length++] = *p;
    }
  password[length] = '\0';
  secret = length > 0 && g_utf8_validate (password, -1, NULL)
             ? secret_value_new (password, (gssize) length, "text/plain")
             : NULL;
  vf_wipe_string (password);
  return secret;
}

static char *
copy_line (const char *text, gsize length)
{
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    length--;
  return g_strndup (text, length);
}

/**
 * vf_password_file_find:
 * @text: (array length=length): what is in a password file
 * @target: who is asked
 *
 * The first line that fits decides.
 *
 * Returns: (transfer full) (nullable): the password
 */
SecretValue *
vf_password_file_find (const char *text, gsize length, const VfTarget *target)
{
  for (gsize at = 0; at < length;)
    {
      const char *end = memchr (text + at, '\n', length - at);
      gsize taken = end ? (gsize) (end - (text + at)) + 1 : length - at;
      char *line = copy_line (text + at, taken);
      const char *found = match_line (line, target);
      SecretValue *secret = found ? read_password (found) : NULL;

      vf_wipe_string (line);
      if (found)
        return secret;
      at += taken;
    }
  return NULL;
}
