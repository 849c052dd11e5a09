#include "config.h"

#include "import/openssl-error.h"

#include <openssl/err.h>

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
