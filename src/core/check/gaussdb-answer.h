#pragma once

#include <libsecret/secret.h>

#include "check/gaussdb-request.h"
#include "check/wait.h"

G_BEGIN_DECLS

/**
 * VfGaussdbAnswer:
 * @VF_GAUSSDB_ANSWER_MADE: there it is
 * @VF_GAUSSDB_ANSWER_STOPPED: cancelled, or the deadline has passed
 * @VF_GAUSSDB_ANSWER_BAD_ROUNDS: so many rounds, or so few, that no server should ask for them
 * @VF_GAUSSDB_ANSWER_BAD_SIGNATURE: the server did not prove that it knows this password
 * @VF_GAUSSDB_ANSWER_NO_HASH: the OpenSSL on this computer has not got the hash
 *
 * What became of an answer.
 */
typedef enum
{
  VF_GAUSSDB_ANSWER_MADE,
  VF_GAUSSDB_ANSWER_STOPPED,
  VF_GAUSSDB_ANSWER_BAD_ROUNDS,
  VF_GAUSSDB_ANSWER_BAD_SIGNATURE,
  VF_GAUSSDB_ANSWER_NO_HASH,
} VfGaussdbAnswer;

/* (nullable) (transfer full): what is sent in a message p, without its NUL.  Blocks for as long as the rounds take */
SecretValue *vf_gaussdb_answer (const VfGaussdbRequest *request,
                                const char             *user,
                                SecretValue            *password,
                                VfWait                 *wait,
                                VfGaussdbAnswer        *result);

G_END_DECLS
