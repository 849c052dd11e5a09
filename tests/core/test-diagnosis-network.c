#include "config.h"

#include <openssl/ssl.h>
#include <string.h>

#include "check-fixture.h"
#include "check/diagnose.h"
#include "check/explain.h"
#include "diagnosis.h"
#include "test.h"

#define HOST "db.test"

/* what a server says to the question for TLS */
typedef struct
{
  const char *row; /* of the table of errors */
  const char *greeting;
  const char *answer;
  gsize length;
  FakeThen then;
  VfStage stage;
  VfCode code;
  const char *says;
} DoorRow;

#define BYTES(text) text, sizeof (text) - 1
#define FRONTEND "unsupported frontend protocol 1234.5679: server supports 2.0 to 3.0"

static const DoorRow door_rows[] = {
  { "E6", NULL, BYTES ("N"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_NOT_OFFERED, "pooler" },
  { "E17", NULL, BYTES ("S"), FAKE_THEN_CLOSE, VF_STAGE_HANDSHAKE, VF_CODE_CLOSED_EARLY, "addresses that may connect" },
  { "E17b", NULL, BYTES (""), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_CLOSED_EARLY, "addresses that may connect" },
  { "E18", NULL, BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE,
    VF_CODE_NOT_POSTGRESQL, "HTTP" },
  { "E18", NULL, BYTES ("\x4a\0\0\0\x0a" "8.0.36"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "MySQL" },
  { "E18", "SSH-2.0-OpenSSH_9.2\r\n", BYTES (""), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "SSH" },
  { "E18", "220 mail.test ESMTP\r\n", BYTES (""), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "SMTP" },
  { "E18", NULL, BYTES ("Sxyz"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_NOT_POSTGRESQL, "language" },
  { "E19", NULL, BYTES ("E\0\0\0\x60SFATAL\0C0A000\0M" FRONTEND "\0\0"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE,
    VF_CODE_SERVER_ERROR, "question for encryption" },
  { "E19", NULL, BYTES ("E" FRONTEND), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_SERVER_ERROR,
    "question for encryption" },
  { "E19", NULL, BYTES ("E\0\0\0\x30SFATAL\0C53300\0Mtoo many\0\0"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE,
    VF_CODE_SERVER_ERROR, "too many" },
  { "E20", NULL, BYTES (""), FAKE_THEN_SILENCE, VF_STAGE_NEGOTIATE, VF_CODE_TIMED_OUT, "swallows" },
  { "E20", NULL, BYTES ("S"), FAKE_THEN_SILENCE, VF_STAGE_HANDSHAKE, VF_CODE_TIMED_OUT, "fell silent" },
  { "E33", NULL, BYTES ("\x15\x03\x01\0\x02\x02\x46"), FAKE_THEN_CLOSE, VF_STAGE_NEGOTIATE, VF_CODE_TLS_ONLY_PORT,
    "from the first byte" },
};

static void
test_door_row (gconstpointer data)
{
  const DoorRow *row = data;
  FakeSpec spec = { .greeting = row->greeting, .answer = row->answer, .answer_length = row->length, .then = row->then };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  VfCheckOptions options = { .timeout_ms = 800 };
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, &options, NULL);
  gboolean at_the_door = row->stage == VF_STAGE_NEGOTIATE;

  /* the fake's port is nobody's usual one, so the usual one is always a way out */
  diagnosis_check (report, row->row, row->stage, row->code,
                   row->code == VF_CODE_TLS_ONLY_PORT && vf_libpq_knows_keyword ("sslnegotiation")
                     ? "use-direct-tls use-port:5432" : at_the_door ? "use-port:5432" : "", row->says);
}

/* what nobody can stage on a loopback, or only with another libpq: straight from what the probe saw */
typedef struct
{
  const char *row;
  const char *host;
  guint port;
  VfStage stage;
  VfCode code;
  const char *detail;
  const char *option;
  const char *fixes;
  const char *says;
} SeenRow;

static const SeenRow seen_rows[] = {
  { "E15", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_TLS_VERSION_MISMATCH, "TLSv1.1", NULL, "", "TLS 1.2 – TLS 1.3" },
  { "E15", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_TLS_VERSION_MISMATCH, "TLSv1.2", "ssl_min_protocol_version=TLSv1.3",
    "default-tls-versions", "offers TLS 1.2" },
  { "E15b", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_HANDSHAKE_REFUSED, "outdated", NULL, "", "no longer accepts as safe" },
  { "E16", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_HANDSHAKE_REFUSED, "alpn", NULL, "", "Traefik" },
  { "E20", "pgm-1.pg.rds.aliyuncs.com", 5432, VF_STAGE_CONNECT, VF_CODE_TIMED_OUT, "connect", NULL, "", "“Whitelist”" },
  { "E20", "ep-1.eu.aws.neon.tech", 0, VF_STAGE_CONNECT, VF_CODE_TIMED_OUT, "connect", NULL, "", "“IP Allow”" },
  { "E20", "x.dws.myhuaweicloud.com", 5432, VF_STAGE_CONNECT, VF_CODE_TIMED_OUT, "connect", NULL, "use-port:8000",
    "“Security Group”" },
  { "E20", HOST, 5432, VF_STAGE_CONNECT, VF_CODE_TIMED_OUT, "connect", NULL, "", "trusted sources" },
  { "E21", "x.db.ondigitalocean.com", 5432, VF_STAGE_CONNECT, VF_CODE_REFUSED, "5432", NULL, "use-port:25060", "5432" },
  { "E21", "x.mdb.yandexcloud.net", 5432, VF_STAGE_CONNECT, VF_CODE_REFUSED, "5432", NULL, "use-port:6432", "5432" },
  { "E21", "aws-0-eu.pooler.supabase.com", 25060, VF_STAGE_CONNECT, VF_CODE_REFUSED, "25060", NULL,
    "use-port:5432 use-port:6543", "25060" },
  { "E21", "aws-0-eu.pooler.supabase.com", 6543, VF_STAGE_CONNECT, VF_CODE_REFUSED, "6543", NULL, "use-port:5432", "6543" },
  { "E22", "nowhere.invalid", 5432, VF_STAGE_RESOLVE, VF_CODE_HOST_NOT_FOUND, NULL, NULL, "", "nowhere.invalid" },
  { "E22", "db.internal", 5432, VF_STAGE_RESOLVE, VF_CODE_HOST_NOT_FOUND, "temporary", NULL, "", "VPN" },
  { "E23", "db.ref.supabase.co", 5432, VF_STAGE_CONNECT, VF_CODE_UNREACHABLE, "ipv6", NULL, "", "connection pooler" },
  { "E23", HOST, 5432, VF_STAGE_CONNECT, VF_CODE_UNREACHABLE, NULL, NULL, "", "VPN" },
  { "E33", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_HANDSHAKE_REFUSED, "no-alpn", "sslnegotiation=direct",
    "drop-option:sslnegotiation", "17" },
  { "E17", HOST, 5432, VF_STAGE_HANDSHAKE, VF_CODE_CLOSED_EARLY, "handshake", "sslnegotiation=direct",
    "drop-option:sslnegotiation", "hangs up" },
};

static void
test_seen_row (gconstpointer data)
{
  const SeenRow *row = data;
  g_autoptr (VfTarget) target = vf_target_new (row->host, NULL, row->port, "app", "app");
  g_autoptr (VfConnection) connection = vf_connection_new (target, NULL, VF_SSL_MODE_REQUIRE);
  g_auto (GStrv) option = row->option ? g_strsplit (row->option, "=", 2) : NULL;
  VfReportBuilder builder;
  g_autoptr (VfReport) report = NULL;

  if (option && !vf_libpq_knows_keyword (option[0]))
    {
      g_test_skip ("this libpq does not know the option");
      return;
    }
  if (option)
    {
      VfConnection *changed = vf_connection_with_option (connection, option[0], option[1], NULL);

      vf_connection_unref (connection);
      connection = changed;
    }
  vf_report_builder_init (&builder, connection, FALSE, NULL);
  vf_report_builder_begin (&builder, row->stage);
  vf_diagnose_network (&builder, connection, row->stage, row->code, row->detail);
  report = vf_report_builder_finish (&builder);
  diagnosis_check (report, row->row, row->stage, row->code, row->fixes, row->says);
}

/* the server's newest version, this connection's bounds, and what is said about both */
typedef struct
{
  const char *row;
  int newest;
  const char *lowest;
  const char *fixes;
  const char *says;
} VersionRow;

static const VersionRow version_rows[] = {
  { "E15", TLS1_1_VERSION, NULL, "", "is TLS 1.1; this connection asks for TLS 1.2 – TLS 1.3" },
  { "E15", TLS1_VERSION, NULL, "", "is TLS 1.0" },
  { "E15", TLS1_1_VERSION, "TLSv1.3", "", "is TLS 1.1; this connection asks for TLS 1.3" },
  { "E15", TLS1_2_VERSION, "TLSv1.3", "default-tls-versions", "offers TLS 1.2" },
};

static void
test_version_row (gconstpointer data)
{
  const VersionRow *row = data;
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, NULL);
  FakeSpec spec = { .chain = &leaf, .n_chain = 1, .min_version = TLS1_VERSION, .max_version = row->newest };
  g_autoptr (FakePg) fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) plain = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfConnection) connection
    = vf_connection_with_option (plain, "ssl_min_protocol_version", row->lowest, NULL);
  VfCheckOptions options = { .timeout_ms = 5000 };
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, NULL, &options, NULL);
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, &options, NULL);

  diagnosis_check (report, row->row, VF_STAGE_HANDSHAKE, VF_CODE_TLS_VERSION_MISMATCH, row->fixes, row->says);
  diagnosis_check (look, row->row, VF_STAGE_HANDSHAKE, VF_CODE_TLS_VERSION_MISMATCH, row->fixes, row->says);
}

/* Two addresses, one of which refuses: the other one answers, or the more telling reason stays. */
static void
test_addresses (void)
{
  FakeSpec spec = { 0 };
  FakePg *fake = fake_pg_new (&spec);
  g_autoptr (VfConnection) connection = fixture_connection (HOST, fake_pg_get_port (fake), NULL, VF_SSL_MODE_REQUIRE);
  char refusing[] = "127.0.0.1";
  char unreachable[] = "2001:db8::1"; /* nobody's: RFC 3849 */
  char *addresses[] = { refusing, unreachable, NULL };
  char *alone[] = { unreachable, NULL };
  g_auto (VfWait) wait = { 0 };
  g_autoptr (VfEvidence) both = NULL;
  g_autoptr (VfEvidence) one = NULL;

  fake_pg_free (fake);
  vf_wait_init (&wait, g_get_monotonic_time () + 2 * G_USEC_PER_SEC, NULL);
  both = vf_probe (connection, addresses, NULL, FALSE, &wait, NULL);
  one = vf_probe (connection, alone, NULL, FALSE, &wait, NULL);
  if (one->code != VF_CODE_UNREACHABLE)
    {
      g_test_skip ("this machine has a way to every IPv6 address");
      return;
    }
  g_assert_cmpstr (one->detail, ==, "ipv6");
  g_assert_cmpint (both->code, ==, VF_CODE_REFUSED);
  g_assert_cmpstr (both->address, ==, refusing);
  g_assert_cmpuint (both->n_results, ==, 2);
  g_assert_cmpint (both->results[0], ==, VF_CODE_REFUSED);
  g_assert_cmpint (both->results[1], ==, VF_CODE_UNREACHABLE);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (door_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-network/%s/door-%02u", door_rows[i].row, i);

      g_test_add_data_func (path, &door_rows[i], test_door_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-network/%s/seen-%02u", seen_rows[i].row, i);

      g_test_add_data_func (path, &seen_rows[i], test_seen_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (version_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-network/%s/version-%02u", version_rows[i].row, i);

      g_test_add_data_func (path, &version_rows[i], test_version_row);
    }
  g_test_add_func ("/diagnosis-network/addresses", test_addresses);
  return g_test_run ();
}
