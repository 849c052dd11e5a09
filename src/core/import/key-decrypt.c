#include "config.h"

#include "import/key-decrypt.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <glib/gi18n.h>

#include "error.h"
#include "import/java-secrets.h"
#include "import/legacy-crypto.h"
#include "import/openssl-error.h"
#include "import/work-bound.h"

/* Sun's own numbers for what JKS and JCEKS do with a key; they stand in no registry that OpenSSL has. */
#define OID_JKS "1.3.6.1.4.1.42.2.17.1.1"
#define OID_JCEKS "1.3.6.1.4.1.42.2.19.1"
#define JCEKS_SALT_LENGTH 8

static void
set_wrong (GError **error)
{
  g_set_error_literal (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE, _("The passphrase does not open the key."));
}

/**
 * vf_key_decrypt_set_error:
 * @unsupported: whether it failed because OpenSSL does not know the algorithm, also with its legacy provider
 *
 * Says why a passphrase did not open something.
 */
void
vf_key_decrypt_set_error (gboolean unsupported, GError **error)
{
  if (!unsupported)
    set_wrong (error);
  else if (vf_legacy_crypto_get ())
    g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE, _("It is encrypted in a way that is not known here."));
  else
    g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE,
                         _("It is encrypted in an old way that needs OpenSSL’s legacy provider, which is not "
                           "installed on this computer."));
}

static EVP_PKEY *
from_plain (const VfWipedBuffer *plain)
{
  const guint8 *end = plain->data;
  PKCS8_PRIV_KEY_INFO *info = plain->length > 0 ? d2i_PKCS8_PRIV_KEY_INFO (NULL, &end, (long) plain->length) : NULL;
  EVP_PKEY *pkey = info ? EVP_PKCS82PKEY (info) : NULL;

  PKCS8_PRIV_KEY_INFO_free (info);
  return pkey;
}

static EVP_PKEY *
open_jks (const X509_ALGOR *algorithm, const guint8 *data, gsize length, const VfPassphrase *passphrase)
{
  g_auto (VfWipedBuffer) password = { 0 };
  g_auto (VfWipedBuffer) plain = { 0 };

  return vf_java_password_encode (passphrase->text, passphrase->length, &password)
           && vf_java_key_open_jks (&password, data, length, &plain)
           ? from_plain (&plain)
           : NULL;
}

static EVP_PKEY *
open_jceks (const X509_ALGOR *algorithm, const guint8 *data, gsize length, const VfPassphrase *passphrase)
{
  PBEPARAM *parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), algorithm->parameter);
  g_auto (VfWipedBuffer) plain = { 0 };
  EVP_PKEY *pkey = NULL;

  if (parameters && ASN1_STRING_length (parameters->salt) == JCEKS_SALT_LENGTH
      && vf_java_key_open_jceks (passphrase->text, passphrase->length, ASN1_STRING_get0_data (parameters->salt),
                                 (guint) ASN1_INTEGER_get (parameters->iter), data, length, &plain))
    pkey = from_plain (&plain);
  PBEPARAM_free (parameters);
  return pkey;
}

typedef EVP_PKEY *(*JavaOpener) (const X509_ALGOR *algorithm, const guint8 *data, gsize length,
                                 const VfPassphrase *passphrase);

static JavaOpener
find_java_opener (const X509_ALGOR *algorithm)
{
  char oid[64];

  OBJ_obj2txt (oid, sizeof oid, algorithm->algorithm, TRUE);
  return g_str_equal (oid, OID_JKS) ? open_jks : g_str_equal (oid, OID_JCEKS) ? open_jceks : NULL;
}

/* @context: where the algorithms are looked for; the key itself is always one of the default context */
static EVP_PKEY *
open_in (const X509_SIG *sig, const VfPassphrase *passphrase, OSSL_LIB_CTX *context)
{
  PKCS8_PRIV_KEY_INFO *info
    = PKCS8_decrypt_ex (sig, passphrase->text, (int) passphrase->length, context, NULL);
  EVP_PKEY *pkey = info ? EVP_PKCS82PKEY (info) : NULL;

  PKCS8_PRIV_KEY_INFO_free (info);
  return pkey;
}

static EVP_PKEY *
open_openssl (const X509_SIG *sig, const VfPassphrase *passphrase, GError **error)
{
  /* PKCS#12 tells no passphrase from an empty one */
  const VfPassphrase none = { 0 };
  EVP_PKEY *pkey = open_in (sig, passphrase, NULL);
  gboolean unsupported;

  if (!pkey && passphrase->length == 0)
    pkey = open_in (sig, &none, NULL);
  unsupported = !pkey && vf_openssl_take_unsupported ();
  if (unsupported && vf_legacy_crypto_get ())
    {
      pkey = open_in (sig, passphrase, vf_legacy_crypto_get ());
      unsupported = !pkey && vf_openssl_take_unsupported ();
    }
  if (!pkey)
    vf_key_decrypt_set_error (unsupported, error);
  return pkey;
}

static EVP_PKEY *
open_sig (const X509_SIG *sig, const VfPassphrase *passphrase, GError **error)
{
  const X509_ALGOR *algorithm;
  const ASN1_OCTET_STRING *octets;
  JavaOpener java;
  EVP_PKEY *pkey;

  X509_SIG_get0 (sig, &algorithm, &octets);
  if (!vf_work_is_bounded (algorithm))
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_UNREADABLE,
                           _("Trying a passphrase would take far too long: the file asks for it."));
      return NULL;
    }
  java = find_java_opener (algorithm);
  if (!java)
    return open_openssl (sig, passphrase, error);
  pkey = java (algorithm, ASN1_STRING_get0_data (octets), (gsize) ASN1_STRING_length (octets), passphrase);
  if (!pkey)
    set_wrong (error);
  return pkey;
}

/**
 * vf_key_decrypt_pkcs8:
 * @der: an EncryptedPrivateKeyInfo (RFC 5958), also one of a Java key store
 * @passphrase: what may open it
 * @error: %VF_ERROR_WRONG_PASSPHRASE, or %VF_ERROR_UNREADABLE if its kind of encryption cannot be opened here
 *
 * What OpenSSL does not have any more is opened through vf_legacy_crypto_get().
 *
 * Returns: (nullable) (transfer full): the key
 */
EVP_PKEY *
vf_key_decrypt_pkcs8 (GBytes *der, const VfPassphrase *passphrase, GError **error)
{
  gsize length;
  const guint8 *end = g_bytes_get_data (der, &length);
  X509_SIG *sig = d2i_X509_SIG (NULL, &end, (long) length);
  EVP_PKEY *pkey = sig ? open_sig (sig, passphrase, error) : NULL;

  if (!sig)
    vf_key_decrypt_set_error (TRUE, error);
  X509_SIG_free (sig);
  ERR_clear_error ();
  return pkey;
}

static int
passphrase_callback (char *buffer, int size, int for_writing, void *user_data)
{
  const VfPassphrase *passphrase = user_data;

  if (passphrase->length > (gsize) size)
    return -1;
  if (passphrase->length > 0)
    memcpy (buffer, passphrase->text, passphrase->length);
  return (int) passphrase->length;
}

static gboolean
decrypt_body (const EVP_CIPHER *cipher, const guint8 *key, const guint8 *iv, const guint8 *data, long length,
              VfWipedBuffer *plain)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  int n = 0;
  int rest = 0;
  gboolean opened;

  vf_wiped_buffer_set_length (plain, (gsize) length + EVP_MAX_BLOCK_LENGTH);
  opened = EVP_DecryptInit_ex (context, cipher, NULL, key, iv)
           && EVP_DecryptUpdate (context, plain->data, &n, data, (int) length)
           && EVP_DecryptFinal_ex (context, plain->data + n, &rest);
  vf_wiped_buffer_set_length (plain, opened ? (gsize) n + (gsize) rest : 0);
  EVP_CIPHER_CTX_free (context);
  return opened;
}

/* OpenSSL looks for the cipher of a PEM block in the default context only, so the steps are done one by one here: key
 * from the passphrase and the first eight bytes of the vector (EVP_BytesToKey() with MD5, once), then the cipher. */
static EVP_PKEY *
open_old_body (EVP_CIPHER_INFO *info, const guint8 *data, long length, const VfPassphrase *passphrase,
               gboolean *unsupported)
{
  EVP_CIPHER *cipher = EVP_CIPHER_fetch (vf_legacy_crypto_get (), EVP_CIPHER_get0_name (info->cipher), NULL);
  g_auto (VfWipedBuffer) plain = { 0 };
  guint8 key[EVP_MAX_KEY_LENGTH];
  EVP_PKEY *pkey = NULL;

  *unsupported = cipher == NULL;
  if (cipher
      && EVP_BytesToKey (info->cipher, EVP_md5 (), info->iv, (const guint8 *) passphrase->text,
                         (int) passphrase->length, 1, key, NULL)
      && decrypt_body (cipher, key, info->iv, data, length, &plain))
    {
      const guint8 *end = plain.data;

      pkey = d2i_AutoPrivateKey (NULL, &end, (long) plain.length);
    }
  OPENSSL_cleanse (key, sizeof key);
  EVP_CIPHER_free (cipher);
  return pkey;
}

/* @unsupported: (out): the cipher is not known here.  What OpenSSL says is no help: one wrong passphrase in 256 leaves
 * something that ends like a block, which is then no key of any kind that it supports. */
static EVP_PKEY *
open_old_block (const void *text, gsize length, const VfPassphrase *passphrase, gboolean *unsupported)
{
  BIO *bio = BIO_new_mem_buf (text, (int) length);
  EVP_CIPHER_INFO info;
  char *name = NULL;
  char *header = NULL;
  guint8 *data = NULL;
  long data_length = 0;
  EVP_PKEY *pkey = NULL;

  *unsupported = TRUE;
  if (PEM_read_bio (bio, &name, &header, &data, &data_length) && PEM_get_EVP_CIPHER_INFO (header, &info) && info.cipher)
    pkey = open_old_body (&info, data, data_length, passphrase, unsupported);
  OPENSSL_free (name);
  OPENSSL_free (header);
  OPENSSL_free (data);
  BIO_free (bio);
  return pkey;
}

static EVP_PKEY *
open_block (const void *text, gsize length, const VfPassphrase *passphrase)
{
  VfPassphrase copy = *passphrase;
  BIO *bio = BIO_new_mem_buf (text, (int) length);
  EVP_PKEY *pkey = PEM_read_bio_PrivateKey (bio, NULL, passphrase_callback, &copy);

  BIO_free (bio);
  return pkey;
}

/**
 * vf_key_decrypt_traditional:
 * @pem: one block with "Proc-Type" and "DEK-Info" lines (RFC 1421), tidy enough for OpenSSL
 * @passphrase: what may open it
 * @error: as of vf_key_decrypt_pkcs8()
 *
 * Returns: (nullable) (transfer full): the key
 */
EVP_PKEY *
vf_key_decrypt_traditional (GBytes *pem, const VfPassphrase *passphrase, GError **error)
{
  gsize length;
  const void *text = g_bytes_get_data (pem, &length);
  EVP_PKEY *pkey = open_block (text, length, passphrase);
  gboolean unsupported = !pkey && vf_openssl_take_unsupported ();

  if (unsupported && vf_legacy_crypto_get ())
    pkey = open_old_block (text, length, passphrase, &unsupported);
  if (!pkey)
    vf_key_decrypt_set_error (unsupported, error);
  ERR_clear_error ();
  return pkey;
}
