#include "config.h"

#include "import/key-store-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <openssl/crypto.h>

#include "import/byte-reader.h"
#include "import/java-object.h"
#include "import/java-secrets.h"

#define DIGEST_LENGTH 20
#define DATE_LENGTH 8
/* a chain of more certificates is nobody's, and a number that lies is found out here */
#define MAX_CHAIN 100

/* The layout is that of OpenJDK's sun.security.provider.JavaKeyStore and com.sun.crypto.provider.JceKeyStore: a mark,
 * a version, a number of entries, the entries, and a digest.  Every number is big-endian, text is UTF-8 with its length
 * in two bytes before it. */
typedef enum
{
  ENTRY_KEY = 1,
  ENTRY_CERTIFICATE = 2,
  ENTRY_SECRET = 3, /* JCEKS alone */
} EntryKind;

typedef struct
{
  VfKeyStore *store;
  VfByteReader reader;
  guint32 version;
  const guint8 *alias;
  guint16 alias_length;
} Walk;

static gboolean
read_text (VfByteReader *reader, const guint8 **text, guint16 *length)
{
  return vf_byte_reader_u16 (reader, length) && vf_byte_reader_bytes (reader, *length, text);
}

static gboolean
read_block (VfByteReader *reader, const guint8 **data, guint32 *length)
{
  return vf_byte_reader_u32 (reader, length) && vf_byte_reader_bytes (reader, *length, data);
}

static void
take_certificate (Walk *walk, const guint8 *der, gsize length)
{
  VfCertificate *certificate = vf_certificate_new_from_der (der, length, NULL);

  if (certificate)
    vf_key_store_take (walk->store, certificate, NULL, (const char *) walk->alias, walk->alias_length);
  else
    /* Translators: a position in a file */
    vf_key_store_damaged (walk->store, g_strdup_printf (_("what stands at byte %u is not a certificate"),
                                                        (guint) (der - walk->reader.data)));
}

static gboolean
read_certificate (Walk *walk)
{
  const guint8 *data;
  guint16 type_length;
  guint32 length;

  if (walk->version > 1 && !read_text (&walk->reader, &data, &type_length))
    return FALSE;
  if (!read_block (&walk->reader, &data, &length))
    return FALSE;
  take_certificate (walk, data, length);
  return TRUE;
}

static void
take_key (Walk *walk, const guint8 *der, gsize length)
{
  VfPrivateKey *key = vf_private_key_new_from_der (der, length, NULL);

  if (key)
    vf_key_store_take (walk->store, NULL, key, (const char *) walk->alias, walk->alias_length);
  else
    /* Translators: a position in a file */
    vf_key_store_damaged (walk->store, g_strdup_printf (_("what stands at byte %u is not a private key"),
                                                        (guint) (der - walk->reader.data)));
}

/* A private key, and the certificates from its own up to an authority's. */
static gboolean
read_key (Walk *walk)
{
  const guint8 *data;
  guint32 length;
  guint32 n;

  if (!read_block (&walk->reader, &data, &length))
    return FALSE;
  take_key (walk, data, length);
  if (!vf_byte_reader_u32 (&walk->reader, &n) || n > MAX_CHAIN)
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!read_certificate (walk))
      return FALSE;
  return TRUE;
}

static gboolean
read_secret (Walk *walk)
{
  if (walk->store->format != VF_FORMAT_JCEKS || !vf_java_object_skip (&walk->reader))
    return FALSE;
  walk->store->n_secrets++;
  return TRUE;
}

static gboolean
read_entry (Walk *walk)
{
  guint32 kind;

  if (!vf_byte_reader_u32 (&walk->reader, &kind) || !read_text (&walk->reader, &walk->alias, &walk->alias_length)
      || !vf_byte_reader_skip (&walk->reader, DATE_LENGTH))
    return FALSE;
  switch (kind)
    {
    case ENTRY_KEY:
      return read_key (walk);
    case ENTRY_CERTIFICATE:
      return read_certificate (walk);
    case ENTRY_SECRET:
      return read_secret (walk);
    }
  return FALSE;
}

static void
report_cut (VfKeyStore *store, gsize length)
{
  /* Translators: a position in a file */
  vf_key_store_damaged (store, g_strdup_printf (_("the key store was cut off at byte %u"), (guint) length));
}

/* @start: where the entry begins that does not fit */
static void
report_damage (const Walk *walk, gsize start)
{
  if (start == walk->reader.length)
    report_cut (walk->store, start);
  else
    /* Translators: two positions in a file */
    vf_key_store_damaged (walk->store,
                          g_strdup_printf (_("the entry that begins at byte %u was cut off or goes wrong at byte %u"),
                                           (guint) start, (guint) walk->reader.position));
}

/**
 * vf_jks_parse:
 * @store: a new store whose bytes begin with one of the two marks
 *
 * Reads all entries up to the first that does not fit; no passphrase is needed for that.
 */
void
vf_jks_parse (VfKeyStore *store)
{
  Walk walk = { .store = store };
  guint32 n = 0;

  walk.reader.data = g_bytes_get_data (store->bytes, &walk.reader.length);
  if (!vf_byte_reader_skip (&walk.reader, 4) || !vf_byte_reader_u32 (&walk.reader, &walk.version)
      || !vf_byte_reader_u32 (&walk.reader, &n))
    {
      report_cut (store, walk.reader.length);
      return;
    }
  if (walk.version < 1 || walk.version > 2)
    {
      /* Translators: a number */
      vf_key_store_damaged (store, g_strdup_printf (_("key stores of version %u are not known"), walk.version));
      return;
    }
  for (guint32 i = 0; i < n; i++)
    {
      gsize start = walk.reader.position;

      if (!read_entry (&walk))
        {
          report_damage (&walk, start);
          return;
        }
    }
  if (walk.reader.length - walk.reader.position < DIGEST_LENGTH)
    report_cut (store, walk.reader.length);
  else
    store->digest_position = walk.reader.position;
}

/**
 * vf_jks_confirms:
 *
 * Returns: whether the digest at the end is that of the passphrase and all that stands before
 */
gboolean
vf_jks_confirms (const VfKeyStore *store, const VfPassphrase *passphrase)
{
  const guint8 *data = g_bytes_get_data (store->bytes, NULL);
  g_auto (VfWipedBuffer) password = { 0 };
  guint8 digest[DIGEST_LENGTH];

  if (store->digest_position == 0 || !vf_java_password_encode (passphrase->text, passphrase->length, &password))
    return FALSE;
  vf_java_store_digest (&password, data, store->digest_position, digest);
  return CRYPTO_memcmp (digest, data + store->digest_position, DIGEST_LENGTH) == 0;
}
