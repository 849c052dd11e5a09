#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>

#include "export/quote.h"

static void
append_export (GString *text, const char *variable, const char *value)
{
  g_autofree char *word = vf_quote_shell (value);

  g_string_append_printf (text, "export %s=%s\n", variable, word);
}

static void
append_option (GString *text, const char *option, const char *value)
{
  g_autofree char *word = value ? vf_quote_shell (value) : NULL;

  if (word)
    g_string_append_printf (text, " %s %s", option, word);
}

/* Its libpq has no keyword that libpq 9.2 had not, so only these four are said. */
static void
append_variables (GString *text, const VfExportSource *source, const VfKeywords *keywords)
{
  append_export (text, "PGSSLMODE", vf_keywords_lookup (keywords, "sslmode"));
  if (vf_connection_get_mode (source->connection) != VF_SSL_MODE_REQUIRE)
    append_export (text, "PGSSLROOTCERT", vf_keywords_lookup (keywords, "sslrootcert"));
  if (source->files->client_key)
    {
      append_export (text, "PGSSLCERT", source->files->client_certificate);
      append_export (text, "PGSSLKEY", source->files->client_key);
    }
}

static void
add_notes (const VfExportSource *source, VfExport *export)
{
  VfPrivateKey *key = vf_credentials_get_client_key (vf_connection_get_credentials (source->connection));

  if (key && vf_private_key_is_encrypted (key))
    vf_export_take_note (export, g_strdup (_ ("The key is encrypted. gsql takes its passphrase only from the files "
                                              "client.key.cipher and client.key.rand beside the key.")));
  if (vf_connection_get_mode (source->connection) == VF_SSL_MODE_VERIFY_FULL)
    vf_export_take_note (export, g_strdup (_ ("gsql compares the host only with the common name of the certificate, so "
                                              "Verify-Full may fail there although it works here.")));
}

/**
 * vf_export_gsql:
 *
 * GaussDB's own client: a fork of psql whose libpq reads these variables.
 */
gboolean
vf_export_gsql (const VfExportSource *source, VfExport *export, GError **error)
{
  static const char *const said[]
    = { "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", NULL };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  const char *hostaddr = vf_keywords_lookup (keywords, "hostaddr");
  GString *text;

  if (g_str_equal (vf_keywords_lookup (keywords, "sslrootcert"), "system"))
    return vf_export_refuse (error, "sslrootcert", _ ("gsql needs the authorities as a file."));
  text = g_string_new (NULL);
  append_variables (text, source, keywords);
  if (hostaddr)
    append_export (text, "PGHOSTADDR", hostaddr);
  g_string_append (text, "gsql");
  append_option (text, "-h", vf_keywords_lookup (keywords, "host"));
  append_option (text, "-p", vf_keywords_lookup (keywords, "port"));
  append_option (text, "-d", vf_keywords_lookup (keywords, "dbname"));
  append_option (text, "-U", vf_keywords_lookup (keywords, "user"));
  vf_export_take_text (export, g_string_free (g_string_append_c (text, '\n'), FALSE));
  vf_export_note_unsaid (source, export, said, "gsql");
  add_notes (source, export);
  return TRUE;
}

/* Its libpq reads the variables, and the rest stands behind the options. */
static VfKeywords *
to_meant (const VfExportSource *source, const VfKeywords *keywords)
{
  static const char *const said[] = { "sslmode", "sslrootcert", "sslcert", "sslkey", "hostaddr" };
  VfKeywords *meant = vf_keywords_new ();

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      const char *value = vf_keywords_lookup (keywords, said[i]);

      if (value && !g_str_equal (value, source->files->none))
        vf_keywords_add (meant, vf_export_find_variable (said[i]), value);
    }
  return meant;
}

static gboolean
is_command (char **words, const VfKeywords *keywords, GError **error)
{
  static const struct
  {
    const char *option;
    const char *keyword;
  } said[] = { { "-h", "host" }, { "-p", "port" }, { "-d", "dbname" }, { "-U", "user" } };
  guint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      const char *value = vf_keywords_lookup (keywords, said[i].keyword);

      if (!value)
        continue;
      if (!words[n] || !g_str_equal (words[n], said[i].option)
          || !vf_export_check_value (words[n + 1], value, said[i].keyword, error))
        return FALSE;
      n += 2;
    }
  return words[n] == NULL;
}

gboolean
vf_reread_gsql (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autoptr (VfKeywords) meant = to_meant (source, keywords);
  g_auto (GStrv) words = NULL;
  GHashTable *read = vf_read_shell_variables (vf_export_get_text (export), &words);

  if (!vf_export_check_read (read, meant, error))
    return FALSE;
  return words ? is_command (words, keywords, error) : vf_export_check_value (NULL, "", "host", error);
}
