#include "config.h"

#include "import/inventory.h"

#include <glib/gi18n.h>

#include "error.h"
#include "import/inventory-private.h"
#include "import/limits.h"
#include "import/passphrase-order.h"
#include "import/sink.h"

struct _VfInventory
{
  VfBundle *bundle;
  GPtrArray *sinks;       /* what was recognised in each entry of the bundle: never parsed twice */
  GPtrArray *passphrases;
  gint64 now;
  GPtrArray *items;
  GPtrArray *findings;
  const char *provider;
};

/* What is being put together. */
typedef struct
{
  GPtrArray *items;
  GPtrArray *damages;
  GHashTable *seen; /* identity → item */
  VfPassphraseOrder *order; /* opens keys before any of @passphrases does */
  GPtrArray *passphrases;
  GError *unreadable; /* why no passphrase can open something that is locked */
} Assembly;

/* @error is taken over.  That a passphrase is wrong for one thing says nothing: there are others. */
static void
note_error (Assembly *assembly, GError *error)
{
  if (g_error_matches (error, VF_ERROR, VF_ERROR_UNREADABLE) && !assembly->unreadable)
    assembly->unreadable = error;
  else
    g_error_free (error);
}

/* (transfer full): the passphrase-less key, or the key itself if nothing opens it */
static VfPrivateKey *
open_key (Assembly *assembly, VfPrivateKey *key)
{
  for (guint i = 0; vf_private_key_is_locked (key) && i < assembly->passphrases->len; i++)
    {
      GError *error = NULL;
      VfPrivateKey *open = vf_private_key_unlock (key, g_ptr_array_index (assembly->passphrases, i), &error);

      if (open)
        return open;
      note_error (assembly, error);
    }
  return vf_private_key_ref (key);
}

/* (transfer full): the store with all open that a passphrase opens */
static VfKeyStore *
open_store (Assembly *assembly, VfKeyStore *found)
{
  VfKeyStore *store = vf_key_store_ref (found);

  for (guint i = 0; vf_key_store_wants_passphrase (store) && i < assembly->passphrases->len; i++)
    {
      GError *error = NULL;
      VfKeyStore *open = vf_key_store_unlock (store, g_ptr_array_index (assembly->passphrases, i), &error);

      if (!open)
        {
          note_error (assembly, error);
          continue;
        }
      vf_key_store_unref (store);
      store = open;
    }
  return store;
}

/* (nullable) (transfer full): what two equal things have in common, and two different ones have not */
static char *
identity (const VfItem *item)
{
  if (item->certificate)
    return g_strdup (vf_certificate_get_sha256 (item->certificate));
  if (item->key && vf_private_key_get_key_id (item->key))
    return g_strconcat ("key:", vf_private_key_get_key_id (item->key), NULL);
  if (item->crl_der)
    {
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, item->crl_der);

      return g_strconcat ("crl:", sum, NULL);
    }
  return NULL;
}

/* Of a key that stands in several places, the one that libpq reads stands for all. */
static void
prefer_pem (VfItem *first, VfItem *item)
{
  char *path = first->path;
  VfPrivateKey *key = first->key;
  VfUnlockedBy unlocked_by = first->unlocked_by;

  if (!item->key || first->format != VF_FORMAT_DER || item->format != VF_FORMAT_PEM)
    return;
  first->path = item->path;
  first->key = item->key;
  first->unlocked_by = item->unlocked_by;
  first->format = VF_FORMAT_PEM;
  first->formats |= item->formats;
  item->path = path;
  item->key = key;
  item->unlocked_by = unlocked_by;
  item->format = VF_FORMAT_DER;
}

/* @item is taken over: it becomes an item, or one more place of an item that is the same. */
static void
add_item (Assembly *assembly, VfItem *item)
{
  g_autofree char *id = identity (item);
  VfItem *first = id ? g_hash_table_lookup (assembly->seen, id) : NULL;

  if (first)
    {
      prefer_pem (first, item);
      vf_item_add_place (first, item->path, item->format);
      vf_item_free (item);
      return;
    }
  g_ptr_array_add (assembly->items, item);
  if (id)
    g_hash_table_insert (assembly->seen, g_steal_pointer (&id), item);
}

static void
set_key (Assembly *assembly, VfItem *item, VfPrivateKey *key, VfUnlockedBy unlocked_by)
{
  item->unlocked_by = unlocked_by;
  item->key = vf_passphrase_order_open (assembly->order, item->path, key, &item->unlocked_by);
  if (item->key)
    return;
  item->key = open_key (assembly, key);
  if (!vf_private_key_is_encrypted (item->key))
    item->unlocked_by = VF_UNLOCKED_BY_NOT_NEEDED;
  else if (vf_private_key_is_locked (key) && !vf_private_key_is_locked (item->key))
    item->unlocked_by = VF_UNLOCKED_BY_PASSPHRASE;
}

static VfItem *
item_from_found (Assembly *assembly, const VfFound *found, const char *path)
{
  VfItem *item = vf_item_new (path, found->kind, found->format);

  item->certificate = found->certificate ? vf_certificate_ref (found->certificate) : NULL;
  item->crl_der = found->crl ? g_bytes_ref (found->crl) : NULL;
  item->looks_like = g_strdup (found->looks_like);
  item->title = g_strdup (found->title);
  item->line = found->line;
  item->cause = g_strdup (found->cause);
  if (found->key)
    set_key (assembly, item, found->key, VF_UNLOCKED_BY_NOTHING);
  return item;
}

static VfItem *
item_from_entry (Assembly *assembly, const VfStoreEntry *entry, VfFormat format, const char *path)
{
  VfItem *item = vf_item_new (path, entry->key ? VF_KIND_PRIVATE_KEY : VF_KIND_CERTIFICATE, format);

  item->alias = g_strdup (entry->alias);
  item->certificate = entry->certificate ? vf_certificate_ref (entry->certificate) : NULL;
  if (entry->key)
    set_key (assembly, item, entry->key, entry->unlocked_by);
  return item;
}

/* The store is an item, and so is each thing in it, numbered as it stands there. */
static void
add_store (Assembly *assembly, VfKeyStore *found, const char *path)
{
  VfKeyStore *store = open_store (assembly, found);
  VfFormat format = vf_key_store_get_format (store);
  VfItem *item = vf_item_new (path, VF_KIND_KEY_STORE, format);

  item->store = store;
  item->unlocked_by = vf_key_store_get_unlocked_by (store);
  add_item (assembly, item);
  for (guint i = 0; i < vf_key_store_get_n_entries (store); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s#%u", path, i + 1);

      add_item (assembly, item_from_entry (assembly, vf_key_store_get_entry (store, i), format, place));
    }
  for (guint i = 0; i < vf_key_store_get_n_damages (store); i++)
    {
      VfItem *damage = vf_item_new (path, VF_KIND_UNKNOWN, format);

      damage->cause = g_strdup (vf_key_store_get_damage (store, i));
      g_ptr_array_add (assembly->damages, damage);
    }
}

static guint
count_kind (const VfSink *sink, VfKind kind)
{
  guint n = 0;

  for (guint i = 0; i < vf_sink_get_n_found (sink); i++)
    n += vf_sink_get_found (sink, i)->kind == kind;
  return n;
}

/* The path of the @n-th thing of its kind in a file: numbered where there are several, and always in a PKCS#7 list. */
static char *
numbered_path (const char *path, const VfFound *found, guint n, guint n_of_kind)
{
  if (n_of_kind > 1 || (found->kind == VF_KIND_CERTIFICATE && found->format == VF_FORMAT_PKCS7))
    return g_strdup_printf ("%s#%u", path, n);
  return g_strdup (path);
}

static void
add_found (Assembly *assembly, const char *path, const VfSink *sink)
{
  const guint totals[] = {
    [VF_KIND_CERTIFICATE] = count_kind (sink, VF_KIND_CERTIFICATE),
    [VF_KIND_PRIVATE_KEY] = count_kind (sink, VF_KIND_PRIVATE_KEY),
    [VF_KIND_CRL] = count_kind (sink, VF_KIND_CRL),
    [VF_KIND_SKIPPED] = 0,
  };
  guint counts[G_N_ELEMENTS (totals)] = { 0 };
  guint n_damaged = 0;

  for (guint i = 0; i < vf_sink_get_n_found (sink); i++)
    {
      const VfFound *found = vf_sink_get_found (sink, i);
      g_autofree char *place = NULL;
      VfItem *item;

      if (found->store)
        {
          add_store (assembly, found->store, path);
          continue;
        }
      place = numbered_path (path, found, ++counts[found->kind], totals[found->kind]);
      item = item_from_found (assembly, found, found->cause ? path : place);
      n_damaged += found->cause != NULL;
      if (found->cause)
        g_ptr_array_add (assembly->damages, item);
      else
        add_item (assembly, item);
    }
  if (n_damaged > 0 && n_damaged == vf_sink_get_n_found (sink))
    {
      VfItem *item = vf_item_new (path, VF_KIND_UNKNOWN, VF_FORMAT_NONE);

      item->looks_like = g_strdup ("damaged");
      add_item (assembly, item);
    }
}

/* Half of a passphrase by its name, but not by what is in it. */
static void
add_bad_passphrase_file (Assembly *assembly, const char *path, const char *cause)
{
  VfItem *item = vf_item_new (path, VF_KIND_UNKNOWN, VF_FORMAT_NONE);
  VfItem *damage = vf_item_new (path, VF_KIND_UNKNOWN, VF_FORMAT_GAUSSDB);

  item->looks_like = g_strdup ("damaged");
  add_item (assembly, item);
  damage->cause = g_strdup (cause);
  g_ptr_array_add (assembly->damages, damage);
}

static void
add_skipped (Assembly *assembly, const char *path, VfSkipReason reason)
{
  VfItem *item = vf_item_new (path, VF_KIND_SKIPPED, VF_FORMAT_NONE);

  item->skip_reason = reason;
  add_item (assembly, item);
}

static void
add_file (Assembly *assembly, const VfBundle *bundle, guint index, const VfSink *sink)
{
  const char *path = vf_bundle_get_path (bundle, index);
  const char *cause = vf_passphrase_file_find_damage (path, vf_bundle_get_bytes (bundle, index));

  if (cause)
    add_bad_passphrase_file (assembly, path, cause);
  else
    add_found (assembly, path, sink);
}

/* All that does not need to be recognised again.  @sinks and @passphrases are taken over.  @unreadable: (out)
 * (nullable): why something stays locked whatever passphrase is tried */
static VfInventory *
assemble (VfBundle *bundle, GPtrArray *sinks, GPtrArray *passphrases, gint64 now, GError **unreadable)
{
  VfInventory *inventory = g_atomic_rc_box_new0 (VfInventory);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) damages = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_item_free);
  g_autoptr (VfPassphraseOrder) order = vf_passphrase_order_new (bundle);
  Assembly assembly = { .damages = damages, .seen = seen, .order = order, .passphrases = passphrases };

  assembly.items = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_item_free);
  for (guint i = 0; i < sinks->len; i++)
    {
      const VfSink *sink = g_ptr_array_index (sinks, i);

      if (sink)
        add_file (&assembly, bundle, i, sink);
      else
        add_skipped (&assembly, vf_bundle_get_path (bundle, i), vf_bundle_get_skip_reason (bundle, i));
    }
  vf_inventory_assign_roles (assembly.items);
  inventory->bundle = vf_bundle_ref (bundle);
  inventory->sinks = sinks;
  inventory->passphrases = passphrases;
  inventory->now = now;
  inventory->items = assembly.items;
  inventory->provider = vf_inventory_guess_provider (bundle, assembly.items);
  inventory->findings = vf_inventory_find_problems (bundle, assembly.items, damages, passphrases->len > 0, now);
  vf_passphrase_order_find_problems (order, inventory->items, inventory->findings);
  if (assembly.unreadable)
    g_propagate_error (unreadable, assembly.unreadable);
  return inventory;
}

static void
sink_clear (gpointer data)
{
  g_clear_pointer (&data, vf_sink_unref);
}

/* (nullable) (transfer full): one sink an entry, NULL for one that was skipped */
static GPtrArray *
recognise_all (const VfBundle *bundle, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sinks = g_ptr_array_new_with_free_func (sink_clear);
  guint n_found = 0;

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      VfSink *sink = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (vf_bundle_get_skip_reason (bundle, i) == VF_SKIP_NONE)
        {
          sink = vf_sink_new ();
          vf_recognise (vf_bundle_get_bytes (bundle, i), sink);
          n_found += vf_sink_get_n_found (sink);
        }
      g_ptr_array_add (sinks, sink);
      if (n_found > vf_limits_default.max_found)
        {
          g_set_error (error, VF_ERROR, VF_ERROR_LIMIT, _("There is too much in “%s” to be read."),
                       vf_bundle_get_path (bundle, i));
          return NULL;
        }
    }
  return g_steal_pointer (&sinks);
}

static GPtrArray *
passphrase_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) secret_value_unref);
}

/**
 * vf_inventory_new:
 * @bundle: what was opened
 * @passphrases: (array length=n_passphrases) (nullable): tried on every locked key
 * @n_passphrases: how many
 * @now: seconds since the epoch, UTC: what has expired is judged by it
 * @cancellable: (nullable): looked at between any two files
 * @error: %VF_ERROR_LIMIT if there are more things in it than can be told, or a cancelled operation
 *
 * Says what everything in the bundle is.  Equal certificates, keys and revocation lists are folded into one item, over
 * all files and formats; keys are paired with certificates by their public key.  Takes time linear in the bundle.
 * Blocks; any thread.
 *
 * Returns: (transfer full): the inventory
 */
VfInventory *
vf_inventory_new (VfBundle *bundle, SecretValue **passphrases, guint n_passphrases, gint64 now,
                  GCancellable *cancellable, GError **error)
{
  GPtrArray *sinks = recognise_all (bundle, cancellable, error);
  GPtrArray *list;

  if (!sinks)
    return NULL;
  list = passphrase_list ();
  for (guint i = 0; i < n_passphrases; i++)
    g_ptr_array_add (list, secret_value_ref (passphrases[i]));
  return assemble (bundle, sinks, list, now, NULL);
}

static guint
count_locked (const VfInventory *inventory, VfKind kind)
{
  guint n = 0;

  for (guint i = 0; i < inventory->items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (inventory->items, i);

      n += item->kind == kind && vf_item_is_locked (item);
    }
  return n;
}

/* A store that has been opened may show keys that are locked. */
static gboolean
is_more_open (const VfInventory *after, const VfInventory *before)
{
  return count_locked (after, VF_KIND_KEY_STORE) < count_locked (before, VF_KIND_KEY_STORE)
         || count_locked (after, VF_KIND_PRIVATE_KEY) < count_locked (before, VF_KIND_PRIVATE_KEY);
}

/**
 * vf_inventory_unlock:
 * @inventory: an inventory
 * @passphrase: one more passphrase
 * @error: %VF_ERROR_WRONG_PASSPHRASE if it opens no key and no key store that was locked, or %VF_ERROR_UNREADABLE if
 *   one of them is locked in a way that cannot be opened here
 *
 * Nothing is read or parsed again.
 *
 * Returns: (transfer full): a new inventory in which all is open that the passphrase opens
 */
VfInventory *
vf_inventory_unlock (VfInventory *inventory, SecretValue *passphrase, GError **error)
{
  g_autoptr (VfInventory) unlocked = NULL;
  g_autoptr (GError) unreadable = NULL;
  GPtrArray *list = passphrase_list ();

  for (guint i = 0; i < inventory->passphrases->len; i++)
    g_ptr_array_add (list, secret_value_ref (g_ptr_array_index (inventory->passphrases, i)));
  g_ptr_array_add (list, secret_value_ref (passphrase));
  unlocked = assemble (inventory->bundle, g_ptr_array_ref (inventory->sinks), list, inventory->now, &unreadable);
  if (is_more_open (unlocked, inventory))
    return g_steal_pointer (&unlocked);
  if (unreadable)
    g_propagate_error (error, g_steal_pointer (&unreadable));
  else if (count_locked (inventory, VF_KIND_KEY_STORE) > 0)
    g_set_error_literal (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE,
                         _("The passphrase does not open the key store."));
  else
    g_set_error_literal (error, VF_ERROR, VF_ERROR_WRONG_PASSPHRASE, _("The passphrase does not open the key."));
  return NULL;
}

/**
 * vf_inventory_needs_archive_password:
 *
 * Returns: whether something in an archive was left out that its password would open: read it again with
 *   vf_archive_read_locked()
 */
gboolean
vf_inventory_needs_archive_password (const VfInventory *inventory)
{
  return count_locked (inventory, VF_KIND_SKIPPED) > 0;
}

VfInventory *
vf_inventory_ref (VfInventory *inventory)
{
  return g_atomic_rc_box_acquire (inventory);
}

static void
inventory_clear (gpointer data)
{
  VfInventory *inventory = data;

  vf_bundle_unref (inventory->bundle);
  g_ptr_array_unref (inventory->sinks);
  g_ptr_array_unref (inventory->passphrases);
  g_ptr_array_unref (inventory->items);
  g_ptr_array_unref (inventory->findings);
}

void
vf_inventory_unref (VfInventory *inventory)
{
  g_atomic_rc_box_release_full (inventory, inventory_clear);
}

guint
vf_inventory_get_n_items (const VfInventory *inventory)
{
  return inventory->items->len;
}

/**
 * vf_inventory_get_item:
 *
 * Returns: (transfer none): an item; they stand in the order of the bundle
 */
VfItem *
vf_inventory_get_item (const VfInventory *inventory, guint index)
{
  g_return_val_if_fail (index < inventory->items->len, NULL);

  return g_ptr_array_index (inventory->items, index);
}

guint
vf_inventory_get_n_findings (const VfInventory *inventory)
{
  return inventory->findings->len;
}

/**
 * vf_inventory_get_finding:
 *
 * Returns: (transfer none): a finding; the worst come first
 */
VfFinding *
vf_inventory_get_finding (const VfInventory *inventory, guint index)
{
  g_return_val_if_fail (index < inventory->findings->len, NULL);

  return g_ptr_array_index (inventory->findings, index);
}

/**
 * vf_inventory_get_provider:
 *
 * Returns: (nullable) (transfer none): the id of the provider whose authority or layout this is
 */
const char *
vf_inventory_get_provider (const VfInventory *inventory)
{
  return inventory->provider;
}

/**
 * vf_inventory_get_bundle:
 *
 * Returns: (transfer none): what it was made from
 */
VfBundle *
vf_inventory_get_bundle (const VfInventory *inventory)
{
  return inventory->bundle;
}

/**
 * vf_inventory_get_now:
 *
 * Returns: the time by which it was judged, seconds since the epoch, UTC
 */
gint64
vf_inventory_get_now (const VfInventory *inventory)
{
  return inventory->now;
}
