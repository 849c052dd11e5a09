#include "config.h"

#include "conformance.h"
#include "fake-pg.h"
#include "test.h"

/* Under the sanitizers a connection takes a hundred times as long; what they look for shows in the first few. */
#ifdef __SANITIZE_ADDRESS__
#define SLOW TRUE
#define ROUNDS 4
#else
#define SLOW FALSE
#define ROUNDS 60
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
  g_test_message ("%u connections, libpq, look and check agree on all", n);
  g_assert_cmpuint (n, >, SLOW ? 15 : 120);
}

static const char *const labels[] = { "a", "db", "*", "x*", "wild", "test", "127.0.0.1", "192.0.2.1", "2001:db8::1", "" };
static const char *const hosts[] = { "db.test", "a.wild.test", "wild.test", ".test", "127.0.0.1", "192.0.2.1",
                                     "2001:db8::1", "a.b.wild.test", "DB.TEST", "db.test.", "192.0.2.001" };

static char *
random_host (GRand *random)
{
  const char *first = labels[g_rand_int_range (random, 0, G_N_ELEMENTS (labels))];
  const char *second = labels[g_rand_int_range (random, 0, G_N_ELEMENTS (labels))];

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      return g_strdup (*first ? first : "x");
    case 1:
      return g_strdup_printf ("%s.test", first);
    case 2:
      return g_strdup_printf ("%s.%s.test", first, second);
    }
  return g_strdup (hosts[g_rand_int_range (random, 0, G_N_ELEMENTS (hosts))]);
}

static char *
random_names (GRand *random)
{
  GString *names = g_string_new (NULL);

  for (gint n = g_rand_int_range (random, 0, 4); n > 0; n--)
    {
      g_autofree char *host = random_host (random);
      gint kind = g_rand_int_range (random, 0, 5);

      if (names->len > 0)
        g_string_append_c (names, ',');
      if (kind == 0)
        g_string_append (names, g_rand_boolean (random) ? "IP:192.0.2.1" : "IP:2001:db8::1");
      else if (kind == 1)
        g_string_append (names, "email:a@db.test");
      else
        g_string_append_printf (names, "DNS:%s", host);
    }
  if (names->len == 0)
    return (char *) g_string_free (names, TRUE);
  return g_string_free (names, FALSE);
}

/* Any certificate, any host: we say what libpq says. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) other = test_pair_new_root ("Other");
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  guint n = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree char *names = random_names (random);
      g_autofree char *host = random_host (random);
      g_autofree char *subject = g_strdup_printf ("%s=%s", g_rand_int_range (random, 0, 3) ? "CN" : "OU", host);
      TestSpec leaf_spec = { .subject = subject, .names = names };
      g_autoptr (TestPair) leaf = test_pair_new (&leaf_spec, g_rand_int_range (random, 0, 8) ? root : other);
      FakeSpec spec = { .chain = &leaf, .n_chain = 1, .replies = &ready, .n_replies = 1, .then = FAKE_THEN_CLOSE };
      g_autoptr (FakePg) fake = fake_pg_new (&spec);
      OracleServer server = { "127.0.0.1", fake_pg_get_port (fake), "app", "app", NULL };

      g_test_message ("%s, %s", subject, names ? names : "no names");
      for (guint i = 0; i < 4; i++)
        {
          g_autofree char *asked = i == 0 ? g_strdup (host) : random_host (random);
          OracleQuestion question = { .host = asked, .mode = VF_SSL_MODE_VERIFY_FULL,
                                      .authorities = (const TestPair *const *) &root, .n_authorities = 1 };
          VfStage stage;

          g_test_message ("%s", asked);
          oracle_compare (&server, &question, asked, &stage);
          n++;
        }
    }
  g_test_message ("%u connections, libpq, look and check agree on all", n);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/oracle/conformance", test_conformance);
  g_test_add_func ("/oracle/random", test_random);
  return g_test_run ();
}
