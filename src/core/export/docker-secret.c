#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/quote.h"

/* where Compose puts secrets */
#define MOUNT "/run/secrets"

/* Compose would put a variable in place of a dollar sign. */
static void
append_variable (GString *yaml, const char *variable, const char *value)
{
  g_autoptr (GString) doubled = g_string_new (value);
  g_autofree char *literal = NULL;

  g_string_replace (doubled, "$", "$$", 0);
  literal = vf_quote_program (doubled->str);
  g_string_append_printf (yaml, "      %s: %s\n", variable, literal);
}

static void
append_secrets (GString *yaml, const char *plain, const VfExport *export)
{
  g_string_append (yaml, "    secrets:\n");
  for (guint i = 0; i < vf_export_get_n_files (export); i++)
    g_string_append_printf (yaml, "      - source: %s-%s\n        target: %s\n", plain,
                            vf_export_get_file_name (export, i), vf_export_get_file_name (export, i));
  g_string_append (yaml, "secrets:\n");
  for (guint i = 0; i < vf_export_get_n_files (export); i++)
    g_string_append_printf (yaml, "  %s-%s:\n    file: ./%s\n", plain, vf_export_get_file_name (export, i),
                            vf_export_get_file_name (export, i));
}

static char *
make_compose (const VfExportSource *source, VfExport *export, const VfKeyFiles *files)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, files);
  g_autofree char *plain = vf_export_plain_name (source->name);
  GString *yaml = g_string_new ("services:\n  app:\n    environment:\n");

  vf_export_append_variables (yaml, keywords, append_variable, export);
  if (vf_export_get_n_files (export) > 0)
    append_secrets (yaml, plain, export);
  return g_string_free (yaml, FALSE);
}

/* Takes the text. */
static void
add_pem (VfExport *export, const char *name, char *pem)
{
  g_autoptr (GBytes) bytes = pem ? g_bytes_new_take (pem, strlen (pem)) : NULL;

  if (bytes)
    vf_export_add_file (export, name, bytes, FALSE);
}

static gboolean
add_files (const VfExportSource *source, VfExport *export, VfPrivateKey *key, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  g_autoptr (GBytes) pem = key ? vf_private_key_to_pem (key, source->key_passphrase, error) : NULL;

  if (key && !pem)
    return FALSE;
  add_pem (export, "root.crt", vf_credentials_root_pem (credentials));
  if (key)
    {
      add_pem (export, "client.crt", vf_credentials_client_pem (credentials));
      vf_export_add_file (export, "client.key", pem, TRUE);
    }
  return TRUE;
}

/**
 * vf_export_docker_secret:
 *
 * Compose mounts a secret that comes from a file as it lies there, with its owner and its mode, so nothing is promised
 * about them.
 */
gboolean
vf_export_docker_secret (const VfExportSource *source, VfExport *export, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  g_autoptr (GError) failed = NULL;
  g_autoptr (VfPrivateKey) key = vf_export_open_key (source, &failed);
  const VfKeyFiles files = {
    .root = vf_credentials_get_authorities (credentials)->len > 0 ? MOUNT "/root.crt" : NULL,
    .client_certificate = key ? MOUNT "/client.crt" : NULL,
    .client_key = key ? MOUNT "/client.key" : NULL,
    .none = MOUNT "/none",
  };

  if (failed)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (vf_connection_get_system_authorities (source->connection))
    return vf_export_refuse (error, "sslrootcert", _ ("The authorities of this system are not those of a container. Import "
                                                      "the provider’s certificates instead."));
  if (!add_files (source, export, key, error))
    return FALSE;
  vf_export_take_text (export, make_compose (source, export, &files));
  vf_export_add_text_file (export, "compose-part.yaml");
  if (key)
    vf_export_take_note (export, g_strdup (_ ("Compose hands a file over with its owner. libpq refuses a key that others can "
                                              "read, so the program in the container has to run with your user number, or "
                                              "as root.")));
  vf_export_take_note (export, g_strdup (_ ("The password is not in it: set PGPASSWORD from a secret of yours.")));
  return TRUE;
}
