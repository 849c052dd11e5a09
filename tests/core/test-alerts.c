#include "config.h"

#include "check/check.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "check-fixture.h"
#include "check/alert.h"
#include "check/explain.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"

/* What TLS can say against the other side: IANA's registry of alerts, without the ones that end a good session. */
static const guint8 alerts[] = {
  10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80, 86, 100, 109, 110, 111, 112, 113,
  114, 115, 116, 120, 255,
};

static VfCode
expected_code (guint8 alert)
{
  switch (alert)
    {
    case 70: /* protocol_version */
      return VF_CODE_TLS_VERSION_MISMATCH;
    case 116: /* certificate_required */
      return VF_CODE_CLIENT_CERTIFICATE_REQUIRED;
    }
  return VF_CODE_HANDSHAKE_REFUSED;
}

static void
assert_report (VfReport *report, VfCode code, const char *what)
{
  g_autofree char *sentence = vf_explain_report (report);

  g_test_message ("%s: %s", what, sentence);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, VF_STAGE_HANDSHAKE);
}

/* Before a certificate was asked for, no alert is about one, whatever it says. */
static void
test_greeting (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (alerts); i++)
    {
      const guint8 record[] = { 0x15, 0x03, 0x03, 0, 2, 2, alerts[i] };
      g_autoptr (GBytes) bytes = g_bytes_new (record, sizeof record);
      FakeSpec spec = { .tls_answer = bytes, .then = FAKE_THEN_DROP };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfConnection) connection
        = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
      VfCheckOptions options = { .timeout_ms = 2000 };
      g_autoptr (VfReport) run = vf_check_run (connection, NULL, NULL, &options, NULL);
      g_autoptr (VfReport) look = vf_check_look (connection, NULL, &options, NULL);
      g_autofree char *what = g_strdup_printf ("alert %u", alerts[i]);

      assert_report (run, expected_code (alerts[i]), what);
      assert_report (look, expected_code (alerts[i]), what);
    }
}

/* what is told besides the code, which is what the advice goes by */
typedef struct
{
  VfAlert alert;
  VfCode code;
  const char *detail;
  const char *why;
} DetailRow;

static const DetailRow detail_rows[] = {
  { { 40, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, NULL, "a failure that may be the certificate's" },
  { { 42, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "bad", "bad_certificate" },
  { { 43, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unsupported", "unsupported_certificate" },
  { { 44, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "revoked", "certificate_revoked" },
  { { 45, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "expired", "certificate_expired" },
  { { 46, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, NULL, "certificate_unknown" },
  { { 48, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "unknown-authority", "unknown_ca" },
  { { 49, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "denied", "access_denied" },
  { { 51, 0, TRUE, TRUE }, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "bad", "decrypt_error" },
  { { 44, 0, TRUE, FALSE }, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL, "none was shown, so none was revoked" },
  { { 116, 0, TRUE, FALSE }, VF_CODE_CLIENT_CERTIFICATE_REQUIRED, NULL, "certificate_required" },
  { { 70, 0, TRUE, TRUE }, VF_CODE_TLS_VERSION_MISMATCH, NULL, "protocol_version" },
  { { -1, SSL_R_UNSUPPORTED_PROTOCOL, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL, "our own refusal" },
  { { -1, SSL_R_WRONG_SSL_VERSION, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL, "our own refusal" },
  { { -1, SSL_R_VERSION_TOO_LOW, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL, "our own refusal" },
  { { -1, SSL_R_VERSION_TOO_HIGH, FALSE, FALSE }, VF_CODE_TLS_VERSION_MISMATCH, NULL, "our own refusal" },
  { { 40, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "no-common-cipher", "handshake_failure" },
  { { 71, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "no-common-cipher", "insufficient_security" },
  { { 112, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "server-name", "unrecognized_name" },
  { { 120, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "alpn", "no_application_protocol" },
  { { 49, 0, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "denied", "access_denied" },
  { { -1, SSL_R_DH_KEY_TOO_SMALL, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated", "an old server" },
  { { -1, SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated", "as above" },
  { { -1, SSL_R_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated", "as above" },
  { { -1, SSL_R_WRONG_SIGNATURE_TYPE, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, "outdated", "as above" },
  { { 80, SSL_R_DH_KEY_TOO_SMALL, FALSE, FALSE }, VF_CODE_HANDSHAKE_REFUSED, NULL, "what the server said counts" },
  { { 80, 0, TRUE, TRUE }, VF_CODE_HANDSHAKE_REFUSED, NULL, "internal_error" },
};

static void
test_details (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (detail_rows); i++)
    {
      const DetailRow *row = &detail_rows[i];
      const char *detail = NULL;
      VfCode code = vf_alert_classify (&row->alert, &detail);

      g_test_message ("%d %d: %s", row->alert.alert, row->alert.reason, row->why);
      g_assert_cmpstr (vf_code_to_string (code), ==, vf_code_to_string (row->code));
      g_assert_cmpstr (detail, ==, row->detail);
    }
}

/* what a server may hold against a client certificate, and what OpenSSL makes of it on the wire */
typedef struct
{
  int error;
  const char *alert;
  VfCode code;
} RefusalRow;

static const RefusalRow refusal_rows[] = {
  { X509_V_ERR_CERT_HAS_EXPIRED, "certificate expired", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_CERT_REVOKED, "certificate revoked", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unknown authority", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_INVALID_PURPOSE, "unsupported certificate", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_CERT_UNTRUSTED, "bad certificate", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_CERT_NOT_YET_VALID, "bad certificate", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_CERT_SIGNATURE_FAILURE, "decrypt error", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_PERMITTED_VIOLATION, "certificate unknown", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_APPLICATION_VERIFICATION, "handshake failure", VF_CODE_CLIENT_CERTIFICATE_REJECTED },
  { X509_V_ERR_OUT_OF_MEM, "internal error", VF_CODE_HANDSHAKE_REFUSED },
};

/* In TLS 1.3 the client is done before the server has looked; libpq hears of it at its first read. */
static void
test_refusal (gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusal_rows); i++)
    {
      FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root, .client_error = refusal_rows[i].error,
                        .min_version = version, .max_version = version };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      g_autoptr (VfConnection) connection
        = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
      VfCheckOptions options = { .timeout_ms = 5000 };
      g_autoptr (VfReport) run = vf_check_run (connection, NULL, NULL, &options, NULL);

      assert_report (run, refusal_rows[i].code, refusal_rows[i].alert);
      g_assert_cmpuint (fake_pg_count_startups (fake), ==, 0);
    }
}

/* A busy server looks at the certificate long after the client believes that all is well. */
static void
test_late_refusal (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root, .client_error = X509_V_ERR_CERT_REVOKED,
                    .client_delay_ms = 100, .min_version = TLS1_3_VERSION };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, NULL, NULL);
  g_autoptr (VfReport) run = vf_check_run (connection, NULL, NULL, NULL, NULL);

  assert_report (look, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "a look at a busy server");
  assert_report (run, VF_CODE_CLIENT_CERTIFICATE_REJECTED, "a login at a busy server");
}

/* One that neither refuses nor hangs up is not waited for. */
static void
test_no_refusal (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root, .client_delay_ms = 2500,
                    .min_version = TLS1_3_VERSION };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, NULL, NULL);

  g_assert_true (vf_report_is_ok (look));
  g_assert_cmpfloat (vf_report_get_elapsed_ms (look), <, 2000);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/alerts/details", test_details);
  g_test_add_func ("/alerts/greeting", test_greeting);
  g_test_add_data_func ("/alerts/refusal/TLSv1.2", GINT_TO_POINTER (TLS1_2_VERSION), test_refusal);
  g_test_add_data_func ("/alerts/refusal/TLSv1.3", GINT_TO_POINTER (TLS1_3_VERSION), test_refusal);
  g_test_add_func ("/alerts/late-refusal", test_late_refusal);
  g_test_add_func ("/alerts/no-refusal", test_no_refusal);
  return g_test_run ();
}
