#include "config.h"

#include "connection/connection.h"

#include <libpq-fe.h>

#include "connection/connection-private.h"

/* libpq 16: sslrootcert=system, and only together with verify-full */
#define LIBPQ_WITH_SYSTEM_AUTHORITIES 160000

typedef struct
{
  char *name;
  char *value;
} Keyword;

struct _VfKeywords
{
  GArray *list;
};

static const char *const own_keywords[] = {
  "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL,
};

/* service would bring in a whole section from outside, passfile a password, replication another protocol */
static const char *const barred_keywords[] = {
  "password", "sslpassword", "passfile", "service", "servicefile", "replication", NULL,
};

static const char *const system_bundles[] = {
  "/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch, Alpine */
  "/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora */
  "/etc/ssl/ca-bundle.pem",             /* openSUSE */
  "/etc/ssl/cert.pem",
  NULL,
};

gboolean
vf_keyword_is_own (const char *keyword)
{
  return g_strv_contains (own_keywords, keyword);
}

gboolean
vf_keyword_is_barred (const char *keyword)
{
  return g_strv_contains (barred_keywords, keyword);
}

/**
 * vf_libpq_knows_keyword:
 * @keyword: a connection keyword
 *
 * Asks the libpq that runs, not the one that this was built with.  One unknown keyword makes libpq refuse a whole
 * connection string or service.
 *
 * Returns: whether it is known
 */
gboolean
vf_libpq_knows_keyword (const char *keyword)
{
  /* not PQconndefaults(), which reads the environment and a service file as well */
  PQconninfoOption *options = PQconninfoParse ("", NULL);
  gboolean known = FALSE;

  for (PQconninfoOption *option = options; option && option->keyword && !known; option++)
    known = g_str_equal (option->keyword, keyword);
  PQconninfoFree (options);
  return known;
}

/**
 * vf_system_authorities_path:
 * @mode: the mode that they are for
 *
 * Returns: (nullable) (transfer none): the value of sslrootcert that stands for the authorities which the system
 *   trusts: "system" where libpq knows that word, else the distribution's file; %NULL if there is neither
 */
const char *
vf_system_authorities_path (VfSslMode mode)
{
  if (mode == VF_SSL_MODE_VERIFY_FULL && PQlibVersion () >= LIBPQ_WITH_SYSTEM_AUTHORITIES)
    return "system";
  for (guint i = 0; system_bundles[i]; i++)
    if (g_file_test (system_bundles[i], G_FILE_TEST_IS_REGULAR))
      return system_bundles[i];
  return NULL;
}

/**
 * vf_is_system_authorities_path:
 * @value: (nullable): a value of sslrootcert
 *
 * Returns: whether it stands for the authorities that the system trusts
 */
gboolean
vf_is_system_authorities_path (const char *value)
{
  return value && (g_str_equal (value, "system") || g_strv_contains (system_bundles, value));
}

static void
keyword_clear (gpointer data)
{
  Keyword *keyword = data;

  g_free (keyword->name);
  g_free (keyword->value);
}

/**
 * vf_keywords_new:
 *
 * Returns: (transfer full): an empty list, for those who read one back
 */
VfKeywords *
vf_keywords_new (void)
{
  VfKeywords *keywords = g_new0 (VfKeywords, 1);

  keywords->list = g_array_new (FALSE, FALSE, sizeof (Keyword));
  g_array_set_clear_func (keywords->list, keyword_clear);
  return keywords;
}

/**
 * vf_keywords_add:
 * @name: a libpq keyword
 * @value: its value
 *
 * Puts a keyword at the end.
 */
void
vf_keywords_add (VfKeywords *keywords, const char *name, const char *value)
{
  Keyword keyword = { g_strdup (name), g_strdup (value) };

  g_array_append_val (keywords->list, keyword);
}

static void
add_if_set (VfKeywords *keywords, const char *name, const char *value)
{
  if (value)
    vf_keywords_add (keywords, name, value);
}

static void
add_target (VfKeywords *keywords, const VfTarget *given)
{
  g_autoptr (VfTarget) target = vf_target_with_defaults (given);
  g_autofree char *port = g_strdup_printf ("%u", vf_target_get_port (target));

  add_if_set (keywords, "host", vf_target_get_host (target));
  add_if_set (keywords, "hostaddr", vf_target_get_hostaddr (target));
  vf_keywords_add (keywords, "port", port);
  vf_keywords_add (keywords, "dbname", vf_target_get_dbname (target));
  vf_keywords_add (keywords, "user", vf_target_get_user (target));
}

/* Require with a root is silently Verify-CA, so Require gets none. */
static const char *
root_for (const VfConnection *connection, const VfKeyFiles *files)
{
  VfSslMode mode = vf_connection_get_mode (connection);
  const char *root = NULL;

  if (mode == VF_SSL_MODE_REQUIRE)
    return files->none;
  root = vf_connection_get_system_authorities (connection) ? vf_system_authorities_path (mode) : files->root;
  return root ? root : files->none;
}

/* A file that does not exist keeps libpq from ~/.postgresql/root.crl, but would also switch off a directory without
 * a word; an empty value keeps out the environment and leaves the directory alone (libpq 14 to 18). */
static void
add_revocation (VfKeywords *keywords, const VfConnection *connection, const VfKeyFiles *files)
{
  const char *file = vf_connection_get_option (connection, "sslcrl");
  const char *directory = vf_connection_get_option (connection, "sslcrldir");

  vf_keywords_add (keywords, "sslcrl", file ? file : directory ? "" : files->none);
  add_if_set (keywords, "sslcrldir", directory);
}

static void
add_options (VfKeywords *keywords, const VfConnection *connection)
{
  const char *const *options = vf_connection_list_options (connection);

  /* an encrypted GSSAPI channel would take the place of TLS before anything here is asked */
  if (!vf_connection_get_option (connection, "gssencmode"))
    vf_keywords_add (keywords, "gssencmode", "disable");
  for (guint i = 0; options[i]; i++)
    if (!g_str_equal (options[i], "sslcrl") && !g_str_equal (options[i], "sslcrldir"))
      vf_keywords_add (keywords, options[i], vf_connection_get_option (connection, options[i]));
}

/**
 * vf_connection_to_keywords:
 * @connection: what is asked
 * @files: where its credentials lie
 *
 * The one function that says a connection in libpq's words.  Everything that libpq would otherwise take from the home
 * folder or the environment is said, "none" by a path that does not exist.  Only keywords that libpq 13 knows, besides
 * the options that the person chose.
 *
 * Returns: (transfer full): host, hostaddr, port, dbname, user, sslmode, sslrootcert, sslcert, sslkey, sslcrl,
 *   sslcrldir, gssencmode, then the further options, sorted
 */
VfKeywords *
vf_connection_to_keywords (const VfConnection *connection, const VfKeyFiles *files)
{
  VfKeywords *keywords = vf_keywords_new ();

  add_target (keywords, vf_connection_get_target (connection));
  vf_keywords_add (keywords, "sslmode", vf_ssl_mode_to_string (vf_connection_get_mode (connection)));
  vf_keywords_add (keywords, "sslrootcert", root_for (connection, files));
  vf_keywords_add (keywords, "sslcert", files->client_certificate ? files->client_certificate : files->none);
  vf_keywords_add (keywords, "sslkey", files->client_key ? files->client_key : files->none);
  add_revocation (keywords, connection, files);
  add_options (keywords, connection);
  return keywords;
}

void
vf_keywords_free (VfKeywords *keywords)
{
  g_array_unref (keywords->list);
  g_free (keywords);
}

/**
 * vf_keywords_get_n:
 *
 * Returns: how many there are
 */
guint
vf_keywords_get_n (const VfKeywords *keywords)
{
  return keywords->list->len;
}

/**
 * vf_keywords_get_name:
 *
 * Returns: (transfer none): the keyword at @index
 */
const char *
vf_keywords_get_name (const VfKeywords *keywords, guint index)
{
  g_return_val_if_fail (index < keywords->list->len, NULL);

  return g_array_index (keywords->list, Keyword, index).name;
}

/**
 * vf_keywords_get_value:
 *
 * Returns: (transfer none): the value at @index
 */
const char *
vf_keywords_get_value (const VfKeywords *keywords, guint index)
{
  g_return_val_if_fail (index < keywords->list->len, NULL);

  return g_array_index (keywords->list, Keyword, index).value;
}

/**
 * vf_keywords_lookup:
 *
 * Returns: (nullable) (transfer none): the value of @name
 */
const char *
vf_keywords_lookup (const VfKeywords *keywords, const char *name)
{
  for (guint i = 0; i < keywords->list->len; i++)
    if (g_str_equal (vf_keywords_get_name (keywords, i), name))
      return vf_keywords_get_value (keywords, i);
  return NULL;
}
