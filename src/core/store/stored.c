#include "config.h"

#include "store/store-private.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "connection/connection-private.h"
#include "connection/key-folder.h"
#include "error.h"
#include "store/folders.h"
#include "store/saved-private.h"

char *
vf_stored_get_folder (const VfServiceFile *file, const char *name, const char *folders)
{
  const char *path = vf_service_file_get (file, name, "sslcert");
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *id = folder ? g_path_get_dirname (folder) : NULL;
  g_autofree char *parent = id ? g_path_get_dirname (id) : NULL;

  /* somebody may have put in by hand what was exported */
  return g_strcmp0 (parent, folders) == 0 ? vf_folders_resolve (folder) : NULL;
}

static gboolean
read_file (const char *path, char **text, gsize *length, GError **error)
{
  return g_file_get_contents (path, text, length, error);
}

/* What this program wrote is strict PEM, and what others put into a section must be what libpq reads. */
static GPtrArray *
read_certificates (const char *path, GError **error)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autofree char *text = NULL;
  gsize length;
  BIO *bio;

  if (!read_file (path, &text, &length, error))
    return NULL;
  bio = BIO_new_mem_buf (text, (int) MIN (length, G_MAXINT));
  for (X509 *x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL); x509; x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL))
    {
      g_ptr_array_add (certificates, vf_certificate_new_from_x509 (x509));
      X509_free (x509);
    }
  BIO_free (bio);
  ERR_clear_error ();
  if (certificates->len > 0)
    return g_steal_pointer (&certificates);
  g_set_error (error, VF_ERROR, VF_ERROR_UNREADABLE, _ ("There is no certificate in “%s”."), path);
  return NULL;
}

static VfPrivateKey *
read_key (const char *path, GError **error)
{
  VfPrivateKey *key;
  char *text;
  gsize length;

  if (!read_file (path, &text, &length, error))
    return NULL;
  key = vf_private_key_new_from_pem (text, length, error);
  explicit_bzero (text, length);
  g_free (text);
  return key;
}

static VfCredentials *
read_credentials (const VfKeyFiles *files, GError **error)
{
  g_autoptr (GPtrArray) authorities = g_ptr_array_new ();
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (VfPrivateKey) key = NULL;

  if (files->root)
    {
      g_ptr_array_unref (authorities);
      authorities = read_certificates (files->root, error);
    }
  if (authorities && files->client_certificate)
    {
      g_ptr_array_unref (chain);
      chain = read_certificates (files->client_certificate, error);
    }
  if (!authorities || !chain)
    return NULL;
  if (files->client_key && !(key = read_key (files->client_key, error)))
    return NULL;
  return vf_credentials_new (authorities, chain, key);
}

VfCredentials *
vf_stored_read_folder (const char *generation, GError **error)
{
  g_autoptr (VfKeyFolder) folder = vf_key_folder_open (generation);

  return read_credentials (vf_key_folder_get_files (folder), error);
}

static const char *
file_if_there (const VfServiceFile *file, const char *name, const char *keyword)
{
  const char *path = vf_service_file_get (file, name, keyword);

  return path && g_path_is_absolute (path) && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? path : NULL;
}

/* A section of ours has all its files in one folder, also those that its mode does not use; one that somebody wrote
 * has what its keywords say. */
static VfCredentials *
load_credentials (const VfServiceFile *file, const char *name, const char *folders, GError **error)
{
  g_autofree char *path = vf_stored_get_folder (file, name, folders);
  VfKeyFiles files = { 0 };

  if (path)
    return vf_stored_read_folder (path, error);
  files.root = file_if_there (file, name, "sslrootcert");
  if (vf_is_system_authorities_path (files.root))
    files.root = NULL;
  files.client_certificate = file_if_there (file, name, "sslcert");
  files.client_key = file_if_there (file, name, "sslkey");
  return read_credentials (&files, error);
}

/* What the keywords' one function adds by itself is no option. */
static gboolean
is_option (const char *keyword, const char *value, const char *folders)
{
  if (vf_keyword_is_own (keyword))
    return FALSE;
  if (g_str_equal (keyword, "gssencmode"))
    return !g_str_equal (value, "disable");
  if (g_str_equal (keyword, "sslcrl"))
    return *value && !(g_str_has_prefix (value, folders) && g_str_has_suffix (value, "/none"));
  return TRUE;
}

static VfConnection *
add_options (VfConnection *taken, const VfServiceFile *file, const char *name, const char *folders, GError **error)
{
  g_auto (GStrv) keywords = vf_service_file_list_keywords (file, name);
  VfConnection *connection = taken;

  for (guint i = 0; connection && keywords[i]; i++)
    {
      const char *value = vf_service_file_get (file, name, keywords[i]);

      if (!value || is_option (keywords[i], value, folders))
        {
          VfConnection *with = vf_connection_with_option (connection, keywords[i], value, error);

          vf_connection_unref (connection);
          connection = with;
        }
    }
  if (!connection)
    g_prefix_error (error, "%s: ", name);
  return connection;
}

static gboolean
read_mode (const VfServiceFile *file, const char *name, VfSslMode *mode, GError **error)
{
  if (vf_ssl_mode_from_string (vf_service_file_get (file, name, "sslmode"), mode))
    return TRUE;
  g_set_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE,
               _ ("“%s” does not use one of the three modes Require, Verify-CA and Verify-Full."), name);
  return FALSE;
}

VfConnection *
vf_stored_load (const VfServiceFile *file, const char *name, const char *folders, const VfNote *note, GError **error)
{
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (VfConnection) bare = NULL;
  g_autoptr (VfTarget) target = NULL;
  gboolean system;
  VfSslMode mode;

  if (!read_mode (file, name, &mode, error))
    return NULL;
  credentials = load_credentials (file, name, folders, error);
  if (!credentials)
    return NULL;
  target = vf_saved_read_target (file, name);
  bare = vf_connection_new (target, credentials, mode);
  system = vf_is_system_authorities_path (vf_service_file_get (file, name, "sslrootcert"))
           || (mode == VF_SSL_MODE_REQUIRE && note && note->system_authorities);
  return add_options (vf_connection_with_system_authorities (bare, system), file, name, folders, error);
}
