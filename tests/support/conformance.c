#include "conformance.h"

#include <string.h>

#include "test.h"

#define D "pg-ssltest.test"

enum
{
  CN_ONLY,
  CN_AND_ALT,
  CN_AND_IP,
  IP_ALT,
  IP_CN,
  IP_CN_AND_ALT,
  IP_CN_AND_DNS,
  IP_IN_DNS,
  SINGLE,
  MULTIPLE,
  NO_NAMES,
  REVOKED,
  EXPIRED,
  NOT_YET,
  CLIENT_PURPOSE,
  N_SERVERS,
};

enum
{
  ROOT_NONE,
  ROOT_BOTH,        /* root+server_ca */
  ROOT_CLIENT_CA,
  ROOT_SERVER_CA,   /* without the root */
  ROOT_ALL,         /* both-cas-1 */
  ROOT_ALL_TURNED,  /* both-cas-2 */
  ROOT_OTHER,
  N_ROOTS,
};

enum
{
  CRL_NONE,
  CRL_MISSING,
  CRL_CLIENT,
  CRL_ROOT_SERVER,
};

struct _Conformance
{
  TestPair *root;
  TestPair *server_ca;
  TestPair *client_ca;
  TestPair *other;
  TestPair *servers[N_SERVERS];
  char *directory;
  char *crls[4];
};

#define OU "OU=PostgreSQL test suite"

static const TestSpec specs[N_SERVERS] = {
  [CN_ONLY] = { .subject = "CN=common-name." D "," OU },
  [CN_AND_ALT] = { .subject = "CN=common-name." D "," OU, .names = "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D },
  [CN_AND_IP] = { .subject = "CN=common-name." D "," OU, .names = "IP:192.0.2.1,IP:2001:DB8::1" },
  [IP_ALT] = { .subject = OU, .names = "IP:192.0.2.1,IP:2001:DB8::1" },
  [IP_CN] = { .subject = "CN=192.0.2.1," OU },
  [IP_CN_AND_ALT] = { .subject = "CN=192.0.2.1," OU, .names = "IP:192.0.2.2,IP:2001:DB8::1" },
  [IP_CN_AND_DNS] = { .subject = "CN=192.0.2.1," OU, .names = "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D },
  [IP_IN_DNS] = { .subject = OU, .names = "DNS:192.0.2.1" },
  [SINGLE] = { .subject = OU, .names = "DNS:single.alt-name." D },
  [MULTIPLE] = { .subject = OU, .names = "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D ",DNS:*.wildcard." D },
  [NO_NAMES] = { .subject = OU },
  [REVOKED] = { .subject = "CN=common-name." D "," OU },
  [EXPIRED] = { .subject = "CN=common-name." D "," OU, .not_after = 1600000000 },
  [NOT_YET] = { .subject = "CN=common-name." D "," OU, .not_before = G_GINT64_CONSTANT (2200000000) },
  [CLIENT_PURPOSE] = { .subject = "CN=common-name." D "," OU, .extended_key_usage = "clientAuth" },
};

typedef struct
{
  const char *id;
  int server;
  int root;
  int crl;
  VfSslMode mode;
  const char *host;
  gboolean ok;
} Case;

#define REQ VF_SSL_MODE_REQUIRE
#define CA VF_SSL_MODE_VERIFY_CA
#define FULL VF_SSL_MODE_VERIFY_FULL
#define CN "common-name." D

/* C05 differs on purpose: our Require passes no root.  C03 and C04 need no network here and are test-check's. */
static const Case cases[] = {
  { "C02", CN_ONLY, ROOT_NONE, CRL_NONE, REQ, CN, TRUE },
  { "C06", CN_ONLY, ROOT_CLIENT_CA, CRL_NONE, CA, CN, FALSE },
  { "C07", CN_ONLY, ROOT_CLIENT_CA, CRL_NONE, FULL, CN, FALSE },
  { "C08", CN_ONLY, ROOT_SERVER_CA, CRL_NONE, CA, CN, FALSE },
  { "C09", CN_ONLY, ROOT_BOTH, CRL_NONE, REQ, CN, TRUE },
  { "C10", CN_ONLY, ROOT_BOTH, CRL_NONE, CA, CN, TRUE },
  { "C11", CN_ONLY, ROOT_BOTH, CRL_NONE, FULL, CN, TRUE },
  { "C12", CN_ONLY, ROOT_ALL, CRL_NONE, CA, CN, TRUE },
  { "C13", CN_ONLY, ROOT_ALL_TURNED, CRL_NONE, CA, CN, TRUE },
  { "C17", CN_ONLY, ROOT_BOTH, CRL_MISSING, CA, CN, TRUE },
  { "C18", CN_ONLY, ROOT_BOTH, CRL_CLIENT, CA, CN, FALSE },
  { "C20", CN_ONLY, ROOT_BOTH, CRL_ROOT_SERVER, CA, CN, TRUE },
  { "C22", CN_ONLY, ROOT_BOTH, CRL_NONE, REQ, "wronghost.test", TRUE },
  { "C23", CN_ONLY, ROOT_BOTH, CRL_NONE, CA, "wronghost.test", TRUE },
  { "C24", CN_ONLY, ROOT_BOTH, CRL_NONE, FULL, "wronghost.test", FALSE },
  { "other root", CN_ONLY, ROOT_OTHER, CRL_NONE, FULL, CN, FALSE },
  { "C25", IP_CN, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", TRUE },
  { "C26", IP_CN, ROOT_BOTH, CRL_NONE, FULL, "192.000.002.001", FALSE },
  { "C27", IP_IN_DNS, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", TRUE },
  { "C28", MULTIPLE, ROOT_BOTH, CRL_NONE, FULL, "dns1.alt-name." D, TRUE },
  { "C29", MULTIPLE, ROOT_BOTH, CRL_NONE, FULL, "dns2.alt-name." D, TRUE },
  { "C30", MULTIPLE, ROOT_BOTH, CRL_NONE, FULL, "foo.wildcard." D, TRUE },
  { "C31", MULTIPLE, ROOT_BOTH, CRL_NONE, FULL, "wronghost.alt-name." D, FALSE },
  { "C32", MULTIPLE, ROOT_BOTH, CRL_NONE, FULL, "deep.subdomain.wildcard." D, FALSE },
  { "C33", SINGLE, ROOT_BOTH, CRL_NONE, FULL, "single.alt-name." D, TRUE },
  { "C34", SINGLE, ROOT_BOTH, CRL_NONE, FULL, "wronghost.alt-name." D, FALSE },
  { "C35", SINGLE, ROOT_BOTH, CRL_NONE, FULL, "deep.subdomain.wildcard." D, FALSE },
  { "C36", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", TRUE },
  { "C37", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "192.000.002.001", TRUE },
  { "C38", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.2", FALSE },
  { "C39", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "2001:DB8::1", TRUE },
  { "C40", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "2001:db8:0:0:0:0:0:1", TRUE },
  { "C41", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "2001:db8::0.0.0.1", TRUE },
  { "C42", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "::1", FALSE },
  { "C43", IP_ALT, ROOT_BOTH, CRL_NONE, FULL, "2001:DB8::1/128", FALSE },
  { "C44", CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, "dns1.alt-name." D, TRUE },
  { "C45", CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, "dns2.alt-name." D, TRUE },
  { "C46", CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, CN, FALSE },
  { "C47", CN_AND_IP, ROOT_BOTH, CRL_NONE, FULL, CN, TRUE },
  { "C48", CN_AND_IP, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", TRUE },
  { "C49", CN_AND_IP, ROOT_BOTH, CRL_NONE, FULL, "2001:db8::1", TRUE },
  { "C50", IP_CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.2", TRUE },
  { "C51", IP_CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, "2001:db8::1", TRUE },
  { "C52", IP_CN_AND_ALT, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", FALSE },
  { "C53", IP_CN_AND_DNS, ROOT_BOTH, CRL_NONE, FULL, "192.0.2.1", TRUE },
  { "C54", IP_CN_AND_DNS, ROOT_BOTH, CRL_NONE, FULL, "dns1.alt-name." D, TRUE },
  { "C55", IP_CN_AND_DNS, ROOT_BOTH, CRL_NONE, FULL, "dns2.alt-name." D, TRUE },
  { "C56", NO_NAMES, ROOT_BOTH, CRL_NONE, CA, CN, TRUE },
  { "C57", NO_NAMES, ROOT_BOTH, CRL_NONE, FULL, CN, FALSE },
  { "C62", REVOKED, ROOT_BOTH, CRL_NONE, CA, CN, TRUE },
  { "C63", REVOKED, ROOT_BOTH, CRL_ROOT_SERVER, CA, CN, FALSE },
  { "expired", EXPIRED, ROOT_BOTH, CRL_NONE, CA, CN, FALSE },
  { "expired, unverified", EXPIRED, ROOT_BOTH, CRL_NONE, REQ, CN, TRUE },
  { "not yet valid", NOT_YET, ROOT_BOTH, CRL_NONE, CA, CN, FALSE },
  { "client purpose", CLIENT_PURPOSE, ROOT_BOTH, CRL_NONE, CA, CN, FALSE },
};

static void
write_crls (Conformance *self)
{
  g_autofree char *client = test_crl_to_pem (self->client_ca, NULL, 0);
  g_autofree char *root = test_crl_to_pem (self->root, NULL, 0);
  g_autofree char *server = test_crl_to_pem (self->server_ca, (const TestPair *const *) &self->servers[REVOKED], 1);
  g_autofree char *both = g_strconcat (root, server, NULL);

  self->directory = vf_test_make_dir ();
  self->crls[CRL_MISSING] = g_build_filename (self->directory, "missing.crl", NULL);
  self->crls[CRL_CLIENT] = test_write_file (self->directory, "client.crl", client);
  self->crls[CRL_ROOT_SERVER] = test_write_file (self->directory, "root+server.crl", both);
}

Conformance *
conformance_new (void)
{
  Conformance *self = g_new0 (Conformance, 1);

  self->root = test_pair_new_root ("Test root CA for PostgreSQL SSL regression test suite");
  self->server_ca = test_pair_new_intermediate ("Test CA for PostgreSQL SSL regression test server certs", self->root);
  self->client_ca = test_pair_new_intermediate ("Test CA for PostgreSQL SSL regression test client certs", self->root);
  self->other = test_pair_new_root ("Another root");
  for (guint i = 0; i < N_SERVERS; i++)
    self->servers[i] = test_pair_new (&specs[i], self->server_ca);
  write_crls (self);
  return self;
}

void
conformance_free (Conformance *self)
{
  test_pair_free (self->root);
  test_pair_free (self->server_ca);
  test_pair_free (self->client_ca);
  test_pair_free (self->other);
  for (guint i = 0; i < N_SERVERS; i++)
    test_pair_free (self->servers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->crls); i++)
    g_free (self->crls[i]);
  vf_test_remove_tree (self->directory);
  g_free (self->directory);
  g_free (self);
}

guint
conformance_get_n_servers (const Conformance *self)
{
  return N_SERVERS;
}

TestPair *const *
conformance_get_server (const Conformance *self, guint index)
{
  return &self->servers[index];
}

static guint
choose_root (const Conformance *self, int root, const TestPair *list[3])
{
  switch (root)
    {
    case ROOT_BOTH:
      list[0] = self->root;
      list[1] = self->server_ca;
      return 2;
    case ROOT_CLIENT_CA:
      list[0] = self->client_ca;
      return 1;
    case ROOT_SERVER_CA:
      list[0] = self->server_ca;
      return 1;
    case ROOT_ALL:
      list[0] = self->root;
      list[1] = self->client_ca;
      list[2] = self->server_ca;
      return 3;
    case ROOT_ALL_TURNED:
      list[0] = self->root;
      list[1] = self->server_ca;
      list[2] = self->client_ca;
      return 3;
    case ROOT_OTHER:
      list[0] = self->other;
      return 1;
    }
  return 0;
}

static guint
run_case (const Conformance *self, const Case *row, const OracleServer *server)
{
  const TestPair *roots[3];
  OracleQuestion question = { .host = row->host, .authorities = roots, .crl = self->crls[row->crl] };
  guint n = 0;

  question.n_authorities = choose_root (self, row->root, roots);
  for (guint mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      VfStage stage;
      gboolean ok;

      question.mode = (VfSslMode) mode;
      if (question.n_authorities == 0 && mode != VF_SSL_MODE_REQUIRE)
        continue;
      ok = oracle_compare (server, &question, row->id, &stage);
      if (mode == row->mode && ok != row->ok)
        g_error ("%s: libpq here does not say what it is known to say", row->id);
      n++;
    }
  return n;
}

guint
conformance_run (Conformance *self, guint index, const OracleServer *server)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].server == (int) index)
      n += run_case (self, &cases[i], server);
  return n;
}
