#include "config.h"

#include "import/inventory-private.h"

const char *const vf_looks_like_words[] = {
  "text", "html", "redirect", "error-answer", "empty", "placeholder", "description", "script", "public-key",
  "openssh-key", "ssh-public-key", "certificate-request", "parameters", "pgp", "pem", "bks", "damaged", "pdf", "image",
  "program", "office", "database", "data", NULL,
};

/**
 * vf_item_new:
 * @path: where it was found, archives within archives included; it is copied
 *
 * Returns: (transfer full): an item that nothing else is known of yet
 */
VfItem *
vf_item_new (const char *path, VfKind kind, VfFormat format)
{
  VfItem *item = g_new0 (VfItem, 1);

  item->path = g_strdup (path);
  item->kind = kind;
  item->format = format;
  item->formats = format == VF_FORMAT_NONE ? 0 : 1u << format;
  return item;
}

void
vf_item_free (VfItem *item)
{
  g_free (item->path);
  g_clear_pointer (&item->certificate, vf_certificate_unref);
  g_clear_pointer (&item->key, vf_private_key_unref);
  g_clear_pointer (&item->crl_der, g_bytes_unref);
  g_clear_pointer (&item->also_in, g_ptr_array_unref);
  g_clear_pointer (&item->store, vf_key_store_unref);
  g_free (item->alias);
  g_free (item->looks_like);
  g_free (item->title);
  g_free (item->cause);
  g_free (item);
}

/* Another place where the same thing stands. */
void
vf_item_add_place (VfItem *item, const char *path, VfFormat format)
{
  if (!item->also_in)
    item->also_in = g_ptr_array_new_with_free_func (g_free);
  else
    g_ptr_array_remove_index (item->also_in, item->also_in->len - 1);
  g_ptr_array_add (item->also_in, g_strdup (path));
  g_ptr_array_add (item->also_in, NULL);
  item->formats |= 1u << format;
}

/* Whether it belongs into a root file: a server's certificate that vouches for itself does, too. */
gboolean
vf_item_is_authority (const VfItem *item)
{
  if (item->kind != VF_KIND_CERTIFICATE)
    return FALSE;
  return item->role == VF_ROLE_ROOT || item->role == VF_ROLE_INTERMEDIATE
         || (item->role == VF_ROLE_SERVER && vf_certificate_is_self_signed (item->certificate));
}

/**
 * vf_item_get_path:
 *
 * Returns: (transfer none): where it was found; inside an archive, the path in that. Untrusted text
 */
const char *
vf_item_get_path (const VfItem *item)
{
  return item->path;
}

/**
 * vf_item_get_kind:
 *
 * Returns: what it is
 */
VfKind
vf_item_get_kind (const VfItem *item)
{
  return item->kind;
}

/**
 * vf_item_get_format:
 *
 * Returns: the form in which it was found first; vf_item_get_formats() has them all
 */
VfFormat
vf_item_get_format (const VfItem *item)
{
  return item->format;
}

/**
 * vf_item_get_role:
 *
 * Returns: what a certificate is for; %VF_ROLE_OTHER of all other kinds
 */
VfRole
vf_item_get_role (const VfItem *item)
{
  return item->role;
}

/**
 * vf_item_get_certificate:
 *
 * Returns: (nullable) (transfer none): the certificate, if that is what it is
 */
VfCertificate *
vf_item_get_certificate (const VfItem *item)
{
  return item->certificate;
}

/**
 * vf_item_get_key:
 *
 * Returns: (nullable) (transfer none): the private key, if that is what it is
 */
VfPrivateKey *
vf_item_get_key (const VfItem *item)
{
  return item->key;
}

/**
 * vf_item_get_unlocked_by:
 *
 * Returns: what has opened it; %VF_UNLOCKED_BY_NOTHING as long as it is locked
 */
VfUnlockedBy
vf_item_get_unlocked_by (const VfItem *item)
{
  return item->unlocked_by;
}

/**
 * vf_item_get_matches:
 *
 * Returns: (nullable) (transfer none): the path of the certificate of a key, or of the key of a certificate
 */
const char *
vf_item_get_matches (const VfItem *item)
{
  return item->match ? item->match->path : NULL;
}

/**
 * vf_item_get_also_in:
 *
 * Returns: (transfer none): the other paths where the same certificate, key or list stands; perhaps none
 */
const char *const *
vf_item_get_also_in (const VfItem *item)
{
  static const char *const none[] = { NULL };

  return item->also_in ? (const char *const *) item->also_in->pdata : none;
}

/**
 * vf_item_get_alias:
 *
 * Returns: (nullable) (transfer none): the name that a certificate or key has in its key store
 */
const char *
vf_item_get_alias (const VfItem *item)
{
  return item->alias;
}

guint
vf_item_get_formats (const VfItem *item)
{
  return item->formats;
}

/**
 * vf_item_get_looks_like:
 *
 * Returns: (nullable) (transfer none): the word of the command line for what an unknown item looks like
 */
const char *
vf_item_get_looks_like (const VfItem *item)
{
  return item->looks_like;
}

/**
 * vf_item_get_skip_reason:
 *
 * Returns: why it was not read; of use only for %VF_KIND_SKIPPED
 */
VfSkipReason
vf_item_get_skip_reason (const VfItem *item)
{
  return item->skip_reason;
}

/**
 * vf_item_get_n_entries:
 *
 * Returns: how many certificates and private keys a key store has; 0 while it is locked
 */
guint
vf_item_get_n_entries (const VfItem *item)
{
  return item->store ? vf_key_store_get_n_entries (item->store) : 0;
}

guint
vf_item_get_n_secrets (const VfItem *item)
{
  return item->store ? vf_key_store_get_n_secrets (item->store) : 0;
}

/* Whether it is an entry of an archive that the archive's password would open. */
static gboolean
is_locked_entry (const VfItem *item)
{
  return item->skip_reason == VF_SKIP_ENCRYPTED || item->skip_reason == VF_SKIP_WRONG_PASSWORD;
}

/**
 * vf_item_is_locked:
 *
 * Returns: whether it is a key, a key store or an entry of an archive that a passphrase would open; a Java key store is
 *   open, because only its keys need one
 */
gboolean
vf_item_is_locked (const VfItem *item)
{
  if (item->kind == VF_KIND_SKIPPED)
    return is_locked_entry (item);
  return item->store ? vf_key_store_is_locked (item->store) : item->key && vf_private_key_is_locked (item->key);
}

/**
 * vf_item_is_misplaced_key:
 *
 * Returns: whether it is the open key of a certificate that is no client's: an authority's or a server's, which nobody
 *   else should have
 */
gboolean
vf_item_is_misplaced_key (const VfItem *item)
{
  return item->key && item->match && item->match->role != VF_ROLE_CLIENT;
}

/**
 * vf_kind_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_kind_to_string (VfKind kind)
{
  static const char *const names[] = {
    [VF_KIND_UNKNOWN] = "unknown",
    [VF_KIND_CERTIFICATE] = "certificate",
    [VF_KIND_PRIVATE_KEY] = "private-key",
    [VF_KIND_CRL] = "crl",
    [VF_KIND_KEY_STORE] = "key-store",
    [VF_KIND_KEY_PASSPHRASE] = "key-passphrase",
    [VF_KIND_SKIPPED] = "skipped",
  };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

/**
 * vf_format_to_string:
 *
 * Returns: (nullable): the format's name on the command line; %NULL for %VF_FORMAT_NONE
 */
const char *
vf_format_to_string (VfFormat format)
{
  static const char *const names[] = {
    [VF_FORMAT_NONE] = NULL,
    [VF_FORMAT_PEM] = "pem",
    [VF_FORMAT_DER] = "der",
    [VF_FORMAT_PKCS7] = "pkcs7",
    [VF_FORMAT_PKCS12] = "pkcs12",
    [VF_FORMAT_JKS] = "jks",
    [VF_FORMAT_JCEKS] = "jceks",
    [VF_FORMAT_GAUSSDB] = "gaussdb",
    [VF_FORMAT_GAUSSDB_CM] = "gaussdb-cm",
  };

  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (names), NULL);

  return names[format];
}

/**
 * vf_role_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_role_to_string (VfRole role)
{
  static const char *const names[] = {
    [VF_ROLE_OTHER] = "other",   [VF_ROLE_ROOT] = "root",     [VF_ROLE_INTERMEDIATE] = "intermediate",
    [VF_ROLE_CLIENT] = "client", [VF_ROLE_SERVER] = "server",
  };

  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (names), NULL);

  return names[role];
}

/**
 * vf_unlocked_by_to_string:
 *
 * Returns: (nullable): the word of the command line; %NULL for a key that is still locked
 */
const char *
vf_unlocked_by_to_string (VfUnlockedBy unlocked_by)
{
  static const char *const names[] = {
    [VF_UNLOCKED_BY_NOTHING] = NULL,
    [VF_UNLOCKED_BY_NOT_NEEDED] = "not-needed",
    [VF_UNLOCKED_BY_PASSPHRASE] = "passphrase",
    [VF_UNLOCKED_BY_GAUSSDB_PAIR] = "gaussdb-pair",
    [VF_UNLOCKED_BY_GAUSSDB_DEFAULT] = "gaussdb-default",
    [VF_UNLOCKED_BY_KNOWN_PASSPHRASE] = "known-passphrase",
  };

  g_return_val_if_fail ((guint) unlocked_by < G_N_ELEMENTS (names), NULL);

  return names[unlocked_by];
}
