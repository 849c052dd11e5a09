#include "config.h"

#include "import/credentials-change.h"
#include "store/store.h"

/**
 * vf_store_recall_server:
 * @name: (nullable): of a saved connection
 * @connection: as it is about to be checked
 *
 * Returns: (transfer full) (nullable): who the server was when the saved connection was last proven; authorities that
 *   @connection has and the saved one has not may vouch for another.  %NULL if nobody has met it
 */
VfServerIdentity *
vf_store_recall_server (VfStore *store, const char *name, VfConnection *connection)
{
  g_autoptr (VfSaved) saved = name ? vf_store_find (store, name, NULL) : NULL;
  VfServerIdentity *server = saved ? vf_saved_get_server (saved) : NULL;
  g_autoptr (VfConnection) kept = server ? vf_store_load (store, name, NULL) : NULL;
  g_auto (VfCredentialsChange) change = { 0 };

  if (!kept)
    return server ? vf_server_identity_ref (server) : NULL;
  vf_credentials_change_init (&change, vf_connection_get_credentials (kept),
                              vf_connection_get_credentials (connection));
  return vf_server_identity_with_authorities (server, change.added);
}
