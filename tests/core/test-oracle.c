#include "config.h"

#include "conformance.h"
#include "fake-pg.h"
#include "test.h"

/* Under the sanitizers a connection takes a hundred times as long; what they look for shows in the first few. */
#ifdef __SANITIZE_ADDRESS__
#define SLOW TRUE
#else
#define SLOW FALSE
#endif

/* libpq against our own judgement, on a server that lets everybody in whose TLS stands. */
static void
test_conformance (void)
{
  g_autoptr (Conformance) conformance = conformance_new ();
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  guint n = 0;

  for (guint i = SLOW ? 1 : 0; i < (SLOW ? 3 : conformance_get_n_servers (conformance)); i++)
    {
      FakeSpec spec = { .chain = conformance_get_server (conformance, i), .n_chain = 1, .replies = &ready,
                        .n_replies = 1, .then = FAKE_THEN_CLOSE };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      OracleServer server = { "127.0.0.1", fake_pg_get_port (fake), "app", "app", NULL };

      n += conformance_run (conformance, i, &server);
    }
  g_test_message ("count: %u connections of PostgreSQL's own suite against a scripted server, libpq, look and check agree on all", n);
  g_assert_cmpuint (n, >, SLOW ? 15 : 120);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/oracle/conformance", test_conformance);
  return g_test_run ();
}
