/* What a certificate says of itself. */

#include "config.h"

#include "import/certificate-private.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

gpointer
vf_certificate_publish (gpointer *slot, gpointer made, GDestroyNotify destroy)
{
  if (!g_atomic_pointer_compare_and_exchange (slot, NULL, made))
    destroy (made);
  return g_atomic_pointer_get (slot);
}

/**
 * vf_key_algorithm_to_string:
 * @key: (nullable): a public or private key
 *
 * Returns: (transfer full): "RSA 2048", "EC P-256", "ED25519"; "unknown" for %NULL
 */
char *
vf_key_algorithm_to_string (EVP_PKEY *key)
{
  const char *name = key ? EVP_PKEY_get0_type_name (key) : NULL;
  char group[64];
  gsize length;

  if (!name)
    return g_strdup ("unknown");
  if (EVP_PKEY_is_a (key, "EC") && EVP_PKEY_get_group_name (key, group, sizeof group, &length))
    {
      const char *nist = EC_curve_nid2nist (OBJ_sn2nid (group));

      return g_strdup_printf ("EC %s", nist ? nist : group);
    }
  if (EVP_PKEY_is_a (key, "RSA") || EVP_PKEY_is_a (key, "RSA-PSS") || EVP_PKEY_is_a (key, "DSA"))
    return g_strdup_printf ("%s %d", name, EVP_PKEY_get_bits (key));
  return g_strdup (name);
}

/* Never NULL: a text that is not there is empty, because an empty slot means "not made yet". */
static const char *
get_text (const VfCertificate *certificate, VfCertificateText text)
{
  gpointer *slot = (gpointer *) &certificate->lazy->texts[text];
  char *made = g_atomic_pointer_get (slot);

  if (made)
    return made;
  made = vf_certificate_text_make (certificate->fields, text);
  ERR_clear_error ();
  return vf_certificate_publish (slot, made ? made : g_strdup (""), g_free);
}

const char *
vf_certificate_get_subject (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_SUBJECT);
}

/**
 * vf_certificate_get_issuer:
 *
 * Returns: (transfer none): the whole name of who signed it, one part after the other; may be empty. Untrusted text
 */
const char *
vf_certificate_get_issuer (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_ISSUER);
}

const char *
vf_certificate_get_display_name (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_DISPLAY_NAME);
}

/**
 * vf_certificate_get_issuer_display_name:
 *
 * Returns: (transfer none): the part of the issuer's name by which people know it. Untrusted text
 */
const char *
vf_certificate_get_issuer_display_name (const VfCertificate *certificate)
{
  const char *name = get_text (certificate, VF_CERTIFICATE_TEXT_ISSUER_DISPLAY_NAME);

  return *name ? name : vf_certificate_get_issuer (certificate);
}

/**
 * vf_certificate_get_subject_words:
 *
 * Returns: (transfer none): what the subject says besides the display name, as people read it, a line for each part;
 *   perhaps empty. Translated; untrusted text
 */
const char *
vf_certificate_get_subject_words (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_SUBJECT_WORDS);
}

/**
 * vf_certificate_get_issuer_words:
 *
 * Returns: (transfer none): the same of the issuer's name
 */
const char *
vf_certificate_get_issuer_words (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_ISSUER_WORDS);
}

/**
 * vf_certificate_get_common_name:
 *
 * Returns: (nullable) (transfer none): the first common name of the subject
 */
const char *
vf_certificate_get_common_name (const VfCertificate *certificate)
{
  const char *name = get_text (certificate, VF_CERTIFICATE_TEXT_COMMON_NAME);

  return *name ? name : NULL;
}

/**
 * vf_certificate_get_serial:
 *
 * Returns: (transfer none): lower-case hexadecimal, two digits a byte
 */
const char *
vf_certificate_get_serial (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_SERIAL);
}

/**
 * vf_certificate_get_not_before:
 *
 * Returns: seconds since the epoch from which on it is valid
 */
gint64
vf_certificate_get_not_before (const VfCertificate *certificate)
{
  return certificate->not_before;
}

/**
 * vf_certificate_get_not_after:
 *
 * Returns: seconds since the epoch until which it is valid
 */
gint64
vf_certificate_get_not_after (const VfCertificate *certificate)
{
  return certificate->not_after;
}

/**
 * vf_certificate_get_names:
 *
 * Returns: (transfer none): the names in subjectAltName that a connection can use; perhaps none
 */
const char *const *
vf_certificate_get_names (const VfCertificate *certificate)
{
  gpointer *slot = (gpointer *) &certificate->lazy->names;
  GStrv names = g_atomic_pointer_get (slot);

  if (!names)
    {
      names = vf_certificate_publish (slot, vf_certificate_text_make_names (certificate->fields),
                                      (GDestroyNotify) g_strfreev);
      ERR_clear_error ();
    }
  return (const char *const *) names;
}

const char *
vf_certificate_get_sha256 (const VfCertificate *certificate)
{
  return certificate->sha256;
}

const char *
vf_certificate_get_key_id (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_KEY_ID);
}

/**
 * vf_certificate_get_key_algorithm:
 *
 * Returns: (transfer none): kind and size of its key
 */
const char *
vf_certificate_get_key_algorithm (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_KEY_ALGORITHM);
}

/**
 * vf_certificate_get_signature_algorithm:
 *
 * Returns: (transfer none): OpenSSL's long name of how it was signed
 */
const char *
vf_certificate_get_signature_algorithm (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_SIGNATURE_ALGORITHM);
}

/**
 * vf_certificate_is_authority:
 *
 * Returns: whether it may vouch for others, by OpenSSL's rules: basicConstraints, or a self-signed one of version 1
 */
gboolean
vf_certificate_is_authority (const VfCertificate *certificate)
{
  return certificate->is_authority;
}

/**
 * vf_certificate_is_self_signed:
 *
 * Returns: whether it names itself as its issuer, by name and by key identifier; the signature is not computed
 */
gboolean
vf_certificate_is_self_signed (const VfCertificate *certificate)
{
  return certificate->is_self_signed;
}

/**
 * vf_certificate_is_weak:
 *
 * Returns: whether OpenSSL refuses it at security level 2: a key or a signature of fewer than 112 bits of strength
 *   (RSA 1024, SHA-1).  The signature of a self-signed certificate on itself does not count.
 */
gboolean
vf_certificate_is_weak (const VfCertificate *certificate)
{
  return certificate->is_weak;
}

/**
 * vf_certificate_is_valid_at:
 * @certificate: a certificate
 * @now: seconds since the epoch
 *
 * Returns: whether it has begun and has not expired
 */
gboolean
vf_certificate_is_valid_at (const VfCertificate *certificate, gint64 now)
{
  return certificate->not_before <= now && now <= certificate->not_after;
}

static gboolean
allows (const VfCertificate *certificate, int purpose)
{
  gboolean result = X509_check_purpose (vf_certificate_peek_x509 (certificate), purpose, 0) == 1;

  ERR_clear_error ();
  return result;
}

/**
 * vf_certificate_allows_client:
 *
 * Returns: whether its key usages let it stand for a client of TLS
 */
gboolean
vf_certificate_allows_client (const VfCertificate *certificate)
{
  return allows (certificate, X509_PURPOSE_SSL_CLIENT);
}

/**
 * vf_certificate_allows_server:
 *
 * Returns: whether its key usages let it stand for a server of TLS
 */
gboolean
vf_certificate_allows_server (const VfCertificate *certificate)
{
  return allows (certificate, X509_PURPOSE_SSL_SERVER);
}
