#pragma once

#include "import/inventory.h"
#include "import/key-store.h"
#include "import/passphrase-order.h"

G_BEGIN_DECLS

struct _VfItem
{
  char *path;
  VfKind kind;
  VfFormat format;
  guint formats;
  VfRole role;
  VfCertificate *certificate;
  VfPrivateKey *key;
  GBytes *crl_der;
  VfUnlockedBy unlocked_by;
  const VfItem *match; /* an item of the same inventory */
  GPtrArray *also_in;  /* ends with NULL; NULL if there is no other place */
  char *looks_like;
  char *title; /* of a page or an error that is no certificate; NULL if it has none */
  VfSkipReason skip_reason;
  VfKeyStore *store;
  char *alias;
  guint line;  /* of the damage */
  char *cause; /* of the damage; NULL if there is none */
};

VfItem *vf_item_new          (const char *path,
                              VfKind      kind,
                              VfFormat    format);
void    vf_item_free         (VfItem     *item);
void    vf_item_add_place    (VfItem     *item,
                              const char *path,
                              VfFormat    format);
gboolean vf_item_is_authority (const VfItem *item);

/* the better one to show to a server comes first */
int         vf_item_compare_clients    (const VfItem   *first,
                                        const VfItem   *second,
                                        gint64          now);

/* The parts of making an inventory, in the order in which they run. */
GPtrArray  *vf_inventory_make_items    (const VfBundle *bundle,
                                        GPtrArray      *sinks,
                                        VfPassphraseOrder *order,
                                        GPtrArray      *passphrases,
                                        GPtrArray      *damages,
                                        GCancellable   *cancellable,
                                        GError        **unreadable);
void        vf_inventory_assign_roles  (GPtrArray      *items);
const char *vf_inventory_guess_provider (const VfBundle *bundle,
                                         GPtrArray      *items);
/* @damages: (element-type VfItem): what is damaged besides the items */
GPtrArray  *vf_inventory_find_problems (const VfBundle *bundle,
                                        GPtrArray      *items,
                                        GPtrArray      *damages,
                                        gboolean        had_passphrase,
                                        gint64          now);

G_END_DECLS
