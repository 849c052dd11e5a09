#include "config.h"

#include <libpq-fe.h>
#include <string.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "live-server.h"
#include "test.h"

/* The cases of PostgreSQL's own TLS suite (src/test/ssl, and libpq's 005_negotiate_encryption) that take more than a
 * server certificate and a root file, which are conformance.c's: client certificates, SCRAM, revocation folders, TLS
 * versions, and who is let in how.  libpq's answer is known; ours must be the same, at the same stage. */

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
 * @vouched: the system trusts the root
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
  gboolean vouched;
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
  { "C59", TRUSTDB, .mode = CA, .options = "sslrootcert=system", FAIL (CHAIN, UNTRUSTED_AUTHORITY), .libpq = 160000,
    .differs = "Verify-CA is asked with the system's own file, which libpq allows" },
  { "C60", TRUSTDB, .mode = FULL, .options = "sslrootcert=system", .vouched = TRUE, OK, .libpq = 160000 },
  { "C61", TRUSTDB, .mode = FULL, .options = "sslrootcert=system", .vouched = TRUE, .host = CN ".bad",
    FAIL (NAME, NAME_MISMATCH), .libpq = 160000 },
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

static LiveServer live;

/* by the first letter of the id: agreed, of libpq alone, skipped */
static guint counts[128][3];

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
  const TestPair *client = live.clients[row->client];
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
  pem = live_join_pems (live.clients[row->client], row->with_chain ? live.client_ca : NULL);
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
  pem = live_join_pems (live.root, live.server_ca);
  root = test_write_file (folder, "root.crt", pem);
  add (keywords, "sslrootcert", root);
}

static const char *
crl_folder (const Row *row)
{
  return row->crl == CRL_NONE ? NULL : row->crl == CRL_FOLDER_CLIENT ? live.crl_client : live.crl_server;
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
          pem = live_join_pems (live.client_ca, NULL);
          path = test_write_file (folder, "client_ca.crt", pem);
        }
      add (keywords, pair[0], path ? path : pair[1]);
    }
}

static gboolean
ask_libpq (const Row *row, VfStage *stage)
{
  g_autofree char *folder = vf_test_make_dir ();
  g_autofree char *port = g_strdup_printf ("%u", live.port);
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
  const TestPair *roots[] = { live.root, live.server_ca };
  const TestPair *clients[] = { live.clients[row->client], row->with_chain ? live.client_ca : NULL };
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
    = vf_target_new (row->host ? row->host : CN, "127.0.0.1", live.port, row->dbname, row->user);
  VfConnection *connection = vf_connection_new (target, credentials, row->mode);
  g_auto (GStrv) parts = g_strsplit (row->options ? row->options : "", " ", -1);

  connection = with_option (connection, "sslcrldir", crl_folder (row));
  for (guint i = 0; parts[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);
      g_autoptr (VfConnection) old = NULL;

      if (g_str_equal (parts[i], "sslrootcert=system"))
        {
          old = connection;
          connection = vf_connection_with_system_authorities (old, TRUE);
        }
      /* words that are not options here: the credentials and the mode say them */
      else if (!g_str_equal (pair[0], "sslrootcert") && !g_str_equal (pair[0], "sslpassword")
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

/* only what PostgreSQL has a number for */
static void
count (const char *id, guint what)
{
  if (id[1] == '\0' || g_ascii_isdigit (id[1]))
    counts[(guint8) id[0] % 128][what]++;
}

/* In TLS 1.3 a client certificate is refused after the handshake, and a look waits a few milliseconds for that only: a
 * busy server is given another chance. */
static void
compare_look (const Row *row, VfConnection *connection, SecretValue *passphrase, VfStage libpq_stage)
{
  gboolean passes = libpq_stage == VF_STAGE_NONE || libpq_stage == VF_STAGE_LOGIN;
  VfWould expected = passes ? VF_WOULD_OK : VF_WOULD_FAIL;
  VfWould would = VF_WOULD_UNKNOWN;

  for (guint i = 0; i < 10 && would != expected; i++)
    {
      g_autoptr (VfReport) look = vf_check_look (connection, passphrase, NULL, NULL);

      would = vf_report_get_would (look, row->mode);
      if (row->code != VF_CODE_CLIENT_CERTIFICATE_REJECTED)
        break;
    }
  g_assert_cmpstr (vf_would_to_string (would), ==, vf_would_to_string (expected));
}

static void
compare (const Row *row)
{
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (SecretValue) password = secret (row->password);
  g_autoptr (SecretValue) passphrase = secret (passphrase_for (row));
  g_autoptr (VfReport) report = NULL;
  g_autofree char *sentence = NULL;
  VfStage stage;

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

/* What the system trusts is what the environment says of it. */
static void
compare_vouched (const Row *row)
{
  g_autofree char *folder = vf_test_make_dir ();
  g_autofree char *pem = live_join_pems (live.root, live.server_ca);
  g_autofree char *path = test_write_file (folder, "system.crt", pem);

  g_setenv ("SSL_CERT_FILE", path, TRUE);
  compare (row);
  g_unsetenv ("SSL_CERT_FILE");
  vf_test_remove_tree (folder);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  if (row->libpq > PQlibVersion ())
    {
      g_autofree char *why = g_strdup_printf ("needs libpq %d", row->libpq / 10000);

      count (row->id, 2);
      g_test_skip (why);
      return;
    }
  live_server_set_up (&live, row->setup, row->server);
  if (row->vouched)
    compare_vouched (row);
  else
    compare (row);
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
print_counts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (g_ascii_isupper (i) && counts[i][0] + counts[i][1] + counts[i][2] > 0)
      g_string_append_printf (text, "%s%c %u (and %u of libpq alone, %u skipped)", text->len ? ", " : "", (char) i,
                              counts[i][0], counts[i][1], counts[i][2]);
  g_print ("# count: cases of PostgreSQL's own suite besides the table of certificates and hosts: %s\n", text->str);
}

int
main (int argc, char **argv)
{
  int status;

  vf_test_init (&argc, &argv);
  g_test_set_nonfatal_assertions ();
  live_server_init (&live);
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
  status = g_test_run ();
  print_counts ();
  live_server_clear (&live);
  return status;
}
