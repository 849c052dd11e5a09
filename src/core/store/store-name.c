#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "store/store-session.h"

static void
append_clean (GString *name, const char *text)
{
  for (const char *c = text; *c; c++)
    if (g_ascii_isalnum (*c) || strchr ("._-", *c))
      g_string_append_c (name, g_ascii_tolower (*c));
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
}

/* A word that needs no quotes after service=. */
static char *
base_name (const VfTarget *target)
{
  const char *host = vf_target_get_host (target);
  const char *dbname = vf_target_get_dbname (target);
  gboolean address = host && g_hostname_is_ip_address (host);
  g_autofree char *label = g_strndup (host ? host : "", address ? strlen (host) : strcspn (host ? host : "", "."));
  GString *name = g_string_new (NULL);

  if (dbname && !g_str_equal (dbname, "postgres"))
    {
      append_clean (name, dbname);
      g_string_append_c (name, '-');
    }
  append_clean (name, label);
  while (name->len > 0 && (name->str[name->len - 1] == '-' || name->len > 60))
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, "connection");
  return g_string_free (name, FALSE);
}

/* @base, or @base with the first number that is free. */
static char *
first_free (VfStore *store, const char *base, guint number)
{
  g_auto (VfSession) session = { .lock = -1 };
  char *name = number > 1 ? g_strdup_printf ("%s-%u", base, number) : g_strdup (base);

  if (!vf_session_begin_reading (store, &session, NULL))
    return name;
  for (guint i = MAX (number, 1) + 1; vf_service_file_has (session.file, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }
  return name;
}

/**
 * vf_store_suggest_copy_name:
 * @name: of a saved connection
 *
 * Returns: (transfer full): the same name with the next number that is free
 */
char *
vf_store_suggest_copy_name (VfStore *store, const char *name)
{
  const char *dash = strrchr (name, '-');
  guint64 number = 0;
  g_autofree char *base = NULL;

  if (dash && dash > name && g_ascii_string_to_unsigned (dash + 1, 10, 2, 999, &number, NULL))
    base = g_strndup (name, (gsize) (dash - name));
  return first_free (store, base ? base : name, 2);
}

/**
 * vf_store_suggest_name:
 *
 * Returns: (transfer full): a name that is free now and needs no quotes in a shell
 */
char *
vf_store_suggest_name (VfStore *store, const VfTarget *target)
{
  g_autofree char *base = base_name (target);

  return first_free (store, base, 1);
}
