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

static gboolean
append_client (GString *yaml, const VfExportSource *source, const char *name, VfPrivateKey *key, GError **error)
{
  char *certificate = vf_credentials_client_pem (vf_connection_get_credentials (source->connection));
  g_autoptr (GBytes) pem = vf_private_key_to_pem (key, source->key_passphrase, error);

  if (pem)
    {
      gsize length = g_bytes_get_size (pem);

      g_string_append (yaml, yaml->len > 0 ? "---\n" : "");
      append_head (yaml, name, "client", "kubernetes.io/tls");
      append_data (yaml, "tls.crt", g_strdup (certificate), strlen (certificate));
      append_data (yaml, "tls.key", g_memdup2 (g_bytes_get_data (pem, NULL), length), length);
    }
  g_free (certificate);
  return pem != NULL;
}

static gboolean
append_secrets (GString *yaml, const VfExportSource *source, const char *name, VfPrivateKey *key, GError **error)
{
  char *root = vf_credentials_root_pem (vf_connection_get_credentials (source->connection));

  if (root)
    {
      append_head (yaml, name, "authorities", "Opaque");
      append_data (yaml, "ca.crt", root, strlen (root));
    }
  return !key || append_client (yaml, source, name, key, error);
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
      g_autofree char *literal = value ? vf_quote_program (value) : NULL;

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

/* The part of a pod, to be merged into the real one. */
static char *
make_pod (const VfExportSource *source, const char *name, gboolean has_root, gboolean has_client)
{
  const VfKeyFiles files = {
    .root = has_root ? MOUNT "/ca.crt" : NULL,
    .client_certificate = has_client ? MOUNT "/tls.crt" : NULL,
    .client_key = has_client ? MOUNT "/tls.key" : NULL,
    .none = MOUNT "/none",
  };
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
    vf_export_add_text_file (export, secrets);
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
  g_autoptr (GError) failed = NULL;
  g_autoptr (VfPrivateKey) key = vf_export_open_key (source, &failed);
  g_autofree char *name = vf_export_plain_name (source->name);
  GPtrArray *authorities = vf_credentials_get_authorities (vf_connection_get_credentials (source->connection));
  GString *yaml;
  gboolean made;

  if (failed)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (vf_connection_get_system_authorities (source->connection))
    return vf_export_refuse (error, "sslrootcert", _ ("The authorities of this system are not those of a container. Import "
                                                      "the provider’s certificates instead."));
  yaml = g_string_new (NULL);
  made = append_secrets (yaml, source, name, key, error);
  vf_export_take_text (export, g_string_free (yaml, FALSE));
  if (!made)
    return FALSE;
  if (key)
    vf_export_take_masked (export, mask (vf_export_get_text (export)));
  add_files (export, name, make_pod (source, name, authorities->len > 0, key != NULL));
  return TRUE;
}
