#pragma once

#include "import/recognise.h"

G_BEGIN_DECLS

/* The rows of the table in recognise.c; only it and the recognisers themselves include this. */
gboolean vf_recognise_pem   (GBytes       *bytes,
                             VfSink       *sink);
gboolean vf_recognise_key_cipher (GBytes  *bytes,
                                  VfSink  *sink);
gboolean vf_recognise_store (GBytes       *bytes,
                             VfSink       *sink);
gboolean vf_recognise_der   (GBytes       *bytes,
                             VfSink       *sink);
gboolean vf_recognise_text  (GBytes       *bytes,
                             VfSink       *sink);

/* Parts that several of them need. */
gboolean vf_recognise_pkcs7 (const guint8 *der,
                             gsize         length,
                             VfSink       *sink);
gboolean vf_recognise_crl   (const guint8 *der,
                             gsize         length,
                             VfFormat      format,
                             VfSink       *sink);

G_END_DECLS
