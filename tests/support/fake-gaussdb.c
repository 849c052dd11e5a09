#include "fake-gaussdb.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* the same for every client: what is tested is whether the answer fits them */
/* the NUL at its end makes it thirty-two */
static const guint8 salt[] = "a salt of thirty-two bytes long";
static const guint8 token[4] = { 0xde, 0xad, 0xbe, 0xef };
static const guint8 md5_salt[4] = { 9, 8, 7, 6 };

static gboolean
read_all (SSL *ssl, guint8 *bytes, gsize length)
{
  for (gsize at = 0; at < length;)
    {
      int n = SSL_read (ssl, bytes + at, (int) (length - at));

      if (n <= 0)
        return FALSE;
      at += (gsize) n;
    }
  return TRUE;
}

/* @type: 0 for the start-up message, which has none */
static gboolean
read_message (SSL *ssl, gboolean startup, guint8 *type, guint8 *body, gsize size)
{
  guint8 head[5] = { 0 };
  guint32 length;

  if (!read_all (ssl, startup ? head + 1 : head, startup ? 4 : 5))
    return FALSE;
  memcpy (&length, head + 1, 4);
  length = ntohl (length) - 4;
  *type = head[0];
  memset (body, 0, size);
  return length < size && read_all (ssl, body, length);
}

static void
add (GByteArray *array, const void *bytes, gsize length)
{
  g_byte_array_append (array, bytes, (guint) length);
}

static void
add_int (GByteArray *array, guint32 value)
{
  guint32 big_endian = htonl (value);

  add (array, &big_endian, 4);
}

static void
add_hex (GByteArray *array, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *digits = g_strdup_printf ("%02x", bytes[i]);

      add (array, digits, 2);
    }
}

static void
say (SSL *ssl, char type, GByteArray *body)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();

  add (message, &type, 1);
  add_int (message, body->len + 4);
  add (message, body->data, body->len);
  SSL_write (ssl, message->data, (int) message->len);
}

static void
say_bytes (SSL *ssl, char type, const void *bytes, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  add (body, bytes, length);
  say (ssl, type, body);
}

static void
hmac (const guint8 *key, gsize key_length, const void *bytes, gsize length, guint8 out[32])
{
  HMAC (EVP_sha256 (), key, (int) key_length, bytes, length, out, NULL);
}

/* What the server keeps of a password. */
static void
keep (const FakeGaussdb *self, const char *password, guint8 server_key[32], guint8 stored_key[32])
{
  const EVP_MD *hash = self->code == 13 ? EVP_sm3 () : EVP_sha256 ();
  const char *label = self->code == 13 ? "Server Key" : "Sever Key";
  guint8 key[32];
  guint8 client_key[32];

  PKCS5_PBKDF2_HMAC (password, -1, salt, sizeof salt, (int) self->iterations, EVP_sha1 (), sizeof key, key);
  hmac (key, sizeof key, label, strlen (label), server_key);
  hmac (key, sizeof key, "Client Key", 10, client_key);
  EVP_Digest (client_key, sizeof client_key, stored_key, NULL, hash, NULL);
}

static void
add_signature (GByteArray *body, const FakeGaussdb *self)
{
  guint8 server_key[32];
  guint8 stored_key[32];
  guint8 signature[32];

  keep (self, self->lies ? "another password" : self->password, server_key, stored_key);
  hmac (server_key, sizeof server_key, token, sizeof token, signature);
  add_hex (body, signature, sizeof signature);
}

static void
ask (const FakeGaussdb *self, SSL *ssl, guint minor)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  add_int (body, self->code);
  if (self->code != 5)
    add_int (body, self->stored);
  if (self->code == 5 || self->stored == 1)
    add (body, md5_salt, sizeof md5_salt);
  else
    {
      add_hex (body, salt, sizeof salt);
      add_hex (body, token, sizeof token);
      if (minor < 50)
        add_signature (body, self);
      else if (minor > 50)
        add_int (body, self->iterations);
    }
  say (ssl, 'R', body);
}

static gboolean
proves (const FakeGaussdb *self, const char *answer)
{
  guint8 server_key[32];
  guint8 stored_key[32];
  guint8 mask[32];
  guint8 client_key[32];
  guint8 digest[32];

  keep (self, self->password, server_key, stored_key);
  hmac (stored_key, sizeof stored_key, token, sizeof token, mask);
  if (strlen (answer) != 64)
    return FALSE;
  for (guint i = 0; i < 32; i++)
    client_key[i]
      = (guint8) (g_ascii_xdigit_value (answer[2 * i]) << 4 | g_ascii_xdigit_value (answer[2 * i + 1])) ^ mask[i];
  EVP_Digest (client_key, sizeof client_key, digest, NULL, self->code == 13 ? EVP_sm3 () : EVP_sha256 (), NULL);
  return memcmp (digest, stored_key, sizeof digest) == 0;
}

static gboolean
fits_md5 (const FakeGaussdb *self, const char *answer)
{
  gboolean plain = self->code == 5;
  g_autofree char *joined = g_strconcat (self->password, self->user, NULL);
  g_autofree char *stored = g_compute_checksum_for_string (G_CHECKSUM_MD5, joined, -1);
  g_autoptr (GByteArray) salted = g_byte_array_new ();
  g_autofree char *digest = NULL;
  g_autofree char *expected = NULL;

  add (salted, stored, 32);
  add (salted, md5_salt, sizeof md5_salt);
  digest = g_compute_checksum_for_data (plain ? G_CHECKSUM_MD5 : G_CHECKSUM_SHA256, salted->data, salted->len);
  expected = g_strconcat (plain ? "md5" : "sha256", digest, NULL);
  return g_str_equal (expected, answer);
}

static gboolean
admits (const FakeGaussdb *self, const char *user, const char *answer)
{
  return g_str_equal (user, self->user)
         && (self->code == 5 || self->stored == 1 ? fits_md5 (self, answer) : proves (self, answer));
}

static void
refuse (SSL *ssl)
{
  static const char fields[] = "SFATAL\0C28P01\0MInvalid username/password,login denied.\0";

  say_bytes (ssl, 'E', fields, sizeof fields);
}

/* Whatever it has got, and what belongs to it. */
static void
refuse_aloud (FakeGaussdb *self, SSL *ssl, const char *answer)
{
  g_autofree char *text = g_strdup_printf ("“%s” is no answer from “%s”", answer, self->password);
  g_autoptr (GByteArray) fields = g_byte_array_new ();

  add (fields, "SFATAL\0CXX000\0M", sizeof "SFATAL\0CXX000\0M" - 1);
  add (fields, text, strlen (text) + 1);
  add (fields, "", 1);
  say (ssl, 'E', fields);
}

static void
welcome (SSL *ssl)
{
  say_bytes (ssl, 'R', "\0\0\0\0", 4);
  say_bytes (ssl, 'S', "server_version\0" "9.2.4", sizeof "server_version" + sizeof "9.2.4");
  say_bytes (ssl, 'S', "is_sysadmin\0off", sizeof "is_sysadmin" + sizeof "off");
  say_bytes (ssl, 'N', "SNOTICE\0C01000\0Mhello\0", 23);
  say_bytes (ssl, 'K', "\0\0\0\1\0\0\0\1", 8);
  say_bytes (ssl, 'Z', "I", 1);
}

static void
tell_version (const FakeGaussdb *self, SSL *ssl)
{
  g_autoptr (GByteArray) row = g_byte_array_new ();

  if (self->version)
    {
      add (row, "\0\1", 2);
      add_int (row, (guint32) strlen (self->version));
      add (row, self->version, strlen (self->version));
      say_bytes (ssl, 'T', "\0\1version\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0", 28);
      say (ssl, 'D', row);
      say_bytes (ssl, 'C', "SELECT 1", 9);
    }
  else
    say_bytes (ssl, 'E', "SERROR\0C42501\0Mpermission denied\0", 34);
  say_bytes (ssl, 'Z', "I", 1);
}

static void
serve_queries (FakeGaussdb *self, SSL *ssl)
{
  guint8 body[4096];
  guint8 type;

  while (read_message (ssl, FALSE, &type, body, sizeof body) && type == 'Q')
    {
      g_atomic_int_inc (&self->n_queries);
      tell_version (self, ssl);
    }
  if (type == 'X')
    g_atomic_int_inc (&self->n_goodbyes);
}

void
fake_gaussdb_serve (FakeGaussdb *self, SSL *ssl)
{
  guint8 body[4096];
  char user[64];
  guint8 type;
  guint minor;

  if (!read_message (ssl, TRUE, &type, body, sizeof body))
    return;
  minor = body[3];
  /* the user comes first, from libpq and from us */
  g_strlcpy (user, (const char *) body + 4 + sizeof "user", sizeof user);
  g_atomic_int_inc (&self->n_startups);
  g_atomic_int_add (&self->n_own, minor == 51);
  ask (self, ssl, self->lies ? 0 : minor);
  if (!read_message (ssl, FALSE, &type, body, sizeof body) || type != 'p')
    return;
  g_atomic_int_inc (&self->n_passwords);
  if (self->echoes)
    {
      refuse_aloud (self, ssl, (const char *) body);
      return;
    }
  if (!admits (self, user, (const char *) body))
    {
      refuse (ssl);
      return;
    }
  welcome (ssl);
  serve_queries (self, ssl);
}
