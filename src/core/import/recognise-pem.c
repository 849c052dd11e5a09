#include "config.h"

#include "import/recognisers.h"

#include <string.h>

#include <glib/gi18n.h>

#include "import/pem.h"
#include "import/unwrap.h"

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
  { "PGP MESSAGE", "pgp" },
  { "PGP SIGNED MESSAGE", "pgp" },
  { "PGP SIGNATURE", "pgp" },
  { "SSH2 PUBLIC KEY", "ssh-public-key" },
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

/* A walk through one text.  @line is where the text stands in the file, 0 if it is the file. */
typedef struct
{
  VfSink *sink;
  guint line;
  const char *other;
  gboolean found;
} Walk;

static gboolean
is_only_blanks (const VfPemBlock *block)
{
  for (gsize i = 0; i < block->body_length; i++)
    if (!g_ascii_isspace (block->body[i]))
      return FALSE;
  return TRUE;
}

/* A sentence that somebody put where the certificate should be: words with blanks between them. */
static gboolean
is_placeholder (const VfPemBlock *block)
{
  guint n_words = 0;

  for (gsize i = 0; i + 1 < block->body_length; i++)
    {
      if (block->body[i] == '.' && block->body[i + 1] == '.')
        return TRUE;
      n_words += g_ascii_isalpha (block->body[i]) && block->body[i + 1] == ' ';
    }
  return n_words >= 2;
}

static void
report_damage (const Walk *walk, const VfPemBlock *block, const char *cause)
{
  const char *why = cause;

  if (is_only_blanks (block))
    why = _("there is nothing between the begin line and the end line");
  else if (is_placeholder (block))
    why = _("a sentence stands where the data should be: it is a placeholder");
  else if (!block->has_end)
    why = _("the block has no end line: the text was cut off");
  vf_sink_damaged (walk->sink, VF_FORMAT_PEM, walk->line > 0 ? walk->line : block->line, why);
}

static void
take_block (const Walk *walk, const VfPemBlock *block, const BlockKind *kind)
{
  g_auto (VfWipedBuffer) der = { 0 };

  if (!vf_pem_decode (block, &der))
    report_damage (walk, block, _("the text of the block is not base64"));
  else if (!kind->take (der.data, der.length, walk->sink))
    report_damage (walk, block, _(kind->not_this));
}

static void
take_key (const Walk *walk, const VfPemBlock *block)
{
  g_autoptr (VfPrivateKey) key = vf_private_key_new_from_pem (block->text, block->text_length, NULL);

  if (key)
    vf_sink_key (walk->sink, VF_FORMAT_PEM, key);
  else
    report_damage (walk, block, _("what stands in the block is not a private key"));
}

static void
walk_blocks (Walk *walk, const char *text, gsize length)
{
  VfPemScanner scanner = { .text = text, .end = text + length };
  VfPemBlock block;

  while (vf_pem_next (&scanner, &block))
    {
      const BlockKind *kind = find_kind (&block);

      if (kind)
        take_block (walk, &block, kind);
      else if (vf_pem_is_private_key (&block))
        take_key (walk, &block);
      else if (!walk->other)
        walk->other = find_other (&block);
      walk->found = walk->found || kind || vf_pem_is_private_key (&block);
    }
}

/* Values that are base64 of PEM, wherever in the text; one layer. */
static void
walk_values (Walk *walk, const char *text, gsize length)
{
  const char *position = text;
  const char *end = text + length;
  const char *counted = text;
  const char *run;

  walk->line = 1;
  while (position < end)
    {
      g_auto (VfWipedBuffer) decoded = { 0 };

      if (!vf_unwrap_next_base64 (&position, end, &run, &decoded))
        return;
      for (; counted < run; counted++)
        walk->line += *counted == '\n';
      walk_blocks (walk, (const char *) decoded.data, decoded.length);
    }
}

/* The whole text is base64 of a text that begins with something else, or of a certificate in DER. */
static void
walk_whole (Walk *walk, const char *text, gsize length)
{
  g_auto (VfWipedBuffer) decoded = { 0 };
  g_autoptr (VfCertificate) certificate = NULL;

  if (length < 64 || !vf_unwrap_base64 (text, length, &decoded))
    return;
  walk->line = 1;
  walk_blocks (walk, (const char *) decoded.data, decoded.length);
  if (walk->found || decoded.data[0] != 0x30)
    return;
  certificate = vf_certificate_new_from_der (decoded.data, decoded.length, NULL);
  if (certificate)
    vf_sink_certificate (walk->sink, VF_FORMAT_PEM, certificate);
  walk->found = certificate != NULL;
}

/**
 * vf_recognise_pem:
 *
 * Text with at least one "-----BEGIN …-----" block (RFC 7468), read leniently: in UTF-16, with any line ends or none,
 * indented, in quotes, as base64.  A damaged block does not spoil the others.  Blocks of no use count only where there
 * is nothing else.
 */
gboolean
vf_recognise_pem (GBytes *bytes, VfSink *sink)
{
  g_autoptr (GBytes) plain = vf_unwrap_utf16 (bytes);
  gsize length;
  const char *text = g_bytes_get_data (plain, &length);
  Walk walk = { .sink = sink };

  if (length == 0)
    return FALSE;
  walk_blocks (&walk, text, length);
  walk_values (&walk, text, length);
  if (!walk.found)
    walk_whole (&walk, text, length);
  if (!walk.found && walk.other)
    vf_sink_unknown (sink, walk.other);
  return walk.found || walk.other;
}
