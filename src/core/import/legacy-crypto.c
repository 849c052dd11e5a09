#include "config.h"

#include "import/legacy-crypto.h"

#include <glib.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>

static OSSL_LIB_CTX *
load (void)
{
  OSSL_LIB_CTX *context = OSSL_LIB_CTX_new ();

  if (OSSL_PROVIDER_load (context, "legacy") && OSSL_PROVIDER_load (context, "default"))
    return context;
  OSSL_LIB_CTX_free (context);
  ERR_clear_error ();
  return NULL;
}

/**
 * vf_legacy_crypto_get:
 *
 * What OpenSSL has put aside as too weak (RC2, single DES, the key derivation of PKCS#5 v1.5), for opening what others
 * encrypted with it long ago.  It is a library context of its own, loaded when it is first needed, so that no
 * connection can ever be made with these.  Any thread; stays until the process ends.
 *
 * Returns: (nullable) (transfer none): %NULL if OpenSSL's legacy provider is not installed
 */
OSSL_LIB_CTX *
vf_legacy_crypto_get (void)
{
  static gsize once;
  static OSSL_LIB_CTX *context;

  if (g_once_init_enter (&once))
    {
      context = load ();
      g_once_init_leave (&once, 1);
    }
  return context;
}
