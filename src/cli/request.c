#include "config.h"

#include "request.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli.h"
#include "connection/paste.h"
#include "error.h"
#include "load.h"
#include "store/store.h"

#define MAX_TIMEOUT_SECONDS 3600

void
cli_check_options_clear (CliCheckOptions *options)
{
  g_free (options->mode);
  g_strfreev (options->certificates);
  g_free (options->password_file);
  g_free (options->passphrase_file);
  g_strfreev (options->apply);
}

/**
 * cli_check_options_validate:
 *
 * Returns: whether every value is one that there is; asked before anything is read or reached
 */
gboolean
cli_check_options_validate (const CliCheckOptions *options, GError **error)
{
  VfSslMode mode;
  VfFixId fix;

  if (options->timeout < 0 || options->timeout > MAX_TIMEOUT_SECONDS)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--timeout: between 1 and %d seconds, not %d"),
                 MAX_TIMEOUT_SECONDS, options->timeout);
  else if (options->mode && !vf_ssl_mode_from_string (options->mode, &mode))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--mode: “%s” is none of require, verify-ca and verify-full"), options->mode);
  else
    {
      for (guint i = 0; options->apply && options->apply[i]; i++)
        if (!vf_fix_id_from_string (options->apply[i], &fix))
          {
            g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--apply: there is no fix “%s”"),
                         options->apply[i]);
            return FALSE;
          }
      return TRUE;
    }
  return FALSE;
}

void
cli_request_free (CliRequest *request)
{
  g_clear_pointer (&request->connection, vf_connection_unref);
  g_clear_pointer (&request->password, secret_value_unref);
  g_clear_pointer (&request->passphrase, secret_value_unref);
  g_clear_pointer (&request->findings, g_ptr_array_unref);
  g_free (request->refused);
  g_free (request->saved);
  g_free (request);
}

static CliRequest *
request_new_bare (void)
{
  CliRequest *request = g_new0 (CliRequest, 1);

  request->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref);
  return request;
}

static void
take_connection (CliRequest *request, VfConnection *connection)
{
  g_clear_pointer (&request->connection, vf_connection_unref);
  request->connection = connection;
}

/* The command line wins; then what libpq calls connect_timeout; 0 is the core's default. */
static void
set_timeout (CliRequest *request, int seconds)
{
  const char *given = vf_connection_get_option (request->connection, "connect_timeout");

  if (seconds == 0 && given)
    seconds = (int) CLAMP (g_ascii_strtoll (given, NULL, 10), 0, MAX_TIMEOUT_SECONDS);
  request->timeout_ms = (guint) seconds * 1000;
}

static void
set_mode (CliRequest *request, const char *text)
{
  VfSslMode mode;

  if (!text || !vf_ssl_mode_from_string (text, &mode))
    return;
  take_connection (request, vf_connection_with_mode (request->connection, mode));
  request->mode_is_open = FALSE;
}

static gboolean
set_secrets (CliRequest *request, const CliCheckOptions *options, GError **error)
{
  if (options->password_file)
    {
      g_clear_pointer (&request->password, secret_value_unref);
      request->password = cli_read_secret (options->password_file, error);
      if (!request->password)
        return FALSE;
    }
  if (options->passphrase_file)
    {
      request->passphrase = cli_read_secret (options->passphrase_file, error);
      if (!request->passphrase)
        return FALSE;
    }
  return TRUE;
}

static VfInventory *
load_file (CliRequest *request, const char *path, GError **error)
{
  const char *const paths[] = { path, NULL };

  return cli_load_inventory (paths, request->passphrase, cli_cancellable (), error);
}

/* What a person would want to know when the server then asks for a client certificate. */
static void
note_client_problems (CliRequest *request, VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    {
      VfFinding *finding = vf_inventory_get_finding (inventory, i);
      VfCode code = vf_finding_get_code (finding);

      if (code == VF_CODE_KEY_WITHOUT_CERTIFICATE || code == VF_CODE_CERTIFICATE_WITHOUT_KEY
          || code == VF_CODE_CLIENT_EXPIRED || code == VF_CODE_SEVERAL_IDENTITIES)
        g_ptr_array_add (request->findings, vf_finding_ref (finding));
    }
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
  return vf_credentials_new (vf_credentials_get_authorities (credentials), chain, key);
}

static VfCredentials *
load_credentials (CliRequest *request, const char *const *paths, GError **error)
{
  g_autoptr (VfInventory) inventory = cli_load_inventory (paths, request->passphrase, cli_cancellable (), error);
  g_autoptr (VfCredentials) credentials = NULL;

  if (!inventory)
    return NULL;
  note_client_problems (request, inventory);
  credentials = vf_credentials_new_from_inventory (inventory);
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

static VfPrivateKey *
first_key (VfInventory *inventory)
{
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (vf_item_get_kind (vf_inventory_get_item (inventory, i)) == VF_KIND_PRIVATE_KEY)
      return vf_item_get_key (vf_inventory_get_item (inventory, i));
  return NULL;
}

static VfPrivateKey *
load_key (CliRequest *request, const char *path, GError **error)
{
  g_autoptr (VfInventory) inventory = load_file (request, path, error);
  VfPrivateKey *key;

  if (!inventory)
    return NULL;
  key = first_key (inventory);
  if (!key)
    g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: there is no private key in it"), path);
  return key ? vf_private_key_ref (key) : NULL;
}

static GPtrArray *
load_chain (CliRequest *request, const char *path, GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (VfInventory) inventory = load_file (request, path, error);

  if (!inventory)
    return NULL;
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    if (vf_item_get_kind (vf_inventory_get_item (inventory, i)) == VF_KIND_CERTIFICATE)
      g_ptr_array_add (chain, vf_certificate_ref (vf_item_get_certificate (vf_inventory_get_item (inventory, i))));
  if (chain->len == 0)
    {
      g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("%s: there is no certificate in it"), path);
      return NULL;
    }
  return g_steal_pointer (&chain);
}

/* The text names certificate and key, so they are taken as named, and the check says if they do not fit. */
static VfCredentials *
with_named_client (CliRequest *request, VfPaste *paste, VfCredentials *credentials, GError **error)
{
  const char *certificate = path_keyword (paste, "sslcert");
  const char *key_path = certificate ? path_keyword (paste, "sslkey") : NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (VfPrivateKey) key = NULL;

  if (!certificate)
    return vf_credentials_ref (credentials);
  chain = load_chain (request, certificate, error);
  if (!chain)
    return NULL;
  if (key_path && !(key = load_key (request, key_path, error)))
    return NULL;
  return vf_credentials_new (vf_credentials_get_authorities (credentials), chain, key);
}

/* What the command line brings wins over what the text names. */
static VfCredentials *
read_credentials (CliRequest *request, const CliCheckOptions *options, VfPaste *paste, GError **error)
{
  const char *root = path_keyword (paste, "sslrootcert");
  const char *const root_only[] = { root, NULL };
  g_autoptr (VfCredentials) credentials = NULL;

  if (options->certificates)
    credentials = load_credentials (request, (const char *const *) options->certificates, error);
  else
    credentials = root ? load_credentials (request, root_only, error) : vf_credentials_new_empty ();
  if (!credentials)
    return NULL;
  if (options->certificates && vf_credentials_get_client_chain (credentials)->len > 0)
    return g_steal_pointer (&credentials);
  return with_named_client (request, paste, credentials, error);
}

static gboolean
has_word_of_its_own (const char *keyword)
{
  static const char *const words[] = { "host",    "hostaddr",    "port",    "dbname", "user",
                                       "sslmode", "sslrootcert", "sslcert", "sslkey", NULL };

  return g_strv_contains (words, keyword);
}

static gboolean
take_further_keywords (CliRequest *request, VfPaste *paste, GError **error)
{
  const char *const *keywords = vf_paste_list_keywords (paste);

  for (guint i = 0; keywords[i]; i++)
    {
      VfConnection *connection;

      if (has_word_of_its_own (keywords[i]))
        continue;
      connection = vf_connection_with_option (request->connection, keywords[i],
                                              vf_paste_get_keyword (paste, keywords[i]), error);
      if (!connection)
        return FALSE;
      take_connection (request, connection);
    }
  return TRUE;
}

/* No server is an answer like any other: the code is bad-target.  Broken text is a mistake on the command line. */
static gboolean
refuse (CliRequest *request, GError *why, GError **error)
{
  g_autoptr (VfTarget) nobody = vf_target_new (NULL, NULL, 0, NULL, NULL);

  if (!g_error_matches (why, VF_ERROR, VF_ERROR_SYNTAX))
    {
      g_propagate_error (error, g_error_copy (why));
      return FALSE;
    }
  request->refused = g_strdup (why->message);
  request->connection = vf_connection_new (nobody, NULL, VF_SSL_MODE_VERIFY_FULL);
  return TRUE;
}

static gboolean
take_paste (CliRequest *request, const CliCheckOptions *options, char *text, GError **error)
{
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (VfPaste) paste = vf_paste_parse (text, &unreadable);
  g_autoptr (VfCredentials) credentials = NULL;
  VfSslMode mode = VF_SSL_MODE_VERIFY_FULL;

  if (!paste)
    return refuse (request, unreadable, error);
  if (vf_paste_get_password (paste))
    {
      request->password = secret_value_ref (vf_paste_get_password (paste));
      explicit_bzero (text, strlen (text));
    }
  if (!set_secrets (request, options, error)
      || !(credentials = read_credentials (request, options, paste, error)))
    return FALSE;
  request->mode_is_open = !vf_paste_get_mode (paste, &mode);
  take_connection (request, vf_connection_new (vf_paste_get_target (paste), credentials, mode));
  if (vf_is_system_authorities_path (vf_paste_get_keyword (paste, "sslrootcert")) && !options->certificates)
    take_connection (request, vf_connection_with_system_authorities (request->connection, TRUE));
  return take_further_keywords (request, paste, error);
}

static gboolean
take_saved (CliRequest *request, const CliCheckOptions *options, VfStore *store, const char *name, GError **error)
{
  g_autoptr (VfCredentials) credentials = NULL;

  if (!set_secrets (request, options, error))
    return FALSE;
  request->connection = vf_store_load (store, name, error);
  if (!request->connection)
    return FALSE;
  if (!options->certificates && !options->mode && !options->apply)
    request->saved = g_strdup (name);
  if (!options->certificates)
    return TRUE;
  credentials = load_credentials (request, (const char *const *) options->certificates, error);
  if (!credentials)
    return FALSE;
  take_connection (request, vf_connection_with_credentials (request->connection, credentials));
  take_connection (request, vf_connection_with_system_authorities (request->connection, FALSE));
  return TRUE;
}

/* Whether @target is a saved name.  An unreadable store is no reason not to check a host. */
static gboolean
is_saved_name (VfStore *store, const char *target)
{
  g_autoptr (VfSaved) saved = vf_store_find (store, target, NULL);

  return saved != NULL;
}

/**
 * cli_request_new:
 * @options: the options of the command line, found valid
 * @target: (inout): a saved name, or anything that can be pasted; overwritten if it holds a password
 *
 * Reads every file that the check needs, so that it blocks, and everything that is to come from standard input.
 *
 * Returns: (transfer full) (nullable): a check, ready to run
 */
CliRequest *
cli_request_new (const CliCheckOptions *options, char *target, GError **error)
{
  g_autoptr (CliRequest) request = request_new_bare ();
  g_autoptr (VfStore) store = vf_store_new (NULL);
  gboolean taken = is_saved_name (store, target) ? take_saved (request, options, store, target, error)
                                                 : take_paste (request, options, target, error);

  if (!taken)
    return NULL;
  set_mode (request, options->mode);
  set_timeout (request, options->timeout);
  return g_steal_pointer (&request);
}

/**
 * cli_request_new_saved:
 * @name: of a saved connection
 * @timeout: seconds; 0 for the default
 *
 * Returns: (transfer full) (nullable): a check, ready to run
 */
CliRequest *
cli_request_new_saved (const char *name, int timeout, GError **error)
{
  g_autoptr (CliRequest) request = request_new_bare ();
  g_autoptr (VfStore) store = vf_store_new (NULL);

  request->saved = g_strdup (name);
  request->connection = vf_store_load (store, name, error);
  if (!request->connection)
    return NULL;
  set_timeout (request, timeout);
  return g_steal_pointer (&request);
}
