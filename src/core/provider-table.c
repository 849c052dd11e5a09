#include "config.h"

#include "provider-table.h"

#include <gio/gio.h>

#include "core-resources.h"

#define TABLE "/io/github/verifull/Verifull/core/providers.ini"

/**
 * vf_provider_table_load:
 *
 * The resource is registered by hand: the linker drops the constructor of a static library.
 *
 * Returns: (transfer full): what is known of the providers; src/core/connection/providers.ini says which keys there are
 */
GKeyFile *
vf_provider_table_load (void)
{
  g_autoptr (GKeyFile) table = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  vf_core_register_resource ();
  bytes = g_resource_lookup_data (vf_core_get_resource (), TABLE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (!bytes || !g_key_file_load_from_bytes (table, bytes, G_KEY_FILE_NONE, &error))
    g_error ("the table of providers: %s", error->message);
  return g_steal_pointer (&table);
}
