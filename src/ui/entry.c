#include "config.h"

#include "entry.h"

struct _VfEntry
{
  GObject parent_instance;

  VfInventory *inventory;
  VfItem *item;
  VfCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (VfEntry, vf_entry, G_TYPE_OBJECT)

static void
vf_entry_finalize (GObject *object)
{
  VfEntry *self = VF_ENTRY (object);

  g_clear_pointer (&self->certificate, vf_certificate_unref);
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

VfEntry *
vf_entry_new_for_certificate (VfCertificate *certificate)
{
  VfEntry *self = g_object_new (VF_TYPE_ENTRY, NULL);

  self->certificate = vf_certificate_ref (certificate);
  return self;
}

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

VfItem *
vf_entry_get_item (VfEntry *self)
{
  return self->item;
}

VfCertificate *
vf_entry_get_certificate (VfEntry *self)
{
  return self->certificate;
}

static gboolean
is_authority (VfItem *item)
{
  return vf_item_get_kind (item) == VF_KIND_CERTIFICATE
         && (vf_item_get_role (item) == VF_ROLE_ROOT || vf_item_get_role (item) == VF_ROLE_INTERMEDIATE);
}

static gboolean
is_anything (VfItem *item)
{
  return TRUE;
}

/* One splice: a list of thousands announces itself once. */
static GListModel *
make_model (GPtrArray *entries)
{
  GListStore *store = g_list_store_new (VF_TYPE_ENTRY);

  g_list_store_splice (store, 0, 0, entries->pdata, entries->len);
  return G_LIST_MODEL (store);
}

static GListModel *
make_item_model (VfInventory *inventory, gboolean (*wanted) (VfItem *))
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (wanted (vf_inventory_get_item (inventory, i)))
      g_ptr_array_add (entries, vf_entry_new_for_item (inventory, vf_inventory_get_item (inventory, i)));
  return make_model (entries);
}

GListModel *
vf_entries_of_authorities (VfInventory *inventory)
{
  return make_item_model (inventory, is_authority);
}

GListModel *
vf_entries_of_everything (VfInventory *inventory)
{
  return make_item_model (inventory, is_anything);
}

GListModel *
vf_entries_of_certificates (GPtrArray *certificates)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < certificates->len; i++)
    g_ptr_array_add (entries, vf_entry_new_for_certificate (certificates->pdata[i]));
  return make_model (entries);
}
