#include "config.h"

#include "import/openssl-error.h"

#include <openssl/err.h>
#include <openssl/evp.h>

/**
 * vf_openssl_take_reason:
 *
 * Empties OpenSSL's error queue of this thread, so that a later call does not find what an earlier one left.
 *
 * Returns: (transfer full): the first reason in it, as OpenSSL words it, or "unknown"
 */
char *
vf_openssl_take_reason (void)
{
  const char *reason = ERR_reason_error_string (ERR_peek_error ());
  char *copy = g_strdup (reason ? reason : "unknown");

  ERR_clear_error ();
  return copy;
}

/**
 * vf_openssl_take_unsupported:
 *
 * Empties the queue as well.
 *
 * Returns: whether the failure was that OpenSSL does not have an algorithm, which is no wrong passphrase
 */
gboolean
vf_openssl_take_unsupported (void)
{
  gboolean unsupported = FALSE;
  unsigned long code;

  while ((code = ERR_get_error ()))
    unsupported = unsupported || ERR_GET_REASON (code) == ERR_R_UNSUPPORTED
                  || (ERR_GET_LIB (code) == ERR_LIB_EVP
                      && (ERR_GET_REASON (code) == EVP_R_UNSUPPORTED_CIPHER
                          || ERR_GET_REASON (code) == EVP_R_UNSUPPORTED_ALGORITHM
                          || ERR_GET_REASON (code) == EVP_R_UNKNOWN_PBE_ALGORITHM));
  return unsupported;
}
