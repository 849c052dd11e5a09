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

/* Without a root file pgx asks the system's authorities, which is what "system" means. */
static gboolean
is_said_to_pgx (const VfExportSource *source, const char *name, const char *value)
{
  static const char *const in_front[] = { "host", "port", "dbname", "user", NULL };

  return g_strv_contains (pgx_said, name) && !g_strv_contains (in_front, name)
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

static gboolean
has_plain_host (const VfExportSource *source, GError **error)
{
  const char *host = vf_target_get_host (vf_connection_get_target (source->connection));

  if (!host || strchr (host, '%'))
    return vf_export_refuse (error, "host", _ ("A name is needed, or an address without a zone."));
  return TRUE;
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

  if (!has_plain_host (source, error))
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

/* --- Rust --- */

static void
append_call (GString *text, const char *before, const char *value, const char *after)
{
  g_autofree char *literal = vf_quote_program (value);

  g_string_append_printf (text, "%s%s%s", before, literal, after);
}

/* SslConnector begins with the system's authorities, so an own store takes their place. */
static void
append_rust_trust (GString *text, const VfKeywords *keywords, VfSslMode mode)
{
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  g_string_append (text, "let mut builder = SslConnector::builder(SslMethod::tls())?;\n");
  if (mode == VF_SSL_MODE_REQUIRE)
    g_string_append (text, "builder.set_verify(SslVerifyMode::NONE);\n");
  else if (!g_str_equal (root, "system"))
    {
      append_call (text, "let mut store = X509StoreBuilder::new()?;\n"
                         "for authority in X509::stack_from_pem(&std::fs::read(", root, ")?)? {\n");
      g_string_append (text, "    store.add_cert(authority)?;\n}\nbuilder.set_cert_store(store.build());\n");
    }
}

static void
append_rust_client (GString *text, const VfKeyFiles *files)
{
  if (!files->client_key)
    return;
  append_call (text, "builder.set_certificate_chain_file(", files->client_certificate, ")?;\n");
  append_call (text, "builder.set_private_key_file(", files->client_key, ", SslFiletype::PEM)?;\n");
}

static void
append_rust_target (GString *text, const VfKeywords *keywords)
{
  const char *hostaddr = vf_keywords_lookup (keywords, "hostaddr");

  append_call (text, "let mut config = tokio_postgres::Config::new();\nconfig\n    .host(",
               vf_keywords_lookup (keywords, "host"), ")\n");
  if (hostaddr)
    append_call (text, "    .hostaddr(", hostaddr, ".parse()?)\n");
  g_string_append_printf (text, "    .port(%s)\n", vf_keywords_lookup (keywords, "port"));
  append_call (text, "    .dbname(", vf_keywords_lookup (keywords, "dbname"), ")\n");
  append_call (text, "    .user(", vf_keywords_lookup (keywords, "user"), ")\n");
  g_string_append (text, "    .password(std::env::var(\"PGPASSWORD\")?)\n"
                         "    .ssl_mode(tokio_postgres::config::SslMode::Require);\n");
}

static const char *const rust_said[] = {
  "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

/**
 * vf_export_rust:
 *
 * tokio-postgres 0.7 with postgres-openssl, whose connector does the verifying.
 */
gboolean
vf_export_rust (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  VfSslMode mode = vf_connection_get_mode (source->connection);
  GString *text;

  if (!has_plain_host (source, error))
    return FALSE;
  text = g_string_new (NULL);
  append_rust_trust (text, keywords, mode);
  append_rust_client (text, source->files);
  g_string_append (text, "let mut connector = MakeTlsConnector::new(builder.build());\n");
  if (mode != VF_SSL_MODE_VERIFY_FULL)
    g_string_append (text, "connector.set_callback(|config, _| {\n    config.set_verify_hostname(false);\n    Ok(())\n"
                           "});\n");
  append_rust_target (text, keywords);
  g_string_append (text, "let (client, connection) = config.connect(connector).await?;\n");
  vf_export_take_text (export, g_string_free (text, FALSE));
  vf_export_note_unsaid (source, export, rust_said, "tokio-postgres");
  vf_export_note_password (export);
  return TRUE;
}
