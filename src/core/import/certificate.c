#include "config.h"

#include "import/certificate.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/certificate-fields.h"
#include "import/certificate-text.h"
#include "import/name.h"
#include "import/openssl-error.h"

/* A bundle has thousands of certificates of which a person looks at few, so this is made when it is asked for. */
typedef struct
{
  X509 *x509;
  char *texts[VF_N_CERTIFICATE_TEXTS];
  GStrv names;
} Lazy;

struct _VfCertificate
{
  VfCertificateFields *fields;
  GBytes *der;
  char *sha256;
  gint64 not_before;
  gint64 not_after;
  gboolean is_authority;
  gboolean is_self_signed;
  gboolean is_weak;
  Lazy *lazy;
};

static char *
colon_hex (const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789ABCDEF";
  char *text = g_malloc (length * 3 + 1);

  for (gsize i = 0; i < length; i++)
    {
      text[3 * i] = digits[bytes[i] >> 4];
      text[3 * i + 1] = digits[bytes[i] & 15];
      text[3 * i + 2] = i + 1 < length ? ':' : '\0';
    }
  return text;
}

/* GLib's and not OpenSSL's: that is faster with each certificate, but its first use reads the configuration and fills
 * tables, which is as much work as a hundred certificates, and a list needs OpenSSL for nothing else that does so. */
static char *
make_sha256 (GBytes *der)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
  g_checksum_get_digest (checksum, digest, &length);
  return colon_hex (digest, length);
}

/* @fields, @der and @x509 (nullable) are taken over. */
static VfCertificate *
certificate_new (VfCertificateFields *fields, GBytes *der, X509 *x509)
{
  VfCertificate *certificate = g_atomic_rc_box_new0 (VfCertificate);

  certificate->fields = fields;
  certificate->der = der;
  certificate->sha256 = make_sha256 (der);
  certificate->not_before = vf_certificate_fields_not_before (fields);
  certificate->not_after = vf_certificate_fields_not_after (fields);
  certificate->is_authority = vf_certificate_fields_is_authority (fields);
  certificate->is_self_signed = vf_certificate_fields_is_self_signed (fields);
  certificate->is_weak = vf_certificate_fields_is_weak (fields, certificate->is_self_signed);
  certificate->lazy = g_new0 (Lazy, 1);
  certificate->lazy->x509 = x509;
  ERR_clear_error ();
  return certificate;
}

/* BER that is not DER (lengths left open) is written anew; only then is OpenSSL's slow parser needed. */
static GBytes *
normalise (const guint8 *der, gsize length)
{
  const guint8 *end = der;
  X509 *x509 = d2i_X509 (NULL, &end, (long) length);
  guint8 *data = NULL;
  int n = x509 ? i2d_X509 (x509, &data) : 0;
  GBytes *bytes = n > 0 ? g_bytes_new (data, (gsize) n) : g_bytes_new (der, length);

  OPENSSL_free (data);
  X509_free (x509);
  return bytes;
}

/**
 * vf_certificate_new_from_der:
 * @der: (array length=length): one certificate; what follows it (the trust part of a "TRUSTED CERTIFICATE") is dropped
 * @length: in bytes
 * @error: %VF_ERROR_UNREADABLE
 *
 * Returns: (transfer full): a new certificate
 */
VfCertificate *
vf_certificate_new_from_der (const guint8 *der, gsize length, GError **error)
{
  gsize used;
  VfCertificateFields *fields = vf_certificate_fields_new (der, length, &used);

  if (!fields)
    {
      g_autofree char *reason = vf_openssl_take_reason ();

      g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _("This is not a certificate (%s)."), reason);
      return NULL;
    }
  return certificate_new (fields, der[1] == 0x80 ? normalise (der, used) : g_bytes_new (der, used), NULL);
}

/**
 * vf_certificate_new_from_x509:
 * @x509: a certificate, of which a reference is taken; nobody may change it from now on
 *
 * Returns: (transfer full): a new certificate
 */
VfCertificate *
vf_certificate_new_from_x509 (X509 *x509)
{
  guint8 *der = NULL;
  int length = i2d_X509 (x509, &der);
  gsize used = 0;
  /* what OpenSSL has parsed and written can be parsed: the templates are the same */
  VfCertificateFields *fields = length > 0 ? vf_certificate_fields_new (der, (gsize) length, &used) : NULL;
  GBytes *bytes = g_bytes_new (der, used);

  OPENSSL_free (der);
  g_assert (fields);
  X509_up_ref (x509);
  return certificate_new (fields, bytes, x509);
}

VfCertificate *
vf_certificate_ref (VfCertificate *certificate)
{
  return g_atomic_rc_box_acquire (certificate);
}

static void
certificate_clear (gpointer data)
{
  VfCertificate *certificate = data;

  vf_certificate_fields_free (certificate->fields);
  X509_free (certificate->lazy->x509);
  g_bytes_unref (certificate->der);
  g_free (certificate->sha256);
  for (guint i = 0; i < VF_N_CERTIFICATE_TEXTS; i++)
    g_free (certificate->lazy->texts[i]);
  g_strfreev (certificate->lazy->names);
  g_free (certificate->lazy);
}

void
vf_certificate_unref (VfCertificate *certificate)
{
  g_atomic_rc_box_release_full (certificate, certificate_clear);
}

/* Two threads may both make it; the first wins. */
static gpointer
publish (gpointer *slot, gpointer made, GDestroyNotify destroy)
{
  if (!g_atomic_pointer_compare_and_exchange (slot, NULL, made))
    destroy (made);
  return g_atomic_pointer_get (slot);
}

static void
destroy_x509 (gpointer x509)
{
  X509_free (x509);
}

/**
 * vf_certificate_peek_x509:
 *
 * Made when it is first asked for, because OpenSSL takes long to.
 *
 * Returns: (transfer none): OpenSSL's form, never %NULL; do not change it
 */
X509 *
vf_certificate_peek_x509 (const VfCertificate *certificate)
{
  gpointer *slot = (gpointer *) &certificate->lazy->x509;
  X509 *x509 = g_atomic_pointer_get (slot);
  gsize length;
  const guint8 *der;

  if (x509)
    return x509;
  der = g_bytes_get_data (certificate->der, &length);
  x509 = d2i_X509 (NULL, &der, (long) length);
  ERR_clear_error ();
  /* an empty one fits nothing and is trusted by nobody */
  return publish (slot, x509 ? x509 : X509_new (), destroy_x509);
}

/**
 * vf_certificate_get_der:
 *
 * Returns: (transfer none): the bytes that the SHA-256 is of
 */
GBytes *
vf_certificate_get_der (const VfCertificate *certificate)
{
  return certificate->der;
}

/**
 * vf_certificate_to_pem:
 *
 * Returns: (transfer full): one "CERTIFICATE" block: lines of 64 ended by LF, nothing before or after
 */
char *
vf_certificate_to_pem (const VfCertificate *certificate)
{
  gsize length;
  const guint8 *der = g_bytes_get_data (certificate->der, &length);
  g_autofree char *base64 = g_base64_encode (der, length);
  gsize base64_length = strlen (base64);
  GString *pem = g_string_sized_new (base64_length + base64_length / 64 + 64);

  g_string_append (pem, "-----BEGIN CERTIFICATE-----\n");
  for (gsize i = 0; i < base64_length; i += 64)
    {
      g_string_append_len (pem, base64 + i, (gssize) MIN (64, base64_length - i));
      g_string_append_c (pem, '\n');
    }
  g_string_append (pem, "-----END CERTIFICATE-----\n");
  return g_string_free (pem, FALSE);
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
  return publish (slot, made ? made : g_strdup (""), g_free);
}

const char *
vf_certificate_get_subject (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_SUBJECT);
}

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

const char *
vf_certificate_get_issuer_display_name (const VfCertificate *certificate)
{
  const char *name = get_text (certificate, VF_CERTIFICATE_TEXT_ISSUER_DISPLAY_NAME);

  return *name ? name : vf_certificate_get_issuer (certificate);
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

gint64
vf_certificate_get_not_before (const VfCertificate *certificate)
{
  return certificate->not_before;
}

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
      names = publish (slot, vf_certificate_text_make_names (certificate->fields), (GDestroyNotify) g_strfreev);
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

const char *
vf_certificate_get_key_algorithm (const VfCertificate *certificate)
{
  return get_text (certificate, VF_CERTIFICATE_TEXT_KEY_ALGORITHM);
}

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

gboolean
vf_certificate_allows_client (const VfCertificate *certificate)
{
  return allows (certificate, X509_PURPOSE_SSL_CLIENT);
}

gboolean
vf_certificate_allows_server (const VfCertificate *certificate)
{
  return allows (certificate, X509_PURPOSE_SSL_SERVER);
}

gboolean
vf_certificate_equal (const VfCertificate *a, const VfCertificate *b)
{
  return g_str_equal (a->sha256, b->sha256);
}

/**
 * vf_certificate_may_have_issued:
 *
 * The cheap half of X509_check_issued().
 *
 * Returns: whether the subject of @issuer is the issuer of @certificate
 */
gboolean
vf_certificate_may_have_issued (const VfCertificate *issuer, const VfCertificate *certificate)
{
  gsize subject_length;
  gsize issuer_length;
  const guint8 *subject_der = vf_certificate_fields_subject (issuer->fields, &subject_length);
  const guint8 *issuer_der = vf_certificate_fields_issuer (certificate->fields, &issuer_length);

  return vf_name_equal (subject_der, subject_length, issuer_der, issuer_length);
}
