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
} Row;

#define BYTES(text) text, sizeof (text) - 1
#define UNSUPPORTED VF_CODE_LOGIN_METHOD_UNSUPPORTED

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
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  VfCheckOptions options = { .timeout_ms = 5000 };
  g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, &options, NULL);
  g_autofree char *sentence = vf_explain_report (report);

  g_test_message ("%s: %s", row->why, sentence);
  g_test_message ("libpq: %s", vf_report_get_libpq_text (report));
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (row->expected));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==,
                   row->expected == VF_CODE_NONE ? VF_STAGE_NONE : VF_STAGE_LOGIN);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, row->n_passwords);
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
