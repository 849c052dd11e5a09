#include "config.h"

#include "import/inventory-private.h"

#include <string.h>

/* Whose archive this is, best evidence first: who signed beats what the files are called.  The ids are those of
 * connection/providers.ini. */
typedef struct
{
  const char *provider;
  /* what the subject of an authority contains, in RFC 2253 order */
  const char *subject;
  /* the names of files that lie in it, if @subject is NULL */
  const char *files[3];
} Hint;

static const Hint hints[] = {
  { "alibaba-rds", "OU=Aliyun,O=Alibaba", { NULL } },
  { "aws-rds", "OU=Amazon RDS,O=Amazon Web Services", { NULL } },
  { "supabase", "CN=Supabase Root", { NULL } },
  { "yandex", "CN=YandexInternalRootCA", { NULL } },
  { "yandex", "CN=YandexCLCA", { NULL } },
  { "selectel", "CN=SelectelCloudDBaaS", { NULL } },
  { "cloudsql", "CN=Google Cloud SQL", { NULL } },
  { "huawei-dws", NULL, { "client.key.cipher", "client.key.rand" } },
  { "huawei-dws", NULL, { "cacert.pem", "client.key.pk8" } },
  { "huawei-dws", NULL, { "cacert.pem", "sslcert_env.sh" } },
  { "cloudsql", NULL, { "server-ca.pem", "client-key.pem" } },
  { "alibaba-rds", NULL, { "ApsaraDB-CA-Chain.pem" } },
  { "alibaba-rds", NULL, { "ApsaraDB-CA-Chain.p7b" } },
  { "kubernetes", NULL, { "ca.crt", "tls.crt", "tls.key" } },
};

static gboolean
has_authority (GPtrArray *items, const char *subject)
{
  for (guint i = 0; i < items->len; i++)
    {
      const VfItem *item = g_ptr_array_index (items, i);

      if (item->certificate && vf_certificate_is_authority (item->certificate)
          && strstr (vf_certificate_get_subject (item->certificate), subject))
        return TRUE;
    }
  return FALSE;
}

static GHashTable *
base_names (const VfBundle *bundle)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < vf_bundle_get_n_entries (bundle); i++)
    g_hash_table_add (names, g_path_get_basename (vf_bundle_get_path (bundle, i)));
  return names;
}

static gboolean
has_files (GHashTable *names, const Hint *hint)
{
  for (guint i = 0; i < G_N_ELEMENTS (hint->files) && hint->files[i]; i++)
    if (!g_hash_table_contains (names, hint->files[i]))
      return FALSE;
  return TRUE;
}

/**
 * vf_inventory_guess_provider:
 *
 * Returns: (nullable): a provider's id
 */
const char *
vf_inventory_guess_provider (const VfBundle *bundle, GPtrArray *items)
{
  g_autoptr (GHashTable) names = base_names (bundle);

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    if (hints[i].subject ? has_authority (items, hints[i].subject) : has_files (names, &hints[i]))
      return hints[i].provider;
  return NULL;
}
