#include "config.h"

#include <string.h>

#include "fake-pg.h"
#include "oracle.h"
#include "test.h"

/* Random certificates, root files, hosts and modes: our verdict on chain and name is libpq's own.  Each round has its
 * seed from the first one, so that a round that fails can be had again: VF_SEED=… VF_ROUNDS=1. */

#define SEED 20261122

/* Under the sanitizers a connection takes a hundred times as long; what they look for shows in the first few. */
#ifdef __SANITIZE_ADDRESS__
#define ROUNDS 8
#else
#define ROUNDS 260
#endif
#define HOSTS 4

#define PAST G_GINT64_CONSTANT (1600000000)
#define FUTURE G_GINT64_CONSTANT (2200000000)

#define PICK(random, list) ((list)[g_rand_int_range ((random), 0, G_N_ELEMENTS (list))])

/* What is the matter with the chain. */
typedef enum
{
  FLAW_NONE,
  FLAW_INTERMEDIATE_SENT,
  FLAW_INTERMEDIATE_MISSING,
  FLAW_INTERMEDIATE_IN_FILE,   /* and not sent */
  FLAW_ONLY_INTERMEDIATE,      /* in the file, without its root */
  FLAW_OTHER_ROOT,
  FLAW_OTHER_KEY,              /* a root of the same name */
  FLAW_BOTH_KEYS,              /* the right root behind that one */
  FLAW_EXPIRED_LEAF,
  FLAW_EARLY_LEAF,
  FLAW_EXPIRED_INTERMEDIATE,
  FLAW_EXPIRED_ROOT,
  FLAW_CLIENT_PURPOSE,
  FLAW_LEAF_ISSUES,            /* signed by what is no authority */
  FLAW_PATH_TOO_LONG,
  FLAW_NO_CERT_SIGN,
  FLAW_WEAK_KEY,
  FLAW_WEAK_DIGEST,
  FLAW_SELF_SIGNED,
  FLAW_SELF_SIGNED_AND_TRUSTED,
  FLAW_LEAF_TRUSTED,           /* and its root not */
  FLAW_TURNED,                 /* sent in the wrong order */
  FLAW_STRANGER_SENT,          /* and one certificate that has no place */
  FLAW_REVOKED,
  FLAW_OTHER_REVOKED,
  FLAW_CRL_OF_ONE,             /* two authorities, and a list of the lower one only */
  N_FLAWS,
} Flaw;

/* Keys are made once: what is signed with them is what differs. */
typedef struct
{
  TestPair *root;
  TestPair *other_root;
  TestPair *twin_root;
  TestPair *expired_root;
  TestPair *intermediate;
  TestPair *expired_intermediate;
  TestPair *mute_intermediate;
  TestPair *short_root;
  TestPair *below_short;
  TestPair *below_below;
  TestPair *no_authority;
  TestPair *stranger;
  TestPair *weak_key;
  TestPair *strong_key;
} World;

static World world;

static void
world_init (void)
{
  TestSpec expired_root = { .subject = "CN=Old Root", .authority = TRUE, .not_after = PAST };
  TestSpec expired = { .subject = "CN=Old Intermediate", .authority = TRUE, .not_after = PAST };
  TestSpec mute = { .subject = "CN=Mute", .authority = TRUE, .key_usage = "critical,cRLSign" };
  TestSpec short_root = { .subject = "CN=Short Root", .authority = TRUE, .path_length = 1 };
  TestSpec weak = { .subject = "CN=weak", .key_kind = TEST_KEY_RSA_1024 };

  world.root = test_pair_new_root ("Root");
  world.other_root = test_pair_new_root ("Other Root");
  world.twin_root = test_pair_new_root ("Root");
  world.expired_root = test_pair_new (&expired_root, NULL);
  world.intermediate = test_pair_new_intermediate ("Intermediate", world.root);
  world.expired_intermediate = test_pair_new (&expired, world.root);
  world.mute_intermediate = test_pair_new (&mute, world.root);
  world.short_root = test_pair_new (&short_root, NULL);
  world.below_short = test_pair_new_intermediate ("Below", world.short_root);
  world.below_below = test_pair_new_intermediate ("Below Below", world.below_short);
  world.no_authority = test_pair_new_server ("issuer.test", "DNS:issuer.test", world.root);
  world.stranger = test_pair_new_root ("Stranger");
  world.weak_key = test_pair_new (&weak, NULL);
  world.strong_key = test_pair_new_root ("Key");
}

static void
world_clear (void)
{
  TestPair **pairs = (TestPair **) &world;

  for (guint i = 0; i < sizeof world / sizeof *pairs; i++)
    test_pair_free (pairs[i]);
}

static const char *const words[] = {
  "db.test", "DB.Test", "a.wild.test", "*.wild.test", "*.Wild.TEST", "wild.test", "x*.wild.test", "*", "*.test", "*.*.test",
  "a.*.test", "db.test.", "*.wild.test.", "127.0.0.1", "192.0.2.1", "2001:db8::1", "192.0.2.001", "db.test\\0.evil.test",
  "xn--bcher-kva.test", "*.xn--bcher-kva.test", "bücher.test", "db", "", "a.b.wild.test", ".test", "192.0.2.*",
};

static const char *const asked[] = {
  "db.test", "DB.TEST", "a.wild.test", "A.WILD.test", "wild.test", ".wild.test", "a.b.wild.test", "db.test.", "a.wild.test.",
  "127.0.0.1", "192.0.2.1", "192.0.2.2", "192.000.002.001", "2001:db8::1", "2001:DB8:0:0::1", "2001:db8::1/128", "::1",
  "db.test.evil.test", "bücher.test", "xn--bcher-kva.test", "a.xn--bcher-kva.test", "db", "test", "3221225985", "0xc0.0.2.1",
};

static void
append_name (GRand *random, GString *names)
{
  static const char *const addresses[] = { "127.0.0.1", "192.0.2.1", "2001:db8::1", "::1" };

  if (names->len > 0)
    g_string_append_c (names, ',');
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
    case 1:
      g_string_append_printf (names, "IP:%s", PICK (random, addresses));
      break;
    case 2:
      g_string_append (names, g_rand_boolean (random) ? "email:a@db.test" : "URI:https://db.test");
      break;
    case 3:
      /* libpq stops there, and never comes to a name that would do */
      g_string_append (names, "DNS:db.test\\0.evil.test");
      break;
    default:
      g_string_append_printf (names, "DNS:%s", PICK (random, words));
      break;
    }
}

static char *
random_names (GRand *random)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gint n = g_rand_int_range (random, 0, 5); n > 0; n--)
    append_name (random, names);
  return names->len > 0 ? g_strdup (names->str) : NULL;
}

static char *
random_subject (GRand *random)
{
  const char *word = PICK (random, words);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      return *word ? g_strdup_printf ("O=Example,OU=%s", word) : g_strdup ("O=Example");
    case 1:
      return *word ? g_strdup_printf ("CN=first.test,CN=%s", word) : g_strdup ("O=Example");
    }
  return *word ? g_strdup_printf ("O=Example,CN=%s", word) : g_strdup ("O=Example");
}

/* One round: who shows what, and who believes whom. */
typedef struct
{
  guint32 seed;
  Flaw flaw;
  TestPair *leaf;
  TestPair *chain[4];
  guint n_chain;
  const TestPair *roots[4];
  guint n_roots;
  char *crl;
  char *subject;
  char *names;
} Round;

static void
round_clear (Round *round)
{
  test_pair_free (round->leaf);
  g_free (round->crl);
  g_free (round->subject);
  g_free (round->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

static void
send (Round *round, TestPair *pair)
{
  round->chain[round->n_chain++] = pair;
}

static void
believe (Round *round, const TestPair *pair)
{
  round->roots[round->n_roots++] = pair;
}

static const TestPair *
issuer_for (Flaw flaw)
{
  switch (flaw)
    {
    case FLAW_INTERMEDIATE_SENT:
    case FLAW_INTERMEDIATE_MISSING:
    case FLAW_INTERMEDIATE_IN_FILE:
    case FLAW_ONLY_INTERMEDIATE:
    case FLAW_TURNED:
    case FLAW_CRL_OF_ONE:
      return world.intermediate;
    case FLAW_EXPIRED_INTERMEDIATE:
      return world.expired_intermediate;
    case FLAW_EXPIRED_ROOT:
      return world.expired_root;
    case FLAW_LEAF_ISSUES:
      return world.no_authority;
    case FLAW_PATH_TOO_LONG:
      return world.below_below;
    case FLAW_NO_CERT_SIGN:
      return world.mute_intermediate;
    case FLAW_SELF_SIGNED:
    case FLAW_SELF_SIGNED_AND_TRUSTED:
      return NULL;
    case FLAW_NONE:
    case FLAW_OTHER_ROOT:
    case FLAW_OTHER_KEY:
    case FLAW_BOTH_KEYS:
    case FLAW_EXPIRED_LEAF:
    case FLAW_EARLY_LEAF:
    case FLAW_CLIENT_PURPOSE:
    case FLAW_WEAK_KEY:
    case FLAW_WEAK_DIGEST:
    case FLAW_LEAF_TRUSTED:
    case FLAW_STRANGER_SENT:
    case FLAW_REVOKED:
    case FLAW_OTHER_REVOKED:
    case N_FLAWS:
      break;
    }
  return world.root;
}

/* The leaf goes first, then what is sent besides, then what is believed. */
static void
arrange (Round *round)
{
  send (round, round->leaf);
  switch (round->flaw)
    {
    case FLAW_INTERMEDIATE_SENT:
    case FLAW_CRL_OF_ONE:
      send (round, world.intermediate);
      break;
    case FLAW_INTERMEDIATE_IN_FILE:
      believe (round, world.intermediate);
      break;
    case FLAW_ONLY_INTERMEDIATE:
      send (round, world.intermediate);
      believe (round, world.intermediate);
      return;
    case FLAW_OTHER_ROOT:
      believe (round, world.other_root);
      return;
    case FLAW_OTHER_KEY:
      believe (round, world.twin_root);
      return;
    case FLAW_BOTH_KEYS:
      believe (round, world.twin_root);
      break;
    case FLAW_EXPIRED_INTERMEDIATE:
      send (round, world.expired_intermediate);
      break;
    case FLAW_EXPIRED_ROOT:
      believe (round, world.expired_root);
      return;
    case FLAW_LEAF_ISSUES:
      send (round, world.no_authority);
      break;
    case FLAW_PATH_TOO_LONG:
      send (round, world.below_below);
      send (round, world.below_short);
      believe (round, world.short_root);
      return;
    case FLAW_NO_CERT_SIGN:
      send (round, world.mute_intermediate);
      break;
    case FLAW_SELF_SIGNED_AND_TRUSTED:
    case FLAW_LEAF_TRUSTED:
      believe (round, round->leaf);
      return;
    case FLAW_TURNED:
      send (round, world.root);
      send (round, world.intermediate);
      break;
    case FLAW_STRANGER_SENT:
      send (round, world.stranger);
      break;
    case FLAW_NONE:
    case FLAW_INTERMEDIATE_MISSING:
    case FLAW_EXPIRED_LEAF:
    case FLAW_EARLY_LEAF:
    case FLAW_CLIENT_PURPOSE:
    case FLAW_WEAK_KEY:
    case FLAW_WEAK_DIGEST:
    case FLAW_SELF_SIGNED:
    case FLAW_REVOKED:
    case FLAW_OTHER_REVOKED:
    case N_FLAWS:
      break;
    }
  believe (round, world.root);
}

static void
make_leaf (Round *round)
{
  TestSpec spec = { .subject = round->subject, .names = round->names };
  const TestPair *issuer = issuer_for (round->flaw);
  const TestPair *key = round->flaw == FLAW_WEAK_KEY ? world.weak_key : world.strong_key;

  spec.not_after = round->flaw == FLAW_EXPIRED_LEAF ? PAST : 0;
  spec.not_before = round->flaw == FLAW_EARLY_LEAF ? FUTURE : 0;
  spec.extended_key_usage = round->flaw == FLAW_CLIENT_PURPOSE ? "clientAuth" : NULL;
  spec.digest = round->flaw == FLAW_WEAK_DIGEST ? "SHA1" : NULL;
  round->leaf = test_pair_new_with_key (&spec, issuer, key);
}

static void
write_crl (Round *round, const char *directory)
{
  const TestPair *revoked = round->flaw == FLAW_REVOKED ? round->leaf : world.stranger;
  const TestPair *issuer = round->flaw == FLAW_CRL_OF_ONE ? world.intermediate : world.root;
  g_autofree char *text = NULL;

  if (round->flaw != FLAW_REVOKED && round->flaw != FLAW_OTHER_REVOKED && round->flaw != FLAW_CRL_OF_ONE)
    return;
  text = test_crl_to_pem (issuer, &revoked, 1);
  round->crl = test_write_file (directory, "list.crl", text);
}

static void
round_init (Round *round, GRand *random, guint32 seed, const char *directory)
{
  *round = (Round){ .seed = seed, .subject = random_subject (random), .names = random_names (random) };
  /* every other round has a good chain, so that names are judged at all */
  round->flaw = seed % 2 == 0 ? (Flaw) g_rand_int_range (random, FLAW_NONE, FLAW_INTERMEDIATE_SENT + 1)
                              : (Flaw) (seed / 2 % N_FLAWS);
  make_leaf (round);
  arrange (round);
  write_crl (round, directory);
}

/* Half of them have something to do with what the certificate says. */
static char *
random_host (GRand *random, const Round *round)
{
  g_auto (GStrv) names = round->names && g_rand_boolean (random) ? g_strsplit (round->names, ",", -1) : NULL;
  guint n = names ? g_strv_length (names) : 0;
  const char *name = n > 0 ? strchr (names[g_rand_int_range (random, 0, (gint) n)], ':') + 1 : "";

  if (g_str_has_prefix (name, "*.") && name[2])
    return g_strdup_printf ("%s%s", PICK (random, ((const char *const[]){ "a", "A", "a.b", "" })), name + 1);
  return g_strdup (*name && !strpbrk (name, "\\*@/") ? name : PICK (random, asked));
}

static guint
ask (const Round *round, const OracleServer *server, const char *host, guint *n_good)
{
  static const VfSslMode modes[] = { VF_SSL_MODE_VERIFY_CA, VF_SSL_MODE_VERIFY_FULL };
  OracleQuestion question = { .host = host, .authorities = round->roots, .n_authorities = round->n_roots,
                              .crl = round->crl };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *what
        = g_strdup_printf ("seed %u, flaw %d, %s, %s, asked for %s", round->seed, round->flaw, round->subject,
                           round->names ? round->names : "no names", host);
      VfStage stage;

      question.mode = modes[i];
      *n_good += oracle_compare (server, &question, what, &stage);
    }
  return G_N_ELEMENTS (modes);
}

static guint
run_round (guint32 seed, const char *directory, guint *n_good)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  g_auto (Round) round = { 0 };
  FakeSpec spec = { .replies = &ready, .n_replies = 1, .then = FAKE_THEN_CLOSE };
  g_autoptr (FakePg) fake = NULL;
  OracleServer server = { .address = "127.0.0.1", .user = "app", .dbname = "app" };
  guint n = 0;

  round_init (&round, random, seed, directory);
  spec.chain = round.chain;
  spec.n_chain = round.n_chain;
  fake = fake_pg_new (&spec);
  server.port = fake_pg_get_port (fake);
  for (guint i = 0; i < HOSTS; i++)
    {
      g_autofree char *host = random_host (random, &round);

      n += ask (&round, &server, host, n_good);
    }
  return n;
}

static guint
number_from (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_random (void)
{
  guint first = number_from ("VF_SEED", SEED);
  guint rounds = number_from ("VF_ROUNDS", ROUNDS);
  g_autofree char *directory = vf_test_make_dir ();
  guint n_good = 0;
  guint n = 0;

  world_init ();
  g_test_message ("seed %u", first);
  for (guint i = 0; i < rounds; i++)
    n += run_round (first + i, directory, &n_good);
  g_test_message ("count: %u random connections compared with libpq, %u of them good", n, n_good);
  /* neither side may always say the same */
  g_assert_cmpuint (n_good, >, n / 10);
  g_assert_cmpuint (n_good, <, n * 9 / 10);
  vf_test_remove_tree (directory);
  world_clear ();
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/property/chain-and-name", test_random);
  return g_test_run ();
}
