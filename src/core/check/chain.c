#include "config.h"

#include "check/chain.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "check/chain-private.h"

void
vf_chain_result_clear (VfChainResult *result)
{
  g_clear_pointer (&result->subject, vf_certificate_unref);
  g_clear_pointer (&result->detail, g_free);
  g_clear_pointer (&result->measure, g_free);
  g_clear_pointer (&result->anchor, vf_certificate_unref);
  g_clear_pointer (&result->built, g_ptr_array_unref);
  g_clear_pointer (&result->trusted, g_ptr_array_unref);
}

static void
set_parameters (X509_STORE_CTX *context, const VfTrust *trust, gint64 now)
{
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (context);

  /* what ssl_verify_cert_chain() of OpenSSL 3 sets for a client */
  X509_STORE_CTX_set_default (context, "ssl_server");
  X509_VERIFY_PARAM_set_auth_level (parameters, vf_trust_get_security_level (trust));
  X509_VERIFY_PARAM_set_time (parameters, (time_t) now);
}

static STACK_OF (X509) *
make_stack (GPtrArray *chain)
{
  STACK_OF (X509) *stack = sk_X509_new_null ();

  for (guint i = 0; i < chain->len; i++)
    sk_X509_push (stack, vf_certificate_peek_x509 (g_ptr_array_index (chain, i)));
  return stack;
}

static void
read_good (VfChainResult *result, STACK_OF (X509) *built)
{
  result->built = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  for (int i = 0; i < sk_X509_num (built); i++)
    g_ptr_array_add (result->built, vf_certificate_new_from_x509 (sk_X509_value (built, i)));
  result->anchor = vf_certificate_ref (g_ptr_array_index (result->built, result->built->len - 1));
}

/* OpenSSL takes an issuer by its name, and stops at much else before it computes a signature. */
static GPtrArray *
list_trusted (X509_STORE_CTX *context, STACK_OF (X509) *built)
{
  GPtrArray *trusted = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);

  for (int i = X509_STORE_CTX_get_num_untrusted (context); i < sk_X509_num (built); i++)
    {
      X509 *believed = sk_X509_value (built, i);

      if (i > 0 && X509_verify (sk_X509_value (built, i - 1), X509_get0_pubkey (believed)) != 1)
        break;
      g_ptr_array_add (trusted, vf_certificate_new_from_x509 (believed));
    }
  return trusted;
}

/* At a server's key that is too short OpenSSL stops before it looks for an issuer: here at no level of security. */
static GPtrArray *
list_trusted_beyond_key (X509_STORE_CTX *stopped, const VfTrust *trust)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  GPtrArray *trusted = NULL;

  if (context && X509_STORE_CTX_init (context, vf_trust_peek_store (trust), X509_STORE_CTX_get0_cert (stopped),
                                      X509_STORE_CTX_get0_untrusted (stopped)) == 1)
    {
      X509_VERIFY_PARAM_set_auth_level (X509_STORE_CTX_get0_param (context), 0);
      X509_verify_cert (context);
      trusted = list_trusted (context, X509_STORE_CTX_get0_chain (context));
    }
  X509_STORE_CTX_free (context);
  return trusted;
}

static void
read_result (X509_STORE_CTX *context, gboolean good, GPtrArray *chain, const VfTrust *trust, gint64 now,
             VfChainResult *result)
{
  STACK_OF (X509) *built = X509_STORE_CTX_get0_chain (context);
  X509 *current = X509_STORE_CTX_get_current_cert (context);

  result->trusted = X509_STORE_CTX_get_error (context) == X509_V_ERR_EE_KEY_TOO_SMALL
                      ? list_trusted_beyond_key (context, trust) : list_trusted (context, built);
  if (good && sk_X509_num (built) > 0)
    {
      read_good (result, built);
      return;
    }
  result->subject = current ? vf_certificate_new_from_x509 (current)
                            : vf_certificate_ref (g_ptr_array_index (chain, 0));
  vf_chain_classify (result, X509_STORE_CTX_get_error (context), chain, trust, now);
}

/**
 * vf_chain_verify:
 * @chain: (element-type VfCertificate): as the server sent it, leaf first, not empty
 * @trust: whom to believe
 * @now: seconds since the epoch
 * @result: (out caller-allocates): what came out
 *
 * Verifies as libpq's OpenSSL would: the whole chain up to a self-signed certificate of the root file, for the purpose
 * of a TLS server, at the security level of the system.
 */
void
vf_chain_verify (GPtrArray *chain, const VfTrust *trust, gint64 now, VfChainResult *result)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  STACK_OF (X509) *sent = make_stack (chain);

  *result = (VfChainResult){ 0 };
  ERR_clear_error ();
  if (context && X509_STORE_CTX_init (context, vf_trust_peek_store (trust), sk_X509_value (sent, 0), sent) == 1)
    {
      set_parameters (context, trust, now);
      read_result (context, X509_verify_cert (context) == 1, chain, trust, now, result);
    }
  else
    result->code = VF_CODE_UNTRUSTED_AUTHORITY;
  X509_STORE_CTX_free (context);
  sk_X509_free (sent);
  ERR_clear_error ();
}
