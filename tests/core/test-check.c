#include "config.h"

#include "check/check.h"

#include <openssl/ssl.h>
#include <string.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "test.h"

#define HOST "db.test"

/* A good server's certificates, and a password for it. */
typedef struct
{
  TestPair *root;
  TestPair *leaf;
  SecretValue *password;
} Good;

static void
good_init (Good *good)
{
  good->root = test_pair_new_root ("Example Root");
  good->leaf = test_pair_new_server (HOST, "DNS:" HOST ",DNS:second.test,DNS:*.wild.test", good->root);
  good->password = secret_value_new ("geheim", -1, "text/plain");
}

static void
good_clear (Good *good)
{
  test_pair_free (good->root);
  test_pair_free (good->leaf);
  secret_value_unref (good->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Good, good_clear)

static VfReport *
run_at (FakePg *fake, const char *host, const TestPair *root, VfSslMode mode, SecretValue *password, guint timeout_ms)
{
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection = fixture_connection (host, fake_pg_get_port (fake), credentials, mode);
  VfCheckOptions options = { .timeout_ms = timeout_ms };

  return vf_check_run (connection, password, NULL, &options, NULL);
}

static VfReport *
run (const FakeSpec *spec, const TestPair *root, VfSslMode mode, SecretValue *password)
{
  g_autoptr (FakePg) fake = fake_pg_new (spec);
  VfReport *report = run_at (fake, HOST, root, mode, password, 5000);

  g_assert_cmpuint (fake_pg_count_passwords (fake), <=, 1);
  return report;
}

static void
assert_code (const VfReport *report, VfStage stage, VfCode code)
{
  g_autofree char *sentence = vf_explain_report (report);

  if (vf_report_get_libpq_text (report))
    g_test_message ("libpq: %s", vf_report_get_libpq_text (report));
  g_test_message ("%s", sentence);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, stage);
  g_assert_false (vf_report_is_ok (report));
  g_assert_cmpuint (vf_report_get_n_findings (report), >=, 1);
  if (stage != VF_STAGE_NONE)
    g_assert_cmpint (vf_report_get_stage_state (report, stage), ==, VF_STATE_FAILED);
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      VfState state = vf_report_get_stage_state (report, (VfStage) i);

      g_assert_cmpint (state, !=, VF_STATE_RUNNING);
      if (stage != VF_STAGE_NONE && i < (guint) stage)
        g_assert_true (state == VF_STATE_OK || state == VF_STATE_SKIPPED);
      if (stage == VF_STAGE_NONE || i > (guint) stage)
        g_assert_cmpint (state, ==, VF_STATE_NOT_REACHED);
    }
}

static gboolean
has_fix (const VfReport *report, VfFixId id, const char *argument)
{
  VfFinding *finding = vf_report_get_finding (report, 0);

  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    if (vf_fix_get_id (vf_finding_get_fix (finding, i)) == id
        && (!argument || g_strcmp0 (vf_fix_get_argument (vf_finding_get_fix (finding, i)), argument) == 0))
      return TRUE;
  return FALSE;
}

static void
test_good (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");

  good_init (&good);
  for (guint mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      FakeSpec spec = { .chain = &good.leaf, .n_chain = 1, .replies = &ready, .n_replies = 1 };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfReport) report = run_at (fake, HOST, good.root, (VfSslMode) mode, NULL, 5000);
      VfSslMode recommended = VF_SSL_MODE_REQUIRE;

      g_assert_true (vf_report_is_ok (report));
      g_assert_cmpint (vf_report_get_failed_stage (report), ==, VF_STAGE_NONE);
      g_assert_cmpstr (vf_report_get_server_version (report), ==, "15.4");
      g_assert_cmpint (vf_report_get_product (report), ==, VF_PRODUCT_POSTGRESQL);
      g_assert_cmpstr (vf_report_get_address (report), ==, "127.0.0.1");
      g_assert_cmpstr (vf_report_get_tls_version (report), ==, "TLSv1.3");
      g_assert_cmpuint (vf_report_get_chain (report)->len, ==, 1);
      g_assert_cmpuint (vf_report_get_trusted (report)->len, ==, 1);
      g_assert_true (vf_report_get_recommended (report, &recommended));
      g_assert_cmpint (recommended, ==, VF_SSL_MODE_VERIFY_FULL);
      g_assert_cmpint (vf_report_get_stage_state (report, VF_STAGE_NAME), ==,
                       mode == VF_SSL_MODE_VERIFY_FULL ? VF_STATE_OK : VF_STATE_SKIPPED);
      g_assert_cmpuint (fake_pg_count_connections (fake), ==, 1);
    }
}

typedef struct
{
  const char *answer;
  FakeThen then;
  VfStage stage;
  VfCode code;
} DoorRow;

static void
test_door (void)
{
  static const DoorRow rows[] = {
    { "N", FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_NOT_OFFERED },
    { "HTTP/1.1 400 Bad Request\r\n\r\n", FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL },
    { "SSH-2.0-x\r\n", FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL },
    { "\x15\x03\x01", FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_ONLY_PORT },
    { "E", FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_SERVER_ERROR },
    { NULL, FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_CLOSED_EARLY },
    { "S", FAKE_THEN_CLOSE, VF_STAGE_HANDSHAKE, VF_CODE_CLOSED_EARLY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FakeSpec spec = { .answer = rows[i].answer, .then = rows[i].then };
      g_autoptr (VfReport) report = run (&spec, NULL, VF_SSL_MODE_REQUIRE, NULL);

      assert_code (report, rows[i].stage, rows[i].code);
    }
}

static void
test_refused (void)
{
  FakeSpec spec = { 0 };
  FakePg *fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection
    = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfReport) run_report = NULL;
  g_autoptr (VfReport) look_report = NULL;

  fake_pg_free (fake);
  run_report = vf_check_run (connection, NULL, NULL, NULL, NULL);
  look_report = vf_check_look (connection, NULL, NULL, NULL);
  assert_code (run_report, VF_STAGE_CONNECT, VF_CODE_REFUSED);
  assert_code (look_report, VF_STAGE_CONNECT, VF_CODE_REFUSED);
  g_assert_true (has_fix (run_report, VF_FIX_USE_PORT, "5432"));
  g_assert_cmpint (vf_report_get_would (look_report, VF_SSL_MODE_REQUIRE), ==, VF_WOULD_UNKNOWN);
  g_assert_nonnull (vf_report_get_libpq_text (run_report));
}

/* A name that no name service may know (RFC 6761). */
static void
test_host_not_found (void)
{
  g_autoptr (VfTarget) target = vf_target_new ("nowhere.invalid", NULL, 5432, "app", "app");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
  VfCheckOptions options = { .timeout_ms = 5000 };
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, &options, NULL);

  if (vf_report_get_code (report) == VF_CODE_TIMED_OUT)
    {
      g_test_skip ("the name service of this machine does not answer");
      return;
    }
  assert_code (report, VF_STAGE_RESOLVE, VF_CODE_HOST_NOT_FOUND);
}

static void
test_bad_target (void)
{
  g_autoptr (VfTarget) target = vf_target_new (NULL, NULL, 5432, "app", "app");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  assert_code (report, VF_STAGE_NONE, VF_CODE_BAD_TARGET);
}

static void
test_needs_root (void)
{
  g_autoptr (VfConnection) connection = fixture_connection (HOST, 1, NULL, VF_SSL_MODE_VERIFY_CA);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  assert_code (report, VF_STAGE_NONE, VF_CODE_MODE_NEEDS_ROOT);
}

static void
test_certificates (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (TestPair) other = test_pair_new_root ("Other Root");
  g_autoptr (TestPair) self = test_pair_new_server (HOST, "DNS:" HOST, NULL);
  TestSpec expired_spec = { .subject = "CN=" HOST, .names = "DNS:" HOST, .not_after = VF_TEST_NOW - 86400 * 900 };
  g_autoptr (TestPair) expired = NULL;
  FakeSpec spec = { .n_chain = 1 };
  g_autoptr (VfReport) untrusted = NULL;
  g_autoptr (VfReport) self_signed = NULL;
  g_autoptr (VfReport) late = NULL;
  g_autoptr (VfReport) unverified = NULL;

  good_init (&good);
  spec.chain = &good.leaf;
  untrusted = run (&spec, other, VF_SSL_MODE_VERIFY_CA, good.password);
  assert_code (untrusted, VF_STAGE_CHAIN, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_true (has_fix (untrusted, VF_FIX_USE_MODE_REQUIRE, NULL));
  g_assert_nonnull (strstr (vf_report_get_libpq_text (untrusted), "certificate verify failed"));

  spec.chain = &self;
  self_signed = run (&spec, good.root, VF_SSL_MODE_VERIFY_FULL, good.password);
  assert_code (self_signed, VF_STAGE_CHAIN, VF_CODE_SELF_SIGNED);
  g_assert_true (has_fix (self_signed, VF_FIX_TRUST_THIS_AUTHORITY, NULL));

  expired = test_pair_new (&expired_spec, good.root);
  spec.chain = &expired;
  late = run (&spec, good.root, VF_SSL_MODE_VERIFY_FULL, good.password);
  assert_code (late, VF_STAGE_CHAIN, VF_CODE_EXPIRED);
}

static void
test_name_mismatch (void)
{
  g_auto (Good) good = { 0 };
  FakeSpec spec = { .n_chain = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfReport) report = NULL;
  g_autoptr (VfReport) wild = NULL;

  good_init (&good);
  spec.chain = &good.leaf;
  fake = fake_pg_new (&spec);
  report = run_at (fake, "alias.test", good.root, VF_SSL_MODE_VERIFY_FULL, good.password, 5000);
  assert_code (report, VF_STAGE_NAME, VF_CODE_NAME_MISMATCH);
  g_assert_true (has_fix (report, VF_FIX_USE_LISTED_NAME, HOST));
  g_assert_true (has_fix (report, VF_FIX_USE_MODE_VERIFY_CA, NULL));
  g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_CA), ==, VF_WOULD_OK);
  g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL), ==, VF_WOULD_FAIL);
  g_assert_nonnull (strstr (vf_report_get_libpq_text (report), "does not match host name"));
  wild = run_at (fake, "nearly.second.test", good.root, VF_SSL_MODE_VERIFY_FULL, good.password, 5000);
  g_assert_true (has_fix (wild, VF_FIX_USE_LISTED_NAME, "second.test"));
}

/* What the fix promises: the listed name at the typed address. */
static void
test_name_fix_works (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec spec = { .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) wrong = NULL;
  g_autoptr (VfConnection) mended = NULL;
  g_autoptr (VfReport) before = NULL;
  g_autoptr (VfReport) after = NULL;
  g_autoptr (GError) error = NULL;

  good_init (&good);
  spec.chain = &good.leaf;
  fake = fake_pg_new (&spec);
  credentials = fixture_credentials (good.root, NULL, NULL);
  wrong = fixture_connection ("127.0.0.1", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  before = vf_check_look (wrong, NULL, NULL, NULL);
  assert_code (before, VF_STAGE_NAME, VF_CODE_NAME_MISMATCH);
  mended = vf_fix_apply (wrong, vf_finding_get_fix (vf_report_get_finding (before, 0), 0),
                         vf_report_get_address (before), &error);
  g_assert_no_error (error);
  after = vf_check_run (mended, NULL, NULL, NULL, NULL);
  g_assert_true (vf_report_is_ok (after));
}

typedef struct
{
  const char *sqlstate;
  const char *message;
  const char *function;
  VfCode code;
  const char *why;
} LoginRow;

static const LoginRow login_rows[] = {
  { "28P01", "password authentication failed for user \"app\"", "auth_failed", VF_CODE_WRONG_PASSWORD, "PostgreSQL" },
  { "28P01", "Пользователь \"app\" не прошёл проверку подлинности", "auth_failed", VF_CODE_WRONG_PASSWORD, "Russian" },
  { "28P01", "Invalid username/password,login denied.", NULL, VF_CODE_WRONG_PASSWORD, "GaussDB" },
  { "28000", "no pg_hba.conf entry for host \"1.2.3.4\", user \"app\", database \"app\", SSL encryption",
    "ClientAuthentication", VF_CODE_NOT_ALLOWED, "PostgreSQL" },
  { "28000", "в pg_hba.conf нет записи", "ClientAuthentication", VF_CODE_NOT_ALLOWED, "Russian" },
  { "28000", "connection requires a valid client certificate", "ClientAuthentication",
    VF_CODE_CLIENT_CERTIFICATE_REQUIRED, "PostgreSQL" },
  { "28000", "role \"app\" does not exist", "InitializeSessionUserId", VF_CODE_ROLE_MISSING, "PostgreSQL" },
  { "28000", "роль не существует", "InitializeSessionUserId", VF_CODE_ROLE_MISSING, "Russian" },
  { "3D000", "database \"app\" does not exist", "InitPostgres", VF_CODE_DATABASE_MISSING, "PostgreSQL" },
  { "42501", "permission denied for database \"app\"", NULL, VF_CODE_PERMISSION_DENIED, "PostgreSQL" },
  { "53300", "sorry, too many clients already", NULL, VF_CODE_TOO_MANY_CONNECTIONS, "PostgreSQL" },
  { "57P03", "the database system is starting up", NULL, VF_CODE_STARTING_UP, "PostgreSQL" },
  { "XX000", "Tenant or user not found", NULL, VF_CODE_ROLE_MISSING, "a pooler" },
  { "08P01", "bytes that are no UTF-8: \xff\xfe", NULL, VF_CODE_SERVER_ERROR, "another encoding" },
};

static void
test_login_row (gconstpointer data)
{
  const LoginRow *row = data;
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) refusal = fake_reply_error (row->sqlstate, row->message, row->function);
  FakeSpec spec = { .n_chain = 1, .replies = &refusal, .n_replies = 1, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfReport) report = NULL;

  good_init (&good);
  spec.chain = &good.leaf;
  fake = fake_pg_new (&spec);
  report = run_at (fake, HOST, good.root, VF_SSL_MODE_VERIFY_FULL, good.password, 5000);
  g_test_message ("%s", row->why);
  assert_code (report, VF_STAGE_LOGIN, row->code);
  g_assert_true (g_utf8_validate (vf_report_get_libpq_text (report), -1, NULL));
  g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL), ==, VF_WOULD_OK);
  g_assert_cmpstr (vf_report_get_tls_version (report), ==, "TLSv1.3");
  /* a login that was refused is not tried again, and there is nothing to probe for */
  g_assert_cmpuint (fake_pg_count_connections (fake), ==, 1);
}

static VfReport *
run_replies (Good *good, GBytes *const *replies, guint n_replies, SecretValue *password, guint *n_passwords)
{
  FakeSpec spec = { .chain = &good->leaf, .n_chain = 1, .replies = replies, .n_replies = n_replies, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  VfReport *report = run_at (fake, HOST, good->root, VF_SSL_MODE_VERIFY_FULL, password, 5000);

  *n_passwords = fake_pg_count_passwords (fake);
  return report;
}

static void
test_password (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) ask = fake_reply_auth (5, "salt", 4);
  g_autoptr (GBytes) refusal = fake_reply_error ("28P01", "password authentication failed", "auth_failed");
  g_autoptr (SecretValue) blanks = secret_value_new ("geheim\n", -1, "text/plain");
  GBytes *replies[] = { ask, refusal };
  guint n_passwords;
  g_autoptr (VfReport) none = NULL;
  g_autoptr (VfReport) wrong = NULL;
  g_autoptr (VfReport) padded = NULL;

  good_init (&good);
  none = run_replies (&good, replies, 2, NULL, &n_passwords);
  assert_code (none, VF_STAGE_LOGIN, VF_CODE_PASSWORD_NEEDED);
  g_assert_cmpuint (n_passwords, ==, 0);
  wrong = run_replies (&good, replies, 2, good.password, &n_passwords);
  assert_code (wrong, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD);
  g_assert_cmpuint (n_passwords, ==, 1);
  g_assert_true (vf_report_get_password_used (wrong));
  g_assert_false (has_fix (wrong, VF_FIX_TRIM_PASSWORD, NULL));
  padded = run_replies (&good, replies, 2, blanks, &n_passwords);
  g_assert_true (has_fix (padded, VF_FIX_TRIM_PASSWORD, NULL));
}

/* Where a password cannot be tied to the channel, libpq gives up before it sends it, and only then it goes out without. */
static void
test_binding (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) md5 = fake_reply_auth (5, "salt", 4);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  g_autoptr (GBytes) scram = fake_reply_auth (10, "SCRAM-SHA-256\0", 15);
  GBytes *replies[] = { md5, ready };
  guint n_passwords;
  g_autoptr (VfReport) unbound = NULL;
  g_autoptr (VfReport) nobody = NULL;
  g_autoptr (VfReport) stripped = NULL;

  good_init (&good);
  unbound = run_replies (&good, replies, 2, good.password, &n_passwords);
  g_assert_true (vf_report_is_ok (unbound));
  g_assert_cmpuint (n_passwords, ==, 1);
  g_assert_cmpint (vf_report_get_binding (unbound), ==, VF_BINDING_UNBOUND);
  nobody = run_replies (&good, &ready, 1, good.password, &n_passwords);
  g_assert_true (vf_report_is_ok (nobody));
  g_assert_cmpint (vf_report_get_binding (nobody), ==, VF_BINDING_NONE);
  stripped = run_replies (&good, &scram, 1, good.password, &n_passwords);
  assert_code (stripped, VF_STAGE_LOGIN, VF_CODE_CLOSED_EARLY);
}

static void
test_strange_logins (void)
{
  static const char gauss[] = "\0\0\0\2" "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" "01234567"
                              "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) sha256 = fake_reply_auth (10, gauss, sizeof gauss - 1);
  g_autoptr (GBytes) sm3 = fake_reply_auth (13, "\0\0\0\3", 4);
  g_autoptr (GBytes) md5_sha256 = fake_reply_auth (11, gauss + 4, 68);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  guint n_passwords;
  g_autoptr (VfReport) a = NULL;
  g_autoptr (VfReport) b = NULL;
  g_autoptr (VfReport) c = NULL;
  g_autoptr (VfReport) d = NULL;

  good_init (&good);
  a = run_replies (&good, &sha256, 1, good.password, &n_passwords);
  assert_code (a, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD);
  g_assert_cmpuint (n_passwords, ==, 0);
  b = run_replies (&good, &sm3, 1, good.password, &n_passwords);
  assert_code (b, VF_STAGE_LOGIN, VF_CODE_LOGIN_METHOD_UNSUPPORTED);
  c = run_replies (&good, &md5_sha256, 1, good.password, &n_passwords);
  assert_code (c, VF_STAGE_LOGIN, VF_CODE_LOGIN_METHOD_UNSUPPORTED);
  d = run_replies (&good, &nothing, 1, good.password, &n_passwords);
  assert_code (d, VF_STAGE_LOGIN, VF_CODE_CLOSED_EARLY);
}

static void
test_client_certificate (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (TestPair) client = NULL;
  g_autoptr (TestPair) stranger = test_pair_new_client ("app", NULL);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

  good_init (&good);
  client = test_pair_new_client ("app", good.root);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      FakeSpec spec = { .chain = &good.leaf, .n_chain = 1, .client_root = good.root, .client_required = TRUE,
                        .min_version = versions[i], .max_version = versions[i], .replies = &ready, .n_replies = 1 };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfCredentials) right = fixture_credentials (good.root, client, NULL);
      g_autoptr (VfCredentials) wrong = fixture_credentials (good.root, stranger, NULL);
      g_autoptr (VfConnection) good_one
        = fixture_connection (HOST, fake_pg_get_port (fake), right, VF_SSL_MODE_VERIFY_FULL);
      g_autoptr (VfConnection) bad_one
        = fixture_connection (HOST, fake_pg_get_port (fake), wrong, VF_SSL_MODE_VERIFY_FULL);
      g_autoptr (VfReport) missing = run_at (fake, HOST, good.root, VF_SSL_MODE_VERIFY_FULL, NULL, 5000);
      g_autoptr (VfReport) accepted = vf_check_run (good_one, NULL, NULL, NULL, NULL);
      g_autoptr (VfReport) rejected = vf_check_run (bad_one, NULL, NULL, NULL, NULL);

      assert_code (missing, VF_STAGE_HANDSHAKE, VF_CODE_CLIENT_CERTIFICATE_REQUIRED);
      g_assert_true (vf_report_is_ok (accepted));
      g_assert_true (vf_report_get_client_certificate_asked (accepted));
      assert_code (rejected, VF_STAGE_HANDSHAKE, VF_CODE_CLIENT_CERTIFICATE_REJECTED);
      g_assert_true (has_fix (rejected, VF_FIX_DROP_CLIENT_CERTIFICATE, NULL));
    }
}

/* offline: nothing may reach the network */
static void
test_keys (void)
{
  g_autoptr (TestPair) client = test_pair_new_client ("app", NULL);
  g_autoptr (TestPair) other = test_pair_new_client ("other", NULL);
  g_autoptr (SecretValue) right = secret_value_new ("geheim", -1, "text/plain");
  g_autoptr (SecretValue) wrong = secret_value_new ("falsch", -1, "text/plain");
  g_autoptr (VfCredentials) locked = fixture_credentials (NULL, client, "geheim");
  g_autoptr (VfConnection) connection = fixture_connection (HOST, 1, locked, VF_SSL_MODE_REQUIRE);
  g_autoptr (GPtrArray) none = fixture_certificates (NULL, 0);
  g_autoptr (GPtrArray) chain = fixture_certificates ((const TestPair *const *) &client, 1);
  g_autofree char *other_pem = test_pair_key_to_pem (other, TEST_KEY_PKCS8, NULL);
  g_autoptr (VfPrivateKey) other_key = vf_private_key_new_from_pem (other_pem, strlen (other_pem), NULL);
  g_autoptr (VfCredentials) missing = vf_credentials_new (none, chain, NULL);
  g_autoptr (VfCredentials) mismatched = vf_credentials_new (none, chain, other_key);
  g_autoptr (VfConnection) without = fixture_connection (HOST, 1, missing, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfConnection) mixed = fixture_connection (HOST, 1, mismatched, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfReport) a = vf_check_run (connection, NULL, NULL, NULL, NULL);
  g_autoptr (VfReport) b = vf_check_run (connection, NULL, wrong, NULL, NULL);
  g_autoptr (VfReport) c = vf_check_run (without, NULL, NULL, NULL, NULL);
  g_autoptr (VfReport) d = vf_check_run (mixed, NULL, NULL, NULL, NULL);
  g_autoptr (VfReport) e = vf_check_run (connection, NULL, right, NULL, NULL);

  assert_code (a, VF_STAGE_NONE, VF_CODE_KEY_LOCKED);
  assert_code (b, VF_STAGE_NONE, VF_CODE_KEY_PASSPHRASE_WRONG);
  assert_code (c, VF_STAGE_NONE, VF_CODE_KEY_MISSING);
  assert_code (d, VF_STAGE_NONE, VF_CODE_KEY_MISMATCH);
  assert_code (e, VF_STAGE_CONNECT, VF_CODE_REFUSED);
}

static void
test_locked_key_opens (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (TestPair) client = NULL;
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  g_autoptr (SecretValue) passphrase = secret_value_new ("geheim", -1, "text/plain");
  FakeSpec spec = { .n_chain = 1, .client_required = TRUE, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;

  good_init (&good);
  client = test_pair_new_client ("app", good.root);
  spec.chain = &good.leaf;
  spec.client_root = good.root;
  fake = fake_pg_new (&spec);
  credentials = fixture_credentials (good.root, client, "geheim");
  connection = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  report = vf_check_run (connection, NULL, passphrase, NULL, NULL);
  g_assert_true (vf_report_is_ok (report));
}

/* How long a busy machine may take over the promised 50 ms. */
#define SLACK_USEC (200 * 1000)

static gpointer
cancel_later (gpointer data)
{
  g_usleep (150 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

typedef struct
{
  const char *answer;
  gboolean tls;
  gboolean silent_login;
  VfStage stage;
} StallRow;

/* a server that stops at each stage */
static const StallRow stall_rows[] = {
  { "", FALSE, FALSE, VF_STAGE_NEGOTIATE },
  { "S", FALSE, FALSE, VF_STAGE_HANDSHAKE },
  { NULL, TRUE, TRUE, VF_STAGE_LOGIN },
};

static FakeSpec
stall_spec (const StallRow *row, Good *good, GBytes *const *nothing)
{
  return (FakeSpec){ .answer = row->answer, .then = row->tls ? FAKE_THEN_GO_ON : FAKE_THEN_SILENCE,
                     .chain = &good->leaf, .n_chain = row->tls, .replies = nothing, .n_replies = row->silent_login };
}

static void
test_cancel (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  good_init (&good);
  for (guint i = 0; i < G_N_ELEMENTS (stall_rows); i++)
    {
      FakeSpec spec = stall_spec (&stall_rows[i], &good, &nothing);
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfCredentials) credentials = fixture_credentials (good.root, NULL, NULL);
      g_autoptr (VfConnection) connection
        = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 start = g_get_monotonic_time ();
      GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
      g_autoptr (VfReport) report = vf_check_run (connection, good.password, NULL, NULL, cancellable);
      gint64 took = g_get_monotonic_time () - start;

      g_thread_join (thread);
      assert_code (report, stall_rows[i].stage, VF_CODE_CANCELLED);
      g_test_message ("%" G_GINT64_FORMAT " µs", took);
      g_assert_cmpint (took, <, 150 * 1000 + SLACK_USEC);
    }
}

static void
test_deadline (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  good_init (&good);
  for (guint i = 0; i < G_N_ELEMENTS (stall_rows); i++)
    {
      FakeSpec spec = stall_spec (&stall_rows[i], &good, &nothing);
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      gint64 start = g_get_monotonic_time ();
      gint64 cpu = clock ();
      g_autoptr (VfReport) report = run_at (fake, HOST, good.root, VF_SSL_MODE_VERIFY_FULL, good.password, 500);
      gint64 took = g_get_monotonic_time () - start;

      assert_code (report, stall_rows[i].stage, VF_CODE_TIMED_OUT);
      g_assert_cmpint (took, >=, 490 * 1000);
      g_assert_cmpint (took, <, 500 * 1000 + SLACK_USEC);
      /* waiting costs nothing */
      g_assert_cmpint (clock () - cpu, <, 250 * 1000);
      g_assert_cmpuint (fake_pg_count_connections (fake), ==, 1);
    }
}

/* A resolver that never answers, as on a network that drops the question. */
typedef GResolver SilentResolver;
typedef GResolverClass SilentResolverClass;
GType silent_resolver_get_type (void);
G_DEFINE_TYPE (SilentResolver, silent_resolver, G_TYPE_RESOLVER)

static void
return_cancelled (GCancellable *cancellable, gpointer task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
lookup_silently (GResolver *resolver, const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_cancellable_connect (cancellable, G_CALLBACK (return_cancelled), task, NULL);
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
silent_resolver_class_init (SilentResolverClass *klass)
{
  klass->lookup_by_name_async = lookup_silently;
  klass->lookup_by_name_finish = lookup_finish;
}

static void
silent_resolver_init (SilentResolver *resolver)
{
}

static void
test_silent_resolver (void)
{
  g_autoptr (GResolver) resolver = g_object_new (silent_resolver_get_type (), NULL);
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 5432, "app", "app");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
  VfCheckOptions options = { .timeout_ms = 300, .resolver = resolver };
  VfCheckOptions patient = { .resolver = resolver };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (VfReport) late = vf_check_run (connection, NULL, NULL, &options, NULL);
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_autoptr (VfReport) cancelled = vf_check_look (connection, NULL, &patient, cancellable);

  g_assert_cmpint (g_get_monotonic_time () - start, <, 150 * 1000 + SLACK_USEC);
  g_thread_join (thread);
  assert_code (late, VF_STAGE_RESOLVE, VF_CODE_TIMED_OUT);
  assert_code (cancelled, VF_STAGE_RESOLVE, VF_CODE_CANCELLED);
}

static void
collect (VfReport *report, gpointer user_data)
{
  g_ptr_array_add (user_data, vf_report_ref (report));
}

/* every stage is told of, each time as a value of its own */
static void
test_progress (void)
{
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec spec = { .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_report_unref);
  VfCheckOptions options = { .progress = collect, .user_data = reports };
  g_autoptr (VfReport) final = NULL;
  guint seen = 0;

  good_init (&good);
  spec.chain = &good.leaf;
  fake = fake_pg_new (&spec);
  credentials = fixture_credentials (good.root, NULL, NULL);
  connection = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  final = vf_check_run (connection, good.password, NULL, &options, NULL);
  g_assert_true (vf_report_is_ok (final));
  for (guint i = 0; i < reports->len; i++)
    for (guint stage = 0; stage < VF_N_STAGES; stage++)
      if (vf_report_get_stage_state (g_ptr_array_index (reports, i), (VfStage) stage) == VF_STATE_RUNNING)
        seen |= 1u << stage;
  g_assert_cmpuint (seen & 1u << VF_STAGE_RESOLVE, !=, 0);
  g_assert_cmpuint (seen & 1u << VF_STAGE_CONNECT, !=, 0);
  /* those in between may pass in one step on a fast machine */
  g_assert_cmpuint (seen & 1u << VF_STAGE_LOGIN, !=, 0);
  g_assert_false (vf_report_is_ok (g_ptr_array_index (reports, 0)));
  g_assert_cmpfloat (vf_report_get_stage_start (final, VF_STAGE_LOGIN), >=,
                     vf_report_get_stage_start (final, VF_STAGE_HANDSHAKE));
}

static void
test_look (void)
{
  g_auto (Good) good = { 0 };
  FakeSpec spec = { .n_chain = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfConnection) bare = NULL;
  g_autoptr (VfReport) report = NULL;
  g_autoptr (VfReport) rootless = NULL;
  VfSslMode mode = VF_SSL_MODE_REQUIRE;

  good_init (&good);
  spec.chain = &good.leaf;
  fake = fake_pg_new (&spec);
  credentials = fixture_credentials (good.root, NULL, NULL);
  connection = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  report = vf_check_look (connection, NULL, NULL, NULL);
  g_assert_true (vf_report_is_look (report));
  g_assert_true (vf_report_is_ok (report));
  g_assert_true (vf_report_get_recommended (report, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_cmpint (vf_report_get_stage_state (report, VF_STAGE_LOGIN), ==, VF_STATE_NOT_REACHED);
  g_assert_cmpstr (vf_certificate_get_common_name (vf_report_get_anchor (report)), ==, "Example Root");

  bare = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_VERIFY_FULL);
  rootless = vf_check_look (bare, NULL, NULL, NULL);
  g_assert_cmpint (vf_report_get_code (rootless), ==, VF_CODE_MODE_NEEDS_ROOT);
  g_assert_true (vf_report_get_recommended (rootless, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_REQUIRE);
  g_assert_cmpint (vf_report_get_would (rootless, VF_SSL_MODE_VERIFY_CA), ==, VF_WOULD_FAIL);
  g_assert_cmpuint (fake_pg_count_startups (fake), ==, 0);
}

/* libpq reads more from the environment than anybody remembers. */
static void
test_environment_is_shut_out (void)
{
  static const struct
  {
    const char *name;
    const char *value;
  } rows[] = {
    { "PGPASSWORD", "stray" },          { "PGSSLMODE", "disable" },      { "PGSSLROOTCERT", "/nowhere/root.crt" },
    { "PGSSLCERT", "/etc/hostname" },   { "PGSSLKEY", "/etc/hostname" }, { "PGSSLCRL", "/etc/hostname" },
    { "PGHOSTADDR", "127.0.0.9" },      { "PGUSER", "stray" },           { "PGCHANNELBINDING", "require" },
    { "PGTARGETSESSIONATTRS", "standby" }, { "PGSSLMAXPROTOCOLVERSION", "TLSv1" }, { "PGREQUIRESSL", "0" },
    { "PGOPTIONS", "-c nonsense=1" },   { "PGCLIENTENCODING", "nonsense" }, { "PGPASSFILE", "/etc/hostname" },
    { "PGGSSENCMODE", "require" },      { "PGSSLMINPROTOCOLVERSION", "nonsense" }, { "PGSSLSNI", "0" },
    { "PGCONNECT_TIMEOUT", "1" },
  };
  g_auto (Good) good = { 0 };
  g_autoptr (GBytes) ask = fake_reply_auth (5, "salt", 4);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  GBytes *replies[] = { ask, ready };
  guint n_passwords;
  g_autoptr (VfReport) none = NULL;
  g_autoptr (VfReport) given = NULL;

  good_init (&good);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_setenv (rows[i].name, rows[i].value, TRUE);
  none = run_replies (&good, replies, 2, NULL, &n_passwords);
  assert_code (none, VF_STAGE_LOGIN, VF_CODE_PASSWORD_NEEDED);
  given = run_replies (&good, replies, 2, good.password, &n_passwords);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_unsetenv (rows[i].name);
  g_assert_true (vf_report_is_ok (given));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/check/good", test_good);
  g_test_add_func ("/check/door", test_door);
  g_test_add_func ("/check/refused", test_refused);
  g_test_add_func ("/check/host-not-found", test_host_not_found);
  g_test_add_func ("/check/bad-target", test_bad_target);
  g_test_add_func ("/check/needs-root", test_needs_root);
  g_test_add_func ("/check/certificates", test_certificates);
  g_test_add_func ("/check/name-mismatch", test_name_mismatch);
  g_test_add_func ("/check/name-fix-works", test_name_fix_works);
  for (guint i = 0; i < G_N_ELEMENTS (login_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/check/login/%02u", i);

      g_test_add_data_func (path, &login_rows[i], test_login_row);
    }
  g_test_add_func ("/check/password", test_password);
  g_test_add_func ("/check/binding", test_binding);
  g_test_add_func ("/check/strange-logins", test_strange_logins);
  g_test_add_func ("/check/client-certificate", test_client_certificate);
  g_test_add_func ("/check/keys", test_keys);
  g_test_add_func ("/check/locked-key-opens", test_locked_key_opens);
  g_test_add_func ("/check/cancel", test_cancel);
  g_test_add_func ("/check/deadline", test_deadline);
  g_test_add_func ("/check/silent-resolver", test_silent_resolver);
  g_test_add_func ("/check/progress", test_progress);
  g_test_add_func ("/check/look", test_look);
  g_test_add_func ("/check/environment", test_environment_is_shut_out);
  return g_test_run ();
}
