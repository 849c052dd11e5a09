#include "config.h"

#include <json-glib/json-glib.h>
#include <libpq-fe.h>
#include <string.h>

#include "error.h"
#include "export/export.h"
#include "import/inventory.h"
#include "sample.h"
#include "test.h"

static const char *const values[] = {
  "plain", "two words", "it's", "say \"hi\"", "back\\slash", "#hash", "100%", "%41", "a:b", "a@b", "a/b", "a&b=c", "a?b",
  "[a]", "$HOME", "${a}", "a+b", "a,b", "}", "a{b}c", "数据库", "🐘", "läden", "*", "-x", "=", "<a>", "~", "!x", "a|b",
};

static VfExport *
make_for (const char *id, const char *host, const char *dbname, const char *user)
{
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, 5433, dbname, user);
  g_auto (TestSample) sample;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, NULL);
  return test_sample_export (&sample, id);
}

/* --- JDBC --- */

/* java.net.URLDecoder: a plus sign is a blank */
static char *
url_decode (const char *text)
{
  g_autofree char *blanks = g_strdelimit (g_strdup (text), "+", ' ');

  return g_uri_unescape_string (blanks, NULL);
}

/* The way of pgjdbc's Driver.parseURL(): cut at the first "?", then at each "&" and the first "=" of each. */
static GHashTable *
read_jdbc (const char *url, const char *scheme)
{
  GHashTable *read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *prefix = g_strconcat (scheme, "://", NULL);
  g_auto (GStrv) parts = NULL;
  g_auto (GStrv) place = NULL;
  g_auto (GStrv) properties = NULL;

  g_assert_true (g_str_has_prefix (url, prefix));
  parts = g_strsplit (url + strlen (prefix), "?", 2);
  place = g_strsplit (parts[0], "/", -1);
  g_assert_cmpuint (g_strv_length (place), ==, 2);
  g_hash_table_insert (read, g_strdup ("place"), g_strdup (place[0]));
  g_hash_table_insert (read, g_strdup ("database"), url_decode (place[1]));
  properties = g_strsplit (parts[1], "&", -1);
  for (guint i = 0; properties[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (properties[i], "=", 2);

      g_hash_table_insert (read, g_strdup (pair[0]), url_decode (pair[1]));
    }
  return read;
}

static const char *
look_up (GHashTable *read, const char *name)
{
  return g_hash_table_lookup (read, name);
}

static void
test_jdbc_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_autoptr (VfExport) export = make_for ("jdbc", "db.example.com", values[i], values[j]);
        g_autoptr (GHashTable) read = read_jdbc (vf_export_get_text (export), "jdbc:postgresql");

        g_assert_cmpstr (look_up (read, "place"), ==, "db.example.com:5433");
        g_assert_cmpstr (look_up (read, "database"), ==, values[i]);
        g_assert_cmpstr (look_up (read, "user"), ==, values[j]);
        g_assert_cmpstr (look_up (read, "sslmode"), ==, "verify-full");
        g_assert_cmpstr (look_up (read, "sslrootcert"), ==, "/srv/v/root.crt");
        g_assert_cmpuint (g_hash_table_size (read), ==, 5);
      }
}

static void
test_jdbc_modes (void)
{
  static const struct
  {
    VfSslMode mode;
    const char *word;
    gboolean has_root;
  } rows[] = {
    { VF_SSL_MODE_REQUIRE, "require", FALSE },
    { VF_SSL_MODE_VERIFY_CA, "verify-ca", TRUE },
    { VF_SSL_MODE_VERIFY_FULL, "verify-full", TRUE },
  };
  g_autoptr (VfTarget) target = vf_target_new ("2001:db8::1", "192.0.2.1", 0, "shop", "app");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;
      g_autoptr (GHashTable) read = NULL;

      test_sample_init (&sample, target, rows[i].mode, NULL);
      export = test_sample_export (&sample, "jdbc");
      read = read_jdbc (vf_export_get_text (export), "jdbc:postgresql");
      g_assert_cmpstr (look_up (read, "sslmode"), ==, rows[i].word);
      g_assert_cmpint (look_up (read, "sslrootcert") != NULL, ==, rows[i].has_root);
      g_assert_cmpstr (look_up (read, "place"), ==, "[2001:db8::1]:5432");
      g_assert_true (test_export_has_note (export, "192.0.2.1"));
      g_assert_cmpint (vf_export_get_level (export), ==, rows[i].mode);
    }
}

static void
test_jdbc_zone (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("fe80::1%eth0", NULL, 0, "shop", "app");
  g_autoptr (GError) error = NULL;
  g_auto (TestSample) sample;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_CA, NULL);
  g_assert_null (vf_export_make (vf_destination_find ("jdbc"), &sample.source, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
}

/* What was chosen and has another word there is said by that word; what has none is told. */
static void
test_jdbc_options (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "app");
  g_autoptr (VfConnection) bound = NULL;
  g_autoptr (VfExport) export = NULL;
  g_autoptr (GHashTable) read = NULL;
  g_auto (TestSample) sample;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_CA, NULL);
  bound = vf_connection_with_option (sample.connection, "channel_binding", "require", NULL);
  vf_connection_unref (sample.connection);
  sample.connection = vf_connection_with_option (bound, "ssl_min_protocol_version", "TLSv1.3", NULL);
  sample.source.connection = sample.connection;
  export = test_sample_export (&sample, "jdbc");
  read = read_jdbc (vf_export_get_text (export), "jdbc:postgresql");
  {
    g_autoptr (VfExport) fork = test_sample_export (&sample, "opengauss-jdbc");

    /* what the fork may not know is not said, and that is told */
    g_assert_null (strstr (vf_export_get_text (fork), "channelBinding"));
    g_assert_true (test_export_has_note (fork, "channel_binding"));
  }
  g_assert_cmpstr (look_up (read, "channelBinding"), ==, "require");
  g_assert_true (test_export_has_note (export, "ssl_min_protocol_version"));
  g_assert_false (test_export_has_note (export, "gssencmode"));
  g_assert_false (test_export_has_note (export, "sslcrl"));
}

static void
assert_key_opens (GBytes *der, const char *passphrase, const char *key_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPrivateKey) key
    = vf_private_key_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_autoptr (SecretValue) secret = passphrase ? test_secret (passphrase) : NULL;
  g_autoptr (VfPrivateKey) open = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (vf_private_key_is_locked (key), ==, passphrase != NULL);
  open = secret ? vf_private_key_unlock (key, secret, &error) : vf_private_key_ref (key);
  g_assert_no_error (error);
  g_assert_cmpstr (vf_private_key_get_key_id (open), ==, key_id);
}

static void
test_jdbc_key (void)
{
  static const char *const passphrases[] = { NULL, "open sesame" };
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "app");

  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++)
    {
      g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, passphrases[i]);
      g_autoptr (SecretValue) secret = passphrases[i] ? test_secret (passphrases[i]) : NULL;
      g_autoptr (VfExport) export = NULL;
      g_autoptr (GHashTable) read = NULL;
      g_auto (TestSample) sample;

      test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
      sample.source.key_passphrase = secret;
      export = test_sample_export (&sample, "jdbc");
      read = read_jdbc (vf_export_get_text (export), "jdbc:postgresql");
      g_assert_cmpstr (look_up (read, "sslcert"), ==, "/srv/v/client.crt");
      g_assert_cmpstr (look_up (read, "sslkey"), ==, "/srv/x y/client.pk8");
      g_assert_true (vf_export_has_secret (export));
      assert_key_opens (test_export_find_file (export, "client.pk8"), passphrases[i],
                        vf_private_key_get_key_id (vf_credentials_get_client_key (credentials)));
      g_assert_cmpint (test_export_has_note (export, "sslpassword"), ==, passphrases[i] != NULL);
    }
}

/* A key that nobody has opened is not exported as though there were none. */
static void
test_locked_key (void)
{
  static const char *const ids[] = { "jdbc", "spring", "java-stores", "dbeaver", "opengauss-jdbc" };
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "app");
  g_autoptr (VfCredentials) open = test_sample_credentials (TRUE, "open sesame");
  g_autoptr (SecretValue) secret = test_secret ("open sesame");
  g_autoptr (GBytes) pem = vf_private_key_to_pem (vf_credentials_get_client_key (open), secret, NULL);
  g_autoptr (VfPrivateKey) locked = vf_private_key_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), NULL);
  g_autoptr (VfCredentials) credentials
    = vf_credentials_new (vf_credentials_get_authorities (open), vf_credentials_get_client_chain (open), locked);
  g_auto (TestSample) sample;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", ids[i]);
      g_assert_null (vf_export_make (vf_destination_find (ids[i]), &sample.source, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_LOCKED);
    }
}

static void
test_spring (void)
{
  g_autoptr (VfExport) export = make_for ("spring", "db.example.com", "shop", "${USER}");
  g_auto (GStrv) lines = g_strsplit (vf_export_get_text (export), "\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "spring.datasource.url=jdbc:postgresql://db.example.com:5433/shop?user=%24"));
  g_assert_cmpstr (lines[1], ==, "spring.datasource.password=${PGPASSWORD}");
  g_assert_false (vf_export_has_secret (export));
}

/* --- Java's stores, read by the import room and by Java itself --- */

static void
test_java_stores (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "app");
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *trust = g_build_filename (directory, "trust.p12", NULL);
  g_autofree char *client = g_build_filename (directory, "client.p12", NULL);
  g_autofree char *keytool = g_find_program_in_path ("keytool");
  g_autoptr (GError) error = NULL;
  g_autoptr (VfExport) export = NULL;
  g_auto (TestSample) sample;
  const struct
  {
    char *path;
    const char *expected;
  } rows[] = { { trust, "trustedCertEntry" }, { client, "PrivateKeyEntry" } };

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
  export = test_sample_export (&sample, "java-stores");
  g_assert_cmpuint (vf_export_get_n_files (export), ==, 2);
  g_assert_true (vf_export_save (export, directory, FALSE, &error));
  g_assert_no_error (error);
  for (guint i = 0; keytool && i < G_N_ELEMENTS (rows); i++)
    {
      char *argv[] = { keytool,        (char[]){ "-list" },     (char[]){ "-keystore" }, rows[i].path,
                       (char[]){ "-storepass" }, (char[]){ "changeit" }, NULL };
      g_autofree char *output = NULL;

      g_assert_true (g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, &output, NULL, NULL, &error));
      g_assert_nonnull (strstr (output, rows[i].expected));
      g_assert_true (i == 0 ? strstr (output, "authority-1") != NULL : strstr (output, "user,") != NULL);
    }
  vf_test_remove_tree (directory);
  if (!keytool)
    g_test_skip ("keytool is not installed: the stores were made, but Java did not read them");
}

/* --- pgAdmin and DBeaver --- */

static JsonObject *
parse (VfExport *export, JsonParser **parser)
{
  *parser = json_parser_new_immutable ();
  g_assert_true (json_parser_load_from_data (*parser, vf_export_get_text (export), -1, NULL));
  return json_node_get_object (json_parser_get_root (*parser));
}

static void
test_pgadmin (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (VfExport) export = make_for ("pgadmin", "db.example.com", values[i], values[i]);
      g_autoptr (JsonParser) parser = NULL;
      JsonObject *server = json_object_get_object_member (
        json_object_get_object_member (parse (export, &parser), "Servers"), "1");
      JsonObject *parameters = json_object_get_object_member (server, "ConnectionParameters");
      const char *command = json_object_get_string_member (server, "PasswordExecCommand");
      g_auto (GStrv) words = NULL;

      g_assert_cmpstr (json_object_get_string_member (server, "Name"), ==, "shop prod");
      g_assert_cmpstr (json_object_get_string_member (server, "Host"), ==, "db.example.com");
      g_assert_cmpint (json_object_get_int_member (server, "Port"), ==, 5433);
      g_assert_cmpstr (json_object_get_string_member (server, "MaintenanceDB"), ==, values[i]);
      g_assert_cmpstr (json_object_get_string_member (server, "Username"), ==, values[i]);
      g_assert_cmpstr (json_object_get_string_member (server, "SSLMode"), ==, "verify-full");
      g_assert_cmpstr (json_object_get_string_member (parameters, "sslmode"), ==, "verify-full");
      g_assert_cmpstr (json_object_get_string_member (parameters, "sslrootcert"), ==, "/srv/v/root.crt");
      g_assert_cmpstr (json_object_get_string_member (parameters, "sslcert"), ==, "/srv/v/none");
      g_assert_false (json_object_has_member (parameters, "host"));
      g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
      g_assert_cmpstr (words[0], ==, "secret-tool");
      g_assert_true (g_strv_contains ((const char *const *) words, values[i]));
    }
}

/* Nothing outside a Flatpak can look into its keyring. */
static void
test_flatpak (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5433, "shop", "al");
  g_auto (TestSample) sample;
  g_autoptr (VfExport) pgadmin = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *servers;
  guint n = 0;

  test_sample_init (&sample, target, VF_SSL_MODE_REQUIRE, NULL);
  sample.source.in_flatpak = TRUE;
  pgadmin = test_sample_export (&sample, "pgadmin");
  servers = json_object_get_object_member (parse (pgadmin, &parser), "Servers");
  g_assert_false (json_object_has_member (json_object_get_object_member (servers, "1"), "PasswordExecCommand"));
  g_assert_true (test_export_has_note (pgadmin, "only Verifull can read it"));
  g_assert_false (test_export_has_note (pgadmin, "secret-tool"));
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);

      g_assert_true (vf_destination_works (destination, FALSE));
      n += !vf_destination_works (destination, TRUE);
    }
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (vf_export_make (vf_destination_find ("keyring"), &sample.source, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
}

static void
test_dbeaver (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (VfExport) export = make_for ("dbeaver", "db.example.com", values[i], values[i]);
      g_autoptr (JsonParser) parser = NULL;
      JsonObject *connection = json_object_get_object_member (
        json_object_get_object_member (parse (export, &parser), "connections"), "postgres-jdbc-verifull-shop-prod");
      JsonObject *configuration = json_object_get_object_member (connection, "configuration");
      JsonObject *ssl = json_object_get_object_member (
        json_object_get_object_member (configuration, "handlers"), "postgre_ssl");
      JsonObject *properties = json_object_get_object_member (ssl, "properties");
      g_autoptr (GHashTable) url
        = read_jdbc (json_object_get_string_member (configuration, "url"), "jdbc:postgresql");

      g_assert_cmpstr (json_object_get_string_member (configuration, "port"), ==, "5433");
      g_assert_cmpstr (json_object_get_string_member (configuration, "database"), ==, values[i]);
      g_assert_cmpstr (look_up (url, "database"), ==, values[i]);
      g_assert_cmpstr (look_up (url, "user"), ==, values[i]);
      g_assert_true (json_object_get_boolean_member (ssl, "enabled"));
      /* without a method DBeaver reads none of the rest */
      g_assert_cmpstr (json_object_get_string_member (properties, "ssl.method"), ==, "CERTIFICATES");
      g_assert_cmpstr (json_object_get_string_member (properties, "sslMode"), ==, "verify-full");
      g_assert_cmpstr (json_object_get_string_member (properties, "ssl.ca.cert"), ==, "/srv/v/root.crt");
    }
}

static void
test_dbeaver_key (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", "192.0.2.1", 0, "shop", "app");
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfExport) export = NULL;
  g_auto (TestSample) sample;

  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_CA, credentials);
  export = test_sample_export (&sample, "dbeaver");
  assert_key_opens (test_export_find_file (export, "client.pk8"), NULL,
                    vf_private_key_get_key_id (vf_credentials_get_client_key (credentials)));
  g_assert_nonnull (strstr (vf_export_get_text (export), "/srv/x y/client.pk8"));
  g_assert_true (test_export_has_note (export, "192.0.2.1"));
}

/* --- ODBC --- */

static void
assert_pqopt (const char *pqopt)
{
  PQconninfoOption *options = PQconninfoParse (pqopt, NULL);
  guint n = 0;

  g_assert_nonnull (options);
  for (PQconninfoOption *option = options; option && option->keyword; option++)
    {
      if (option->val)
        n++;
      /* psqlODBC refuses these here */
      g_assert_false (option->val
                      && (g_str_equal (option->keyword, "host") || g_str_equal (option->keyword, "sslmode")
                          || g_str_equal (option->keyword, "user")));
      if (g_str_equal (option->keyword, "sslrootcert"))
        g_assert_cmpstr (option->val, ==, "/srv/v/root.crt");
    }
  PQconninfoFree (options);
  g_assert_cmpuint (n, ==, 5);
}

/* unixODBC's reader: a line up to the first "=", the rest is the value, blanks around it go */
static void
test_odbc (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (VfExport) export = make_for ("odbc", "db.example.com", values[i], values[i]);
      g_auto (GStrv) lines = g_strsplit (vf_export_get_text (export), "\n", -1);

      g_assert_cmpstr (lines[0], ==, "[shop-prod]");
      for (guint j = 1; lines[j] && *lines[j]; j++)
        {
          g_auto (GStrv) pair = g_strsplit (lines[j], "=", 2);

          g_assert_cmpuint (g_strv_length (pair), ==, 2);
          g_strstrip (pair[1]);
          if (g_str_equal (pair[0], "Database") || g_str_equal (pair[0], "Username"))
            g_assert_cmpstr (pair[1], ==, values[i]);
          if (g_str_equal (pair[0], "SSLmode"))
            g_assert_cmpstr (pair[1], ==, "verify-full");
          if (g_str_equal (pair[0], "pqopt"))
            assert_pqopt (pair[1]);
        }
      g_assert_nonnull (strstr (vf_export_get_text (export), "\npqopt="));
    }
}

static void
test_odbc_refused (void)
{
  static const char *const bad[] = { " x", "x ", "a;b", "{x}", "a\nb" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", bad[i]);
      g_autoptr (GError) error = NULL;
      g_auto (TestSample) sample;

      test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_CA, NULL);
      g_assert_null (vf_export_make (vf_destination_find ("odbc"), &sample.source, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
      g_assert_nonnull (strstr (error->message, "user"));
    }
}

/* psqlODBC's way: up to the next semicolon, but what begins with a brace up to the single one that closes it */
static GHashTable *
read_odbc_string (const char *text)
{
  GHashTable *read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (const char *p = text; *p; p++)
    {
      gsize length = strcspn (p, "=");
      g_autofree char *name = g_strndup (p, length);
      gboolean braced = p[length + 1] == '{';
      g_autoptr (GString) value = g_string_new (NULL);

      for (p += length + (braced ? 2 : 1); braced ? *p != '}' || p[1] == '}' : *p != ';'; p++)
        {
          g_assert_true (*p != '\0');
          p += braced && *p == '}';
          g_string_append_c (value, *p);
        }
      p += braced;
      g_assert_true (*p == ';');
      /* it takes the braces off nothing else */
      g_assert_true (!braced || g_str_equal (name, "Driver") || g_str_equal (name, "pqopt"));
      g_hash_table_insert (read, g_strdup (name), g_strdup (value->str));
    }
  return read;
}

static void
test_odbc_string (void)
{
  guint n_refused = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5433, values[i], "al");
      g_autoptr (VfExport) export = NULL;
      g_autoptr (GHashTable) read = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (TestSample) sample;

      test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, NULL);
      export = vf_export_make (vf_destination_find ("odbc-string"), &sample.source, &error);
      g_assert_cmpint (export == NULL, ==, strpbrk (values[i], ";{}") != NULL);
      if (!export)
        {
          g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
          n_refused++;
          continue;
        }
      read = read_odbc_string (vf_export_get_text (export));
      g_assert_cmpuint (g_hash_table_size (read), ==, 7);
      g_assert_cmpstr (look_up (read, "Servername"), ==, "db.example.com");
      g_assert_cmpstr (look_up (read, "Port"), ==, "5433");
      g_assert_cmpstr (look_up (read, "Database"), ==, values[i]);
      g_assert_cmpstr (look_up (read, "SSLmode"), ==, "verify-full");
      assert_pqopt (look_up (read, "pqopt"));
    }
  g_assert_cmpuint (n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/export-programs/jdbc/values", test_jdbc_values);
  g_test_add_func ("/export-programs/jdbc/modes", test_jdbc_modes);
  g_test_add_func ("/export-programs/jdbc/zone", test_jdbc_zone);
  g_test_add_func ("/export-programs/jdbc/options", test_jdbc_options);
  g_test_add_func ("/export-programs/jdbc/key", test_jdbc_key);
  g_test_add_func ("/export-programs/locked-key", test_locked_key);
  g_test_add_func ("/export-programs/spring", test_spring);
  g_test_add_func ("/export-programs/java-stores", test_java_stores);
  g_test_add_func ("/export-programs/pgadmin", test_pgadmin);
  g_test_add_func ("/export-programs/flatpak", test_flatpak);
  g_test_add_func ("/export-programs/dbeaver", test_dbeaver);
  g_test_add_func ("/export-programs/dbeaver/key", test_dbeaver_key);
  g_test_add_func ("/export-programs/odbc", test_odbc);
  g_test_add_func ("/export-programs/odbc/refused", test_odbc_refused);
  g_test_add_func ("/export-programs/odbc/string", test_odbc_string);
  return g_test_run ();
}
