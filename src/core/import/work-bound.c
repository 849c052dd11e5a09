#include "config.h"

#include "import/work-bound.h"

#include <openssl/err.h>
#include <openssl/objects.h>

/* N × r × p; OpenSSL's own choice is 2^17 */
#define MAX_SCRYPT_WORK (2 * VF_MAX_ITERATIONS)

static gboolean
is_count (const ASN1_INTEGER *value)
{
  gint64 n;

  return ASN1_INTEGER_get_int64 (&n, value) && n >= 0 && n <= VF_MAX_ITERATIONS;
}

static gboolean
is_pbe_bounded (const X509_ALGOR *algorithm)
{
  PBEPARAM *parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), algorithm->parameter);
  /* what is not understood here is not understood by what opens it either */
  gboolean bounded = !parameters || is_count (parameters->iter);

  PBEPARAM_free (parameters);
  return bounded;
}

static gboolean
is_pbkdf2_bounded (const X509_ALGOR *algorithm)
{
  PBKDF2PARAM *parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), algorithm->parameter);
  gboolean bounded = !parameters || is_count (parameters->iter);

  PBKDF2PARAM_free (parameters);
  return bounded;
}

static gboolean
is_scrypt_bounded (const X509_ALGOR *algorithm)
{
  SCRYPT_PARAMS *parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (SCRYPT_PARAMS), algorithm->parameter);
  guint64 work[3];
  gboolean bounded = !parameters
                     || (ASN1_INTEGER_get_uint64 (&work[0], parameters->costParameter)
                         && ASN1_INTEGER_get_uint64 (&work[1], parameters->blockSize)
                         && ASN1_INTEGER_get_uint64 (&work[2], parameters->parallelizationParameter)
                         && work[0] <= MAX_SCRYPT_WORK && work[1] <= MAX_SCRYPT_WORK / MAX (work[0], 1)
                         && work[2] <= MAX_SCRYPT_WORK / MAX (work[0] * work[1], 1));

  SCRYPT_PARAMS_free (parameters);
  return bounded;
}

static gboolean
is_derivation_bounded (const X509_ALGOR *algorithm)
{
  switch (OBJ_obj2nid (algorithm->algorithm))
    {
    case NID_id_pbkdf2:
      return is_pbkdf2_bounded (algorithm);
    case NID_id_scrypt:
      return is_scrypt_bounded (algorithm);
    }
  return TRUE;
}

/**
 * vf_work_is_bounded:
 * @algorithm: how something is encrypted with a passphrase
 *
 * A file says by itself how much work it takes to try a passphrase, and OpenSSL does all that it is told.
 *
 * Returns: whether it is so little that a person does not wait
 */
gboolean
vf_work_is_bounded (const X509_ALGOR *algorithm)
{
  PBE2PARAM *parameters;
  gboolean bounded;

  if (OBJ_obj2nid (algorithm->algorithm) != NID_pbes2)
    {
      bounded = is_pbe_bounded (algorithm);
      ERR_clear_error ();
      return bounded;
    }
  parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
  bounded = !parameters || is_derivation_bounded (parameters->keyfunc);
  PBE2PARAM_free (parameters);
  ERR_clear_error ();
  return bounded;
}
