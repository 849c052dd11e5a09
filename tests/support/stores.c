#include "stores.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/sha.h>

/* Written from the description of the format and by OpenSSL's digests, so that it shares no code with the reader. */

#define SALT_LENGTH 20
#define JCEKS_ITERATIONS 1000

static void
put (GByteArray *out, guint64 value, guint n_bytes)
{
  for (guint i = n_bytes; i-- > 0;)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (out, &byte, 1);
    }
}

static void
put_text (GByteArray *out, const char *text)
{
  put (out, strlen (text), 2);
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

static void
put_block (GByteArray *out, GBytes *bytes)
{
  put (out, g_bytes_get_size (bytes), 4);
  g_byte_array_append (out, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_bytes_unref (bytes);
}

static void
put_certificate (GByteArray *out, const TestPair *pair)
{
  put_text (out, "X.509");
  put_block (out, test_pair_to_der (pair));
}

/* ASCII alone, as the tests need it */
static GByteArray *
wide (const char *password)
{
  GByteArray *out = g_byte_array_new ();

  for (const char *p = password; *p; p++)
    put (out, (guint8) *p, 2);
  return out;
}

static void
sha1 (const GByteArray *first, const void *second, gsize length, guint8 *digest)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();

  EVP_DigestInit_ex (context, EVP_sha1 (), NULL);
  EVP_DigestUpdate (context, first->data, first->len);
  EVP_DigestUpdate (context, second, length);
  EVP_DigestFinal_ex (context, digest, NULL);
  EVP_MD_CTX_free (context);
}

static GBytes *
jks_protect (GBytes *plain, const char *password)
{
  g_autoptr (GByteArray) key = wide (password);
  GByteArray *out = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  guint8 stream[SHA_DIGEST_LENGTH];

  memset (stream, 0x5A, sizeof stream);
  g_byte_array_append (out, stream, SALT_LENGTH);
  for (gsize i = 0; i < length; i++)
    {
      if (i % sizeof stream == 0)
        sha1 (key, stream, sizeof stream, stream);
      put (out, data[i] ^ stream[i % sizeof stream], 1);
    }
  sha1 (key, data, length, stream);
  g_byte_array_append (out, stream, sizeof stream);
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
jceks_protect (GBytes *plain, const char *password, const guint8 *salt)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  g_autofree guint8 *out = g_malloc (length + 8);
  guint8 key[32];
  int n = 0;
  int rest = 0;
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new ();

  for (guint half = 0; half < 2; half++)
    {
      guint8 hashed[16];
      gsize hashed_length = 4;

      memcpy (hashed, salt + 4 * half, 4);
      for (guint i = 0; i < JCEKS_ITERATIONS; i++)
        {
          EVP_MD_CTX *context = EVP_MD_CTX_new ();

          EVP_DigestInit_ex (context, EVP_md5 (), NULL);
          EVP_DigestUpdate (context, hashed, hashed_length);
          EVP_DigestUpdate (context, password, strlen (password));
          EVP_DigestFinal_ex (context, hashed, NULL);
          EVP_MD_CTX_free (context);
          hashed_length = sizeof hashed;
        }
      memcpy (key + 16 * half, hashed, sizeof hashed);
    }
  EVP_EncryptInit_ex (cipher, EVP_des_ede3_cbc (), NULL, key, key + 24);
  EVP_EncryptUpdate (cipher, out, &n, data, (int) length);
  EVP_EncryptFinal_ex (cipher, out + n, &rest);
  EVP_CIPHER_CTX_free (cipher);
  return g_bytes_new (out, (gsize) (n + rest));
}

static void
put_tlv (GByteArray *out, guint8 tag, const GByteArray *content)
{
  put (out, tag, 1);
  if (content->len < 128)
    put (out, content->len, 1);
  else
    {
      put (out, 0x82, 1);
      put (out, content->len, 2);
    }
  g_byte_array_append (out, content->data, content->len);
}

/* EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { oid, parameters }, OCTET STRING } */
static GBytes *
wrap (const char *oid, const GByteArray *parameters, GBytes *encrypted)
{
  g_autoptr (GByteArray) algorithm = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GByteArray) octets = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  ASN1_OBJECT *object = OBJ_txt2obj (oid, TRUE);
  guint8 *der = NULL;
  int length = i2d_ASN1_OBJECT (object, &der);

  g_byte_array_append (algorithm, der, (guint) length);
  g_byte_array_append (algorithm, parameters->data, parameters->len);
  put_tlv (content, 0x30, algorithm);
  g_byte_array_append (octets, g_bytes_get_data (encrypted, NULL), (guint) g_bytes_get_size (encrypted));
  put_tlv (content, 0x04, octets);
  put_tlv (out, 0x30, content);
  OPENSSL_free (der);
  ASN1_OBJECT_free (object);
  g_bytes_unref (encrypted);
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
protect (gboolean jceks, GBytes *plain, const char *password)
{
  static const guint8 null[] = { 0x05, 0x00 };
  static const guint8 salt[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const guint8 pbe[] = { 0x30, 0x0E, 0x04, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0x02, 2, JCEKS_ITERATIONS >> 8,
                                JCEKS_ITERATIONS & 0xFF };
  g_autoptr (GByteArray) parameters = g_byte_array_new ();

  if (jceks)
    {
      g_byte_array_append (parameters, pbe, sizeof pbe);
      return wrap ("1.3.6.1.4.1.42.2.19.1", parameters, jceks_protect (plain, password, salt));
    }
  g_byte_array_append (parameters, null, sizeof null);
  return wrap ("1.3.6.1.4.1.42.2.17.1.1", parameters, jks_protect (plain, password));
}

static void
put_entry (GByteArray *out, gboolean jceks, const TestStoreEntry *entry, const char *password)
{
  put (out, entry->with_key ? 1 : 2, 4);
  put_text (out, entry->alias);
  put (out, G_GUINT64_CONSTANT (1700000000000), 8);
  if (entry->with_key)
    {
      g_autoptr (GBytes) plain = test_pair_key_to_der (entry->pair, TEST_KEY_PKCS8, NULL);

      put_block (out, protect (jceks, plain, entry->key_password ? entry->key_password : password));
      put (out, 1 + entry->n_chain, 4);
    }
  put_certificate (out, entry->pair);
  for (guint i = 0; i < entry->n_chain; i++)
    put_certificate (out, entry->chain[i]);
}

GBytes *
test_jks_new (gboolean jceks, const TestStoreEntry *entries, guint n_entries, const char *password)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) hashed = wide (password);
  guint8 digest[SHA_DIGEST_LENGTH];

  put (out, jceks ? 0xCECECECE : 0xFEEDFEED, 4);
  put (out, 2, 4);
  put (out, n_entries, 4);
  for (guint i = 0; i < n_entries; i++)
    put_entry (out, jceks, &entries[i], password);
  g_byte_array_append (hashed, (const guint8 *) "Mighty Aphrodite", 16);
  sha1 (hashed, out->data, out->len, digest);
  g_byte_array_append (out, digest, sizeof digest);
  return g_byte_array_free_to_bytes (out);
}

/* (nullable): a context of the tests' own that has what is old */
static OSSL_LIB_CTX *
old_context (void)
{
  static gsize once;
  static OSSL_LIB_CTX *context;

  if (g_once_init_enter (&once))
    {
      context = OSSL_LIB_CTX_new ();
      if (!OSSL_PROVIDER_load (context, "legacy") || !OSSL_PROVIDER_load (context, "default"))
        g_clear_pointer (&context, OSSL_LIB_CTX_free);
      ERR_clear_error ();
      g_once_init_leave (&once, 1);
    }
  return context;
}

GBytes *
test_pair_key_encrypted (const TestPair *pair, int nid, const char *password)
{
  PKCS8_PRIV_KEY_INFO *info;
  X509_SIG *sig;
  guint8 *der = NULL;
  int length;
  GBytes *bytes;

  if (!old_context ())
    return NULL;
  info = EVP_PKEY2PKCS8 (pair->key);
  sig = PKCS8_encrypt_ex (nid, NULL, password, (int) strlen (password), NULL, 0, 0, info, old_context (), NULL);
  g_assert_nonnull (sig);
  length = i2d_X509_SIG (sig, &der);
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  X509_SIG_free (sig);
  PKCS8_PRIV_KEY_INFO_free (info);
  return bytes;
}

static int
nid_or_default (int nid)
{
  return nid == 0 ? NID_aes_256_cbc : nid;
}

GBytes *
test_pkcs12_new (const TestPkcs12Spec *spec)
{
  STACK_OF (X509) *others = sk_X509_new_null ();
  PKCS12 *file;
  guint8 *der = NULL;
  int length;
  GBytes *bytes;

  if (!old_context ())
    return NULL;
  for (guint i = 0; i < spec->n_certificates; i++)
    sk_X509_push (others, spec->certificates[i]->certificate);
  file = PKCS12_create_ex (spec->password, "the name", spec->key ? spec->key->key : NULL,
                           spec->key ? spec->key->certificate : NULL, others, nid_or_default (spec->key_nid),
                           nid_or_default (spec->certificate_nid), spec->iterations,
                           spec->without_mac ? -1 : spec->iterations, 0, old_context (), NULL);
  g_assert_nonnull (file);
  length = i2d_PKCS12 (file, &der);
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  PKCS12_free (file);
  sk_X509_free (others);
  return bytes;
}
