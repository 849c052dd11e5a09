#include "config.h"

#include "check/check.h"

#include "check-fixture.h"
#include "check/explain.h"
#include "fake-pg.h"
#include "test.h"

#define HOST "db.test"
#define OTHER "other.test"

/* --- the comparison --- */

/**
 * Row:
 * @before: what the server sent and what was at hand, when it was remembered
 * @now: the same, later
 *
 * Letters: l: the leaf, n: a new leaf for a new key, k: a new leaf for the same key, o: a new leaf for another server,
 * x: a leaf of a stranger who calls its authority the same, f: a leaf of a foreign authority, s: a leaf that vouches
 * for itself, t: another such one.  Then: r: the authority is sent along, R: it is imported.
 */
typedef struct
{
  const char *before;
  const char *now;
  VfServerChange expected;
  const char *why;
} Row;

static const Row rows[] = {
  { "lR", "lR", VF_SERVER_SAME, "the very certificate" },
  { "l", "lr", VF_SERVER_SAME, "the very certificate, with more beside it" },
  { "lR", "nR", VF_SERVER_REKEYED, "the authority is imported" },
  { "lr", "nr", VF_SERVER_REKEYED, "the authority is sent, and has signed both" },
  { "lR", "nr", VF_SERVER_REKEYED, "wherever the authority came from" },
  { "lR", "kR", VF_SERVER_RENEWED, "the key is kept" },
  { "l", "k", VF_SERVER_RENEWED, "the key alone is proof" },
  { "lR", "oR", VF_SERVER_STRANGER, "another server of the same authority" },
  { "lR", "xR", VF_SERVER_STRANGER, "a name is no proof" },
  { "lr", "xr", VF_SERVER_STRANGER, "sending the real authority along is no proof" },
  { "lR", "fR", VF_SERVER_STRANGER, "another authority" },
  { "l", "n", VF_SERVER_STRANGER, "the authority is not at hand: nothing is proven" },
  { "s", "lR", VF_SERVER_STRANGER, "from itself to an authority" },
  { "s", "t", VF_SERVER_STRANGER, "itself, with another key" },
};

/* one pair a letter, and the authority that signed it */
typedef struct
{
  TestPair *pairs[128];
  const TestPair *issuers[128];
} World;

static void
add_leaf (World *world, char letter, const char *host, const TestPair *issuer, const TestPair *key_owner)
{
  g_autofree char *subject = g_strdup_printf ("CN=%s", host);
  g_autofree char *names = g_strdup_printf ("DNS:%s", host);
  TestSpec spec = { .subject = subject, .names = names, .extended_key_usage = "serverAuth" };

  world->pairs[(guint) letter] = key_owner ? test_pair_new_with_key (&spec, issuer, key_owner)
                                           : test_pair_new (&spec, issuer);
  world->issuers[(guint) letter] = issuer;
}

static void
world_init (World *world)
{
  *world = (World){ 0 };
  world->pairs['R'] = test_pair_new_root ("Example Root");
  world->pairs['X'] = test_pair_new_root ("Example Root");
  world->pairs['F'] = test_pair_new_root ("Foreign Root");
  add_leaf (world, 'l', HOST, world->pairs['R'], NULL);
  add_leaf (world, 'n', HOST, world->pairs['R'], NULL);
  add_leaf (world, 'k', HOST, world->pairs['R'], world->pairs['l']);
  add_leaf (world, 'o', OTHER, world->pairs['R'], NULL);
  add_leaf (world, 'x', HOST, world->pairs['X'], NULL);
  add_leaf (world, 'f', HOST, world->pairs['F'], NULL);
  add_leaf (world, 's', HOST, NULL, NULL);
  add_leaf (world, 't', HOST, NULL, NULL);
}

static void
world_clear (World *world)
{
  for (guint i = 0; i < G_N_ELEMENTS (world->pairs); i++)
    g_clear_pointer (&world->pairs[i], test_pair_free);
}

static VfServerIdentity *
meet (const World *world, const char *letters)
{
  const TestPair *sent[] = { world->pairs[(guint) letters[0]], world->pairs['R'] };
  g_autoptr (GPtrArray) chain = fixture_certificates (sent, letters[1] == 'r' ? 2 : 1);
  g_autoptr (VfCredentials) credentials
    = letters[1] == 'R' ? fixture_credentials (world->pairs['R'], NULL, NULL) : NULL;
  g_autoptr (VfConnection) connection = fixture_connection (HOST, 5432, credentials, VF_SSL_MODE_REQUIRE);

  return vf_server_identity_new (chain, NULL, connection);
}

/* What is compared later has been through the file. */
static VfServerIdentity *
remember (VfServerIdentity *identity)
{
  return vf_server_identity_new_from_record (vf_server_identity_get_record (identity));
}

static void
test_compare (void)
{
  World world;

  world_init (&world);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfServerIdentity) then = meet (&world, rows[i].before);
      g_autoptr (VfServerIdentity) before = remember (then);
      g_autoptr (VfServerIdentity) now = meet (&world, rows[i].now);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (vf_server_change_to_string (vf_server_identity_compare (before, now)), ==,
                       vf_server_change_to_string (rows[i].expected));
    }
  world_clear (&world);
}

/* Who imports the archive of another authority says so that it may vouch for the server, but for no other server. */
static void
test_imported_since (void)
{
  g_autoptr (VfServerIdentity) then = NULL;
  g_autoptr (VfServerIdentity) foreign = NULL;
  g_autoptr (VfServerIdentity) waiting = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  World world;

  world_init (&world);
  then = meet (&world, "lR");
  credentials = fixture_credentials (world.pairs['F'], NULL, NULL);
  connection = fixture_connection (HOST, 5432, credentials, VF_SSL_MODE_VERIFY_FULL);
  chain = fixture_certificates ((const TestPair *[]){ world.pairs['f'] }, 1);
  foreign = vf_server_identity_new (chain, NULL, connection);
  g_assert_cmpint (vf_server_identity_compare (then, foreign), ==, VF_SERVER_STRANGER);
  waiting = vf_server_identity_with_authorities (then, vf_credentials_get_authorities (credentials));
  g_assert_cmpint (vf_server_identity_compare (waiting, foreign), ==, VF_SERVER_REKEYED);
  {
    g_autoptr (VfServerIdentity) impostor = meet (&world, "xR");
    g_autoptr (VfServerIdentity) other = meet (&world, "oR");

    g_assert_cmpint (vf_server_identity_compare (waiting, impostor), ==, VF_SERVER_STRANGER);
    g_assert_cmpint (vf_server_identity_compare (waiting, other), ==, VF_SERVER_STRANGER);
  }
  world_clear (&world);
}

static void
test_of (void)
{
  static const struct
  {
    const char *host;
    guint port;
    gboolean expected;
  } asked[] = { { HOST, 5432, TRUE }, { "DB.TEST", 5432, TRUE }, { HOST, 0, TRUE }, { HOST, 5433, FALSE },
                { OTHER, 5432, FALSE } };
  g_autoptr (VfServerIdentity) identity = NULL;
  World world;

  world_init (&world);
  identity = meet (&world, "lR");
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (VfTarget) target = vf_target_new (asked[i].host, NULL, asked[i].port, NULL, NULL);

      g_assert_cmpint (vf_server_identity_is_of (identity, target), ==, asked[i].expected);
    }
  world_clear (&world);
}

/* --- the login --- */

/**
 * Visit:
 * @letter: what the server shows now; it showed l before
 * @roots: the authorities that are imported
 * @code: how the check ends
 * @n_passwords: how many answers the server got
 * @finding: that is in the report besides, or none
 */
typedef struct
{
  VfSslMode mode;
  char letter;
  const char *roots;
  VfCode code;
  guint n_passwords;
  VfCode finding;
  const char *variant;
  const char *why;
} Visit;

#define REQUIRE VF_SSL_MODE_REQUIRE
#define CA VF_SSL_MODE_VERIFY_CA
#define FULL VF_SSL_MODE_VERIFY_FULL
#define CHANGED VF_CODE_CERTIFICATE_CHANGED
#define RENEWED VF_CODE_CERTIFICATE_RENEWED

static const Visit visits[] = {
  { REQUIRE, 'l', "R", VF_CODE_NONE, 1, VF_CODE_NONE, NULL, "as before" },
  { REQUIRE, 'n', "R", VF_CODE_NONE, 1, RENEWED, NULL, "an ordinary renewal" },
  { REQUIRE, 'k', "", VF_CODE_NONE, 1, RENEWED, "same-key", "an ordinary renewal" },
  { FULL, 'n', "R", VF_CODE_NONE, 1, RENEWED, NULL, "an ordinary renewal" },
  { REQUIRE, 'f', "R", CHANGED, 0, CHANGED, NULL, "another authority" },
  { REQUIRE, 'x', "R", CHANGED, 0, CHANGED, "unproven", "the authority’s name alone" },
  { REQUIRE, 'n', "", CHANGED, 0, CHANGED, "unproven", "no authority at hand" },
  { REQUIRE, 'o', "R", CHANGED, 0, CHANGED, "other-server", "another server" },
  { CA, 'o', "R", CHANGED, 0, CHANGED, "other-server", "Verify-CA does not look at names" },
  { CA, 'f', "RF", CHANGED, 0, CHANGED, NULL, "both authorities are imported" },
  { FULL, 'f', "RF", CHANGED, 0, CHANGED, NULL, "both authorities are imported" },
  { FULL, 'f', "R", VF_CODE_UNTRUSTED_AUTHORITY, 0, VF_CODE_NONE, NULL, "the mode refuses it already" },
};

static VfReport *
check (VfConnection *connection, VfServerIdentity *remembered)
{
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");
  VfCheckOptions options = { .timeout_ms = 15000, .remembered = remembered };
  VfReport *report = vf_check_run (connection, password, NULL, &options, NULL);
  g_autofree char *sentence = vf_explain_report (report);

  g_test_message ("%s", sentence);
  return report;
}

static VfFinding *
find (VfReport *report, VfCode code)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (vf_finding_get_code (vf_report_get_finding (report, i)) == code)
      return vf_report_get_finding (report, i);
  return NULL;
}

static VfCredentials *
roots_of (const World *world, const char *letters)
{
  g_autoptr (VfCredentials) credentials = vf_credentials_new_empty ();

  for (; *letters; letters++)
    {
      g_autoptr (VfCertificate) certificate = fixture_certificate (world->pairs[(guint) *letters]);
      VfCredentials *more = vf_credentials_with_authority (credentials, certificate);

      vf_credentials_unref (credentials);
      credentials = more;
    }
  return g_steal_pointer (&credentials);
}

static void
assert_stopped (const Visit *visit, VfReport *report, FakePg *fake)
{
  VfFinding *finding = find (report, CHANGED);

  g_assert_cmpint (vf_report_get_failed_stage (report), ==, VF_STAGE_CHAIN);
  g_assert_cmpint (vf_report_get_stage_state (report, VF_STAGE_HANDSHAKE), ==, VF_STATE_OK);
  g_assert_cmpint (vf_report_get_stage_state (report, VF_STAGE_LOGIN), ==, VF_STATE_NOT_REACHED);
  /* not even the user's name */
  g_assert_cmpuint (fake_pg_count_startups (fake), ==, 0);
  g_assert_nonnull (vf_report_get_remembered (report));
  g_assert_nonnull (vf_report_get_server (report));
  g_assert_cmpuint (vf_finding_get_n_fixes (finding), ==, 1);
  g_assert_true (vf_fix_wants_comparing (vf_finding_get_fix (finding, 0)));
  g_assert_cmpstr (vf_fix_get_argument (vf_finding_get_fix (finding, 0)), ==,
                   vf_certificate_get_sha256 (vf_report_get_chain (report)->pdata[0]));
}

/* Agreed to is this certificate, and no other. */
static void
assert_consent (VfReport *stopped, VfConnection *connection, VfServerIdentity *remembered, FakePg *fake)
{
  VfFix *fix = vf_finding_get_fix (find (stopped, CHANGED), 0);
  g_autoptr (VfConnection) agreed = vf_fix_apply (connection, fix, NULL, NULL);
  g_autoptr (VfConnection) wrongly = vf_connection_with_accepted_certificate (connection, "AA:BB");
  g_autoptr (VfReport) refused = check (wrongly, remembered);
  g_autoptr (VfReport) report = NULL;

  g_assert_cmpint (vf_report_get_code (refused), ==, CHANGED);
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, 0);
  report = check (agreed, remembered);
  g_assert_true (vf_report_is_ok (report));
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, 1);
}

static void
test_visit (gconstpointer data)
{
  const Visit *visit = data;
  g_autoptr (GBytes) request = fake_reply_auth (5, "salt", 4);
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  GBytes *replies[] = { request, ready };
  World world;
  g_autoptr (VfServerIdentity) remembered = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfReport) report = NULL;
  g_autoptr (FakePg) fake = NULL;
  FakeSpec spec = { .n_chain = 1, .replies = replies, .n_replies = 2, .then = FAKE_THEN_CLOSE };
  VfServerRecord record;

  g_test_message ("%s", visit->why);
  world_init (&world);
  spec.chain = &world.pairs[(guint) visit->letter];
  fake = fake_pg_new (&spec);
  credentials = roots_of (&world, visit->roots);
  connection = fixture_connection (HOST, fake_pg_get_port (fake), credentials, visit->mode);
  {
    g_autoptr (VfServerIdentity) met = meet (&world, "lR");

    record = *vf_server_identity_get_record (met);
    record.port = fake_pg_get_port (fake);
    remembered = vf_server_identity_new_from_record (&record);
  }
  report = check (connection, remembered);
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (visit->code));
  g_assert_cmpuint (fake_pg_count_passwords (fake), ==, visit->n_passwords);
  g_assert_cmpint (find (report, RENEWED) != NULL, ==, visit->finding == RENEWED);
  if (visit->finding != VF_CODE_NONE)
    g_assert_cmpstr (vf_finding_get_variant (find (report, visit->finding)), ==, visit->variant);
  if (visit->code == CHANGED)
    {
      assert_stopped (visit, report, fake);
      assert_consent (report, connection, remembered, fake);
    }
  g_clear_pointer (&fake, fake_pg_free);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/server-identity/compare", test_compare);
  g_test_add_func ("/server-identity/imported-since", test_imported_since);
  g_test_add_func ("/server-identity/of", test_of);
  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      g_autofree char *path = g_strdup_printf ("/server-identity/visit/%02u", i);

      g_test_add_data_func (path, &visits[i], test_visit);
    }
  return g_test_run ();
}
