#pragma once

#include <gio/gio.h>

#include "import/inventory.h"

G_BEGIN_DECLS

/**
 * VfPassphraseOrder:
 *
 * What opens the keys of a bundle without asking anybody: the passphrase files that lie in it, then the passphrase that
 * its provider has published.  Used by one thread, for the making of one inventory.
 */
typedef struct _VfPassphraseOrder VfPassphraseOrder;

VfPassphraseOrder *vf_passphrase_order_new  (const VfBundle    *bundle,
                                             GCancellable      *cancellable);
void               vf_passphrase_order_free (VfPassphraseOrder *order);
VfPrivateKey      *vf_passphrase_order_open (VfPassphraseOrder *order,
                                             const char        *path,
                                             VfPrivateKey      *key,
                                             VfUnlockedBy      *unlocked_by);
/* @findings: (element-type VfFinding): gets more */
void               vf_passphrase_order_find_problems (const VfPassphraseOrder *order,
                                                      GPtrArray               *items,
                                                      GPtrArray               *findings);
const char        *vf_passphrase_file_find_damage    (const char              *path,
                                                      GBytes                  *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfPassphraseOrder, vf_passphrase_order_free)

G_END_DECLS
