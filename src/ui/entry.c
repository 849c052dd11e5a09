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

/* --- lists --- */

/* Makes an entry when it is asked for: what is in view is a screenful, what there is may be ten thousand. */
struct _VfEntryModel
{
  GObject parent_instance;

  /* of items, or of certificates */
  VfInventory *inventory;
  GPtrArray *things;
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
  return VF_ENTRY_MODEL (model)->things->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  VfEntryModel *self = VF_ENTRY_MODEL (model);

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
}

static GListModel *
make_item_model (VfInventory *inventory, gboolean (*wanted) (VfItem *))
{
  VfEntryModel *self = g_object_new (VF_TYPE_ENTRY_MODEL, NULL);

  self->inventory = vf_inventory_ref (inventory);
  self->things = g_ptr_array_new ();
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (wanted (vf_inventory_get_item (inventory, i)))
      g_ptr_array_add (self->things, vf_inventory_get_item (inventory, i));
  return G_LIST_MODEL (self);
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
  VfEntryModel *self = g_object_new (VF_TYPE_ENTRY_MODEL, NULL);

  self->things = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  for (guint i = 0; i < certificates->len; i++)
    g_ptr_array_add (self->things, vf_certificate_ref (certificates->pdata[i]));
  return G_LIST_MODEL (self);
}
