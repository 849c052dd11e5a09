#include "config.h"

#include "store/foreign-private.h"

#include <glib/gi18n.h>

#include "connection/connection-private.h"
#include "error.h"
#include "import/named-files.h"

/* the one that stands in the list wins: it belongs to this key */
static SecretValue *
choose_passphrase (VfForeign *foreign, SecretValue *given)
{
  SecretValue *said = vf_settings_get_passphrase (vf_foreign_get_settings (foreign));

  return said ? said : given;
}

static void
note_error (GPtrArray *notes, GError *error)
{
  g_ptr_array_add (notes, g_strdup (error->message));
  g_error_free (error);
}

static GPtrArray *
read_certificates (const char *path, gint64 now, GPtrArray *notes)
{
  GError *error = NULL;
  GPtrArray *certificates = path ? vf_named_file_read_certificates (path, NULL, now, &error) : NULL;

  if (error)
    note_error (notes, error);
  return certificates ? certificates : g_ptr_array_new ();
}

/* (nullable): a key that does not open cannot be kept, because its file must not be the only copy */
static VfPrivateKey *
read_key (const char *path, SecretValue *passphrase, gint64 now, GPtrArray *notes)
{
  g_autoptr (VfPrivateKey) key = NULL;
  GError *error = NULL;

  if (path)
    key = vf_named_file_read_key (path, passphrase, now, &error);
  if (error)
    note_error (notes, error);
  if (!key || !vf_private_key_is_locked (key))
    return g_steal_pointer (&key);
  /* Translators: %s is a path */
  g_ptr_array_add (notes, g_strdup_printf (_ ("The key “%s” is locked, and its passphrase is not known here. The client "
                                              "certificate is left out; add both when you edit the connection."), path));
  return NULL;
}

static VfCredentials *
read_credentials (VfForeign *foreign, SecretValue **key_passphrase, gint64 now, GPtrArray *notes)
{
  g_autoptr (SecretValue) passphrase = *key_passphrase;
  SecretValue *opener = choose_passphrase (foreign, passphrase);
  g_autoptr (GPtrArray) authorities = read_certificates (vf_foreign_get_root (foreign), now, notes);
  g_autoptr (GPtrArray) chain = read_certificates (vf_foreign_get_certificate (foreign), now, notes);
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (VfPrivateKey) key
    = chain->len > 0 ? read_key (vf_foreign_get_key (foreign), opener, now, notes) : NULL;
  gboolean encrypted = key && vf_private_key_is_encrypted (key);

  *key_passphrase = encrypted && opener ? secret_value_ref (opener) : NULL;
  return vf_credentials_new (authorities, key ? chain : nobody, key);
}

/* What this program says by itself, or says by a word of its own. */
static gboolean
is_option (const char *keyword, const char *value)
{
  if (vf_keyword_is_own (keyword) || vf_keyword_is_barred (keyword))
    return FALSE;
  if (g_str_equal (keyword, "gssencmode"))
    return !g_str_equal (value, "disable");
  /* libpq does not miss a list of revoked certificates that is not there */
  if (g_str_equal (keyword, "sslcrl"))
    return g_path_is_absolute (value) && g_file_test (value, G_FILE_TEST_IS_REGULAR);
  return TRUE;
}

static VfConnection *
add_options (VfForeign *foreign, VfConnection *bare, GPtrArray *notes)
{
  VfSettings *settings = vf_foreign_get_settings (foreign);
  g_auto (GStrv) keywords = vf_settings_list (settings);
  VfConnection *connection = bare;

  for (guint i = 0; keywords[i]; i++)
    {
      const char *value = vf_settings_get (settings, keywords[i]);
      GError *error = NULL;
      VfConnection *with
        = is_option (keywords[i], value) ? vf_connection_with_option (connection, keywords[i], value, &error) : NULL;

      if (error)
        note_error (notes, error);
      if (with)
        {
          vf_connection_unref (connection);
          connection = with;
        }
    }
  return connection;
}

/**
 * vf_foreign_load:
 * @key_passphrase: (inout) (nullable): what may open the client key; then what its copy shall stay encrypted with
 * @now: seconds since the epoch
 * @notes: (element-type utf8): gains what is wrong with the files
 *
 * Reads the files that it names.  One that cannot be read is told and left out.  Blocks.
 *
 * Returns: (transfer full) (nullable): the connection as it would be kept; %VF_ERROR_NOT_EXPRESSIBLE if there is an
 *   obstacle
 */
VfConnection *
vf_foreign_load (VfForeign *foreign, SecretValue **key_passphrase, gint64 now, GPtrArray *notes, GError **error)
{
  const char *root = vf_settings_get (vf_foreign_get_settings (foreign), "sslrootcert");
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) bare = NULL;
  VfSslMode mode;

  if (vf_foreign_get_obstacle (foreign))
    {
      g_set_error_literal (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE, vf_foreign_get_obstacle (foreign));
      return NULL;
    }
  vf_foreign_get_mode (foreign, &mode);
  credentials = read_credentials (foreign, key_passphrase, now, notes);
  bare = vf_connection_new (vf_foreign_get_target (foreign), credentials, mode);
  return add_options (foreign, vf_connection_with_system_authorities (bare, vf_is_system_authorities_path (root)), notes);
}

/**
 * vf_foreign_choose_name:
 * @taken: (nullable) (element-type utf8): names that are not free either
 *
 * Returns: (transfer full): its own name if it is free and can be one here, else one like it
 */
char *
vf_foreign_choose_name (VfForeign *foreign, VfStore *store, const GPtrArray *taken)
{
  const char *own = vf_foreign_get_name (foreign);
  g_autofree char *name = own ? vf_store_free_name (store, own, taken) : NULL;
  g_autofree char *made = NULL;

  if (name)
    return g_steal_pointer (&name);
  made = vf_store_suggest_name (store, vf_foreign_get_target (foreign));
  return vf_store_free_name (store, made, taken);
}

/**
 * vf_foreign_keep:
 * @connection: what vf_foreign_load() gave
 * @key_passphrase: (nullable): and what it gave, too
 *
 * Keeps it unproven.  Blocks for as long as a disk takes.
 *
 * Returns: whether it was kept; as vf_store_save()
 */
gboolean
vf_foreign_keep (VfForeign *foreign,
                 VfStore *store,
                 const char *name,
                 VfConnection *connection,
                 SecretValue *key_passphrase,
                 GError **error)
{
  const char *word = vf_foreign_get_word (foreign);
  VfSslMode mode;

  if (!vf_store_save (store, name, connection, key_passphrase, NULL, FALSE, error))
    return FALSE;
  return vf_foreign_get_mode (foreign, &mode) || vf_store_note_undecided (store, name, word ? word : "", error);
}
