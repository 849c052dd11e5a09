/* The certificates of the scenes. */

#include "config.h"

#include "scene.h"

/* 2021-01-01, 2035-01-01 */
#define LONG_AGO 1609459200
#define FAR_AHEAD 2051222400

static const struct
{
  Pair issuer;
  TestSpec spec;
} specs[] = {
  [PAIR_ROOT] = { PAIR_NONE, { .subject = "CN=ApsaraDB cn-test CA,O=Example", .authority = TRUE } },
  [PAIR_MIDDLE] = { PAIR_ROOT, { .subject = "CN=ApsaraDB cn-test region CA,O=Example", .authority = TRUE } },
  [PAIR_OTHER] = { PAIR_NONE, { .subject = "CN=Another authority,O=Elsewhere", .authority = TRUE } },
  [PAIR_PUBLIC] = { PAIR_NONE, { .subject = "CN=Public Root G2,O=Example Trust", .authority = TRUE } },
  [PAIR_WEAK_ROOT] = { PAIR_NONE, { .subject = "CN=Old authority,O=Example", .authority = TRUE } },
  [PAIR_LEAF] = { PAIR_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test", .extended_key_usage = "serverAuth" } },
  [PAIR_BELOW_MIDDLE] = { PAIR_MIDDLE, { .subject = "CN=db.test", .names = "DNS:db.test" } },
  [PAIR_SELF] = { PAIR_NONE, { .subject = "CN=db.test", .names = "DNS:db.test" } },
  [PAIR_EXPIRED] = { PAIR_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test", .not_after = LONG_AGO } },
  [PAIR_FUTURE] = { PAIR_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test", .not_before = FAR_AHEAD } },
  [PAIR_FOR_CLIENTS] = { PAIR_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test",
                                      .extended_key_usage = "clientAuth" } },
  [PAIR_SHORT_KEY] = { PAIR_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test",
                                    .key_kind = TEST_KEY_RSA_1024 } },
  [PAIR_BELOW_WEAK] = { PAIR_WEAK_ROOT, { .subject = "CN=db.test", .names = "DNS:db.test", .digest = "SHA1" } },
  [PAIR_NAMELESS] = { PAIR_ROOT, { .subject = "O=Example" } },
  [PAIR_ALIBABA] = { PAIR_ROOT, { .subject = "CN=pgm-8vb1o.pg.rds.aliyuncs.com",
                                  .names = "DNS:pgm-8vb1o.pg.rds.aliyuncs.com" } },
  [PAIR_MANY_NAMES] = { PAIR_ROOT, { .subject = "CN=a.example.com",
                                     .names = "DNS:a.example.com,DNS:b.example.com,DNS:c.example.com,"
                                              "DNS:d.example.com,DNS:e.example.com,DNS:f.example.com" } },
  [PAIR_BELOW_PUBLIC] = { PAIR_PUBLIC, { .subject = "CN=db.test", .names = "DNS:db.test" } },
  [PAIR_CLIENT] = { PAIR_ROOT, { .subject = "CN=carol", .extended_key_usage = "clientAuth" } },
  [PAIR_CLIENT_EXPIRED] = { PAIR_ROOT, { .subject = "CN=carol", .extended_key_usage = "clientAuth",
                                         .not_after = LONG_AGO } },
  [PAIR_CLIENT_WEAK] = { PAIR_ROOT, { .subject = "CN=carol", .extended_key_usage = "clientAuth",
                                      .key_kind = TEST_KEY_RSA_1024 } },
};

TestPair *
scene_pair (Pair pair)
{
  static TestPair *pairs[N_PAIRS];

  g_assert_cmpint (pair, !=, PAIR_NONE);
  if (!pairs[pair])
    pairs[pair] = test_pair_new (&specs[pair].spec, specs[pair].issuer ? scene_pair (specs[pair].issuer) : NULL);
  return pairs[pair];
}
