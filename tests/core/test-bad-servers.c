#include "config.h"

#include "check/check.h"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"

/* Short, so that all the silent ones are done soon; a healthy login takes a few milliseconds.  How much later a busy
 * machine may notice it, and how much work a check may make at most. */
#ifdef __SANITIZE_ADDRESS__
#define DEADLINE_MS 2000
#define SLACK_MS 2500
#define WORK_MS 1500
#else
#define DEADLINE_MS 800
#define SLACK_MS 800
#define WORK_MS 250
#endif

/* Where the server goes wrong; until there it is a good one. */
typedef enum
{
  AT_CONNECT,        /* it reads nothing */
  AT_NEGOTIATE,      /* instead of "S" */
  AT_HANDSHAKE,      /* in answer to the client's TLS greeting */
  AT_STARTUP,        /* in answer to the start-up message */
  AT_AUTHENTICATION, /* in answer to the password */
  AT_SASL,           /* in answer to SCRAM's first message */
  AT_ADMITTED,       /* after "authentication ok" */
  AT_PARAMETERS,     /* after the first parameter */
  N_PHASES,
} Phase;

static const char *const phase_names[N_PHASES] = {
  [AT_CONNECT] = "connect",
  [AT_NEGOTIATE] = "negotiate",
  [AT_HANDSHAKE] = "handshake",
  [AT_STARTUP] = "start-up",
  [AT_AUTHENTICATION] = "authentication",
  [AT_SASL] = "SASL",
  [AT_ADMITTED] = "admitted",
  [AT_PARAMETERS] = "parameters",
};

#define IN(phase) (1u << (phase))
#define LOGIN (IN (AT_STARTUP) | IN (AT_AUTHENTICATION) | IN (AT_SASL) | IN (AT_ADMITTED) | IN (AT_PARAMETERS))
#define ANSWERED (IN (AT_ADMITTED) | IN (AT_PARAMETERS))
#define ASKED (LOGIN & ~ANSWERED)

/**
 * Row:
 * @phases: where
 * @bytes: what is said there
 * @repeated: how often
 * @then: and what is done then
 * @drip: one byte a second
 * @endless: over and over
 * @below: @bytes go below TLS
 *
 * What the server does, and what must be said of it.
 */
typedef struct
{
  guint phases;
  const char *name;
  const char *bytes;
  gsize length;
  guint repeated;
  FakeThen then;
  gboolean drip;
  gboolean endless;
  gboolean below;
  VfStage stage;
  VfCode code;
  /* with libpq 16 and newer, if it is another */
  VfCode code_since_16;
  const char *why;
} Row;

#define BYTES(text) .bytes = text, .length = sizeof (text) - 1
#define ANSWER(s, c) .stage = VF_STAGE_##s, .code = VF_CODE_##c
#define READY "S\0\0\0\x19" "server_version\0" "15.4\0" "K\0\0\0\x0c\0\0\0\1\0\0\0\1" "Z\0\0\0\5I"
#define STARTING "E\0\0\0\x35SFATAL\0VFATAL\0C57P03\0Mthe system is starting up\0\0"
#define NOTICE "N\0\0\0\x23SNOTICE\0VNOTICE\0C00000\0Mhello\0\0"

#define EIGHT(text) text text text text text text text text
/* one record with 64 of them */
#define HELLO_REQUESTS "\x16\x03\x03\x01\x00" EIGHT (EIGHT ("\0\0\0\0"))

static const Row rows[] = {
  { IN (AT_CONNECT), "close", .then = FAKE_THEN_DROP, ANSWER (NEGOTIATE, CLOSED_EARLY), .why = "an allow-list" },
  { IN (AT_CONNECT), "reset", .then = FAKE_THEN_RESET, ANSWER (NEGOTIATE, CLOSED_EARLY), .why = "an allow-list" },
  { IN (AT_CONNECT), "silence", .then = FAKE_THEN_SILENCE, ANSWER (NEGOTIATE, TIMED_OUT), .why = "a dead program" },

  { IN (AT_NEGOTIATE), "close", .then = FAKE_THEN_DROP, ANSWER (NEGOTIATE, CLOSED_EARLY), .why = "no word" },
  { IN (AT_NEGOTIATE), "reset", .then = FAKE_THEN_RESET, ANSWER (NEGOTIATE, CLOSED_EARLY), .why = "no word" },
  { IN (AT_NEGOTIATE), "silence", .then = FAKE_THEN_SILENCE, ANSWER (NEGOTIATE, TIMED_OUT), .why = "no word" },
  { IN (AT_NEGOTIATE), "drip", BYTES ("HTTP/1.1 400"), .drip = TRUE, ANSWER (NEGOTIATE, NOT_POSTGRESQL),
    .why = "the first byte is enough to see that it is no answer" },
  { IN (AT_NEGOTIATE), "rubbish", BYTES ("\xde\xad\xbe\xef"), ANSWER (NEGOTIATE, NOT_POSTGRESQL), .why = "no answer" },
  { IN (AT_NEGOTIATE), "length too long", BYTES ("E\0\xff\xff\xffSFATAL\0"), ANSWER (NEGOTIATE, SERVER_ERROR),
    .why = "nobody waits for the rest" },
  { IN (AT_NEGOTIATE), "length too short", BYTES ("E\0\0\0\3SFATAL\0"), ANSWER (NEGOTIATE, SERVER_ERROR),
    .why = "an error all the same" },
  { IN (AT_NEGOTIATE), "length negative", BYTES ("E\xff\xff\xff\xffSFATAL\0"), ANSWER (NEGOTIATE, SERVER_ERROR),
    .why = "an error all the same" },
  { IN (AT_NEGOTIATE), "huge", BYTES ("E\0\x7f\xff\xffMso "), .endless = TRUE,
    ANSWER (NEGOTIATE, SERVER_ERROR), .why = "what has come is enough" },
  { IN (AT_NEGOTIATE), "endless rubbish", BYTES ("blablabla"), .endless = TRUE,
    ANSWER (NEGOTIATE, NOT_POSTGRESQL), .why = "what has come is enough" },
  { IN (AT_NEGOTIATE), "error", BYTES (STARTING), ANSWER (NEGOTIATE, SERVER_ERROR), .why = "says why not" },
  { IN (AT_NEGOTIATE), "no and more", BYTES ("Nope"), ANSWER (NEGOTIATE, NOT_POSTGRESQL), .why = "one byte is due" },
  { IN (AT_NEGOTIATE), "yes and more", BYTES ("S\x16\x03\x03\x00\x01"), .then = FAKE_THEN_DROP, ANSWER (NEGOTIATE, NOT_POSTGRESQL),
    .why = "somebody in between (CVE-2021-23222)" },

  { IN (AT_HANDSHAKE), "close", .then = FAKE_THEN_DROP, ANSWER (HANDSHAKE, CLOSED_EARLY), .why = "no word" },
  { IN (AT_HANDSHAKE), "reset", .then = FAKE_THEN_RESET, ANSWER (HANDSHAKE, CLOSED_EARLY), .why = "no word" },
  { IN (AT_HANDSHAKE), "silence", .then = FAKE_THEN_SILENCE, ANSWER (HANDSHAKE, TIMED_OUT), .why = "no word" },
  { IN (AT_HANDSHAKE), "drip", BYTES ("\x16\x03\x03\x00\x5a\x02\x00\x00\x56\x03\x03"), .drip = TRUE,
    ANSWER (HANDSHAKE, TIMED_OUT), .why = "the beginning of a greeting" },
  { IN (AT_HANDSHAKE), "rubbish", BYTES ("\xde\xad\xbe\xef" "rubbish"), ANSWER (NEGOTIATE, NOT_POSTGRESQL),
    .why = "whoever said S did not mean TLS" },
  { IN (AT_HANDSHAKE), "rubbish in a record", BYTES ("\x16\x03\x03\x00\x08 rubbish"), ANSWER (HANDSHAKE, HANDSHAKE_REFUSED),
    .why = "TLS by its first byte only" },
  { IN (AT_HANDSHAKE), "length too long", BYTES ("\x16\x03\x03\xff\xff rubbish"), ANSWER (HANDSHAKE, HANDSHAKE_REFUSED),
    .why = "no record is as long" },
  { IN (AT_HANDSHAKE), "length too short", BYTES ("\x16\x03\x03\x00\x00"), .then = FAKE_THEN_SILENCE,
    ANSWER (HANDSHAKE, TIMED_OUT), .why = "an empty record is allowed, and the rest is waited for" },
  { IN (AT_HANDSHAKE), "message too long", BYTES ("\x16\x03\x03\x00\x04\x02\xff\xff\xff"),
    ANSWER (HANDSHAKE, HANDSHAKE_REFUSED), .why = "no greeting has 16 MiB" },
  { IN (AT_HANDSHAKE), "endless", BYTES (HELLO_REQUESTS), .endless = TRUE, .repeated = 64,
    ANSWER (HANDSHAKE, TIMED_OUT), .why = "requests to begin are passed over, one after the other" },
  { IN (AT_HANDSHAKE), "endless warnings", BYTES ("\x15\x03\x03\x00\x02\x01\x5a"), .endless = TRUE,
    ANSWER (HANDSHAKE, HANDSHAKE_REFUSED), .why = "OpenSSL bears five" },
  { IN (AT_HANDSHAKE), "error", BYTES (STARTING), ANSWER (NEGOTIATE, NOT_POSTGRESQL),
    .why = "an error in plain text where TLS was promised" },

  { LOGIN, "close", .then = FAKE_THEN_CLOSE, ANSWER (LOGIN, CLOSED_EARLY), .why = "with TLS's goodbye" },
  { LOGIN, "drop", .then = FAKE_THEN_DROP, ANSWER (LOGIN, CLOSED_EARLY), .why = "a server that crashed" },
  { LOGIN, "reset", .then = FAKE_THEN_RESET, ANSWER (LOGIN, CLOSED_EARLY), .why = "a proxy that lost its server" },
  { LOGIN, "silence", .then = FAKE_THEN_SILENCE, ANSWER (LOGIN, TIMED_OUT), .why = "no word" },
  { LOGIN, "drip", BYTES ("R\0\0\0\x08\0\0\0\0" READY), .drip = TRUE, ANSWER (LOGIN, TIMED_OUT), .why = "too slow" },
  { LOGIN, "rubbish", BYTES ("\xde\xad\xbe\xef" "rubbish"), .then = FAKE_THEN_SILENCE, ANSWER (LOGIN, SERVER_ERROR),
    .why = "no message of PostgreSQL's" },
  { LOGIN, "rubbish below TLS", BYTES ("\xde\xad\xbe\xef" "rubbish"), .below = TRUE, ANSWER (LOGIN, SERVER_ERROR),
    .why = "no record of TLS" },
  { LOGIN, "alert below TLS", BYTES ("\x15\x03\x03\x00\x02\x02\x28"), .below = TRUE, ANSWER (LOGIN, SERVER_ERROR),
    .why = "somebody in between" },
  { LOGIN, "length too short", BYTES ("R\0\0\0\3\0\0\0\0"), ANSWER (LOGIN, SERVER_ERROR), .why = "less than itself" },
  { LOGIN, "length negative", BYTES ("R\xff\xff\xff\xff\0\0\0\0"), ANSWER (LOGIN, SERVER_ERROR), .why = "below zero" },
  { LOGIN, "length too long", BYTES ("R\0\xff\xff\xff\0\0\0\0"), .then = FAKE_THEN_SILENCE,
    ANSWER (LOGIN, SERVER_ERROR), .why = "no request is as long" },
  { ASKED, "huge", BYTES ("E\x7f\xff\xff\xffMso "), .repeated = 200000, ANSWER (LOGIN, TIMED_OUT),
    .code_since_16 = VF_CODE_SERVER_ERROR,
    .why = "text of a server before PostgreSQL 7.4, to be read to its end; libpq 16 knows no such server" },
  { ANSWERED, "huge", BYTES ("E\x7f\xff\xff\xffMso "), .repeated = 200000, ANSWER (LOGIN, SERVER_ERROR),
    .why = "2 GiB" },
  { LOGIN, "error", BYTES (STARTING), ANSWER (LOGIN, STARTING_UP), .why = "says why not" },
  { ANSWERED, "endless notices", BYTES (NOTICE), .endless = TRUE, ANSWER (LOGIN, TIMED_OUT),
    .why = "there is always something to read, and never an end" },
  { ANSWERED, "ready too often", BYTES ("R\0\0\0\x08\0\0\0\0"), .endless = TRUE, ANSWER (LOGIN, SERVER_ERROR),
    .why = "admitted without end" },
  { ASKED, "ready at once", BYTES ("Z\0\0\0\5I"), ANSWER (LOGIN, SERVER_ERROR), .why = "nobody was admitted" },
};

/* One row in one phase, and what came of it. */
typedef struct
{
  const Row *row;
  Phase phase;
  gboolean look;
  VfReport *report;
  double seconds;
  double work;
} Trial;

static TestPair *root;
static TestPair *leaf;
static SecretValue *password;

static double
thread_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

#define SAID(text) text, sizeof (text) - 1
#define ADMITTED "R\0\0\0\x08\0\0\0\0"
#define PARAMETER "S\0\0\0\x18" "server_version\0" "15.4\0"

/* what a good server says in each phase, before this one goes wrong; the last but one is a request */
static const struct
{
  const char *request;
  gsize n_request;
  const char *before;
  gsize n_before;
} good[N_PHASES] = {
  [AT_STARTUP] = { NULL, 0, SAID ("") },
  [AT_AUTHENTICATION] = { SAID ("R\0\0\0\x0c\0\0\0\5salt"), SAID ("") },
  [AT_SASL] = { SAID ("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"), SAID ("") },
  [AT_ADMITTED] = { NULL, 0, SAID (ADMITTED) },
  [AT_PARAMETERS] = { NULL, 0, SAID (ADMITTED PARAMETER) },
};

static GBytes *
repeat (const Row *row)
{
  GByteArray *array = g_byte_array_new ();

  for (guint i = 0; i < MAX (row->repeated, 1) && row->length > 0; i++)
    g_byte_array_append (array, (const guint8 *) row->bytes, (guint) row->length);
  return g_byte_array_free_to_bytes (array);
}

/* The wrong words in their place, unless they go below TLS. */
static GBytes *
wrong_words (const Trial *trial, GBytes *bytes)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) good[trial->phase].before, (guint) good[trial->phase].n_before);
  if (!trial->row->below)
    g_byte_array_append (array, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  return g_byte_array_free_to_bytes (array);
}

static void
run_trial (gpointer data, gpointer unused)
{
  Trial *trial = data;
  const Row *row = trial->row;
  g_autoptr (GBytes) bytes = repeat (row);
  g_autoptr (GBytes) request = g_bytes_new_static (good[trial->phase].request, good[trial->phase].n_request);
  g_autoptr (GBytes) wrong = wrong_words (trial, bytes);
  GBytes *replies[] = { request, wrong };
  gboolean asks = good[trial->phase].request != NULL;
  FakeSpec spec = { .then = row->then, .drip = row->drip, .endless = row->endless ? bytes : NULL,
                    .below = row->below ? bytes : NULL };
  g_autoptr (FakePg) fake = NULL;
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection = NULL;
  VfCheckOptions options = { .timeout_ms = DEADLINE_MS };
  gint64 start;
  double work;

  spec.deaf = trial->phase == AT_CONNECT;
  spec.answer = trial->phase == AT_NEGOTIATE ? row->bytes : NULL;
  spec.answer_length = row->length;
  spec.tls_answer = trial->phase == AT_HANDSHAKE ? bytes : NULL;
  if (trial->phase >= AT_STARTUP)
    {
      spec.chain = &leaf;
      spec.n_chain = 1;
      spec.replies = asks ? replies : replies + 1;
      spec.n_replies = asks ? 2 : 1;
    }
  fake = fake_pg_new (&spec);
  connection = fixture_connection (HOST, fake_pg_get_port (fake), credentials, VF_SSL_MODE_VERIFY_FULL);
  work = thread_work ();
  start = g_get_monotonic_time ();
  trial->report = trial->look ? vf_check_look (connection, NULL, &options, NULL)
                              : vf_check_run (connection, password, NULL, &options, NULL);
  trial->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  trial->work = thread_work () - work;
  g_assert_cmpuint (fake_pg_count_passwords (fake), <=, 1);
}

static void
test_trial (gconstpointer data)
{
  const Trial *trial = data;
  const Row *row = trial->row;
  VfCode code = row->code_since_16 && PQlibVersion () >= 160000 ? row->code_since_16 : row->code;
  g_autofree char *sentence = vf_explain_report (trial->report);

  g_test_message ("%s: %s: %s", row->name, row->why, sentence);
  if (vf_report_get_libpq_text (trial->report))
    g_test_message ("libpq: %s", vf_report_get_libpq_text (trial->report));
  g_test_message ("%.0f ms, of them %.0f ms of work", trial->seconds * 1e3, trial->work * 1e3);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (trial->report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (trial->report), ==, row->stage);
  g_assert_cmpuint (vf_report_get_n_findings (trial->report), >=, 1);
  g_assert_cmpfloat (trial->seconds * 1e3, <, DEADLINE_MS + SLACK_MS);
  if (code == VF_CODE_TIMED_OUT)
    g_assert_cmpfloat (trial->seconds * 1e3, >=, DEADLINE_MS - 1);
  /* whoever never stops talking makes work until the deadline; nobody else may keep the processor busy */
  if (!row->endless)
    g_assert_cmpfloat (trial->work * 1e3, <, WORK_MS);
}

static void
add_trial (GPtrArray *trials, const Row *row, Phase phase, gboolean look)
{
  g_autofree char *path
    = g_strdup_printf ("/bad-servers/%s/%s%s", phase_names[phase], row->name, look ? "/look" : "");
  Trial *trial = g_new0 (Trial, 1);

  *trial = (Trial){ .row = row, .phase = phase, .look = look };
  g_strdelimit (path, " ", '-');
  g_ptr_array_add (trials, trial);
  g_test_add_data_func (path, trial, test_trial);
}

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  g_clear_pointer (&trial->report, vf_report_unref);
  g_free (trial);
}

static GPtrArray *
make_trials (void)
{
  GPtrArray *trials = g_ptr_array_new_with_free_func (trial_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint phase = 0; phase < N_PHASES; phase++)
      if (rows[i].phases & IN (phase))
        {
          add_trial (trials, &rows[i], (Phase) phase, FALSE);
          if (phase <= AT_HANDSHAKE)
            add_trial (trials, &rows[i], (Phase) phase, TRUE);
        }
  return trials;
}

/* Most of them wait for the deadline: some together, so that it is waited for a few times only. */
#define AT_ONCE 6

static void
run_trials (GPtrArray *trials)
{
  GThreadPool *pool = g_thread_pool_new (run_trial, NULL, AT_ONCE, FALSE, NULL);

  for (guint i = 0; i < trials->len; i++)
    g_thread_pool_push (pool, trials->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) trials = NULL;
  int status;

  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  root = test_pair_new_root ("Example Root");
  leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  password = secret_value_new ("geheim", -1, "text/plain");
  trials = make_trials ();
  run_trials (trials);
  status = g_test_run ();
  secret_value_unref (password);
  test_pair_free (leaf);
  test_pair_free (root);
  return status;
}
