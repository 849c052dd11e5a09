#include "config.h"

#include "live-server.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <openssl/x509.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

static char *
hash_name (const TestPair *issuer)
{
  return g_strdup_printf ("%08lx.r0", X509_NAME_hash_ex (X509_get_subject_name (issuer->certificate), NULL, NULL, NULL));
}

static char *
make_crl_folder (const LiveServer *live, const char *name, const TestPair *lower, const TestPair *const *revoked,
                 guint n_revoked)
{
  char *folder = g_build_filename (live->folder, name, NULL);
  g_autofree char *root_name = hash_name (live->root);
  g_autofree char *lower_name = hash_name (lower);
  g_autofree char *root_text = test_crl_to_pem (live->root, NULL, 0);
  g_autofree char *lower_text = test_crl_to_pem (lower, revoked, n_revoked);
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  a = test_write_file (folder, root_name, root_text);
  b = test_write_file (folder, lower_name, lower_text);
  g_chmod (a, 0644);
  g_chmod (b, 0644);
  return folder;
}

static char *
three_hundred_names (void)
{
  GString *names = g_string_new ("DNS:host0." D);

  for (guint i = 1; i < 300; i++)
    g_string_append_printf (names, ",DNS:host%u." D, i);
  return g_string_free (names, FALSE);
}

static void
make_servers (LiveServer *live)
{
  g_autofree char *many = three_hundred_names ();
  const TestSpec specs[N_SERVERS] = {
    [SERVER_CN_ONLY] = { .subject = "CN=" CN, .key_kind = TEST_KEY_RSA_2048 },
    [SERVER_REVOKED] = { .subject = "CN=" CN },
    [SERVER_RSA_PSS] = { .subject = "CN=" CN, .key_kind = TEST_KEY_RSA_PSS },
    [SERVER_ED25519] = { .subject = "CN=" CN, .key_kind = TEST_KEY_ED25519 },
    [SERVER_MANY_NAMES] = { .subject = "O=Example", .names = many },
    [SERVER_LOCKED_KEY] = { .subject = "CN=" CN },
  };

  for (guint i = 0; i < N_SERVERS; i++)
    live->servers[i]
      = test_pair_new (&specs[i], i == SERVER_RSA_PSS || i == SERVER_ED25519 ? NULL : live->server_ca);
}

static void
make_clients (LiveServer *live)
{
  static const TestSpec specs[N_CLIENTS] = {
    [CLIENT_SSLTESTUSER] = { .subject = "CN=ssltestuser" },
    [CLIENT_DN] = { .subject = "O=PGDG,OU=Engineering,OU=Testing,CN=ssltestuser-dn" },
    [CLIENT_LONG] = { .subject = "O=PGDG,OU=Engineering,CN=ssl-123456789012345678901234567890123456789012345678901234567890" },
    [CLIENT_REVOKED] = { .subject = "CN=ssltestuser" },
    [CLIENT_REVOKED_UTF8] = { .subject = "CN=Οδυσσέας" },
    [CLIENT_EXPIRED] = { .subject = "CN=ssltestuser", .not_after = 1600000000 },
  };

  for (guint i = CLIENT_NONE + 1; i < N_CLIENTS; i++)
    live->clients[i] = test_pair_new (&specs[i], live->client_ca);
}

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* with-postgres.sh says where it is */
void
live_server_init (LiveServer *live)
{
  g_autofree char *pid = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("VF_PG_DIR"), "..", "server", NULL);

  /* the server may not go through the folder of the certificates */
  live->folder = g_canonicalize_filename (folder, NULL);
  live->port = (guint) atoi (g_getenv ("VF_PG_PORT"));
  pid = read_file (live->folder, "data/postmaster.pid");
  live->postmaster = (pid_t) atoi (pid);
  live->root = test_pair_new_root ("Test root CA");
  live->server_ca = test_pair_new_intermediate ("Test CA for server certs", live->root);
  live->client_ca = test_pair_new_intermediate ("Test CA for client certs", live->root);
  live->other = test_pair_new_root ("Another root");
  make_servers (live);
  make_clients (live);
  live->crl_server
    = make_crl_folder (live, "crl-server", live->server_ca, (const TestPair *const *) &live->servers[SERVER_REVOKED], 1);
  live->crl_client
    = make_crl_folder (live, "crl-client", live->client_ca, (const TestPair *const *) &live->clients[CLIENT_REVOKED], 2);
}

void
live_server_clear (LiveServer *live)
{
  for (guint i = 0; i < N_SERVERS; i++)
    test_pair_free (live->servers[i]);
  for (guint i = CLIENT_NONE + 1; i < N_CLIENTS; i++)
    test_pair_free (live->clients[i]);
  test_pair_free (live->root);
  test_pair_free (live->server_ca);
  test_pair_free (live->client_ca);
  test_pair_free (live->other);
  g_free (live->folder);
  g_free (live->crl_server);
  g_free (live->crl_client);
}

/* In place, so that owner and mode stay what the server wants them to be. */
static void
overwrite (const LiveServer *live, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (live->folder, name, NULL);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, strlen (text), file), ==, strlen (text));
  g_assert_cmpint (fclose (file), ==, 0);
  if (!g_str_has_suffix (name, ".key"))
    g_chmod (path, 0644);
}

char *
live_join_pems (const TestPair *a, const TestPair *b)
{
  g_autofree char *first = test_pair_to_pem (a);
  g_autofree char *second = b ? test_pair_to_pem (b) : g_strdup ("");

  return g_strconcat (first, second, NULL);
}

static PGconn *
superuser (const LiveServer *live)
{
  g_autofree char *port = g_strdup_printf ("%u", live->port);
  const char *names[] = { "host", "port", "user", "dbname", NULL };
  const char *values[] = { live->folder, port, "postgres", "postgres", NULL };
  PGconn *connection = PQconnectdbParams (names, values, FALSE);

  if (PQstatus (connection) != CONNECTION_OK)
    g_error ("%s", PQerrorMessage (connection));
  return connection;
}

static char *
query (const LiveServer *live, const char *sql)
{
  PGconn *connection = superuser (live);
  PGresult *result = PQexec (connection, sql);
  ExecStatusType status = PQresultStatus (result);
  char *value = status == PGRES_TUPLES_OK && PQntuples (result) > 0 ? g_strdup (PQgetvalue (result, 0, 0)) : NULL;

  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (connection));
  PQclear (result);
  PQfinish (connection);
  return value;
}

static const char databases[][40] = {
  "CREATE ROLE ssltestuser LOGIN", "CREATE ROLE anotheruser LOGIN", "CREATE ROLE yetanotheruser LOGIN",
  "CREATE ROLE testuser LOGIN", "CREATE ROLE ssluser LOGIN", "CREATE ROLE nossluser LOGIN",
  "CREATE ROLE md5testuser LOGIN", "CREATE DATABASE trustdb", "CREATE DATABASE verifydb",
  "CREATE DATABASE certdb_dn", "CREATE DATABASE certdb_dn_re", "CREATE DATABASE certdb_cn",
  "CREATE DATABASE scramdb", "CREATE DATABASE md5db", "CREATE DATABASE verifyscram", "CREATE DATABASE negotiation",
};

#define LOOPBACK " 127.0.0.1/32 "

static const char hba[] = "local all postgres trust\n"
                          "hostssl trustdb all" LOOPBACK "trust\n"
                          "hostssl scramdb all" LOOPBACK "scram-sha-256\n"
                          "hostssl md5db all" LOOPBACK "md5\n"
                          "hostssl verifyscram all" LOOPBACK "scram-sha-256 clientcert=verify-full\n"
                          "hostssl verifydb yetanotheruser" LOOPBACK "trust clientcert=verify-ca\n"
                          "hostssl verifydb all" LOOPBACK "trust clientcert=verify-full\n"
                          "hostssl certdb all" LOOPBACK "cert\n"
                          "hostssl certdb_dn all" LOOPBACK "cert clientname=DN map=dn\n"
                          "hostssl certdb_dn_re all" LOOPBACK "cert clientname=DN map=dnre\n"
                          "hostssl certdb_cn all" LOOPBACK "cert map=cn\n"
                          "host negotiation testuser" LOOPBACK "trust\n"
                          "hostssl negotiation ssluser" LOOPBACK "trust\n"
                          "hostnossl negotiation nossluser" LOOPBACK "trust\n";

static const char ident[] = "dn \"CN=ssltestuser-dn,OU=Testing,OU=Engineering,O=PGDG\" ssltestuser\n"
                            "dnre \"/^.*OU=Testing,.*$\" ssltestuser\n"
                            "cn ssltestuser-dn ssltestuser\n";

static void
make_databases (const LiveServer *live)
{
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    g_free (query (live, databases[i]));
  g_free (query (live, "SET password_encryption = 'scram-sha-256'; ALTER ROLE ssltestuser PASSWORD 'pass'"));
  g_free (query (live, "SET password_encryption = 'md5'; ALTER ROLE md5testuser PASSWORD 'pass'"));
  overwrite (live, "data/pg_hba.conf", hba);
  overwrite (live, "data/pg_ident.conf", ident);
}

static char *
make_settings (LiveServer *live, Setup setup, Server server)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "ssl = %s\n", setup == SETUP_NO_TLS ? "off" : "on");
  if (setup == SETUP_CRL_FOLDER)
    g_string_append_printf (text, "ssl_crl_dir = '%s'\n", live->crl_client);
  else if (setup != SETUP_ROOT_ONLY && setup != SETUP_UNRELATED)
    g_string_append_printf (text, "ssl_crl_file = '%s/clients.crl'\n", live->folder);
  if (setup == SETUP_TLS_12)
    g_string_append (text, "ssl_max_protocol_version = 'TLSv1.2'\n");
  if (server == SERVER_LOCKED_KEY)
    g_string_append (text, "ssl_passphrase_command = 'echo secret1'\n"
                           "ssl_passphrase_command_supports_reload = on\n");
  g_string_append_printf (text, "vf.generation = '%u'\n", ++live->generation);
  return g_string_free (text, FALSE);
}

static void
write_authorities (const LiveServer *live, Setup setup)
{
  g_autofree char *pem = setup == SETUP_ROOT_ONLY   ? live_join_pems (live->root, NULL)
                         : setup == SETUP_UNRELATED ? live_join_pems (live->other, NULL)
                                                    : live_join_pems (live->root, live->client_ca);
  g_autofree char *root = test_crl_to_pem (live->root, NULL, 0);
  g_autofree char *client
    = test_crl_to_pem (live->client_ca, (const TestPair *const *) &live->clients[CLIENT_REVOKED], 2);
  g_autofree char *both = g_strconcat (root, client, NULL);

  overwrite (live, "clients.crt", pem);
  overwrite (live, "clients.crl", both);
}

/* The postmaster reads everything anew at once, so that a new connection that sees the generation sees all of it. */
static void
reload (const LiveServer *live, const char *generation)
{
  g_assert_cmpint (kill (live->postmaster, SIGHUP), ==, 0);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *seen = query (live, "SELECT current_setting ('vf.generation', true)");

      if (g_strcmp0 (seen, generation) == 0)
        return;
      g_usleep (10 * 1000);
    }
  g_error ("the server does not read its settings");
}

void
live_server_set_up (LiveServer *live, Setup setup, Server server)
{
  g_autofree char *certificate = test_pair_to_pem (live->servers[server]);
  g_autofree char *key = test_pair_key_to_pem (live->servers[server], TEST_KEY_PKCS8,
                                               server == SERVER_LOCKED_KEY ? "secret1" : NULL);
  g_autofree char *settings = NULL;
  g_autofree char *generation = NULL;

  if (live->is_set_up && setup == live->setup && server == live->server)
    return;
  if (!live->is_set_up)
    make_databases (live);
  overwrite (live, "server.crt", certificate);
  overwrite (live, "server.key", key);
  write_authorities (live, setup);
  settings = make_settings (live, setup, server);
  overwrite (live, "data/postgresql.auto.conf", settings);
  generation = g_strdup_printf ("%u", live->generation);
  reload (live, generation);
  live->is_set_up = TRUE;
  live->setup = setup;
  live->server = server;
}
