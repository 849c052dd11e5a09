#include "config.h"

#include "import/recognisers.h"

#include <string.h>

#include "import/key-store.h"

/* Stores that are told by name only, so that a person knows what the file is.  Bouncy Castle's begin with a version and
 * the length of a salt, which is always 20. */
static const struct
{
  const char *mark;
  gsize length;
  const char *looks_like;
} other_stores[] = {
  { "\0\0\0\1\0\0\0\x14", 8, "bks" },
  { "\0\0\0\2\0\0\0\x14", 8, "bks" },
};

static gboolean
starts (const guint8 *data, gsize length, const char *mark, gsize mark_length)
{
  return length >= mark_length && memcmp (data, mark, mark_length) == 0;
}

static gboolean
take_store (VfKeyStore *store, VfSink *sink)
{
  if (!store)
    return FALSE;
  vf_sink_store (sink, store);
  vf_key_store_unref (store);
  return TRUE;
}

/**
 * vf_recognise_store:
 *
 * Java's key stores, and PKCS#12 under whatever name.
 */
gboolean
vf_recognise_store (GBytes *bytes, VfSink *sink)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (starts (data, length, "\xFE\xED\xFE\xED", 4) || starts (data, length, "\xCE\xCE\xCE\xCE", 4))
    return take_store (vf_key_store_new_from_jks (bytes), sink);
  for (guint i = 0; i < G_N_ELEMENTS (other_stores); i++)
    if (starts (data, length, other_stores[i].mark, other_stores[i].length))
      {
        vf_sink_unknown (sink, other_stores[i].looks_like);
        return TRUE;
      }
  return length >= 2 && data[0] == 0x30 && take_store (vf_key_store_new_from_pkcs12 (bytes), sink);
}
