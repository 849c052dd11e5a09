#include "config.h"

#include "import/recognisers.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>

static gboolean
is_pkcs12 (const guint8 *bytes, gsize length)
{
  const guint8 *end = bytes;
  PKCS12 *store = length <= G_MAXINT ? d2i_PKCS12 (NULL, &end, (long) length) : NULL;

  PKCS12_free (store);
  ERR_clear_error ();
  return store != NULL;
}

/**
 * vf_recognise_store:
 *
 * Key stores are told by name, so that a person knows what the file is.
 */
gboolean
vf_recognise_store (GBytes *bytes, VfSink *sink)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length >= 4 && memcmp (data, "\xFE\xED\xFE\xED", 4) == 0)
    vf_sink_unknown (sink, "jks");
  else if (length >= 4 && memcmp (data, "\xCE\xCE\xCE\xCE", 4) == 0)
    vf_sink_unknown (sink, "jceks");
  else if (length >= 4 && data[0] == 0x30 && is_pkcs12 (data, length))
    vf_sink_unknown (sink, "pkcs12");
  else
    return FALSE;
  return TRUE;
}
