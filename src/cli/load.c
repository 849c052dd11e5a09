#include "config.h"

#include "load.h"

#include <string.h>
#include <time.h>

#include "connection/connection.h"
#include "import/archive.h"
#include "import/named-files.h"

static VfBundle *
read_paths (const char *const *paths, SecretValue *passphrase, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  /* the local VFS by name: the default one loads modules, which may wake the session bus */
  for (guint i = 0; paths[i]; i++)
    g_ptr_array_add (files, g_vfs_get_file_for_path (g_vfs_get_local (), paths[i]));
  return vf_archive_read_locked ((GFile **) files->pdata, files->len, &passphrase, passphrase ? 1 : 0,
                                 &vf_limits_default, NULL, NULL, NULL, error);
}

/**
 * cli_load_inventory:
 * @paths: (array zero-terminated=1): archives, folders and files
 * @passphrase: (nullable): for a key that is locked, and for archives that are encrypted
 *
 * Blocks while it reads.  A signal may end the program here: nothing has been written yet.
 *
 * Returns: (transfer full) (nullable): what is in them
 */
VfInventory *
cli_load_inventory (const char *const *paths, SecretValue *passphrase, GError **error)
{
  g_autoptr (VfBundle) bundle = read_paths (paths, passphrase, error);

  if (!bundle)
    return NULL;
  return vf_inventory_new (bundle, &passphrase, passphrase ? 1 : 0, time (NULL), NULL, error);
}

/* What a person would want to know when the server then asks for a client certificate. */
static void
note_client_problems (GPtrArray *findings, VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      VfFinding *finding = vf_inventory_get_finding (inventory, i);
      VfCode code = vf_finding_get_code (finding);

      if (code == VF_CODE_KEY_WITHOUT_CERTIFICATE || code == VF_CODE_CERTIFICATE_WITHOUT_KEY
          || code == VF_CODE_CLIENT_EXPIRED)
        g_ptr_array_add (findings, vf_finding_ref (finding));
    }
}

/* What is used may be another than the inventory thinks, because the user is known here. */
static void
note_several_clients (GPtrArray *findings, VfInventory *inventory, const VfChoice *choice)
{
  g_autoptr (GPtrArray) clients = vf_choice_list_clients (inventory);
  VfItem *client = vf_choice_get_client (choice, inventory);

  if (clients->len > 1)
    g_ptr_array_add (findings,
                     vf_finding_new (VF_CODE_SEVERAL_IDENTITIES, VF_SEVERITY_WARNING,
                                     vf_certificate_get_display_name (vf_item_get_certificate (client)), NULL));
}

static gboolean
is_keyless_client (const VfItem *item)
{
  VfRole role = vf_item_get_role (item);

  return vf_item_get_kind (item) == VF_KIND_CERTIFICATE && (role == VF_ROLE_CLIENT || role == VF_ROLE_OTHER)
         && !vf_item_get_matches (item) && vf_certificate_allows_client (vf_item_get_certificate (item));
}

/* A locked key tells nobody whose it is.  Beside a client certificate without a key it is taken for the missing one,
 * so that the check asks for the passphrase, or says that it is wrong. */
static VfCredentials *
with_locked_key (VfCredentials *credentials, VfInventory *inventory)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  VfPrivateKey *key = NULL;

  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    {
      const VfItem *item = vf_inventory_get_item (inventory, i);

      if (vf_item_get_kind (item) == VF_KIND_PRIVATE_KEY && vf_private_key_is_locked (vf_item_get_key (item)))
        key = vf_item_get_key (item);
      if (is_keyless_client (item) && chain->len == 0)
        g_ptr_array_add (chain, vf_certificate_ref (vf_item_get_certificate (item)));
    }
  if (!key || chain->len == 0 || vf_credentials_get_client_chain (credentials)->len > 0)
    return vf_credentials_ref (credentials);
  return vf_credentials_with_client (credentials, chain, key);
}

/**
 * cli_load_credentials:
 * @paths: (array zero-terminated=1): archives, folders and files
 * @passphrase: (nullable): for a key that is locked
 * @user: (nullable): as whom the person logs in
 * @findings: (element-type VfFinding): gains what is odd about a client certificate in them
 * @provider: (out) (nullable) (transfer none): whose archive it is, if that shows
 *
 * Returns: (transfer full) (nullable): the authorities and the client certificate in them
 */
VfCredentials *
cli_load_credentials (const char *const *paths, SecretValue *passphrase, const char *user, GPtrArray *findings,
                      const VfProvider **provider, GError **error)
{
  g_autoptr (VfInventory) inventory = cli_load_inventory (paths, passphrase, error);
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfChoice) anybodys = vf_choice_new ();
  g_autoptr (VfChoice) choice = vf_choice_with_user (anybodys, user);

  if (!inventory)
    return NULL;
  if (vf_inventory_get_provider (inventory))
    *provider = vf_provider_by_id (vf_inventory_get_provider (inventory));
  note_client_problems (findings, inventory);
  note_several_clients (findings, inventory, choice);
  credentials = vf_credentials_new_from_choice (inventory, choice);
  return with_locked_key (credentials, inventory);
}

/* A file that the text names.  A client certificate that does not exist is none, and so is a root that does not exist
 * below verify-ca: those are libpq's rules, and settings that shut out the home folder rely on them. */
static const char *
path_keyword (VfPaste *paste, const char *keyword)
{
  const char *path = vf_paste_get_keyword (paste, keyword);
  const char *mode = vf_paste_get_keyword (paste, "sslmode");
  gboolean must_exist = g_str_equal (keyword, "sslrootcert") && mode && g_str_has_prefix (mode, "verify-");

  if (!path || vf_is_system_authorities_path (path))
    return NULL;
  return must_exist || g_file_test (path, G_FILE_TEST_EXISTS) ? path : NULL;
}

/* The text names certificate and key, so they are taken as named, and the check says if they do not fit. */
static VfCredentials *
with_named_client (VfCredentials *credentials, VfPaste *paste, SecretValue *passphrase, GError **error)
{
  const char *certificate = path_keyword (paste, "sslcert");
  const char *key_path = certificate ? path_keyword (paste, "sslkey") : NULL;
  gint64 now = time (NULL);
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (VfPrivateKey) key = NULL;

  if (!certificate)
    return vf_credentials_ref (credentials);
  chain = vf_named_file_read_certificates (certificate, passphrase, now, error);
  if (!chain)
    return NULL;
  if (key_path && !(key = vf_named_file_read_key (key_path, passphrase, now, error)))
    return NULL;
  return vf_credentials_with_client (credentials, chain, key);
}

/**
 * cli_load_credentials_of:
 * @paste: what the target names: sslrootcert, sslcert, sslkey
 * @certificates: (nullable) (array zero-terminated=1): what the command line brings, which wins
 * @passphrase: (nullable): for a key that is locked
 * @findings: (element-type VfFinding): gains what is odd about a client certificate in them
 * @provider: (out) (nullable) (transfer none): whose archive it is, if that shows
 *
 * Returns: (transfer full) (nullable): authorities and client certificate, perhaps none
 */
VfCredentials *
cli_load_credentials_of (VfPaste *paste, char **certificates, SecretValue *passphrase, GPtrArray *findings,
                         const VfProvider **provider, GError **error)
{
  const char *root = path_keyword (paste, "sslrootcert");
  const char *const root_only[] = { root, NULL };
  const char *user = vf_target_get_user (vf_paste_get_target (paste));
  const char *const *paths = certificates ? (const char *const *) certificates : root ? root_only : NULL;
  g_autoptr (VfCredentials) credentials
    = paths ? cli_load_credentials (paths, passphrase, user, findings, provider, error) : vf_credentials_new_empty ();

  if (!credentials)
    return NULL;
  if (certificates && vf_credentials_get_client_chain (credentials)->len > 0)
    return g_steal_pointer (&credentials);
  return with_named_client (credentials, paste, passphrase, error);
}
