#include "config.h"

#include "check/check.h"

#include <string.h>

#include <libpq-fe.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "check/gaussdb-login.h"
#include "check/report-text.h"
#include "store/notes.h"
#include "test.h"

#define HOST "db.test"
#define PASSWORD "Zürich@2024"
#define DWS_VERSION "PostgreSQL 9.2.4 (GaussDB 8.2.1 build 39137c2d) compiled at 2023-04-01"

#define SALT "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define TOKEN "0a1b2c3d"

#define BYTES(text) text, sizeof (text) - 1

/* A server's certificate, the authority that signed it, and a password. */
typedef struct
{
  TestPair *root;
  TestPair *leaf;
  SecretValue *password;
} Scene;

static void
scene_init (Scene *self)
{
  self->root = test_pair_new_root ("Example Root");
  self->leaf = test_pair_new_server (HOST, "DNS:" HOST, self->root);
  self->password = secret_value_new (PASSWORD, -1, "text/plain");
}

static void
scene_clear (Scene *self)
{
  g_clear_pointer (&self->root, test_pair_free);
  g_clear_pointer (&self->leaf, test_pair_free);
  g_clear_pointer (&self->password, secret_value_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static FakeGaussdb
make_gaussdb (guint32 code, guint32 stored, guint32 iterations)
{
  return (FakeGaussdb){ .user = "app", .password = PASSWORD, .code = code, .stored = stored, .iterations = iterations,
                        .version = DWS_VERSION };
}

static VfConnection *
connect_to (const Scene *scene, FakePg *fake, VfSslMode mode)
{
  g_autoptr (VfCredentials) credentials = fixture_credentials (scene->root, NULL, NULL);

  return fixture_connection (HOST, fake_pg_get_port (fake), credentials, mode);
}

static VfReport *
check (VfConnection *connection, SecretValue *password, guint timeout_ms)
{
  VfCheckOptions options = { .timeout_ms = timeout_ms };
  VfReport *report = vf_check_run (connection, password, NULL, &options, NULL);
  g_autofree char *text = vf_explain_report (report);

  g_test_message ("%s", text);
  for (guint i = 0; i < VF_N_STAGES; i++)
    g_assert_cmpint (vf_report_get_stage_state (report, (VfStage) i), !=, VF_STATE_RUNNING);
  return report;
}

static VfReport *
check_gaussdb (const Scene *scene, FakeGaussdb *gaussdb, VfSslMode mode, SecretValue *password)
{
  FakeSpec spec = { .chain = &scene->leaf, .n_chain = 1, .gaussdb = gaussdb };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection = connect_to (scene, fake, mode);

  return check (connection, password, 5000);
}

static VfFinding *
find (const VfReport *report, VfCode code)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == code)
      return vf_report_get_finding (report, i);
  return NULL;
}

static void
assert_failed (const VfReport *report, VfCode code, const char *variant)
{
  VfFinding *finding = find (report, code);

  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, VF_STAGE_LOGIN);
  g_assert_nonnull (finding);
  g_assert_null (find (report, VF_CODE_STOCK_CLIENTS_CANNOT));
  if (variant)
    g_assert_cmpstr (vf_finding_get_variant (finding) ? vf_finding_get_variant (finding) : vf_finding_get_detail (finding),
                     ==, variant);
}

/* The proof is right in every form that the protocol has, and it is given once. */
static void
test_logs_in (void)
{
  static const struct
  {
    guint32 code;
    guint32 stored;
    guint32 iterations;
    const char *fact;
  } rows[] = {
    { 10, 2, 10000, "SHA-256" }, { 10, 2, 2048, "SHA-256" }, { 10, 2, 12345, "SHA-256" },
    { 10, 1, 0, "SHA-256, MD5" }, { 12, 2, 2048, "SHA-256" }, { 13, 3, 10000, "SM3" },
  };
  g_auto (Scene) scene = { 0 };

  scene_init (&scene);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (rows); i++)
    {
      VfSslMode mode = i % 2 ? VF_SSL_MODE_VERIFY_FULL : VF_SSL_MODE_VERIFY_CA;
      FakeGaussdb gaussdb = make_gaussdb (rows[i / 2].code, rows[i / 2].stored, rows[i / 2].iterations);
      g_autoptr (VfReport) report = check_gaussdb (&scene, &gaussdb, mode, scene.password);

      g_assert_true (vf_report_is_ok (report));
      /* libpq once or twice, before it uses the password */
      g_assert_cmpint (gaussdb.n_startups, <=, 3);
      g_assert_cmpint (gaussdb.n_own, ==, 1);
      g_assert_cmpint (gaussdb.n_passwords, ==, 1);
      g_assert_cmpint (gaussdb.n_goodbyes, ==, 1);
      g_assert_true (vf_report_get_password_used (report));
      g_assert_cmpint (vf_report_get_product (report), ==, VF_PRODUCT_GAUSSDB);
      g_assert_cmpstr (vf_report_get_server_version (report), ==, "GaussDB 8.2.1 build 39137c2d");
      g_assert_nonnull (strstr (vf_report_get_stage_fact (report, VF_STAGE_LOGIN), rows[i / 2].fact));
      g_assert_cmpstr (vf_report_get_tls_version (report), ==, "TLSv1.3");
      g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL), ==, VF_WOULD_OK);
      g_assert_cmpint (vf_finding_get_severity (find (report, VF_CODE_STOCK_CLIENTS_CANNOT)), ==, VF_SEVERITY_WARNING);
    }
}

/* What is kept of a check must not promise psql a year later either. */
static void
test_is_noted (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *path = g_build_filename (directory, "notes.json", NULL);
  g_autoptr (GHashTable) notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) vf_note_free);
  g_autoptr (GHashTable) read = NULL;
  g_autoptr (GError) error = NULL;

  scene_init (&scene);
  for (guint32 code = 5; code <= 10; code += 5)
    {
      FakeGaussdb gaussdb = make_gaussdb (code, 2, 2048);
      g_autoptr (VfReport) report = check_gaussdb (&scene, &gaussdb, VF_SSL_MODE_VERIFY_FULL, scene.password);
      VfNote *note = vf_note_new ();

      g_assert_cmpint (vf_report_stock_clients_can (report), ==, code == 5);
      vf_note_report (note, report, 0, VF_TEST_NOW, "settings");
      g_hash_table_insert (notes, g_strdup (code == 5 ? "all" : "own"), note);
    }
  vf_notes_write (path, notes, &error);
  g_assert_no_error (error);
  read = vf_notes_read (path);
  g_assert_false (((VfNote *) g_hash_table_lookup (read, "all"))->stock_clients_cannot);
  g_assert_true (((VfNote *) g_hash_table_lookup (read, "own"))->stock_clients_cannot);
}

/* With both hashes kept, libpq is asked for what it knows: no reason to interfere, and nothing to warn of. */
static void
test_stock_clients_can (void)
{
  g_auto (Scene) scene = { 0 };
  FakeGaussdb gaussdb = make_gaussdb (5, 0, 0);
  g_autoptr (VfReport) report = NULL;

  scene_init (&scene);
  report = check_gaussdb (&scene, &gaussdb, VF_SSL_MODE_VERIFY_FULL, scene.password);
  g_assert_true (vf_report_is_ok (report));
  g_assert_cmpint (gaussdb.n_own, ==, 0);
  g_assert_cmpint (vf_report_get_product (report), ==, VF_PRODUCT_GAUSSDB);
  g_assert_null (find (report, VF_CODE_STOCK_CLIENTS_CANNOT));
}

static void
test_refused (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (SecretValue) wrong = secret_value_new ("falsch", -1, "text/plain");
  FakeGaussdb strict = make_gaussdb (10, 2, 10000);
  FakeGaussdb liar = make_gaussdb (10, 2, 10000);
  FakeGaussdb asking = make_gaussdb (10, 2, 10000);
  g_autoptr (VfReport) report = NULL;
  g_autoptr (VfReport) unproven = NULL;
  g_autoptr (VfReport) none = NULL;

  scene_init (&scene);
  report = check_gaussdb (&scene, &strict, VF_SSL_MODE_VERIFY_FULL, wrong);
  assert_failed (report, VF_CODE_WRONG_PASSWORD, NULL);
  g_assert_cmpint (strict.n_passwords, ==, 1);
  g_assert_cmpstr (vf_report_get_libpq_text (report), ==, "Invalid username/password,login denied.");

  liar.lies = TRUE;
  unproven = check_gaussdb (&scene, &liar, VF_SSL_MODE_VERIFY_FULL, scene.password);
  assert_failed (unproven, VF_CODE_WRONG_PASSWORD, "gaussdb-signature");
  g_assert_cmpint (liar.n_passwords, ==, 0);
  g_assert_false (vf_report_get_password_used (unproven));

  none = check_gaussdb (&scene, &asking, VF_SSL_MODE_VERIFY_FULL, NULL);
  assert_failed (none, VF_CODE_PASSWORD_NEEDED, NULL);
  g_assert_cmpint (asking.n_passwords, ==, 0);
}

/* Neither the password nor what was made of it, from which it can be guessed, goes into what is passed on. */
static void
test_echoed (void)
{
  static const guint32 rows[][2] = { { 10, 2 }, { 10, 1 }, { 13, 3 } };
  g_auto (Scene) scene = { 0 };

  scene_init (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FakeGaussdb gaussdb = make_gaussdb (rows[i][0], rows[i][1], 2048);
      g_autoptr (VfReport) report = NULL;
      g_autofree char *text = NULL;

      gaussdb.echoes = TRUE;
      report = check_gaussdb (&scene, &gaussdb, VF_SSL_MODE_VERIFY_FULL, scene.password);
      text = vf_report_to_text (report);
      assert_failed (report, VF_CODE_SERVER_ERROR, NULL);
      g_assert_cmpint (gaussdb.n_passwords, ==, 1);
      g_assert_cmpstr (vf_report_get_libpq_text (report), ==, "“•••” is no answer from “•••”");
      g_assert_cmpstr (vf_finding_get_detail (find (report, VF_CODE_SERVER_ERROR)), ==,
                       "“•••” is no answer from “•••”");
      g_assert_nonnull (strstr (text, "“•••” is no answer from “•••”"));
      g_assert_null (strstr (text, PASSWORD));
    }
}

static VfFix *
find_fix (const VfReport *report, VfFixId id)
{
  VfFinding *finding = vf_report_get_finding (report, 0);

  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    if (vf_fix_get_id (vf_finding_get_fix (finding, i)) == id)
      return vf_finding_get_fix (finding, i);
  return NULL;
}

/* Below Verify-CA nothing is proven: not without having been asked, and best not at all. */
static void
test_consent (void)
{
  g_auto (Scene) scene = { 0 };
  FakeGaussdb gaussdb = make_gaussdb (10, 2, 10000);
  FakeSpec spec = { .n_chain = 1, .gaussdb = &gaussdb };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfConnection) agreed = NULL;
  g_autoptr (VfTarget) other = vf_target_new ("other.test", NULL, 8000, "app", "app");
  g_autoptr (VfConnection) elsewhere = NULL;
  g_autoptr (VfReport) before = NULL;
  g_autoptr (VfReport) after = NULL;
  g_autofree char *cost = NULL;

  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_REQUIRE);
  before = check (connection, scene.password, 5000);
  assert_failed (before, VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb-unverified");
  g_assert_cmpint (gaussdb.n_passwords, ==, 0);
  g_assert_cmpint (vf_fix_get_id (vf_finding_get_fix (vf_report_get_finding (before, 0), 0)), ==,
                   VF_FIX_USE_MODE_VERIFY_FULL);
  g_assert_nonnull (find_fix (before, VF_FIX_SEND_PASSWORD_ANYWAY));
  cost = vf_explain_fix_cost (find_fix (before, VF_FIX_SEND_PASSWORD_ANYWAY));
  g_assert_nonnull (cost);

  agreed = vf_fix_apply (connection, find_fix (before, VF_FIX_SEND_PASSWORD_ANYWAY), NULL, NULL);
  after = check (agreed, scene.password, 5000);
  g_assert_true (vf_report_is_ok (after));
  g_assert_cmpint (gaussdb.n_passwords, ==, 1);
  g_assert_nonnull (find (after, VF_CODE_STOCK_CLIENTS_CANNOT));
  elsewhere = vf_connection_with_target (agreed, other);
  g_assert_false (vf_connection_get_unproven_password (elsewhere));
}

static void
test_consent_without_authorities (void)
{
  g_auto (Scene) scene = { 0 };
  FakeGaussdb gaussdb = make_gaussdb (10, 2, 10000);
  FakeSpec spec = { .n_chain = 1, .gaussdb = &gaussdb };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;

  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  report = check (connection, scene.password, 5000);
  assert_failed (report, VF_CODE_LOGIN_METHOD_UNSUPPORTED, "gaussdb-unverified");
  g_assert_cmpuint (vf_finding_get_n_fixes (vf_report_get_finding (report, 0)), ==, 1);
  g_assert_nonnull (find_fix (report, VF_FIX_SEND_PASSWORD_ANYWAY));
}

/* Whoever steps in between libpq's attempt and ours learns nothing: neither the user's name, nor the client
 * certificate. */
static void
test_proof_comes_first (void)
{
  static const struct
  {
    const char *host;
    gboolean stranger;
    VfSslMode mode;
    gboolean met_before; /* and it was somebody else */
    VfStage stage;
  } rows[] = {
    { HOST, TRUE, VF_SSL_MODE_VERIFY_CA, FALSE, VF_STAGE_CHAIN },
    { HOST, TRUE, VF_SSL_MODE_VERIFY_FULL, FALSE, VF_STAGE_CHAIN },
    { "alias.test", FALSE, VF_SSL_MODE_VERIFY_FULL, FALSE, VF_STAGE_CHAIN },
    { "alias.test", FALSE, VF_SSL_MODE_VERIFY_CA, FALSE, VF_STAGE_NONE },
    { HOST, FALSE, VF_SSL_MODE_VERIFY_CA, TRUE, VF_STAGE_CHAIN },
    { HOST, FALSE, VF_SSL_MODE_VERIFY_FULL, TRUE, VF_STAGE_CHAIN },
    { HOST, FALSE, VF_SSL_MODE_REQUIRE, TRUE, VF_STAGE_CHAIN },
  };
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPair) stranger = test_pair_new_server (HOST, "DNS:" HOST, NULL);
  g_autoptr (TestPair) client = NULL;

  scene_init (&scene);
  client = test_pair_new_client ("app", scene.root);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FakeGaussdb gaussdb = make_gaussdb (10, 2, 10000);
      FakeSpec spec = { .chain = rows[i].stranger ? &stranger : &scene.leaf, .n_chain = 1, .client_root = scene.root,
                        .gaussdb = &gaussdb, .max_version = TLS1_2_VERSION };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfCredentials) credentials = fixture_credentials (scene.root, client, NULL);
      g_autoptr (VfConnection) connection
        = fixture_connection (rows[i].host, fake_pg_get_port (fake), credentials, rows[i].mode);
      g_auto (VfWait) wait = { 0 };
      g_auto (VfGaussdbLogin) own = { 0 };
      g_autoptr (GPtrArray) other = fixture_certificates ((const TestPair *[]){ stranger }, 1);
      g_autoptr (VfServerIdentity) remembered
        = rows[i].met_before ? vf_server_identity_new (other, NULL, connection) : NULL;

      vf_wait_init (&wait, g_get_monotonic_time () + 5 * G_USEC_PER_SEC, NULL);
      vf_gaussdb_login (&own, connection, "127.0.0.1", scene.password, NULL, remembered, VF_TEST_NOW, &wait);
      g_assert_cmpint (own.stranger, ==, rows[i].met_before);
      g_assert_cmpint (own.evidence->failed_stage, ==, rows[i].stage);
      g_assert_cmpint (own.login.ok, ==, rows[i].stage == VF_STAGE_NONE);
      g_assert_cmpint (gaussdb.n_startups, ==, rows[i].stage == VF_STAGE_NONE);
      g_assert_cmpint (own.evidence->client_asked, ==, rows[i].stage == VF_STAGE_NONE);
      g_assert_true (vf_gaussdb_login_is_telling (&own));
    }
}

/* @request is what libpq and we are asked; @reply comes after our answer */
typedef struct
{
  const char *request;
  gsize request_length;
  const char *reply;
  gsize reply_length;
  FakeThen then;
  VfCode code;
  const char *variant;
  guint n_passwords;
  const char *why;
} Row;

#define GOOD BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT TOKEN "\0\0\x27\x10")
#define NOTHING NULL, 0
#define OWN VF_CODE_LOGIN_METHOD_UNSUPPORTED

static const Row rows[] = {
  { BYTES ("R\0\0\0\x13\0\0\0\nOAUTHBEARER\0\0"), NOTHING, FAKE_THEN_CLOSE, OWN, NULL, 0,
    "PostgreSQL with OAuth alone is none of ours" },
  { BYTES ("R\0\0\0\x4c\0\0\0\x0b" SALT "salt"), NOTHING, FAKE_THEN_CLOSE, OWN, "gaussdb-md5", 0,
    "MD5 over SHA-256: nobody can" },
  { BYTES ("R\0\0\0\x08\0\0\0\x0e"), NOTHING, FAKE_THEN_CLOSE, OWN, "gaussdb-iam", 0, "a token" },
  { BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT "0a1b2c3g" "\0\0\x27\x10"), NOTHING, FAKE_THEN_CLOSE, OWN,
    "gaussdb-strange", 0, "no hexadecimal digit" },
  { BYTES ("R\0\0\0\x0c\0\0\0\n\0\0\0\2"), NOTHING, FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 0, "a request cut short" },
  { BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT TOKEN "\0\0\0\1"), NOTHING, FAKE_THEN_CLOSE, OWN, "gaussdb-rounds", 0,
    "one round" },
  { BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT TOKEN "\xff\xff\xff\xff"), NOTHING, FAKE_THEN_CLOSE, OWN,
    "gaussdb-rounds", 0, "four thousand million rounds" },
  { BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT TOKEN "\x08\0\0\0"), NOTHING, FAKE_THEN_CLOSE, VF_CODE_TIMED_OUT,
    "gaussdb-rounds", 0, "as many rounds as a server can be set to" },
  { GOOD, NOTHING, FAKE_THEN_CLOSE, VF_CODE_CLOSED_EARLY, "login", 1, "closed after the answer" },
  { GOOD, NOTHING, FAKE_THEN_DROP, VF_CODE_CLOSED_EARLY, "login", 1, "the line cut after the answer" },
  { GOOD, NOTHING, FAKE_THEN_SILENCE, VF_CODE_TIMED_OUT, "login", 1, "silence after the answer" },
  { GOOD, BYTES ("R\0\0\0\x58\0\0\0\n\0\0\0\2" SALT TOKEN "\0\0\x27\x10"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1,
    "asked twice" },
  { GOOD, BYTES ("R\0\0\0\x08\0\0\0\3"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "the password itself is wanted now" },
  { GOOD, BYTES ("Z\0\0\0\5I"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "ready without having admitted us" },
  { GOOD, BYTES ("S\0\0\0\x0ex\0y\0zzzzz\0"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "parameters before admission" },
  { GOOD, BYTES ("R\0\0\0\x08\0\0\0\0D\0\0\0\4"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "data that nobody asked for" },
  { GOOD, BYTES ("E\xff\xff\xff\xffMlying"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "a length of four gigabytes" },
  { GOOD, BYTES ("N\0\x0f\0\0huge"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "a notice of a megabyte" },
  { GOOD, BYTES ("R\0\0\0\3"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "a length that does not count itself" },
  { GOOD, BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"), FAKE_THEN_CLOSE, OWN, "gaussdb-strange", 1, "rubbish" },
  { GOOD, BYTES ("E\0\0\0\x2cMworse\0\0"), FAKE_THEN_CLOSE, VF_CODE_CLOSED_EARLY, NULL, 1, "an error cut short" },
  { GOOD, BYTES ("E\0\0\0\x0cMworse\0\0"), FAKE_THEN_CLOSE, VF_CODE_SERVER_ERROR, "worse", 1, "an error without a state" },
  { GOOD, BYTES ("E\0\0\0\x2a" "C28000\0MThe account has been locked.\0\0"), FAKE_THEN_CLOSE, VF_CODE_ROLE_MISSING,
    "locked", 1, "locked" },
  { GOOD, BYTES ("E\0\0\0\x1e" "C3D000\0Mno such thing\0\0"), FAKE_THEN_CLOSE, VF_CODE_DATABASE_MISSING, NULL, 1,
    "a database that is not there" },
  { GOOD, BYTES ("E\0\0\0\x18" "C53300\0Mtoo many\0\0"), FAKE_THEN_CLOSE, VF_CODE_TOO_MANY_CONNECTIONS, NULL, 1, "full" },
};

/* Only messages that are there as a whole are believed. */
static GBytes *
mend_length (const char *bytes, gsize length)
{
  guint8 *copy = g_memdup2 (bytes, length);

  if (length > 5 && bytes[0] == 'E' && (guint8) bytes[1] == 0 && !strstr (bytes + 5, "worse"))
    copy[4] = (guint8) (length - 1);
  return g_bytes_new_take (copy, length);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) request = g_bytes_new_static (row->request, row->request_length);
  g_autoptr (GBytes) reply = row->reply ? mend_length (row->reply, row->reply_length) : g_bytes_new (NULL, 0);
  GBytes *replies[] = { request, reply };
  FakeSpec spec = { .n_chain = 1, .replies = replies, .n_replies = 2, .then = row->then };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;
  gint64 start;

  g_test_message ("%s", row->why);
  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_VERIFY_FULL);
  start = g_get_monotonic_time ();
  report = check (connection, scene.password, 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 1400 * 1000);
  assert_failed (report, row->code, row->variant);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, row->n_passwords);
  g_assert_cmpint (vf_report_get_password_used (report), ==, row->n_passwords > 0);
  g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL), ==, VF_WOULD_OK);
  /* libpq 18 knows OAuth and misses a client id; an older one names no kind of login */
  if (row->code == OWN && !row->variant)
    g_assert_cmpstr (vf_finding_get_variant (vf_report_get_finding (report, 0)), ==,
                     PQlibVersion () >= 180000 ? "oauth" : NULL);
}

/* A good login is not spoilt by a server that then says no more, or not what it is. */
static void
test_unknown_version (void)
{
  static const char welcome[] = "R\0\0\0\x08\0\0\0\0S\0\0\0\x19server_version\0" "9.2.4\0Z\0\0\0\5I";
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) request = g_bytes_new_static (rows[8].request, rows[8].request_length);
  g_autoptr (GBytes) reply = g_bytes_new_static (welcome, sizeof welcome - 1);
  GBytes *replies[] = { request, reply };
  FakeSpec spec = { .n_chain = 1, .replies = replies, .n_replies = 2, .then = FAKE_THEN_SILENCE };
  FakeGaussdb reticent = make_gaussdb (10, 2, 2048);
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) silent = NULL;
  g_autoptr (VfReport) refusing = NULL;

  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_VERIFY_FULL);
  silent = check (connection, scene.password, 10000);
  g_assert_true (vf_report_is_ok (silent));
  g_assert_cmpfloat (vf_report_get_elapsed_ms (silent), <, 4000);
  g_assert_cmpstr (vf_report_get_server_version (silent), ==, "9.2.4");
  g_assert_cmpint (vf_report_get_product (silent), ==, VF_PRODUCT_GAUSSDB);

  reticent.version = NULL;
  refusing = check_gaussdb (&scene, &reticent, VF_SSL_MODE_VERIFY_FULL, scene.password);
  g_assert_true (vf_report_is_ok (refusing));
  g_assert_cmpstr (vf_report_get_server_version (refusing), ==, "9.2.4");
  g_assert_cmpint (reticent.n_goodbyes, ==, 1);
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (150 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
cancel_row (const Row *row, guint n_passwords)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) request = g_bytes_new_static (row->request, row->request_length);
  g_autoptr (GBytes) reply = g_bytes_new (NULL, 0);
  GBytes *replies[] = { request, reply };
  FakeSpec spec = { .n_chain = 1, .replies = replies, .n_replies = 2, .then = FAKE_THEN_SILENCE };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (VfReport) report = NULL;
  GThread *thread;
  gint64 start;

  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_VERIFY_FULL);
  start = g_get_monotonic_time ();
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  report = vf_check_run (connection, scene.password, NULL, NULL, cancellable);
  g_thread_join (thread);
  g_test_message ("%" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 350 * 1000);
  assert_failed (report, VF_CODE_CANCELLED, NULL);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, n_passwords);
}

/* in the middle of the hashing, and while the server thinks */
static void
test_cancel (void)
{
  cancel_row (&rows[7], 0);
  cancel_row (&rows[10], 1);
}

/* Notices without end: the deadline holds, and nothing grows. */
static void
test_endless_notices (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) request = g_bytes_new_static (rows[8].request, rows[8].request_length);
  g_autoptr (GBytes) notice = g_bytes_new_static ("N\0\0\0\x0a" "Mhey\0\0", 11);
  GBytes *replies[] = { request, notice };
  FakeSpec spec = { .n_chain = 1, .replies = replies, .n_replies = 2, .endless = notice };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;

  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_VERIFY_FULL);
  /* long enough for a slow machine to come to the login */
  report = check (connection, scene.password, 2000);
  assert_failed (report, VF_CODE_TIMED_OUT, "login");
  g_assert_cmpfloat (vf_report_get_elapsed_ms (report), <, 2400);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, 1);
}

/* Who says which methods may be used does not mean this one. */
static void
test_named_methods (void)
{
  g_auto (Scene) scene = { 0 };
  FakeGaussdb gaussdb = make_gaussdb (10, 2, 10000);
  FakeSpec spec = { .n_chain = 1, .gaussdb = &gaussdb };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfConnection) named = NULL;
  g_autoptr (VfReport) report = NULL;

  if (!vf_libpq_knows_keyword ("require_auth"))
    {
      g_test_skip ("this libpq does not know require_auth");
      return;
    }
  scene_init (&scene);
  spec.chain = &scene.leaf;
  fake = fake_pg_new (&spec);
  connection = connect_to (&scene, fake, VF_SSL_MODE_VERIFY_FULL);
  named = vf_connection_with_option (connection, "require_auth", "scram-sha-256", NULL);
  report = check (named, scene.password, 5000);
  g_assert_false (vf_report_is_ok (report));
  g_assert_cmpint (gaussdb.n_own, ==, 0);
  g_assert_cmpint (gaussdb.n_passwords, ==, 0);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/check-gaussdb/logs-in", test_logs_in);
  g_test_add_func ("/check-gaussdb/stock-clients-can", test_stock_clients_can);
  g_test_add_func ("/check-gaussdb/is-noted", test_is_noted);
  g_test_add_func ("/check-gaussdb/refused", test_refused);
  g_test_add_func ("/check-gaussdb/echoed", test_echoed);
  g_test_add_func ("/check-gaussdb/consent", test_consent);
  g_test_add_func ("/check-gaussdb/consent-without-authorities", test_consent_without_authorities);
  g_test_add_func ("/check-gaussdb/proof-comes-first", test_proof_comes_first);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/check-gaussdb/strange/%02u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/check-gaussdb/unknown-version", test_unknown_version);
  g_test_add_func ("/check-gaussdb/cancel", test_cancel);
  g_test_add_func ("/check-gaussdb/endless-notices", test_endless_notices);
  g_test_add_func ("/check-gaussdb/named-methods", test_named_methods);
  return g_test_run ();
}
