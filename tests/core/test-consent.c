#include "config.h"

#include "check/check.h"

#include <string.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"
#define MODE_FULL VF_SSL_MODE_VERIFY_FULL
#define MODE_CA VF_SSL_MODE_VERIFY_CA
#define MODE_REQUIRE VF_SSL_MODE_REQUIRE

typedef enum
{
  TRUST_ROOT,    /* the authorities are there */
  TRUST_NOBODY,
} Trust;

/**
 * Row:
 * @code: of the request
 * @payload: after the code
 * @next: of the request after that; 0: the login is done
 * @drip: the request comes in pieces
 * @binding: (nullable): what the connection says about channel binding
 * @asked: consent is wanted, before anything is sent
 * @fix: the first way out
 * @n_passwords: how many answers the server gets without consent
 *
 * Which requests need consent, and which never do.
 */
typedef struct
{
  VfSslMode mode;
  guint32 code;
  const char *payload;
  gsize length;
  guint32 next;
  gboolean drip;
  const char *binding;
  const char *host;
  Trust trust;
  gboolean asked;
  VfFixId fix;
  guint n_passwords;
  const char *why;
} Row;

static const Row rows[] = {
  { MODE_REQUIRE, 3, "", 0, 0, FALSE, NULL, HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 0, "anybody may have asked" },
  { MODE_REQUIRE, 3, "", 0, 0, FALSE, NULL, "x.test", TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_CA, 0, "another name" },
  { MODE_REQUIRE, 3, "", 0, 0, FALSE, NULL, HOST, TRUST_NOBODY, TRUE, VF_FIX_SEND_PASSWORD_ANYWAY, 0, "no proof to be had" },
  { MODE_REQUIRE, 3, "", 0, 0, TRUE, NULL, HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 0, "byte by byte" },
  { MODE_REQUIRE, 3, "", 0, 0, FALSE, "prefer", HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 0, "binding left open" },
  { MODE_REQUIRE, 3, "", 0, 0, FALSE, "disable", HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 0, "no binding" },
  { MODE_REQUIRE, 3, "padding", 7, 0, FALSE, NULL, HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 0, "more than there should be" },
  { MODE_REQUIRE, 5, "salt", 4, 3, FALSE, NULL, HOST, TRUST_ROOT, TRUE, VF_FIX_USE_MODE_VERIFY_FULL, 1, "MD5 first, then the password itself" },
  { MODE_REQUIRE, 5, "salt", 4, 0, FALSE, NULL, HOST, TRUST_ROOT, FALSE, VF_FIX_NONE, 1, "MD5 is no password" },
  { MODE_CA, 3, "", 0, 0, FALSE, NULL, HOST, TRUST_ROOT, FALSE, VF_FIX_NONE, 1, "the server has proven itself" },
  { MODE_FULL, 3, "", 0, 0, FALSE, NULL, HOST, TRUST_ROOT, FALSE, VF_FIX_NONE, 1, "the server has proven itself" },
};

static VfReport *
check (VfConnection *connection)
{
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");
  VfCheckOptions options = { .timeout_ms = 15000 };
  VfReport *report = vf_check_run (connection, password, NULL, &options, NULL);
  g_autofree char *sentence = vf_explain_report (report);

  g_test_message ("%s", sentence);
  g_test_message ("libpq: %s", vf_report_get_libpq_text (report));
  return report;
}

static void
assert_asked (const Row *row, VfReport *report)
{
  VfFinding *finding = vf_report_get_finding (report, 0);
  VfFix *last = vf_finding_get_fix (finding, vf_finding_get_n_fixes (finding) - 1);
  g_autofree char *cost = vf_explain_fix_cost (last);

  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, "login-method-unsupported");
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, VF_STAGE_LOGIN);
  g_assert_cmpstr (vf_finding_get_variant (finding), ==, "cleartext-unverified");
  g_assert_cmpint (vf_fix_get_id (vf_finding_get_fix (finding, 0)), ==, row->fix);
  g_assert_cmpint (vf_fix_get_id (last), ==, VF_FIX_SEND_PASSWORD_ANYWAY);
  g_assert_nonnull (cost);
  g_assert_null (vf_report_get_libpq_text (report));
  g_assert_false (vf_report_get_password_used (report) && row->n_passwords == 0);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (GBytes) request = fake_reply_auth (row->code, row->payload, row->length);
  g_autoptr (GBytes) next = fake_reply_auth (row->next, "", 0);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  GBytes *replies[] = { request, row->next ? next : ready, ready };
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .replies = replies, .n_replies = row->drip ? 1 : row->next ? 3 : 2,
                    .drip = row->drip, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfCredentials) credentials = row->trust == TRUST_ROOT ? fixture_credentials (root, NULL, NULL) : NULL;
  g_autoptr (VfConnection) plain = fixture_connection (row->host, fake_pg_get_port (fake), credentials, row->mode);
  g_autoptr (VfConnection) connection
    = row->binding ? vf_connection_with_option (plain, "channel_binding", row->binding, NULL)
                   : vf_connection_ref (plain);
  g_autoptr (VfFix) consent = vf_fix_new (VF_FIX_SEND_PASSWORD_ANYWAY, NULL, NULL);
  g_autoptr (VfConnection) agreed = vf_fix_apply (connection, consent, NULL, NULL);
  g_autoptr (VfReport) before = NULL;
  g_autoptr (VfReport) after = NULL;

  g_test_message ("%s", row->why);
  before = check (connection);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, row->n_passwords);
  if (!row->asked)
    {
      g_assert_true (vf_report_is_ok (before));
      return;
    }
  assert_asked (row, before);
  if (row->drip || row->next)
    return;
  after = check (agreed);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, 1);
  g_assert_true (vf_report_is_ok (after) || row->length > 0);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/consent/%02u/code-%u", i, rows[i].code);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
