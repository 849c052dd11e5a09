#include "config.h"

#include <string.h>

#include "check-fixture.h"
#include "check/diagnose.h"
#include "check/explain.h"
#include "diagnosis.h"
#include "test.h"

#define HOST "db.test"

/* what the server says to the login, and what is made of it */
typedef struct
{
  const char *row; /* of the table of errors */
  const char *sqlstate;
  const char *message;
  const char *function;
  const char *password;
  const char *option; /* keyword=value */
  const char *client; /* the user that a client certificate names */
  VfCode code;
  const char *fixes;
  const char *says;
} ServerRow;

#define HBA "ClientAuthentication"
#define NO_ENTRY "no pg_hba.conf entry for host \"203.0.113.7\", user \"app\", database \"app\", "

static const ServerRow server_rows[] = {
  { "E1", "28000", NO_ENTRY "no encryption", HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "without encryption" },
  { "E1", "28000", NO_ENTRY "SSL off", HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "without encryption" },
  { "E1b", "28000", NO_ENTRY "SSL encryption", HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "203.0.113.7" },
  { "E1b", "28000", NO_ENTRY "SSL on", HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "the database “app”" },
  { "E1b", "28000", "no pg_hba.conf entry for host \"2001:db8::7\", user \"app\", database \"app\", SSL encryption", HBA,
    .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "2001:db8::7" },
  { "E1b", "28000", "kein pg_hba.conf-Eintrag f\xfcr Host \xbb" "203.0.113.7\xab, Benutzer \xbb" "app\xab", HBA,
    .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "203.0.113.7" },
  { "E1b", "28000", "\xc3\xbb\xd3\xd0\xd3\xc3\xd3\xda\xd6\xf7\xbb\xfa \"203.0.113.7\" \xb5\xc4 pg_hba.conf \xbc\xc7\xc2\xbc",
    HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "203.0.113.7" },
  { "E1c", "28000", "pg_hba.conf rejects connection for host \"203.0.113.7\", user \"app\", database \"app\", SSL encryption",
    HBA, .code = VF_CODE_NOT_ALLOWED, .fixes = "", .says = "shuts out the user “app” at the address 203.0.113.7" },
  { "E4", "28P01", "password authentication failed for user \"app\"", "auth_failed", .password = "geheim",
    .code = VF_CODE_WRONG_PASSWORD, .fixes = "", .says = "“app”" },
  { "E4", "28P01", "Passwort-Authentifizierung f\xfcr Benutzer \xbb" "app\xab fehlgeschlagen", "auth_failed",
    .password = "geheim", .code = VF_CODE_WRONG_PASSWORD, .fixes = "", .says = "“app”" },
  { "E4", "28P01", "\xd3\xc3\xbb\xa7 \"app\" Password \xc8\xcf\xd6\xa4\xca\xa7\xb0\xdc", "auth_failed",
    .password = "geheim", .code = VF_CODE_WRONG_PASSWORD, .fixes = "", .says = "“app”" },
  { "E4", "28P01", "\xa5\xe6\xa1\xbc\xa5\xb6\"app\"\xa4\xce\xa5\xd1\xa5\xb9\xa5\xef\xa1\xbc\xa5\xc9\xc7\xa7\xbe\xda\xa4\xcb\xbc\xba\xc7\xd4",
    "auth_failed", .password = "geheim", .code = VF_CODE_WRONG_PASSWORD, .fixes = "", .says = "“app”" },
  { "E4", "08P01", "password authentication failed", .password = "geheim\n", .code = VF_CODE_WRONG_PASSWORD,
    .fixes = "trim-password", .says = "“app”" },
  { "E4", "28P01", "password authentication failed for user \"app\"", "auth_failed", .password = "ge%21heim",
    .code = VF_CODE_WRONG_PASSWORD, .fixes = "decode-password", .says = "“app”" },
  { "E4", "28P01", "password authentication failed for user \"app\"", "auth_failed", .password = " ge%21heim",
    .code = VF_CODE_WRONG_PASSWORD, .fixes = "trim-password decode-password", .says = "“app”" },
  { "E4", "28P01", "password authentication failed for user \"app\"", "auth_failed", .password = "geheim",
    .client = "carol", .code = VF_CODE_WRONG_PASSWORD, .fixes = "use-certificate-user:carol", .says = "“carol”" },
  { "E8", "28000", "connection requires a valid client certificate", HBA,
    .code = VF_CODE_CLIENT_CERTIFICATE_REQUIRED, .says = "db.test" },
  { "E8", "28000", "Verbindung erfordert ein g\xfcltiges Client-Zertifikat", HBA,
    .code = VF_CODE_CLIENT_CERTIFICATE_REQUIRED, .says = "db.test" },
  { "E29", "XX000", "Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support",
    .option = "sslsni=0", .code = VF_CODE_SERVER_ERROR, .fixes = "drop-option:sslsni", .says = "which of its many databases" },
  { "E29", "XX000", "Tenant or user not found", .code = VF_CODE_ROLE_MISSING, .fixes = "", .says = "“app”" },
  { "E29", "XX000", "connection is insecure (try using `sslmode=require`)", .code = VF_CODE_NOT_ALLOWED, .fixes = "",
    .says = "without encryption" },
  { "E30", "28000", "certificate authentication failed for user \"app\"", "auth_failed", .client = "carol",
    .code = VF_CODE_CERTIFICATE_USER_MISMATCH, .fixes = "use-certificate-user:carol", .says = "“carol”" },
  { "E30", "28000", "Zertifikatauthentifizierung f\xfcr Benutzer \xbb" "app\xab fehlgeschlagen", "auth_failed",
    .client = "carol", .code = VF_CODE_CERTIFICATE_USER_MISMATCH, .fixes = "use-certificate-user:carol", .says = "“carol”" },
  { "E31", "3D000", "database \"app\" does not exist", "InitPostgres", .code = VF_CODE_DATABASE_MISSING, .fixes = "",
    .says = "You are let in" },
  { "E31", "42501", "permission denied for database \"app\"", "CheckMyDatabase", .code = VF_CODE_PERMISSION_DENIED,
    .fixes = "", .says = "You are let in" },
  { "E31", "28000", "role \"app\" is not permitted to log in", "InitializeSessionUserId", .code = VF_CODE_ROLE_MISSING,
    .fixes = "", .says = "The encrypted connection works" },
  { "E31", "28000", "Rolle \xbb" "app\xab existiert nicht", "InitializeSessionUserId", .code = VF_CODE_ROLE_MISSING,
    .fixes = "", .says = "The encrypted connection works" },
  { "E31", "53300", "too many connections for role \"app\"", "InitializeSessionUserId",
    .code = VF_CODE_TOO_MANY_CONNECTIONS, .fixes = "", .says = "this user" },
  { "E31", "53300", "too many connections for database \"app\"", "CheckMyDatabase",
    .code = VF_CODE_TOO_MANY_CONNECTIONS, .fixes = "", .says = "this database" },
  { "E31", "53300", "sorry, too many clients already", "InitProcess", .code = VF_CODE_TOO_MANY_CONNECTIONS, .fixes = "",
    .says = "The encrypted connection works" },
  { "E31", "08P01", "no more connections allowed (max_client_conn)", .code = VF_CODE_TOO_MANY_CONNECTIONS, .fixes = "",
    .says = "no room" },
  { "E31", "55000", "database \"app\" is not currently accepting connections", "CheckMyDatabase",
    .code = VF_CODE_PERMISSION_DENIED, .fixes = "", .says = "takes no connections" },
  { "E31", "57P03", "the database system is starting up", "ProcessStartupPacket", .code = VF_CODE_STARTING_UP,
    .fixes = "", .says = "The encrypted connection works" },
  { "E34", "42704", "unrecognized configuration parameter \"x.y\"", .option = "options=-c x=y",
    .code = VF_CODE_SERVER_ERROR, .fixes = "drop-option:options", .says = "extra settings" },
  { "E34", "08P01", "unsupported startup parameter: options", .option = "options=-c x=y",
    .code = VF_CODE_SERVER_ERROR, .fixes = "drop-option:options", .says = "extra settings" },
  { "E34", "08P01", "unsupported startup parameter: extra_float_digits", .code = VF_CODE_SERVER_ERROR, .fixes = "",
    .says = "extra_float_digits" },
};

/* what libpq itself says, of a version that may not be here */
typedef struct
{
  const char *row;
  const char *text;
  gboolean needs_password;
  const char *option;
  VfCode code;
  const char *fixes;
  const char *says;
} LibpqRow;

static const LibpqRow libpq_rows[] = {
  { "E10", "none of the server's SASL authentication mechanisms are supported",
    .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .fixes = "", .says = HOST },
  { "E10", "server requires OAuth authentication, but oauth_issuer and oauth_client_id are not both set",
    .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .fixes = "", .says = "OAuth" },
  { "E10b", "authentication method 13 not supported", .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .fixes = "",
    .says = "GaussDB" },
  { "E10b", "fe_sendauth: invalid authentication request from server: AUTH_REQ_SASL_CONT without AUTH_REQ_SASL",
    .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .fixes = "", .says = "GaussDB" },
  { "E24", "channel binding is required, but server did not offer an authentication method that supports channel binding",
    .option = "channel_binding=require", .code = VF_CODE_CHANNEL_BINDING, .fixes = "channel-binding-off", .says = HOST },
  { "E24", "channel binding required but not supported by server's authentication request",
    .option = "channel_binding=require", .code = VF_CODE_CHANNEL_BINDING, .fixes = "channel-binding-off", .says = "old way" },
  { "E24", "channel binding required, but server authenticated client without channel binding",
    .option = "channel_binding=require", .code = VF_CODE_CHANNEL_BINDING, .fixes = "channel-binding-off",
    .says = "without asking for a password" },
  { "E24", "channel binding required, but SSL not in use", .option = "channel_binding=require",
    .code = VF_CODE_CHANNEL_BINDING, .fixes = "channel-binding-off", .says = HOST },
  { "E24", "could not find digest for NID UNDEF", .code = VF_CODE_CHANNEL_BINDING, .fixes = "channel-binding-off",
    .says = "Ed25519" },
  { "E25", "fe_sendauth: no password supplied", .needs_password = TRUE, .code = VF_CODE_PASSWORD_NEEDED, .fixes = "",
    .says = "“app”" },
  { "E35", "authentication method requirement \"!password\" failed: server requested a cleartext password",
    .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .says = "asks for the password itself" },
  { "E35", "authentication method requirement \"scram-sha-256\" failed: server requested a hashed password",
    .code = VF_CODE_LOGIN_METHOD_UNSUPPORTED, .fixes = "", .says = "another kind of login" },
};

static VfConnection *
with_option (VfConnection *connection, const char *option)
{
  g_auto (GStrv) parts = option ? g_strsplit (option, "=", 2) : NULL;
  g_autoptr (GError) error = NULL;
  VfConnection *changed;

  if (!option)
    return vf_connection_ref (connection);
  changed = vf_connection_with_option (connection, parts[0], parts[1], &error);
  g_assert_no_error (error);
  return changed;
}

static void
test_server_row (gconstpointer data)
{
  const ServerRow *row = data;
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (TestPair) client = row->client ? test_pair_new_client (row->client, root) : NULL;
  g_autoptr (GBytes) refusal = fake_reply_error (row->sqlstate, row->message, row->function);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .replies = &refusal, .n_replies = 1, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, client, NULL);
  g_autoptr (VfConnection) plain
    = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) connection = with_option (plain, row->option);
  g_autoptr (SecretValue) password = row->password ? secret_value_new (row->password, -1, "text/plain") : NULL;
  VfCheckOptions options = { .timeout_ms = 5000 };
  g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, &options, NULL);

  diagnosis_check (report, row->row, VF_STAGE_LOGIN, row->code, row->fixes, row->says);
  g_assert_cmpuint (fake_pg_count_connections (fake), ==, 1);
  g_assert_true (g_utf8_validate (vf_report_get_libpq_text (report), -1, NULL));
}

static void
test_libpq_row (gconstpointer data)
{
  const LibpqRow *row = data;
  g_autoptr (VfConnection) plain = fixture_connection (HOST, 5432, NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfConnection) connection = with_option (plain, row->option);
  g_autofree char *text
    = g_strdup_printf ("connection to server at \"" HOST "\" (127.0.0.1), port 5432 failed: %s", row->text);
  VfLogin login = { .stage = VF_STAGE_LOGIN, .text = text, .needs_password = row->needs_password };
  VfReportBuilder builder;
  g_autoptr (VfReport) report = NULL;

  vf_report_builder_init (&builder, connection, FALSE, NULL);
  vf_report_builder_begin (&builder, VF_STAGE_LOGIN);
  g_assert_true (vf_diagnose_login_is_clear (&login));
  vf_diagnose_login (&builder, connection, NULL, &login);
  report = vf_report_builder_finish (&builder);
  diagnosis_check (report, row->row, VF_STAGE_LOGIN, row->code, row->fixes, row->says);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (server_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-login/%s/server-%02u", server_rows[i].row, i);

      g_test_add_data_func (path, &server_rows[i], test_server_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (libpq_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-login/%s/libpq-%02u", libpq_rows[i].row, i);

      g_test_add_data_func (path, &libpq_rows[i], test_libpq_row);
    }
  return g_test_run ();
}
