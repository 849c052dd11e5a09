#include "config.h"

#include "connection/password-file.h"

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
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target) ? vf_target_get_port (target) : 5432);
  const char *user = vf_target_get_user (target) ? vf_target_get_user (target) : g_get_user_name ();
  const char *dbname = vf_target_get_dbname (target) ? vf_target_get_dbname (target) : user;
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);

  return host && *line != '#' && take_field (&line, host) && take_field (&line, port) && take_field (&line, dbname)
         && take_field (&line, user);
}
