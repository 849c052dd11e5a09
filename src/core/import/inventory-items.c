#include "config.h"

#include "import/inventory-private.h"

#include "error.h"
#include "import/sink.h"

/* Each may take a person's while, and an archive of strangers may hold thousands of keys. */
#define MAX_FAILURES 200

/* What is being put together. */
typedef struct
{
  GPtrArray *items;
  GPtrArray *damages;
  GHashTable *seen; /* identity → item */
  VfPassphraseOrder *order; /* opens keys before any of @passphrases does */
  GPtrArray *passphrases;
  guint n_failures; /* of these */
  GCancellable *cancellable;
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
  assembly->n_failures++;
}

/* Whether one more passphrase may be tried. */
static gboolean
may_try (const Assembly *assembly)
{
  return assembly->n_failures < MAX_FAILURES && !g_cancellable_is_cancelled (assembly->cancellable);
}

/* (transfer full): the passphrase-less key, or the key itself if nothing opens it */
static VfPrivateKey *
open_key (Assembly *assembly, VfPrivateKey *key)
{
  for (guint i = 0; vf_private_key_is_locked (key) && i < assembly->passphrases->len && may_try (assembly); i++)
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

  for (guint i = 0; vf_key_store_wants_passphrase (store) && i < assembly->passphrases->len && may_try (assembly); i++)
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
  for (guint i = 0; i < vf_key_store_get_n_crls (store); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s#%u", path, vf_key_store_get_n_entries (store) + i + 1);
      VfItem *list = vf_item_new (place, VF_KIND_CRL, format);

      list->crl_der = g_bytes_ref (vf_key_store_get_crl (store, i));
      add_item (assembly, list);
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

/**
 * vf_inventory_make_items:
 * @bundle: what was opened
 * @sinks: (element-type VfSink): what was recognised in each of its entries; %NULL for one that was skipped
 * @order: opens keys before any of @passphrases does
 * @passphrases: (element-type SecretValue): tried on whatever is locked
 * @damages: (element-type VfItem): what is damaged besides the items is added to it
 * @cancellable: (nullable): looked at before each attempt to open something
 * @unreadable: (out) (nullable): why something stays locked whatever passphrase is tried
 *
 * Equal things become one item, and what a passphrase opens is open.
 *
 * Returns: (transfer full) (element-type VfItem): the items, without pairs and roles
 */
GPtrArray *
vf_inventory_make_items (const VfBundle *bundle, GPtrArray *sinks, VfPassphraseOrder *order, GPtrArray *passphrases,
                         GPtrArray *damages, GCancellable *cancellable, GError **unreadable)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Assembly assembly = { .damages = damages, .seen = seen, .order = order, .passphrases = passphrases,
                        .cancellable = cancellable };

  assembly.items = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_item_free);
  for (guint i = 0; i < sinks->len; i++)
    {
      const VfSink *sink = g_ptr_array_index (sinks, i);

      if (sink)
        add_file (&assembly, bundle, i, sink);
      else
        add_skipped (&assembly, vf_bundle_get_path (bundle, i), vf_bundle_get_skip_reason (bundle, i));
    }
  if (assembly.unreadable)
    g_propagate_error (unreadable, assembly.unreadable);
  return assembly.items;
}
