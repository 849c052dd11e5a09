#include "config.h"

#include "import/key-store.h"

#include <glib/gi18n.h>
#include <string.h>

#include "error.h"
#include "import/key-store-private.h"
#include "import/label.h"

/* more than a person reads */
#define MAX_DAMAGES 20
/* Each try may take a person's while, and a store may have thousands of keys.  Those of one store mostly have one
 * passphrase, so that one which does not open the first few opens none. */
#define MAX_TRIES 50
#define MAX_FAILURES 5

/* What programs and clouds take where nobody chose a passphrase: Java's tools, and Alibaba's archive.  These protect
 * nothing, so they are tried before anybody is asked. */
static const VfPassphrase known_passphrases[] = {
  { NULL, 0 },
  { "", 0 },
  { "changeit", 8 },
  { "apsaradb", 8 },
};

static void
entry_clear (gpointer data)
{
  VfStoreEntry *entry = data;

  g_clear_pointer (&entry->certificate, vf_certificate_unref);
  g_clear_pointer (&entry->key, vf_private_key_unref);
  g_free (entry->alias);
}

VfKeyStore *
vf_key_store_new (VfFormat format, GBytes *bytes)
{
  VfKeyStore *store = g_atomic_rc_box_new0 (VfKeyStore);

  store->format = format;
  store->bytes = g_bytes_ref (bytes);
  store->entries = g_array_new (FALSE, FALSE, sizeof (VfStoreEntry));
  g_array_set_clear_func (store->entries, entry_clear);
  store->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  store->damages = g_ptr_array_new_with_free_func (g_free);
  return store;
}

static void
key_store_clear (gpointer data)
{
  VfKeyStore *store = data;

  g_bytes_unref (store->bytes);
  g_array_unref (store->entries);
  g_ptr_array_unref (store->crls);
  g_ptr_array_unref (store->damages);
}

VfKeyStore *
vf_key_store_ref (VfKeyStore *store)
{
  return g_atomic_rc_box_acquire (store);
}

void
vf_key_store_unref (VfKeyStore *store)
{
  g_atomic_rc_box_release_full (store, key_store_clear);
}

/* @certificate or @key is taken over. */
void
vf_key_store_take (VfKeyStore *store, VfCertificate *certificate, VfPrivateKey *key, const char *alias,
                   gsize alias_length)
{
  VfStoreEntry entry = { .certificate = certificate, .key = key };

  if (key && !vf_private_key_is_locked (key))
    entry.unlocked_by = VF_UNLOCKED_BY_NOT_NEEDED;
  if (alias && alias_length > 0)
    entry.alias = vf_label_new (alias, alias_length);
  g_array_append_val (store->entries, entry);
}

/* @cause is taken over. */
void
vf_key_store_damaged (VfKeyStore *store, char *cause)
{
  if (store->damages->len < MAX_DAMAGES)
    g_ptr_array_add (store->damages, cause);
  else
    g_free (cause);
}

/* Returns how many keys the passphrase opened. */
static guint
open_keys (VfKeyStore *store, const VfPassphrase *passphrase, VfUnlockedBy unlocked_by)
{
  g_autoptr (SecretValue) value
    = secret_value_new (passphrase->text ? passphrase->text : "", (gssize) passphrase->length, "text/plain");
  guint n = 0;
  guint n_failures = 0;

  for (guint i = 0; i < store->entries->len && n < MAX_TRIES && n_failures < MAX_FAILURES; i++)
    {
      VfStoreEntry *entry = &g_array_index (store->entries, VfStoreEntry, i);
      VfPrivateKey *open;

      if (!entry->key || !vf_private_key_is_locked (entry->key))
        continue;
      open = vf_private_key_unlock (entry->key, value, NULL);
      if (!open)
        {
          n_failures++;
          continue;
        }
      vf_private_key_unref (entry->key);
      entry->key = open;
      entry->unlocked_by = unlocked_by;
      n++;
    }
  return n;
}

static VfKeyStore *
copy (const VfKeyStore *store)
{
  VfKeyStore *new_store = vf_key_store_new (store->format, store->bytes);

  for (guint i = 0; i < store->entries->len; i++)
    {
      VfStoreEntry entry = g_array_index (store->entries, VfStoreEntry, i);

      entry.certificate = entry.certificate ? vf_certificate_ref (entry.certificate) : NULL;
      entry.key = entry.key ? vf_private_key_ref (entry.key) : NULL;
      entry.alias = g_strdup (entry.alias);
      g_array_append_val (new_store->entries, entry);
    }
  for (guint i = 0; i < store->crls->len; i++)
    g_ptr_array_add (new_store->crls, g_bytes_ref (g_ptr_array_index (store->crls, i)));
  for (guint i = 0; i < store->damages->len; i++)
    g_ptr_array_add (new_store->damages, g_strdup (g_ptr_array_index (store->damages, i)));
  new_store->digest_position = store->digest_position;
  new_store->n_secrets = store->n_secrets;
  new_store->is_confirmed = store->is_confirmed;
  new_store->unlocked_by = store->unlocked_by;
  return new_store;
}

static gboolean
jks_unlock (VfKeyStore *store, const VfPassphrase *passphrase, VfUnlockedBy unlocked_by)
{
  gboolean confirms = !store->is_confirmed && vf_jks_confirms (store, passphrase);
  guint n = open_keys (store, passphrase, unlocked_by);

  store->is_confirmed = store->is_confirmed || confirms;
  return confirms || n > 0;
}

/**
 * vf_key_store_new_from_jks:
 * @bytes: a file that begins with the mark of a JKS or JCEKS store
 *
 * Tries the passphrases that such stores commonly have.  Never fails: what is cut off or damaged is among the damages,
 * and what stands before it is used.
 *
 * Returns: (transfer full): a new store
 */
VfKeyStore *
vf_key_store_new_from_jks (GBytes *bytes)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  VfKeyStore *store = vf_key_store_new (data[0] == 0xFE ? VF_FORMAT_JKS : VF_FORMAT_JCEKS, bytes);

  vf_jks_parse (store);
  store->unlocked_by = VF_UNLOCKED_BY_NOT_NEEDED;
  /* for Java the first two are the same */
  for (guint i = 1; i < G_N_ELEMENTS (known_passphrases); i++)
    jks_unlock (store, &known_passphrases[i], VF_UNLOCKED_BY_KNOWN_PASSPHRASE);
  return store;
}

/* (nullable) (transfer full): an open store */
static VfKeyStore *
pkcs12_unlock (const VfKeyStore *locked, const VfPassphrase *passphrase, VfUnlockedBy unlocked_by, GError **error)
{
  g_autoptr (VfKeyStore) store = vf_key_store_new (VF_FORMAT_PKCS12, locked->bytes);

  if (!vf_pkcs12_parse (store, passphrase, error))
    return NULL;
  store->unlocked_by = passphrase->length == 0 ? VF_UNLOCKED_BY_NOT_NEEDED : unlocked_by;
  open_keys (store, passphrase, store->unlocked_by);
  return g_steal_pointer (&store);
}

/**
 * vf_key_store_new_from_pkcs12:
 * @bytes: a file
 *
 * Tries the passphrases that such stores commonly have.
 *
 * Returns: (nullable) (transfer full): a new store, perhaps locked; %NULL if the bytes are no PKCS#12
 */
VfKeyStore *
vf_key_store_new_from_pkcs12 (GBytes *bytes)
{
  g_autoptr (VfKeyStore) store = vf_key_store_new (VF_FORMAT_PKCS12, bytes);
  g_autoptr (GError) error = NULL;

  if (!vf_pkcs12_parse (store, NULL, NULL))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known_passphrases); i++)
    {
      VfKeyStore *open;

      g_clear_error (&error);
      open = pkcs12_unlock (store, &known_passphrases[i], VF_UNLOCKED_BY_KNOWN_PASSPHRASE, &error);
      if (open)
        return open;
    }
  if (g_error_matches (error, VF_ERROR, VF_ERROR_UNREADABLE))
    vf_key_store_damaged (store, g_strdup (error->message));
  return g_steal_pointer (&store);
}

static VfKeyStore *
set_wrong (GError **error)
{
  g_set_error_literal (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE, _("The passphrase does not open the key store."));
  return NULL;
}

/* A store whose certificates anybody can read. */
static VfKeyStore *
unlock_entries (VfKeyStore *store, const VfPassphrase *passphrase, GError **error)
{
  g_autoptr (VfKeyStore) open = NULL;
  gboolean useful;

  if (store->format == VF_FORMAT_PKCS12 && !store->is_confirmed
      && (open = pkcs12_unlock (store, passphrase, VF_UNLOCKED_BY_PASSPHRASE, NULL)))
    return g_steal_pointer (&open);
  open = copy (store);
  if (store->format == VF_FORMAT_PKCS12)
    useful = open_keys (open, passphrase, VF_UNLOCKED_BY_PASSPHRASE) > 0;
  else
    useful = jks_unlock (open, passphrase, VF_UNLOCKED_BY_PASSPHRASE);
  return useful ? g_steal_pointer (&open) : set_wrong (error);
}

/**
 * vf_key_store_unlock:
 * @store: any store
 * @passphrase: what may open it
 * @error: %VF_ERROR_WRONG_PASSPHRASE if it opens and confirms nothing, or %VF_ERROR_UNREADABLE if the passphrase is
 *   right, but what is in the store cannot be read here
 *
 * Returns: (nullable) (transfer full): a store in which more is open or confirmed
 */
VfKeyStore *
vf_key_store_unlock (VfKeyStore *store, SecretValue *passphrase, GError **error)
{
  VfPassphrase secret = { 0 };

  secret.text = secret_value_get (passphrase, &secret.length);
  if (store->is_locked)
    return pkcs12_unlock (store, &secret, VF_UNLOCKED_BY_PASSPHRASE, error);
  return unlock_entries (store, &secret, error);
}

/**
 * vf_key_store_get_format:
 *
 * Returns: the kind of key store it is
 */
VfFormat
vf_key_store_get_format (const VfKeyStore *store)
{
  return store->format;
}

/**
 * vf_key_store_is_locked:
 *
 * Returns: whether nothing of it can be read without its passphrase
 */
gboolean
vf_key_store_is_locked (const VfKeyStore *store)
{
  return store->is_locked;
}

/**
 * vf_key_store_wants_passphrase:
 *
 * Returns: whether a passphrase could open or confirm anything
 */
gboolean
vf_key_store_wants_passphrase (const VfKeyStore *store)
{
  if (store->is_locked || !store->is_confirmed)
    return TRUE;
  for (guint i = 0; i < store->entries->len; i++)
    {
      const VfPrivateKey *key = g_array_index (store->entries, VfStoreEntry, i).key;

      if (key && vf_private_key_is_locked (key))
        return TRUE;
    }
  return FALSE;
}

gboolean
vf_key_store_is_confirmed (const VfKeyStore *store)
{
  return store->is_confirmed;
}

/**
 * vf_key_store_get_unlocked_by:
 *
 * Returns: what has opened it; %VF_UNLOCKED_BY_NOTHING as long as it is locked
 */
VfUnlockedBy
vf_key_store_get_unlocked_by (const VfKeyStore *store)
{
  return store->unlocked_by;
}

/**
 * vf_key_store_get_n_entries:
 *
 * Returns: how many certificates and private keys can be read; 0 while it is locked
 */
guint
vf_key_store_get_n_entries (const VfKeyStore *store)
{
  return store->entries->len;
}

/**
 * vf_key_store_get_entry:
 *
 * Returns: (transfer none): an entry, in the order of the file
 */
const VfStoreEntry *
vf_key_store_get_entry (const VfKeyStore *store, guint index)
{
  g_return_val_if_fail (index < store->entries->len, NULL);

  return &g_array_index (store->entries, VfStoreEntry, index);
}

guint
vf_key_store_get_n_crls (const VfKeyStore *store)
{
  return store->crls->len;
}

/**
 * vf_key_store_get_crl:
 *
 * Returns: (transfer none): a revocation list in DER
 */
GBytes *
vf_key_store_get_crl (const VfKeyStore *store, guint index)
{
  g_return_val_if_fail (index < store->crls->len, NULL);

  return g_ptr_array_index (store->crls, index);
}

/**
 * vf_key_store_get_n_secrets:
 *
 * Returns: how many secret keys and other secrets were left out; no connection needs them
 */
guint
vf_key_store_get_n_secrets (const VfKeyStore *store)
{
  return store->n_secrets;
}

guint
vf_key_store_get_n_damages (const VfKeyStore *store)
{
  return store->damages->len;
}

/**
 * vf_key_store_get_damage:
 *
 * Returns: (transfer none): a translated sentence that says what could not be read, and where
 */
const char *
vf_key_store_get_damage (const VfKeyStore *store, guint index)
{
  g_return_val_if_fail (index < store->damages->len, NULL);

  return g_ptr_array_index (store->damages, index);
}
