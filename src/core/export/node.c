#include "config.h"

#include "export/export-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "export/quote.h"

static void
append_member (GString *text, const char *indent, const char *name, const char *value)
{
  g_autofree char *literal = vf_quote_program (value);

  g_string_append_printf (text, "%s%s: %s,\n", indent, name, literal);
}

static void
append_file (GString *text, const char *name, const char *path)
{
  g_autofree char *literal = vf_quote_program (path);

  g_string_append_printf (text, "    %s: fs.readFileSync(%s),\n", name, literal);
}

/* node-postgres tells TLS the name only if the host is one; an address it would compare as "localhost". */
static void
append_name_check (GString *text, const char *host, const char *hostaddr, VfSslMode mode)
{
  g_autofree char *literal = vf_quote_program (host);

  if (mode == VF_SSL_MODE_VERIFY_CA)
    g_string_append (text, "    checkServerIdentity: () => undefined,\n");
  else if (g_hostname_is_ip_address (host))
    g_string_append_printf (text, "    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(%s, certificate),\n",
                            literal);
  else if (hostaddr)
    g_string_append_printf (text, "    servername: %s,\n", literal);
}

static void
append_ssl (GString *text, const VfKeywords *keywords, const VfExportSource *source)
{
  VfSslMode mode = vf_connection_get_mode (source->connection);
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  g_string_append (text, "  ssl: {\n");
  if (mode == VF_SSL_MODE_REQUIRE)
    g_string_append (text, "    rejectUnauthorized: false,\n");
  else
    {
      if (!g_str_equal (root, "system"))
        append_file (text, "ca", root);
      append_name_check (text, vf_keywords_lookup (keywords, "host"), vf_keywords_lookup (keywords, "hostaddr"), mode);
    }
  if (source->files->client_key)
    {
      append_file (text, "cert", source->files->client_certificate);
      append_file (text, "key", source->files->client_key);
    }
  g_string_append (text, "  },\n");
}

static void
append_place (GString *text, const VfKeywords *keywords)
{
  const char *hostaddr = vf_keywords_lookup (keywords, "hostaddr");

  append_member (text, "  ", "host", hostaddr ? hostaddr : vf_keywords_lookup (keywords, "host"));
  g_string_append_printf (text, "  port: %s,\n", vf_keywords_lookup (keywords, "port"));
  append_member (text, "  ", "database", vf_keywords_lookup (keywords, "dbname"));
  append_member (text, "  ", "user", vf_keywords_lookup (keywords, "user"));
  g_string_append (text, "  password: process.env.PGPASSWORD,\n");
}

static const char *const said[] = {
  "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

/**
 * vf_export_node:
 *
 * node-postgres verifies whenever it is not told otherwise, whatever "require" means to libpq, so the mode is said by
 * what Node itself is told.
 */
gboolean
vf_export_node (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));
  GString *text;

  if (!vf_keywords_lookup (keywords, "host"))
    return vf_export_refuse (error, "host", _ ("A name or an address is needed."));
  text = g_string_new ("const fs = require('fs');\nconst tls = require('tls');\nconst { Client } = require('pg');\n\n"
                       "const client = new Client({\n");
  append_place (text, keywords);
  append_ssl (text, keywords, source);
  g_string_append (text, "});\n");
  vf_export_take_text (export, g_string_free (text, FALSE));
  vf_export_note_unsaid (source, export, said, "node-postgres");
  vf_export_note_password (export);
  if (key && vf_private_key_is_encrypted (key))
    vf_export_take_note (export, g_strdup (_ ("The key is encrypted: add its passphrase as “passphrase” beside “key”.")));
  return TRUE;
}

/* Its literals, in the order in which they stand. */
gboolean
vf_reread_node (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  VfKeywords *meant = vf_keywords_new ();
  VfSslMode mode = vf_connection_get_mode (source->connection);
  const char *hostaddr = vf_keywords_lookup (keywords, "hostaddr");
  const char *host = vf_keywords_lookup (keywords, "host");
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  vf_keywords_add (meant, "host", hostaddr ? hostaddr : host);
  vf_keywords_add (meant, "dbname", vf_keywords_lookup (keywords, "dbname"));
  vf_keywords_add (meant, "user", vf_keywords_lookup (keywords, "user"));
  if (mode != VF_SSL_MODE_REQUIRE && !g_str_equal (root, "system"))
    vf_keywords_add (meant, "sslrootcert", root);
  if (mode == VF_SSL_MODE_VERIFY_FULL && (hostaddr || g_hostname_is_ip_address (host)))
    vf_keywords_add (meant, "host", host);
  if (source->files->client_key)
    {
      vf_keywords_add (meant, "sslcert", source->files->client_certificate);
      vf_keywords_add (meant, "sslkey", source->files->client_key);
    }
  return vf_export_check_literals (vf_export_get_text (export), VF_LANGUAGE_JAVASCRIPT, meant, error);
}
