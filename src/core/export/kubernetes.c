#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <libpq-fe.h>
#include <string.h>

#include "connection/settings.h"
#include "export/quote.h"

/* where the pod finds the files */
#define MOUNT "/etc/verifull"

/* Takes the text, which may be a key. */
static void
append_data (GString *yaml, const char *name, char *bytes, gsize length)
{
  char *encoded = g_base64_encode ((const guchar *) bytes, length);

  g_string_append_printf (yaml, "  %s: %s\n", name, encoded);
  vf_wipe_string (encoded);
  explicit_bzero (bytes, length);
  g_free (bytes);
}

static void
append_head (GString *yaml, const char *name, const char *suffix, const char *type)
{
  g_string_append_printf (yaml, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s-%s\ntype: %s\ndata:\n", name, suffix,
                          type);
}

static void
append_client (GString *yaml, const VfExportSource *source, const char *name, GBytes *key)
{
  char *certificate = vf_credentials_client_pem (vf_connection_get_credentials (source->connection));
  gsize length = g_bytes_get_size (key);

  g_string_append (yaml, yaml->len > 0 ? "---\n" : "");
  append_head (yaml, name, "client", "kubernetes.io/tls");
  append_data (yaml, "tls.crt", certificate, strlen (certificate));
  append_data (yaml, "tls.key", g_memdup2 (g_bytes_get_data (key, NULL), length), length);
}

static void
append_secrets (GString *yaml, const VfExportSource *source, const char *name, GBytes *key)
{
  char *root = vf_credentials_root_pem (vf_connection_get_credentials (source->connection));

  if (root)
    {
      append_head (yaml, name, "authorities", "Opaque");
      append_data (yaml, "ca.crt", root, strlen (root));
    }
  if (key)
    append_client (yaml, source, name, key);
}

/* The names are those of the libraries' own variables, so the program in the pod needs no change. */
static void
append_environment (GString *yaml, const VfExportSource *source, const VfKeyFiles *files)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, files);
  PQconninfoOption *options = PQconninfoParse ("", NULL);

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    {
      const char *value = option->envvar ? vf_keywords_lookup (keywords, option->keyword) : NULL;
      g_autofree char *literal = value ? vf_quote_yaml (value) : NULL;

      if (literal)
        g_string_append_printf (yaml, "      - name: %s\n        value: %s\n", option->envvar, literal);
    }
  PQconninfoFree (options);
}

static void
append_volume (GString *yaml, const char *name, gboolean has_root, gboolean has_client)
{
  g_string_append (yaml, "  volumes:\n  - name: verifull\n    projected:\n      defaultMode: 0600\n      sources:\n");
  if (has_root)
    g_string_append_printf (yaml, "      - secret:\n          name: %s-authorities\n", name);
  if (has_client)
    g_string_append_printf (yaml, "      - secret:\n          name: %s-client\n", name);
}

/* where they are in the container */
static VfKeyFiles
mounted_files (gboolean has_root, gboolean has_client)
{
  return (VfKeyFiles){
    .root = has_root ? MOUNT "/ca.crt" : NULL,
    .client_certificate = has_client ? MOUNT "/tls.crt" : NULL,
    .client_key = has_client ? MOUNT "/tls.key" : NULL,
    .none = MOUNT "/none",
  };
}

/* The part of a pod, to be merged into the real one. */
static char *
make_pod (const VfExportSource *source, const char *name, gboolean has_root, gboolean has_client)
{
  const VfKeyFiles files = mounted_files (has_root, has_client);
  GString *yaml = g_string_new ("spec:\n  containers:\n  - name: app\n    env:\n");

  append_environment (yaml, source, &files);
  if (has_root || has_client)
    {
      g_string_append (yaml, "    volumeMounts:\n    - name: verifull\n      mountPath: " MOUNT "\n      readOnly: true\n");
      append_volume (yaml, name, has_root, has_client);
    }
  return g_string_free (yaml, FALSE);
}

/* Every value with a line of dots: what is in a secret is for nobody's eyes. */
static char *
mask (const char *yaml)
{
  g_auto (GStrv) lines = g_strsplit (yaml, "\n", -1);
  gboolean in_data = FALSE;

  for (guint i = 0; lines[i]; i++)
    {
      char *colon = in_data && g_str_has_prefix (lines[i], "  ") ? strchr (lines[i], ':') : NULL;

      in_data = g_str_equal (lines[i], "data:") || colon != NULL;
      if (colon && !strstr (lines[i], ".crt:"))
        {
          char *masked = g_strdup_printf ("%.*s: ••••••", (int) (colon - lines[i]), lines[i]);

          vf_wipe_string (lines[i]);
          lines[i] = masked;
        }
    }
  return g_strjoinv ("\n", lines);
}

static void
add_files (VfExport *export, const char *name, char *pod)
{
  g_autofree char *secrets = g_strconcat (name, "-secrets.yaml", NULL);
  g_autofree char *part = g_strconcat (name, "-pod-part.yaml", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pod, strlen (pod));

  if (*vf_export_get_text (export))
    {
      vf_export_add_text_file (export, secrets);
      vf_export_mark_copy (export);
    }
  vf_export_add_file (export, part, bytes, FALSE);
  vf_export_take_note (export, g_strdup (_ ("Merge the part of the pod into your own. libpq refuses a key that others can "
                                            "read, so the container has to run as the owner of the mounted files (root, "
                                            "unless the pod says otherwise).")));
  vf_export_take_note (export, g_strdup (_ ("The password is not in it: set PGPASSWORD from a secret of yours.")));
}

/**
 * vf_export_kubernetes:
 *
 * The client's pair as kubernetes.io/tls and the authorities beside it under the names that PostgreSQL operators use.
 */
gboolean
vf_export_kubernetes (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (GBytes) key = NULL;
  g_autofree char *name = vf_export_plain_name (source->name);
  GPtrArray *authorities = vf_credentials_get_authorities (vf_connection_get_credentials (source->connection));
  GString *yaml;

  if (vf_connection_get_system_authorities (source->connection))
    return vf_export_refuse (error, "sslrootcert", _ ("The authorities of this system are not those of a container. Import "
                                                      "the provider’s certificates instead."));
  if (!vf_export_make_key_pem (source, &key, error))
    return FALSE;
  yaml = g_string_new (NULL);
  append_secrets (yaml, source, name, key);
  vf_export_take_text (export, g_string_free (yaml, FALSE));
  if (key)
    vf_export_take_masked (export, mask (vf_export_get_text (export)));
  add_files (export, name, make_pod (source, name, authorities->len > 0, key != NULL));
  vf_export_note_locked (source, export);
  return TRUE;
}

/* --- read again --- */

/* The pod asks for it by this name. */
static gboolean
is_named (GHashTable *read, guint document, const VfExportSource *source, const char *suffix, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%u/metadata/name", document);
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *name = g_strdup_printf ("%s-%s", plain, suffix);

  return vf_export_check_value (read ? g_hash_table_lookup (read, place) : NULL, name, source->name, error);
}

static gboolean
is_encoded (GHashTable *read, guint document, const char *name, const char *bytes, gsize length, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%u/data/%s", document, name);
  g_autofree char *encoded = g_base64_encode ((const guchar *) bytes, length);

  return vf_export_check_value (read ? g_hash_table_lookup (read, place) : NULL, encoded, name, error);
}

/* in the clear or encrypted: what lies in the store */
static gboolean
is_key (GHashTable *read, guint document, const VfExportSource *source, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%u/data/tls.key", document);
  const char *encoded = read ? g_hash_table_lookup (read, place) : NULL;
  gsize length = 0;
  g_autofree guchar *bytes = encoded ? g_base64_decode (encoded, &length) : NULL;
  gboolean same = bytes && vf_export_is_key_pem (source, (const char *) bytes, length);

  if (bytes)
    explicit_bzero (bytes, length);
  return vf_export_check_value (same ? "" : NULL, "", "tls.key", error);
}

static gboolean
are_secrets (const VfExportSource *source, const char *text, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  g_autoptr (GHashTable) read = *text ? vf_read_yaml (text) : NULL;
  g_autofree char *root = vf_credentials_root_pem (credentials);
  g_autofree char *client = vf_credentials_client_pem (credentials);
  guint document = root != NULL;

  if (root
      && (!is_named (read, 0, source, "authorities", error)
          || !is_encoded (read, 0, "ca.crt", root, strlen (root), error)))
    return FALSE;
  return !vf_credentials_get_client_key (credentials)
         || (is_named (read, document, source, "client", error)
             && is_encoded (read, document, "tls.crt", client, strlen (client), error)
             && is_key (read, document, source, error));
}

/* What the list of the container's variables says, by name. */
static GHashTable *
take_environment (GHashTable *read)
{
  GHashTable *environment = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < g_hash_table_size (read); i++)
    {
      g_autofree char *name = g_strdup_printf ("0/spec/containers/0/env/%u/name", i);
      g_autofree char *value = g_strdup_printf ("0/spec/containers/0/env/%u/value", i);

      if (g_hash_table_contains (read, name) && g_hash_table_contains (read, value))
        g_hash_table_insert (environment, g_strdup (g_hash_table_lookup (read, name)),
                             g_strdup (g_hash_table_lookup (read, value)));
    }
  return environment;
}

static gboolean
is_pod (const VfExportSource *source, const char *text, const VfKeyFiles *files, GError **error)
{
  g_autoptr (VfKeywords) variables = vf_export_to_variables (source->connection, files);
  g_autoptr (GHashTable) read = vf_read_yaml (text);

  if (!vf_export_check_read (read ? take_environment (read) : NULL, variables, error))
    return FALSE;
  return !files->client_key
         || vf_export_check_value (g_hash_table_lookup (read, "0/spec/volumes/0/projected/defaultMode"), "0600", "sslkey",
                                   error);
}

gboolean
vf_reread_kubernetes (const VfExportSource *source, const VfExport *export, GError **error)
{
  VfCredentials *credentials = vf_connection_get_credentials (source->connection);
  const VfKeyFiles files = mounted_files (vf_credentials_get_authorities (credentials)->len > 0,
                                          vf_credentials_get_client_key (credentials) != NULL);
  /* the last one */
  GBytes *bytes = vf_export_get_file (export, vf_export_get_n_files (export) - 1);
  g_autofree char *pod = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return are_secrets (source, vf_export_get_text (export), error) && is_pod (source, pod, &files, error);
}
