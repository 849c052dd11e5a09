#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "import/key-cipher.h"
#include "laws.h"
#include "pki.h"

/* one byte in front tells how many of the others are the cipher file; the rest is the rand file */
static gboolean
split (const uint8_t *data, size_t size, GByteArray *cipher, GByteArray *rand)
{
  if (size < 1 || data[0] > size - 1)
    return FALSE;
  g_byte_array_append (cipher, data + 1, data[0]);
  g_byte_array_append (rand, data + 1 + data[0], (guint) (size - 1 - data[0]));
  return TRUE;
}

/* An engine does not guess a check sum, so here it is. */
static void
mend (GByteArray *file, guint length)
{
  guint32 sum;

  if (file->len < length)
    return;
  sum = GUINT32_TO_LE (vf_key_cipher_crc (file->data, length - sizeof sum));
  memcpy (file->data + length - sizeof sum, &sum, sizeof sum);
}

static void
assert_part (GBytes *bytes)
{
  VfKeyCipherPart part;
  VfFormat format;

  if (vf_key_cipher_recognise (bytes, &part, &format))
    {
      g_assert_true (format == VF_FORMAT_GAUSSDB || format == VF_FORMAT_GAUSSDB_CM);
      g_assert_true (part == VF_KEY_CIPHER_CIPHER || part == VF_KEY_CIPHER_RAND);
    }
}

/* What comes out is a passphrase that OpenSSL can take: one block at most, and no NUL in it. */
static void
assert_pair (GBytes *cipher, GBytes *rand)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) passphrase = vf_key_cipher_decode (cipher, rand, &error);
  gsize length;

  assert_part (cipher);
  assert_part (rand);
  g_assert_true ((passphrase != NULL) != (error != NULL));
  if (passphrase)
    {
      const char *text = secret_value_get (passphrase, &length);

      g_assert_cmpuint (length, <=, 16);
      g_assert_null (memchr (text, '\0', length));
    }
  else
    {
      g_assert_cmpuint (error->domain, ==, VF_ERROR);
      fuzz_assert_text (error->message);
    }
}

/* A locked key for the pair to be tried on, the same as long as the program runs.  One pair of the corpus opens it. */
static GBytes *
locked_key (void)
{
  static GBytes *key;

  if (!key)
    {
      g_autoptr (TestPair) root = test_pair_new_root ("Root");
      g_autoptr (TestPair) pair = test_pair_new_client ("client", root);
      char *pem = test_pair_key_to_pem (pair, TEST_KEY_TRADITIONAL, "Aa1@zZ9!");

      key = g_bytes_new_take (pem, strlen (pem));
    }
  return key;
}

static void
assert_files (GBytes *cipher, GBytes *rand)
{
  g_autoptr (VfBundleBuilder) builder = vf_bundle_builder_new ();
  g_autoptr (VfBundle) bundle = NULL;

  vf_bundle_builder_add (builder, "sslcert/client.key.cipher", cipher);
  vf_bundle_builder_add (builder, "sslcert/client.key.rand", rand);
  vf_bundle_builder_add (builder, "sslcert/client.key", locked_key ());
  bundle = vf_bundle_builder_end (builder);
  fuzz_assert_inventory (bundle, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) cipher = g_byte_array_new ();
  g_autoptr (GByteArray) rand = g_byte_array_new ();
  g_autoptr (GBytes) cipher_bytes = NULL;
  g_autoptr (GBytes) rand_bytes = NULL;

  if (!split (data, size, cipher, rand))
    return 0;
  cipher_bytes = g_bytes_new (cipher->data, cipher->len);
  rand_bytes = g_bytes_new (rand->data, rand->len);
  assert_pair (cipher_bytes, rand_bytes);

  g_clear_pointer (&cipher_bytes, g_bytes_unref);
  g_clear_pointer (&rand_bytes, g_bytes_unref);
  mend (cipher, cipher->len >= 104 ? 104 : 56);
  mend (rand, rand->len >= 40 ? 40 : 24);
  cipher_bytes = g_bytes_new (cipher->data, cipher->len);
  rand_bytes = g_bytes_new (rand->data, rand->len);
  assert_pair (cipher_bytes, rand_bytes);
  assert_files (cipher_bytes, rand_bytes);
  return 0;
}
