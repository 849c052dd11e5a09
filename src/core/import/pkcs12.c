#include "config.h"

#include "import/key-store-private.h"

#include <string.h>

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include "error.h"
#include "import/legacy-crypto.h"
#include "import/openssl-error.h"
#include "import/work-bound.h"

/* bags lie in bags; nobody is known to make more than one level of it */
#define MAX_DEPTH 8

typedef STACK_OF (PKCS12_SAFEBAG) Bags;

static void
bags_free (Bags *bags)
{
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
}

static void
set_error (gboolean unsupported, GError **error)
{
  if (unsupported)
    vf_key_decrypt_set_error (TRUE, error);
  else
    g_set_error_literal (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE,
                         _("The passphrase does not open the key store."));
}

static void
take_certificate (VfKeyStore *store, const PKCS12_SAFEBAG *bag, const char *alias)
{
  X509 *x509 = PKCS12_SAFEBAG_get1_cert (bag);
  guint8 *der = NULL;
  int length = x509 ? i2d_X509 (x509, &der) : 0;
  VfCertificate *certificate = length > 0 ? vf_certificate_new_from_der (der, (gsize) length, NULL) : NULL;

  if (certificate)
    vf_key_store_take (store, certificate, NULL, alias, alias ? strlen (alias) : 0);
  else
    vf_key_store_damaged (store, g_strdup (_("a part that says it is a certificate is none")));
  OPENSSL_free (der);
  X509_free (x509);
}

static void
take_crl (VfKeyStore *store, const PKCS12_SAFEBAG *bag)
{
  X509_CRL *crl = PKCS12_SAFEBAG_get1_crl (bag);
  guint8 *der = NULL;
  int length = crl ? i2d_X509_CRL (crl, &der) : 0;

  if (length > 0)
    g_ptr_array_add (store->crls, g_bytes_new (der, (gsize) length));
  else
    vf_key_store_damaged (store, g_strdup (_("a part that says it is a revocation list is none")));
  OPENSSL_free (der);
  X509_CRL_free (crl);
}

/* @der is taken over. */
static void
take_key (VfKeyStore *store, guint8 *der, int length, const char *alias)
{
  VfPrivateKey *key = length > 0 ? vf_private_key_new_from_der (der, (gsize) length, NULL) : NULL;

  if (key)
    vf_key_store_take (store, NULL, key, alias, alias ? strlen (alias) : 0);
  else
    vf_key_store_damaged (store, g_strdup (_("a part that says it is a private key is none")));
  OPENSSL_clear_free (der, length > 0 ? (gsize) length : 0);
}

static void take_bags (VfKeyStore *store, const Bags *bags, guint depth);

static void
take_bag (VfKeyStore *store, const PKCS12_SAFEBAG *bag, const char *alias, guint depth)
{
  guint8 *der = NULL;
  int length;

  switch (PKCS12_SAFEBAG_get_nid (bag))
    {
    case NID_certBag:
      if (PKCS12_SAFEBAG_get_bag_nid (bag) == NID_x509Certificate)
        take_certificate (store, bag, alias);
      break;
    case NID_crlBag:
      take_crl (store, bag);
      break;
    case NID_keyBag:
      length = i2d_PKCS8_PRIV_KEY_INFO (PKCS12_SAFEBAG_get0_p8inf (bag), &der);
      take_key (store, der, length, alias);
      break;
    case NID_pkcs8ShroudedKeyBag:
      length = i2d_X509_SIG (PKCS12_SAFEBAG_get0_pkcs8 (bag), &der);
      take_key (store, der, length, alias);
      break;
    case NID_safeContentsBag:
      take_bags (store, PKCS12_SAFEBAG_get0_safes (bag), depth + 1);
      break;
    case NID_secretBag:
      store->n_secrets++;
      break;
    }
}

static void
take_bags (VfKeyStore *store, const Bags *bags, guint depth)
{
  for (int i = 0; depth < MAX_DEPTH && i < sk_PKCS12_SAFEBAG_num (bags); i++)
    {
      PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
      char *alias = PKCS12_get_friendlyname (bag);

      take_bag (store, bag, alias, depth);
      OPENSSL_free (alias);
    }
}

static Bags *
decrypt_in (const PKCS7_ENC_CONTENT *content, const VfPassphrase *passphrase, OSSL_LIB_CTX *context)
{
  return PKCS12_item_decrypt_d2i_ex (content->algorithm, ASN1_ITEM_rptr (PKCS12_SAFEBAGS), passphrase->text,
                                     (int) passphrase->length, content->enc_data, TRUE, context, NULL);
}

/* (nullable) (transfer full) */
static Bags *
decrypt (const PKCS7 *part, const VfPassphrase *passphrase, GError **error)
{
  const PKCS7_ENC_CONTENT *content = part->d.encrypted ? part->d.encrypted->enc_data : NULL;
  Bags *bags;
  gboolean unsupported;

  if (!content || !content->enc_data || !vf_work_is_bounded (content->algorithm))
    {
      set_error (TRUE, error);
      return NULL;
    }
  bags = decrypt_in (content, passphrase, NULL);
  unsupported = !bags && vf_openssl_take_unsupported ();
  if (unsupported && vf_legacy_crypto_get ())
    {
      bags = decrypt_in (content, passphrase, vf_legacy_crypto_get ());
      unsupported = !bags && vf_openssl_take_unsupported ();
    }
  if (!bags)
    set_error (unsupported, error);
  return bags;
}

/* Returns: %FALSE with @error set if the part is encrypted and cannot be opened; what is no such part is passed over */
static gboolean
take_part (VfKeyStore *store, PKCS7 *part, const VfPassphrase *passphrase, GError **error)
{
  gboolean encrypted = PKCS7_type_is_encrypted (part);
  Bags *bags = encrypted ? decrypt (part, passphrase, error) : PKCS12_unpack_p7data (part);

  if (bags)
    take_bags (store, bags, 0);
  else if (!encrypted)
    vf_key_store_damaged (store, g_strdup (_("a part of the key store cannot be read")));
  bags_free (bags);
  return bags || !encrypted;
}

static gboolean
is_encrypted (const STACK_OF (PKCS7) *parts)
{
  for (int i = 0; i < sk_PKCS7_num (parts); i++)
    if (PKCS7_type_is_encrypted (sk_PKCS7_value (parts, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_seal_bounded (const PKCS12 *file)
{
  const ASN1_INTEGER *iterations = NULL;

  PKCS12_get0_mac (NULL, NULL, NULL, &iterations, file);
  return !iterations || (ASN1_INTEGER_get (iterations) >= 0 && ASN1_INTEGER_get (iterations) <= VF_MAX_ITERATIONS);
}

/* Whether the passphrase gives the value that seals the file; that is how a wrong one is told from damage. */
static gboolean
confirms (PKCS12 *file, const VfPassphrase *passphrase, GError **error)
{
  gboolean bounded = is_seal_bounded (file);

  if (bounded && PKCS12_verify_mac (file, passphrase->text, (int) passphrase->length))
    return TRUE;
  /* a value that is merely another one leaves no error behind */
  set_error (!bounded || ERR_peek_error () != 0, error);
  ERR_clear_error ();
  return FALSE;
}

/* With a seal that the passphrase has confirmed, what does not open is damage; without one, the passphrase is wrong. */
static gboolean
take_parts (VfKeyStore *store, const STACK_OF (PKCS7) *parts, const VfPassphrase *passphrase, gboolean confirmed,
            GError **error)
{
  for (int i = 0; i < sk_PKCS7_num (parts); i++)
    {
      g_autoptr (GError) own_error = NULL;

      if (take_part (store, sk_PKCS7_value (parts, i), passphrase, &own_error))
        continue;
      if (!confirmed)
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
      vf_key_store_damaged (store, g_strdup (own_error->message));
    }
  return TRUE;
}

static gboolean
parse (VfKeyStore *store, PKCS12 *file, const STACK_OF (PKCS7) *parts, const VfPassphrase *passphrase, GError **error)
{
  gboolean sealed = PKCS12_mac_present (file);

  /* what has no seal has nothing to confirm */
  store->is_confirmed = !sealed;
  if (!passphrase)
    {
      store->is_locked = is_encrypted (parts);
      store->unlocked_by = store->is_locked ? VF_UNLOCKED_BY_NOTHING : VF_UNLOCKED_BY_NOT_NEEDED;
      return store->is_locked || take_parts (store, parts, NULL, FALSE, error);
    }
  if (sealed && !confirms (file, passphrase, error))
    return FALSE;
  store->is_confirmed = TRUE;
  return take_parts (store, parts, passphrase, sealed, error);
}

/**
 * vf_pkcs12_parse:
 * @store: a new store
 * @passphrase: (nullable): %NULL to read what is not encrypted, and all of it or nothing
 * @error: %VF_ERROR_UNREADABLE if it is no PKCS#12 or sealed in a way that is not known here, or
 *   %VF_ERROR_WRONG_PASSPHRASE
 *
 * Fills the store from its bytes (RFC 7292).
 */
gboolean
vf_pkcs12_parse (VfKeyStore *store, const VfPassphrase *passphrase, GError **error)
{
  gsize length;
  const guint8 *end = g_bytes_get_data (store->bytes, &length);
  PKCS12 *file = length <= G_MAXINT ? d2i_PKCS12 (NULL, &end, (long) length) : NULL;
  STACK_OF (PKCS7) *parts = file ? PKCS12_unpack_authsafes (file) : NULL;
  gboolean done = parts && parse (store, file, parts, passphrase, error);

  if (!parts)
    set_error (TRUE, error);
  sk_PKCS7_pop_free (parts, PKCS7_free);
  PKCS12_free (file);
  ERR_clear_error ();
  return done;
}
