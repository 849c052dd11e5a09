#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VF_GAUSSDB_SALT_LENGTH 32
#define VF_GAUSSDB_TOKEN_LENGTH 4
#define VF_GAUSSDB_HASH_LENGTH 32
#define VF_GAUSSDB_MD5_SALT_LENGTH 4

/* what the server's setting auth_iteration_count may be */
#define VF_GAUSSDB_MIN_ITERATIONS 2048
#define VF_GAUSSDB_MAX_ITERATIONS 134217728

/**
 * VfGaussdbMethod:
 * @VF_GAUSSDB_FOREIGN: a request of PostgreSQL's that GaussDB does not make, or one that nobody makes
 * @VF_GAUSSDB_STRANGE: one of GaussDB's whose content is impossible
 * @VF_GAUSSDB_OK: logged in
 * @VF_GAUSSDB_CLEARTEXT: the password itself
 * @VF_GAUSSDB_MD5: PostgreSQL's MD5
 * @VF_GAUSSDB_SHA256: SHA-256 over a password that is stored as SHA-256
 * @VF_GAUSSDB_SHA256_OF_MD5: SHA-256 over a password that is stored as MD5
 * @VF_GAUSSDB_SM3: as SHA-256, with the Chinese hash SM3
 * @VF_GAUSSDB_MD5_OF_SHA256: MD5 over a password that is stored as SHA-256
 * @VF_GAUSSDB_IAM: a token of the cloud's own log-in
 *
 * How the server wants the login to be done.
 */
typedef enum
{
  VF_GAUSSDB_FOREIGN,
  VF_GAUSSDB_STRANGE,
  VF_GAUSSDB_OK,
  VF_GAUSSDB_CLEARTEXT,
  VF_GAUSSDB_MD5,
  VF_GAUSSDB_SHA256,
  VF_GAUSSDB_SHA256_OF_MD5,
  VF_GAUSSDB_SM3,
  VF_GAUSSDB_MD5_OF_SHA256,
  VF_GAUSSDB_IAM,
} VfGaussdbMethod;

/**
 * VfGaussdbRequest:
 * @method: how; the other fields are those that it needs
 * @salt: of the stored password
 * @token: drawn for this login
 * @md5_salt: drawn for this login
 * @signature: what proves that the server knows the password
 * @has_signature: whether it was sent
 * @iterations: rounds of the key derivation; 0: not said
 *
 * One authentication request.
 */
typedef struct
{
  VfGaussdbMethod method;
  guint8 salt[VF_GAUSSDB_SALT_LENGTH];
  guint8 token[VF_GAUSSDB_TOKEN_LENGTH];
  guint8 md5_salt[VF_GAUSSDB_MD5_SALT_LENGTH];
  guint8 signature[VF_GAUSSDB_HASH_LENGTH];
  gboolean has_signature;
  guint32 iterations;
} VfGaussdbRequest;

/* @body: of a message R: the code and what follows it */
void     vf_gaussdb_request_read     (VfGaussdbRequest *request,
                                      const guint8     *body,
                                      gsize             length);
/* whether only GaussDB and openGauss ask so */
gboolean vf_gaussdb_method_is_own    (VfGaussdbMethod   method);

G_END_DECLS
