#include "config.h"

#include "import/private-key.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/certificate.h"
#include "import/key-decrypt.h"
#include "import/openssl-error.h"
#include "import/pem.h"
#include "import/wiped-bytes.h"

struct _VfPrivateKey
{
  EVP_PKEY *pkey;          /* NULL while locked */
  GBytes *locked;          /* what unlocking starts from; NULL for a key that came in the clear */
  gboolean is_traditional; /* @locked is a PEM block with headers, else an EncryptedPrivateKeyInfo in DER */
  char *key_id;
  char *algorithm;
};

static void
private_key_clear (gpointer data)
{
  VfPrivateKey *key = data;

  EVP_PKEY_free (key->pkey);
  g_clear_pointer (&key->locked, g_bytes_unref);
  g_free (key->key_id);
  g_free (key->algorithm);
}

static char *
make_key_id (EVP_PKEY *pkey)
{
  guint8 *data = NULL;
  int length = i2d_PUBKEY (pkey, &data);
  char *id = length > 0 ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, (gsize) length) : NULL;

  OPENSSL_free (data);
  return id;
}

/* @pkey is taken over. */
static VfPrivateKey *
private_key_new (EVP_PKEY *pkey, GBytes *locked, gboolean is_traditional)
{
  VfPrivateKey *key = g_atomic_rc_box_new0 (VfPrivateKey);

  key->pkey = pkey;
  key->locked = locked ? g_bytes_ref (locked) : NULL;
  key->is_traditional = is_traditional;
  key->key_id = pkey ? make_key_id (pkey) : NULL;
  key->algorithm = vf_key_algorithm_to_string (pkey);
  ERR_clear_error ();
  return key;
}

static VfPrivateKey *
unreadable (GError **error)
{
  g_autofree char *reason = vf_openssl_take_reason ();

  g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _("This is not a private key (%s)."), reason);
  return NULL;
}

/* An EncryptedPrivateKeyInfo (RFC 5958): the DER form says by itself that it is encrypted. */
static gboolean
is_encrypted_der (const guint8 *der, gsize length)
{
  const guint8 *end = der;
  X509_SIG *sig = d2i_X509_SIG (NULL, &end, (long) length);

  X509_SIG_free (sig);
  ERR_clear_error ();
  return sig != NULL;
}

/**
 * vf_private_key_new_from_der:
 * @der: (array length=length): PKCS#8, encrypted or not, or PKCS#1, or SEC1
 * @length: in bytes
 * @error: %VF_ERROR_UNREADABLE
 *
 * Never asks for a passphrase.
 *
 * Returns: (transfer full): a new key, locked if it is encrypted
 */
VfPrivateKey *
vf_private_key_new_from_der (const guint8 *der, gsize length, GError **error)
{
  const guint8 *end = der;
  EVP_PKEY *pkey;

  if (length > G_MAXINT)
    return unreadable (error);
  if (is_encrypted_der (der, length))
    {
      g_autoptr (GBytes) locked = vf_wiped_bytes_new (der, length);

      return private_key_new (NULL, locked, FALSE);
    }
  pkey = d2i_AutoPrivateKey (NULL, &end, (long) length);
  return pkey ? private_key_new (pkey, NULL, FALSE) : unreadable (error);
}

/* The block as OpenSSL's strict reader wants it: every line trimmed and ended by LF. */
static GBytes *
tidy_traditional (const VfPemBlock *block)
{
  g_auto (VfWipedBuffer) text = { 0 };
  const char *end = block->text + block->text_length;

  vf_wiped_buffer_reserve (&text, block->text_length + 1);
  for (const char *line = block->text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *stop = newline ? newline : end;
      const char *next = newline ? newline + 1 : end;

      while (line < stop && g_ascii_isspace (*line))
        line++;
      while (stop > line && g_ascii_isspace (stop[-1]))
        stop--;
      vf_wiped_buffer_append (&text, line, (gsize) (stop - line));
      vf_wiped_buffer_append (&text, "\n", 1);
      line = next;
    }
  return vf_wiped_buffer_end (&text);
}

static VfPrivateKey *
new_from_block (const VfPemBlock *block, GError **error)
{
  g_auto (VfWipedBuffer) der = { 0 };

  if (vf_pem_is_encrypted_traditional (block))
    {
      g_autoptr (GBytes) locked = tidy_traditional (block);

      return private_key_new (NULL, locked, TRUE);
    }
  if (!vf_pem_decode (block, &der))
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE, _("The text of the key is damaged."));
      return NULL;
    }
  return vf_private_key_new_from_der (der.data, der.length, error);
}

/**
 * vf_private_key_new_from_pem:
 * @pem: (array length=length): text with a private key in it; the first one is taken
 * @length: in bytes
 * @error: %VF_ERROR_UNREADABLE
 *
 * Never asks for a passphrase.
 *
 * Returns: (transfer full): a new key, locked if it is encrypted
 */
VfPrivateKey *
vf_private_key_new_from_pem (const char *pem, gsize length, GError **error)
{
  VfPemScanner scanner = { .text = pem, .end = pem + length };
  VfPemBlock block;

  while (vf_pem_next (&scanner, &block))
    if (vf_pem_is_private_key (&block))
      return new_from_block (&block, error);
  g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE, _("There is no private key in this text."));
  return NULL;
}

VfPrivateKey *
vf_private_key_ref (VfPrivateKey *key)
{
  return g_atomic_rc_box_acquire (key);
}

void
vf_private_key_unref (VfPrivateKey *key)
{
  g_atomic_rc_box_release_full (key, private_key_clear);
}

/**
 * vf_private_key_unlock:
 * @key: any key
 * @passphrase: what may open it
 * @error: %VF_ERROR_WRONG_PASSPHRASE, or %VF_ERROR_UNREADABLE if this OpenSSL cannot open its kind of encryption
 *
 * Returns: (transfer full): an open key; @key itself if it is not locked
 */
VfPrivateKey *
vf_private_key_unlock (VfPrivateKey *key, SecretValue *passphrase, GError **error)
{
  VfPassphrase secret = { 0 };
  EVP_PKEY *pkey;

  if (!vf_private_key_is_locked (key))
    return vf_private_key_ref (key);
  secret.text = secret_value_get (passphrase, &secret.length);
  pkey = key->is_traditional ? vf_key_decrypt_traditional (key->locked, &secret, error)
                             : vf_key_decrypt_pkcs8 (key->locked, &secret, error);
  return pkey ? private_key_new (pkey, key->locked, key->is_traditional) : NULL;
}

/**
 * vf_private_key_without_lock:
 * @key: an open key
 *
 * For a key whose passphrase is no secret, so that keeping it encrypted would protect nothing and only ask for a
 * passphrase that nobody was ever told.
 *
 * Returns: (transfer full): the same key as though it had come in the clear
 */
VfPrivateKey *
vf_private_key_without_lock (VfPrivateKey *key)
{
  g_return_val_if_fail (key->pkey != NULL, NULL);

  EVP_PKEY_up_ref (key->pkey);
  return private_key_new (key->pkey, NULL, FALSE);
}

/**
 * vf_private_key_is_encrypted:
 *
 * Returns: whether it came encrypted, open or not
 */
gboolean
vf_private_key_is_encrypted (const VfPrivateKey *key)
{
  return key->locked != NULL;
}

/**
 * vf_private_key_is_locked:
 *
 * Returns: whether it is encrypted and nobody has opened it, so that nothing but its container is known
 */
gboolean
vf_private_key_is_locked (const VfPrivateKey *key)
{
  return key->pkey == NULL;
}

/**
 * vf_private_key_get_key_id:
 *
 * Returns: (nullable) (transfer none): as vf_certificate_get_key_id(); %NULL while locked
 */
const char *
vf_private_key_get_key_id (const VfPrivateKey *key)
{
  return key->key_id;
}

/**
 * vf_private_key_get_algorithm:
 *
 * Returns: (transfer none): "RSA 2048"; "unknown" while locked
 */
const char *
vf_private_key_get_algorithm (const VfPrivateKey *key)
{
  return key->algorithm;
}

typedef int (*Writer) (BIO *bio, const EVP_PKEY *pkey, const EVP_CIPHER *cipher, const char *text, int length,
                       pem_password_cb *callback, void *data);

static GBytes *
write_pkcs8 (VfPrivateKey *key, SecretValue *passphrase, Writer writer, GError **error)
{
  gboolean encrypt = passphrase != NULL && vf_private_key_is_encrypted (key);
  const char *text = NULL;
  gsize length = 0;
  char *data;
  long data_length;
  GBytes *bytes;
  BIO *bio;

  if (vf_private_key_is_locked (key))
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_LOCKED, _("The key needs its passphrase."));
      return NULL;
    }
  if (encrypt)
    text = secret_value_get (passphrase, &length);
  bio = BIO_new (BIO_s_mem ());
  if (!writer (bio, key->pkey, encrypt ? EVP_aes_256_cbc () : NULL, text, (int) length, NULL, NULL))
    {
      g_autofree char *reason = vf_openssl_take_reason ();

      BIO_free (bio);
      g_set_error (error, VF_ERROR, VF_ERROR_FAILED, _("The key cannot be written (%s)."), reason);
      return NULL;
    }
  data_length = BIO_get_mem_data (bio, &data);
  bytes = vf_wiped_bytes_new (data, (gsize) data_length);
  BIO_free (bio); /* overwrites its memory */
  return bytes;
}

/**
 * vf_private_key_to_pem:
 * @key: an open key
 * @passphrase: (nullable): what to encrypt it with; a key that came in the clear stays in the clear
 * @error: %VF_ERROR_LOCKED
 *
 * Returns: (transfer full): strict PKCS#8 PEM, not NUL-ended, overwritten when the last reference goes
 */
GBytes *
vf_private_key_to_pem (VfPrivateKey *key, SecretValue *passphrase, GError **error)
{
  return write_pkcs8 (key, passphrase, PEM_write_bio_PKCS8PrivateKey, error);
}

/**
 * vf_private_key_get_locked_pem:
 * @key: a locked key
 *
 * Returns: (transfer full): the key as it came, still encrypted: byte for byte the same whenever it is asked for
 */
GBytes *
vf_private_key_get_locked_pem (VfPrivateKey *key)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  GBytes *bytes;
  char *data;
  long length;

  if (key->is_traditional)
    BIO_write (bio, g_bytes_get_data (key->locked, NULL), (int) g_bytes_get_size (key->locked));
  else
    PEM_write_bio (bio, PEM_STRING_PKCS8, "", g_bytes_get_data (key->locked, NULL), (long) g_bytes_get_size (key->locked));
  length = BIO_get_mem_data (bio, &data);
  bytes = vf_wiped_bytes_new (data, (gsize) length);
  BIO_free (bio);
  return bytes;
}

/**
 * vf_private_key_to_der:
 * @key: an open key
 * @passphrase: (nullable): what to encrypt it with; a key that came in the clear stays in the clear
 * @error: %VF_ERROR_LOCKED
 *
 * Returns: (transfer full): PKCS#8 DER, which Java reads, overwritten when the last reference goes
 */
GBytes *
vf_private_key_to_der (VfPrivateKey *key, SecretValue *passphrase, GError **error)
{
  return write_pkcs8 (key, passphrase, i2d_PKCS8PrivateKey_bio, error);
}
