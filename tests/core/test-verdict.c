#include "config.h"

#include "check/verdict.h"

#include "check-fixture.h"
#include "test.h"

/* What the certificate is, what we trust, and what then each mode does. */
typedef struct
{
  const char *name;
  gboolean trusted;
  gboolean any_authority;
  gint64 not_after;
  VfCode verify_ca;
  VfCode verify_full;
  VfStage stage_full;
  int recommended;
  const char *why;
} Row;

#define HOST "db.test"
#define NO_MODE (-1)

static const Row rows[] = {
  { "DNS:" HOST, TRUE, TRUE, 0, VF_CODE_NONE, VF_CODE_NONE, VF_STAGE_NAME, VF_SSL_MODE_VERIFY_FULL, "all is well" },
  { "DNS:other.test", TRUE, TRUE, 0, VF_CODE_NONE, VF_CODE_NAME_MISMATCH, VF_STAGE_NAME, VF_SSL_MODE_VERIFY_CA,
    "another name" },
  { NULL, TRUE, TRUE, 0, VF_CODE_NONE, VF_CODE_NO_NAMES, VF_STAGE_NAME, VF_SSL_MODE_VERIFY_CA, "no name at all" },
  { "DNS:" HOST, FALSE, TRUE, 0, VF_CODE_UNTRUSTED_AUTHORITY, VF_CODE_UNTRUSTED_AUTHORITY, VF_STAGE_CHAIN,
    NO_MODE, "another authority: it may be somebody in between" },
  { "DNS:" HOST, FALSE, FALSE, 0, VF_CODE_MODE_NEEDS_ROOT, VF_CODE_MODE_NEEDS_ROOT, VF_STAGE_NONE,
    VF_SSL_MODE_REQUIRE, "nothing imported" },
  { "DNS:other.test", TRUE, TRUE, VF_TEST_NOW - 1, VF_CODE_EXPIRED, VF_CODE_EXPIRED, VF_STAGE_CHAIN,
    NO_MODE, "the chain comes before the name" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  TestSpec spec = { .names = row->name, .not_after = row->not_after };
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Other");
  g_autoptr (TestPair) leaf = test_pair_new (&spec, root);
  g_autoptr (VfCredentials) credentials
    = fixture_credentials (row->trusted ? root : row->any_authority ? other : NULL, NULL, NULL);
  g_autoptr (VfConnection) connection = fixture_connection (HOST, 5432, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (GPtrArray) chain = fixture_certificates ((const TestPair *const *) &leaf, 1);
  VfReportBuilder builder = { 0 };
  g_auto (VfVerdict) verdict = { 0 };
  g_autoptr (VfReport) report = NULL;
  VfSslMode recommended = VF_SSL_MODE_REQUIRE;
  VfStage stage;

  g_test_message ("%s", row->why);
  vf_report_builder_init (&builder, connection, TRUE, NULL);
  vf_verdict_init (&verdict, connection, chain, VF_TEST_NOW);
  g_assert_cmpint (vf_verdict_for (&verdict, VF_SSL_MODE_REQUIRE, &stage), ==, VF_CODE_NONE);
  g_assert_cmpint (vf_verdict_for (&verdict, VF_SSL_MODE_VERIFY_CA, &stage), ==, row->verify_ca);
  g_assert_cmpint (vf_verdict_for (&verdict, VF_SSL_MODE_VERIFY_FULL, &stage), ==, row->verify_full);
  g_assert_cmpint (stage, ==, row->stage_full);
  vf_verdict_note (&verdict, builder.report);
  report = vf_report_builder_finish (&builder);
  g_assert_cmpint (vf_report_get_recommended (report, &recommended) ? (int) recommended : NO_MODE, ==, row->recommended);
  g_assert_cmpint (vf_report_get_would_code (report, VF_SSL_MODE_VERIFY_CA), ==, row->verify_ca);
  g_assert_cmpint (vf_report_get_anchor (report) != NULL, ==, row->verify_ca == VF_CODE_NONE);
}

/* A silent server may speak tomorrow; one without TLS will not. */
static void
test_failure (void)
{
  g_autoptr (VfConnection) connection = fixture_connection (HOST, 5432, NULL, VF_SSL_MODE_REQUIRE);
  VfReportBuilder builder = { 0 };
  g_autoptr (VfReport) report = NULL;
  VfSslMode mode;

  vf_report_builder_init (&builder, connection, TRUE, NULL);
  vf_verdict_note_failure (builder.report, VF_CODE_TIMED_OUT, FALSE);
  g_assert_cmpint (vf_report_get_would (builder.report, VF_SSL_MODE_REQUIRE), ==, VF_WOULD_UNKNOWN);
  vf_verdict_note_failure (builder.report, VF_CODE_TLS_NOT_OFFERED, TRUE);
  report = vf_report_builder_finish (&builder);
  g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_REQUIRE), ==, VF_WOULD_FAIL);
  g_assert_false (vf_report_get_recommended (report, &mode));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/verdict/%u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/verdict/failure", test_failure);
  return g_test_run ();
}
