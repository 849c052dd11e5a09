#include "config.h"

#include "export/export-private.h"

#include <gio/gio.h>
#include <string.h>

#include "export/quote.h"

/**
 * vf_export_conninfo:
 *
 * Every value in quotes, so that nothing in it needs a thought.
 */
gboolean
vf_export_conninfo (const VfExportSource *source, VfExport *export, GError **error)
{
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      g_autofree char *value = vf_quote_conninfo (vf_keywords_get_value (keywords, i));

      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", vf_keywords_get_name (keywords, i), value);
    }
  vf_export_take_text (export, g_string_free (text, FALSE));
  return TRUE;
}

/* The percent sign before a zone is written by percent signs itself, the brackets and colons are not. */
static char *
uri_host (const char *host)
{
  const char *zone = strchr (host, '%');
  g_autofree char *address = zone ? g_strndup (host, (gsize) (zone - host)) : g_strdup (host);
  g_autofree char *quoted = NULL;

  if (!strchr (host, ':') || !g_hostname_is_ip_address (address))
    return vf_quote_uri (host);
  quoted = vf_quote_uri (zone ? zone : "");
  return g_strdup_printf ("[%s%s]", address, quoted);
}

static void
append_authority (GString *text, const VfKeywords *keywords)
{
  const char *host = vf_keywords_lookup (keywords, "host");
  g_autofree char *user = vf_quote_uri (vf_keywords_lookup (keywords, "user"));
  g_autofree char *dbname = vf_quote_uri (vf_keywords_lookup (keywords, "dbname"));
  g_autofree char *place = host ? uri_host (host) : g_strdup ("");

  g_string_append_printf (text, "%s@%s:%s/%s", user, place, vf_keywords_lookup (keywords, "port"), dbname);
}

/**
 * vf_export_uri:
 *
 * Only keywords of libpq: it refuses a URI with any other.
 */
gboolean
vf_export_uri (const VfExportSource *source, VfExport *export, GError **error)
{
  static const char *const in_front[] = { "host", "port", "user", "dbname", NULL };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (source->connection, source->files);
  GString *text = g_string_new ("postgresql://");
  char separator = '?';

  append_authority (text, keywords);
  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    {
      const char *name = vf_keywords_get_name (keywords, i);
      g_autofree char *value = vf_quote_uri (vf_keywords_get_value (keywords, i));

      if (g_strv_contains (in_front, name))
        continue;
      g_string_append_printf (text, "%c%s=%s", separator, name, value);
      separator = '&';
    }
  vf_export_take_text (export, g_string_free (text, FALSE));
  return TRUE;
}
