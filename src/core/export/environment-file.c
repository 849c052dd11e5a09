#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>
#include <libpq-fe.h>
#include <string.h>

#include "export/quote.h"

/**
 * vf_export_find_variable:
 * @keyword: of libpq
 *
 * libpq itself says which variable stands for a keyword.
 *
 * Returns: (transfer none) (nullable): its name; %NULL: there is none
 */
const char *
vf_export_find_variable (const char *keyword)
{
  PQconninfoOption *options = PQconninfoParse ("", NULL);
  const char *variable = NULL;

  for (PQconninfoOption *option = options; option && option->keyword && !variable; option++)
    if (g_str_equal (option->keyword, keyword))
      variable = g_intern_string (option->envvar);
  PQconninfoFree (options);
  return variable;
}

void
vf_export_append_variables (GString *text, const VfKeywords *keywords, VfExportAppendVariable append, VfExport *export)
{
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      const char *keyword = vf_keywords_get_name (keywords, i);
      const char *variable = vf_export_find_variable (keyword);

      if (variable)
        append (text, variable, vf_keywords_get_value (keywords, i));
      else
        /* Translators: %s is a keyword of libpq */
        vf_export_take_note (export, g_strdup_printf (_ ("There is no variable for “%s”, so it is left out and libpq’s "
                                                         "default applies."), keyword));
    }
}

static gboolean
make (const VfExportSource *source, VfExport *export, VfExportAppendVariable append, const char *extension, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  g_autofree char *file = g_strconcat (source->name, extension, NULL);
  GString *text;

  if (!vf_export_check_lines (keywords, error))
    return FALSE;
  text = g_string_new (NULL);
  vf_export_append_variables (text, keywords, append, export);
  vf_export_take_text (export, g_string_free (text, FALSE));
  g_strdelimit (file, "/", '-');
  vf_export_add_text_file (export, file);
  return TRUE;
}

/* Takes what was read. */
static gboolean
is_meant (const VfExportSource *source, GHashTable *taken, GError **error)
{
  g_autoptr (VfKeywords) variables = vf_export_to_variables (source->connection, source->files);

  return vf_export_check_read (taken, variables, error);
}

static void
append_shell (GString *text, const char *variable, const char *value)
{
  g_autofree char *word = *value ? vf_quote_shell (value) : g_strdup ("''");

  g_string_append_printf (text, "export %s=%s\n", variable, word);
}

/**
 * vf_export_shell:
 *
 * Lines for a POSIX shell.
 */
gboolean
vf_export_shell (const VfExportSource *source, VfExport *export, GError **error)
{
  return make (source, export, append_shell, ".sh", error);
}

gboolean
vf_reread_shell (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_read_shell_variables (vf_export_get_text (export), NULL), error);
}

/* Docker takes the value as it stands: quotes would become part of it. */
static void
append_docker (GString *text, const char *variable, const char *value)
{
  g_string_append_printf (text, "%s=%s\n", variable, value);
}

/**
 * vf_export_docker_env:
 *
 * Lines for "docker run --env-file".  Compose reads such a file by other rules, which is said where it matters.
 */
gboolean
vf_export_docker_env (const VfExportSource *source, VfExport *export, GError **error)
{
  if (!make (source, export, append_docker, ".env", error))
    return FALSE;
  vf_export_take_note (export, g_strdup (_ ("The files that it names lie on this computer: mount them into the "
                                            "container at the same path, and let nobody but its user read the key.")));
  if (strpbrk (vf_export_get_text (export), "'\"$\\#"))
    vf_export_take_note (export, g_strdup (_ ("A value contains a quote, “$”, “#” or a backslash. “docker run” takes it "
                                              "as it stands; Docker Compose does not.")));
  return TRUE;
}

gboolean
vf_reread_docker_env (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_read_docker_env (vf_export_get_text (export)), error);
}

static void
append_systemd (GString *text, const char *variable, const char *value)
{
  g_autofree char *quoted = vf_quote_systemd (value);

  g_string_append_printf (text, "%s=%s\n", variable, quoted);
}

/**
 * vf_export_systemd_env:
 *
 * Lines for EnvironmentFile=; see systemd.exec(5).
 */
gboolean
vf_export_systemd_env (const VfExportSource *source, VfExport *export, GError **error)
{
  if (!make (source, export, append_systemd, ".conf", error))
    return FALSE;
  vf_export_take_note (export, g_strdup (_ ("The service must run as the user who may read these files: libpq refuses a "
                                            "key that others can read.")));
  return TRUE;
}

gboolean
vf_reread_systemd_env (const VfExportSource *source, const VfExport *export, GError **error)
{
  return is_meant (source, vf_read_systemd_env (vf_export_get_text (export)), error);
}
