#include "connection/provider.h"

#include "connection/provider-advice.h"
#include "provider-table.h"
#include "test.h"

/* Who hands out certificates for PostgreSQL, as far as is known. */
static void
test_everybody (void)
{
  static const char *const ids[] = {
    "alibaba-rds", "alibaba-polardb", "huawei-dws", "huawei-rds", "huawei-gaussdb", "aws-rds", "aws-rds-proxy", "redshift",
    "azure", "azure-single", "cloudsql", "tencent", "volcengine", "digitalocean", "aiven", "supabase", "neon", "heroku",
    "tiger", "crunchy", "cockroach", "yugabyte", "scalegrid", "render", "railway", "scaleway", "scaleway-serverless", "ovh",
    "ibm", "oci", "yandex", "selectel", "edb", "kubernetes", "cloudnative-pg", "crunchy-pgo",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_test_message ("%s", ids[i]);
      g_assert_nonnull (vf_provider_by_id (ids[i]));
    }
  g_assert_cmpuint (vf_provider_list ()->len, ==, G_N_ELEMENTS (ids));
}

/* A mistyped key would be ignored. */
static void
test_keys (void)
{
  static const char *const known[] = {
    "name", "hosts", "authorities", "files", "port", "other-port", "allow-list", "dbname", "user", "public", "verify-full", "advice", NULL,
  };
  g_autoptr (GKeyFile) table = vf_provider_table_load ();
  g_auto (GStrv) ids = g_key_file_get_groups (table, NULL);

  for (guint i = 0; ids[i]; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (table, ids[i], NULL, NULL);

      for (guint j = 0; keys[j]; j++)
        {
          g_test_message ("%s in %s", keys[j], ids[i]);
          g_assert_true (g_strv_contains (known, keys[j]));
        }
    }
}

/* A provider can be added without any C. */
static void
test_advice (void)
{
  g_assert_cmpstr (vf_provider_advice ("Ask the administrator."), ==, "Ask the administrator.");
  g_assert_null (vf_provider_advice ("nosuchword"));
  g_assert_null (vf_provider_advice (NULL));
}

/* A section that says too little is a mistake in the table. */
static void
test_every_section (void)
{
  GPtrArray *providers = vf_provider_list ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (providers->len, >=, 33);
  for (guint i = 0; i < providers->len; i++)
    {
      const VfProvider *provider = g_ptr_array_index (providers, i);
      const char *id = vf_provider_get_id (provider);

      g_test_message ("%s", id);
      g_assert_true (vf_provider_by_id (id) == provider);
      g_assert_nonnull (vf_provider_get_name (provider));
      g_assert_true (g_hash_table_add (names, g_strdup (vf_provider_get_name (provider))));
      g_assert_nonnull (vf_provider_get_advice (provider));
      g_assert_true (g_str_has_suffix (vf_provider_get_advice (provider), "."));
      g_assert_cmpuint (vf_provider_get_port (provider), <=, 65535);
      g_assert_false (vf_provider_is_publicly_trusted (provider) && !vf_provider_supports_verify_full (provider));
    }
  g_assert_null (vf_provider_by_id ("nobody"));
  g_assert_null (vf_provider_by_id (NULL));
}

/* The longest pattern wins wherever it stands in the table: Amazon's proxy stands before what it is a part of, and
 * Alibaba's PolarDB after it. */
static void
test_by_host (void)
{
  static const struct
  {
    const char *host;
    const char *id;
    guint port;
  } cases[] = {
    { "pgm-bp1abc.pg.rds.aliyuncs.com", "alibaba-rds", 5432 },
    { "PGM-BP1ABC.PG.RDS.ALIYUNCS.COM.", "alibaba-rds", 5432 },
    { "pgm-x.pg.cn-hangzhou.rds.aliyuncs.com", "alibaba-rds", 5432 },
    { "pc-x.pg.polardb.rds.aliyuncs.com", "alibaba-polardb", 5432 },
    { "demo.dws.otc-tsi.de", "huawei-dws", 8000 },
    { "demo.dws.myhuaweicloud.com", "huawei-dws", 8000 },
    { "demo.dws.cn-north-4.myhuaweicloud.com", "huawei-dws", 8000 },
    { "pg.dws.example.com", NULL, 0 },
    { "db1.abc.eu-west-1.rds.amazonaws.com", "aws-rds", 5432 },
    { "db1.abc.rds.cn-north-1.amazonaws.com.cn", "aws-rds", 5432 },
    { "p.proxy-abc.eu-west-1.rds.amazonaws.com", "aws-rds-proxy", 5432 },
    { "c.abc.eu-west-1.redshift.amazonaws.com", "redshift", 5439 },
    { "x.postgres.database.azure.com", "azure", 5432 },
    { "1-uuid.europe-west1.sql.goog", "cloudsql", 5432 },
    { "db.do-user-1.db.ondigitalocean.com", "digitalocean", 25060 },
    { "db.abcdef.supabase.co", "supabase", 5432 },
    { "aws-0-eu.pooler.supabase.com", "supabase", 5432 },
    { "ep-x.eu-central-1.aws.neon.tech", "neon", 5432 },
    { "x.tsdb.cloud.timescale.com", "tiger", 0 },
    { "p.abc.db.postgresbridge.com", "crunchy", 5432 },
    { "x.cockroachlabs.cloud", "cockroach", 26257 },
    { "us-west-2.1.aws.ybdb.io", "yugabyte", 5433 },
    { "dpg-abc-a.frankfurt-postgres.render.com", "render", 5432 },
    { "word.proxy.rlwy.net", "railway", 0 },
    { "rw-1.rdb.fr-par.scw.cloud", "scaleway", 0 },
    { "u.databases.appdomain.cloud", "ibm", 0 },
    { "rc1a-x.mdb.yandexcloud.net", "yandex", 6432 },
    { "shop-rw.prod.svc", "kubernetes", 5432 },
    { "shop-rw.prod.svc.cluster.local", "kubernetes", 5432 },
    { "p-x.biganimal.io", "edb", 5432 },
    { "db.example.com", NULL, 0 },
    { "rds.aliyuncs.com.evil.example", NULL, 0 },
    { "notrds.aliyuncs.com", NULL, 0 },
    { "192.0.2.1", NULL, 0 },
    { "", NULL, 0 },
    { NULL, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const VfProvider *provider = vf_provider_by_host (cases[i].host);

      g_test_message ("%s", cases[i].host);
      g_assert_cmpstr (provider ? vf_provider_get_id (provider) : NULL, ==, cases[i].id);
      g_assert_cmpuint (provider ? vf_provider_get_port (provider) : 0, ==, cases[i].port);
    }
}

static void
test_dws (void)
{
  const VfProvider *dws = vf_provider_by_id ("huawei-dws");

  g_assert_false (vf_provider_supports_verify_full (dws));
  g_assert_cmpstr (vf_provider_get_dbname (dws), ==, "gaussdb");
  g_assert_cmpstr (vf_provider_get_user (dws), ==, "dbadmin");
  g_assert_true (vf_provider_is_publicly_trusted (vf_provider_by_id ("neon")));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/provider/everybody", test_everybody);
  g_test_add_func ("/provider/keys", test_keys);
  g_test_add_func ("/provider/advice", test_advice);
  g_test_add_func ("/provider/every-section", test_every_section);
  g_test_add_func ("/provider/by-host", test_by_host);
  g_test_add_func ("/provider/dws", test_dws);
  return g_test_run ();
}
