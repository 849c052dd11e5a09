#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/insertion-private.h"
#include "export/quote.h"
#include "store/service-file.h"

#define DRIVER "PostgreSQL Unicode"
/* bytes; unixODBC reads a line of odbc.ini in pieces of this size, with an end of its own, and forgets the second */
#define MAX_LINE 1000

static const char *const in_front[] = { "host", "port", "dbname", "user", "sslmode", NULL };

/* psqlODBC hands the rest to libpq as it is. */
static char *
make_pqopt (const VfKeywords *keywords)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    if (!g_strv_contains (in_front, vf_keywords_get_name (keywords, i)))
      {
        g_autofree char *value = vf_quote_conninfo (vf_keywords_get_value (keywords, i));

        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", vf_keywords_get_name (keywords, i), value);
      }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *keyword;
  const char *attribute;
} attributes[] = {
  { "host", "Servername" }, { "port", "Port" }, { "dbname", "Database" }, { "user", "Username" },
  { "sslmode", "SSLmode" },
};

/* The value is read as it stands, without quotes, and blanks around it are lost. */
static gboolean
check_plain (const char *attribute, const char *keyword, const char *value, GError **error)
{
  if (strlen (attribute) + strlen ("=") + strlen (value) >= MAX_LINE)
    return vf_export_refuse (error, keyword, _ ("It is longer than unixODBC can read."));
  if (*value && (g_ascii_isspace (value[0]) || g_ascii_isspace (value[strlen (value) - 1])))
    return vf_export_refuse (error, keyword, _ ("It begins or ends with a blank, which unixODBC takes away."));
  /* after a blank unixODBC may take it for a comment, psqlODBC for a value in braces */
  if (strchr (value, ';') || value[0] == '{')
    return vf_export_refuse (error, keyword, _ ("It contains a character that has a meaning of its own in odbc.ini."));
  return TRUE;
}

static gboolean
append_plain (GString *text, const char *attribute, const char *keyword, const char *value, GError **error)
{
  if (!check_plain (attribute, keyword, value, error))
    return FALSE;
  g_string_append_printf (text, "%s=%s\n", attribute, value);
  return TRUE;
}

static void
note_driver (VfExport *export)
{
  /* Translators: %s is the name of an ODBC driver */
  vf_export_take_note (export, g_strdup_printf (_ ("The driver is called “%s” on Debian and Fedora; “odbcinst -q -d” lists "
                                                   "what it is called here."), DRIVER));
}

static gboolean
append_section (GString *text, const VfKeywords *keywords, GError **error)
{
  g_autofree char *pqopt = make_pqopt (keywords);

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = vf_keywords_lookup (keywords, attributes[i].keyword);

      if (value && !append_plain (text, attributes[i].attribute, attributes[i].keyword, value, error))
        return FALSE;
    }
  return append_plain (text, "pqopt", "pqopt", pqopt, error);
}

/**
 * vf_export_odbc:
 *
 * A section of ~/.odbc.ini.
 */
gboolean
vf_export_odbc (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autofree char *name = vf_export_plain_name (source->name);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!vf_export_check_lines (keywords, error))
    return FALSE;
  g_string_append_printf (text, "[%s]\nDriver=" DRIVER "\n", name);
  if (!append_section (text, keywords, error))
    return FALSE;
  vf_export_take_text (export, g_strdup (text->str));
  vf_export_add_text_file (export, "odbc.ini");
  note_driver (export);
  return TRUE;
}

/* {value} with the closing brace doubled */
static void
append_braced (GString *text, const char *attribute, const char *value)
{
  g_string_append_printf (text, "%s={", attribute);
  for (const char *p = value; *p; p++)
    g_string_append_printf (text, "%s%c", *p == '}' ? "}" : "", *p);
  g_string_append (text, "};");
}

/* psqlODBC takes braces off the password and pqopt alone; anywhere else they would be part of the value. */
static gboolean
append_bare (GString *text, const char *attribute, const char *keyword, const char *value, GError **error)
{
  gsize length = strlen (value);

  if (strpbrk (value, ";{}")
      || (length > 0 && (g_ascii_isspace (value[0]) || g_ascii_isspace (value[length - 1]))))
    return vf_export_refuse (error, keyword, _ ("psqlODBC has no way to write braces, a semicolon, or blanks at the ends "
                                                "there."));
  g_string_append_printf (text, "%s=%s;", attribute, value);
  return TRUE;
}

/**
 * vf_export_odbc_string:
 *
 * A connection string, for programs that take one instead of a DSN.
 */
gboolean
vf_export_odbc_string (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autofree char *pqopt = make_pqopt (keywords);
  g_autoptr (GString) text = g_string_new ("Driver={" DRIVER "};");

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *keyword = attributes[i].keyword;
      const char *value = vf_keywords_lookup (keywords, keyword);

      if (value && !append_bare (text, attributes[i].attribute, keyword, value, error))
        return FALSE;
    }
  append_braced (text, "pqopt", pqopt);
  vf_export_take_text (export, g_strdup (text->str));
  note_driver (export);
  return TRUE;
}

/* --- read again --- */

/* psqlODBC hands pqopt to libpq, with what stands beside it. */
static gboolean
is_meant (const VfExportSource *source, GHashTable *taken, GError **error)
{
  g_autoptr (GHashTable) read = taken;
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  GHashTable *said = read && g_hash_table_contains (read, "pqopt")
                       ? vf_read_libpq (g_hash_table_lookup (read, "pqopt"), NULL) : NULL;

  for (guint i = 0; said && i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = g_hash_table_lookup (read, attributes[i].attribute);

      if (value)
        g_hash_table_insert (said, g_strdup (attributes[i].keyword), g_strdup (value));
    }
  return vf_export_check_read (said, keywords, error);
}

gboolean
vf_reread_odbc (const VfExportSource *source, const VfExport *export, GError **error)
{
  g_autofree char *name = vf_export_plain_name (source->name);

  return is_meant (source, vf_read_data_source (vf_export_get_text (export), name), error);
}

gboolean
vf_reread_odbc_string (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_read_odbc_string (vf_export_get_text (export)), error);
}

/* --- into the person's own file --- */

/* unixODBC does not tell capitals from small letters in the name of a section. */
static char *
find_section (const VfServiceFile *file, const char *name)
{
  g_auto (GStrv) names = vf_service_file_list (file);

  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (names[i]));

      if (g_ascii_strcasecmp (stripped, name) == 0)
        return g_strdup (names[i]);
    }
  return g_strdup (name);
}

/* Takes the section out of @file. */
static VfInsertionState
compare_section (VfServiceFile *file, const char *name, const char *section, const VfExportSource *source)
{
  g_autofree char *there = vf_service_file_remove (file, name);
  g_auto (GStrv) lines = g_strsplit (there ? there : "", "\n", -1);
  g_autofree char *plain = NULL;
  g_autofree char *renewed = NULL;

  for (guint i = 0; lines[i]; i++)
    g_strchomp (lines[i]);
  plain = g_strjoinv ("\n", lines);
  renewed = vf_insertion_renew (plain, source);
  if (g_str_has_prefix (plain, section))
    return VF_INSERTION_PRESENT;
  return g_str_has_prefix (renewed, section) ? VF_INSERTION_OUTDATED : VF_INSERTION_REPLACES;
}

static gboolean
change_data_source (const VfExportSource *source, GBytes *before, GBytes **after, VfInsertionState *state, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (before, &length);
  g_autoptr (VfExport) export = vf_export_make (vf_destination_find ("odbc"), source, error);
  g_autoptr (VfServiceFile) file = export ? vf_service_file_parse (text ? text : "", length, error) : NULL;
  g_autoptr (VfServiceFile) copy = file ? vf_service_file_parse (text ? text : "", length, error) : NULL;
  g_autofree char *plain = vf_export_plain_name (source->name);
  g_autofree char *name = NULL;

  if (!copy)
    return FALSE;
  name = find_section (file, plain);
  *state = vf_service_file_has (file, name) ? compare_section (copy, name, vf_export_get_text (export), source)
                                            : VF_INSERTION_NEW;
  if (*state == VF_INSERTION_PRESENT)
    {
      *after = g_bytes_ref (before);
      return TRUE;
    }
  vf_service_file_set_text (file, name, vf_export_get_text (export));
  *after = vf_service_file_to_bytes (file);
  return TRUE;
}

const VfInsertWay vf_insert_odbc = { "ODBCINI", ".odbc.ini", TRUE, FALSE, change_data_source };
