#include "config.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <openssl/pem.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "conformance.h"
#include "test.h"

/* A real PostgreSQL, started by with-postgres.sh. */
typedef struct
{
  OracleServer server;
  char *folder;    /* with server.crt, server.key and data/ */
  pid_t postmaster;
  char *old_certificate;
  char *old_key;
} Live;

static const char *
get (const char *name)
{
  const char *value = g_getenv (name);

  g_assert_nonnull (value);
  return value;
}

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
live_init (Live *live)
{
  g_autofree char *pid = NULL;

  live->server = (OracleServer){ "127.0.0.1", (guint) atoi (get ("VF_PG_PORT")), get ("VF_PG_USER"),
                                 get ("VF_PG_DATABASE"), get ("VF_PG_PASSWORD") };
  live->folder = g_build_filename (get ("VF_PG_DIR"), "..", "server", NULL);
  pid = read_file (live->folder, "data/postmaster.pid");
  live->postmaster = (pid_t) atoi (pid);
  live->old_certificate = read_file (live->folder, "server.crt");
  live->old_key = read_file (live->folder, "server.key");
}

static void
live_clear (Live *live)
{
  g_free (live->folder);
  g_free (live->old_certificate);
  g_free (live->old_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Live, live_clear)

/* In place, so that owner and mode stay what the server wants them to be. */
static void
overwrite (const Live *live, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (live->folder, name, NULL);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, strlen (text), file), ==, strlen (text));
  g_assert_cmpint (fclose (file), ==, 0);
}

static char *
shown_certificate (const Live *live)
{
  g_autoptr (VfConnection) connection = fixture_connection ("localhost", live->server.port, NULL, VF_SSL_MODE_REQUIRE);
  g_autoptr (VfReport) look = vf_check_look (connection, NULL, NULL, NULL);
  GPtrArray *chain = vf_report_get_chain (look);

  return chain->len > 0 ? g_strdup (vf_certificate_get_sha256 (g_ptr_array_index (chain, 0))) : NULL;
}

static void
show (const Live *live, const TestPair *pair)
{
  g_autofree char *certificate = test_pair_to_pem (pair);
  g_autofree char *key = test_pair_key_to_pem (pair, TEST_KEY_PKCS8, NULL);
  g_autofree char *expected = test_pair_to_sha256 (pair);

  overwrite (live, "server.crt", certificate);
  overwrite (live, "server.key", key);
  g_assert_cmpint (kill (live->postmaster, SIGHUP), ==, 0);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *shown = shown_certificate (live);

      if (g_strcmp0 (shown, expected) == 0)
        return;
      g_usleep (20 * 1000);
    }
  g_error ("the server does not show its new certificate");
}

static void
test_conformance (void)
{
  g_autoptr (Conformance) conformance = conformance_new ();
  g_auto (Live) live = { 0 };
  guint n = 0;

  live_init (&live);
  for (guint i = 0; i < conformance_get_n_servers (conformance); i++)
    {
      show (&live, conformance_get_server (conformance, i)[0]);
      n += conformance_run (conformance, i, &live.server);
    }
  overwrite (&live, "server.crt", live.old_certificate);
  overwrite (&live, "server.key", live.old_key);
  kill (live.postmaster, SIGHUP);
  g_test_message ("count: %u connections of PostgreSQL's own suite, libpq, look and check agree on all", n);
}

static void
read_pem (const char *name, GPtrArray *certificates)
{
  g_autofree char *text = read_file (get ("VF_PG_DIR"), name);
  BIO *bio = BIO_new_mem_buf (text, -1);
  X509 *x509;

  while ((x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL)))
    {
      g_ptr_array_add (certificates, vf_certificate_new_from_x509 (x509));
      X509_free (x509);
    }
  BIO_free (bio);
}

static VfCredentials *
imported (gboolean client)
{
  g_autoptr (GPtrArray) authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autofree char *pem = read_file (get ("VF_PG_DIR"), "client.key");
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (pem, strlen (pem), NULL);

  read_pem ("authorities.pem", authorities);
  if (client)
    read_pem ("client.crt", chain);
  return vf_credentials_new (authorities, chain, client ? key : NULL);
}

/* what a person can get wrong about a server whose certificate is good */
typedef struct
{
  const char *user;
  const char *dbname;
  const char *password; /* "right": the real one */
  gboolean client;
  VfStage stage;
  VfCode code;
} LoginRow;

static const LoginRow login_rows[] = {
  { "app", "app", "right", FALSE, VF_STAGE_NONE, VF_CODE_NONE },
  { "app", "app", "right", TRUE, VF_STAGE_NONE, VF_CODE_NONE },
  { "old", "app", "right", FALSE, VF_STAGE_NONE, VF_CODE_NONE },
  { "app", "app", "wrong", FALSE, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD },
  { "app", "app", NULL, FALSE, VF_STAGE_LOGIN, VF_CODE_PASSWORD_NEEDED },
  { "app", "closed", "right", FALSE, VF_STAGE_LOGIN, VF_CODE_NOT_ALLOWED },
  { "app", "nowhere", "right", FALSE, VF_STAGE_LOGIN, VF_CODE_NOT_ALLOWED },
  { "nobody-here", "app", "right", FALSE, VF_STAGE_LOGIN, VF_CODE_WRONG_PASSWORD },
  { "carol", "certdb", NULL, TRUE, VF_STAGE_NONE, VF_CODE_NONE },
  { "carol", "certdb", NULL, FALSE, VF_STAGE_LOGIN, VF_CODE_CLIENT_CERTIFICATE_REQUIRED },
};

static void
test_logins (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (login_rows); i++)
    {
      const LoginRow *row = &login_rows[i];
      const char *text = g_strcmp0 (row->password, "right") == 0 ? get ("VF_PG_PASSWORD") : row->password;
      g_autoptr (SecretValue) password = text ? secret_value_new (text, -1, "text/plain") : NULL;
      g_autoptr (VfCredentials) credentials = imported (row->client);
      g_autoptr (VfTarget) target
        = vf_target_new ("localhost", NULL, (guint) atoi (get ("VF_PG_PORT")), row->dbname, row->user);
      g_autoptr (VfConnection) connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
      g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, NULL, NULL);
      g_autofree char *sentence = vf_explain_report (report);

      g_test_message ("%s@%s: %s", row->user, row->dbname, sentence);
      g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (row->code));
      g_assert_cmpint (vf_report_get_failed_stage (report), ==, row->stage);
      g_assert_cmpint (vf_report_get_would (report, VF_SSL_MODE_VERIFY_FULL), ==, VF_WOULD_OK);
      g_assert_true (vf_report_get_client_certificate_asked (report));
      if (row->code == VF_CODE_NONE)
        g_assert_cmpint (vf_report_get_product (report), ==, VF_PRODUCT_POSTGRESQL);
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* Not a measurement, only a guard: a check costs about what libpq's own connection costs. */
#define ROUNDS 15

static void
test_cost (void)
{
  g_autoptr (SecretValue) password = secret_value_new (get ("VF_PG_PASSWORD"), -1, "text/plain");
  g_autoptr (VfCredentials) credentials = imported (FALSE);
  g_autoptr (VfTarget) target = vf_target_new ("localhost", NULL, (guint) atoi (get ("VF_PG_PORT")), "app", "app");
  g_autoptr (VfConnection) connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autofree char *root = g_build_filename (get ("VF_PG_DIR"), "authorities.pem", NULL);
  const char *names[] = { "host", "port", "user", "dbname", "password", "sslmode", "sslrootcert", NULL };
  const char *values[]
    = { "localhost", get ("VF_PG_PORT"), "app", "app", get ("VF_PG_PASSWORD"), "verify-full", root, NULL };
  double ours[ROUNDS];
  double theirs[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (VfReport) report = vf_check_run (connection, password, NULL, NULL, NULL);
      gint64 middle = g_get_monotonic_time ();
      PGconn *plain = PQconnectdbParams (names, values, FALSE);
      PGresult *result = PQexec (plain, "select 1");

      g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
      PQclear (result);
      PQfinish (plain);
      g_assert_true (vf_report_is_ok (report));
      ours[i] = (double) (middle - start);
      theirs[i] = (double) (g_get_monotonic_time () - middle);
    }
  g_test_message ("check %.0f µs, libpq %.0f µs, ratio %.2f", median (ours, ROUNDS), median (theirs, ROUNDS),
                  median (ours, ROUNDS) / median (theirs, ROUNDS));
  g_assert_cmpfloat (median (ours, ROUNDS), <, 2 * median (theirs, ROUNDS));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/live/logins", test_logins);
  g_test_add_func ("/live/cost", test_cost);
  g_test_add_func ("/live/conformance", test_conformance);
  return g_test_run ();
}
