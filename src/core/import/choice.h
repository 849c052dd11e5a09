#pragma once

#include <glib.h>

#include "import/inventory.h"

G_BEGIN_DECLS

/**
 * VfChoice:
 *
 * What a person chose of what there is: which authorities are left out, and which client certificate is used.  It
 * names certificates by their fingerprint, so that it can be laid over another inventory, when files were added or a
 * key was opened.  Immutable, reference counted.
 */
typedef struct _VfChoice VfChoice;

/* leaves nothing out, and uses the best client certificate */
VfChoice  *vf_choice_new                  (void);
VfChoice  *vf_choice_ref                  (VfChoice            *choice);
void       vf_choice_unref                (VfChoice            *choice);

VfChoice  *vf_choice_with_authority       (VfChoice            *choice,
                                           const VfCertificate *authority,
                                           gboolean             used);
VfChoice  *vf_choice_with_all_authorities (VfChoice            *choice);
/* @client: (nullable): none is used */
VfChoice  *vf_choice_with_client          (VfChoice            *choice,
                                           const VfCertificate *client);

/* @user: (nullable): whose client certificate is suggested first */
VfChoice  *vf_choice_with_user            (VfChoice            *choice,
                                           const char          *user);

gboolean   vf_choice_uses_authority       (const VfChoice      *choice,
                                           const VfCertificate *authority);
/* (nullable) (transfer none): the client certificate that is used */
VfItem    *vf_choice_get_client           (const VfChoice      *choice,
                                           VfInventory         *inventory);

/* (nullable) (transfer none): the one that is used if nobody chooses */
VfItem    *vf_choice_suggest_client       (const VfChoice      *choice,
                                           VfInventory         *inventory,
                                           gboolean            *is_users);

/* What there is to choose from. */

/* (transfer container) (element-type VfItem): client certificates that have their key, the best first */
GPtrArray *vf_choice_list_clients         (VfInventory         *inventory);
/* (transfer container) (element-type VfItem): what would go into a root file, in the order of the bundle */
GPtrArray *vf_choice_list_authorities     (VfInventory         *inventory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfChoice, vf_choice_unref)

G_END_DECLS
