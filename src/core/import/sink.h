#pragma once

#include "import/recognise.h"

G_BEGIN_DECLS

/**
 * VfFound:
 * @kind: which of the others are set
 * @format: in what it stood
 * @certificate: (nullable): of %VF_KIND_CERTIFICATE
 * @key: (nullable): of %VF_KIND_PRIVATE_KEY
 * @crl: (nullable): of %VF_KIND_CRL
 * @store: (nullable): of %VF_KIND_KEY_STORE
 * @looks_like: (nullable): of %VF_KIND_UNKNOWN
 * @title: (nullable): of %VF_KIND_UNKNOWN: what a page calls itself, or the first words of an error
 * @line: where the damage is, from 1; 0 where there are no lines
 * @cause: (nullable): what the damage is; set only where something is damaged, whose kind is %VF_KIND_UNKNOWN
 *
 * One thing that a recogniser found.
 */
typedef struct
{
  VfKind kind;
  VfFormat format;
  VfCertificate *certificate;
  VfPrivateKey *key;
  GBytes *crl;
  VfKeyStore *store;
  char *looks_like;
  char *title;
  guint line;
  char *cause;
} VfFound;

VfSink        *vf_sink_new         (void);
void           vf_sink_unref       (VfSink *sink);
guint          vf_sink_get_n_found (const VfSink *sink);
const VfFound *vf_sink_get_found   (const VfSink *sink,
                                    guint         index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfSink, vf_sink_unref)

G_END_DECLS
