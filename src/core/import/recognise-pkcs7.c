#include "config.h"

#include "import/recognisers.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include <glib/gi18n.h>

DEFINE_STACK_OF (ASN1_STRING)

/* RFC 2315 §9.1.  What stands in a list stays bytes here: OpenSSL's PKCS7 makes an X509 of each certificate, with its
 * key object, which takes ten times as long as all that is asked of it. */
typedef struct
{
  ASN1_INTEGER *version;
  STACK_OF (ASN1_STRING) *digests;
  ASN1_STRING *content;
  STACK_OF (ASN1_STRING) *certificates;
  STACK_OF (ASN1_STRING) *crls;
  STACK_OF (ASN1_STRING) *signers;
} SignedData;

typedef struct
{
  ASN1_OBJECT *type;
  SignedData *signed_data;
} Message;

ASN1_SEQUENCE (SignedData) = {
  ASN1_SIMPLE (SignedData, version, ASN1_INTEGER),
  ASN1_SET_OF (SignedData, digests, ASN1_SEQUENCE),
  ASN1_SIMPLE (SignedData, content, ASN1_SEQUENCE),
  ASN1_IMP_SET_OF_OPT (SignedData, certificates, ASN1_SEQUENCE, 0),
  ASN1_IMP_SET_OF_OPT (SignedData, crls, ASN1_SEQUENCE, 1),
  ASN1_SET_OF (SignedData, signers, ASN1_SEQUENCE),
} static_ASN1_SEQUENCE_END (SignedData)

ASN1_SEQUENCE (Message) = {
  ASN1_SIMPLE (Message, type, ASN1_OBJECT),
  ASN1_EXP (Message, signed_data, SignedData, 0),
} static_ASN1_SEQUENCE_END (Message)

/* @cause is taken over. */
static void
damaged (VfSink *sink, char *cause)
{
  vf_sink_damaged (sink, VF_FORMAT_PKCS7, 0, cause);
  g_free (cause);
}

static void
take_certificate (const ASN1_STRING *der, guint position, VfSink *sink)
{
  g_autoptr (VfCertificate) certificate
    = vf_certificate_new_from_der (ASN1_STRING_get0_data (der), (gsize) ASN1_STRING_length (der), NULL);

  if (certificate)
    vf_sink_certificate (sink, VF_FORMAT_PKCS7, certificate);
  else
    /* Translators: %u counts the certificates of one file, from 1. */
    damaged (sink, g_strdup_printf (_("certificate %u of the list cannot be read"), position));
}

static void
take_crl (const ASN1_STRING *der, guint position, VfSink *sink)
{
  if (!vf_recognise_crl (ASN1_STRING_get0_data (der), (gsize) ASN1_STRING_length (der), VF_FORMAT_PKCS7, sink))
    /* Translators: %u counts the revocation lists of one file, from 1. */
    damaged (sink, g_strdup_printf (_("revocation list %u of the file cannot be read"), position));
}

static void
take_all (const STACK_OF (ASN1_STRING) *list, void (*take) (const ASN1_STRING *der, guint position, VfSink *sink),
          VfSink *sink)
{
  for (int i = 0; list && i < sk_ASN1_STRING_num (list); i++)
    take (sk_ASN1_STRING_value (list, i), (guint) i + 1, sink);
}

/**
 * vf_recognise_pkcs7:
 *
 * The list of certificates and revocation lists that a signed PKCS#7 message carries; what is signed, and by whom, is
 * not looked at.  One that cannot be read does not spoil the others.
 *
 * Returns: whether the bytes are such a message
 */
gboolean
vf_recognise_pkcs7 (const guint8 *der, gsize length, VfSink *sink)
{
  const guint8 *end = der;
  Message *message
    = length <= G_MAXINT ? (Message *) ASN1_item_d2i (NULL, &end, (long) length, ASN1_ITEM_rptr (Message)) : NULL;
  gboolean is_signed = message && OBJ_obj2nid (message->type) == NID_pkcs7_signed;

  if (is_signed)
    {
      take_all (message->signed_data->certificates, take_certificate, sink);
      take_all (message->signed_data->crls, take_crl, sink);
    }
  ASN1_item_free ((ASN1_VALUE *) message, ASN1_ITEM_rptr (Message));
  ERR_clear_error ();
  return is_signed;
}
