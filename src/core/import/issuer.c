#include "config.h"

#include "import/issuer.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* longer chains than this are nobody's */
#define MAX_CHAIN 10

static gboolean
contains (GPtrArray *list, const VfCertificate *certificate)
{
  for (guint i = 0; i < list->len; i++)
    if (vf_certificate_equal (g_ptr_array_index (list, i), certificate))
      return TRUE;
  return FALSE;
}

/**
 * vf_issuer_find:
 * @certificate: a certificate
 * @authorities: (element-type VfCertificate): where its issuer is looked for
 *
 * By name, by key identifier and by what the authority may be used for; no signature is computed.
 *
 * Returns: (nullable) (transfer none): the one that is valid longest of those that may have issued the certificate
 */
VfCertificate *
vf_issuer_find (const VfCertificate *certificate, GPtrArray *authorities)
{
  VfCertificate *best = NULL;

  for (guint i = 0; i < authorities->len; i++)
    {
      VfCertificate *candidate = g_ptr_array_index (authorities, i);

      if (vf_certificate_may_have_issued (candidate, certificate)
          && X509_check_issued (vf_certificate_peek_x509 (candidate), vf_certificate_peek_x509 (certificate))
               == X509_V_OK
          && (!best || vf_certificate_get_not_after (candidate) > vf_certificate_get_not_after (best)))
        best = candidate;
    }
  ERR_clear_error ();
  return best;
}

/**
 * vf_issuer_list_chain:
 * @leaf: a certificate
 * @authorities: (element-type VfCertificate): where its issuers are looked for
 *
 * Returns: (transfer full) (element-type VfCertificate): the certificate, who issued it, and so on, up to the one that
 *   vouches for itself or whose issuer is not at hand; bounded, and each comes once
 */
GPtrArray *
vf_issuer_list_chain (VfCertificate *leaf, GPtrArray *authorities)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  VfCertificate *next = leaf;

  while (next && chain->len < MAX_CHAIN && !contains (chain, next))
    {
      g_ptr_array_add (chain, vf_certificate_ref (next));
      next = vf_certificate_is_self_signed (next) ? NULL : vf_issuer_find (next, authorities);
    }
  return chain;
}
