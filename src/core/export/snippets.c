#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/quote.h"

/**
 * vf_export_python:
 *
 * psycopg 2 and 3 hand the string to libpq, so it keeps every word.
 */
gboolean
vf_export_python (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autofree char *literal = NULL;

  if (!vf_export_conninfo (source, export, error))
    return FALSE;
  literal = vf_quote_program (vf_export_get_text (export));
  vf_export_take_text (export, g_strdup_printf ("import psycopg  # or: import psycopg2 as psycopg\n\n"
                                                "connection = psycopg.connect(%s)\n", literal));
  vf_export_note_password (export);
  return TRUE;
}

gboolean
vf_reread_python (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_auto (GStrv) literals = vf_read_literals (vf_export_get_text (export), VF_LANGUAGE_PYTHON);

  if (!literals || g_strv_length (literals) != 1)
    return vf_export_check_value (NULL, "", "conninfo", error);
  return vf_export_check_libpq (literals[0], keywords, error);
}

/* --- Go --- */

/* pgx takes every other word for a setting of the server's (pgconn.ParseConfig). */
static const char *const pgx_said[] = {
  "host", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name",
  "connect_timeout", "options", NULL,
};

static void
append_query (GString *url, const char *name, const char *value)
{
  g_autofree char *quoted = vf_quote_uri (value);

  g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') ? '&' : '?', name, quoted);
}

static gboolean
is_in_front (const char *name)
{
  static const char *const in_front[] = { "host", "port", "dbname", "user", NULL };

  return g_strv_contains (in_front, name);
}

/* Without a root file pgx asks the system's authorities, which is what "system" means. */
static gboolean
is_said_to_pgx (const VfExportSource *source, const char *name, const char *value)
{
  return g_strv_contains (pgx_said, name) && !is_in_front (name)
         && !g_str_equal (value, source->files->none) && !g_str_equal (value, "system");
}

static char *
make_pgx_url (const VfExportSource *source)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *host = vf_keywords_lookup (keywords, "host");
  g_autofree char *user = vf_quote_uri (vf_keywords_lookup (keywords, "user"));
  g_autofree char *dbname = vf_quote_uri (vf_keywords_lookup (keywords, "dbname"));
  g_autofree char *place = strchr (host, ':') ? g_strdup_printf ("[%s]", host) : vf_quote_uri (host);
  g_autoptr (GString) url = g_string_new ("postgres://");

  g_string_append_printf (url, "%s@%s:%s/%s", user, place, vf_keywords_lookup (keywords, "port"), dbname);
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (is_said_to_pgx (source, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i)))
      append_query (url, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  return g_strdup (url->str);
}

/**
 * vf_export_go:
 *
 * pgx reads the three modes as libpq does, and the password from PGPASSWORD by itself.
 */
gboolean
vf_export_go (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autofree char *url = NULL;
  g_autofree char *literal = NULL;

  if (!vf_export_check_host (source, error))
    return FALSE;
  url = make_pgx_url (source);
  literal = vf_quote_program (url);
  vf_export_take_text (export, g_strdup_printf ("connection, err := pgx.Connect(ctx, %s)\n", literal));
  vf_export_note_unsaid (source, export, pgx_said, "pgx");
  vf_export_note_password (export);
  if (vf_connection_get_mode (source->connection) == VF_SSL_MODE_REQUIRE)
    vf_export_take_note (export, g_strdup (_ ("If there is a file ~/.postgresql/root.crt, pgx takes it and asks for more "
                                              "than Require.")));
  return TRUE;
}

/* pgx parts the URL by the rules of RFC 3986 and takes what it does not know for settings of the server's, so nothing
 * may stand there but what it knows. */
gboolean
vf_reread_go (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (VfKeywords) meant = vf_keywords_new ();
  g_auto (GStrv) literals = vf_read_literals (vf_export_get_text (export), VF_LANGUAGE_GO);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (is_in_front (vf_keywords_get_name (keywords, i))
        || is_said_to_pgx (source, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i)))
      vf_keywords_add (meant, vf_keywords_get_name (keywords, i), vf_keywords_get_value (keywords, i));
  if (!literals || g_strv_length (literals) != 1)
    return vf_export_check_value (NULL, "", "host", error);
  return vf_export_check_libpq (literals[0], meant, error);
}
