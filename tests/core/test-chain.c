#include "config.h"

#include "check/chain.h"

#include <string.h>

#include <glib/gstdio.h>
#include <openssl/x509.h>

#include "check-fixture.h"
#include "test.h"

/* One small world of authorities; each test takes what it needs. */
typedef struct
{
  TestPair *root;
  TestPair *intermediate;
  TestPair *leaf;       /* by the intermediate */
  TestPair *direct;     /* by the root */
  TestPair *other_root; /* nothing to do with the first */
} World;

static void
world_init (World *world)
{
  TestSpec root = { .subject = "CN=Example Root,O=Example", .authority = TRUE };
  TestSpec intermediate = { .subject = "CN=Example Server CA,O=Example", .authority = TRUE };

  world->root = test_pair_new (&root, NULL);
  world->intermediate = test_pair_new (&intermediate, world->root);
  world->leaf = test_pair_new_server ("db.test", "DNS:db.test", world->intermediate);
  world->direct = test_pair_new_server ("db.test", "DNS:db.test", world->root);
  world->other_root = test_pair_new_root ("Another Root");
}

static void
world_clear (World *world)
{
  test_pair_free (world->root);
  test_pair_free (world->intermediate);
  test_pair_free (world->leaf);
  test_pair_free (world->direct);
  test_pair_free (world->other_root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static VfConnection *
connection_with (const TestPair *const *authorities, guint n)
{
  g_autoptr (GPtrArray) trusted = fixture_certificates (authorities, n);
  g_autoptr (GPtrArray) none = fixture_certificates (NULL, 0);
  g_autoptr (VfCredentials) credentials = vf_credentials_new (trusted, none, NULL);

  return fixture_connection ("db.test", 5432, credentials, VF_SSL_MODE_VERIFY_FULL);
}

static void
verify (const TestPair *const *sent, guint n_sent, const TestPair *const *authorities, guint n_authorities,
        VfChainResult *result)
{
  g_autoptr (VfConnection) connection = connection_with (authorities, n_authorities);
  g_autoptr (VfTrust) trust = vf_trust_new (connection);
  g_autoptr (GPtrArray) chain = fixture_certificates (sent, n_sent);

  g_assert_nonnull (trust);
  vf_chain_verify (chain, trust, VF_TEST_NOW, result);
}

#define SENT(...) (const TestPair *const[]){ __VA_ARGS__ }, G_N_ELEMENTS (((const TestPair *[]){ __VA_ARGS__ }))
#define TRUSTED(...) SENT (__VA_ARGS__)

static void
test_good (void)
{
  g_auto (World) w = { 0 };
  g_auto (VfChainResult) result = { 0 };
  g_auto (VfChainResult) through_file = { 0 };
  g_auto (VfChainResult) any_order = { 0 };
  g_auto (VfChainResult) several = { 0 };

  world_init (&w);
  verify (SENT (w.leaf, w.intermediate), TRUSTED (w.root), &result);
  g_assert_cmpint (result.code, ==, VF_CODE_NONE);
  g_assert_cmpstr (vf_certificate_get_common_name (result.anchor), ==, "Example Root");
  verify (SENT (w.leaf), TRUSTED (w.root, w.intermediate), &through_file);
  g_assert_cmpint (through_file.code, ==, VF_CODE_NONE);
  verify (SENT (w.leaf, w.root, w.intermediate), TRUSTED (w.root), &any_order);
  g_assert_cmpint (any_order.code, ==, VF_CODE_NONE);
  verify (SENT (w.direct), TRUSTED (w.other_root, w.root), &several);
  g_assert_cmpint (several.code, ==, VF_CODE_NONE);
}

static void
test_unknown_authority (void)
{
  g_auto (World) w = { 0 };
  g_auto (VfChainResult) leaf_only = { 0 };
  g_auto (VfChainResult) with_root = { 0 };

  world_init (&w);
  verify (SENT (w.direct), TRUSTED (w.other_root), &leaf_only);
  g_assert_cmpint (leaf_only.code, ==, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_cmpstr (leaf_only.detail, ==, "Example Root");
  verify (SENT (w.leaf, w.intermediate, w.root), TRUSTED (w.other_root), &with_root);
  g_assert_cmpint (with_root.code, ==, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_cmpstr (with_root.detail, ==, "Example Root");
  g_assert_null (with_root.anchor);
}

static void
test_rotated_authority (void)
{
  TestSpec spec = { .subject = "CN=Example Root,O=Example", .authority = TRUE };
  g_autoptr (TestPair) rotated = test_pair_new (&spec, NULL);
  g_auto (World) w = { 0 };
  g_auto (VfChainResult) result = { 0 };
  g_auto (VfChainResult) with_root = { 0 };
  g_auto (VfChainResult) both = { 0 };

  world_init (&w);
  verify (SENT (w.direct), TRUSTED (rotated), &result);
  g_assert_cmpint (result.code, ==, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_cmpstr (result.variant, ==, "rotated");
  g_assert_cmpstr (result.detail, ==, "Example Root");
  /* the server sends the new authority as well: the same cause by another way */
  verify (SENT (w.direct, w.root), TRUSTED (rotated), &with_root);
  g_assert_cmpint (with_root.code, ==, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_cmpstr (with_root.variant, ==, "rotated");
  /* both are there: what is signed by either is good */
  verify (SENT (w.direct), TRUSTED (rotated, w.root), &both);
  g_assert_cmpint (both.code, ==, VF_CODE_NONE);
}

static void
assert_trusted (const TestPair *const *sent, gsize n_sent, const TestPair *const *authorities, gsize n_authorities,
                const char *expected)
{
  g_auto (VfChainResult) result = { 0 };
  g_autoptr (GString) names = g_string_new (NULL);

  verify (sent, n_sent, authorities, n_authorities, &result);
  g_assert_nonnull (result.trusted);
  for (guint i = 0; i < result.trusted->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", vf_certificate_get_common_name (result.trusted->pdata[i]));
  g_assert_cmpstr (names->str, ==, expected);
}

static void
spoil_signature (TestPair *pair)
{
  const ASN1_BIT_STRING *signature;

  X509_get0_signature (&signature, NULL, pair->certificate);
  ((unsigned char *) (guintptr) ASN1_STRING_get0_data (signature))[ASN1_STRING_length (signature) - 1] ^= 1;
}

/* Whom the chain goes up to is known of one with something wrong as well, but is not taken from a name alone. */
static void
test_trusted (void)
{
  TestSpec old = { .subject = "CN=db.test", .not_after = VF_TEST_NOW - 1 };
  TestSpec same_name = { .subject = "CN=Example Root,O=Example", .authority = TRUE };
  TestSpec small = { .subject = "CN=db.test", .key_kind = TEST_KEY_RSA_1024 };
  g_autoptr (TestPair) rotated = test_pair_new (&same_name, NULL);
  g_autoptr (TestPair) expired = NULL;
  g_autoptr (TestPair) short_key = NULL;
  g_autoptr (TestPair) forged = NULL;
  g_auto (World) w = { 0 };

  world_init (&w);
  expired = test_pair_new (&old, w.root);
  short_key = test_pair_new (&small, w.root);
  forged = test_pair_new (&old, w.root);
  spoil_signature (forged);
  assert_trusted (SENT (w.leaf, w.intermediate), TRUSTED (w.root), "Example Root");
  assert_trusted (SENT (w.leaf), TRUSTED (w.root, w.intermediate), "Example Server CA, Example Root");
  assert_trusted (SENT (w.leaf), TRUSTED (w.intermediate), "Example Server CA");
  assert_trusted (SENT (expired), TRUSTED (w.root), "Example Root");
  assert_trusted (SENT (short_key), TRUSTED (w.root), "Example Root");
  assert_trusted (SENT (w.direct), TRUSTED (w.other_root), "");
  assert_trusted (SENT (w.direct), TRUSTED (rotated), "");
  assert_trusted (SENT (forged), TRUSTED (w.root), "");
  assert_trusted (SENT (w.direct, w.root), TRUSTED (w.other_root), "");
  assert_trusted (SENT (w.root), TRUSTED (w.root), "Example Root");
}

static void
test_missing_links (void)
{
  g_auto (World) w = { 0 };
  g_auto (VfChainResult) intermediate = { 0 };
  g_auto (VfChainResult) root = { 0 };
  g_auto (VfChainResult) leaf_as_root = { 0 };

  world_init (&w);
  verify (SENT (w.leaf), TRUSTED (w.root), &intermediate);
  g_assert_cmpint (intermediate.code, ==, VF_CODE_INTERMEDIATE_MISSING);
  g_assert_cmpstr (intermediate.detail, ==, "Example Server CA");
  verify (SENT (w.leaf), TRUSTED (w.intermediate), &root);
  g_assert_cmpint (root.code, ==, VF_CODE_ROOT_MISSING);
  g_assert_cmpstr (root.detail, ==, "Example Root");
  verify (SENT (w.direct), TRUSTED (w.direct), &leaf_as_root);
  g_assert_cmpint (leaf_as_root.code, ==, VF_CODE_ROOT_MISSING);
  g_assert_cmpstr (leaf_as_root.variant, ==, "server-imported");
  g_assert_cmpstr (leaf_as_root.detail, ==, "Example Root");
  g_assert_null (root.variant);
}

/* Root and link of one region are imported; the server is in another, whose link is not among them. */
static void
test_archive_of_another_region (void)
{
  TestSpec spec = { .subject = "CN=Example Elsewhere CA,O=Example", .authority = TRUE };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) elsewhere = NULL;
  g_autoptr (TestPair) leaf = NULL;
  g_auto (VfChainResult) result = { 0 };

  world_init (&w);
  elsewhere = test_pair_new (&spec, w.root);
  leaf = test_pair_new_server ("db.test", "DNS:db.test", elsewhere);
  verify (SENT (leaf), TRUSTED (w.root, w.intermediate), &result);
  g_assert_cmpint (result.code, ==, VF_CODE_UNTRUSTED_AUTHORITY);
  g_assert_cmpstr (result.detail, ==, "Example Elsewhere CA");
}

static void
test_self_signed (void)
{
  g_autoptr (TestPair) self = test_pair_new_server ("db.test", "DNS:db.test", NULL);
  g_auto (World) w = { 0 };
  g_auto (VfChainResult) stranger = { 0 };
  g_auto (VfChainResult) own_root = { 0 };

  world_init (&w);
  verify (SENT (self), TRUSTED (w.root), &stranger);
  g_assert_cmpint (stranger.code, ==, VF_CODE_SELF_SIGNED);
  verify (SENT (self), TRUSTED (self), &own_root);
  g_assert_cmpint (own_root.code, ==, VF_CODE_NONE);
}

static void
test_dates (void)
{
  TestSpec old = { .subject = "CN=db.test", .not_after = VF_TEST_NOW - 1 };
  TestSpec young = { .subject = "CN=db.test", .not_before = VF_TEST_NOW + 60 };
  TestSpec old_root = { .subject = "CN=Old Root", .authority = TRUE, .not_after = VF_TEST_NOW - 1 };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) root = test_pair_new (&old_root, NULL);
  g_autoptr (TestPair) under_old = test_pair_new_server ("db.test", NULL, root);
  g_autoptr (TestPair) expired = NULL;
  g_autoptr (TestPair) future = NULL;
  g_auto (VfChainResult) a = { 0 };
  g_auto (VfChainResult) b = { 0 };
  g_auto (VfChainResult) c = { 0 };

  world_init (&w);
  expired = test_pair_new (&old, w.root);
  future = test_pair_new (&young, w.root);
  verify (SENT (expired), TRUSTED (w.root), &a);
  g_assert_cmpint (a.code, ==, VF_CODE_EXPIRED);
  g_assert_cmpstr (a.detail, ==, "2026-11-21T11:59:59Z");
  verify (SENT (future), TRUSTED (w.root), &b);
  g_assert_cmpint (b.code, ==, VF_CODE_NOT_YET_VALID);
  verify (SENT (under_old), TRUSTED (root), &c);
  g_assert_cmpint (c.code, ==, VF_CODE_EXPIRED);
  g_assert_cmpstr (vf_certificate_get_common_name (c.subject), ==, "Old Root");
  g_assert_cmpstr (a.measure, ==, "2026-11-21T12:00:00Z");
  g_assert_null (a.variant);
  g_assert_null (b.variant);
  g_assert_cmpstr (c.variant, ==, "authority");
}

/* What speaks against a certificate, and what against the clock. */
static void
test_clock (void)
{
  TestSpec late = { .subject = "CN=Late Root", .authority = TRUE, .not_before = VF_TEST_NOW + 86400 };
  TestSpec late_leaf = { .subject = "CN=db.test", .not_before = VF_TEST_NOW + 90000 };
  TestSpec over = { .subject = "CN=Old Root", .authority = TRUE, .not_after = VF_TEST_NOW - 86400 * 500 };
  TestSpec over_leaf = { .subject = "CN=db.test", .not_after = VF_TEST_NOW - 86400 * 900 };
  TestSpec over_link = { .subject = "CN=Link", .authority = TRUE, .not_after = VF_TEST_NOW - 5 };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) late_root = test_pair_new (&late, NULL);
  g_autoptr (TestPair) late_pair = test_pair_new (&late_leaf, late_root);
  g_autoptr (TestPair) old_root = test_pair_new (&over, NULL);
  g_autoptr (TestPair) old_pair = test_pair_new (&over_leaf, old_root);
  g_autoptr (TestPair) old_link = NULL;
  g_autoptr (TestPair) under_link = NULL;
  g_auto (VfChainResult) behind = { 0 };
  g_auto (VfChainResult) ahead = { 0 };
  g_auto (VfChainResult) one_good = { 0 };
  g_auto (VfChainResult) link = { 0 };

  world_init (&w);
  old_link = test_pair_new (&over_link, w.root);
  under_link = test_pair_new_server ("db.test", NULL, old_link);
  verify (SENT (late_pair), TRUSTED (late_root), &behind);
  g_assert_cmpint (behind.code, ==, VF_CODE_NOT_YET_VALID);
  g_assert_cmpstr (behind.variant, ==, "clock");
  verify (SENT (old_pair), TRUSTED (old_root), &ahead);
  g_assert_cmpint (ahead.code, ==, VF_CODE_EXPIRED);
  g_assert_cmpstr (ahead.variant, ==, "clock");
  verify (SENT (old_pair), TRUSTED (old_root, w.root), &one_good);
  g_assert_cmpstr (one_good.variant, ==, "authority");
  verify (SENT (under_link, old_link), TRUSTED (w.root), &link);
  g_assert_cmpint (link.code, ==, VF_CODE_EXPIRED);
  g_assert_cmpstr (link.variant, ==, "intermediate");
}

static void
test_purpose (void)
{
  TestSpec no_authority = { .subject = "CN=Not An Authority" };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) client = NULL;
  g_autoptr (TestPair) impostor = NULL;
  g_autoptr (TestPair) under_impostor = NULL;
  g_auto (VfChainResult) a = { 0 };
  g_auto (VfChainResult) b = { 0 };

  world_init (&w);
  client = test_pair_new_client ("db.test", w.root);
  verify (SENT (client), TRUSTED (w.root), &a);
  g_assert_cmpint (a.code, ==, VF_CODE_WRONG_PURPOSE);
  g_assert_cmpstr (a.variant, ==, "client");
  impostor = test_pair_new (&no_authority, w.root);
  under_impostor = test_pair_new_server ("db.test", NULL, impostor);
  verify (SENT (under_impostor, impostor), TRUSTED (w.root), &b);
  g_assert_cmpint (b.code, ==, VF_CODE_WRONG_PURPOSE);
  g_assert_cmpstr (b.variant, ==, "no-authority");
}

/* What an authority may not do. */
static void
test_limits_of_authorities (void)
{
  TestSpec clients_only = { .subject = "CN=Clients", .authority = TRUE, .extended_key_usage = "clientAuth" };
  TestSpec last = { .subject = "CN=Last", .authority = TRUE, .path_length = 1 };
  TestSpec below = { .subject = "CN=Below", .authority = TRUE };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) clients = NULL;
  g_autoptr (TestPair) server = NULL;
  g_autoptr (TestPair) lowest = NULL;
  g_autoptr (TestPair) too_deep = NULL;
  g_autoptr (TestPair) deep_server = NULL;
  g_auto (VfChainResult) a = { 0 };
  g_auto (VfChainResult) b = { 0 };

  world_init (&w);
  clients = test_pair_new (&clients_only, w.root);
  server = test_pair_new_server ("db.test", NULL, clients);
  verify (SENT (server, clients), TRUSTED (w.root), &a);
  g_assert_cmpint (a.code, ==, VF_CODE_WRONG_PURPOSE);
  g_assert_cmpstr (a.variant, ==, "authority");
  lowest = test_pair_new (&last, w.root);
  too_deep = test_pair_new (&below, lowest);
  deep_server = test_pair_new_server ("db.test", NULL, too_deep);
  verify (SENT (deep_server, too_deep, lowest), TRUSTED (w.root), &b);
  g_assert_cmpint (b.code, ==, VF_CODE_WRONG_PURPOSE);
  g_assert_cmpstr (b.variant, ==, "path-length");
}

/* Debian's level is 2; where it is lower, such a certificate is accepted by libpq as well. */
static void
test_weak (void)
{
  TestSpec small = { .subject = "CN=db.test", .key_kind = TEST_KEY_RSA_1024 };
  TestSpec sha1 = { .subject = "CN=db.test", .digest = "SHA1" };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) small_key = NULL;
  g_autoptr (TestPair) old_digest = NULL;
  TestSpec small_root = { .subject = "CN=Weak Root", .authority = TRUE, .key_kind = TEST_KEY_RSA_1024 };
  g_autoptr (TestPair) weak_root = NULL;
  g_autoptr (TestPair) under_weak = NULL;
  g_auto (VfChainResult) a = { 0 };
  g_auto (VfChainResult) b = { 0 };
  g_auto (VfChainResult) c = { 0 };

  world_init (&w);
  small_key = test_pair_new (&small, w.root);
  old_digest = test_pair_new (&sha1, w.root);
  verify (SENT (small_key), TRUSTED (w.root), &a);
  verify (SENT (old_digest), TRUSTED (w.root), &b);
  if (a.code == VF_CODE_NONE)
    {
      g_test_skip ("this system accepts weak certificates");
      return;
    }
  g_assert_cmpint (a.code, ==, VF_CODE_WEAK_CERTIFICATE);
  g_assert_cmpstr (a.detail, ==, "RSA 1024");
  g_assert_cmpint (b.code, ==, VF_CODE_WEAK_CERTIFICATE);
  g_assert_nonnull (strstr (b.detail, "SHA1"));
  g_assert_cmpstr (a.variant, ==, "key");
  g_assert_cmpstr (b.variant, ==, "signature");
  g_assert_true (g_str_has_prefix (a.measure, "RSA "));
  weak_root = test_pair_new (&small_root, NULL);
  under_weak = test_pair_new_server ("db.test", NULL, weak_root);
  verify (SENT (under_weak), TRUSTED (weak_root), &c);
  g_assert_cmpint (c.code, ==, VF_CODE_WEAK_CERTIFICATE);
  g_assert_cmpstr (c.variant, ==, "authority-key");
}

static void
test_revocation (void)
{
  g_auto (World) w = { 0 };
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *crl = NULL;
  g_autofree char *path = NULL;
  g_autoptr (VfConnection) plain = NULL;
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (VfTrust) trust = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_auto (VfChainResult) result = { 0 };

  world_init (&w);
  crl = test_crl_to_pem (w.root, (const TestPair *const *) &w.direct, 1);
  path = test_write_file (directory, "root.crl", crl);
  plain = connection_with (TRUSTED (w.root));
  connection = vf_connection_with_option (plain, "sslcrl", path, NULL);
  trust = vf_trust_new (connection);
  chain = fixture_certificates (SENT (w.direct));
  vf_chain_verify (chain, trust, VF_TEST_NOW, &result);
  g_assert_cmpint (result.code, ==, VF_CODE_REVOKED);
  vf_test_remove_tree (directory);
}

/* Each way in which a list can be useless; text of the list, and which variant it leads to. */
static void
check_crl (const World *w, const char *crl, VfCode code, const char *variant)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_autofree char *path = test_write_file (directory, "root.crl", crl);
  g_autoptr (VfConnection) plain = connection_with (TRUSTED (w->root));
  g_autoptr (VfConnection) connection = vf_connection_with_option (plain, "sslcrl", path, NULL);
  g_autoptr (VfTrust) trust = vf_trust_new (connection);
  g_autoptr (GPtrArray) chain = fixture_certificates (SENT (w->direct));
  g_auto (VfChainResult) result = { 0 };

  vf_chain_verify (chain, trust, VF_TEST_NOW, &result);
  g_assert_cmpint (result.code, ==, code);
  g_assert_cmpstr (result.variant, ==, variant);
  if (code != VF_CODE_NONE)
    g_assert_cmpstr (result.detail, ==, "Example Root");
  vf_test_remove_tree (directory);
}

static void
test_crl_trouble (void)
{
  TestSpec spec = { .subject = "CN=Example Root,O=Example", .authority = TRUE };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) namesake = test_pair_new (&spec, NULL);
  g_autofree char *good = NULL;
  g_autofree char *other = NULL;
  g_autofree char *old = NULL;
  g_autofree char *young = NULL;
  g_autofree char *forged = NULL;

  world_init (&w);
  good = test_crl_to_pem (w.root, NULL, 0);
  other = test_crl_to_pem (w.other_root, NULL, 0);
  old = test_crl_to_pem_at (w.root, VF_TEST_NOW - 86400 * 30, VF_TEST_NOW - 86400);
  young = test_crl_to_pem_at (w.root, VF_TEST_NOW + 3600, VF_TEST_NOW + 86400);
  forged = test_crl_to_pem (namesake, NULL, 0);
  check_crl (&w, good, VF_CODE_NONE, NULL);
  check_crl (&w, other, VF_CODE_CRL_PROBLEM, "missing");
  check_crl (&w, old, VF_CODE_CRL_PROBLEM, "expired");
  check_crl (&w, young, VF_CODE_CRL_PROBLEM, "not-yet-valid");
  check_crl (&w, forged, VF_CODE_CRL_PROBLEM, "damaged");
}

/* A connection that believes @trusted, beside an archive that holds @known as well. */
static VfConnection *
connection_knowing (const TestPair *const *trusted, guint n_trusted, const TestPair *const *known, guint n_known)
{
  g_autoptr (VfConnection) plain = connection_with (trusted, n_trusted);
  g_autoptr (GPtrArray) pool = fixture_certificates (known, n_known);
  g_autoptr (VfCredentials) credentials = vf_credentials_with_known (vf_connection_get_credentials (plain), pool);

  return vf_connection_with_credentials (plain, credentials);
}

/* Names of what should be added, in order. */
static char *
find_links (const TestPair *const *sent, guint n_sent, const VfConnection *connection)
{
  g_autoptr (GPtrArray) chain = fixture_certificates (sent, n_sent);
  g_autoptr (GPtrArray) links = vf_chain_find_links (chain, connection, VF_TEST_NOW);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < links->len; i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "",
                            vf_certificate_get_common_name (g_ptr_array_index (links, i)));
  return g_string_free (names, FALSE);
}

static void
test_links_at_hand (void)
{
  TestSpec old = { .subject = "CN=Example Server CA,O=Example", .authority = TRUE, .not_after = VF_TEST_NOW - 1 };
  g_auto (World) w = { 0 };
  g_autoptr (TestPair) expired = NULL;
  g_autoptr (VfConnection) link = NULL;
  g_autoptr (VfConnection) root = NULL;
  g_autoptr (VfConnection) both = NULL;
  g_autoptr (VfConnection) useless = NULL;
  g_autoptr (VfConnection) renewed = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;
  g_autofree char *d = NULL;
  g_autofree char *e = NULL;

  world_init (&w);
  expired = test_pair_new_with_key (&old, w.root, w.intermediate);
  link = connection_knowing (TRUSTED (w.root), SENT (w.other_root, w.intermediate));
  a = find_links (SENT (w.leaf), link);
  g_assert_cmpstr (a, ==, "Example Server CA");
  root = connection_knowing (TRUSTED (w.intermediate), SENT (w.other_root, w.root));
  b = find_links (SENT (w.leaf), root);
  g_assert_cmpstr (b, ==, "Example Root");
  both = connection_knowing (TRUSTED (w.other_root), SENT (w.root, w.intermediate));
  c = find_links (SENT (w.leaf), both);
  g_assert_cmpstr (c, ==, "Example Server CA, Example Root");
  useless = connection_knowing (TRUSTED (w.root), SENT (w.other_root));
  d = find_links (SENT (w.leaf), useless);
  g_assert_cmpstr (d, ==, "");
  renewed = connection_knowing (TRUSTED (w.root, expired), SENT (w.intermediate));
  e = find_links (SENT (w.leaf), renewed);
  g_assert_cmpstr (e, ==, "Example Server CA");
}

static void
test_no_authority (void)
{
  g_autoptr (VfConnection) connection = connection_with (NULL, 0);
  g_autoptr (VfTrust) trust = vf_trust_new (connection);

  g_assert_null (trust);
}

static void
assert_system_vouches (const World *world, gboolean expected, const char *why)
{
  g_autoptr (VfTrust) trust = vf_trust_new_system ();
  g_autoptr (GPtrArray) chain = fixture_certificates (SENT (world->direct));
  g_auto (VfChainResult) result = { 0 };

  g_test_message ("%s", why);
  vf_chain_verify (chain, trust, VF_TEST_NOW, &result);
  g_assert_cmpint (result.code == VF_CODE_NONE, ==, expected);
}

static void
test_system (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  g_auto (World) world = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *bundle = NULL;
  g_autofree char *link = NULL;
  g_autofree char *other = NULL;

  world_init (&world);
  pem = test_pair_to_pem (world.root);
  bundle = test_write_file (directory, "all.pem", pem);
  g_setenv (X509_get_default_cert_dir_env (), directory, TRUE);
  assert_system_vouches (&world, FALSE, "a folder without links by hash");
  g_setenv (X509_get_default_cert_file_env (), bundle, TRUE);
  assert_system_vouches (&world, TRUE, "the file that the environment names");
  g_unsetenv (X509_get_default_cert_file_env ());

  name = g_strdup_printf ("%08lx.0", X509_NAME_hash_ex (X509_get_subject_name (world.root->certificate), NULL, NULL, NULL));
  link = test_write_file (directory, name, pem);
  assert_system_vouches (&world, TRUE, "a folder with links by hash");
  g_setenv (X509_get_default_cert_file_env (), bundle, TRUE);
  g_assert_cmpint (g_unlink (link), ==, 0);
  other = test_write_file (directory, "01234567.0", "");
  assert_system_vouches (&world, TRUE, "the file that the environment names, beside links of others");

  g_unsetenv (X509_get_default_cert_dir_env ());
  g_unsetenv (X509_get_default_cert_file_env ());
  vf_test_remove_tree (directory);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/chain/good", test_good);
  g_test_add_func ("/chain/unknown-authority", test_unknown_authority);
  g_test_add_func ("/chain/rotated-authority", test_rotated_authority);
  g_test_add_func ("/chain/trusted", test_trusted);
  g_test_add_func ("/chain/missing-links", test_missing_links);
  g_test_add_func ("/chain/archive-of-another-region", test_archive_of_another_region);
  g_test_add_func ("/chain/self-signed", test_self_signed);
  g_test_add_func ("/chain/dates", test_dates);
  g_test_add_func ("/chain/clock", test_clock);
  g_test_add_func ("/chain/purpose", test_purpose);
  g_test_add_func ("/chain/limits-of-authorities", test_limits_of_authorities);
  g_test_add_func ("/chain/weak", test_weak);
  g_test_add_func ("/chain/revocation", test_revocation);
  g_test_add_func ("/chain/system", test_system);
  g_test_add_func ("/chain/crl-trouble", test_crl_trouble);
  g_test_add_func ("/chain/links-at-hand", test_links_at_hand);
  g_test_add_func ("/chain/no-authority", test_no_authority);
  return g_test_run ();
}
