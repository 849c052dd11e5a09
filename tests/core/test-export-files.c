#include "config.h"

#include <string.h>

#include "error.h"
#include "export/export.h"
#include "import/archive.h"
#include "sample.h"
#include "test.h"

/* With values that hurt. */
static void
init (TestSample *sample, const char *host, const char *hostaddr, VfSslMode mode)
{
  g_autoptr (VfTarget) target = vf_target_new (host, hostaddr, 5433, "shop", "o'hara \"x\" \\");
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);

  test_sample_init (sample, target, mode, credentials);
  sample->source.name = "Shop Prod, 数据库";
  sample->source.directory = NULL;
  sample->source.now = VF_TEST_NOW;
  sample->source.expires = VF_TEST_NOW + 40 * 86400;
}

/* Runs a program on the text; (transfer full) its output, or NULL if the program is not there. */
static char *
read_by (const char *program, const char *script, const char *text)
{
  g_autofree char *path = g_find_program_in_path (program);
  g_autofree char *directory = path ? vf_test_make_dir () : NULL;
  g_autofree char *file = path ? g_build_filename (directory, "text", NULL) : NULL;
  g_autofree char *copy = g_strdup (script);
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  char *argv[] = { path, g_str_equal (program, "node") ? (char[]){ "-e" } : (char[]){ "-c" }, copy, file, NULL };

  if (!path)
    return NULL;
  g_assert_true (g_file_set_contents (file, text, -1, &error));
  g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  vf_test_remove_tree (directory);
  return g_strchomp (output);
}

/* Python itself reads the literal; what psycopg would get is libpq's text. */
static void
test_python (void)
{
  static const char script[] = "import sys, types; seen = []\n"
                               "module = types.ModuleType('psycopg'); module.connect = seen.append\n"
                               "sys.modules['psycopg'] = module; exec(open(sys.argv[1]).read()); print(seen[0])";
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;
  g_autoptr (VfExport) conninfo = NULL;
  g_autofree char *output = NULL;

  init (&sample, "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL);
  export = test_sample_export (&sample, "python");
  conninfo = test_sample_export (&sample, "conninfo");
  output = read_by ("python3", script, vf_export_get_text (export));
  g_assert_cmpstr (output, ==, vf_export_get_text (conninfo));
}

/* Node itself runs the lines, with stand-ins for the files and for pg. */
static void
test_node (void)
{
  static const char script[]
    = "const Module = require('module'); const real = Module._load;\n"
      "const fs = { readFileSync: (path) => 'file ' + path }; let seen;\n"
      "Module._load = (name, ...rest) => name === 'pg' ? { Client: class { constructor(c) { seen = c; } } }\n"
      "  : name === 'fs' ? fs : real(name, ...rest);\n"
      "new Function('require', real('fs').readFileSync(process.argv[1], 'utf8'))(require);\n"
      "const s = seen.ssl; console.log([seen.host, seen.port, seen.database, seen.user, s.ca, s.cert, s.key,\n"
      "  s.servername, typeof s.checkServerIdentity, s.rejectUnauthorized].join('|'));";
  static const struct
  {
    const char *host;
    const char *hostaddr;
    VfSslMode mode;
    const char *expected;
  } rows[] = {
    { "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL, "db.example.com|@|file /srv/v/root.crt|#||undefined|" },
    { "db.example.com", "192.0.2.1", VF_SSL_MODE_VERIFY_FULL,
      "192.0.2.1|@|file /srv/v/root.crt|#|db.example.com|undefined|" },
    { "192.0.2.1", NULL, VF_SSL_MODE_VERIFY_FULL, "192.0.2.1|@|file /srv/v/root.crt|#||function|" },
    { "db.example.com", NULL, VF_SSL_MODE_VERIFY_CA, "db.example.com|@|file /srv/v/root.crt|#||function|" },
    { "db.example.com", NULL, VF_SSL_MODE_REQUIRE, "db.example.com|@||#||undefined|false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;
      g_autofree char *output = NULL;
      g_autoptr (GString) expected = g_string_new (rows[i].expected);

      init (&sample, rows[i].host, rows[i].hostaddr, rows[i].mode);
      export = test_sample_export (&sample, "node");
      output = read_by ("node", script, vf_export_get_text (export));
      if (!output)
        {
          g_test_skip ("Node.js is not installed");
          return;
        }
      g_string_replace (expected, "@", "5433|shop|o'hara \"x\" \\", 0);
      g_string_replace (expected, "#", "file /srv/v/client.crt|file /srv/v/client.key", 0);
      g_assert_cmpstr (output, ==, expected->str);
    }
}

/* What pgx does not know it would send to the server as a setting. */
static void
test_go (void)
{
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;
  const char *text;

  init (&sample, "db.example.com", "192.0.2.1", VF_SSL_MODE_VERIFY_CA);
  export = test_sample_export (&sample, "go");
  text = vf_export_get_text (export);
  g_assert_nonnull (strstr (text, "sslmode=verify-ca&sslrootcert=%2Fsrv%2Fv%2Froot.crt&sslcert="));
  g_assert_null (strstr (text, "hostaddr"));
  g_assert_null (strstr (text, "gssencmode"));
  g_assert_null (strstr (text, "sslcrl"));
  g_assert_nonnull (strstr (vf_export_get_notes (export)[0], "192.0.2.1"));
}

static void
test_rust (void)
{
  static const struct
  {
    VfSslMode mode;
    gboolean verifies;
    gboolean compares;
  } rows[] = {
    { VF_SSL_MODE_REQUIRE, FALSE, FALSE }, { VF_SSL_MODE_VERIFY_CA, TRUE, FALSE }, { VF_SSL_MODE_VERIFY_FULL, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;
      const char *text;

      init (&sample, "db.example.com", "192.0.2.1", rows[i].mode);
      export = test_sample_export (&sample, "rust");
      text = vf_export_get_text (export);
      g_assert_cmpint (strstr (text, "SslVerifyMode::NONE") == NULL, ==, rows[i].verifies);
      g_assert_cmpint (strstr (text, "set_cert_store") != NULL, ==, rows[i].verifies);
      g_assert_cmpint (strstr (text, "set_verify_hostname(false)") == NULL, ==, rows[i].compares);
      g_assert_nonnull (strstr (text, ".hostaddr(\"192.0.2.1\".parse()?)"));
      g_assert_nonnull (strstr (text, ".user(\"o'hara \\\"x\\\" \\\\\")"));
    }
}

/* The files, read again by the import room, are the same credentials. */
static void
assert_same_credentials (GBytes *bytes, const char *name, VfCredentials *expected)
{
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (VfCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  bundle = vf_archive_read_bytes (name, bytes, &vf_limits_default, NULL, &error);
  g_assert_no_error (error);
  inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, &error);
  g_assert_no_error (error);
  credentials = vf_credentials_new_from_inventory (inventory);
  g_assert_cmpuint (vf_credentials_get_authorities (credentials)->len, ==, 1);
  g_assert_cmpstr (vf_private_key_get_key_id (vf_credentials_get_client_key (credentials)), ==,
                   vf_private_key_get_key_id (vf_credentials_get_client_key (expected)));
}

static void
test_kubernetes (void)
{
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;
  g_autofree char *pod = NULL;
  GBytes *part;

  init (&sample, "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL);
  export = test_sample_export (&sample, "kubernetes");
  assert_same_credentials (test_export_find_file (export, "shop-prod-secrets.yaml"), "secrets.yaml",
                           vf_connection_get_credentials (sample.connection));
  g_assert_nonnull (strstr (vf_export_get_text (export), "type: kubernetes.io/tls"));
  g_assert_nonnull (strstr (vf_export_get_masked (export), "  tls.key: ••••••\n"));
  g_assert_nonnull (strstr (vf_export_get_masked (export), "  tls.crt: LS0t"));
  part = test_export_find_file (export, "shop-prod-pod-part.yaml");
  pod = g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part));
  g_assert_nonnull (strstr (pod, "defaultMode: 0600\n"));
  g_assert_nonnull (strstr (pod, "- name: PGSSLROOTCERT\n        value: \"/etc/verifull/ca.crt\"\n"));
  g_assert_nonnull (strstr (pod, "- name: PGSSLMODE\n        value: \"verify-full\"\n"));
  g_assert_nonnull (strstr (pod, "- name: PGUSER\n        value: \"o'hara \\\"x\\\" \\\\\"\n"));
}

static void
test_zip (void)
{
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;

  init (&sample, "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL);
  export = test_sample_export (&sample, "zip");
  assert_same_credentials (test_export_find_file (export, "shop-prod.zip"), "shop-prod.zip",
                           vf_connection_get_credentials (sample.connection));
  g_assert_true (vf_export_has_secret (export));
}

/* What nobody has opened needs no passphrase to be put elsewhere, and stays as it is. */
static void
test_locked_key (void)
{
  static const char *const ids[] = { "kubernetes", "zip", "docker-secret" };
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 0, "shop", "app");
  g_autoptr (VfCredentials) open = test_sample_credentials (TRUE, "open sesame");
  g_autoptr (SecretValue) secret = test_secret ("open sesame");
  g_autoptr (GBytes) pem = vf_private_key_to_pem (vf_credentials_get_client_key (open), secret, NULL);
  g_autoptr (VfPrivateKey) locked
    = vf_private_key_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), NULL);
  g_autoptr (VfCredentials) credentials
    = vf_credentials_new (vf_credentials_get_authorities (open), vf_credentials_get_client_chain (open), locked);
  g_autoptr (GBytes) again = vf_private_key_get_locked_pem (locked);
  g_auto (TestSample) sample;

  g_assert_true (g_bytes_equal (pem, again));
  test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (VfExport) export = test_sample_export (&sample, ids[i]);

      g_assert_true (test_export_has_note (export, "sslpassword"));
    }
}

/* Those that a renewal leaves behind: what names the store's own paths follows it. */
static void
test_copies (void)
{
  static const char *const copies[] = { "jdbc", "spring", "opengauss-jdbc", "dbeaver", "java-stores", "kubernetes",
                                        "docker-secret", "zip", "calendar", NULL };
  g_auto (TestSample) sample;

  init (&sample, "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL);
  sample.source.password = NULL;
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);
      g_autoptr (VfExport) export = vf_export_make (destination, &sample.source, NULL);

      g_test_message ("%s", destination->id);
      if (export)
        g_assert_cmpint (vf_export_is_copy (export), ==, g_strv_contains (copies, destination->id));
      else
        g_assert_false (g_strv_contains (copies, destination->id));
    }
}

static void
test_gsql (void)
{
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;

  init (&sample, "192.0.2.1", NULL, VF_SSL_MODE_VERIFY_CA);
  export = test_sample_export (&sample, "gsql");
  g_assert_cmpstr (vf_export_get_text (export), ==,
                   "export PGSSLMODE=verify-ca\nexport PGSSLROOTCERT=/srv/v/root.crt\n"
                   "export PGSSLCERT=/srv/v/client.crt\nexport PGSSLKEY=/srv/v/client.key\n"
                   "gsql -h 192.0.2.1 -p 5433 -d shop -U 'o'\\''hara \"x\" \\'\n");
}

static void
test_calendar (void)
{
  g_auto (TestSample) sample;
  g_autoptr (VfExport) export = NULL;
  g_autoptr (GString) unfolded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  init (&sample, "db.example.com", NULL, VF_SSL_MODE_VERIFY_FULL);
  export = test_sample_export (&sample, "calendar");
  lines = g_strsplit (vf_export_get_text (export), "\r\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_null (strchr (lines[i], '\n'));
    }
  unfolded = g_string_new (vf_export_get_text (export));
  g_string_replace (unfolded, "\r\n ", "", 0);
  g_assert_nonnull (strstr (unfolded->str, "\r\nDTSTART;VALUE=DATE:20261231\r\n"));
  g_assert_nonnull (strstr (unfolded->str, "connection “Shop Prod\\, 数据库” expires\r\n"));
  g_assert_nonnull (strstr (unfolded->str, "TRIGGER:-P30D\r\n"));
  sample.source.expires = 0;
  g_assert_null (vf_export_make (vf_destination_find ("calendar"), &sample.source, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/export-files/python", test_python);
  g_test_add_func ("/export-files/node", test_node);
  g_test_add_func ("/export-files/go", test_go);
  g_test_add_func ("/export-files/rust", test_rust);
  g_test_add_func ("/export-files/kubernetes", test_kubernetes);
  g_test_add_func ("/export-files/zip", test_zip);
  g_test_add_func ("/export-files/locked-key", test_locked_key);
  g_test_add_func ("/export-files/copies", test_copies);
  g_test_add_func ("/export-files/gsql", test_gsql);
  g_test_add_func ("/export-files/calendar", test_calendar);
  return g_test_run ();
}
