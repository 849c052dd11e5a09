#include "config.h"

#include "export/export-private.h"

#include "export/quote.h"

static void
append_call (GString *text, const char *before, const char *value, const char *after)
{
  g_autofree char *literal = vf_quote_program (value);

  g_string_append_printf (text, "%s%s%s", before, literal, after);
}

/* SslConnector begins with the system's authorities, so an own store takes their place. */
static void
append_trust (GString *text, const VfKeywords *keywords, VfSslMode mode)
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
append_client (GString *text, const VfKeyFiles *files)
{
  if (!files->client_key)
    return;
  append_call (text, "builder.set_certificate_chain_file(", files->client_certificate, ")?;\n");
  append_call (text, "builder.set_private_key_file(", files->client_key, ", SslFiletype::PEM)?;\n");
}

static void
append_target (GString *text, const VfKeywords *keywords)
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

static const char *const said[] = {
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

  if (!vf_export_check_host (source, error))
    return FALSE;
  text = g_string_new (NULL);
  append_trust (text, keywords, mode);
  append_client (text, source->files);
  /* the compiler complains of a “mut” that is not needed */
  g_string_append_printf (text, "let %sconnector = MakeTlsConnector::new(builder.build());\n",
                          mode != VF_SSL_MODE_VERIFY_FULL ? "mut " : "");
  if (mode != VF_SSL_MODE_VERIFY_FULL)
    g_string_append (text, "connector.set_callback(|config, _| {\n    config.set_verify_hostname(false);\n    Ok(())\n"
                           "});\n");
  append_target (text, keywords);
  g_string_append (text, "let (client, connection) = config.connect(connector).await?;\n");
  vf_export_take_text (export, g_string_free (text, FALSE));
  vf_export_note_unsaid (source, export, said, "tokio-postgres");
  vf_export_note_password (export);
  return TRUE;
}

/* Its literals, in the order in which they stand. */
gboolean
vf_reread_rust (const VfExportSource *source, const VfExport *export, GError **error)
{
  static const char *const target[] = { "host", "hostaddr", "dbname", "user" };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  VfKeywords *meant = vf_keywords_new ();
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  if (vf_connection_get_mode (source->connection) != VF_SSL_MODE_REQUIRE && !g_str_equal (root, "system"))
    vf_keywords_add (meant, "sslrootcert", root);
  if (source->files->client_key)
    {
      vf_keywords_add (meant, "sslcert", source->files->client_certificate);
      vf_keywords_add (meant, "sslkey", source->files->client_key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (target); i++)
    if (vf_keywords_lookup (keywords, target[i]))
      vf_keywords_add (meant, target[i], vf_keywords_lookup (keywords, target[i]));
  vf_keywords_add (meant, "password", "PGPASSWORD");
  return vf_export_check_literals (vf_export_get_text (export), VF_LANGUAGE_RUST, meant, error);
}
