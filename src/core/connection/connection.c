#include "config.h"

#include "connection/connection.h"

#include <glib/gi18n.h>

#include "connection/connection-private.h"
#include "error.h"

struct _VfConnection
{
  VfTarget *target;
  VfCredentials *credentials;
  VfSslMode mode;
  gboolean system_authorities;
  gboolean unproven_password;
  char *accepted_certificate;
  GPtrArray *keywords; /* names of the options, sorted, NULL at the end */
  GHashTable *options; /* name → value */
};

static VfConnection *
connection_new_bare (VfTarget *target, VfCredentials *credentials, VfSslMode mode, gboolean system_authorities)
{
  VfConnection *connection = g_atomic_rc_box_new0 (VfConnection);

  connection->target = vf_target_ref (target);
  connection->credentials = credentials ? vf_credentials_ref (credentials) : vf_credentials_new_empty ();
  connection->mode = mode;
  connection->system_authorities = system_authorities;
  connection->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return connection;
}

static int
compare_keywords (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static VfConnection *
connection_seal (VfConnection *connection)
{
  GHashTableIter iter;
  gpointer keyword;

  connection->keywords = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, connection->options);
  while (g_hash_table_iter_next (&iter, &keyword, NULL))
    g_ptr_array_add (connection->keywords, keyword);
  g_ptr_array_sort (connection->keywords, compare_keywords);
  g_ptr_array_add (connection->keywords, NULL);
  return connection;
}

static void
copy_options (const VfConnection *from, VfConnection *to)
{
  GHashTableIter iter;
  gpointer keyword, value;

  g_hash_table_iter_init (&iter, from->options);
  while (g_hash_table_iter_next (&iter, &keyword, &value))
    g_hash_table_insert (to->options, g_strdup (keyword), g_strdup (value));
}

/* What a person has agreed to goes with the connection while it is being mended. */
static void
copy_consent (const VfConnection *from, VfConnection *to)
{
  to->unproven_password = from->unproven_password;
  to->accepted_certificate = g_strdup (from->accepted_certificate);
}

static VfConnection *
connection_with (const VfConnection *from,
                 VfTarget *target,
                 VfCredentials *credentials,
                 VfSslMode mode,
                 gboolean system_authorities)
{
  VfConnection *connection = connection_new_bare (target, credentials, mode, system_authorities);

  copy_consent (from, connection);
  copy_options (from, connection);
  return connection_seal (connection);
}

/**
 * vf_connection_new:
 * @target: who is asked
 * @credentials: (nullable): with which authorities and client certificate; %NULL for none
 * @mode: how strictly
 *
 * Returns: (transfer full): a new connection without further options
 */
VfConnection *
vf_connection_new (VfTarget *target, VfCredentials *credentials, VfSslMode mode)
{
  return connection_seal (connection_new_bare (target, credentials, mode, FALSE));
}

/**
 * vf_connection_with_target:
 *
 * Consent was for the server that was asked then, so another one has to be agreed to anew.
 *
 * Returns: (transfer full): the same connection to @target
 */
VfConnection *
vf_connection_with_target (VfConnection *connection, VfTarget *target)
{
  VfConnection *changed = connection_with (connection, target, connection->credentials, connection->mode,
                                           connection->system_authorities);

  if (!vf_target_equal (connection->target, target))
    {
      changed->unproven_password = FALSE;
      g_clear_pointer (&changed->accepted_certificate, g_free);
    }
  return changed;
}

/**
 * vf_connection_with_credentials:
 * @credentials: (nullable): %NULL for none
 *
 * Returns: (transfer full): the same connection with @credentials
 */
VfConnection *
vf_connection_with_credentials (VfConnection *connection, VfCredentials *credentials)
{
  return connection_with (connection, connection->target, credentials, connection->mode,
                          connection->system_authorities);
}

/**
 * vf_connection_with_mode:
 *
 * Returns: (transfer full): the same connection in @mode
 */
VfConnection *
vf_connection_with_mode (VfConnection *connection, VfSslMode mode)
{
  return connection_with (connection, connection->target, connection->credentials, mode,
                          connection->system_authorities);
}

/**
 * vf_connection_with_system_authorities:
 * @use: whether the authorities that the system trusts judge the server, instead of the imported ones
 *
 * Returns: (transfer full): the same connection
 */
VfConnection *
vf_connection_with_system_authorities (VfConnection *connection, gboolean use)
{
  return connection_with (connection, connection->target, connection->credentials, connection->mode, use);
}

/**
 * vf_connection_with_unproven_password:
 * @allow: whether the password may be sent in a form that can be read to a server that has not proven who it is
 *
 * A decision of the person for the checks to come.  It is no keyword, so it is neither kept nor exported.
 *
 * Returns: (transfer full): the same connection
 */
VfConnection *
vf_connection_with_unproven_password (VfConnection *connection, gboolean allow)
{
  VfConnection *changed = connection_with (connection, connection->target, connection->credentials, connection->mode,
                                           connection->system_authorities);

  changed->unproven_password = allow;
  return changed;
}

/**
 * vf_connection_with_accepted_certificate:
 * @sha256: (nullable): fingerprint of a certificate, "AA:BB:…"; %NULL for none
 *
 * A decision of the person for the checks to come: the server may show this certificate, although nothing ties it to
 * the one that is remembered.  It is no keyword, so it is neither kept nor exported.
 *
 * Returns: (transfer full): the same connection
 */
VfConnection *
vf_connection_with_accepted_certificate (VfConnection *connection, const char *sha256)
{
  VfConnection *changed = connection_with (connection, connection->target, connection->credentials, connection->mode,
                                           connection->system_authorities);

  g_free (changed->accepted_certificate);
  changed->accepted_certificate = g_strdup (sha256);
  return changed;
}

static gboolean
check_option (const char *keyword, GError **error)
{
  if (vf_keyword_is_own (keyword) || vf_keyword_is_barred (keyword))
    /* Translators: %s is a libpq keyword such as “host” or “password” */
    g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX, _ ("“%s” cannot be given as a further option."), keyword);
  else if (!vf_libpq_knows_keyword (keyword))
    g_set_error (error, VF_ERROR, VF_ERROR_SYNTAX,
                 _ ("“%s” is not an option that this version of libpq knows."), keyword);
  else
    return TRUE;
  return FALSE;
}

/**
 * vf_connection_with_option:
 * @keyword: a libpq keyword
 * @value: (nullable): its value, or %NULL to take the keyword away
 *
 * Returns: (transfer full) (nullable): the same connection with the option, or %NULL with %VF_ERROR_SYNTAX if the
 *   keyword has a word of its own here, is a secret, or is not known to the libpq at run time
 */
VfConnection *
vf_connection_with_option (VfConnection *connection, const char *keyword, const char *value, GError **error)
{
  VfConnection *changed;

  if (!check_option (keyword, error))
    return NULL;
  changed = connection_new_bare (connection->target, connection->credentials, connection->mode,
                                 connection->system_authorities);
  copy_consent (connection, changed);
  copy_options (connection, changed);
  if (value)
    g_hash_table_insert (changed->options, g_strdup (keyword), g_strdup (value));
  else
    g_hash_table_remove (changed->options, keyword);
  return connection_seal (changed);
}

VfConnection *
vf_connection_ref (VfConnection *connection)
{
  return g_atomic_rc_box_acquire (connection);
}

static void
connection_clear (gpointer data)
{
  VfConnection *connection = data;

  vf_target_unref (connection->target);
  vf_credentials_unref (connection->credentials);
  g_ptr_array_unref (connection->keywords);
  g_hash_table_unref (connection->options);
  g_free (connection->accepted_certificate);
}

void
vf_connection_unref (VfConnection *connection)
{
  g_atomic_rc_box_release_full (connection, connection_clear);
}

static gboolean
same_options (const VfConnection *a, const VfConnection *b)
{
  GHashTableIter iter;
  gpointer keyword, value;

  if (g_hash_table_size (a->options) != g_hash_table_size (b->options))
    return FALSE;
  g_hash_table_iter_init (&iter, a->options);
  while (g_hash_table_iter_next (&iter, &keyword, &value))
    if (g_strcmp0 (g_hash_table_lookup (b->options, keyword), value) != 0)
      return FALSE;
  return TRUE;
}

/**
 * vf_connection_equal:
 *
 * Returns: whether both ask the same server in the same way, with the very same credentials and with the same consent
 */
gboolean
vf_connection_equal (const VfConnection *a, const VfConnection *b)
{
  return a->credentials == b->credentials && a->mode == b->mode && a->system_authorities == b->system_authorities
         && a->unproven_password == b->unproven_password
         && g_strcmp0 (a->accepted_certificate, b->accepted_certificate) == 0
         && vf_target_equal (a->target, b->target) && same_options (a, b);
}

/**
 * vf_connection_get_target:
 *
 * Returns: (transfer none): who is asked
 */
VfTarget *
vf_connection_get_target (const VfConnection *connection)
{
  return connection->target;
}

/**
 * vf_connection_get_credentials:
 *
 * Returns: (transfer none): the credentials; empty ones if there are none
 */
VfCredentials *
vf_connection_get_credentials (const VfConnection *connection)
{
  return connection->credentials;
}

/**
 * vf_connection_get_mode:
 *
 * Returns: how strictly the server is asked who it is
 */
VfSslMode
vf_connection_get_mode (const VfConnection *connection)
{
  return connection->mode;
}

/**
 * vf_connection_get_system_authorities:
 *
 * Returns: whether the system's authorities are trusted instead of imported ones (libpq 16 and newer)
 */
gboolean
vf_connection_get_system_authorities (const VfConnection *connection)
{
  return connection->system_authorities;
}

/**
 * vf_connection_get_unproven_password:
 *
 * Returns: whether somebody has agreed to send the password to a server that has not proven who it is
 */
gboolean
vf_connection_get_unproven_password (const VfConnection *connection)
{
  return connection->unproven_password;
}

const char *
vf_connection_get_accepted_certificate (const VfConnection *connection)
{
  return connection->accepted_certificate;
}

/**
 * vf_connection_get_option:
 *
 * Returns: (nullable) (transfer none): the value of a further option
 */
const char *
vf_connection_get_option (const VfConnection *connection, const char *keyword)
{
  return g_hash_table_lookup (connection->options, keyword);
}

gboolean
vf_connection_is_direct (const VfConnection *connection)
{
  return g_strcmp0 (vf_connection_get_option (connection, "sslnegotiation"), "direct") == 0;
}

/**
 * vf_connection_list_options:
 *
 * Returns: (transfer none) (array zero-terminated=1): the keywords of the further options, sorted
 */
const char *const *
vf_connection_list_options (const VfConnection *connection)
{
  return (const char *const *) connection->keywords->pdata;
}
