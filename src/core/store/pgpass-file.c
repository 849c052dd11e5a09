#include "config.h"

#include "store/pgpass-file.h"

#include <string.h>

#include "connection/settings.h"

/* host, port, database, user */
#define N_FIELDS 4

/* Reads one field up to its colon, without the backslashes; %NULL at the end of the line.  A "*" alone stands for
 * anything, one behind a backslash for itself. */
static const char *
read_field (const char *at, GString *field, gboolean *any)
{
  *any = g_str_has_prefix (at, "*:");
  g_string_truncate (field, 0);
  for (; *at && *at != ':'; at++)
    {
      if (*at == '\\' && at[1])
        at++;
      g_string_append_c (field, *at);
    }
  return *at == ':' ? at + 1 : NULL;
}

/* What is behind the fourth colon, if the four fields fit. */
static const char *
match_line (const char *line, const char *const *wanted)
{
  g_autoptr (GString) field = g_string_new (NULL);
  const char *at = line;

  for (guint i = 0; at && i < N_FIELDS; i++)
    {
      gboolean any = FALSE;

      at = read_field (at, field, &any);
      if (at && !any && !g_str_equal (field->str, wanted[i]))
        return NULL;
    }
  return at;
}

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
 * vf_pgpass_find:
 * @text: (array length=length): what is in a password file
 * @target: who is asked, with port, database and user said
 *
 * By libpq's rules: the name counts, and the address only where there is no name; the first line that fits decides;
 * a line that begins with "#" is a comment.
 *
 * Returns: (transfer full) (nullable): the password
 */
SecretValue *
vf_pgpass_find (const char *text, gsize length, const VfTarget *target)
{
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target));
  const char *const wanted[N_FIELDS] = { host, port, vf_target_get_dbname (target), vf_target_get_user (target) };

  for (gsize at = 0; host && at < length;)
    {
      const char *end = memchr (text + at, '\n', length - at);
      gsize taken = end ? (gsize) (end - (text + at)) + 1 : length - at;
      char *line = copy_line (text + at, taken);
      const char *found = *line == '#' ? NULL : match_line (line, wanted);
      SecretValue *secret = found ? read_password (found) : NULL;

      vf_wipe_string (line);
      if (found)
        return secret;
      at += taken;
    }
  return NULL;
}
