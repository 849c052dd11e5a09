#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "connection/settings.h"
#include "error.h"
#include "export/quote.h"

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
  vf_export_take_note (export, g_strdup (_ ("libpq ignores the file without a word unless it is readable by you alone "
                                            "(mode 0600).")));
  return TRUE;
}
