#include "config.h"

#include "check/gaussdb-answer.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#define SHA1_LENGTH 20
#define MD5_LENGTH 16
#define HASH_LENGTH VF_GAUSSDB_HASH_LENGTH

/* how many rounds of the key derivation go by between two looks at the clock and the cancellable; about a millisecond */
#define ROUNDS_AT_A_TIME 512

/* The words that openGauss derives its keys with; the first r of "Server" is missing in the one for SHA-256. */
#define CLIENT_LABEL "Client Key"
#define SERVER_LABEL_SHA256 "Sever Key"
#define SERVER_LABEL_SM3 "Server Key"

/* What a server of protocol 3.0 leaves unsaid: today's default, and that of old releases. */
static const guint32 usual_iterations[] = { 10000, 2048 };

static EVP_MAC_CTX *
mac_new (const char *digest, const void *key, gsize length)
{
  EVP_MAC *hmac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  EVP_MAC_CTX *mac = hmac ? EVP_MAC_CTX_new (hmac) : NULL;
  char *name = (char *) (guintptr) digest;
  OSSL_PARAM parameters[] = { OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end () };

  EVP_MAC_free (hmac);
  if (mac && EVP_MAC_init (mac, key, length, parameters) == 1)
    return mac;
  EVP_MAC_CTX_free (mac);
  return NULL;
}

/* The key stays as it was given. */
static gboolean
mac_once (EVP_MAC_CTX *mac, const guint8 *bytes, gsize length, guint8 *out, gsize size)
{
  return EVP_MAC_init (mac, NULL, 0, NULL) == 1 && EVP_MAC_update (mac, bytes, length) == 1
         && EVP_MAC_final (mac, out, NULL, size) == 1;
}

static gboolean
hmac_sha256 (const guint8 *key, const void *bytes, gsize length, guint8 out[HASH_LENGTH])
{
  EVP_MAC_CTX *mac = mac_new ("SHA256", key, HASH_LENGTH);
  gboolean ok = mac && mac_once (mac, bytes, length, out, HASH_LENGTH);

  EVP_MAC_CTX_free (mac);
  return ok;
}

/* One block of PBKDF2: U1 ^ U2 ^ …, where each U is the HMAC of the one before. */
static VfGaussdbAnswer
derive_block (EVP_MAC_CTX *mac, const guint8 *salt, guint32 number, guint32 iterations, VfWait *wait,
              guint8 out[SHA1_LENGTH])
{
  guint8 first[VF_GAUSSDB_SALT_LENGTH + 4];
  guint8 u[SHA1_LENGTH];
  guint32 big_endian = GUINT32_TO_BE (number);
  gboolean ok;

  memcpy (first, salt, VF_GAUSSDB_SALT_LENGTH);
  memcpy (first + VF_GAUSSDB_SALT_LENGTH, &big_endian, sizeof big_endian);
  ok = mac_once (mac, first, sizeof first, u, sizeof u);
  memcpy (out, u, sizeof u);
  for (guint32 round = 1; ok && round < iterations; round++)
    {
      if (round % ROUNDS_AT_A_TIME == 0 && vf_wait_state (wait) != VF_WAIT_READY)
        {
          OPENSSL_cleanse (u, sizeof u);
          return VF_GAUSSDB_ANSWER_STOPPED;
        }
      ok = mac_once (mac, u, sizeof u, u, sizeof u);
      for (guint i = 0; i < sizeof u; i++)
        out[i] ^= u[i];
    }
  OPENSSL_cleanse (u, sizeof u);
  return ok ? VF_GAUSSDB_ANSWER_MADE : VF_GAUSSDB_ANSWER_NO_HASH;
}

/* PBKDF2 with HMAC-SHA-1 (RFC 8018).  OpenSSL's own cannot be stopped, and the server says how long it takes. */
static VfGaussdbAnswer
derive (SecretValue *password, const guint8 *salt, guint32 iterations, VfWait *wait, guint8 key[HASH_LENGTH])
{
  gsize length;
  const char *text = secret_value_get (password, &length);
  EVP_MAC_CTX *mac = mac_new ("SHA1", text, length);
  VfGaussdbAnswer result = mac ? VF_GAUSSDB_ANSWER_MADE : VF_GAUSSDB_ANSWER_NO_HASH;
  guint8 blocks[2 * SHA1_LENGTH];

  for (guint32 i = 0; result == VF_GAUSSDB_ANSWER_MADE && i < 2; i++)
    result = derive_block (mac, salt, i + 1, iterations, wait, blocks + i * SHA1_LENGTH);
  memcpy (key, blocks, HASH_LENGTH);
  OPENSSL_cleanse (blocks, sizeof blocks);
  EVP_MAC_CTX_free (mac);
  return result;
}

static gboolean
signature_fits (const VfGaussdbRequest *request, const guint8 key[HASH_LENGTH])
{
  const char *label = request->method == VF_GAUSSDB_SM3 ? SERVER_LABEL_SM3 : SERVER_LABEL_SHA256;
  guint8 server_key[HASH_LENGTH];
  guint8 signature[HASH_LENGTH];
  gboolean ok = hmac_sha256 (key, label, strlen (label), server_key)
                && hmac_sha256 (server_key, request->token, VF_GAUSSDB_TOKEN_LENGTH, signature)
                && CRYPTO_memcmp (signature, request->signature, HASH_LENGTH) == 0;

  OPENSSL_cleanse (server_key, sizeof server_key);
  return ok;
}

/* With a signature nothing is sent to a server that does not know the password.  It also tells the rounds. */
static VfGaussdbAnswer
derive_proven (const VfGaussdbRequest *request, SecretValue *password, VfWait *wait, guint8 key[HASH_LENGTH])
{
  const guint32 *counts = request->iterations ? &request->iterations : usual_iterations;
  guint n = request->iterations ? 1 : G_N_ELEMENTS (usual_iterations);

  for (guint i = 0; i < n; i++)
    {
      VfGaussdbAnswer result = derive (password, request->salt, counts[i], wait, key);

      if (result != VF_GAUSSDB_ANSWER_MADE || signature_fits (request, key))
        return result;
    }
  return VF_GAUSSDB_ANSWER_BAD_SIGNATURE;
}

static VfGaussdbAnswer
derive_key (const VfGaussdbRequest *request, SecretValue *password, VfWait *wait, guint8 key[HASH_LENGTH])
{
  if (request->iterations ? request->iterations < VF_GAUSSDB_MIN_ITERATIONS || request->iterations > VF_GAUSSDB_MAX_ITERATIONS
                          : !request->has_signature)
    return VF_GAUSSDB_ANSWER_BAD_ROUNDS;
  return request->has_signature ? derive_proven (request, password, wait, key)
                                : derive (password, request->salt, request->iterations, wait, key);
}

static gboolean
digest (const char *name, const void *bytes, gsize length, guint8 *out)
{
  EVP_MD *md = EVP_MD_fetch (NULL, name, NULL);
  gboolean ok = md && EVP_Digest (bytes, length, out, NULL, md, NULL) == 1;

  EVP_MD_free (md);
  return ok;
}

/* @text has room for two digits a byte and a NUL */
static void
write_hex (char *text, const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < length; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 0xf];
    }
  text[2 * length] = '\0';
}

static SecretValue *
make_secret (char *text, gsize size)
{
  SecretValue *value = secret_value_new (text, -1, "text/plain");

  OPENSSL_cleanse (text, size);
  return value;
}

/* ClientKey ^ HMAC (H (ClientKey), token): shows that one knows the key, without showing it. */
static SecretValue *
prove (const VfGaussdbRequest *request, const guint8 key[HASH_LENGTH])
{
  const char *stored_hash = request->method == VF_GAUSSDB_SM3 ? "SM3" : "SHA256";
  guint8 client_key[HASH_LENGTH];
  guint8 stored_key[HASH_LENGTH];
  guint8 proof[HASH_LENGTH];
  char text[2 * HASH_LENGTH + 1];
  gboolean ok = hmac_sha256 (key, CLIENT_LABEL, strlen (CLIENT_LABEL), client_key)
                && digest (stored_hash, client_key, HASH_LENGTH, stored_key)
                && hmac_sha256 (stored_key, request->token, VF_GAUSSDB_TOKEN_LENGTH, proof);

  for (guint i = 0; ok && i < HASH_LENGTH; i++)
    proof[i] ^= client_key[i];
  if (ok)
    write_hex (text, proof, HASH_LENGTH);
  OPENSSL_cleanse (client_key, sizeof client_key);
  OPENSSL_cleanse (stored_key, sizeof stored_key);
  OPENSSL_cleanse (proof, sizeof proof);
  return ok ? make_secret (text, sizeof text) : NULL;
}

static SecretValue *
answer_with_key (const VfGaussdbRequest *request, SecretValue *password, VfWait *wait, VfGaussdbAnswer *result)
{
  guint8 key[HASH_LENGTH] = { 0 };
  SecretValue *answer = NULL;

  *result = derive_key (request, password, wait, key);
  if (*result == VF_GAUSSDB_ANSWER_MADE)
    answer = prove (request, key);
  if (*result == VF_GAUSSDB_ANSWER_MADE && !answer)
    *result = VF_GAUSSDB_ANSWER_NO_HASH;
  OPENSSL_cleanse (key, sizeof key);
  return answer;
}

/* What PostgreSQL stores: the MD5 of password and user, in hexadecimal. */
static gboolean
md5_of_password (SecretValue *password, const char *user, char text[2 * MD5_LENGTH + 1])
{
  gsize length;
  const char *bytes = secret_value_get (password, &length);
  gsize size = length + strlen (user);
  guint8 *joined = OPENSSL_malloc (size + 1);
  guint8 hash[MD5_LENGTH];
  gboolean ok = FALSE;

  if (joined)
    {
      memcpy (joined, bytes, length);
      memcpy (joined + length, user, strlen (user));
      ok = digest ("MD5", joined, size, hash);
    }
  if (ok)
    write_hex (text, hash, sizeof hash);
  OPENSSL_clear_free (joined, size + 1);
  OPENSSL_cleanse (hash, sizeof hash);
  return ok;
}

/* @name, and in hexadecimal the hash of the stored MD5 with the salt of this login. */
static SecretValue *
answer_with_md5 (const VfGaussdbRequest *request, SecretValue *password, const char *user, VfGaussdbAnswer *result)
{
  gboolean plain = request->method == VF_GAUSSDB_MD5;
  const char *prefix = plain ? "md5" : "sha256";
  gsize length = plain ? MD5_LENGTH : HASH_LENGTH;
  char stored[2 * MD5_LENGTH + VF_GAUSSDB_MD5_SALT_LENGTH + 1];
  guint8 hash[HASH_LENGTH];
  char text[sizeof "sha256" + 2 * HASH_LENGTH];
  gboolean ok = md5_of_password (password, user, stored);

  memcpy (stored + 2 * MD5_LENGTH, request->md5_salt, VF_GAUSSDB_MD5_SALT_LENGTH);
  ok = ok && digest (plain ? "MD5" : "SHA256", stored, 2 * MD5_LENGTH + VF_GAUSSDB_MD5_SALT_LENGTH, hash);
  OPENSSL_cleanse (stored, sizeof stored);
  *result = ok ? VF_GAUSSDB_ANSWER_MADE : VF_GAUSSDB_ANSWER_NO_HASH;
  if (!ok)
    return NULL;
  memcpy (text, prefix, strlen (prefix));
  write_hex (text + strlen (prefix), hash, length);
  return make_secret (text, sizeof text);
}

/**
 * vf_gaussdb_answer:
 * @request: a request that wants a password
 * @user: the database user
 * @password: its password
 * @wait: the deadline and the cancellable
 * @result: (out): what became of it
 *
 * What the server wants to hear.  Nothing in it depends on the clock or on chance; every buffer on the way is wiped.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @result saying why there is none
 */
SecretValue *
vf_gaussdb_answer (const VfGaussdbRequest *request, const char *user, SecretValue *password, VfWait *wait,
                   VfGaussdbAnswer *result)
{
  SecretValue *answer = NULL;

  *result = VF_GAUSSDB_ANSWER_NO_HASH;
  ERR_set_mark ();
  switch (request->method)
    {
    case VF_GAUSSDB_CLEARTEXT:
      *result = VF_GAUSSDB_ANSWER_MADE;
      answer = secret_value_ref (password);
      break;
    case VF_GAUSSDB_MD5:
    case VF_GAUSSDB_SHA256_OF_MD5:
      answer = answer_with_md5 (request, password, user, result);
      break;
    case VF_GAUSSDB_SHA256:
    case VF_GAUSSDB_SM3:
      answer = answer_with_key (request, password, wait, result);
      break;
    case VF_GAUSSDB_FOREIGN:
    case VF_GAUSSDB_STRANGE:
    case VF_GAUSSDB_OK:
    case VF_GAUSSDB_MD5_OF_SHA256:
    case VF_GAUSSDB_IAM:
      break;
    }
  ERR_pop_to_mark ();
  return answer;
}
