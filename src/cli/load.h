#pragma once

#include <libsecret/secret.h>

#include "connection/paste.h"
#include "connection/provider.h"
#include "import/credentials.h"
#include "import/inventory.h"

G_BEGIN_DECLS

VfInventory   *cli_load_inventory      (const char *const *paths,
                                        SecretValue       *passphrase,
                                        GError           **error);
VfCredentials *cli_load_credentials    (const char *const *paths,
                                        SecretValue       *passphrase,
                                        const char        *user,
                                        GPtrArray         *findings,
                                        const VfProvider **provider,
                                        GError           **error);
VfCredentials *cli_load_credentials_of (VfPaste           *paste,
                                        char             **certificates,
                                        SecretValue       *passphrase,
                                        GPtrArray         *findings,
                                        const VfProvider **provider,
                                        GError           **error);

G_END_DECLS
