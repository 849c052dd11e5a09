#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "import/inventory.h"

G_BEGIN_DECLS

VfInventory *cli_load_inventory (const char *const *paths,
                                 SecretValue       *passphrase,
                                 GCancellable      *cancellable,
                                 GError           **error);

G_END_DECLS
