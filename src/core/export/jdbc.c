#include "config.h"

#include "export/export-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "export/quote.h"

#define KEY_FILE "client.pk8"
/* asks the authorities that Java itself trusts */
#define JAVA_STORE "org.postgresql.ssl.DefaultJavaSSLFactory"

/* libpq's keyword and pgjdbc's, where both mean the same (PGProperty of pgjdbc 42.5 to 42.7) */
static const struct
{
  const char *keyword;
  const char *property;
} options[] = {
  { "application_name", "ApplicationName" }, { "channel_binding", "channelBinding" },
  { "connect_timeout", "connectTimeout" },   { "options", "options" },
  { "sslnegotiation", "sslNegotiation" },
};

static const char *const said[] = {
  "host", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name",
  "channel_binding", "connect_timeout", "options", "sslnegotiation", NULL,
};

typedef struct
{
  const char *scheme;
  const char *reader;
  const char *const *said;
  gboolean is_opengauss;
} Driver;

/* a fork of an older one, whose further properties nobody has seen here */
static const char *const opengauss_said[] = {
  "host", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

static const Driver pgjdbc = { "jdbc:postgresql", N_ ("The PostgreSQL JDBC driver"), said, FALSE };
static const Driver opengauss = { "jdbc:opengauss", N_ ("The openGauss JDBC driver"), opengauss_said, TRUE };

static void
append (GString *url, const char *property, const char *value)
{
  g_autofree char *quoted = vf_quote_uri (value);

  g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') ? '&' : '?', property, quoted);
}

static char *
place (const char *host)
{
  return strchr (host, ':') ? g_strdup_printf ("[%s]", host) : vf_quote_uri (host);
}

/* The driver reads PEM, so the root file serves as it is; "system" means nothing to it, Java's own store does. */
static void
append_root (GString *url, const VfKeywords *keywords, VfSslMode mode)
{
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");

  if (mode == VF_SSL_MODE_REQUIRE)
    return;
  if (g_str_equal (root, "system"))
    append (url, "sslfactory", JAVA_STORE);
  else
    append (url, "sslrootcert", root);
}

static gboolean
add_client (const VfExportSource *source, VfExport *export, GString *url, GError **error)
{
  g_autofree char *path = NULL;
  gboolean locked;

  if (!vf_export_add_der_key (source, export, KEY_FILE, &path, &locked, error))
    return FALSE;
  if (!path)
    return TRUE;
  append (url, "sslcert", source->files->client_certificate);
  append (url, "sslkey", path);
  if (locked)
    vf_export_take_note (export, g_strdup (_ ("The key stays encrypted. Give its passphrase as the property “sslpassword” "
                                              "in the program, not in the address.")));
  /* Translators: %s is a file name */
  vf_export_take_note (export, g_strdup_printf (_ ("Save the file %s with it: Java does not read the key as it is kept "
                                                   "for libpq."), KEY_FILE));
  return TRUE;
}

static char *
make_url (const VfExportSource *source, VfExport *export, const Driver *driver, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autofree char *host = place (vf_keywords_lookup (keywords, "host"));
  g_autofree char *dbname = vf_quote_uri (vf_keywords_lookup (keywords, "dbname"));
  g_autoptr (GString) url = g_string_new (driver->scheme);

  g_string_append_printf (url, "://%s:%s/%s", host, vf_keywords_lookup (keywords, "port"), dbname);
  append (url, "user", vf_keywords_lookup (keywords, "user"));
  append (url, "sslmode", vf_keywords_lookup (keywords, "sslmode"));
  append_root (url, keywords, vf_connection_get_mode (source->connection));
  if (!add_client (source, export, url, error))
    return NULL;
  for (guint i = 0; !driver->is_opengauss && i < G_N_ELEMENTS (options); i++)
    if (vf_keywords_lookup (keywords, options[i].keyword))
      append (url, options[i].property, vf_keywords_lookup (keywords, options[i].keyword));
  return g_strdup (url->str);
}

/* %NULL with an error */
static char *
make_checked_url (const VfExportSource *source, VfExport *export, const Driver *driver, GError **error)
{
  const char *host = vf_target_get_host (vf_connection_get_target (source->connection));

  if (!host || strchr (host, '%'))
    {
      vf_export_refuse (error, "host", _ ("The JDBC driver needs a name, or an address without a zone."));
      return NULL;
    }
  vf_export_note_unsaid (source, export, driver->said, _ (driver->reader));
  return make_url (source, export, driver, error);
}

static gboolean
export_url (const VfExportSource *source, VfExport *export, const Driver *driver, GError **error)
{
  char *url = make_checked_url (source, export, driver, error);

  if (url)
    vf_export_take_text (export, url);
  return url != NULL;
}

/* The properties that the driver shall find. */
static VfKeywords *
to_meant (const VfExportSource *source, const Driver *driver)
{
  static const char *const same[] = { "host", "port", "dbname", "user", "sslmode" };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  VfSslMode mode = vf_connection_get_mode (source->connection);
  const char *root = vf_keywords_lookup (keywords, "sslrootcert");
  g_autofree char *key = vf_export_path (source, KEY_FILE);
  VfKeywords *meant = vf_keywords_new ();

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    vf_keywords_add (meant, same[i], vf_keywords_lookup (keywords, same[i]));
  if (mode != VF_SSL_MODE_REQUIRE && g_str_equal (root, "system"))
    vf_keywords_add (meant, "sslfactory", JAVA_STORE);
  else if (mode != VF_SSL_MODE_REQUIRE)
    vf_keywords_add (meant, "sslrootcert", root);
  if (source->files->client_key)
    {
      vf_keywords_add (meant, "sslcert", source->files->client_certificate);
      vf_keywords_add (meant, "sslkey", key);
    }
  for (guint i = 0; !driver->is_opengauss && i < G_N_ELEMENTS (options); i++)
    if (vf_keywords_lookup (keywords, options[i].keyword))
      vf_keywords_add (meant, options[i].property, vf_keywords_lookup (keywords, options[i].keyword));
  return meant;
}

static gboolean
is_meant (const VfExportSource *source, const char *url, const Driver *driver, GError **error)
{
  g_autoptr (VfKeywords) meant = to_meant (source, driver);

  return vf_export_check_read (vf_read_jdbc_url (url, driver->scheme), meant, error);
}

gboolean
vf_reread_jdbc (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_export_get_text (export), &pgjdbc, error);
}

gboolean
vf_reread_opengauss (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_export_get_text (export), &opengauss, error);
}

/* Spring puts something in the place of "${…}" and "#{…}". */
gboolean
vf_reread_spring (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (GHashTable) read = vf_read_properties (vf_export_get_text (export));
  const char *url = read ? g_hash_table_lookup (read, "spring.datasource.url") : NULL;

  if (!url || strstr (url, "${") || strstr (url, "#{") || g_hash_table_size (read) != 2)
    return vf_export_check_value (NULL, "", "url", error);
  return is_meant (source, url, &pgjdbc, error)
         && vf_export_check_value (g_hash_table_lookup (read, "spring.datasource.password"), "${PGPASSWORD}", "password",
                                   error);
}

/**
 * vf_export_jdbc:
 *
 * The driver's "require" never verifies, whatever else is said (SslMode of pgjdbc), which is what Require means here,
 * too; Verify-CA and Verify-Full keep their words.
 */
gboolean
vf_export_jdbc (const VfExportSource *source, VfExport *export, GError **error)
{
  return export_url (source, export, &pgjdbc, error);
}

/**
 * vf_export_opengauss:
 *
 * Huawei's driver, which speaks GaussDB's own login.
 */
gboolean
vf_export_opengauss (const VfExportSource *source, VfExport *export, GError **error)
{
  return export_url (source, export, &opengauss, error);
}

/**
 * vf_export_spring:
 *
 * The user stands in the URL, where nothing in it can be taken for a placeholder of Spring's.
 */
gboolean
vf_export_spring (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autofree char *url = make_checked_url (source, export, &pgjdbc, error);

  if (!url)
    return FALSE;
  vf_export_take_text (export, g_strdup_printf ("spring.datasource.url=%s\nspring.datasource.password=${PGPASSWORD}\n",
                                                url));
  vf_export_add_text_file (export, "application.properties");
  vf_export_note_password (export);
  return TRUE;
}
