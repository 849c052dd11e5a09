#include "oracle.h"

#include <libpq-fe.h>
#include <string.h>

#include "check-fixture.h"
#include "check/hostname.h"
#include "test.h"

/* Where libpq says that it failed, by its own words in the C locale. */
static VfStage
stage_of (const char *text)
{
  if (strstr (text, "certificate verify failed"))
    return VF_STAGE_CHAIN;
  if (strstr (text, "does not match host name") || strstr (text, "could not get server's host name")
      || strstr (text, "contains embedded null"))
    return VF_STAGE_NAME;
  if (strstr (text, "does not support SSL") || strstr (text, "invalid response to SSL negotiation"))
    return VF_STAGE_NEGOTIATE;
  return strstr (text, "FATAL") || strstr (text, "fe_sendauth") ? VF_STAGE_LOGIN : VF_STAGE_HANDSHAKE;
}

static char *
write_roots (const char *directory, const OracleQuestion *question)
{
  GString *text = g_string_new (NULL);
  char *path;

  for (guint i = 0; i < question->n_authorities; i++)
    {
      g_autofree char *pem = test_pair_to_pem (question->authorities[i]);

      g_string_append (text, pem);
    }
  path = test_write_file (directory, "root.crt", text->str);
  g_string_free (text, TRUE);
  return path;
}

/* Require gets no root here, which is what our Require means. */
static gboolean
ask_libpq (const OracleServer *server, const OracleQuestion *question, VfStage *stage)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *root = write_roots (directory, question);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  const char *names[] = { "host", "hostaddr", "port", "user", "dbname", "password", "sslmode", "sslrootcert", "sslcert",
                          "sslkey", "gssencmode", "passfile", "sslcrl", "sslcrldir", NULL };
  const char *values[] = { question->host, server->address, port, server->user, server->dbname, server->password,
                           vf_ssl_mode_to_string (question->mode),
                           question->mode == VF_SSL_MODE_REQUIRE ? "/nowhere/root.crt" : root, "/nowhere/client.crt",
                           "/nowhere/client.key", "disable", "/nowhere/pass", question->crl, question->crl_directory,
                           NULL };
  PGconn *connection = PQconnectdbParams (names, values, FALSE);
  gboolean ok = PQstatus (connection) == CONNECTION_OK;

  *stage = ok ? VF_STAGE_NONE : stage_of (PQerrorMessage (connection));
  if (!ok)
    g_test_message ("libpq: %s", PQerrorMessage (connection));
  PQfinish (connection);
  vf_test_remove_tree (directory);
  return ok;
}

static VfConnection *
with_option (VfConnection *connection, const char *keyword, const char *value)
{
  g_autoptr (VfConnection) old = connection;
  g_autoptr (GError) error = NULL;
  VfConnection *changed;

  if (!value)
    return g_steal_pointer (&old);
  changed = vf_connection_with_option (old, keyword, value, &error);
  g_assert_no_error (error);
  return changed;
}

static VfConnection *
make_connection (const OracleServer *server, const OracleQuestion *question)
{
  g_autoptr (GPtrArray) authorities = fixture_certificates (question->authorities, question->n_authorities);
  g_autoptr (GPtrArray) none = fixture_certificates (NULL, 0);
  g_autoptr (VfCredentials) credentials = vf_credentials_new (authorities, none, NULL);
  g_autoptr (VfTarget) target
    = vf_target_new (question->host, server->address, server->port, server->dbname, server->user);
  VfConnection *connection = vf_connection_new (target, credentials, question->mode);

  connection = with_option (connection, "sslcrl", question->crl);
  return with_option (connection, "sslcrldir", question->crl_directory);
}

static void
compare_look (VfConnection *connection, const OracleQuestion *question, const char *id, gboolean ok, VfStage stage)
{
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, NULL, NULL);
  VfWould expected = ok || stage == VF_STAGE_LOGIN ? VF_WOULD_OK : VF_WOULD_FAIL;

  if (vf_report_get_would (look, question->mode) != expected)
    g_error ("%s: %s: look says %s (%s), libpq %s", id, vf_ssl_mode_to_string (question->mode),
             vf_would_to_string (vf_report_get_would (look, question->mode)),
             vf_code_to_string (vf_report_get_would_code (look, question->mode)), ok ? "connects" : "does not");
  if (expected == VF_WOULD_FAIL)
    g_assert_cmpint (vf_report_get_failed_stage (look), ==, stage);
}

static void
compare_run (VfConnection *connection, const OracleServer *server, const OracleQuestion *question, const char *id,
             gboolean ok, VfStage stage)
{
  g_autoptr (SecretValue) password = server->password ? secret_value_new (server->password, -1, "text/plain") : NULL;
  g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, NULL, NULL);

  if (vf_report_is_ok (report) != ok)
    g_error ("%s: %s: check says %s (%s), libpq %s", id, vf_ssl_mode_to_string (question->mode),
             vf_report_is_ok (report) ? "ok" : "failed", vf_code_to_string (vf_report_get_code (report)),
             ok ? "connects" : "does not");
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, stage);
}

/* Our form takes no host such as "192.000.002.001" or "2001:db8::1/128", which libpq does.  Then only the rule is
 * compared, on the certificate that another host brings to light. */
static gboolean
compare_rule (const OracleServer *server, const OracleQuestion *question, const char *id, gboolean ok)
{
  OracleQuestion other = *question;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) look = NULL;
  gboolean expected = TRUE;

  other.host = "host.test";
  connection = make_connection (server, &other);
  look = vf_check_look (connection, NULL, NULL, NULL);
  g_assert_cmpuint (vf_report_get_chain (look)->len, >, 0);
  if (question->mode != VF_SSL_MODE_REQUIRE)
    expected = vf_report_get_would (look, VF_SSL_MODE_VERIFY_CA) == VF_WOULD_OK;
  if (expected && question->mode == VF_SSL_MODE_VERIFY_FULL)
    expected
      = vf_hostname_check (g_ptr_array_index (vf_report_get_chain (look), 0), question->host) == VF_NAME_MATCHES;
  if (expected != ok)
    g_error ("%s: the rule says %s, libpq %s", id, expected ? "yes" : "no", ok ? "connects" : "does not");
  return ok;
}

gboolean
oracle_compare (const OracleServer *server, const OracleQuestion *question, const char *id, VfStage *stage)
{
  g_autoptr (VfConnection) connection = make_connection (server, question);
  gboolean ok = ask_libpq (server, question, stage);

  if (!vf_target_check (vf_connection_get_target (connection), NULL))
    return compare_rule (server, question, id, ok);
  compare_look (connection, question, id, ok, *stage);
  compare_run (connection, server, question, id, ok, *stage);
  return ok;
}
