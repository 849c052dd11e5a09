#include "config.h"

#include "check/diagnose.h"

#include <libpq-fe.h>
#include <openssl/ssl.h>
#include <string.h>

#include "check-fixture.h"
#include "check/alert.h"
#include "check/check.h"
#include "check/explain.h"
#include "test.h"

/* Each failure is made, its first way out is taken, and then the check must be good: by libpq, over the same server. */

static void
assert_cause (const VfReport *report, VfStage stage, VfCode code, const char *variant)
{
  VfFinding *finding = vf_report_get_finding (report, 0);
  g_autofree char *what = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  g_test_message ("%s %s", what, why ? why : "");
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, stage);
  g_assert_cmpstr (vf_finding_get_variant (finding), ==, variant);
}

static VfFix *
first_fix (const VfReport *report)
{
  g_assert_cmpuint (vf_finding_get_n_fixes (vf_report_get_finding (report, 0)), >, 0);
  return vf_finding_get_fix (vf_report_get_finding (report, 0), 0);
}

static VfConnection *
take_first_fix (VfConnection *connection, const VfReport *report, VfFixId id)
{
  g_autoptr (GError) error = NULL;
  VfConnection *mended;

  g_assert_cmpstr (vf_fix_id_to_string (vf_fix_get_id (first_fix (report))), ==, vf_fix_id_to_string (id));
  mended = vf_fix_apply (connection, first_fix (report), vf_report_get_address (report), &error);
  g_assert_no_error (error);
  return mended;
}

static void
assert_mended (VfConnection *connection, const VfReport *report, VfFixId id)
{
  g_autoptr (VfConnection) mended = take_first_fix (connection, report, id);
  g_autoptr (VfReport) after = vf_check_run (mended, NULL, NULL, NULL, NULL);
  g_autofree char *sentence = vf_explain_report (after);

  if (!vf_report_is_ok (after))
    g_error ("%s is no way out: %s", vf_fix_id_to_string (id), sentence);
}

static GPtrArray *
certificates (TestPair *const *pairs, guint n)
{
  return fixture_certificates ((const TestPair *const *) pairs, n);
}

static VfCredentials *
believing (TestPair *const *trusted, guint n_trusted, TestPair *const *known, guint n_known)
{
  g_autoptr (GPtrArray) authorities = certificates (trusted, n_trusted);
  g_autoptr (GPtrArray) pool = certificates (known, n_known);
  g_autoptr (VfCredentials) plain = vf_credentials_new (authorities, NULL, NULL);

  return vf_credentials_with_known (plain, pool);
}

typedef struct
{
  const char *subject;
  const char *names;
  const char *host;
  const char *variant;
  VfFixId fix;
  const char *name; /* that is offered */
  const char *why;
} NameRow;

static const NameRow name_rows[] = {
  { "CN=db.test", "DNS:db.test", "other.test", NULL, VF_FIX_USE_LISTED_NAME, "db.test", "just another name" },
  { "CN=db.test", "DNS:db.test", "db.test.", "trailing-dot", VF_FIX_USE_LISTED_NAME, "db.test", "an absolute name" },
  { "CN=alias.test", "DNS:db.test", "alias.test", "common-name", VF_FIX_USE_LISTED_NAME, "db.test",
    "the common name does not count beside DNS names" },
  { "CN=db.test", "DNS:db.test", "localhost", "tunnel", VF_FIX_USE_LISTED_NAME, "db.test", "an SSH tunnel" },
  { "CN=db.test", "DNS:db.test", "127.0.0.1", "tunnel", VF_FIX_USE_LISTED_NAME, "db.test", "a forwarded port" },
  { "CN=db.test", "DNS:db.test", "192.0.2.7", "address", VF_FIX_USE_LISTED_NAME, "db.test", "a public address" },
  { NULL, "IP:192.0.2.1", "db.test", "addresses-only", VF_FIX_USE_LISTED_NAME, "192.0.2.1", "the other way round" },
  { NULL, "DNS:pgm-1.pg.rds.aliyuncs.com", "pgm-1o.pg.rds.aliyuncs.com", "other-endpoint", VF_FIX_USE_LISTED_NAME,
    "pgm-1.pg.rds.aliyuncs.com", "Alibaba: inside and outside" },
  { NULL, "DNS:pc-1.pg.polardb.rds.aliyuncs.com", "192.0.2.9", "other-endpoint", VF_FIX_USE_LISTED_NAME,
    "pc-1.pg.polardb.rds.aliyuncs.com", "PolarDB by its address" },
  { NULL, "DNS:postgres-1.sql.tencentcdb.com", "192.0.2.10", "other-endpoint", VF_FIX_USE_LISTED_NAME,
    "postgres-1.sql.tencentcdb.com", "Tencent: the private address" },
  { "CN=my-project:my-instance", NULL, "192.0.2.11", "cloud-sql", VF_FIX_USE_MODE_VERIFY_CA, NULL,
    "an older instance of Cloud SQL" },
  { NULL, "DNS:1-abc.europe-west3.sql.goog", "192.0.2.12", "address", VF_FIX_USE_LISTED_NAME,
    "1-abc.europe-west3.sql.goog", "a newer one" },
  { "CN=dws.test", NULL, "x.dws.otc-tsi.de", "unsupported", VF_FIX_USE_LISTED_NAME, "dws.test", "GaussDB(DWS)" },
  { NULL, "DNS:*.wild.test", "a.b.wild.test", "wildcard", VF_FIX_USE_MODE_VERIFY_CA, NULL, "one label too many" },
  { NULL, "DNS:*.wild.test", "wild.test", "wildcard", VF_FIX_USE_MODE_VERIFY_CA, NULL, "one label too few" },
  { NULL, "DNS:*.wild.test", "other.test", "wildcards-only", VF_FIX_USE_MODE_VERIFY_CA, NULL, "nothing to offer" },
  { NULL, "DNS:*.wild.test,DNS:db.wild.test", "a.b.wild.test", "wildcard", VF_FIX_USE_LISTED_NAME, "db.wild.test",
    "a star beside a name" },
  { "CN=b\xc3\xbc" "cher.test", NULL, "xn--bcher-kva.test", "other-alphabet", VF_FIX_USE_MODE_VERIFY_CA, NULL,
    "a certificate in letters beyond ASCII" },
};

static void
test_name_row (gconstpointer data)
{
  const NameRow *row = data;
  TestSpec spec = { .subject = row->subject, .names = row->names };
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new (&spec, root);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection (row->host, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  g_test_message ("%s", row->why);
  assert_cause (report, VF_STAGE_NAME, VF_CODE_NAME_MISMATCH, row->variant);
  g_assert_cmpstr (vf_fix_get_argument (first_fix (report)), ==, row->name);
  assert_mended (connection, report, row->fix);
}

/* What of a chain is sent, believed, and only at hand.  The letters stand for the pairs of test_chain_row(). */
typedef struct
{
  const char *sent;
  const char *trusted;
  const char *known;
  VfCode code;
  const char *variant;
  VfFixId fix;
  gboolean costs;
  const char *why;
} ChainRow;

static const ChainRow chain_rows[] = {
  { "l", "r", "oi", VF_CODE_INTERMEDIATE_MISSING, NULL, VF_FIX_ADD_INTERMEDIATE, FALSE, "the link is in the archive" },
  { "l", "i", "r", VF_CODE_ROOT_MISSING, NULL, VF_FIX_ADD_INTERMEDIATE, TRUE, "the root was left out" },
  { "li", "o", "r", VF_CODE_UNTRUSTED_AUTHORITY, NULL, VF_FIX_ADD_INTERMEDIATE, TRUE, "the wrong one was chosen" },
  { "l", "o", "ri", VF_CODE_UNTRUSTED_AUTHORITY, NULL, VF_FIX_ADD_INTERMEDIATE, TRUE, "two are missing" },
  { "lir", "o", "", VF_CODE_UNTRUSTED_AUTHORITY, NULL, VF_FIX_TRUST_THIS_AUTHORITY, TRUE, "the server sends its root" },
  { "lir", "n", "", VF_CODE_UNTRUSTED_AUTHORITY, "rotated", VF_FIX_TRUST_THIS_AUTHORITY, TRUE, "a renewed root, sent" },
  { "li", "n", "", VF_CODE_UNTRUSTED_AUTHORITY, "rotated", VF_FIX_USE_MODE_REQUIRE, TRUE, "a renewed root, not sent" },
  { "li", "n", "r", VF_CODE_UNTRUSTED_AUTHORITY, "rotated", VF_FIX_ADD_INTERMEDIATE, TRUE, "the renewed one is here" },
  { "l", "l", "ri", VF_CODE_ROOT_MISSING, "server-imported", VF_FIX_ADD_INTERMEDIATE, TRUE, "the server's own" },
  { "s", "o", "", VF_CODE_SELF_SIGNED, NULL, VF_FIX_TRUST_THIS_AUTHORITY, TRUE, "the server vouches for itself" },
  { "x", "o", "", VF_CODE_SELF_SIGNED, NULL, VF_FIX_USE_MODE_REQUIRE, TRUE, "and it has expired: trust is no way out" },
  { "e", "r", "", VF_CODE_EXPIRED, NULL, VF_FIX_USE_MODE_REQUIRE, TRUE, "the server's certificate is over" },
};

static guint
pick (TestPair *const *pairs, const char *letters, TestPair **picked)
{
  static const char all[] = "rilonsxe";

  for (guint i = 0; letters[i]; i++)
    picked[i] = pairs[strchr (all, letters[i]) - all];
  return (guint) strlen (letters);
}

static void
make_world (TestPair **pairs)
{
  TestSpec root = { .subject = "CN=Example Root,O=Example", .authority = TRUE };
  TestSpec link = { .subject = "CN=Example Server CA,O=Example", .authority = TRUE };
  TestSpec over = { .subject = "CN=db.test", .names = "DNS:db.test", .not_after = 1600000000 };

  pairs[0] = test_pair_new (&root, NULL);
  pairs[1] = test_pair_new (&link, pairs[0]);
  pairs[2] = test_pair_new_server ("db.test", "DNS:db.test", pairs[1]);
  pairs[3] = test_pair_new_root ("Another Root");
  pairs[4] = test_pair_new (&root, NULL);
  pairs[5] = test_pair_new_server ("db.test", "DNS:db.test", NULL);
  pairs[6] = test_pair_new (&over, NULL);
  pairs[7] = test_pair_new (&over, pairs[0]);
}

static void
test_chain_row (gconstpointer data)
{
  const ChainRow *row = data;
  TestPair *pairs[8];
  TestPair *sent[4];
  TestPair *trusted[4];
  TestPair *known[4];
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = sent, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;
  g_autofree char *cost = NULL;
  guint n_trusted;

  make_world (pairs);
  server.n_chain = pick (pairs, row->sent, sent);
  n_trusted = pick (pairs, row->trusted, trusted);
  fake = fake_pg_new (&server);
  credentials = believing (trusted, n_trusted, known, pick (pairs, row->known, known));
  connection = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  report = vf_check_run (connection, NULL, NULL, NULL, NULL);
  g_test_message ("%s", row->why);
  assert_cause (report, VF_STAGE_CHAIN, row->code, row->variant);
  cost = vf_explain_fix_cost (first_fix (report));
  g_assert_cmpint (cost != NULL, ==, row->costs);
  assert_mended (connection, report, row->fix);
  g_clear_pointer (&fake, fake_pg_free);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    test_pair_free (pairs[i]);
}

/* A list that does not fit is a trouble of its own, and doing without has its price. */
static void
test_revocation_list (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Another Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autofree char *useless = test_crl_to_pem (other, NULL, 0);
  g_autofree char *revoking = test_crl_to_pem (root, (const TestPair *const *) &leaf, 1);
  g_autofree char *path = test_write_file (directory, "useless.crl", useless);
  g_autofree char *revoking_path = test_write_file (directory, "revoking.crl", revoking);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) plain
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) connection = vf_connection_with_option (plain, "sslcrl", path, NULL);
  g_autoptr (VfConnection) strict = vf_connection_with_option (plain, "sslcrl", revoking_path, NULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);
  g_autoptr (VfReport) revoked = vf_check_run (strict, NULL, NULL, NULL, NULL);
  g_autofree char *cost = NULL;

  assert_cause (report, VF_STAGE_CHAIN, VF_CODE_CRL_PROBLEM, "missing");
  cost = vf_explain_fix_cost (first_fix (report));
  g_assert_nonnull (cost);
  assert_mended (connection, report, VF_FIX_DROP_OPTION);
  assert_cause (revoked, VF_STAGE_CHAIN, VF_CODE_REVOKED, NULL);
  g_assert_cmpuint (vf_finding_get_n_fixes (vf_report_get_finding (revoked, 0)), ==, 0);
  vf_test_remove_tree (directory);
}

/* The environment's file of authorities is what "system" stands for, which libpq knows from version 16 on; an older one
 * is given the distribution's file, and then nothing may be promised. */
static void
test_system_authorities (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autoptr (TestPair) root = test_pair_new_root ("Public Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Another Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *path = test_write_file (directory, "all.pem", pem);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (other, NULL, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) misnamed
    = fixture_connection ("other.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = NULL;
  g_autoptr (VfReport) other_name = NULL;

  g_setenv ("SSL_CERT_FILE", path, TRUE);
  report = vf_check_run (connection, NULL, NULL, NULL, NULL);
  other_name = vf_check_run (misnamed, NULL, NULL, NULL, NULL);
  assert_cause (report, VF_STAGE_CHAIN, VF_CODE_UNTRUSTED_AUTHORITY, NULL);
  if (PQlibVersion () >= 160000)
    assert_mended (connection, report, VF_FIX_USE_SYSTEM_AUTHORITIES);
  else
    g_assert_cmpint (vf_fix_get_id (first_fix (report)), ==, VF_FIX_USE_MODE_REQUIRE);
  g_assert_cmpint (vf_fix_get_id (first_fix (other_name)), ==, VF_FIX_USE_MODE_REQUIRE);
  g_unsetenv ("SSL_CERT_FILE");
  vf_test_remove_tree (directory);
}

/* Nobody is imported: look at the system's authorities before giving up on them. */
static void
test_nobody_imported (void)
{
  g_autoptr (VfConnection) connection = fixture_connection ("db.test", 1, NULL, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  assert_cause (report, VF_STAGE_NONE, VF_CODE_MODE_NEEDS_ROOT, NULL);
  g_assert_cmpint (vf_fix_get_id (first_fix (report)), ==,
                   vf_system_authorities_path (VF_SSL_MODE_VERIFY_FULL) ? VF_FIX_USE_SYSTEM_AUTHORITIES
                                                                       : VF_FIX_USE_MODE_REQUIRE);
}

/* TLS's registry of alerts, in numbers, as they stand on the wire. */
static const struct
{
  VfAlert end;
  VfCode code;
  const char *detail;
} alert_rows[] = {
  { { 42, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "bad" },
  { { 43, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unsupported" },
  { { 44, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "revoked" },
  { { 45, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "expired" },
  { { 46, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, NULL },
  { { 48, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unknown-authority" },
  { { 49, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "denied" },
  { { 51, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "bad" },
  { { 40, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, NULL },
  { { 40, 0, TRUE, FALSE }, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { { 42, 0, TRUE, FALSE }, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { { 116, 0, TRUE, FALSE }, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL },
  { { 40, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "no-common-cipher" },
  { { 71, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "no-common-cipher" },
  { { 49, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "denied" },
  { { 112, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "server-name" },
  { { 120, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "alpn" },
  { { 80, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, NULL },
  { { 70, 0, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL },
  { { -1, SSL_R_UNSUPPORTED_PROTOCOL, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL },
  { { -1, SSL_R_DH_KEY_TOO_SMALL, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated" },
  { { -1, SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated" },
};

static void
test_alerts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (alert_rows); i++)
    {
      const char *detail = "unset";
      VfCode code = vf_alert_classify (&alert_rows[i].end, &detail);

      g_test_message ("%d %d", alert_rows[i].end.alert, alert_rows[i].end.reason);
      g_assert_cmpint (code, ==, alert_rows[i].code);
      g_assert_cmpstr (detail, ==, alert_rows[i].detail);
    }
}

static VfCredentials *
with_client (const TestPair *root, const TestPair *client, const TestPair *known)
{
  g_autoptr (VfCredentials) plain = fixture_credentials (root, client, NULL);
  g_autoptr (GPtrArray) pool = fixture_certificates (&known, 1);

  return vf_credentials_with_known (plain, pool);
}

static VfFinding *
find (const VfReport *report, VfCode code)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == code)
      return vf_report_get_finding (report, i);
  return NULL;
}

/* The server knows the root, and the link between it and our certificate lies unused in the archive. */
static void
test_client_intermediate (void)
{
  const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) link = test_pair_new_intermediate ("Client Link", root);
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", link);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  g_autoptr (VfCredentials) credentials = with_client (root, client, link);

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      FakeSpec server = { .chain = &leaf, .n_chain = 1, .client_root = root, .client_required = TRUE,
                          .min_version = versions[i], .max_version = versions[i], .replies = &ready, .n_replies = 1 };
      g_autoptr (FakePg) fake = fake_pg_new (&server);
      g_autoptr (VfConnection) connection
        = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
      g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

      g_assert_cmpint (vf_report_get_code (report), ==, VF_CODE_CLIENT_CERTIFICATE_REJECTED);
      assert_mended (connection, report, VF_FIX_ADD_CLIENT_INTERMEDIATE);
    }
}

/* One that was never wanted is in the way of the login, and gone it works. */
static void
test_stray_client_certificate (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) stray = test_pair_new_client ("app", NULL);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .client_root = root, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, stray, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  g_assert_cmpint (vf_report_get_code (report), ==, VF_CODE_CLIENT_CERTIFICATE_REJECTED);
  assert_mended (connection, report, VF_FIX_DROP_CLIENT_CERTIFICATE);
}

/* What a look tells of the client certificate before anybody logs in. */
static void
test_client_foreseen (void)
{
  TestSpec late = { .subject = "CN=other", .extended_key_usage = "clientAuth", .not_after = 1600000000 };
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) client = test_pair_new (&late, root);
  FakeSpec silent = { .chain = &leaf, .n_chain = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&silent);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) unasked = vf_check_look (connection, NULL, NULL, NULL);
  VfReportBuilder builder = { 0 };
  g_autoptr (VfReport) asked = NULL;

  g_assert_cmpint (vf_report_get_code (unasked), ==, VF_CODE_NONE);
  g_assert_nonnull (find (unasked, VF_CODE_CLIENT_CERTIFICATE_UNUSED));
  g_assert_null (find (unasked, VF_CODE_CLIENT_EXPIRED));

  vf_report_builder_init (&builder, connection, TRUE, NULL);
  builder.report->client_certificate_asked = TRUE;
  g_ptr_array_add (builder.report->client_authorities, g_strdup ("CN=Somebody Else"));
  vf_diagnose_client (&builder, connection, VF_TEST_NOW);
  asked = vf_report_builder_finish (&builder);
  g_assert_cmpstr (vf_finding_get_variant (find (asked, VF_CODE_CLIENT_CERTIFICATE_REJECTED)), ==, "unlisted");
  g_assert_nonnull (find (asked, VF_CODE_CLIENT_EXPIRED));
  g_assert_cmpstr (vf_finding_get_detail (find (asked, VF_CODE_CERTIFICATE_USER_MISMATCH)), ==, "other");
}

/* The server names whom it believes, and the report says so. */
static void
test_client_authorities (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .client_root = root };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, NULL, NULL);

  g_assert_true (vf_report_get_client_certificate_asked (look));
  g_assert_cmpuint (vf_report_get_n_findings (look), ==, 0);
  g_assert_cmpuint (vf_report_get_client_authorities (look)->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (vf_report_get_client_authorities (look), 0), ==, "CN=Example Root");
}

/* libpq would fail before it reaches anybody. */
static void
test_weak_client (void)
{
  TestSpec weak = { .subject = "CN=app", .extended_key_usage = "clientAuth", .key_kind = TEST_KEY_RSA_1024 };
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new (&weak, root);
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec server = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1 };
  g_autoptr (FakePg) fake = fake_pg_new (&server);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("db.test", fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, NULL, NULL);

  if (vf_report_is_ok (report))
    {
      g_test_skip ("this system accepts weak certificates");
      return;
    }
  assert_cause (report, VF_STAGE_NONE, VF_CODE_WEAK_CERTIFICATE, "client");
  assert_mended (connection, report, VF_FIX_DROP_CLIENT_CERTIFICATE);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (name_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnose/name/%02u", i);

      g_test_add_data_func (path, &name_rows[i], test_name_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (chain_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnose/chain/%02u", i);

      g_test_add_data_func (path, &chain_rows[i], test_chain_row);
    }
  g_test_add_func ("/diagnose/revocation-list", test_revocation_list);
  g_test_add_func ("/diagnose/system-authorities", test_system_authorities);
  g_test_add_func ("/diagnose/nobody-imported", test_nobody_imported);
  g_test_add_func ("/diagnose/alerts", test_alerts);
  g_test_add_func ("/diagnose/client-intermediate", test_client_intermediate);
  g_test_add_func ("/diagnose/stray-client-certificate", test_stray_client_certificate);
  g_test_add_func ("/diagnose/client-foreseen", test_client_foreseen);
  g_test_add_func ("/diagnose/client-authorities", test_client_authorities);
  g_test_add_func ("/diagnose/weak-client", test_weak_client);
  return g_test_run ();
}
