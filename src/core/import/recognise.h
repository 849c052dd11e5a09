#pragma once

#include <glib.h>

#include "import/inventory.h"
#include "import/key-store.h"

G_BEGIN_DECLS

/**
 * VfSink:
 *
 * Where a recogniser puts what it found in one file.  The inventory owns it; recognisers only call the functions.
 */
typedef struct _VfSink VfSink;

void vf_sink_certificate (VfSink *sink, VfFormat format, VfCertificate *certificate);
void vf_sink_key         (VfSink *sink, VfFormat format, VfPrivateKey *key);
void vf_sink_crl         (VfSink *sink, VfFormat format, GBytes *der);
void vf_sink_store       (VfSink *sink, VfKeyStore *store);
void vf_sink_key_passphrase (VfSink *sink, VfFormat format);
void vf_sink_unknown     (VfSink *sink, const char *looks_like);
void vf_sink_page        (VfSink *sink, const char *looks_like, const char *title);
/* @line: of the file, from 1; 0 where the format has no lines */
void vf_sink_damaged     (VfSink *sink, VfFormat format, guint line, const char *cause);

/**
 * VfRecogniser:
 * @name: for logs
 * @recognise: looks at the bytes, and never at the name; returns %FALSE without having called the sink if they are
 *   not of its kind, else reports all it found and returns %TRUE
 *
 * One kind of bytes.  Recognisers are asked in the order of the table in recognise.c; the first that knows wins.
 */
typedef struct
{
  const char *name;
  gboolean (*recognise) (GBytes *bytes, VfSink *sink);
} VfRecogniser;

void vf_recognise (GBytes *bytes, VfSink *sink);

G_END_DECLS
