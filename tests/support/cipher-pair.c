#include "cipher-pair.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/rand.h>

#define BLOCK 16

/* The sum of PostgreSQL before 9.5, from a table as its description has it. */
static guint32
sum (const guint8 *bytes, gsize length)
{
  guint32 table[256];
  guint32 crc = 0xFFFFFFFFu;

  for (guint32 i = 0; i < 256; i++)
    {
      table[i] = i;
      for (guint bit = 0; bit < 8; bit++)
        table[i] = (table[i] >> 1) ^ ((table[i] & 1) * 0xEDB88320u);
    }
  for (gsize i = 0; i < length; i++)
    crc = table[((crc >> 24) ^ bytes[i]) & 0xFF] ^ (crc << 8);
  return crc ^ 0xFFFFFFFFu;
}

static GBytes *
end_with_sum (guint8 *file, gsize length)
{
  guint32 crc = sum (file, length - 4);

  for (guint i = 0; i < 4; i++)
    file[length - 4 + i] = (guint8) (crc >> (8 * i));
  return g_bytes_new (file, length);
}

static void
encrypt (guint8 *cipher, const guint8 *block, const guint8 *secret, guint width)
{
  const guint8 *salt = cipher + width + 1;
  const guint8 *iv = cipher + 2 * (width + 1);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  guint8 key[32];
  int length;

  g_assert_cmpint (PKCS5_PBKDF2_HMAC ((const char *) secret, (int) width, salt, (int) width, 10000, EVP_sha256 (),
                                      (int) width, key),
                   ==, 1);
  g_assert_cmpint (EVP_EncryptInit_ex (context, width == 32 ? EVP_aes_256_cbc () : EVP_aes_128_cbc (), NULL, key, iv),
                   ==, 1);
  EVP_CIPHER_CTX_set_padding (context, 0);
  g_assert_cmpint (EVP_EncryptUpdate (context, cipher, &length, block, BLOCK), ==, 1);
  g_assert_cmpint (length, ==, BLOCK);
  EVP_CIPHER_CTX_free (context);
}

void
test_cipher_pair_init_block (TestCipherPair *pair, const guint8 *block, gboolean wide)
{
  guint width = wide ? 32 : 16;
  gsize cipher_length = wide ? 104 : 56;
  gsize rand_length = wide ? 40 : 24;
  guint8 cipher[104];
  guint8 secret[40];

  /* noise everywhere, also in the bytes that mean nothing */
  g_assert_cmpint (RAND_bytes (cipher, sizeof cipher), ==, 1);
  g_assert_cmpint (RAND_bytes (secret, sizeof secret), ==, 1);
  encrypt (cipher, block, secret, width);
  pair->cipher = end_with_sum (cipher, cipher_length);
  pair->rand = end_with_sum (secret, rand_length);
}

void
test_cipher_pair_init (TestCipherPair *pair, const char *passphrase, gboolean wide)
{
  guint8 block[BLOCK] = { 0 };
  gsize length = strnlen (passphrase, BLOCK);

  g_assert_cmpuint (strlen (passphrase), ==, length);
  memcpy (block, passphrase, length);
  if (length < BLOCK)
    block[length] = 0x80; /* a full one has no room for the mark */
  test_cipher_pair_init_block (pair, block, wide);
}

void
test_cipher_pair_clear (TestCipherPair *pair)
{
  g_clear_pointer (&pair->cipher, g_bytes_unref);
  g_clear_pointer (&pair->rand, g_bytes_unref);
}

GBytes *
test_gaussdb_file (const char *folder, const char *name)
{
  g_autofree char *path
    = g_build_filename (g_getenv ("VF_TEST_SRCDIR"), "fixtures", "gaussdb-key", folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}
