#include "config.h"

#include "check/check.h"

#include <string.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"

/* What the server says to what the client answered. */
typedef enum
{
  THEN_READY,
  THEN_WRONG,
  THEN_CLOSED,
  THEN_AUTH, /* the next request of the row */
} Then;

/**
 * Row:
 * @code: of the request
 * @payload: after the code
 * @next: of the request after that
 * @then: what follows the client's answer
 * @without: no password is given
 * @expected: what must come of it
 * @n_passwords: how many answers the server has got
 * @gauss: the request is GaussDB's
 * @unproven: the connection is one that proves nothing of the server
 * @variant: (nullable): of the finding that says @expected, where the request is GaussDB's
 *
 * A request for authentication, and what is to be made of it.
 */
typedef struct
{
  guint32 code;
  const char *payload;
  gsize length;
  Then then;
  gboolean without;
  VfCode expected;
  guint n_passwords;
  const char *why;
  guint32 next;
  const char *next_payload;
  gboolean gauss;
  gboolean unproven;
  const char *variant;
} Row;

#define BYTES(text) text, sizeof (text) - 1
#define UNSUPPORTED VF_CODE_LOGIN_METHOD_UNSUPPORTED

/* what GaussDB sends after the code: how the password is stored, then what a proof of it takes */
#define SALT "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define TOKEN "0a1b2c3d"
#define ROUNDS "\0\0\x27\x10"
#define AS_MD5 BYTES ("\0\0\0\1" "salt")
#define AS_SHA256 BYTES ("\0\0\0\2" SALT TOKEN ROUNDS)
#define AS_SM3 BYTES ("\0\0\0\3" SALT TOKEN ROUNDS)
#define MD5_OVER_SHA256 BYTES (SALT "salt")
/* what a client of protocol 3.0 gets in place of the rounds: a proof that the server knows the password */
#define FOREIGN_PROOF BYTES ("\0\0\0\2" SALT TOKEN SALT)
#define GAUSS(name) .gauss = TRUE, .variant = name

static const Row rows[] = {
  { 0, BYTES (""), THEN_CLOSED, FALSE, VF_CODE_NONE, 0, "nothing is asked" },
  { 0, BYTES (""), THEN_CLOSED, TRUE, VF_CODE_NONE, 0, "nothing is asked, and nothing there" },
  { 1, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "Kerberos 4" },
  { 2, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "Kerberos 5" },
  { 3, BYTES (""), THEN_READY, FALSE, VF_CODE_NONE, 1, "plain text, right" },
  { 3, BYTES (""), THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "plain text, wrong" },
  { 3, BYTES (""), THEN_CLOSED, FALSE, VF_CODE_CLOSED_EARLY, 1, "plain text, no answer" },
  { 3, BYTES (""), THEN_CLOSED, TRUE, VF_CODE_PASSWORD_NEEDED, 0, "plain text, none there" },
  { 4, BYTES ("sa"), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "crypt" },
  { 5, BYTES ("salt"), THEN_READY, FALSE, VF_CODE_NONE, 1, "MD5, right" },
  { 5, BYTES ("salt"), THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "MD5, wrong" },
  { 5, BYTES ("salt"), THEN_CLOSED, TRUE, VF_CODE_PASSWORD_NEEDED, 0, "MD5, none there" },
  { 5, BYTES ("sa"), THEN_CLOSED, FALSE, VF_CODE_SERVER_ERROR, 0, "MD5 with half its salt" },
  { 6, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "credentials of a local socket" },
  { 7, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "GSSAPI, and no ticket there" },
  { 9, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "Windows' own" },
  { 10, BYTES ("SCRAM-SHA-256\0\0"), THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "SCRAM, refused at once" },
  { 10, BYTES ("SCRAM-SHA-256\0\0"), THEN_CLOSED, TRUE, VF_CODE_PASSWORD_NEEDED, 0, "SCRAM, none there" },
  { 10, BYTES ("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"), THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1,
    "SCRAM tied to the channel" },
  { 10, BYTES ("SCRAM-SHA-256\0\0"), THEN_AUTH, FALSE, VF_CODE_SERVER_ERROR, 1, "another conversation's answer",
    11, "r=foreign,s=c2FsdA==,i=4096" },
  { 10, BYTES ("SCRAM-SHA-256\0\0"), THEN_AUTH, FALSE, VF_CODE_SERVER_ERROR, 1, "the end before the middle",
    12, "v=cHJvb2Y=" },
  { 10, BYTES ("SCRAM-SHA-256\0"), THEN_CLOSED, FALSE, VF_CODE_SERVER_ERROR, 0, "a list without its end" },
  { 10, BYTES ("KERBEROS_V5\0\0"), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "SASL, but no SCRAM" },
  { 10, BYTES ("\0"), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "SASL without any mechanism" },
  { 11, BYTES ("r=nonce,s=c2FsdA==,i=4096"), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "the middle of SCRAM at the start" },
  { 12, BYTES ("v=cHJvb2Y="), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "the end of SCRAM at the start" },
  { 13, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "no method of PostgreSQL's" },
  { 14, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "no method of PostgreSQL's" },
  { 0x7fffffff, BYTES (""), THEN_CLOSED, FALSE, UNSUPPORTED, 0, "no method of anybody's" },

  { 10, AS_SHA256, THEN_READY, FALSE, VF_CODE_NONE, 1, "SHA-256, right", GAUSS (NULL) },
  { 10, AS_SHA256, THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "SHA-256, wrong", GAUSS (NULL) },
  { 10, AS_SHA256, THEN_CLOSED, FALSE, VF_CODE_CLOSED_EARLY, 1, "SHA-256, no answer", GAUSS (NULL) },
  { 10, AS_SHA256, THEN_CLOSED, TRUE, VF_CODE_PASSWORD_NEEDED, 0, "SHA-256, none there", GAUSS (NULL) },
  { 10, AS_SHA256, THEN_READY, FALSE, UNSUPPORTED, 0, "SHA-256, to whom is not proven", GAUSS ("gaussdb-unverified"),
    .unproven = TRUE },
  { 10, AS_SHA256, THEN_AUTH, FALSE, UNSUPPORTED, 1, "SHA-256, and then the password itself",
    3, "", GAUSS ("gaussdb-strange") },
  { 10, FOREIGN_PROOF, THEN_READY, FALSE, VF_CODE_WRONG_PASSWORD, 0, "SHA-256, and the server knows another password",
    GAUSS ("gaussdb-signature") },
  { 10, AS_MD5, THEN_READY, FALSE, VF_CODE_NONE, 1, "SHA-256 over MD5, right", GAUSS (NULL) },
  { 10, AS_MD5, THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "SHA-256 over MD5, wrong", GAUSS (NULL) },
  { 11, MD5_OVER_SHA256, THEN_READY, FALSE, UNSUPPORTED, 0, "MD5 over SHA-256", GAUSS ("gaussdb-md5") },
  { 11, MD5_OVER_SHA256, THEN_READY, TRUE, UNSUPPORTED, 0, "MD5 over SHA-256, none there", GAUSS ("gaussdb-md5") },
  { 12, AS_SHA256, THEN_READY, FALSE, VF_CODE_NONE, 1, "SHA-256 of a small build, right", GAUSS (NULL) },
  { 12, AS_SHA256, THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "SHA-256 of a small build, wrong", GAUSS (NULL) },
  { 13, AS_SM3, THEN_READY, FALSE, VF_CODE_NONE, 1, "SM3, right", GAUSS (NULL) },
  { 13, AS_SM3, THEN_WRONG, FALSE, VF_CODE_WRONG_PASSWORD, 1, "SM3, wrong", GAUSS (NULL) },
  { 13, AS_SM3, THEN_CLOSED, TRUE, VF_CODE_PASSWORD_NEEDED, 0, "SM3, none there", GAUSS (NULL) },
  { 13, AS_SM3, THEN_READY, FALSE, UNSUPPORTED, 0, "SM3, to whom is not proven", GAUSS ("gaussdb-unverified"),
    .unproven = TRUE },
  { 14, BYTES (""), THEN_READY, FALSE, UNSUPPORTED, 0, "the cloud's own token", GAUSS ("gaussdb-iam") },
  { 14, BYTES (""), THEN_READY, TRUE, UNSUPPORTED, 0, "the cloud's own token, and no password", GAUSS ("gaussdb-iam") },
};

static GBytes *
make_answer (const Row *row)
{
  switch (row->then)
    {
    case THEN_READY:
      return fake_reply_ready ("15.4");
    case THEN_WRONG:
      return fake_reply_error ("28P01", "password authentication failed for user \"app\"", "auth_failed");
    case THEN_AUTH:
      return fake_reply_auth (row->next, row->next_payload, strlen (row->next_payload));
    case THEN_CLOSED:
      break;
    }
  return g_bytes_new_static ("", 0);
}

static VfFinding *
find (const VfReport *report, VfCode code)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == code)
      return vf_report_get_finding (report, i);
  return NULL;
}

/* Only who was logged in without psql's help is told that psql cannot. */
static void
assert_gaussdb (const VfReport *report, const Row *row)
{
  VfFinding *finding = find (report, row->expected);

  if (row->expected == VF_CODE_NONE)
    g_assert_cmpint (vf_report_get_product (report), ==, VF_PRODUCT_GAUSSDB);
  else
    g_assert_cmpstr (finding ? vf_finding_get_variant (finding) : "nothing found", ==, row->variant);
  g_assert_cmpint (find (report, VF_CODE_STOCK_CLIENTS_CANNOT) != NULL, ==, row->expected == VF_CODE_NONE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (SecretValue) password = row->without ? NULL : secret_value_new ("geheim", -1, "text/plain");
  g_autoptr (GBytes) request
    = row->code == 0 ? fake_reply_ready ("15.4") : fake_reply_auth (row->code, row->payload, row->length);
  g_autoptr (GBytes) answer = make_answer (row);
  GBytes *replies[] = { request, answer };
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .replies = replies, .n_replies = 2, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials,
                          row->unproven ? VF_SSL_MODE_REQUIRE : VF_SSL_MODE_VERIFY_FULL);
  VfCheckOptions options = { .timeout_ms = 5000 };
  g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, &options, NULL);
  g_autofree char *sentence = vf_explain_report (report);

  g_test_message ("%s: %s", row->why, sentence);
  g_test_message ("libpq: %s", vf_report_get_libpq_text (report));
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (row->expected));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==,
                   row->expected == VF_CODE_NONE ? VF_STAGE_NONE : VF_STAGE_LOGIN);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, row->n_passwords);
  if (row->gauss)
    assert_gaussdb (report, row);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/authentication/%02u/code-%u", i, rows[i].code);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
