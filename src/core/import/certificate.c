#include "config.h"

#include "import/certificate-private.h"

#include <string.h>

#include <openssl/err.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/name.h"
#include "import/openssl-error.h"

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
  certificate->lazy = g_new0 (VfCertificateLazy, 1);
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
  return vf_certificate_publish (slot, x509 ? x509 : X509_new (), destroy_x509);
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
 * vf_certificate_equal:
 *
 * Returns: whether both are the same certificate, byte for byte (by SHA-256)
 */
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
