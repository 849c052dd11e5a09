#include "config.h"

#include "connection/provider.h"

#include <string.h>

#include "connection/provider-advice.h"
#include "connection/provider-words.h"
#include "provider-table.h"

struct _VfProvider
{
  char *id;
  char *name;
  char **hosts;
  guint port;
  guint other_port;
  char *allow_list;
  char *dbname;
  char *user;
  char *advice;
  gboolean publicly_trusted;
  gboolean verify_full;
};

static gboolean
read_flag (GKeyFile *table, const char *id, const char *key, gboolean otherwise)
{
  return g_key_file_has_key (table, id, key, NULL) ? g_key_file_get_boolean (table, id, key, NULL) : otherwise;
}

static VfProvider *
provider_read (GKeyFile *table, const char *id)
{
  VfProvider *provider = g_new0 (VfProvider, 1);

  provider->id = g_strdup (id);
  provider->name = g_key_file_get_string (table, id, "name", NULL);
  provider->hosts = g_key_file_get_string_list (table, id, "hosts", NULL, NULL);
  provider->port = (guint) g_key_file_get_integer (table, id, "port", NULL);
  provider->other_port = (guint) g_key_file_get_integer (table, id, "other-port", NULL);
  provider->allow_list = g_key_file_get_string (table, id, "allow-list", NULL);
  provider->dbname = g_key_file_get_string (table, id, "dbname", NULL);
  provider->user = g_key_file_get_string (table, id, "user", NULL);
  provider->advice = g_key_file_get_string (table, id, "advice", NULL);
  provider->publicly_trusted = read_flag (table, id, "public", FALSE);
  provider->verify_full = read_flag (table, id, "verify-full", TRUE);
  return provider;
}

static GPtrArray *
load_table (void)
{
  g_autoptr (GKeyFile) table = vf_provider_table_load ();
  GPtrArray *providers = g_ptr_array_new ();
  g_auto (GStrv) ids = g_key_file_get_groups (table, NULL);

  for (guint i = 0; ids[i]; i++)
    g_ptr_array_add (providers, provider_read (table, ids[i]));
  return providers;
}

static GPtrArray *
get_table (void)
{
  static GPtrArray *providers;

  if (g_once_init_enter (&providers))
    g_once_init_leave (&providers, load_table ());
  return providers;
}

/**
 * vf_provider_list:
 *
 * Returns: (transfer none) (element-type VfProvider): all providers, in the order of the table
 */
GPtrArray *
vf_provider_list (void)
{
  return get_table ();
}

/**
 * vf_provider_by_id:
 * @id: (nullable): an id, as vf_inventory_get_provider() gives one
 *
 * Returns: (nullable) (transfer none): the provider
 */
const VfProvider *
vf_provider_by_id (const char *id)
{
  GPtrArray *providers = get_table ();

  for (guint i = 0; id && i < providers->len; i++)
    {
      const VfProvider *provider = g_ptr_array_index (providers, i);

      if (g_str_equal (provider->id, id))
        return provider;
    }
  return NULL;
}

static gboolean
matches (const char *pattern, const char *host)
{
  return *pattern == '.' ? g_str_has_suffix (host, pattern) : g_pattern_match_simple (pattern, host);
}

static gsize
best_match (const VfProvider *provider, const char *host)
{
  gsize best = 0;

  for (guint i = 0; provider->hosts && provider->hosts[i]; i++)
    if (matches (provider->hosts[i], host))
      best = MAX (best, strlen (provider->hosts[i]));
  return best;
}

static char *
normal_host (const char *host)
{
  char *lower = g_ascii_strdown (host, -1);
  gsize length = strlen (lower);

  if (length > 0 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  return lower;
}

/**
 * vf_provider_by_host:
 * @host: (nullable): a host name, in any case, with or without a dot at the end
 *
 * A guess from the name: good for presets and advice, never against what was typed or seen.
 *
 * Returns: (nullable) (transfer none): the provider whose pattern fits best
 */
const VfProvider *
vf_provider_by_host (const char *host)
{
  g_autofree char *normal = normal_host (host ? host : "");
  GPtrArray *providers = get_table ();
  const VfProvider *best = NULL;
  gsize best_length = 0;

  for (guint i = 0; i < providers->len; i++)
    {
      const VfProvider *provider = g_ptr_array_index (providers, i);
      gsize length = best_match (provider, normal);

      if (length > best_length)
        {
          best = provider;
          best_length = length;
        }
    }
  return best;
}

/**
 * vf_provider_get_id:
 *
 * Returns: (transfer none): the word for it in files and in `--json`
 */
const char *
vf_provider_get_id (const VfProvider *provider)
{
  return provider->id;
}

/**
 * vf_provider_get_name:
 *
 * Returns: (transfer none): as people know it who read the provider's pages in their language
 */
const char *
vf_provider_get_name (const VfProvider *provider)
{
  return vf_provider_word (provider->name);
}

/**
 * vf_provider_get_hosts:
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): what names of its servers look like: a suffix, which
 *   begins with a dot, or a pattern with stars
 */
const char *const *
vf_provider_get_hosts (const VfProvider *provider)
{
  return (const char *const *) provider->hosts;
}

/**
 * vf_provider_get_port:
 *
 * Returns: the documented port, or 0
 */
guint
vf_provider_get_port (const VfProvider *provider)
{
  return provider->port;
}

/**
 * vf_provider_get_other_port:
 *
 * Returns: another documented port, such as that of a connection pooler, or 0
 */
guint
vf_provider_get_other_port (const VfProvider *provider)
{
  return provider->other_port;
}

/**
 * vf_provider_get_allow_list:
 *
 * Returns: (nullable) (transfer none): what the provider's console may call the list of addresses that may connect, in
 *   the reader's language where the console speaks it; a hint and no fact, for consoles change
 */
const char *
vf_provider_get_allow_list (const VfProvider *provider)
{
  return vf_provider_word (provider->allow_list);
}

/**
 * vf_provider_get_dbname:
 *
 * Returns: (nullable) (transfer none): the documented first database
 */
const char *
vf_provider_get_dbname (const VfProvider *provider)
{
  return provider->dbname;
}

/**
 * vf_provider_get_user:
 *
 * Returns: (nullable) (transfer none): the documented first user
 */
const char *
vf_provider_get_user (const VfProvider *provider)
{
  return provider->user;
}

gboolean
vf_provider_is_publicly_trusted (const VfProvider *provider)
{
  return provider->publicly_trusted;
}

/**
 * vf_provider_supports_verify_full:
 *
 * Returns: %FALSE only where the provider's own papers say that Verify-Full cannot work; what was seen of the server
 *   counts for more
 */
gboolean
vf_provider_supports_verify_full (const VfProvider *provider)
{
  return provider->verify_full;
}

/**
 * vf_provider_protects_one_endpoint:
 *
 * Returns: whether the provider's certificate is for one endpoint of several, which is chosen in its console
 */
gboolean
vf_provider_protects_one_endpoint (const VfProvider *provider)
{
  static const char *const words[] = { "one-endpoint", "one-address", "protected-endpoints", NULL };

  return provider->advice && g_strv_contains (words, provider->advice);
}

/**
 * vf_provider_get_limit:
 *
 * Returns: (nullable) (transfer none): the translated sentence on where Verify-Full cannot work by the provider's own
 *   papers
 */
const char *
vf_provider_get_limit (const VfProvider *provider)
{
  return !provider->verify_full || vf_provider_protects_one_endpoint (provider) ? vf_provider_get_advice (provider)
                                                                               : NULL;
}

/**
 * vf_provider_get_advice:
 *
 * Returns: (nullable) (transfer none): one translated sentence
 */
const char *
vf_provider_get_advice (const VfProvider *provider)
{
  return vf_provider_advice (provider->advice);
}
