#include "config.h"

#include "import/recognisers.h"

#include <string.h>

#include <glib/gi18n.h>

#include "import/pem.h"

/* What a kind of block becomes.  @take returns FALSE if the bytes are not of that kind. */
typedef struct
{
  const char *label;
  gboolean (*take) (const guint8 *der, gsize length, VfSink *sink);
  const char *not_this;
} BlockKind;

/* Blocks that are something else, and the word of the command line for them. */
static const struct
{
  const char *label;
  const char *looks_like;
} other_kinds[] = {
  { "PUBLIC KEY", "public-key" },
  { "RSA PUBLIC KEY", "public-key" },
  { "OPENSSH PRIVATE KEY", "openssh-key" },
  { "SSH2 ENCRYPTED PRIVATE KEY", "openssh-key" },
  { "CERTIFICATE REQUEST", "certificate-request" },
  { "NEW CERTIFICATE REQUEST", "certificate-request" },
  { "EC PARAMETERS", "parameters" },
  { "DH PARAMETERS", "parameters" },
  { "PGP PUBLIC KEY BLOCK", "pgp" },
  { "PGP PRIVATE KEY BLOCK", "pgp" },
};

static gboolean
take_certificate (const guint8 *der, gsize length, VfSink *sink)
{
  g_autoptr (VfCertificate) certificate = vf_certificate_new_from_der (der, length, NULL);

  if (certificate)
    {
      vf_sink_certificate (sink, VF_FORMAT_PEM, certificate);
      return TRUE;
    }
  /* some programs write a PKCS#7 under this label */
  return vf_recognise_pkcs7 (der, length, sink);
}

static gboolean
take_crl (const guint8 *der, gsize length, VfSink *sink)
{
  return vf_recognise_crl (der, length, VF_FORMAT_PEM, sink);
}

static const BlockKind kinds[] = {
  { "CERTIFICATE", take_certificate, N_ ("what stands in the block is not a certificate") },
  { "TRUSTED CERTIFICATE", take_certificate, N_ ("what stands in the block is not a certificate") },
  { "X509 CERTIFICATE", take_certificate, N_ ("what stands in the block is not a certificate") },
  { "PKCS7", vf_recognise_pkcs7, N_ ("what stands in the block is not a PKCS#7 list") },
  { "PKCS #7 SIGNED DATA", vf_recognise_pkcs7, N_ ("what stands in the block is not a PKCS#7 list") },
  { "CMS", vf_recognise_pkcs7, N_ ("what stands in the block is not a PKCS#7 list") },
  { "X509 CRL", take_crl, N_ ("what stands in the block is not a revocation list") },
};

static const BlockKind *
find_kind (const VfPemBlock *block)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (vf_pem_label_is (block, kinds[i].label))
      return &kinds[i];
  return NULL;
}

static const char *
find_other (const VfPemBlock *block)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_kinds); i++)
    if (vf_pem_label_is (block, other_kinds[i].label))
      return other_kinds[i].looks_like;
  return "pem";
}

static void
report_damage (const VfPemBlock *block, const char *cause, VfSink *sink)
{
  const char *why = block->has_end ? cause : _("the block has no end line: the text was cut off");

  vf_sink_damaged (sink, VF_FORMAT_PEM, block->line, why);
}

static void
take_block (const VfPemBlock *block, const BlockKind *kind, VfSink *sink)
{
  g_auto (VfWipedBuffer) der = { 0 };

  if (!vf_pem_decode (block, &der))
    report_damage (block, _("the text of the block is not base64"), sink);
  else if (!kind->take (der.data, der.length, sink))
    report_damage (block, _(kind->not_this), sink);
}

static void
take_key (const VfPemBlock *block, VfSink *sink)
{
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (block->text, block->text_length, NULL);

  if (key)
    vf_sink_key (sink, VF_FORMAT_PEM, key);
  else
    report_damage (block, _("what stands in the block is not a private key"), sink);
}

/**
 * vf_recognise_pem:
 *
 * Text with at least one "-----BEGIN …-----" block (RFC 7468), read leniently.  A damaged block does not spoil the
 * others.  Blocks of no use count only where there is nothing else.
 */
gboolean
vf_recognise_pem (GBytes *bytes, VfSink *sink)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  VfPemScanner scanner = { .text = text, .end = text + length };
  VfPemBlock block;
  const char *other = NULL;
  gboolean found = FALSE;

  if (length == 0)
    return FALSE;
  while (vf_pem_next (&scanner, &block))
    {
      const BlockKind *kind = find_kind (&block);

      if (kind)
        take_block (&block, kind, sink);
      else if (vf_pem_is_private_key (&block))
        take_key (&block, sink);
      else if (!other)
        other = find_other (&block);
      found = found || kind || vf_pem_is_private_key (&block);
    }
  if (!found && other)
    vf_sink_unknown (sink, other);
  return found || other;
}
