#include "config.h"

#include "import/recognisers.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include <glib/gi18n.h>

/**
 * vf_recognise_crl:
 *
 * Returns: whether the bytes are a revocation list, which is then in the sink
 */
gboolean
vf_recognise_crl (const guint8 *der, gsize length, VfFormat format, VfSink *sink)
{
  const guint8 *end = der;
  X509_CRL *crl = d2i_X509_CRL (NULL, &end, (long) length);
  g_autoptr (GBytes) bytes = NULL;

  ERR_clear_error ();
  if (!crl)
    return FALSE;
  bytes = g_bytes_new (der, (gsize) (end - der));
  vf_sink_crl (sink, format, bytes);
  X509_CRL_free (crl);
  return TRUE;
}

static gboolean
take_pkcs7 (const guint8 *der, gsize length, VfSink *sink)
{
  return vf_recognise_pkcs7 (der, length, sink);
}

static gboolean
take_certificate (const guint8 *der, gsize length, VfSink *sink)
{
  g_autoptr (VfCertificate) certificate = vf_certificate_new_from_der (der, length, NULL);

  if (certificate)
    vf_sink_certificate (sink, VF_FORMAT_DER, certificate);
  return certificate != NULL;
}

static gboolean
take_crl (const guint8 *der, gsize length, VfSink *sink)
{
  return vf_recognise_crl (der, length, VF_FORMAT_DER, sink);
}

static gboolean
take_key (const guint8 *der, gsize length, VfSink *sink)
{
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_der (der, length, NULL);

  if (key)
    vf_sink_key (sink, VF_FORMAT_DER, key);
  return key != NULL;
}

static gboolean
take_public_key (const guint8 *der, gsize length, VfSink *sink)
{
  const guint8 *end = der;
  X509_PUBKEY *key = d2i_X509_PUBKEY (NULL, &end, (long) length);

  if (key)
    vf_sink_unknown (sink, "public-key");
  X509_PUBKEY_free (key);
  return key != NULL;
}

static gboolean
take_request (const guint8 *der, gsize length, VfSink *sink)
{
  const guint8 *end = der;
  X509_REQ *request = d2i_X509_REQ (NULL, &end, (long) length);

  if (request)
    vf_sink_unknown (sink, "certificate-request");
  X509_REQ_free (request);
  return request != NULL;
}

typedef gboolean (*Taker) (const guint8 *der, gsize length, VfSink *sink);

/* No two of these structures look alike to a parser, so the order is only one of frequency. */
static const Taker takers[] = { take_certificate, take_pkcs7, take_crl, take_key, take_public_key, take_request };

/* How long the SEQUENCE at the start says it is, header and all; 0 if there is none, G_MAXSIZE if it does not say. */
static gsize
sequence_length (const guint8 *bytes, gsize length)
{
  const guint8 *content = bytes;
  long content_length = 0;
  int tag = 0;
  int class = 0;
  int flags;

  if (length < 2 || bytes[0] != (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED))
    return 0;
  /* 0x80 is set if the content is longer than the bytes: the header can still be read */
  flags = ASN1_get_object (&content, &content_length, &tag, &class, (long) length);
  ERR_clear_error ();
  if ((flags & 0x80) && content == bytes)
    return 0;
  if (flags & 1)
    return G_MAXSIZE;
  return (gsize) (content - bytes) + (gsize) content_length;
}

/* Whether it was DER once: a long SEQUENCE that begins with another SEQUENCE, an INTEGER or an OBJECT IDENTIFIER. */
static gboolean
looks_like_der (const guint8 *bytes, gsize length)
{
  gsize header = length >= 2 && (bytes[1] & 0x80) ? 2 + (bytes[1] & 0x7Fu) : 0;

  return header >= 3 && header <= 5 && length > header
         && (bytes[header] == 0x30 || bytes[header] == V_ASN1_INTEGER || bytes[header] == V_ASN1_OBJECT);
}

static gboolean
take_one (const guint8 *der, gsize length, VfSink *sink)
{
  gboolean taken = FALSE;

  for (guint i = 0; !taken && i < G_N_ELEMENTS (takers); i++)
    {
      taken = takers[i](der, length, sink);
      ERR_clear_error ();
    }
  return taken;
}

/* What stands behind the first one: somebody has joined files as though they were PEM. */
static void
take_rest (const guint8 *der, gsize length, VfSink *sink)
{
  gsize claimed = sequence_length (der, length);

  while (claimed > 0 && claimed < length)
    {
      der += claimed;
      length -= claimed;
      claimed = sequence_length (der, length);
      if (claimed == 0 || claimed > length || !take_one (der, length, sink))
        return;
    }
}

/**
 * vf_recognise_der:
 *
 * A certificate, PKCS#7 list, revocation list or private key in DER, or several of them one behind the other.
 */
gboolean
vf_recognise_der (GBytes *bytes, VfSink *sink)
{
  gsize length;
  const guint8 *der = g_bytes_get_data (bytes, &length);
  gsize claimed;

  if (length > G_MAXINT)
    return FALSE;
  claimed = sequence_length (der, length);
  if (claimed == 0)
    return FALSE;
  if (take_one (der, length, sink))
    {
      take_rest (der, length, sink);
      return TRUE;
    }
  if (!looks_like_der (der, length))
    return FALSE;
  vf_sink_damaged (sink, VF_FORMAT_DER, 0,
                   claimed > length && claimed != G_MAXSIZE
                     ? _("the file is shorter than it says: it was cut off")
                     : _("it begins like a certificate or key, but cannot be read as one"));
  return TRUE;
}
