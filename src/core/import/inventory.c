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

/* All that does not need to be recognised again.  @sinks and @passphrases are taken over.  Once @cancellable is
 * cancelled no passphrase is tried any more.  @unreadable: (out) (nullable): why something stays locked whatever
 * passphrase is tried */
static VfInventory *
assemble (VfBundle *bundle, GPtrArray *sinks, GPtrArray *passphrases, gint64 now, GCancellable *cancellable,
          GError **unreadable)
{
  VfInventory *inventory = g_atomic_rc_box_new0 (VfInventory);
  g_autoptr (GPtrArray) damages = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_item_free);
  g_autoptr (VfPassphraseOrder) order = vf_passphrase_order_new (bundle, cancellable);

  inventory->bundle = vf_bundle_ref (bundle);
  inventory->sinks = sinks;
  inventory->passphrases = passphrases;
  inventory->now = now;
  inventory->items = vf_inventory_make_items (bundle, sinks, order, passphrases, damages, cancellable, unreadable);
  vf_inventory_assign_roles (inventory->items);
  inventory->provider = vf_inventory_guess_provider (bundle, inventory->items);
  inventory->findings = vf_inventory_find_problems (bundle, inventory->items, damages, passphrases->len > 0, now);
  vf_passphrase_order_find_problems (order, inventory->items, inventory->findings);
  return inventory;
}

static void
sink_clear (gpointer data)
{
  g_clear_pointer (&data, vf_sink_unref);
}

/* How much there is to tell and to keep. */
typedef struct
{
  gsize n_found;
  gsize n_bytes;
} Amount;

static void
count_certificate (Amount *amount, const VfCertificate *certificate)
{
  if (certificate)
    amount->n_bytes += g_bytes_get_size (vf_certificate_get_der (certificate));
}

static void
count_store (Amount *amount, const VfKeyStore *store)
{
  guint n = vf_key_store_get_n_entries (store);

  amount->n_found += n;
  for (guint i = 0; i < n; i++)
    count_certificate (amount, vf_key_store_get_entry (store, i)->certificate);
  amount->n_found += vf_key_store_get_n_crls (store);
  for (guint i = 0; i < vf_key_store_get_n_crls (store); i++)
    amount->n_bytes += g_bytes_get_size (vf_key_store_get_crl (store, i));
}

static void
count_found (Amount *amount, const VfSink *sink)
{
  for (guint i = 0; i < vf_sink_get_n_found (sink); i++)
    {
      const VfFound *found = vf_sink_get_found (sink, i);

      amount->n_found++;
      count_certificate (amount, found->certificate);
      amount->n_bytes += found->crl ? g_bytes_get_size (found->crl) : 0;
      if (found->store)
        count_store (amount, found->store);
    }
}

/* (nullable) (transfer full): one sink an entry, NULL for one that was skipped */
static GPtrArray *
recognise_all (const VfBundle *bundle, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sinks = g_ptr_array_new_with_free_func (sink_clear);
  Amount amount = { 0 };

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    {
      VfSink *sink = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (vf_bundle_get_skip_reason (bundle, i) == VF_SKIP_NONE)
        {
          sink = vf_sink_new ();
          vf_recognise (vf_bundle_get_bytes (bundle, i), sink);
          count_found (&amount, sink);
        }
      g_ptr_array_add (sinks, sink);
      if (amount.n_found > vf_limits_default.max_found || amount.n_bytes > vf_limits_default.max_found_bytes)
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
 * @cancellable: (nullable): looked at between any two files, and before each attempt to open something
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
  g_autoptr (VfInventory) inventory = NULL;
  GPtrArray *list;

  if (!sinks)
    return NULL;
  list = passphrase_list ();
  for (guint i = 0; i < n_passphrases; i++)
    g_ptr_array_add (list, secret_value_ref (passphrases[i]));
  inventory = assemble (bundle, sinks, list, now, cancellable, NULL);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&inventory);
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
 * @cancellable: (nullable): looked at before each attempt; one that is running goes on to its end, because OpenSSL
 *   offers no way to stop it
 * @error: %VF_ERROR_WRONG_PASSPHRASE if it opens no key and no key store that was locked, or %VF_ERROR_UNREADABLE if
 *   one of them is locked in a way that cannot be opened here
 *
 * Nothing is read or parsed again.  Blocks for as long as the files ask for: up to seconds for each that is locked.
 * Any thread.
 *
 * Returns: (transfer full): a new inventory in which all is open that the passphrase opens
 */
VfInventory *
vf_inventory_unlock (VfInventory *inventory, SecretValue *passphrase, GCancellable *cancellable, GError **error)
{
  g_autoptr (VfInventory) unlocked = NULL;
  g_autoptr (GError) unreadable = NULL;
  GPtrArray *list = passphrase_list ();

  for (guint i = 0; i < inventory->passphrases->len; i++)
    g_ptr_array_add (list, secret_value_ref (g_ptr_array_index (inventory->passphrases, i)));
  g_ptr_array_add (list, secret_value_ref (passphrase));
  unlocked = assemble (inventory->bundle, g_ptr_array_ref (inventory->sinks), list, inventory->now, cancellable,
                       &unreadable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
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

/**
 * vf_inventory_get_n_items:
 *
 * Returns: how many things were found, those that were skipped included
 */
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

/**
 * vf_inventory_get_n_findings:
 *
 * Returns: how many things are worth telling about what was found
 */
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
