#include "config.h"

#include "import/key-cipher.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <glib/gi18n.h>

#include "error.h"

/* openGauss, src/include/cipher.h and src/common/port/cipher.cpp; its CM, src/include/cm/cm_cipher.h.  Both files are
 * a C structure as it lay in memory: one byte (or more) between any two fields is filler, which nobody ever set. */
#define ITERATIONS 10000
#define BLOCK 16
#define CRC_LENGTH 4
#define LONGEST_KEY 32
/* ends the passphrase in its block (ISO/IEC 7816-4); zeros follow */
#define END_MARK 0x80

typedef struct
{
  VfFormat format;
  gsize cipher_length;
  gsize rand_length;
  gsize key_length; /* of the secret, the salt and the derived key alike */
  gsize salt;       /* where it begins in the cipher file; the encrypted block is at its very start */
  gsize iv;
} Layout;

/* The longer form comes first: a file may have more bytes at its end than the form needs. */
static const Layout layouts[] = {
  { VF_FORMAT_GAUSSDB_CM, 104, 40, 32, 33, 66 },
  { VF_FORMAT_GAUSSDB, 56, 24, 16, 17, 34 },
};

/**
 * vf_key_cipher_crc:
 * @bytes: (array length=length): what is summed
 * @length: in bytes
 *
 * The sum of PostgreSQL before 9.5 (src/include/utils/pg_crc.h): the reflected table of CRC-32 used as though it were
 * not reflected, so that it is not the sum that zlib computes.
 *
 * Returns: the sum
 */
guint32
vf_key_cipher_crc (const guint8 *bytes, gsize length)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      guint32 row = (crc >> 24) ^ bytes[i];

      for (guint bit = 0; bit < 8; bit++)
        row = (row & 1) != 0 ? (row >> 1) ^ 0xEDB88320u : row >> 1;
      crc = row ^ (crc << 8);
    }
  return crc ^ G_MAXUINT32;
}

/* The encoders write the sum as their processor has it, and all of them run on little-endian ones. */
static gboolean
ends_with_crc (const guint8 *bytes, gsize length, gsize claimed)
{
  guint32 stored;

  if (length < claimed)
    return FALSE;
  memcpy (&stored, bytes + claimed - CRC_LENGTH, CRC_LENGTH);
  return GUINT32_FROM_LE (stored) == vf_key_cipher_crc (bytes, claimed - CRC_LENGTH);
}

/**
 * vf_key_cipher_recognise:
 * @bytes: one file
 * @part: (out): which of the two it is
 * @format: (out): %VF_FORMAT_GAUSSDB or %VF_FORMAT_GAUSSDB_CM
 *
 * Such a file is told from noise by its checksum alone.  Bytes behind it are allowed, as the servers' own reader
 * allows them.
 *
 * Returns: whether it is one
 */
gboolean
vf_key_cipher_recognise (GBytes *bytes, VfKeyCipherPart *part, VfFormat *format)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      gboolean is_cipher = ends_with_crc (data, length, layouts[i].cipher_length);

      if (!is_cipher && !ends_with_crc (data, length, layouts[i].rand_length))
        continue;
      *part = is_cipher ? VF_KEY_CIPHER_CIPHER : VF_KEY_CIPHER_RAND;
      *format = layouts[i].format;
      return TRUE;
    }
  return FALSE;
}

static gboolean
decrypt (const Layout *layout, const guint8 *key, const guint8 *cipher, guint8 *plain)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  const EVP_CIPHER *algorithm = layout->key_length == LONGEST_KEY ? EVP_aes_256_cbc () : EVP_aes_128_cbc ();
  int length = 0;
  gboolean done = context && EVP_DecryptInit_ex (context, algorithm, NULL, key, cipher + layout->iv) == 1
                  && EVP_CIPHER_CTX_set_padding (context, 0) == 1
                  && EVP_DecryptUpdate (context, plain, &length, cipher, BLOCK) == 1 && length == BLOCK;

  EVP_CIPHER_CTX_free (context); /* overwrites the key schedule */
  return done;
}

static gboolean
decode_block (const Layout *layout, const guint8 *cipher, const guint8 *rand, guint8 *plain)
{
  guint8 key[LONGEST_KEY];
  gboolean done = PKCS5_PBKDF2_HMAC ((const char *) rand, (int) layout->key_length, cipher + layout->salt,
                                     (int) layout->key_length, ITERATIONS, EVP_sha256 (), (int) layout->key_length,
                                     key) == 1
                  && decrypt (layout, key, cipher, plain);

  OPENSSL_cleanse (key, sizeof key);
  ERR_clear_error ();
  return done;
}

/* An old encoder left the mark away where there was no room, and the server's own reader uses those 16 bytes; only if
 * they are text can they be meant. */
static gboolean
is_full_block (const guint8 *plain)
{
  for (gsize i = 0; i < BLOCK; i++)
    if (g_ascii_iscntrl ((char) plain[i]))
      return FALSE;
  return g_utf8_validate ((const char *) plain, BLOCK, NULL);
}

/* 0: there is no passphrase in it */
static gsize
passphrase_length (const guint8 *plain)
{
  gsize length = BLOCK;

  while (length > 0 && plain[length - 1] == 0)
    length--;
  if (length > 0 && plain[length - 1] == END_MARK && !memchr (plain, 0, length))
    return length - 1;
  return is_full_block (plain) ? BLOCK : 0;
}

static const Layout *
find_layout (GBytes *cipher, GBytes *rand)
{
  VfKeyCipherPart parts[2] = { VF_KEY_CIPHER_RAND, VF_KEY_CIPHER_CIPHER };
  VfFormat formats[2] = { VF_FORMAT_NONE, VF_FORMAT_NONE };

  if (!vf_key_cipher_recognise (cipher, &parts[0], &formats[0])
      || !vf_key_cipher_recognise (rand, &parts[1], &formats[1]) || parts[0] != VF_KEY_CIPHER_CIPHER
      || parts[1] != VF_KEY_CIPHER_RAND || formats[0] != formats[1])
    return NULL;
  return formats[0] == layouts[0].format ? &layouts[0] : &layouts[1];
}

/**
 * vf_key_cipher_decode:
 * @cipher: “client.key.cipher”
 * @rand: “client.key.rand”
 * @error: %VF_ERROR_UNREADABLE
 *
 * The passphrase that the two files are; nothing secret is needed for it.  Two files that do not belong together pass
 * for a pair once in 256 times, so only a key that opens proves the result.  Takes milliseconds; pure; any thread.
 *
 * Returns: (transfer full) (nullable): the passphrase, which need not be UTF-8
 */
SecretValue *
vf_key_cipher_decode (GBytes *cipher, GBytes *rand, GError **error)
{
  const Layout *layout = find_layout (cipher, rand);
  SecretValue *passphrase = NULL;
  guint8 plain[2 * BLOCK];
  gsize length;

  if (!layout)
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE, _("These are not the two halves of a passphrase."));
      return NULL;
    }
  length = decode_block (layout, g_bytes_get_data (cipher, NULL), g_bytes_get_data (rand, NULL), plain)
             ? passphrase_length (plain)
             : 0;
  if (length > 0)
    passphrase = secret_value_new ((const char *) plain, (gssize) length, "text/plain");
  else
    g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE, _("The two passphrase files do not belong together."));
  OPENSSL_cleanse (plain, sizeof plain);
  return passphrase;
}
