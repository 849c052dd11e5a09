#include "config.h"

#include "import/recognise.h"

#include "import/recognisers.h"

/* Asked in this order; the first that knows the bytes wins.  What a checksum proves comes early: its bytes are noise,
 * which can begin like anything.  Key stores come before DER, which takes all that begins like DER and is none for
 * damaged; text comes last, because PEM is text too. */
static const VfRecogniser recognisers[] = {
  { "pem", vf_recognise_pem },
  { "key-cipher", vf_recognise_key_cipher },
  { "store", vf_recognise_store },
  { "der", vf_recognise_der },
  { "text", vf_recognise_text },
};

/**
 * vf_recognise:
 * @bytes: one file
 * @sink: where what is found goes
 *
 * Says what a file is, by its content alone.  Pure: no file, no clock, no state; safe on any bytes.
 */
void
vf_recognise (GBytes *bytes, VfSink *sink)
{
  for (guint i = 0; i < G_N_ELEMENTS (recognisers); i++)
    if (recognisers[i].recognise (bytes, sink))
      return;
  vf_sink_unknown (sink, "data");
}
