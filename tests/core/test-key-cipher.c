#include <string.h>

#include "cipher-pair.h"
#include "error.h"
#include "import/key-cipher.h"
#include "test.h"

static void
test_crc (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    guint32 expected;
    const char *why;
  } rows[] = {
    { "123456789", 9, 0xC40ED0B0, "the usual check value, which is another one in zlib" },
    { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, 0xFF82CF64, "zeros count" },
    { "", 0, 0, "nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].why);
      g_assert_cmphex (vf_key_cipher_crc ((const guint8 *) rows[i].bytes, rows[i].length), ==, rows[i].expected);
    }
}

/* (transfer full) */
static GBytes *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; hex[0] && hex[1]; hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_decodes (GBytes *cipher, GBytes *rand, const char *expected)
{
  g_autoptr (GError) error = NULL;
  SecretValue *passphrase = vf_key_cipher_decode (cipher, rand, &error);
  const char *text;
  gsize length;

  g_assert_no_error (error);
  text = secret_value_get (passphrase, &length);
  g_assert_cmpmem (text, length, expected, strlen (expected));
  secret_value_unref (passphrase);
}

static void
assert_refused (GBytes *cipher, GBytes *rand)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_key_cipher_decode (cipher, rand, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_UNREADABLE);
}

/* A pair that a server's own encoder made, byte by byte. */
static void
test_worked_example (void)
{
  g_autoptr (GBytes) cipher = from_hex ("a4889866114d7318876f8ed38ece0f51" "08" "61c33bdaa2335fa88355e93515223574" "30"
                                        "5406052610371c30ec6133169b03ac57" "00" "00" "fbac11fe");
  g_autoptr (GBytes) rand = from_hex ("9dec3dbe8211ec749f7f17c65364a2e9" "68" "617265" "4a13f38c");
  g_autoptr (GBytes) file = test_gaussdb_file ("01-default-Gauss-MppDB", "client.key.cipher");

  g_assert_true (g_bytes_equal (cipher, file));
  assert_decodes (cipher, rand, "Gauss@MppDB");
}

static void
test_vectors (void)
{
  static const struct
  {
    const char *folder;
    const char *expected; /* NULL: to be refused */
    const char *why;
  } rows[] = {
    { "01-default-Gauss-MppDB", "Gauss@MppDB", "a server's encoder" },
    { "02-min-8-chars", "Aa1@zZ9!", "the shortest that encoders take" },
    { "03-max-15-chars", "Abcdef#12345_Zx", "the longest that has room" },
    { "04-shell-specials", "Q\"x'\\ $1%&|;<>", "characters that mean something elsewhere" },
    { "05-utf8", "Z\xC3\xBCrich#2024\xC3\xA9", "more than one byte a character" },
    { "06-last-byte-0x80", "Pass1234\xC3\x80", "its own last byte looks like the end mark" },
    { "07-ec-key-ref-v100", "~!@#Kq7-_=+^*", "the oldest encoder" },
    { "08-own-encoder-zero-filler", "P@ssw0rd-2025", "zeros in the bytes that mean nothing" },
    { "09-own-encoder-junk-filler", "x9_Y{}[]()=+", "noise in them" },
    { "variants/cm-aes256", "Gauss@MppDB", "the longer form" },
    { "edge/trailing-bytes", "Gauss@MppDB", "line feeds behind both" },
    { "edge/no-padding-16-chars", "Sixteen-Chars#16", "no room for the end mark" },
    { "bad/cipher-crc-body", NULL, "a byte that matters was changed" },
    { "bad/cipher-crc-filler", NULL, "a byte that means nothing was changed" },
    { "bad/cipher-empty", NULL, "nothing" },
    { "bad/cipher-short", NULL, "one byte is missing" },
    { "bad/files-exchanged", NULL, "each is the other" },
    { "bad/pair-mismatch", NULL, "two halves of two pairs" },
    { "bad/rand-crc", NULL, "the other half was changed" },
    { "bad/rand-short", NULL, "the other half was cut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) cipher = test_gaussdb_file (rows[i].folder, "client.key.cipher");
      g_autoptr (GBytes) rand = test_gaussdb_file (rows[i].folder, "client.key.rand");

      g_test_message ("%s: %s", rows[i].folder, rows[i].why);
      if (rows[i].expected)
        assert_decodes (cipher, rand, rows[i].expected);
      else
        assert_refused (cipher, rand);
    }
}

/* A block that two good files hold, and which is no passphrase. */
static void
test_bad_blocks (void)
{
  static const struct
  {
    const char *block;
    const char *why;
  } rows[] = {
    { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "zeros only: there is no mark to find" },
    { "\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "a passphrase without a character" },
    { "abcdefgh\0\0\0\0\0\0\0\0", "no mark" },
    { "abc\0efgh\x80\0\0\0\0\0\0\0", "a NUL would end it too early" },
    { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80", "NULs before the mark" },
    { "abcdefghijklmno\1", "full, but no text" },
    { "abcdefghijklmno\xFF", "full, but not in any encoding" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint wide = 0; wide < 2; wide++)
      {
        g_auto (TestCipherPair) pair = { NULL };

        g_test_message ("%s", rows[i].why);
        test_cipher_pair_init_block (&pair, (const guint8 *) rows[i].block, wide == 1);
        assert_refused (pair.cipher, pair.rand);
      }
}

static void
test_bad_files (void)
{
  g_auto (TestCipherPair) narrow = { NULL };
  g_auto (TestCipherPair) wide = { NULL };
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  test_cipher_pair_init (&narrow, "Gauss@MppDB", FALSE);
  test_cipher_pair_init (&wide, "Gauss@MppDB", TRUE);
  assert_refused (narrow.cipher, wide.rand);
  assert_refused (wide.cipher, narrow.rand);
  assert_refused (narrow.cipher, narrow.cipher);
  assert_refused (narrow.rand, narrow.rand);
  assert_refused (empty, empty);
  assert_refused (narrow.cipher, empty);
}

static void
assert_unknown (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  VfKeyCipherPart part;
  VfFormat format;

  g_assert_false (vf_key_cipher_recognise (bytes, &part, &format));
}

/* Every single changed byte is found, and every cut. */
static void
assert_guarded (GBytes *file)
{
  gsize length = g_bytes_get_size (file);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (file, NULL), length);

      assert_unknown (data, i);
      data[i] ^= 0x40;
      assert_unknown (data, length);
    }
}

static void
test_changed_bytes (void)
{
  for (guint wide = 0; wide < 2; wide++)
    {
      g_auto (TestCipherPair) pair = { NULL };

      test_cipher_pair_init (&pair, "Gauss@MppDB", wide == 1);
      assert_guarded (pair.cipher);
      assert_guarded (pair.rand);
    }
}

static void
test_recognise (void)
{
  for (guint wide = 0; wide < 2; wide++)
    {
      g_auto (TestCipherPair) pair = { NULL };
      VfFormat expected = wide == 1 ? VF_FORMAT_GAUSSDB_CM : VF_FORMAT_GAUSSDB;
      VfKeyCipherPart part;
      VfFormat format;

      test_cipher_pair_init (&pair, "a", wide == 1);
      g_assert_true (vf_key_cipher_recognise (pair.cipher, &part, &format));
      g_assert_cmpint (part, ==, VF_KEY_CIPHER_CIPHER);
      g_assert_cmpint (format, ==, expected);
      g_assert_true (vf_key_cipher_recognise (pair.rand, &part, &format));
      g_assert_cmpint (part, ==, VF_KEY_CIPHER_RAND);
      g_assert_cmpint (format, ==, expected);
    }
}

/* (transfer full): text of 1 to 15 bytes, ASCII and not */
static char *
random_passphrase (void)
{
  GString *text = g_string_new (NULL);
  gsize length = (gsize) g_test_rand_int_range (1, 16);

  while (text->len < length)
    if (text->len + 2 <= length && g_test_rand_int_range (0, 4) == 0)
      g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0xC0, 0x180));
    else
      g_string_append_c (text, (char) g_test_rand_int_range (' ', 0x7F));
  return g_string_free (text, FALSE);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *passphrase = random_passphrase ();
      g_auto (TestCipherPair) pair = { NULL };

      test_cipher_pair_init (&pair, passphrase, g_test_rand_bit ());
      assert_decodes (pair.cipher, pair.rand, passphrase);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/key-cipher/crc", test_crc);
  g_test_add_func ("/key-cipher/worked-example", test_worked_example);
  g_test_add_func ("/key-cipher/vectors", test_vectors);
  g_test_add_func ("/key-cipher/bad-blocks", test_bad_blocks);
  g_test_add_func ("/key-cipher/bad-files", test_bad_files);
  g_test_add_func ("/key-cipher/changed-bytes", test_changed_bytes);
  g_test_add_func ("/key-cipher/recognise", test_recognise);
  g_test_add_func ("/key-cipher/round-trip", test_round_trip);
  return g_test_run ();
}
