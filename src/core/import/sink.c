#include "config.h"

#include "import/sink.h"

#include "import/limits.h"

struct _VfSink
{
  GArray *found;
};

static void
found_clear (gpointer data)
{
  VfFound *found = data;

  g_clear_pointer (&found->certificate, vf_certificate_unref);
  g_clear_pointer (&found->key, vf_private_key_unref);
  g_clear_pointer (&found->crl, g_bytes_unref);
  g_clear_pointer (&found->store, vf_key_store_unref);
  g_free (found->looks_like);
  g_free (found->title);
  g_free (found->cause);
}

/**
 * vf_sink_new:
 *
 * Returns: (transfer full): a sink for one file
 */
VfSink *
vf_sink_new (void)
{
  VfSink *sink = g_atomic_rc_box_new0 (VfSink);

  sink->found = g_array_new (FALSE, FALSE, sizeof (VfFound));
  g_array_set_clear_func (sink->found, found_clear);
  return sink;
}

static void
sink_clear (gpointer data)
{
  VfSink *sink = data;

  g_array_unref (sink->found);
}

void
vf_sink_unref (VfSink *sink)
{
  g_atomic_rc_box_release_full (sink, sink_clear);
}

/* What is more than may be told of all files together is dropped, because then nothing is told. */
static void
add (VfSink *sink, VfFound found)
{
  if (sink->found->len <= vf_limits_default.max_found)
    g_array_append_val (sink->found, found);
  else
    found_clear (&found);
}

/**
 * vf_sink_certificate:
 * @certificate: (transfer none): one certificate, in the order of the file
 */
void
vf_sink_certificate (VfSink *sink, VfFormat format, VfCertificate *certificate)
{
  add (sink, (VfFound){ VF_KIND_CERTIFICATE, format, .certificate = vf_certificate_ref (certificate) });
}

/**
 * vf_sink_key:
 * @key: (transfer none): one key, locked or open
 */
void
vf_sink_key (VfSink *sink, VfFormat format, VfPrivateKey *key)
{
  add (sink, (VfFound){ VF_KIND_PRIVATE_KEY, format, .key = vf_private_key_ref (key) });
}

/**
 * vf_sink_crl:
 * @der: (transfer none): one revocation list
 */
void
vf_sink_crl (VfSink *sink, VfFormat format, GBytes *der)
{
  add (sink, (VfFound){ VF_KIND_CRL, format, .crl = g_bytes_ref (der) });
}

/**
 * vf_sink_store:
 * @store: (transfer none): the store, and in it all that stands in the file
 */
void
vf_sink_store (VfSink *sink, VfKeyStore *store)
{
  add (sink, (VfFound){ VF_KIND_KEY_STORE, vf_key_store_get_format (store), .store = vf_key_store_ref (store) });
}

/**
 * vf_sink_key_passphrase:
 *
 * One half of the passphrase of a key; its bytes stay in the bundle.
 */
void
vf_sink_key_passphrase (VfSink *sink, VfFormat format)
{
  add (sink, (VfFound){ VF_KIND_KEY_PASSPHRASE, format });
}

/**
 * vf_sink_unknown:
 * @looks_like: what the file looks like, one of vf_looks_like_words
 */
void
vf_sink_unknown (VfSink *sink, const char *looks_like)
{
  g_return_if_fail (g_strv_contains (vf_looks_like_words, looks_like));

  add (sink, (VfFound){ VF_KIND_UNKNOWN, VF_FORMAT_NONE, .looks_like = g_strdup (looks_like) });
}

/**
 * vf_sink_page:
 * @looks_like: as vf_sink_unknown()
 * @title: (nullable): what it calls itself, made fit to be shown
 */
void
vf_sink_page (VfSink *sink, const char *looks_like, const char *title)
{
  add (sink, (VfFound){ VF_KIND_UNKNOWN, VF_FORMAT_NONE, .looks_like = g_strdup (looks_like),
                        .title = g_strdup (title) });
}

/**
 * vf_sink_damaged:
 * @line: of the file, from 1; 0 where the format has no lines
 * @cause: a translated sentence
 */
void
vf_sink_damaged (VfSink *sink, VfFormat format, guint line, const char *cause)
{
  add (sink, (VfFound){ VF_KIND_UNKNOWN, format, .line = line, .cause = g_strdup (cause) });
}

/**
 * vf_sink_get_n_found:
 *
 * Returns: how many things the recognisers have put in so far
 */
guint
vf_sink_get_n_found (const VfSink *sink)
{
  return sink->found->len;
}

/**
 * vf_sink_get_found:
 *
 * Returns: (transfer none): valid until the next thing is put in
 */
const VfFound *
vf_sink_get_found (const VfSink *sink, guint index)
{
  g_return_val_if_fail (index < sink->found->len, NULL);

  return &g_array_index (sink->found, VfFound, index);
}
