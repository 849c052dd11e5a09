#include "config.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "test.h"

/* The cases of PostgreSQL's own TLS suite (src/test/ssl, and libpq's 005_negotiate_encryption) that take more than a
 * server certificate and a root file, which are conformance.c's: client certificates, SCRAM, revocation folders, TLS
 * versions, and who is let in how.  libpq's answer is known; ours must be the same, at the same stage. */

#define D "pg-ssltest.test"
#define CN "common-name." D

typedef enum
{
  SERVER_CN_ONLY,
  SERVER_REVOKED,
  SERVER_RSA_PSS,
  SERVER_ED25519,
  SERVER_MANY_NAMES,
  SERVER_LOCKED_KEY, /* the first again, with a passphrase for its key */
  N_SERVERS,
} Server;

typedef enum
{
  SETUP_USUAL,
  SETUP_ROOT_ONLY,      /* ssl_ca_file: the root alone */
  SETUP_UNRELATED,      /* ssl_ca_file: another root */
  SETUP_CRL_FOLDER,     /* ssl_crl_dir instead of ssl_crl_file */
  SETUP_TLS_12,         /* ssl_max_protocol_version */
  SETUP_NO_TLS,
} Setup;

typedef enum
{
  CLIENT_NONE,
  CLIENT_SSLTESTUSER,
  CLIENT_DN,
  CLIENT_LONG,
  CLIENT_REVOKED,
  CLIENT_REVOKED_UTF8,
  CLIENT_EXPIRED,
  N_CLIENTS,
} Client;

typedef enum
{
  KEY_PLAIN,
  KEY_DER,
  KEY_LOCKED,
  KEY_LOCKED_WRONG,
  KEY_LOCKED_NONE,
} Key;

typedef enum
{
  CRL_NONE,
  CRL_FOLDER_CLIENT,
  CRL_FOLDER_SERVER,
} Crl;

/**
 * Row:
 * @id: as in PostgreSQL's suite, or what is tried
 * @with_chain: the client sends the authority that signed it, too
 * @options: (nullable): "keyword=value keyword=value"
 * @ok: libpq connects
 * @stage: ours where it does not
 * @code: ours where it does not
 * @libpq: the first version that has what is needed; 0: every one
 * @differs: (nullable): why our answer is another one on purpose
 *
 * One connection.
 */
typedef struct
{
  const char *id;
  Server server;
  Setup setup;
  VfSslMode mode;
  const char *dbname;
  const char *user;
  const char *password;
  Client client;
  gboolean with_chain;
  Key key;
  Crl crl;
  const char *options;
  gboolean ok;
  VfStage stage;
  VfCode code;
  int libpq;
  const char *differs;
  const char *host;
} Row;

#define REQ VF_SSL_MODE_REQUIRE
#define CA VF_SSL_MODE_VERIFY_CA
#define FULL VF_SSL_MODE_VERIFY_FULL
#define OK .ok = TRUE, .stage = VF_STAGE_NONE
#define FAIL(s, c) .stage = VF_STAGE_##s, .code = VF_CODE_##c
#define TRUSTDB .dbname = "trustdb", .user = "ssltestuser"
#define CERTDB(db, name) .server = SERVER_REVOKED, .mode = REQ, .dbname = db, .user = name
#define VERIFYDB .server = SERVER_REVOKED, .mode = REQ, .dbname = "verifydb", .client = CLIENT_SSLTESTUSER
#define WITH_PASSWORD(db, name) .mode = REQ, .dbname = db, .user = name, .password = "pass"
#define SCRAM WITH_PASSWORD ("scramdb", "ssltestuser")
#define MINE CLIENT_SSLTESTUSER

static const Row rows[] = {
  { "C01", TRUSTDB, .options = "sslmode=disable", FAIL (LOGIN, NOT_ALLOWED),
    .differs = "a mode without encryption is not offered" },
  { "C03", TRUSTDB, .mode = CA, .options = "sslrootcert=/nowhere/root.crt", FAIL (NONE, MODE_NEEDS_ROOT) },
  { "C04", TRUSTDB, .mode = FULL, .options = "sslrootcert=/nowhere/root.crt", FAIL (NONE, MODE_NEEDS_ROOT) },
  { "C05", TRUSTDB, .mode = REQ, .options = "sslrootcert=client_ca", FAIL (CHAIN, UNTRUSTED_AUTHORITY),
    .differs = "Require is asked without a root, so that it means what it says" },
  { "C14", TRUSTDB, .mode = REQ, .options = "sslcertmode=disable", OK, .libpq = 160000 },
  { "C15", TRUSTDB, .mode = REQ, .options = "sslcertmode=allow", OK, .libpq = 160000 },
  { "C16", TRUSTDB, .mode = REQ, .options = "sslcertmode=require", FAIL (LOGIN, CLIENT_CERTIFICATE_REQUIRED),
    .libpq = 160000 },
  { "C19", TRUSTDB, .mode = CA, .crl = CRL_FOLDER_CLIENT, FAIL (CHAIN, CRL_PROBLEM) },
  { "C21", TRUSTDB, .mode = CA, .crl = CRL_FOLDER_SERVER, OK },
  { "C58", TRUSTDB, .mode = FULL, .options = "sslrootcert=system", FAIL (CHAIN, UNTRUSTED_AUTHORITY), .libpq = 160000 },
  { "C59", TRUSTDB, .mode = CA, .options = "sslrootcert=system", FAIL (NONE, BAD_TARGET), .libpq = 160000 },
  { "C60", TRUSTDB, .mode = FULL, .options = "sslrootcert=system", OK, .libpq = 160000 },
  { "C61", TRUSTDB, .mode = FULL, .options = "sslrootcert=system", FAIL (NAME, NAME_MISMATCH), .libpq = 160000 },
  { "K1", TRUSTDB, .mode = REQ, .options = "sslkeylogfile=keys.txt", OK, .libpq = 180000 },
  { "K2", TRUSTDB, .mode = REQ, .options = "sslkeylogfile=/nowhere/keys.txt", OK, .libpq = 180000 },
  { "P3", TRUSTDB, .server = SERVER_LOCKED_KEY, .mode = REQ, OK },

  { "C64", TRUSTDB, .server = SERVER_REVOKED, .mode = CA, .crl = CRL_FOLDER_SERVER, FAIL (CHAIN, REVOKED) },
  { "C65", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ, OK },
  { "C66", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ,
    .options = "ssl_min_protocol_version=TLSv1.2 ssl_max_protocol_version=TLSv1.2", OK },
  { "C67", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ,
    .options = "ssl_min_protocol_version=TLSv1.2 ssl_max_protocol_version=TLSv1.1", FAIL (NONE, BAD_TARGET) },
  { "C68", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ, .options = "ssl_min_protocol_version=incorrect",
    FAIL (NONE, BAD_TARGET) },
  { "C69", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ, .options = "ssl_max_protocol_version=incorrect",
    FAIL (NONE, BAD_TARGET) },

  { "C70", CERTDB ("certdb", "ssltestuser"), FAIL (LOGIN, CLIENT_CERTIFICATE_REQUIRED) },
  { "C71", CERTDB ("certdb", "ssltestuser"), .client = MINE, OK },
  { "C72", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_DER, OK },
  { "C73", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_LOCKED, OK },
  { "C74", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_DER, .options = "sslpassword=dUmmyP^#+", OK },
  { "C75", CERTDB ("certdb", "ssltestuser"), .client = MINE, .options = "sslcertmode=require", OK, .libpq = 160000 },
  { "C76", CERTDB ("certdb", "ssltestuser"), .client = MINE, .options = "sslcertmode=allow", OK, .libpq = 160000 },
  { "C77", CERTDB ("certdb", "ssltestuser"), .client = MINE, .options = "sslcertmode=disable", FAIL (LOGIN, CLIENT_CERTIFICATE_REQUIRED),
    .libpq = 160000 },
  { "C78", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_LOCKED_WRONG, FAIL (NONE, KEY_PASSPHRASE_WRONG) },
  { "C79", CERTDB ("certdb_dn", "ssltestuser"), .client = CLIENT_DN, OK },
  { "C80", CERTDB ("certdb_dn_re", "ssltestuser"), .client = CLIENT_DN, OK },
  { "C81", CERTDB ("certdb_cn", "ssltestuser"), .client = CLIENT_DN, OK },
  { "C82", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_LOCKED_NONE, .options = "sslpassword=", FAIL (NONE, KEY_LOCKED) },
  { "C83", CERTDB ("certdb", "ssltestuser"), .client = MINE, .key = KEY_LOCKED_NONE, FAIL (NONE, KEY_LOCKED) },
  { "C84", TRUSTDB, .server = SERVER_REVOKED, .mode = REQ, .client = MINE, OK },
  { "C86", CERTDB ("certdb", "anotheruser"), .client = MINE, FAIL (LOGIN, CERTIFICATE_USER_MISMATCH) },
  { "C87", CERTDB ("certdb", "ssltestuser"), .client = CLIENT_REVOKED, FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C88", VERIFYDB, .user = "ssltestuser", OK },
  { "C89", VERIFYDB, .user = "anotheruser", FAIL (LOGIN, CERTIFICATE_USER_MISMATCH) },
  { "C90", VERIFYDB, .user = "yetanotheruser", OK },
  { "client expired", CERTDB ("certdb", "ssltestuser"), .client = CLIENT_EXPIRED, FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C91", TRUSTDB, .setup = SETUP_ROOT_ONLY, .mode = REQ, .client = MINE, .with_chain = TRUE, OK },
  { "C92", TRUSTDB, .setup = SETUP_ROOT_ONLY, .mode = REQ, .client = MINE,
    FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C93", TRUSTDB, .setup = SETUP_ROOT_ONLY, .mode = REQ, .client = CLIENT_LONG,
    FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C94", TRUSTDB, .setup = SETUP_UNRELATED, .mode = REQ, .client = MINE, .with_chain = TRUE,
    FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C95", TRUSTDB, .setup = SETUP_CRL_FOLDER, .mode = REQ, .client = CLIENT_REVOKED,
    FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },
  { "C96", TRUSTDB, .setup = SETUP_CRL_FOLDER, .mode = REQ, .client = CLIENT_REVOKED_UTF8,
    FAIL (HANDSHAKE, CLIENT_CERTIFICATE_REJECTED) },

  { "S01", SCRAM, OK },
  { "S02", SCRAM, .options = "channel_binding=invalid_value", FAIL (NONE, BAD_TARGET) },
  { "S03", SCRAM, .options = "channel_binding=disable", OK },
  { "S04", SCRAM, .options = "channel_binding=require", OK },
  { "S05", WITH_PASSWORD ("md5db", "md5testuser"), .options = "channel_binding=require",
    FAIL (LOGIN, CHANNEL_BINDING) },
  { "S06", CERTDB ("certdb", "ssltestuser"), .client = MINE, .options = "channel_binding=require", FAIL (LOGIN, CHANNEL_BINDING) },
  { "S07", WITH_PASSWORD ("verifyscram", "ssltestuser"), .client = MINE, .options = "channel_binding=require", OK },
  { "S08", SCRAM, .options = "channel_binding=disable require_auth=scram-sha-256", OK, .libpq = 160000 },
  { "S09", WITH_PASSWORD ("md5db", "md5testuser"), .options = "require_auth=md5 channel_binding=require",
    FAIL (LOGIN, CHANNEL_BINDING), .libpq = 160000 },
  { "S10", SCRAM, .options = "channel_binding=require require_auth=scram-sha-256", OK, .libpq = 160000 },
  { "S11", SCRAM, .server = SERVER_RSA_PSS, .options = "channel_binding=require", OK },

  { "Ed25519 and SCRAM", SCRAM, .server = SERVER_ED25519, FAIL (LOGIN, CHANNEL_BINDING) },
  { "Ed25519 and SCRAM, not tied", SCRAM, .server = SERVER_ED25519, .options = "channel_binding=disable", OK },
  { "300 names", TRUSTDB, .server = SERVER_MANY_NAMES, .mode = FULL, .host = "host299." D, OK },
  { "300 other names", TRUSTDB, .server = SERVER_MANY_NAMES, .mode = FULL, .host = "host300." D,
    FAIL (NAME, NAME_MISMATCH) },
  { "no common TLS", TRUSTDB, .setup = SETUP_TLS_12, .mode = REQ, .options = "ssl_min_protocol_version=TLSv1.3",
    FAIL (HANDSHAKE, TLS_VERSION_MISMATCH) },
};

/* "1": connects.  Modes: disable, allow, prefer, require; then require with sslnegotiation=direct, which libpq refuses
 * with the others. */
static const struct
{
  Setup setup;
  const char *user;
  const char *answers;
  VfStage stage;
  VfCode code;
} negotiations[] = {
  { SETUP_NO_TLS, "testuser", "1110" "0", VF_STAGE_NEGOTIATE, VF_CODE_TLS_NOT_OFFERED },
  { SETUP_USUAL, "testuser", "1111" "1", VF_STAGE_NONE, VF_CODE_NONE },
  { SETUP_USUAL, "ssluser", "0111" "1", VF_STAGE_NONE, VF_CODE_NONE },
  { SETUP_USUAL, "nossluser", "1110" "0", VF_STAGE_LOGIN, VF_CODE_NOT_ALLOWED },
};

/* the server that with-postgres.sh has started, and all certificates */
typedef struct
{
  char *folder;
  guint port;
  pid_t postmaster;
  guint generation;
  gboolean is_set_up;
  Setup setup;
  Server server;
  TestPair *root;
  TestPair *server_ca;
  TestPair *client_ca;
  TestPair *other;
  TestPair *servers[N_SERVERS];
  TestPair *clients[N_CLIENTS];
  char *crl_client;
  char *crl_server;
  guint counts[128][3]; /* by letter: agreed, on purpose not, skipped */
} World;

static World world;

/* --- certificates --- */

static char *
hash_name (const TestPair *issuer)
{
  return g_strdup_printf ("%08lx.r0", X509_NAME_hash_ex (X509_get_subject_name (issuer->certificate), NULL, NULL, NULL));
}

static char *
make_crl_folder (const char *name, const TestPair *lower, const TestPair *const *revoked, guint n_revoked)
{
  char *folder = g_build_filename (world.folder, name, NULL);
  g_autofree char *root_name = hash_name (world.root);
  g_autofree char *lower_name = hash_name (lower);
  g_autofree char *root_text = test_crl_to_pem (world.root, NULL, 0);
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
make_servers (void)
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
    world.servers[i]
      = test_pair_new (&specs[i], i == SERVER_RSA_PSS || i == SERVER_ED25519 ? NULL : world.server_ca);
}

static void
make_clients (void)
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
    world.clients[i] = test_pair_new (&specs[i], world.client_ca);
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

static void
world_init (void)
{
  g_autofree char *pid = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("VF_PG_DIR"), "..", "server", NULL);

  /* the server may not go through the folder of the certificates */
  world.folder = g_canonicalize_filename (folder, NULL);
  world.port = (guint) atoi (g_getenv ("VF_PG_PORT"));
  pid = read_file (world.folder, "data/postmaster.pid");
  world.postmaster = (pid_t) atoi (pid);
  world.root = test_pair_new_root ("Test root CA");
  world.server_ca = test_pair_new_intermediate ("Test CA for server certs", world.root);
  world.client_ca = test_pair_new_intermediate ("Test CA for client certs", world.root);
  world.other = test_pair_new_root ("Another root");
  make_servers ();
  make_clients ();
  world.crl_server
    = make_crl_folder ("crl-server", world.server_ca, (const TestPair *const *) &world.servers[SERVER_REVOKED], 1);
  world.crl_client
    = make_crl_folder ("crl-client", world.client_ca, (const TestPair *const *) &world.clients[CLIENT_REVOKED], 2);
}

static void
world_clear (void)
{
  for (guint i = 0; i < N_SERVERS; i++)
    test_pair_free (world.servers[i]);
  for (guint i = CLIENT_NONE + 1; i < N_CLIENTS; i++)
    test_pair_free (world.clients[i]);
  test_pair_free (world.root);
  test_pair_free (world.server_ca);
  test_pair_free (world.client_ca);
  test_pair_free (world.other);
  g_free (world.folder);
  g_free (world.crl_server);
  g_free (world.crl_client);
}

/* --- the server --- */

/* In place, so that owner and mode stay what the server wants them to be. */
static void
overwrite (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (world.folder, name, NULL);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, strlen (text), file), ==, strlen (text));
  g_assert_cmpint (fclose (file), ==, 0);
  if (!g_str_has_suffix (name, ".key"))
    g_chmod (path, 0644);
}

static char *
join_pems (const TestPair *a, const TestPair *b)
{
  g_autofree char *first = test_pair_to_pem (a);
  g_autofree char *second = b ? test_pair_to_pem (b) : g_strdup ("");

  return g_strconcat (first, second, NULL);
}

static PGconn *
superuser (void)
{
  g_autofree char *port = g_strdup_printf ("%u", world.port);
  const char *names[] = { "host", "port", "user", "dbname", NULL };
  const char *values[] = { world.folder, port, "postgres", "postgres", NULL };
  PGconn *connection = PQconnectdbParams (names, values, FALSE);

  if (PQstatus (connection) != CONNECTION_OK)
    g_error ("%s", PQerrorMessage (connection));
  return connection;
}

static char *
query (const char *sql)
{
  PGconn *connection = superuser ();
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
make_databases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    g_free (query (databases[i]));
  g_free (query ("SET password_encryption = 'scram-sha-256'; ALTER ROLE ssltestuser PASSWORD 'pass'"));
  g_free (query ("SET password_encryption = 'md5'; ALTER ROLE md5testuser PASSWORD 'pass'"));
  overwrite ("data/pg_hba.conf", hba);
  overwrite ("data/pg_ident.conf", ident);
}

static char *
make_settings (const Row *row)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "ssl = %s\n", row->setup == SETUP_NO_TLS ? "off" : "on");
  if (row->setup == SETUP_CRL_FOLDER)
    g_string_append_printf (text, "ssl_crl_dir = '%s'\n", world.crl_client);
  else if (row->setup != SETUP_ROOT_ONLY && row->setup != SETUP_UNRELATED)
    g_string_append_printf (text, "ssl_crl_file = '%s/clients.crl'\n", world.folder);
  if (row->setup == SETUP_TLS_12)
    g_string_append (text, "ssl_max_protocol_version = 'TLSv1.2'\n");
  if (row->server == SERVER_LOCKED_KEY)
    g_string_append (text, "ssl_passphrase_command = 'echo secret1'\n"
                           "ssl_passphrase_command_supports_reload = on\n");
  g_string_append_printf (text, "vf.generation = '%u'\n", ++world.generation);
  return g_string_free (text, FALSE);
}

static void
write_authorities (Setup setup)
{
  g_autofree char *pem = setup == SETUP_ROOT_ONLY   ? join_pems (world.root, NULL)
                         : setup == SETUP_UNRELATED ? join_pems (world.other, NULL)
                                                    : join_pems (world.root, world.client_ca);
  g_autofree char *root = test_crl_to_pem (world.root, NULL, 0);
  g_autofree char *client
    = test_crl_to_pem (world.client_ca, (const TestPair *const *) &world.clients[CLIENT_REVOKED], 2);
  g_autofree char *both = g_strconcat (root, client, NULL);

  overwrite ("clients.crt", pem);
  overwrite ("clients.crl", both);
}

/* The postmaster reads everything anew at once, so that a new connection that sees the generation sees all of it. */
static void
reload (const char *generation)
{
  g_assert_cmpint (kill (world.postmaster, SIGHUP), ==, 0);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *seen = query ("SELECT current_setting ('vf.generation', true)");

      if (g_strcmp0 (seen, generation) == 0)
        return;
      g_usleep (10 * 1000);
    }
  g_error ("the server does not read its settings");
}

static void
set_up (const Row *row)
{
  g_autofree char *certificate = test_pair_to_pem (world.servers[row->server]);
  g_autofree char *key = test_pair_key_to_pem (world.servers[row->server], TEST_KEY_PKCS8,
                                               row->server == SERVER_LOCKED_KEY ? "secret1" : NULL);
  g_autofree char *settings = NULL;
  g_autofree char *generation = NULL;

  if (world.is_set_up && row->setup == world.setup && row->server == world.server)
    return;
  if (!world.is_set_up)
    make_databases ();
  overwrite ("server.crt", certificate);
  overwrite ("server.key", key);
  write_authorities (row->setup);
  settings = make_settings (row);
  overwrite ("data/postgresql.auto.conf", settings);
  generation = g_strdup_printf ("%u", world.generation);
  reload (generation);
  world.is_set_up = TRUE;
  world.setup = row->setup;
  world.server = row->server;
}

/* --- the two answers --- */

static VfStage
stage_of (const char *text)
{
  if (strstr (text, "certificate verify failed"))
    return VF_STAGE_CHAIN;
  if (strstr (text, "does not match host name"))
    return VF_STAGE_NAME;
  if (strstr (text, "does not support SSL"))
    return VF_STAGE_NEGOTIATE;
  if (strstr (text, "FATAL") || strstr (text, "channel binding") || strstr (text, "digest for NID")
      || strstr (text, "without a valid SSL certificate"))
    return VF_STAGE_LOGIN;
  if (strstr (text, "alert") || strstr (text, "SSL SYSCALL"))
    return VF_STAGE_HANDSHAKE;
  return VF_STAGE_NONE;
}

static void
write_bytes (const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

#define PASSPHRASE "dUmmyP^#+"

static GBytes *
key_bytes (const Row *row)
{
  const TestPair *client = world.clients[row->client];
  char *pem;

  if (row->key == KEY_DER)
    return test_pair_key_to_der (client, TEST_KEY_PKCS8, NULL);
  pem = test_pair_key_to_pem (client, TEST_KEY_PKCS8, row->key == KEY_PLAIN ? NULL : PASSPHRASE);
  return g_bytes_new_take (pem, strlen (pem));
}

static const char *
passphrase_for (const Row *row)
{
  if (row->key == KEY_LOCKED)
    return PASSPHRASE;
  return row->key == KEY_LOCKED_WRONG ? "wrong" : NULL;
}

/* libpq's keywords, with nothing of ours in between */
typedef struct
{
  GPtrArray *names;
  GPtrArray *values;
} Keywords;

static void
add (Keywords *keywords, const char *name, const char *value)
{
  if (!value)
    return;
  g_ptr_array_add (keywords->names, g_strdup (name));
  g_ptr_array_add (keywords->values, g_strdup (value));
}

static void
add_files (Keywords *keywords, const Row *row, const char *folder)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = g_build_filename (folder, "client.key", NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (row->client == CLIENT_NONE)
    {
      add (keywords, "sslcert", "/nowhere/client.crt");
      return;
    }
  pem = join_pems (world.clients[row->client], row->with_chain ? world.client_ca : NULL);
  certificate = test_write_file (folder, "client.crt", pem);
  bytes = key_bytes (row);
  write_bytes (key, bytes);
  add (keywords, "sslcert", certificate);
  add (keywords, "sslkey", key);
  add (keywords, "sslpassword", passphrase_for (row));
}

static void
add_root (Keywords *keywords, const Row *row, const char *folder)
{
  g_autofree char *pem = NULL;
  g_autofree char *root = NULL;

  if (row->mode == REQ)
    {
      add (keywords, "sslrootcert", "/nowhere/root.crt");
      return;
    }
  pem = join_pems (world.root, world.server_ca);
  root = test_write_file (folder, "root.crt", pem);
  add (keywords, "sslrootcert", root);
}

static const char *
crl_folder (const Row *row)
{
  return row->crl == CRL_NONE ? NULL : row->crl == CRL_FOLDER_CLIENT ? world.crl_client : world.crl_server;
}

/* The last word counts, as in a connection string. */
static void
add_options (Keywords *keywords, const Row *row, const char *folder)
{
  g_auto (GStrv) parts = g_strsplit (row->options ? row->options : "", " ", -1);

  for (guint i = 0; parts[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);
      g_autofree char *pem = NULL;
      g_autofree char *path = NULL;

      if (g_strcmp0 (pair[1], "client_ca") == 0)
        {
          pem = join_pems (world.client_ca, NULL);
          path = test_write_file (folder, "client_ca.crt", pem);
        }
      add (keywords, pair[0], path ? path : pair[1]);
    }
}

static gboolean
ask_libpq (const Row *row, VfStage *stage)
{
  g_autofree char *folder = vf_test_make_dir ();
  g_autofree char *port = g_strdup_printf ("%u", world.port);
  Keywords keywords = { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };
  PGconn *connection;
  gboolean ok;

  add (&keywords, "host", row->host ? row->host : CN);
  add (&keywords, "hostaddr", "127.0.0.1");
  add (&keywords, "port", port);
  add (&keywords, "dbname", row->dbname);
  add (&keywords, "user", row->user);
  add (&keywords, "password", row->password);
  add (&keywords, "passfile", "/nowhere/pass");
  add (&keywords, "gssencmode", "disable");
  add (&keywords, "sslmode", vf_ssl_mode_to_string (row->mode));
  add_root (&keywords, row, folder);
  add_files (&keywords, row, folder);
  add (&keywords, "sslcrldir", crl_folder (row));
  add_options (&keywords, row, folder);
  g_ptr_array_add (keywords.names, NULL);
  g_ptr_array_add (keywords.values, NULL);
  connection = PQconnectdbParams ((const char *const *) keywords.names->pdata,
                                  (const char *const *) keywords.values->pdata, FALSE);
  ok = PQstatus (connection) == CONNECTION_OK;
  *stage = ok ? VF_STAGE_NONE : stage_of (PQerrorMessage (connection));
  if (!ok)
    g_test_message ("libpq: %s", PQerrorMessage (connection));
  PQfinish (connection);
  g_ptr_array_unref (keywords.names);
  g_ptr_array_unref (keywords.values);
  vf_test_remove_tree (folder);
  return ok;
}

static VfCredentials *
make_credentials (const Row *row)
{
  const TestPair *roots[] = { world.root, world.server_ca };
  const TestPair *clients[] = { world.clients[row->client], row->with_chain ? world.client_ca : NULL };
  gboolean rootless = row->mode == REQ || (row->options && strstr (row->options, "sslrootcert=/nowhere"));
  g_autoptr (GPtrArray) authorities = fixture_certificates (roots, rootless ? 0 : 2);
  g_autoptr (GPtrArray) chain = fixture_certificates (clients, row->client == CLIENT_NONE ? 0 : 2);
  g_autoptr (GBytes) bytes = row->client == CLIENT_NONE ? NULL : key_bytes (row);
  g_autoptr (VfPrivateKey) key = NULL;

  if (bytes && row->key == KEY_DER)
    key = vf_private_key_new_from_der (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  else if (bytes)
    key = vf_private_key_new_from_pem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  return vf_credentials_new (authorities, chain, key);
}

static VfConnection *
with_option (VfConnection *connection, const char *keyword, const char *value)
{
  g_autoptr (VfConnection) old = connection;
  g_autoptr (GError) error = NULL;
  VfConnection *changed = value ? vf_connection_with_option (old, keyword, value, &error) : vf_connection_ref (old);

  g_assert_no_error (error);
  return changed;
}

static VfConnection *
make_connection (const Row *row)
{
  g_autoptr (VfCredentials) credentials = make_credentials (row);
  g_autoptr (VfTarget) target
    = vf_target_new (row->host ? row->host : CN, "127.0.0.1", world.port, row->dbname, row->user);
  VfConnection *connection = vf_connection_new (target, credentials, row->mode);
  g_auto (GStrv) parts = g_strsplit (row->options ? row->options : "", " ", -1);

  connection = with_option (connection, "sslcrldir", crl_folder (row));
  for (guint i = 0; parts[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);

      /* words that are not options here: the credentials and the mode say them */
      if (!g_str_equal (pair[0], "sslrootcert") && !g_str_equal (pair[0], "sslpassword")
          && !g_str_equal (pair[0], "sslmode"))
        connection = with_option (connection, pair[0], pair[1]);
    }
  return connection;
}

static SecretValue *
secret (const char *text)
{
  return text ? secret_value_new (text, -1, "text/plain") : NULL;
}

static void
count (const char *id, guint what)
{
  world.counts[(guint8) id[0] % 128][what]++;
}

static void
compare_look (const Row *row, VfConnection *connection, SecretValue *passphrase, VfStage libpq_stage)
{
  g_autoptr (VfReport) look = vf_check_look (connection, passphrase, NULL, NULL);
  gboolean passes = libpq_stage == VF_STAGE_NONE || libpq_stage == VF_STAGE_LOGIN;

  g_assert_cmpstr (vf_would_to_string (vf_report_get_would (look, row->mode)), ==,
                   vf_would_to_string (passes ? VF_WOULD_OK : VF_WOULD_FAIL));
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (SecretValue) password = secret (row->password);
  g_autoptr (SecretValue) passphrase = secret (passphrase_for (row));
  g_autoptr (VfReport) report = NULL;
  g_autofree char *sentence = NULL;
  VfStage stage;

  if (row->libpq > PQlibVersion ())
    {
      g_autofree char *why = g_strdup_printf ("needs libpq %d", row->libpq / 10000);

      count (row->id, 2);
      g_test_skip (why);
      return;
    }
  set_up (row);
  if (ask_libpq (row, &stage) != row->ok)
    g_error ("%s: libpq here does not say what it is known to say", row->id);
  count (row->id, row->differs != NULL);
  if (row->differs)
    {
      g_test_message ("%s", row->differs);
      return;
    }
  connection = make_connection (row);
  report = vf_check_run (connection, password, passphrase, NULL, NULL);
  sentence = vf_explain_report (report);
  g_test_message ("%s", sentence);
  g_assert_cmpint (vf_report_is_ok (report), ==, row->ok);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (row->code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, row->stage);
  /* what libpq finds on this computer, we find before there is a stage */
  g_assert_cmpint (stage, ==, row->stage);
  if (row->ok || row->stage != VF_STAGE_NONE)
    compare_look (row, connection, passphrase, stage);
}

static void
test_negotiations (void)
{
  static const char *const modes[] = { "disable", "allow", "prefer", "require" };

  for (guint i = 0; i < G_N_ELEMENTS (negotiations); i++)
    for (guint mode = 0; mode < G_N_ELEMENTS (modes); mode++)
      {
        g_autofree char *options = g_strdup_printf ("sslmode=%s", modes[mode]);
        Row row = { "N", .setup = negotiations[i].setup, .mode = REQ, .dbname = "negotiation",
                    .user = negotiations[i].user, .options = options, .ok = negotiations[i].answers[mode] == '1',
                    .stage = negotiations[i].stage, .code = negotiations[i].code };

        if (mode < 3)
          row.differs = "a mode without encryption is not offered";
        g_test_message ("%s, %s", negotiations[i].user, modes[mode]);
        test_row (&row);
      }
}

static void
test_direct (gconstpointer data)
{
  static const char *const modes[] = { "disable", "allow", "prefer", "require" };
  guint i = GPOINTER_TO_UINT (data) / 4;
  guint mode = GPOINTER_TO_UINT (data) % 4;
  g_autofree char *options = g_strdup_printf ("sslmode=%s sslnegotiation=direct", modes[mode]);
  Row row = { "N", .setup = negotiations[i].setup, .mode = REQ, .dbname = "negotiation", .user = negotiations[i].user,
              .options = options, .ok = mode == 3 && negotiations[i].answers[4] == '1', .libpq = 170000,
              .differs = "direct TLS is compared where libpq has it" };

  test_row (&row);
}

static void
skip (gconstpointer data)
{
  const char *why = data;

  count (why, 2);
  g_test_skip (why);
}

static void
test_counts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (world.counts); i++)
    if (g_ascii_isupper (i) && world.counts[i][0] + world.counts[i][1] + world.counts[i][2] > 0)
      g_string_append_printf (text, "%s%c %u (and %u of libpq alone, %u skipped)", text->len ? ", " : "", (char) i,
                              world.counts[i][0], world.counts[i][1], world.counts[i][2]);
  g_test_message ("count: cases of PostgreSQL's own suite besides the table of certificates and hosts: %s", text->str);
}

int
main (int argc, char **argv)
{
  int status;

  vf_test_init (&argc, &argv);
  g_test_set_nonfatal_assertions ();
  world_init ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conformance/%s", rows[i].id);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_data_func ("/conformance/P1", "P1 starts the server anew, which is the server's business", skip);
  g_test_add_data_func ("/conformance/P2", "P2 lets a reload fail, which is the server's business", skip);
  g_test_add_data_func ("/conformance/C85", "C85 opens the key to all, and ours is always a copy that is not", skip);
  g_test_add_func ("/conformance/N", test_negotiations);
  for (guint i = 0; i < 4 * G_N_ELEMENTS (negotiations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conformance/N/direct/%02u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_direct);
    }
  g_test_add_func ("/conformance/counts", test_counts);
  status = g_test_run ();
  world_clear ();
  return status;
}
