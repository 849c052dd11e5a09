#include "config.h"

#include "check/hostname.h"
#include "pki.h"
#include "test.h"

#define D "pg-ssltest.test"

typedef struct
{
  const char *subject;
  const char *names;
  const char *host;
  VfNameResult expected;
  const char *why;
} Row;

#define YES VF_NAME_MATCHES
#define NO VF_NAME_DIFFERS
#define NONE VF_NAME_NONE

#define CN_ONLY "CN=common-name." D, NULL
#define CN_AND_ALT "CN=common-name." D, "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D
#define CN_AND_IP "CN=common-name." D, "IP:192.0.2.1,IP:2001:DB8::1"
#define IP_ALT NULL, "IP:192.0.2.1,IP:2001:DB8::1"
#define IP_CN "CN=192.0.2.1", NULL
#define IP_CN_AND_ALT "CN=192.0.2.1", "IP:192.0.2.2,IP:2001:DB8::1"
#define IP_CN_AND_DNS "CN=192.0.2.1", "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D
#define IP_IN_DNS NULL, "DNS:192.0.2.1"
#define SINGLE NULL, "DNS:single.alt-name." D
#define MULTIPLE NULL, "DNS:dns1.alt-name." D ",DNS:dns2.alt-name." D ",DNS:*.wildcard." D
#define NO_NAMES "OU=PostgreSQL test suite", NULL

/* what a live libpq answered to each */
static const Row rows[] = {
  /* the table of libpq against OpenSSL's helpers */
  { NULL, "DNS:f*.wild.test", "foo.wild.test", NO, "a wildcard is a whole label" },
  { NULL, "DNS:*.test", "wild.test", YES, "a wildcard right under the top is allowed" },
  { NULL, "DNS:127.0.0.1", "127.0.0.1", YES, "a DNS name that spells the address" },
  { "CN=127.0.0.1", NULL, "127.0.0.1", YES, "a common name that spells the address" },
  { "CN=*.wild.test", NULL, ".wild.test", NO, "the wildcard stands for at least one character" },
  { NULL, "DNS:*", "host", NO, "a lone star" },
  { NULL, "DNS:*", "*", YES, "text that is equal is equal" },
  { NULL, "DNS:*.*.x", "a.b.x", NO, "one wildcard only" },
  { NULL, "DNS:a.*.x", "a.b.x", NO, "only in front" },
  { NULL, "DNS:db.wild.test", "db.wild.test.", NO, "a trailing dot is not stripped" },
  { "CN=db.wild.test", "email:a@wild.test", "db.wild.test", YES, "names of other kinds leave the common name alone" },
  { "CN=db.wild.test", "URI:https://wild.test", "db.wild.test", YES, "names of other kinds leave the common name alone" },
  { "CN=db.wild.test", "IP:192.0.2.9", "db.wild.test", YES, "an address leaves the common name to names" },
  { IP_CN, "192.0.2.1", YES, "C25" },
  { IP_IN_DNS, "192.0.2.1", YES, "C27" },
  { IP_CN_AND_DNS, "192.0.2.1", YES, "C53" },
  { IP_ALT, "2001:DB8::1/128", NO, "C43: no prefix length" },
  { IP_CN_AND_ALT, "192.0.2.1", NO, "C52: an address among the names hides the common name" },
  /* PostgreSQL's own suite */
  { CN_ONLY, "common-name." D, YES, "C11" },
  { CN_ONLY, "wronghost.test", NO, "C24" },
  { IP_CN, "192.000.002.001", NO, "C26: text is compared as text" },
  { MULTIPLE, "dns1.alt-name." D, YES, "C28" },
  { MULTIPLE, "dns2.alt-name." D, YES, "C29" },
  { MULTIPLE, "foo.wildcard." D, YES, "C30" },
  { MULTIPLE, "wronghost.alt-name." D, NO, "C31" },
  { MULTIPLE, "deep.subdomain.wildcard." D, NO, "C32: one label" },
  { SINGLE, "single.alt-name." D, YES, "C33" },
  { SINGLE, "wronghost.alt-name." D, NO, "C34" },
  { SINGLE, "deep.subdomain.wildcard." D, NO, "C35" },
  { IP_ALT, "192.0.2.1", YES, "C36" },
  { IP_ALT, "192.000.002.001", YES, "C37: addresses are compared as addresses" },
  { IP_ALT, "192.0.2.2", NO, "C38" },
  { IP_ALT, "2001:DB8::1", YES, "C39" },
  { IP_ALT, "2001:db8:0:0:0:0:0:1", YES, "C40" },
  { IP_ALT, "2001:db8::0.0.0.1", YES, "C41" },
  { IP_ALT, "::1", NO, "C42" },
  { CN_AND_ALT, "dns1.alt-name." D, YES, "C44" },
  { CN_AND_ALT, "dns2.alt-name." D, YES, "C45" },
  { CN_AND_ALT, "common-name." D, NO, "C46: a DNS name hides the common name" },
  { CN_AND_IP, "common-name." D, YES, "C47" },
  { CN_AND_IP, "192.0.2.1", YES, "C48" },
  { CN_AND_IP, "2001:db8::1", YES, "C49" },
  { IP_CN_AND_ALT, "192.0.2.2", YES, "C50" },
  { IP_CN_AND_ALT, "2001:db8::1", YES, "C51" },
  { IP_CN_AND_DNS, "dns1.alt-name." D, YES, "C54" },
  { IP_CN_AND_DNS, "dns2.alt-name." D, YES, "C55" },
  { NO_NAMES, "common-name." D, NONE, "C57" },
  /* what else can be tried on us */
  { NULL, "email:a@b.test", "b.test", NONE, "an e-mail address is no name that libpq looks at" },
  { NULL, "DNS:db.test\\0.evil.test", "db.test", NO, "CVE-2009-4034: a name with a NUL" },
  { "CN=db.test", "DNS:other.test\\0", "db.test", NO, "a broken name ends the search" },
  { NULL, "DNS:DB.Test", "db.tEST", YES, "case does not count" },
  { NULL, "DNS:xn--bcher-kva.test", "bücher.test", NO, "no conversion of international names" },
  { "CN=first.test,CN=second.test", NULL, "first.test", YES, "the first common name counts" },
  { "CN=first.test,CN=second.test", NULL, "second.test", NO, "the first common name counts" },
  { NULL, "DNS:db.test", "", NO, "no host" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  TestSpec spec = { .subject = row->subject, .names = row->names };
  g_autoptr (TestPair) pair = test_pair_new (&spec, NULL);
  g_autoptr (VfCertificate) certificate = vf_certificate_new_from_x509 (pair->certificate);

  g_test_message ("%s: %s", row->host, row->why);
  g_assert_cmpint (vf_hostname_check (certificate, row->host), ==, row->expected);
}

static void
test_null (void)
{
  g_autoptr (TestPair) pair = test_pair_new_server ("db.test", "DNS:db.test", NULL);
  g_autoptr (VfCertificate) certificate = vf_certificate_new_from_x509 (pair->certificate);

  g_assert_cmpint (vf_hostname_check (certificate, NULL), ==, VF_NAME_DIFFERS);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostname/%02u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/hostname/null", test_null);
  return g_test_run ();
}
