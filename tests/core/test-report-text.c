#include "config.h"

#include "check/report-text.h"

#include <string.h>

#include "check-fixture.h"
#include "connection/paste.h"
#include "test.h"

#define HOST "db.test"
#define PASSWORD "jk8!streng-geheim"
#define PASSPHRASE "qw9!sesam"

static void
assert_has (const char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("“%s” is missing in:\n%s", part, text);
}

static char *
check (VfConnection *connection, guint timeout_ms)
{
  g_autoptr (SecretValue) password = secret_value_new (PASSWORD, -1, "text/plain");
  g_autoptr (SecretValue) passphrase = secret_value_new (PASSPHRASE, -1, "text/plain");
  const char *environment[] = { "HOME=/nonexistent", "PGPASSWORD=" PASSWORD, "PGSSLPASSWORD=" PASSPHRASE, NULL };
  VfCheckOptions options = { .timeout_ms = timeout_ms, .environment = environment };
  g_autoptr (VfReport) report = vf_check_run (connection, password, passphrase, &options, NULL);
  char *text = vf_report_to_text (report);

  g_test_message ("%s", text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strstr (text, PASSWORD));
  g_assert_null (strstr (text, PASSPHRASE));
  g_assert_null (strstr (text, "PRIVATE KEY"));
  return text;
}

/* @reply: what the server answers to the password */
static char *
check_with (GBytes *reply)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (GBytes) ask = fake_reply_auth (3, NULL, 0);
  GBytes *replies[] = { ask, reply };
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .client_root = root, .replies = replies, .n_replies = 2,
                    .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, PASSPHRASE);
  g_autoptr (VfConnection) connection
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);

  return check (connection, 5000);
}

static void
test_good (void)
{
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  g_autofree char *text = check_with (ready);

  assert_has (text, "libpq ");
  assert_has (text, "OpenSSL 3");
  assert_has (text, "GLib 2.");
  assert_has (text, HOST);
  assert_has (text, "Address: 127.0.0.1 ←\n");
  assert_has (text, "TLS: TLSv1.3\n");
  assert_has (text, "Cipher: TLS_");
  assert_has (text, "sslmode=verify-full");
  assert_has (text, "SHA-256 ");
  assert_has (text, "DNS:" HOST);
  assert_has (text, "Example Root");
  assert_has (text, "15.4");
  assert_has (text, "unbound");
  for (guint i = 0; i < VF_N_STAGES; i++)
    assert_has (text, vf_stage_to_string ((VfStage) i));
}

static void
test_bad (void)
{
  g_autoptr (GBytes) refusal = fake_reply_error ("28P01", "password authentication failed", "auth_failed");
  g_autofree char *text = check_with (refusal);

  assert_has (text, "error (wrong-password): ");
  assert_has (text, "libpq: ");
}

/* Whatever the server has got, it can say again. */
static void
test_echoed (void)
{
  g_autoptr (GBytes) refusal = fake_reply_error ("28P01", "“" PASSWORD "” is wrong, " PASSWORD PASSWORD "!", NULL);
  g_autoptr (GBytes) unknown = fake_reply_error ("XX000", "got " PASSWORD, "auth_failed");
  g_autoptr (GBytes) ready = fake_reply_ready ("15 " PASSWORD);
  g_autofree char *refused = check_with (refusal);
  g_autofree char *failed = check_with (unknown);
  g_autofree char *good = check_with (ready);

  assert_has (refused, "“•••” is wrong, ••••••!");
  assert_has (failed, "got •••");
  assert_has (good, "15 •••");
}

/* Wherever a password may be pasted. */
static void
test_pasted (void)
{
  static const char *const texts[] = {
    "postgresql://app:jk8%21streng-geheim@127.0.0.1:1/app?sslmode=require&sslpassword=qw9%21sesam",
    "host=127.0.0.1 port=1 user=app dbname=app sslmode=require password=" PASSWORD " sslpassword=" PASSPHRASE,
    "jdbc:postgresql://127.0.0.1:1/app?user=app&password=jk8%21streng-geheim&sslmode=require",
    "PGPASSWORD='" PASSWORD "' psql -h 127.0.0.1 -p 1 -U app app",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfPaste) paste = vf_paste_parse (texts[i], &error);
      g_autoptr (VfConnection) connection = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      connection = vf_connection_new (vf_paste_get_target (paste), NULL, VF_SSL_MODE_REQUIRE);
      text = check (connection, 2000);
      assert_has (text, "port=1");
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/report-text/good", test_good);
  g_test_add_func ("/report-text/bad", test_bad);
  g_test_add_func ("/report-text/echoed", test_echoed);
  g_test_add_func ("/report-text/pasted", test_pasted);
  return g_test_run ();
}
