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
  literal = vf_quote_yaml (doubled->str);
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
    {
      vf_export_add_file (export, name, bytes, FALSE);
      vf_export_mark_copy (export);
    }
}

static void
add_files (const VfExportSource *source, VfExport *export, GBytes *key)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);

  add_pem (export, "root.crt", vf_credentials_root_pem (credentials));
  if (key)
    {
      add_pem (export, "client.crt", vf_credentials_client_pem (credentials));
      vf_export_add_file (export, "client.key", key, TRUE);
    }
}

/* where Compose puts them */
static VfKeyFiles
mounted_files (const VfExportSource *source)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  gboolean has_key = vf_credentials_get_client_key (credentials) != NULL;

  return (VfKeyFiles){
    .root = vf_credentials_get_authorities (credentials)->len > 0 ? MOUNT "/root.crt" : NULL,
    .client_certificate = has_key ? MOUNT "/client.crt" : NULL,
    .client_key = has_key ? MOUNT "/client.key" : NULL,
    .none = MOUNT "/none",
  };
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
  g_autoptr (GBytes) key = NULL;
  const VfKeyFiles files = mounted_files (source);

  if (vf_connection_get_system_authorities (source->connection))
    return vf_export_refuse (error, "sslrootcert", _ ("The authorities of this system are not those of a container. Import "
                                                      "the provider’s certificates instead."));
  if (!vf_export_make_key_pem (source, &key, error))
    return FALSE;
  add_files (source, export, key);
  vf_export_take_text (export, make_compose (source, export, &files));
  vf_export_add_text_file (export, "compose-part.yaml");
  if (key)
    vf_export_take_note (export, g_strdup (_ ("Compose hands a file over with its owner. libpq refuses a key that others can "
                                              "read, so the program in the container has to run with your user number, or "
                                              "as root.")));
  vf_export_take_note (export, g_strdup (_ ("The password is not in it: set PGPASSWORD from a secret of yours.")));
  vf_export_note_locked (source, export);
  return TRUE;
}

/* Two dollar signs are one to Compose, and a single one begins a variable. */
static char *
interpolate (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = value; *p; p++)
    {
      if (*p == '$' && *++p != '$')
        return NULL;
      g_string_append_c (out, *p);
    }
  return g_strdup (out->str);
}

static GHashTable *
take_environment (GHashTable *read)
{
  static const char before[] = "0/services/app/environment/";
  GHashTable *environment = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer place, value;

  g_hash_table_iter_init (&iter, read);
  while (g_hash_table_iter_next (&iter, &place, &value))
    if (g_str_has_prefix (place, before))
      g_hash_table_insert (environment, g_strdup ((const char *) place + strlen (before)), interpolate (value));
  return environment;
}

gboolean
vf_reread_docker_secret (const VfExportSource *source, const VfExport *export, GError **error)
{
  const VfKeyFiles files = mounted_files (source);
  g_autoptr (VfKeywords) variables = vf_export_to_variables (source->connection, &files);
  g_autoptr (GHashTable) read = vf_read_yaml (vf_export_get_text (export));

  return vf_export_check_read (read ? take_environment (read) : NULL, variables, error);
}
