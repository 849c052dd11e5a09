#include "config.h"

#include "import/java-secrets.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#define SHA1_LENGTH 20
#define MD5_LENGTH 16
#define HALF_SALT 4
#define KEY_LENGTH 24
#define BLOCK 8

/* GLib's digests and not OpenSSL's: SHA-1 and MD5 are no protection here but the format, and a policy of the system
 * against them must not stand in the way of reading. */
static void
digest_of (GChecksumType type, const guint8 *first, gsize first_length, const guint8 *second, gsize second_length,
           guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  gsize length = (gsize) g_checksum_type_get_length (type);

  g_checksum_update (checksum, first, (gssize) first_length);
  g_checksum_update (checksum, second, (gssize) second_length);
  g_checksum_get_digest (checksum, digest, &length);
}

/**
 * vf_java_password_encode:
 * @passphrase: (array length=length): text; not NUL-ended
 * @encoded: (inout): an empty buffer: the passphrase as Java's stores hash it, UTF-16 with the high byte first
 *
 * Returns: %FALSE if the passphrase is not UTF-8
 */
gboolean
vf_java_password_encode (const char *passphrase, gsize length, VfWipedBuffer *encoded)
{
  const char *end = passphrase + length;

  if (!g_utf8_validate (passphrase, (gssize) length, NULL))
    return FALSE;
  vf_wiped_buffer_reserve (encoded, length * 2 + 1);
  for (const char *p = passphrase; p < end; p += g_utf8_skip[*(const guchar *) p])
    {
      gunichar c = g_utf8_get_char (p);
      gunichar high = c >= 0x10000 ? 0xD800 + ((c - 0x10000) >> 10) : c;
      gunichar low = 0xDC00 + ((c - 0x10000) & 0x3FF);
      guint8 units[4] = { (guint8) (high >> 8), (guint8) high, (guint8) (low >> 8), (guint8) low };

      vf_wiped_buffer_append (encoded, units, c >= 0x10000 ? 4 : 2);
    }
  return TRUE;
}

/**
 * vf_java_store_digest:
 * @password: from vf_java_password_encode()
 * @data: (array length=length): the store up to where its digest stands
 * @digest: (out caller-allocates): what stands there if the password is the store's and nothing has been changed
 *
 * As in OpenJDK's sun.security.provider.JavaKeyStore.
 */
void
vf_java_store_digest (const VfWipedBuffer *password, const guint8 *data, gsize length, guint8 digest[20])
{
  static const char whitener[] = "Mighty Aphrodite";
  g_auto (VfWipedBuffer) first = { 0 };

  vf_wiped_buffer_append (&first, password->data, password->length);
  vf_wiped_buffer_append (&first, whitener, strlen (whitener));
  digest_of (G_CHECKSUM_SHA1, first.data, first.length, data, length, digest);
}

/**
 * vf_java_key_open_jks:
 * @data: (array length=length): salt, what was encrypted, check value
 * @plain: (inout): an empty buffer: the PKCS#8 that was encrypted
 *
 * A key stream of SHA-1 values, each of the password and the one before, as in OpenJDK's
 * sun.security.provider.KeyProtector.
 *
 * Returns: whether the check value confirms the password
 */
gboolean
vf_java_key_open_jks (const VfWipedBuffer *password, const guint8 *data, gsize length, VfWipedBuffer *plain)
{
  const guint8 *encrypted = data + SHA1_LENGTH;
  guint8 stream[SHA1_LENGTH];
  guint8 check[SHA1_LENGTH];
  gsize n;

  if (length < 2 * SHA1_LENGTH)
    return FALSE;
  n = length - 2 * SHA1_LENGTH;
  vf_wiped_buffer_set_length (plain, n);
  memcpy (stream, data, SHA1_LENGTH);
  for (gsize i = 0; i < n; i++)
    {
      if (i % SHA1_LENGTH == 0)
        digest_of (G_CHECKSUM_SHA1, password->data, password->length, stream, SHA1_LENGTH, stream);
      plain->data[i] = encrypted[i] ^ stream[i % SHA1_LENGTH];
    }
  digest_of (G_CHECKSUM_SHA1, password->data, password->length, plain->data, plain->length, check);
  OPENSSL_cleanse (stream, sizeof stream);
  return CRYPTO_memcmp (check, encrypted + n, SHA1_LENGTH) == 0;
}

static gboolean
decrypt_3des (const guint8 *key, const guint8 *iv, const guint8 *data, gsize length, VfWipedBuffer *plain)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  int n = 0;
  int rest = 0;
  gboolean opened;

  vf_wiped_buffer_set_length (plain, length + BLOCK);
  opened = EVP_DecryptInit_ex (context, EVP_des_ede3_cbc (), NULL, key, iv)
           && EVP_DecryptUpdate (context, plain->data, &n, data, (int) length)
           && EVP_DecryptFinal_ex (context, plain->data + n, &rest);
  vf_wiped_buffer_set_length (plain, opened ? (gsize) n + (gsize) rest : 0);
  EVP_CIPHER_CTX_free (context);
  ERR_clear_error ();
  return opened;
}

/* JCEKS hashes the low seven bits of each character. */
static void
encode_seven_bits (const char *passphrase, gsize length, VfWipedBuffer *encoded)
{
  g_auto (VfWipedBuffer) units = { 0 };

  if (!vf_java_password_encode (passphrase, length, &units))
    return;
  vf_wiped_buffer_reserve (encoded, units.length / 2 + 1);
  for (gsize i = 1; i < units.length; i += 2)
    {
      guint8 low = units.data[i] & 0x7F;

      vf_wiped_buffer_append (encoded, &low, 1);
    }
}

/**
 * vf_java_key_open_jceks:
 * @salt: eight bytes
 * @n_iterations: how often each half of the key is hashed; the caller bounds it
 * @data: (array length=length): what was encrypted
 * @plain: (inout): an empty buffer: the PKCS#8 that was encrypted
 *
 * "PBEWithMD5AndTripleDES": MD5 over each half of the salt and the password, again and again, gives the key and the
 * initialisation vector of triple DES, as in OpenJDK's com.sun.crypto.provider.PBES1Core.
 *
 * Returns: whether the padding was right; that is no proof that the passphrase is
 */
gboolean
vf_java_key_open_jceks (const char *passphrase, gsize passphrase_length, const guint8 *salt, guint n_iterations,
                        const guint8 *data, gsize length, VfWipedBuffer *plain)
{
  g_auto (VfWipedBuffer) password = { 0 };
  guint8 derived[2 * MD5_LENGTH];
  gboolean opened;

  if (length == 0 || length > G_MAXINT - BLOCK)
    return FALSE;
  encode_seven_bits (passphrase, passphrase_length, &password);
  for (guint half = 0; half < 2; half++)
    {
      guint8 *digest = derived + half * MD5_LENGTH;

      digest_of (G_CHECKSUM_MD5, salt + half * HALF_SALT, HALF_SALT, password.data, password.length, digest);
      for (guint i = 1; i < n_iterations; i++)
        digest_of (G_CHECKSUM_MD5, digest, MD5_LENGTH, password.data, password.length, digest);
    }
  opened = decrypt_3des (derived, derived + KEY_LENGTH, data, length, plain);
  OPENSSL_cleanse (derived, sizeof derived);
  return opened;
}
