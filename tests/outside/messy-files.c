#include "config.h"

#include "messy-files.h"

#include <openssl/pem.h>
#include <string.h>

#include "stores.h"

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
text_with (const char *before, const char *text, const char *after)
{
  return take_text (g_strconcat (before, text, after, NULL));
}

static GBytes *
with_line_ends (const char *text, const char *end)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return take_text (g_strjoinv (end, lines));
}

static GBytes *
in_utf16 (const char *text)
{
  gsize length;
  char *wide = g_convert (text, -1, "UTF-16", "UTF-8", NULL, &length, NULL);

  g_assert_nonnull (wide);
  return g_bytes_new_take (wide, length);
}

static char *
take_memory (BIO *bio)
{
  char *data;
  glong length = BIO_get_mem_data (bio, &data);
  char *text = g_strndup (data, (gsize) length);

  BIO_free (bio);
  return text;
}

/* what "openssl x509 -text" prints */
static char *
dump (const TestPair *pair)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  g_assert_cmpint (X509_print (bio, pair->certificate), ==, 1);
  g_assert_cmpint (PEM_write_bio_X509 (bio, pair->certificate), ==, 1);
  return take_memory (bio);
}

/* what "openssl x509 -trustout -addtrust" makes; @purpose: NID */
static char *
trusted (const TestPair *pair, int purpose)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  X509 *certificate = X509_dup (pair->certificate);
  ASN1_OBJECT *object = OBJ_nid2obj (purpose);

  g_assert_cmpint (X509_add1_trust_object (certificate, object), ==, 1);
  g_assert_cmpint (PEM_write_bio_X509_AUX (bio, certificate), ==, 1);
  X509_free (certificate);
  return take_memory (bio);
}

static GBytes *
trusted_roots (const LiveServer *live, int purpose)
{
  g_autofree char *root = trusted (live->root, purpose);
  g_autofree char *intermediate = trusted (live->server_ca, purpose);

  return text_with (root, intermediate, NULL);
}

static GBytes *
root_store (const LiveServer *live, int nid)
{
  const TestPair *const both[] = { live->root, live->server_ca };
  TestPkcs12Spec spec = { .certificates = both, .n_certificates = 2, .password = PASSPHRASE, .certificate_nid = nid };

  return test_pkcs12_new (&spec);
}

GBytes *
messy_root (const LiveServer *live, RootForm form)
{
  const TestPair *const both[] = { live->root, live->server_ca };
  const TestStoreEntry entries[]
    = { { .pair = live->root, .alias = "root" }, { .pair = live->server_ca, .alias = "ca" } };
  g_autofree char *pem = live_join_pems (live->root, live->server_ca);
  g_autofree char *other = NULL;
  g_autofree char *more = NULL;

  switch (form)
    {
    case ROOT_PEM:
      return take_text (g_steal_pointer (&pem));
    case ROOT_REVERSED:
      return take_text (live_join_pems (live->server_ca, live->root));
    case ROOT_CRLF:
      return with_line_ends (pem, "\r\n");
    case ROOT_BOM:
      return text_with ("\xef\xbb\xbf", pem, NULL);
    case ROOT_TEXT:
      other = dump (live->root);
      more = dump (live->server_ca);
      return text_with (other, more, "downloaded from the console\n");
    case ROOT_WITH_KEY:
      other = test_pair_key_to_pem (live->clients[CLIENT_SSLTESTUSER], TEST_KEY_PKCS8, NULL);
      return text_with (other, pem, NULL);
    case ROOT_DER:
      return test_pair_to_der (live->root);
    case ROOT_P7B_PEM:
      return take_text (test_pkcs7_to_pem (both, 2));
    case ROOT_P7B_DER:
      return test_pkcs7_to_der (both, 2);
    case ROOT_P12:
      return root_store (live, 0);
    case ROOT_P12_RC2:
      return root_store (live, NID_pbe_WithSHA1And40BitRC2_CBC);
    case ROOT_JKS:
      return test_jks_new (FALSE, entries, 2, PASSPHRASE);
    case ROOT_EMPTY:
      return g_bytes_new (NULL, 0);
    case ROOT_UTF16:
      return in_utf16 (pem);
    case ROOT_ONE_LINE:
      return with_line_ends (pem, "");
    case ROOT_BASE64:
      return take_text (g_base64_encode ((const guchar *) pem, strlen (pem)));
    case ROOT_BROKEN_TAIL:
      return text_with (pem, "-----BEGIN CERTIFICATE-----\nMIIB!!!!\n-----END CERTIFICATE-----\n", NULL);
    case ROOT_TRUSTED:
      return trusted_roots (live, NID_server_auth);
    case ROOT_TRUSTED_CLIENTS:
      return trusted_roots (live, NID_client_auth);
    }
  g_assert_not_reached ();
}

static GBytes *
client_store (const LiveServer *live, int nid)
{
  TestPkcs12Spec spec = { .key = live->clients[CLIENT_SSLTESTUSER], .password = PASSPHRASE, .certificate_nid = nid };

  return test_pkcs12_new (&spec);
}

/* The key's password is another one than its store's, which keytool allowed. */
static GBytes *
client_jks (const LiveServer *live)
{
  const TestStoreEntry entry = { .pair = live->clients[CLIENT_SSLTESTUSER], .with_key = TRUE,
                                 .key_password = OTHER_PASSPHRASE, .alias = "client" };

  return test_jks_new (FALSE, &entry, 1, PASSPHRASE);
}

GBytes *
messy_key (const LiveServer *live, ClientForm form)
{
  const TestPair *client = live->clients[CLIENT_SSLTESTUSER];
  g_autofree char *pem = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);

  switch (form)
    {
    case KEY_PEM:
    case KEY_LINK:
    case KEY_GROUP_READABLE:
    case KEY_UNREADABLE:
    case CERTIFICATE_DER:
    case CERTIFICATE_CRLF:
      return take_text (g_steal_pointer (&pem));
    case KEY_TRADITIONAL:
      return take_text (test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, NULL));
    case KEY_CRLF:
      return with_line_ends (pem, "\r\n");
    case KEY_BOM:
      return text_with ("\xef\xbb\xbf", pem, NULL);
    case KEY_DER:
      return test_pair_key_to_der (client, TEST_KEY_PKCS8, NULL);
    case KEY_DER_TRADITIONAL:
      return test_pair_key_to_der (client, TEST_KEY_TRADITIONAL, NULL);
    case KEY_LOCKED:
    case KEY_LOCKED_WRONG:
      return take_text (test_pair_key_to_pem (client, TEST_KEY_PKCS8, PASSPHRASE));
    case KEY_LOCKED_TRADITIONAL:
      return take_text (test_pair_key_to_pem (client, TEST_KEY_TRADITIONAL, PASSPHRASE));
    case KEY_LOCKED_DER:
      return test_pair_key_to_der (client, TEST_KEY_PKCS8, PASSPHRASE);
    case KEY_UTF16:
      return in_utf16 (pem);
    case KEY_P12:
      return client_store (live, 0);
    case KEY_P12_RC2:
      return client_store (live, NID_pbe_WithSHA1And40BitRC2_CBC);
    case KEY_JKS:
      return client_jks (live);
    case KEY_FOREIGN:
      return take_text (test_pair_key_to_pem (live->clients[CLIENT_DN], TEST_KEY_PKCS8, NULL));
    case KEY_FOLDER:
    case KEY_MISSING:
      return NULL;
    }
  g_assert_not_reached ();
}

GBytes *
messy_certificate (const LiveServer *live, ClientForm form)
{
  const TestPair *client = live->clients[CLIENT_SSLTESTUSER];
  g_autofree char *pem = test_pair_to_pem (client);

  if (form == CERTIFICATE_DER)
    return test_pair_to_der (client);
  return form == CERTIFICATE_CRLF ? with_line_ends (pem, "\r\n") : take_text (g_steal_pointer (&pem));
}
