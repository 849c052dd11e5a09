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

static gboolean
is_taken (const VfSession *session, const GPtrArray *taken, const char *name)
{
  for (guint i = 0; taken && i < taken->len; i++)
    if (g_str_equal (g_ptr_array_index (taken, i), name))
      return TRUE;
  return session->file && vf_service_file_has (session->file, name);
}

/* @base, or @base with the first number that is free. */
static char *
first_free (VfStore *store, const char *base, guint number, const GPtrArray *taken)
{
  g_auto (VfSession) session = { .lock = -1 };
  char *name = number > 1 ? g_strdup_printf ("%s-%u", base, number) : g_strdup (base);

  vf_session_begin_reading (store, &session, NULL);
  for (guint i = MAX (number, 1) + 1; is_taken (&session, taken, name); i++)
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
  return first_free (store, base ? base : name, 2, NULL);
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

  return first_free (store, base, 1, NULL);
}

/* What a section's header cannot hold becomes a hyphen. */
static char *
tidy_name (const char *wanted)
{
  g_autofree char *valid = g_utf8_make_valid (wanted, -1);
  char *name = g_strstrip (g_steal_pointer (&valid));

  for (char *c = name; *c; c++)
    if (*c == '[' || *c == ']' || g_ascii_iscntrl (*c))
      *c = '-';
  return name;
}

/**
 * vf_store_free_name:
 * @wanted: a name, perhaps another program's
 * @taken: (nullable) (element-type utf8): names that are not free either
 *
 * Returns: (transfer full) (nullable): the name, or one like it with a number; %NULL if it cannot be made one
 */
char *
vf_store_free_name (VfStore *store, const char *wanted, const GPtrArray *taken)
{
  g_autofree char *base = tidy_name (wanted);
  g_autofree char *name = first_free (store, base, 1, taken);
  g_autofree char *wrong = vf_service_file_check_name (name);

  return wrong ? NULL : g_steal_pointer (&name);
}
