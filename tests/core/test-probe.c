#include "config.h"

#include "check/probe.h"

#include <openssl/ssl.h>
#include <string.h>

#include "check-fixture.h"
#include "check/dial.h"
#include "check/door.h"
#include "test.h"

static VfEvidence *
probe (const FakeSpec *spec, VfCredentials *credentials, SecretValue *passphrase, guint timeout_ms)
{
  g_autoptr (FakePg) fake = fake_pg_new (spec);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  char address[] = "127.0.0.1";
  char *addresses[] = { address, NULL };
  g_auto (VfWait) wait = { 0 };
  VfEvidence *evidence;

  vf_wait_init (&wait, g_get_monotonic_time () + (gint64) timeout_ms * 1000, NULL);
  evidence = vf_probe (connection, addresses, passphrase, TRUE, &wait, NULL);
  g_assert_cmpuint (fake_pg_count_startups (fake), ==, 0);
  return evidence;
}

/* a row of answers to the question for TLS */
typedef struct
{
  const char *greeting;
  const char *answer;
  gsize length;
  FakeThen then;
  VfStage stage;
  VfCode code;
  const char *detail;
  const char *why;
} Row;

#define BYTES(text) text, sizeof (text) - 1

static const Row rows[] = {
  { NULL, BYTES ("N"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_NOT_OFFERED, NULL, "a server without TLS" },
  { NULL, BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL,
    "HTTP", "a web server" },
  { "SSH-2.0-OpenSSH_9.2\r\n", BYTES (""), FAKE_THEN_SILENCE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "SSH",
    "an SSH server, whose greeting begins with the S of yes" },
  { "S", BYTES ("SH-2.0-slow\r\n"), FAKE_THEN_SILENCE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "SSH",
    "an SSH server that comes in two pieces" },
  { NULL, BYTES ("\x4a\x00\x00\x00\x0a" "8.0.36\0"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL,
    "MySQL", "a MySQL server" },
  { NULL, BYTES ("\x15\x03\x01\x00\x02\x02\x46"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_ONLY_PORT, NULL,
    "a TLS server that takes the question for rubbish" },
  { NULL, BYTES ("\xde\xad\xbe\xef"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, NULL, "rubbish" },
  { NULL, BYTES ("E\0\0\0\x1fSFATAL\0C53300\0Mtoo many\0\0"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE,
    VF_CODE_SERVER_ERROR, "too many", "an error message of protocol 3" },
  { NULL, BYTES ("E\xff\xff\xff\xffMlying length"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_SERVER_ERROR,
    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdMlying length", "an error message that lies about its length" },
  { NULL, BYTES (""), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_CLOSED_EARLY, NULL, "closes at once" },
  { NULL, BYTES (""), FAKE_THEN_SILENCE, VF_STAGE_NEGOTIATE, VF_CODE_TIMED_OUT, "negotiate", "silence" },
  { NULL, BYTES ("S"), FAKE_THEN_SILENCE, VF_STAGE_HANDSHAKE, VF_CODE_TIMED_OUT, "handshake", "silence after yes" },
  { NULL, BYTES ("S"), FAKE_THEN_CLOSE, VF_STAGE_HANDSHAKE, VF_CODE_CLOSED_EARLY, "handshake", "closes after yes" },
  { NULL, BYTES ("Sxyz"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, NULL, "yes and rubbish" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  FakeSpec spec = { .greeting = row->greeting, .answer = row->answer, .answer_length = row->length, .then = row->then };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (VfEvidence) evidence = probe (&spec, NULL, NULL, 400);

  g_test_message ("%s", row->why);
  g_assert_cmpstr (vf_code_to_string (evidence->code), ==, vf_code_to_string (row->code));
  g_assert_cmpint (evidence->failed_stage, ==, row->stage);
  g_assert_cmpstr (evidence->detail, ==, row->detail);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

static void
test_drip (void)
{
  FakeSpec spec = { .answer = "HTTP/1.1 400 Bad Request", .drip = TRUE };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (VfEvidence) evidence = probe (&spec, NULL, NULL, 1500);

  g_assert_cmpint (evidence->code, ==, VF_CODE_NOT_POSTGRESQL);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
}

static void
test_refused (void)
{
  FakeSpec spec = { 0 };
  FakePg *fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  g_autofree char *port = g_strdup_printf ("%u", fake_pg_get_port (fake));
  char address[] = "127.0.0.1";
  char *addresses[] = { address, NULL };
  g_auto (VfWait) wait = { 0 };
  g_autoptr (VfEvidence) evidence = NULL;

  fake_pg_free (fake);
  vf_wait_init (&wait, g_get_monotonic_time () + G_USEC_PER_SEC, NULL);
  evidence = vf_probe (connection, addresses, NULL, FALSE, &wait, NULL);
  g_assert_cmpint (evidence->code, ==, VF_CODE_REFUSED);
  g_assert_cmpint (evidence->failed_stage, ==, VF_STAGE_CONNECT);
  g_assert_cmpstr (evidence->detail, ==, port);
}

/* The second address answers. */
static void
test_next_address (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  char first[] = "127.0.0.2";
  char second[] = "127.0.0.1";
  char *addresses[] = { first, second, NULL };
  g_auto (VfWait) wait = { 0 };
  g_autoptr (VfEvidence) evidence = NULL;

  vf_wait_init (&wait, g_get_monotonic_time () + 5 * G_USEC_PER_SEC, NULL);
  evidence = vf_probe (connection, addresses, NULL, FALSE, &wait, NULL);
  g_assert_cmpint (evidence->code, ==, VF_CODE_NONE);
  g_assert_cmpstr (evidence->address, ==, "127.0.0.1");
}

static void
test_good (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) intermediate = test_pair_new_intermediate ("Intermediate", root);
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", intermediate);
  TestPair *chain[] = { leaf, intermediate };
  FakeSpec spec = { .chain = chain, .n_chain = 2 };
  g_autoptr (VfEvidence) evidence = probe (&spec, NULL, NULL, 5000);

  g_assert_cmpint (evidence->code, ==, VF_CODE_NONE);
  g_assert_cmpint (evidence->failed_stage, ==, VF_STAGE_NONE);
  g_assert_cmpuint (evidence->chain->len, ==, 2);
  g_assert_cmpstr (vf_certificate_get_common_name (g_ptr_array_index (evidence->chain, 0)), ==, "db.test");
  g_assert_cmpstr (evidence->tls_version, ==, "TLSv1.3");
  g_assert_nonnull (evidence->tls_cipher);
  g_assert_false (evidence->client_asked);
}

/* whatever is wrong with the certificate, the probe sees it through */
static void
test_bad_certificates (void)
{
  TestSpec specs[] = {
    { .subject = "CN=db.test", .not_after = VF_TEST_NOW - 1 },
    { .subject = "CN=db.test", .extended_key_usage = "clientAuth" },
    { .subject = "CN=db.test", .key_kind = TEST_KEY_RSA_1024 },
    { .subject = NULL },
    { .subject = "CN=db.test", .digest = "SHA1" },
    { .subject = "CN=db.test", .key_kind = TEST_KEY_ED25519 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (TestPair) leaf = test_pair_new (&specs[i], NULL);
      FakeSpec spec = { .chain = &leaf, .n_chain = 1 };
      g_autoptr (VfEvidence) evidence = probe (&spec, NULL, NULL, 5000);

      g_assert_cmpint (evidence->code, ==, VF_CODE_NONE);
      g_assert_cmpuint (evidence->chain->len, ==, 1);
    }
}

/* what the server wants, what we have, what comes of it; with TLS 1.2 and 1.3 */
typedef struct
{
  gboolean required;
  gboolean have;
  gboolean of_other_root;
  VfCode code;
  const char *detail;
} ClientRow;

static const ClientRow client_rows[] = {
  { FALSE, FALSE, FALSE, VF_CODE_NONE, NULL },
  { FALSE, TRUE, FALSE, VF_CODE_NONE, NULL },
  { TRUE, TRUE, FALSE, VF_CODE_NONE, NULL },
  { TRUE, FALSE, FALSE, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { FALSE, TRUE, TRUE, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unknown-authority" },
};

static void
test_client_row (const ClientRow *row, int version)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Client Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Other Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", row->of_other_root ? other : root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, row->have ? client : NULL, NULL);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root, .client_required = row->required,
                    .min_version = version, .max_version = version };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (VfEvidence) evidence = probe (&spec, credentials, NULL, 5000);

  /* a server that is content hangs up: it is not waited for as one is that may still refuse */
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_test_message ("required %d, have %d, other %d, version %x", row->required, row->have, row->of_other_root, version);
  g_assert_cmpstr (vf_code_to_string (evidence->code), ==, vf_code_to_string (row->code));
  g_assert_cmpstr (evidence->detail, ==, row->detail);
  g_assert_true (evidence->client_asked);
  g_assert_cmpint (evidence->client_offered, ==, row->have);
  g_assert_cmpuint (evidence->chain->len, ==, 1);
  if (row->code == VF_CODE_NONE)
    g_assert_nonnull (strstr (g_ptr_array_index (evidence->client_authorities, 0), "Client Root"));
}

static void
test_client (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (client_rows); i++)
    {
      test_client_row (&client_rows[i], TLS1_2_VERSION);
      test_client_row (&client_rows[i], TLS1_3_VERSION);
    }
}

static void
test_locked_key (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Client Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, "geheim");
  g_autoptr (SecretValue) right = secret_value_new ("geheim", -1, "text/plain");
  g_autoptr (SecretValue) wrong = secret_value_new ("falsch", -1, "text/plain");
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root };
  g_autoptr (VfEvidence) opened = probe (&spec, credentials, right, 5000);
  g_autoptr (VfEvidence) locked = probe (&spec, credentials, NULL, 5000);
  g_autoptr (VfEvidence) mistyped = probe (&spec, credentials, wrong, 5000);

  g_assert_true (opened->client_offered);
  g_assert_false (locked->client_offered);
  g_assert_false (mistyped->client_offered);
  g_assert_cmpint (locked->code, ==, VF_CODE_NONE);
}

static void
test_versions (void)
{
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", NULL);
  FakeSpec old = { .chain = &leaf, .n_chain = 1, .min_version = TLS1_VERSION, .max_version = TLS1_1_VERSION };
  FakeSpec middle = { .chain = &leaf, .n_chain = 1, .min_version = TLS1_2_VERSION, .max_version = TLS1_2_VERSION };
  g_autoptr (VfEvidence) too_old = probe (&old, NULL, NULL, 5000);
  g_autoptr (VfEvidence) fine = probe (&middle, NULL, NULL, 5000);

  g_assert_cmpstr (vf_code_to_string (too_old->code), ==, "tls-version-mismatch");
  g_assert_cmpint (fine->code, ==, VF_CODE_NONE);
  g_assert_cmpstr (fine->tls_version, ==, "TLSv1.2");
}

/* any bytes at all, as a fuzzer would */
static void
test_door_takes_anything (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 20000; round++)
    {
      gsize length = (gsize) g_rand_int_range (random, 0, 40);
      g_autofree guint8 *bytes = g_malloc (length);
      g_autofree char *detail = NULL;
      g_autofree char *after = NULL;
      VfCode code = VF_CODE_NONE;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) (i == 0 && round % 2 ? 'E' : i < 5 && round % 4 == 1 ? 0 : g_rand_int (random));
      if (vf_door_read (bytes, length, &code, &detail) != VF_DOOR_TLS)
        g_assert_cmpint (code, !=, VF_CODE_NONE);
      g_assert_true (!detail || g_utf8_validate (detail, -1, NULL));
      vf_door_is_tls (bytes, length, &code, &after);
    }
}

/* A deadline that has passed says nothing about the host. */
static void
test_too_late (void)
{
  char address[] = "127.0.0.1";
  char *addresses[] = { address, NULL };
  VfCode results[] = { VF_CODE_NONE };
  const char *reached = NULL;
  VfCode code;
  g_auto (VfWait) wait = { 0 };

  vf_wait_init (&wait, g_get_monotonic_time () - 1, NULL);
  g_assert_cmpint (vf_dial (addresses, 1, &wait, &reached, results, &code), ==, -1);
  g_assert_cmpint (code, ==, VF_CODE_TIMED_OUT);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probe/answer/%02u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/probe/too-late", test_too_late);
  g_test_add_func ("/probe/drip", test_drip);
  g_test_add_func ("/probe/refused", test_refused);
  g_test_add_func ("/probe/next-address", test_next_address);
  g_test_add_func ("/probe/good", test_good);
  g_test_add_func ("/probe/bad-certificates", test_bad_certificates);
  g_test_add_func ("/probe/client", test_client);
  g_test_add_func ("/probe/locked-key", test_locked_key);
  g_test_add_func ("/probe/versions", test_versions);
  g_test_add_func ("/probe/door-takes-anything", test_door_takes_anything);
  return g_test_run ();
}
