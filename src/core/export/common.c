#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * vf_export_open_key:
 * @error: %VF_ERROR_LOCKED or %VF_ERROR_WRONG_PASSPHRASE
 *
 * Returns: (transfer full) (nullable): the client key, open; %NULL without an error if there is none
 */
VfPrivateKey *
vf_export_open_key (const VfExportSource *source, GError **error)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));

  if (!key || !vf_private_key_is_locked (key))
    return key ? vf_private_key_ref (key) : NULL;
  if (source->key_passphrase)
    return vf_private_key_unlock (key, source->key_passphrase, error);
  /* says that it is locked */
  vf_private_key_to_pem (key, NULL, error);
  return NULL;
}

/**
 * vf_export_make_key_pem:
 * @pem: (nullable) (transfer full) (out): the client key as PEM; %NULL if there is none
 *
 * One that is locked stays as it lies in the store, so nobody has to open it for that.
 *
 * Returns: whether it could be made
 */
gboolean
vf_export_make_key_pem (const VfExportSource *source, GBytes **pem, GError **error)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));

  *pem = !key                             ? NULL
         : vf_private_key_is_locked (key) ? vf_private_key_get_locked_pem (key)
                                          : vf_private_key_to_pem (key, source->key_passphrase, error);
  return !key || *pem;
}

/**
 * vf_export_is_key_pem:
 * @bytes: what was read again
 *
 * Returns: whether @bytes are what vf_export_make_key_pem() makes; if each time is another because the key is encrypted
 *   anew, whether they are a key that is locked
 */
gboolean
vf_export_is_key_pem (const VfExportSource *source, const char *bytes, gsize length)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));
  g_autoptr (GBytes) made = NULL;
  g_autoptr (GBytes) read = g_bytes_new (bytes, length);
  g_autoptr (VfPrivateKey) again = NULL;

  if (key && !vf_private_key_is_locked (key) && vf_private_key_is_encrypted (key) && source->key_passphrase)
    {
      again = vf_private_key_new_from_pem (bytes, length, NULL);
      return again && vf_private_key_is_locked (again);
    }
  return vf_export_make_key_pem (source, &made, NULL) && made && g_bytes_equal (made, read);
}

/**
 * vf_export_note_locked:
 *
 * For destinations that are files, and nothing that could hold a passphrase.
 */
void
vf_export_note_locked (const VfExportSource *source, VfExport *export)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));

  if (key && vf_private_key_is_encrypted (key))
    vf_export_take_note (export, g_strdup (_ ("The key stays encrypted, and its passphrase is not in it. Programs that are "
                                              "built on libpq take it as “sslpassword”.")));
}

/**
 * vf_export_add_der_key:
 * @file: the name that the key gets
 * @path: (out) (transfer full) (nullable): where the file will be; %NULL without an error if there is no key
 * @locked: (out): whether it stays encrypted although its passphrase is known, so that the program has to be told it
 * @error: that of vf_export_open_key(), or of writing the key
 *
 * Adds the client key as PKCS#8 DER, the one form that every version of Java's driver reads.
 *
 * Returns: whether there was nothing wrong with the key
 */
gboolean
vf_export_add_der_key (const VfExportSource *source, VfExport *export, const char *file, char **path, gboolean *locked,
                       GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (VfPrivateKey) key = vf_export_open_key (source, &failed);
  g_autoptr (GBytes) der = key ? vf_private_key_to_der (key, source->key_passphrase, &failed) : NULL;

  *path = NULL;
  *locked = FALSE;
  if (failed)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (!key)
    return TRUE;
  *path = vf_export_path (source, file);
  *locked = vf_private_key_is_encrypted (key) && source->key_passphrase;
  vf_export_add_file (export, file, der, TRUE);
  vf_export_mark_copy (export);
  return TRUE;
}

/* What every connection says only to keep libpq away from the home folder. */
static gboolean
is_pin (const VfExportSource *source, const char *keyword, const char *value)
{
  return g_str_equal (value, source->files->none) || !*value
         || (g_str_equal (keyword, "gssencmode") && g_str_equal (value, "disable"));
}

/**
 * vf_export_note_unsaid:
 * @said: (array zero-terminated=1): libpq's keywords that the destination has a word for
 * @reader: the program's name
 *
 * One note for each keyword that somebody chose and that the destination cannot say.
 */
void
vf_export_note_unsaid (const VfExportSource *source, VfExport *export, const char *const *said, const char *reader)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      const char *keyword = vf_keywords_get_name (keywords, i);
      const char *value = vf_keywords_get_value (keywords, i);

      if (g_strv_contains (said, keyword) || is_pin (source, keyword, value))
        continue;
      if (g_str_equal (keyword, "hostaddr"))
        /* Translators: %1$s is a program, %2$s an address, %3$s a host name */
        vf_export_take_note (export,
                             g_strdup_printf (_ ("%1$s cannot be told an address besides the name. Put the line “%2$s %3$s” "
                                                 "into /etc/hosts, so that the name leads there."),
                                              reader, value,
                                              vf_target_get_host (vf_connection_get_target (source->connection))));
      else
        /* Translators: %1$s is a keyword of libpq, %2$s a program */
        vf_export_take_note (export, g_strdup_printf (_ ("“%1$s” is left out: %2$s has no word for it."), keyword,
                                                      reader));
    }
}

/**
 * vf_export_plain_name:
 *
 * Returns: (transfer full): lower case letters, digits and single hyphens; "connection" if nothing else is left.  That
 *   is what Kubernetes takes for a name (RFC 1123), and every file system.
 */
char *
vf_export_plain_name (const char *name)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = name; *p && plain->len < 40; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (plain, g_ascii_tolower (*p));
    else if (plain->len > 0 && plain->str[plain->len - 1] != '-')
      g_string_append_c (plain, '-');
  while (plain->len > 0 && plain->str[plain->len - 1] == '-')
    g_string_truncate (plain, plain->len - 1);
  if (plain->len == 0)
    g_string_append (plain, "connection");
  return g_string_free (plain, FALSE);
}

/**
 * vf_export_check_host:
 *
 * Returns: whether there is a host that every program takes; %VF_ERROR_NOT_EXPRESSIBLE
 */
gboolean
vf_export_check_host (const VfExportSource *source, GError **error)
{
  const char *host = vf_target_get_host (vf_connection_get_target (source->connection));

  if (!host || strchr (host, '%'))
    return vf_export_refuse (error, "host", _ ("A name is needed, or an address without a zone."));
  return TRUE;
}

/**
 * vf_export_note_password:
 *
 * For destinations that take the password from a variable.
 */
void
vf_export_note_password (VfExport *export)
{
  vf_export_take_note (export, g_strdup (_ ("The password comes from the variable PGPASSWORD, so that it does not stand "
                                            "here.")));
}
