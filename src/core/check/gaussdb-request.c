#include "config.h"

#include "check/gaussdb-request.h"

#include <string.h>

/* Code 10 is SASL in PostgreSQL, 11 and 12 are its continuation; GaussDB, which left PostgreSQL at 9.2, uses the same
 * numbers for methods of its own.  The payload tells them apart. */
#define CODE_OK 0
#define CODE_CLEARTEXT 3
#define CODE_MD5 5
#define CODE_SHA256 10
#define CODE_MD5_SHA256 11
#define CODE_SHA256_LITE 12
#define CODE_SM3 13
#define CODE_IAM 14

/* in which form the server keeps the password */
#define STORED_MD5 1
#define STORED_SHA256 2
#define STORED_SM3 3

/* "lite" builds do not say how many */
#define LITE_ITERATIONS 2048

/* What is left of the payload. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Rest;

static gboolean
take_bytes (Rest *rest, guint8 *bytes, gsize length)
{
  if (rest->length < length)
    return FALSE;
  memcpy (bytes, rest->bytes, length);
  rest->bytes += length;
  rest->length -= length;
  return TRUE;
}

static gboolean
take_int (Rest *rest, guint32 *value)
{
  guint32 big_endian;

  if (!take_bytes (rest, (guint8 *) &big_endian, sizeof big_endian))
    return FALSE;
  *value = GUINT32_FROM_BE (big_endian);
  return TRUE;
}

/* @length bytes, written as twice as many hexadecimal digits */
static gboolean
take_hex (Rest *rest, guint8 *bytes, gsize length)
{
  if (rest->length < 2 * length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      int high = g_ascii_xdigit_value ((char) rest->bytes[2 * i]);
      int low = g_ascii_xdigit_value ((char) rest->bytes[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      bytes[i] = (guint8) (high << 4 | low);
    }
  rest->bytes += 2 * length;
  rest->length -= 2 * length;
  return TRUE;
}

/* What comes behind the token depends on the version that the client began with: a proof of the server's, nothing, or
 * the rounds. */
static gboolean
take_tail (VfGaussdbRequest *request, Rest *rest)
{
  if (rest->length >= 2 * VF_GAUSSDB_HASH_LENGTH)
    request->has_signature = take_hex (rest, request->signature, VF_GAUSSDB_HASH_LENGTH);
  if (rest->length >= sizeof request->iterations && !take_int (rest, &request->iterations))
    return FALSE;
  return rest->length == 0;
}

static gboolean
take_salted (VfGaussdbRequest *request, Rest *rest)
{
  return take_hex (rest, request->salt, VF_GAUSSDB_SALT_LENGTH) && take_hex (rest, request->token, VF_GAUSSDB_TOKEN_LENGTH)
         && take_tail (request, rest);
}

static gboolean
take_md5_salt (VfGaussdbRequest *request, Rest *rest)
{
  return take_bytes (rest, request->md5_salt, VF_GAUSSDB_MD5_SALT_LENGTH) && rest->length == 0;
}

/* Codes 10, 12 and 13: how the password is stored, and what that form needs. */
static VfGaussdbMethod
read_stored (VfGaussdbRequest *request, Rest *rest, guint32 code)
{
  guint32 stored;

  if (!take_int (rest, &stored))
    return VF_GAUSSDB_STRANGE;
  if (stored == STORED_MD5 && code == CODE_SHA256)
    return take_md5_salt (request, rest) ? VF_GAUSSDB_SHA256_OF_MD5 : VF_GAUSSDB_STRANGE;
  if (stored != (code == CODE_SM3 ? STORED_SM3 : STORED_SHA256) || !take_salted (request, rest))
    return VF_GAUSSDB_STRANGE;
  if (code == CODE_SHA256_LITE && request->iterations == 0)
    request->iterations = LITE_ITERATIONS;
  return code == CODE_SM3 ? VF_GAUSSDB_SM3 : VF_GAUSSDB_SHA256;
}

/* PostgreSQL's list of SASL mechanisms begins with a letter, or is its end alone; GaussDB's payload begins with the high
 * byte of a small number. */
static gboolean
begins_with_small_number (const Rest *rest)
{
  return rest->length >= 4 && rest->bytes[0] == 0;
}

static VfGaussdbMethod
read_by_code (VfGaussdbRequest *request, Rest *rest, guint32 code)
{
  switch (code)
    {
    case CODE_OK:
      return rest->length == 0 ? VF_GAUSSDB_OK : VF_GAUSSDB_STRANGE;
    case CODE_CLEARTEXT:
      return rest->length == 0 ? VF_GAUSSDB_CLEARTEXT : VF_GAUSSDB_STRANGE;
    case CODE_MD5:
      return take_md5_salt (request, rest) ? VF_GAUSSDB_MD5 : VF_GAUSSDB_STRANGE;
    case CODE_SHA256:
    case CODE_SHA256_LITE:
      return begins_with_small_number (rest) ? read_stored (request, rest, code) : VF_GAUSSDB_FOREIGN;
    case CODE_MD5_SHA256:
      return take_hex (rest, request->salt, VF_GAUSSDB_SALT_LENGTH) && take_md5_salt (request, rest)
               ? VF_GAUSSDB_MD5_OF_SHA256
               : VF_GAUSSDB_FOREIGN;
    case CODE_SM3:
      return read_stored (request, rest, code);
    case CODE_IAM:
      return VF_GAUSSDB_IAM;
    }
  return VF_GAUSSDB_FOREIGN;
}

/**
 * vf_gaussdb_request_read:
 * @request: (out caller-allocates): what it says
 * @body: of a message R
 * @length: of @body
 *
 * Reads an authentication request of PostgreSQL's protocol, version 3.0 to 3.51, as GaussDB(DWS), GaussDB and openGauss
 * make it.  Untrusted input; nothing is believed but what has exactly the length that it should have.
 */
void
vf_gaussdb_request_read (VfGaussdbRequest *request, const guint8 *body, gsize length)
{
  Rest rest = { body, length };
  guint32 code;

  *request = (VfGaussdbRequest){ .method = VF_GAUSSDB_STRANGE };
  if (take_int (&rest, &code))
    request->method = read_by_code (request, &rest, code);
}

gboolean
vf_gaussdb_method_is_own (VfGaussdbMethod method)
{
  switch (method)
    {
    case VF_GAUSSDB_SHA256:
    case VF_GAUSSDB_SHA256_OF_MD5:
    case VF_GAUSSDB_SM3:
    case VF_GAUSSDB_MD5_OF_SHA256:
    case VF_GAUSSDB_IAM:
      return TRUE;
    case VF_GAUSSDB_FOREIGN:
    case VF_GAUSSDB_STRANGE:
    case VF_GAUSSDB_OK:
    case VF_GAUSSDB_CLEARTEXT:
    case VF_GAUSSDB_MD5:
      break;
    }
  return FALSE;
}
