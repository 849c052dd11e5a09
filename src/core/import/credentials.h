#pragma once

#include <glib.h>

#include "import/choice.h"
#include "import/inventory.h"

G_BEGIN_DECLS

/**
 * VfCredentials:
 *
 * What was chosen from an inventory: authorities that may vouch for the server, and perhaps a client certificate
 * with its key.  Immutable, reference counted.  Holds no passphrase.
 */
typedef struct _VfCredentials VfCredentials;

/* the sensible default: every authority, and the best client certificate that has a key */
VfCredentials *vf_credentials_new_from_inventory (VfInventory    *inventory);
VfCredentials *vf_credentials_new_from_choice    (VfInventory    *inventory,
                                                  const VfChoice *choice);
VfCredentials *vf_credentials_new                (GPtrArray      *authorities,
                                                  GPtrArray      *client_chain,
                                                  VfPrivateKey   *client_key);
/* no files at all: Require, or the public authorities */
VfCredentials *vf_credentials_new_empty          (void);
VfCredentials *vf_credentials_with_authority     (VfCredentials  *credentials,
                                                  VfCertificate  *certificate);
VfCredentials *vf_credentials_with_client        (VfCredentials  *credentials,
                                                  GPtrArray      *client_chain,
                                                  VfPrivateKey   *client_key);
VfCredentials *vf_credentials_with_client_intermediate (VfCredentials *credentials,
                                                        VfCertificate *certificate);
VfCredentials *vf_credentials_with_known         (VfCredentials  *credentials,
                                                  GPtrArray      *known);
VfCredentials *vf_credentials_without_client     (VfCredentials  *credentials);
VfCredentials *vf_credentials_ref                (VfCredentials *credentials);
void           vf_credentials_unref              (VfCredentials *credentials);

/* (element-type VfCertificate): self-signed or not, all that goes into the root file */
GPtrArray     *vf_credentials_get_authorities    (const VfCredentials *credentials);
guint          vf_credentials_count_roots        (const VfCredentials *credentials);
guint          vf_credentials_count_intermediates (const VfCredentials *credentials);
/* (element-type VfCertificate): leaf first; empty if there is no client certificate */
GPtrArray     *vf_credentials_get_client_chain   (const VfCredentials *credentials);
VfPrivateKey  *vf_credentials_get_client_key     (const VfCredentials *credentials);
/* (element-type VfCertificate): at hand without being chosen */
GPtrArray     *vf_credentials_get_known          (const VfCredentials *credentials);
gboolean       vf_credentials_is_empty           (const VfCredentials *credentials);

/* strict PEM for the three files; NULL where there is nothing to write */
char          *vf_credentials_root_pem           (const VfCredentials *credentials);
char          *vf_credentials_client_pem         (const VfCredentials *credentials);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfCredentials, vf_credentials_unref)

G_END_DECLS
