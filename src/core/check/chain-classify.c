#include "config.h"

#include "check/chain-private.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "check/clock.h"

static void
set (VfChainResult *result, VfCode code, const char *variant, const char *detail)
{
  result->code = code;
  result->variant = variant;
  result->detail = g_strdup (detail);
}

static const char *
organization (X509_NAME *name, char *buffer, int size)
{
  return X509_NAME_get_text_by_NID (name, NID_organizationName, buffer, size) > 0 ? buffer : NULL;
}

static gboolean
has_links (GPtrArray *authorities)
{
  for (guint i = 0; i < authorities->len; i++)
    if (!vf_certificate_is_self_signed (g_ptr_array_index (authorities, i)))
      return TRUE;
  return FALSE;
}

/* Nobody can know what was not sent.  An authority of the same organisation as the missing signer is a strong hint
 * that only a link between the two is missing; but an archive that brings the links along, and not this one, is the
 * archive of other servers. */
static gboolean
is_of_imported_organization (X509 *x509, GPtrArray *authorities)
{
  char issuer[256];
  char authority[256];

  if (has_links (authorities) || !organization (X509_get_issuer_name (x509), issuer, sizeof issuer))
    return FALSE;
  for (guint i = 0; i < authorities->len; i++)
    {
      X509 *candidate = vf_certificate_peek_x509 (g_ptr_array_index (authorities, i));

      if (X509_check_ca (candidate) && organization (X509_get_subject_name (candidate), authority, sizeof authority)
          && g_str_equal (issuer, authority))
        return TRUE;
    }
  return FALSE;
}

/* The name of the issuer is known, the key is another: a renewed authority, or an impostor. */
static gboolean
is_rotated (VfCertificate *certificate, GPtrArray *authorities)
{
  gboolean named = FALSE;

  for (guint i = 0; i < authorities->len; i++)
    {
      VfCertificate *candidate = g_ptr_array_index (authorities, i);

      if (!vf_certificate_may_have_issued (candidate, certificate))
        continue;
      named = TRUE;
      if (X509_verify (vf_certificate_peek_x509 (certificate), X509_get0_pubkey (vf_certificate_peek_x509 (candidate)))
          == 1)
        return FALSE;
    }
  return named;
}

/* Whether it was sent or imported: who has to renew it depends on that. */
static gboolean
is_leaf (const VfCertificate *certificate, GPtrArray *chain)
{
  return vf_certificate_equal (certificate, g_ptr_array_index (chain, 0));
}

/* No issuer was found for the subject, the last certificate that could be placed. */
static void
classify_gap (VfChainResult *result, GPtrArray *chain, const VfTrust *trust)
{
  VfCertificate *top = result->subject;
  GPtrArray *authorities = vf_trust_get_authorities (trust);
  const char *issuer = vf_certificate_get_issuer_display_name (top);

  if (vf_trust_contains (trust, top))
    set (result, VF_CODE_ROOT_MISSING, is_leaf (top, chain) ? "server-imported" : NULL, issuer);
  else if (is_rotated (top, authorities))
    set (result, VF_CODE_UNTRUSTED_AUTHORITY, "rotated", issuer);
  else if (is_of_imported_organization (vf_certificate_peek_x509 (top), authorities))
    set (result, VF_CODE_INTERMEDIATE_MISSING, NULL, issuer);
  else
    set (result, VF_CODE_UNTRUSTED_AUTHORITY, NULL, issuer);
}

/* The server sends the whole chain, and its top is none of the imported authorities. */
static void
classify_top (VfChainResult *result, const VfTrust *trust)
{
  set (result, VF_CODE_UNTRUSTED_AUTHORITY,
       is_rotated (result->subject, vf_trust_get_authorities (trust)) ? "rotated" : NULL,
       vf_certificate_get_display_name (result->subject));
}

static void
classify_dates (VfChainResult *result, VfCode code, gint64 date, GPtrArray *chain, const VfTrust *trust, gint64 now)
{
  const char *variant = NULL;

  if (vf_clock_is_doubtful (now, chain, vf_trust_get_authorities (trust)))
    variant = "clock";
  else if (vf_trust_contains (trust, result->subject) && !is_leaf (result->subject, chain))
    variant = "authority";
  else if (!is_leaf (result->subject, chain))
    variant = "intermediate";
  result->code = code;
  result->variant = variant;
  result->detail = vf_clock_to_text (date);
  result->measure = vf_clock_to_text (now);
}

/* Bits that the security levels of OpenSSL ask for, SSL_CTX_set_security_level(3). */
static const struct
{
  const char *kind;
  guint bits[6];
} policies[] = {
  { "RSA", { 0, 1024, 2048, 3072, 7680, 15360 } },
  { "DSA", { 0, 1024, 2048, 3072, 7680, 15360 } },
  { "EC", { 0, 160, 224, 256, 384, 512 } },
};

static char *
minimum_key (const char *algorithm, int level)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (g_str_has_prefix (algorithm, policies[i].kind) && level > 0 && level < 6)
      return g_strdup_printf ("%s %u", policies[i].kind, policies[i].bits[level]);
  return NULL;
}

static void
classify_weak_key (VfChainResult *result, const char *variant, const VfTrust *trust)
{
  const char *algorithm = vf_certificate_get_key_algorithm (result->subject);

  set (result, VF_CODE_WEAK_CERTIFICATE, variant, algorithm);
  result->measure = minimum_key (algorithm, vf_trust_get_security_level (trust));
}

static void
classify_purpose (VfChainResult *result)
{
  VfCertificate *subject = result->subject;
  const char *variant = NULL;

  if (vf_certificate_is_authority (subject))
    variant = "authority";
  else if (vf_certificate_allows_client (subject) && !vf_certificate_allows_server (subject))
    variant = "client";
  set (result, VF_CODE_WRONG_PURPOSE, variant, NULL);
}

/* What can be the matter with one certificate by itself. */
static gboolean
classify_certificate (VfChainResult *result, int error, const VfTrust *trust)
{
  switch (error)
    {
    case X509_V_ERR_EE_KEY_TOO_SMALL:
      classify_weak_key (result, "key", trust);
      return TRUE;
    case X509_V_ERR_CA_KEY_TOO_SMALL:
      classify_weak_key (result, "authority-key", trust);
      return TRUE;
    case X509_V_ERR_CA_MD_TOO_WEAK:
      set (result, VF_CODE_WEAK_CERTIFICATE, "signature", vf_certificate_get_signature_algorithm (result->subject));
      return TRUE;
    case X509_V_ERR_CERT_REVOKED:
      set (result, VF_CODE_REVOKED, NULL, vf_certificate_get_issuer_display_name (result->subject));
      return TRUE;
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_CERT_REJECTED:
      classify_purpose (result);
      return TRUE;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      set (result, VF_CODE_WRONG_PURPOSE, "no-authority", NULL);
      return TRUE;
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
      set (result, VF_CODE_WRONG_PURPOSE, "path-length", NULL);
      return TRUE;
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
      set (result, VF_CODE_WRONG_PURPOSE, "name-constraint", NULL);
      return TRUE;
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
      set (result, VF_CODE_WRONG_PURPOSE, "unknown-condition", NULL);
      return TRUE;
    }
  return FALSE;
}

/* NULL: not about a revocation list */
static const char *
crl_variant (int error)
{
  switch (error)
    {
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
      return "missing";
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return "not-yet-valid";
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return "expired";
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
      return "damaged";
    }
  return NULL;
}

static gboolean
classify_crl (VfChainResult *result, int error)
{
  const char *variant = crl_variant (error);

  if (variant)
    set (result, VF_CODE_CRL_PROBLEM, variant, vf_certificate_get_issuer_display_name (result->subject));
  return variant != NULL;
}

/* What can be the matter with the way from one to the next. */
static gboolean
classify_link (VfChainResult *result, int error, GPtrArray *chain, const VfTrust *trust, gint64 now)
{
  VfCertificate *subject = result->subject;

  switch (error)
    {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      set (result, VF_CODE_SELF_SIGNED, NULL, vf_certificate_get_sha256 (subject));
      return TRUE;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      classify_top (result, trust);
      return TRUE;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      classify_gap (result, chain, trust);
      return TRUE;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      classify_dates (result, VF_CODE_EXPIRED, vf_certificate_get_not_after (subject), chain, trust, now);
      return TRUE;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      classify_dates (result, VF_CODE_NOT_YET_VALID, vf_certificate_get_not_before (subject), chain, trust, now);
      return TRUE;
    }
  return FALSE;
}

void
vf_chain_classify (VfChainResult *result, int error, GPtrArray *chain, const VfTrust *trust, gint64 now)
{
  if (!classify_link (result, error, chain, trust, now) && !classify_certificate (result, error, trust)
      && !classify_crl (result, error))
    set (result, VF_CODE_UNTRUSTED_AUTHORITY, NULL, vf_certificate_get_issuer_display_name (result->subject));
  ERR_clear_error ();
}
