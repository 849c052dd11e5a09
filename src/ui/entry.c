#include "config.h"

#include "entry.h"

#include <string.h>

#include "import/choice.h"

/* characters of a fingerprint that say which one is meant */
#define MIN_FINGERPRINT 6

struct _VfEntry
{
  GObject parent_instance;

  VfInventory *inventory;
  VfItem *item;
  /* one of those, or NULL */
  GPtrArray *copies;
  const VfCopy *copy;
  VfCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (VfEntry, vf_entry, G_TYPE_OBJECT)

static void
vf_entry_finalize (GObject *object)
{
  VfEntry *self = VF_ENTRY (object);

  g_clear_pointer (&self->certificate, vf_certificate_unref);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_clear_pointer (&self->inventory, vf_inventory_unref);
  G_OBJECT_CLASS (vf_entry_parent_class)->finalize (object);
}

static void
vf_entry_class_init (VfEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_entry_finalize;
}

static void
vf_entry_init (VfEntry *self)
{
}

/**
 * vf_entry_new_for_certificate:
 *
 * Returns: (transfer full): a row for a certificate that is no item of an inventory
 */
VfEntry *
vf_entry_new_for_certificate (VfCertificate *certificate)
{
  VfEntry *self = g_object_new (VF_TYPE_ENTRY, NULL);

  self->certificate = vf_certificate_ref (certificate);
  return self;
}

/**
 * vf_entry_new_for_item:
 * @inventory: owns @item, and lives as long as the row
 *
 * Returns: (transfer full): a row for anything that was found
 */
VfEntry *
vf_entry_new_for_item (VfInventory *inventory, VfItem *item)
{
  VfEntry *self = g_object_new (VF_TYPE_ENTRY, NULL);

  self->inventory = vf_inventory_ref (inventory);
  self->item = item;
  if (vf_item_get_kind (item) == VF_KIND_CERTIFICATE)
    self->certificate = vf_certificate_ref (vf_item_get_certificate (item));
  return self;
}

static VfEntry *
entry_new_for_copy (VfInventory *inventory, GPtrArray *copies, guint index)
{
  VfEntry *self = g_object_new (VF_TYPE_ENTRY, NULL);

  self->inventory = vf_inventory_ref (inventory);
  self->copies = g_ptr_array_ref (copies);
  self->copy = copies->pdata[index];
  return self;
}

VfItem *
vf_entry_get_item (VfEntry *self)
{
  return self->item;
}

const VfCopy *
vf_entry_get_copy (VfEntry *self)
{
  return self->copy;
}

VfCertificate *
vf_entry_get_certificate (VfEntry *self)
{
  return self->certificate;
}

gboolean
vf_entry_is_sound (VfEntry *self, gint64 now)
{
  return self->certificate && vf_certificate_is_valid_at (self->certificate, now)
         && !vf_certificate_is_weak (self->certificate);
}

/* --- search --- */

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

  return folded && strstr (folded, word);
}

/* Fingerprints are written with colons and without.  Two or three digits stand in every second one. */
static gboolean
fingerprint_contains (const char *sha256, const char *word)
{
  g_auto (GStrv) pieces = NULL;
  g_autofree char *bare = NULL;

  if (strlen (word) < MIN_FINGERPRINT)
    return FALSE;
  pieces = g_strsplit (sha256, ":", -1);
  bare = g_strjoinv (NULL, pieces);
  return contains (sha256, word) || contains (bare, word);
}

static gboolean
any_contains (const char *const *texts, const char *word)
{
  for (guint i = 0; texts[i]; i++)
    if (contains (texts[i], word))
      return TRUE;
  return FALSE;
}

static gboolean
matches (VfEntry *self, const char *word, gboolean by_path)
{
  VfCertificate *certificate = self->certificate;

  if (self->copy)
    return contains (self->copy->path, word);
  if (by_path && self->item
      && (contains (vf_item_get_path (self->item), word) || contains (vf_item_get_alias (self->item), word)
          || any_contains (vf_item_get_also_in (self->item), word)))
    return TRUE;
  return certificate && (contains (vf_certificate_get_subject (certificate), word)
                         || contains (vf_certificate_get_issuer (certificate), word)
                         || any_contains (vf_certificate_get_names (certificate), word)
                         || fingerprint_contains (vf_certificate_get_sha256 (certificate), word));
}

gboolean
vf_entry_matches (VfEntry *self, const char *const *words, gboolean by_path)
{
  for (guint i = 0; words && words[i]; i++)
    if (!matches (self, words[i], by_path))
      return FALSE;
  return TRUE;
}

/* --- lists --- */

/* Makes an entry when it is asked for: what is in view is a screenful, what there is may be ten thousand. */
struct _VfEntryModel
{
  GObject parent_instance;

  /* of items, or of certificates */
  VfInventory *inventory;
  GPtrArray *things;
  /* (element-type VfCopy): what stands before them */
  GPtrArray *copies;
};

#define VF_TYPE_ENTRY_MODEL (vf_entry_model_get_type ())
G_DECLARE_FINAL_TYPE (VfEntryModel, vf_entry_model, VF, ENTRY_MODEL, GObject)

static GType
get_item_type (GListModel *model)
{
  return VF_TYPE_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  VfEntryModel *self = VF_ENTRY_MODEL (model);

  return self->copies->len + self->things->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  VfEntryModel *self = VF_ENTRY_MODEL (model);

  if (position < self->copies->len)
    return entry_new_for_copy (self->inventory, self->copies, position);
  position -= self->copies->len;
  if (position >= self->things->len)
    return NULL;
  return self->inventory ? vf_entry_new_for_item (self->inventory, self->things->pdata[position])
                         : vf_entry_new_for_certificate (self->things->pdata[position]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (VfEntryModel, vf_entry_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
vf_entry_model_finalize (GObject *object)
{
  VfEntryModel *self = VF_ENTRY_MODEL (object);

  g_ptr_array_unref (self->copies);
  g_ptr_array_unref (self->things);
  g_clear_pointer (&self->inventory, vf_inventory_unref);
  G_OBJECT_CLASS (vf_entry_model_parent_class)->finalize (object);
}

static void
vf_entry_model_class_init (VfEntryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_entry_model_finalize;
}

static void
vf_entry_model_init (VfEntryModel *self)
{
  self->copies = g_ptr_array_new ();
}

/* @items: (element-type VfItem): taken over */
static VfEntryModel *
make_item_model (VfInventory *inventory, GPtrArray *items)
{
  VfEntryModel *self = g_object_new (VF_TYPE_ENTRY_MODEL, NULL);

  self->inventory = vf_inventory_ref (inventory);
  self->things = items;
  return self;
}

/* What has expired or is weak is of the least use. */
static int
compare_authorities (gconstpointer a, gconstpointer b, gpointer data)
{
  const VfCertificate *first = vf_item_get_certificate (*(const VfItem *const *) a);
  const VfCertificate *second = vf_item_get_certificate (*(const VfItem *const *) b);
  gint64 now = *(gint64 *) data;
  gboolean first_is_valid = vf_certificate_is_valid_at (first, now);
  gboolean first_is_weak = vf_certificate_is_weak (first);

  if (first_is_valid != vf_certificate_is_valid_at (second, now))
    return first_is_valid ? -1 : 1;
  if (first_is_weak != vf_certificate_is_weak (second))
    return first_is_weak ? 1 : -1;
  return g_ascii_strcasecmp (vf_certificate_get_display_name (first), vf_certificate_get_display_name (second));
}

GListModel *
vf_entries_of_authorities (VfInventory *inventory)
{
  GPtrArray *items = vf_choice_list_authorities (inventory);
  gint64 now = vf_inventory_get_now (inventory);

  g_ptr_array_sort_with_data (items, compare_authorities, &now);
  return G_LIST_MODEL (make_item_model (inventory, items));
}

/**
 * vf_entries_of_everything:
 *
 * Returns: (transfer full): all that was found, and the copies of it; entries are made when they are asked for
 */
GListModel *
vf_entries_of_everything (VfInventory *inventory)
{
  GPtrArray *items = g_ptr_array_new ();
  VfEntryModel *self;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    g_ptr_array_add (items, vf_inventory_get_item (inventory, i));
  self = make_item_model (inventory, items);
  g_ptr_array_unref (self->copies);
  self->copies = vf_copies_list (inventory);
  return G_LIST_MODEL (self);
}

/**
 * vf_entries_of_certificates:
 * @certificates: (element-type VfCertificate): referenced one by one
 *
 * Returns: (transfer full): a model of VfEntry, which are made when they are asked for
 */
GListModel *
vf_entries_of_certificates (GPtrArray *certificates)
{
  VfEntryModel *self = g_object_new (VF_TYPE_ENTRY_MODEL, NULL);

  self->things = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  for (guint i = 0; i < certificates->len; i++)
    g_ptr_array_add (self->things, vf_certificate_ref (certificates->pdata[i]));
  return G_LIST_MODEL (self);
}
