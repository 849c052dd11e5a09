#include "config.h"

#include "check-page.h"

#include "fake-pg.h"
#include "pki.h"
#include "ui-test.h"

/* The worst that a server can do to somebody who waits: the window stays alive, the check ends when it said that it
 * would, and may be stopped before.  Every machine under load skips a beat; a window that stands still skips many. */

#ifdef __SANITIZE_ADDRESS__
#define LONGEST_GAP_MS 1000
#define SLACK_MS 5000
#else
#define LONGEST_GAP_MS 400
#define SLACK_MS 2000
#endif

#define BEAT_MS 10
#define DEADLINE_MS 10000
#define CANCEL_MS 50

#define ADMITTED "R\0\0\0\x08\0\0\0\0"
#define NOTICE "N\0\0\0\x23SNOTICE\0VNOTICE\0C00000\0Mhello\0\0"
#define EIGHT(text) text text text text text text text text
/* one record with 64 of them, which is passed over */
#define HELLO_REQUESTS "\x16\x03\x03\x01\x00" EIGHT (EIGHT ("\0\0\0\0"))
#define READY "S\0\0\0\x19" "server_version\0" "15.4\0" "K\0\0\0\x0c\0\0\0\1\0\0\0\1" "Z\0\0\0\5I"

/**
 * Row:
 * @bytes: what it says, over and over
 * @drip: once only, and one byte a second: that takes longer than anybody waits
 * @stage: where the check must say that it ended: in place of TLS, or with TLS in place of an answer to the login
 *
 * A server that never comes to an end.
 */
typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  gboolean drip;
  VfStage stage;
} Row;

#define BYTES(text) text, sizeof (text) - 1

static const Row rows[] = {
  { "talks-in-handshake", BYTES (HELLO_REQUESTS), FALSE, VF_STAGE_HANDSHAKE },
  { "drips-in-handshake", BYTES ("\x16\x03\x03\x00\x5a\x02\x00\x00\x56\x03\x03 and so on"), TRUE,
    VF_STAGE_HANDSHAKE },
  { "talks-in-login", BYTES (NOTICE), FALSE, VF_STAGE_LOGIN },
  { "drips-in-login", BYTES (ADMITTED READY), TRUE, VF_STAGE_LOGIN },
};

/* --- the server ------------------------------------------------------------------------------------------------ */

typedef struct
{
  TestPair *root;
  TestPair *leaf;
  GBytes *bytes;
  GBytes *admitted;
  FakeSpec spec;
  FakePg *fake;
} Server;

static Server *
server_new (const Row *row)
{
  Server *server = g_new0 (Server, 1);

  server->root = test_pair_new_root ("Authority");
  server->leaf = test_pair_new_server ("db.test", "DNS:db.test", server->root);
  server->bytes = g_bytes_new_static (row->bytes, row->length);
  server->admitted = g_bytes_new_static (ADMITTED, sizeof ADMITTED - 1);
  server->spec = (FakeSpec){ .drip = row->drip, .endless = row->drip ? NULL : server->bytes,
                             .then = FAKE_THEN_SILENCE };
  if (row->stage == VF_STAGE_HANDSHAKE)
    server->spec.tls_answer = server->bytes;
  else
    {
      server->spec.chain = &server->leaf;
      server->spec.n_chain = 1;
      server->spec.replies = row->drip ? &server->bytes : &server->admitted;
      server->spec.n_replies = 1;
    }
  server->fake = fake_pg_new (&server->spec);
  return server;
}

static void
server_free (Server *server)
{
  fake_pg_free (server->fake);
  g_bytes_unref (server->admitted);
  g_bytes_unref (server->bytes);
  test_pair_free (server->leaf);
  test_pair_free (server->root);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static gboolean
is_connected (gpointer data)
{
  return fake_pg_count_connections (data) > 0;
}

/* --- the window's pulse ---------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 last;
  gint64 longest;
  guint n_beats;
  guint source;
} Pulse;

static gboolean
on_beat (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  pulse->longest = MAX (pulse->longest, now - pulse->last);
  pulse->last = now;
  pulse->n_beats++;
  return G_SOURCE_CONTINUE;
}

static void
pulse_start (Pulse *pulse)
{
  *pulse = (Pulse){ .last = g_get_monotonic_time () };
  pulse->source = g_timeout_add (BEAT_MS, on_beat, pulse);
}

/* The time since the last beat counts, too. */
static void
pulse_stop (Pulse *pulse)
{
  on_beat (pulse);
  g_source_remove (pulse->source);
  g_test_message ("%u beats, the longest gap %.1f ms", pulse->n_beats, (double) pulse->longest / 1000);
  g_assert_cmpint (pulse->longest, <, LONGEST_GAP_MS * 1000);
}

/* --- the tests ------------------------------------------------------------------------------------------------- */

static gboolean
is_over (gpointer data)
{
  return !vf_session_get_checking (data);
}

/* Shows the page, which checks at once; returns when the server has been reached and the page has been drawn. */
static void
begin (UiTest *test, Server *server)
{
  g_autofree char *pem = test_pair_to_pem (server->root);
  g_autoptr (VfTarget) target = vf_target_new ("db.test", "127.0.0.1", fake_pg_get_port (server->fake), "shop", "app");

  ui_test_import_pem (test, pem);
  vf_session_set_target (test->session, target);
  vf_session_set_remember (test->session, FALSE);
  vf_session_set_mode (test->session, VF_SSL_MODE_VERIFY_FULL);
  vf_page_shown (test->page, TRUE);
  ui_test_wait (is_connected, server->fake);
}

static void
test_ends (UiTest *test, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Server) server = server_new (row);
  gint64 start = g_get_monotonic_time ();
  Pulse pulse;
  double elapsed;

  begin (test, server);
  pulse_start (&pulse);
  ui_test_wait (is_over, test->session);
  pulse_stop (&pulse);
  elapsed = (double) (g_get_monotonic_time () - start) / 1000;
  g_test_message ("over after %.0f ms", elapsed);
  g_assert_cmpfloat (elapsed, <, DEADLINE_MS + SLACK_MS);
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (test->session)), ==, VF_CODE_TIMED_OUT);
  g_assert_cmpint (vf_report_get_failed_stage (vf_session_get_report (test->session)), ==, row->stage);
  g_assert_false (vf_page_get_busy (test->page));
}

static gboolean
has_waited (gpointer data)
{
  return ((Pulse *) data)->n_beats >= 50;
}

/* in the midst of it */
static void
test_cancel (UiTest *test, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Server) server = server_new (row);
  gint64 before;
  Pulse pulse;

  begin (test, server);
  pulse_start (&pulse);
  ui_test_wait (has_waited, &pulse);
  g_assert_true (vf_page_get_busy (test->page));
  before = g_get_monotonic_time ();
  vf_page_cancel (test->page);
  g_assert_false (vf_page_get_busy (test->page));
  g_assert_cmpint (g_get_monotonic_time () - before, <, CANCEL_MS * 1000);
  g_assert_true (ui_test_is_visible (test->page, "again"));
  pulse_stop (&pulse);
}

static void
set_up (UiTest *test, gconstpointer data)
{
  ui_test_set_up (test, (gconstpointer) (guintptr) vf_check_page_get_type);
}

static void
add (const char *name, const Row *row, void (*function) (UiTest *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/hostile-server/%s/%s", name, row->name);

  g_test_add (path, UiTest, row, set_up, function, ui_test_tear_down);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      add ("cancel", &rows[i], test_cancel);
      add ("ends", &rows[i], test_ends);
    }
  return g_test_run ();
}
