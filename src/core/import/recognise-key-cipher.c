#include "config.h"

#include "import/key-cipher.h"
#include "import/recognisers.h"

/**
 * vf_recognise_key_cipher:
 *
 * One half of a GaussDB passphrase.
 */
gboolean
vf_recognise_key_cipher (GBytes *bytes, VfSink *sink)
{
  VfKeyCipherPart part;
  VfFormat format;

  if (!vf_key_cipher_recognise (bytes, &part, &format))
    return FALSE;
  vf_sink_key_passphrase (sink, format);
  return TRUE;
}
