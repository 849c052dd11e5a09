#include <openssl/x509v3.h>

#include "error.h"
#include "import/certificate.h"
#include "pki.h"
#include "test.h"

static VfCertificate *
read_pair (const TestPair *pair)
{
  g_autoptr (GBytes) der = test_pair_to_der (pair);
  g_autoptr (GError) error = NULL;
  VfCertificate *certificate
    = vf_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);

  g_assert_no_error (error);
  return certificate;
}

static void
test_values (void)
{
  g_autoptr (TestPair) root = test_pair_new (
    &(TestSpec){ .subject = "O=Example,OU=Databases,CN=Prüf-Wurzel", .serial = "0A1B", .authority = TRUE }, NULL);
  g_autoptr (TestPair) server = test_pair_new (
    &(TestSpec){
      .subject = "CN=db.test",
      .names = "DNS:db.test,IP:192.0.2.1,IP:2001:db8::1,email:a@b.test,URI:https://c.test/",
      .not_before = VF_TEST_NOW - 10,
      .not_after = VF_TEST_NOW + 10,
      .key_kind = TEST_KEY_RSA_2048,
    },
    root);
  g_autoptr (VfCertificate) certificate = read_pair (server);
  g_autofree char *sha256 = test_pair_to_sha256 (server);
  g_autofree char *pem = test_pair_to_pem (server);
  g_autofree char *own_pem = vf_certificate_to_pem (certificate);
  static const char *const names[]
    = { "DNS:db.test", "IP:192.0.2.1", "IP:2001:db8::1", "email:a@b.test", "URI:https://c.test/", NULL };
  g_autoptr (VfCertificate) authority = read_pair (root);

  g_assert_cmpstr (vf_certificate_get_subject (certificate), ==, "CN=db.test");
  g_assert_cmpstr (vf_certificate_get_issuer (certificate), ==, "CN=Prüf-Wurzel,OU=Databases,O=Example");
  g_assert_cmpstr (vf_certificate_get_issuer_display_name (certificate), ==, "Prüf-Wurzel");
  g_assert_cmpstr (vf_certificate_get_common_name (certificate), ==, "db.test");
  g_assert_true (g_strv_equal (vf_certificate_get_names (certificate), names));
  g_assert_cmpint (vf_certificate_get_not_before (certificate), ==, VF_TEST_NOW - 10);
  g_assert_cmpint (vf_certificate_get_not_after (certificate), ==, VF_TEST_NOW + 10);
  g_assert_cmpstr (vf_certificate_get_sha256 (certificate), ==, sha256);
  g_assert_cmpstr (own_pem, ==, pem);
  g_assert_cmpstr (vf_certificate_get_key_algorithm (certificate), ==, "RSA 2048");
  g_assert_cmpstr (vf_certificate_get_key_algorithm (authority), ==, "EC P-256");
  g_assert_cmpstr (vf_certificate_get_signature_algorithm (certificate), ==, "ecdsa-with-SHA256");
  g_assert_cmpstr (vf_certificate_get_serial (authority), ==, "0a1b");
  g_assert_cmpint (X509_cmp (vf_certificate_peek_x509 (certificate), server->certificate), ==, 0);
}

static void
test_display_name (void)
{
  static const struct
  {
    const char *subject;
    const char *names;
    const char *expected;
    const char *why;
  } rows[] = {
    { "CN=a,O=b", "DNS:c", "a", "the common name comes first" },
    { "O=b,OU=u", NULL, "u", "then the unit" },
    { "O=b", NULL, "b", "then the organisation" },
    { "C=DE", "DNS:c", "c", "then the first name" },
    { "C=DE", NULL, "C=DE", "then the whole subject" },
    { NULL, "IP:192.0.2.1", "192.0.2.1", "no subject at all" },
    { "CN=a\\0b", NULL, "a\xEF\xBF\xBD" "b", "a NUL byte is shown, not obeyed" },
    { "CN=a\033[2Jb", NULL, "a\xEF\xBF\xBD[2Jb", "a control character is shown, not obeyed" },
    { "CN=a\xE2\x80\xAE" "b", NULL, "a\xEF\xBF\xBD" "b", "text does not change its direction" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) pair
        = test_pair_new (&(TestSpec){ .subject = rows[i].subject, .names = rows[i].names }, NULL);
      g_autoptr (VfCertificate) certificate = read_pair (pair);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (vf_certificate_get_display_name (certificate), ==, rows[i].expected);
    }
}

/* What we compute without OpenSSL's slow parser is what OpenSSL says. */
static void
test_judgements (void)
{
  static const struct
  {
    TestSpec spec;
    gboolean by_root;
    gboolean is_weak;
    const char *why;
  } rows[] = {
    { { .subject = "CN=root", .authority = TRUE }, FALSE, FALSE, "a root" },
    { { .subject = "CN=i", .authority = TRUE }, TRUE, FALSE, "an intermediate" },
    { { .subject = "CN=leaf" }, TRUE, FALSE, "a leaf" },
    { { .subject = "CN=self" }, FALSE, FALSE, "a self-signed leaf" },
    { { .subject = "CN=Test Root" }, TRUE, FALSE, "self-issued is not self-signed" },
    { { .subject = "CN=u", .key_usage = "keyCertSign" }, TRUE, FALSE, "key usage without constraints" },
    { { .subject = "CN=u", .authority = TRUE, .key_usage = "digitalSignature" }, TRUE, FALSE, "may not sign" },
    { { .subject = "CN=s", .digest = "SHA1", .authority = TRUE }, TRUE, TRUE, "SHA-1" },
    { { .subject = "CN=s", .digest = "SHA1", .authority = TRUE }, FALSE, FALSE, "SHA-1 on itself does not count" },
    { { .subject = "CN=k", .key_kind = TEST_KEY_RSA_1024 }, TRUE, TRUE, "RSA 1024" },
    { { .subject = "CN=k", .key_kind = TEST_KEY_RSA_1024 }, FALSE, TRUE, "RSA 1024 on itself" },
    { { .subject = "CN=k", .key_kind = TEST_KEY_EC_P384, .digest = "SHA384" }, FALSE, FALSE, "P-384" },
    { { .subject = "CN=k", .key_kind = TEST_KEY_ED25519 }, FALSE, FALSE, "Ed25519" },
    { { .subject = "CN=c", .extended_key_usage = "clientAuth" }, TRUE, FALSE, "only for clients" },
    { { .subject = "CN=d", .extended_key_usage = "serverAuth" }, TRUE, FALSE, "only for servers" },
  };
  g_autoptr (TestPair) root = test_pair_new_root ("Test Root");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestPair) pair = test_pair_new (&rows[i].spec, rows[i].by_root ? root : NULL);
      g_autoptr (VfCertificate) certificate = read_pair (pair);
      X509 *x509 = pair->certificate;
      EVP_PKEY *key = X509_get0_pubkey (x509);
      g_autofree char *algorithm = vf_key_algorithm_to_string (key);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpint (vf_certificate_is_authority (certificate), ==, X509_check_ca (x509) > 0);
      g_assert_cmpint (vf_certificate_is_self_signed (certificate), ==,
                       (X509_get_extension_flags (x509) & EXFLAG_SS) != 0);
      g_assert_cmpint (vf_certificate_is_weak (certificate), ==, rows[i].is_weak);
      g_assert_cmpstr (vf_certificate_get_key_algorithm (certificate), ==, algorithm);
      g_assert_cmpint (vf_certificate_allows_client (certificate), ==,
                       X509_check_purpose (x509, X509_PURPOSE_SSL_CLIENT, 0));
      g_assert_cmpint (vf_certificate_allows_server (certificate), ==,
                       X509_check_purpose (x509, X509_PURPOSE_SSL_SERVER, 0));
    }
}

static void
test_garbage (void)
{
  static const guint8 masks[] = { 0x01, 0x20, 0x80, 0xA5, 0xFF };
  g_autoptr (TestPair) pair = test_pair_new_root ("Test Root");
  g_autoptr (GBytes) der = test_pair_to_der (pair);
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (der, NULL), length);

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (vf_certificate_new_from_der (copy, cut, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
    }
  /* one broken byte anywhere is an error or a certificate, and OpenSSL says the same */
  for (gsize i = 0; i < length * G_N_ELEMENTS (masks); i++)
    {
      guint8 *byte = &copy[i / G_N_ELEMENTS (masks)];
      guint8 mask = masks[i % G_N_ELEMENTS (masks)];
      const guint8 *end = copy;
      g_autoptr (VfCertificate) certificate = NULL;
      X509 *x509;

      *byte ^= mask;
      certificate = vf_certificate_new_from_der (copy, length, NULL);
      x509 = d2i_X509 (NULL, &end, (long) length);
      *byte ^= mask;
      g_assert_cmpint (certificate != NULL, ==, x509 != NULL);
      X509_free (x509);
      if (!certificate)
        continue;
      g_assert_nonnull (vf_certificate_get_display_name (certificate));
      g_assert_nonnull (vf_certificate_get_names (certificate));
      g_assert_nonnull (vf_certificate_get_key_algorithm (certificate));
      g_assert_nonnull (vf_certificate_peek_x509 (certificate));
      vf_certificate_allows_client (certificate);
    }
}

static void
test_equal (void)
{
  g_autoptr (TestPair) one = test_pair_new_root ("Test Root");
  g_autoptr (TestPair) two = test_pair_new_root ("Test Root");
  g_autoptr (VfCertificate) first = read_pair (one);
  g_autoptr (VfCertificate) again = vf_certificate_new_from_x509 (one->certificate);
  g_autoptr (VfCertificate) other = read_pair (two);

  g_assert_true (vf_certificate_equal (first, again));
  g_assert_false (vf_certificate_equal (first, other));
  g_assert_cmpstr (vf_certificate_get_key_id (first), ==, vf_certificate_get_key_id (again));
  g_assert_cmpstr (vf_certificate_get_key_id (first), !=, vf_certificate_get_key_id (other));
}

static gpointer
ask_all (gpointer data)
{
  const VfCertificate *certificate = data;

  g_assert_cmpstr (vf_certificate_get_subject (certificate), ==, "CN=Test Root");
  g_assert_nonnull (vf_certificate_get_names (certificate));
  g_assert_nonnull (vf_certificate_peek_x509 (certificate));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TestPair) pair = test_pair_new_root ("Test Root");

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (VfCertificate) certificate = read_pair (pair);
      GThread *threads[4];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("ask", ask_all, certificate);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/certificate/values", test_values);
  g_test_add_func ("/certificate/display-name", test_display_name);
  g_test_add_func ("/certificate/judgements", test_judgements);
  g_test_add_func ("/certificate/garbage", test_garbage);
  g_test_add_func ("/certificate/equal", test_equal);
  g_test_add_func ("/certificate/threads", test_threads);
  return g_test_run ();
}
