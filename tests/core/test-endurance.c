#include "config.h"

#include "check/check.h"

#include <arpa/inet.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check-fixture.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"

/* 50 ms are promised; the machine that tests may be busy with other things. */
#define CANCEL_USEC (250 * 1000)
#define ROUNDS 7

/* A door that nobody opens: what waits before it fills the queue, and the kernel drops who comes after that. */
typedef struct
{
  int listener;
  int waiting[4];
  guint port;
} Crowd;

static void
crowd_init (Crowd *crowd)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  crowd->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (crowd->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (crowd->listener, 0), ==, 0);
  g_assert_cmpint (getsockname (crowd->listener, (struct sockaddr *) &address, &length), ==, 0);
  crowd->port = ntohs (address.sin_port);
  for (guint i = 0; i < G_N_ELEMENTS (crowd->waiting); i++)
    {
      crowd->waiting[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      connect (crowd->waiting[i], (struct sockaddr *) &address, sizeof address);
    }
  g_usleep (10 * 1000);
}

static void
crowd_clear (Crowd *crowd)
{
  for (guint i = 0; i < G_N_ELEMENTS (crowd->waiting); i++)
    close (crowd->waiting[i]);
  close (crowd->listener);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crowd, crowd_clear)

typedef struct
{
  GCancellable *cancellable;
  VfStage stage;
  int reached;
  gint64 moment;
} Canceller;

static void
on_progress (VfReport *report, gpointer data)
{
  Canceller *canceller = data;

  if (vf_report_get_stage_state (report, canceller->stage) == VF_STATE_RUNNING)
    g_atomic_int_set (&canceller->reached, 1);
}

static gpointer
cancel_later (gpointer data)
{
  Canceller *canceller = data;

  for (guint i = 0; i < 5000 && !g_atomic_int_get (&canceller->reached); i++)
    g_usleep (1000);
  /* from the beginning of the stage to where the server is silent, on a machine that has other things to do, too */
  g_usleep (100 * 1000);
  canceller->moment = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);
  return NULL;
}

static int
compare_moments (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
cancel_once (VfConnection *connection, gboolean look, VfStage stage)
{
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { .cancellable = cancellable, .stage = stage };
  VfCheckOptions options = { .progress = on_progress, .user_data = &canceller };
  GThread *thread = g_thread_new ("cancel", cancel_later, &canceller);
  g_autoptr (VfReport) report = look ? vf_check_look (connection, NULL, &options, cancellable)
                                     : vf_check_run (connection, password, NULL, &options, cancellable);
  gint64 end = g_get_monotonic_time ();

  g_thread_join (thread);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, "cancelled");
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, stage);
  return end - canceller.moment;
}

static void
cancel_often (guint port, VfCredentials *credentials, gboolean look, VfStage stage, const char *what)
{
  g_autoptr (VfConnection) connection = fixture_connection (HOST, port, credentials, VF_SSL_MODE_VERIFY_FULL);
  gint64 took[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    took[i] = cancel_once (connection, look, stage);
  qsort (took, ROUNDS, sizeof *took, compare_moments);
  g_test_message ("%s, %s: median %.1f ms, worst %.1f ms", what, look ? "look" : "run", (double) took[ROUNDS / 2] / 1e3,
                  (double) took[ROUNDS - 1] / 1e3);
  g_assert_cmpint (took[ROUNDS / 2], <, CANCEL_USEC);
}

#define SAID(text) g_bytes_new_static (text, sizeof (text) - 1)

static void
test_cancel (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (GBytes) nothing = SAID ("");
  g_autoptr (GBytes) request = SAID ("R\0\0\0\x0c\0\0\0\5salt");
  g_autoptr (GBytes) admitted = SAID ("R\0\0\0\x08\0\0\0\0");
  GBytes *asked[] = { request, nothing };
  const struct
  {
    FakeSpec spec;
    gboolean look;
    VfStage stage;
    const char *what;
  } rows[] = {
    { { .then = FAKE_THEN_SILENCE }, TRUE, VF_STAGE_NEGOTIATE, "no answer to the question for TLS" },
    { { .answer = "S", .then = FAKE_THEN_SILENCE }, TRUE, VF_STAGE_HANDSHAKE, "no TLS" },
    { { .chain = &leaf, .n_chain = 1, .replies = &nothing, .n_replies = 1 }, FALSE, VF_STAGE_LOGIN, "no request" },
    { { .chain = &leaf, .n_chain = 1, .replies = asked, .n_replies = 2 }, FALSE, VF_STAGE_LOGIN, "no verdict" },
    { { .chain = &leaf, .n_chain = 1, .replies = &admitted, .n_replies = 1 }, FALSE, VF_STAGE_LOGIN, "no parameters" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (FakePg) fake = fake_pg_new (&rows[i].spec);

      cancel_often (fake_pg_get_port (fake), credentials, FALSE, rows[i].stage, rows[i].what);
      if (rows[i].look)
        cancel_often (fake_pg_get_port (fake), credentials, TRUE, rows[i].stage, rows[i].what);
    }
}

static void
test_crowd (void)
{
  g_auto (Crowd) crowd = { 0 };
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection = NULL;
  VfCheckOptions options = { .timeout_ms = 400 };
  g_autoptr (VfReport) run = NULL;
  g_autoptr (VfReport) look = NULL;

  crowd_init (&crowd);
  connection = fixture_connection (HOST, crowd.port, credentials, VF_SSL_MODE_VERIFY_FULL);
  run = vf_check_run (connection, NULL, NULL, &options, NULL);
  look = vf_check_look (connection, NULL, &options, NULL);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (run)), ==, "timed-out");
  g_assert_cmpint (vf_report_get_failed_stage (run), ==, VF_STAGE_CONNECT);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (look)), ==, "timed-out");
  g_assert_cmpint (vf_report_get_failed_stage (look), ==, VF_STAGE_CONNECT);
  cancel_often (crowd.port, credentials, FALSE, VF_STAGE_CONNECT, "no place in the queue");
  cancel_often (crowd.port, credentials, TRUE, VF_STAGE_CONNECT, "no place in the queue");
}

/* What a process holds. */
typedef struct
{
  guint n_fds;
  guint n_threads;
  gsize heap;
} Holdings;

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static Holdings
take_stock (void)
{
  return (Holdings){ count_entries ("/proc/self/fd"), count_entries ("/proc/self/task"), mallinfo2 ().uordblks };
}

static void
check_hundred (guint good_port, guint bad_port, VfCredentials *credentials)
{
  g_autoptr (VfConnection) good = fixture_connection (HOST, good_port, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) wrong = fixture_connection ("alias.test", good_port, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfConnection) bad = fixture_connection (HOST, bad_port, credentials, VF_SSL_MODE_VERIFY_FULL);

  for (guint i = 0; i < 25; i++)
    {
      g_autoptr (VfReport) a = vf_check_run (good, NULL, NULL, NULL, NULL);
      g_autoptr (VfReport) b = vf_check_look (good, NULL, NULL, NULL);
      g_autoptr (VfReport) c = vf_check_run (wrong, NULL, NULL, NULL, NULL);
      g_autoptr (VfReport) d = vf_check_run (bad, NULL, NULL, NULL, NULL);

      g_assert_true (vf_report_is_ok (a));
      g_assert_true (vf_report_is_ok (b));
      g_assert_cmpint (vf_report_get_failed_stage (c), ==, VF_STAGE_NAME);
      g_assert_cmpint (vf_report_get_failed_stage (d), ==, VF_STAGE_NEGOTIATE);
    }
}

/* Good, looked at, refused and broken: nothing of them stays. */
static void
test_holdings (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server (HOST, "DNS:" HOST, root);
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  FakeSpec good_spec = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1, .then = FAKE_THEN_CLOSE };
  FakeSpec bad_spec = { .answer = "HTTP/1.1 400 Bad Request\r\n", .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) good = fake_pg_new (&good_spec);
  g_autoptr (FakePg) bad = fake_pg_new (&bad_spec);
  Holdings before;
  Holdings after;

  /* what is made once in a process is there afterwards */
  check_hundred (fake_pg_get_port (good), fake_pg_get_port (bad), credentials);
  before = take_stock ();
  check_hundred (fake_pg_get_port (good), fake_pg_get_port (bad), credentials);
  check_hundred (fake_pg_get_port (good), fake_pg_get_port (bad), credentials);
  after = take_stock ();
  g_test_message ("fds %u → %u, threads %u → %u, heap %zu → %zu", before.n_fds, after.n_fds, before.n_threads,
                  after.n_threads, before.heap, after.heap);
  /* the servers' own: one that has not yet closed, or has */
  g_assert_cmpuint (after.n_fds, <=, before.n_fds + 2);
  g_assert_cmpuint (after.n_threads, <=, before.n_threads);
  g_assert_cmpuint (after.heap, <, before.heap + 128 * 1024);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/endurance/cancel", test_cancel);
  g_test_add_func ("/endurance/crowd", test_crowd);
  g_test_add_func ("/endurance/holdings", test_holdings);
  return g_test_run ();
}
