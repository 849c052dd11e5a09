#include "config.h"

#include <libpq-fe.h>
#include <string.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "connection/connection.h"
#include "diagnosis.h"
#include "import/archive.h"
#include "import/inventory.h"
#include "test.h"

#define HOST "db.test"

/* --- what a file is --- */

/* what stands in a file that libpq could not read, and what is made of it */
typedef struct
{
  const char *row; /* of the table of errors */
  const char *text;
  gsize length;
  VfCode code;
  const char *says;
} FileRow;

#define BYTES(text) text, sizeof (text) - 1

static const FileRow file_rows[] = {
  { "E9", BYTES (""), VF_CODE_EMPTY_FILE, "Download the file again" },
  { "E9", BYTES ("<!DOCTYPE html><html><title>Log in</title></html>"), VF_CODE_WEB_PAGE, "Log in to the console" },
  { "E9", BYTES ("{\"error\":\"AccessDenied\"}"), VF_CODE_ERROR_ANSWER, "AccessDenied" },
  { "E9b", BYTES ("-----BEGIN CERTIFICATE-----\nMIIB!!\n-----END CERTIFICATE-----\n"), VF_CODE_DAMAGED_ITEM, "base64" },
  { "E9b", BYTES ("-----BEGIN CERTIFICATE-----\nMIIB\n"), VF_CODE_DAMAGED_ITEM, "again" },
  { "E11d", BYTES ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n"),
    VF_CODE_NOTHING_USABLE, "This is a key for SSH" },
  { "E13", BYTES ("no certificate at all"), VF_CODE_NOTHING_USABLE, "client.pem" },
};

static gboolean
says (const VfFinding *finding, const char *words)
{
  g_autofree char *title = vf_explain_finding_title (finding);
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  g_test_message ("%s: %s | %s | %s", vf_code_to_string (vf_finding_get_code (finding)), title, sentence, why);
  return strstr (title, words) || strstr (sentence, words) || (why && strstr (why, words));
}

static VfInventory *
read_bytes (const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfBundle) bundle = vf_archive_read_bytes (name, bytes, &vf_limits_default, NULL, &error);
  VfInventory *inventory;

  g_assert_no_error (error);
  inventory = vf_inventory_new (bundle, NULL, 0, VF_TEST_NOW, NULL, &error);
  g_assert_no_error (error);
  return inventory;
}

static const VfFinding *
find (const VfInventory *inventory, VfCode code)
{
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    if (vf_finding_get_code (vf_inventory_get_finding (inventory, i)) == code)
      return vf_inventory_get_finding (inventory, i);
  return NULL;
}

static void
test_file_row (gconstpointer data)
{
  const FileRow *row = data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (row->text, row->length);
  g_autoptr (VfInventory) inventory = read_bytes ("client.pem", bytes);
  const VfFinding *finding = find (inventory, row->code);

  g_assert_nonnull (finding);
  if (!says (finding, row->says))
    g_error ("%s: it does not say “%s”", row->row, row->says);
}

/* --- what a connection lacks --- */

typedef struct
{
  const char *row;
  gboolean with_root;
  gboolean with_client;
  const char *key;        /* "right", "other", "locked"; NULL: none */
  const char *passphrase; /* that was given */
  const char *host;
  const char *options[2];
  VfSslMode mode;
  VfCode code;
  const char *fixes;
  const char *says;
} PreflightRow;

#define STRICT .host = HOST, .mode = VF_SSL_MODE_VERIFY_FULL

static const PreflightRow preflight_rows[] = {
  { "E3", STRICT, .code = VF_CODE_MODE_NEEDS_ROOT, .fixes = "use-system-authorities use-mode-require",
    .says = "certificate archive" },
  { "E3", .host = HOST, .mode = VF_SSL_MODE_VERIFY_CA, .code = VF_CODE_MODE_NEEDS_ROOT,
    .fixes = "use-system-authorities use-mode-require", .says = "certificate archive" },
  { "E11", STRICT, .with_root = TRUE, .with_client = TRUE, .key = "other", .code = VF_CODE_KEY_MISMATCH,
    .fixes = "drop-client-certificate", .says = "made as a pair" },
  { "E11b", STRICT, .with_root = TRUE, .with_client = TRUE, .key = "locked", .passphrase = "falsch",
    .code = VF_CODE_KEY_PASSPHRASE_WRONG, .fixes = "", .says = "not the password of the database user" },
  { "E11c", STRICT, .with_root = TRUE, .with_client = TRUE, .key = "locked", .code = VF_CODE_KEY_LOCKED, .fixes = "",
    .says = "needs a passphrase" },
  { "E12", STRICT, .with_root = TRUE, .with_client = TRUE, .code = VF_CODE_KEY_MISSING,
    .fixes = "drop-client-certificate", .says = "has no private key" },
  { "E28", STRICT, .with_root = TRUE,
    .options = { "ssl_min_protocol_version=TLSv1.3", "ssl_max_protocol_version=TLSv1.2" }, .code = VF_CODE_BAD_TARGET, .fixes = "", .says = "Correct the option" },
  { "E28", STRICT, .with_root = TRUE, .options = { "channel_binding=perhaps" }, .code = VF_CODE_BAD_TARGET, .fixes = "",
    .says = "does not take" },
  { "E32", .host = NULL, .with_root = TRUE, .mode = VF_SSL_MODE_VERIFY_FULL, .code = VF_CODE_BAD_TARGET, .fixes = "",
    .says = "name or address" },
};

static VfPrivateKey *
make_key (const PreflightRow *row, const TestPair *client, const TestPair *other)
{
  g_autofree char *pem = NULL;

  if (!row->key)
    return NULL;
  pem = test_pair_key_to_pem (g_str_equal (row->key, "other") ? other : client, TEST_KEY_PKCS8,
                              g_str_equal (row->key, "locked") ? "geheim" : NULL);
  return vf_private_key_new_from_pem (pem, strlen (pem), NULL);
}

static VfConnection *
make_connection (const PreflightRow *row)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (TestPair) other = test_pair_new_client ("other", root);
  g_autoptr (VfPrivateKey) key = make_key (row, client, other);
  g_autoptr (GPtrArray) roots = fixture_certificates ((const TestPair *const *) &root, row->with_root ? 1 : 0);
  g_autoptr (GPtrArray) chain = fixture_certificates ((const TestPair *const *) &client, row->with_client ? 1 : 0);
  g_autoptr (VfCredentials) credentials = vf_credentials_new (roots, chain, key);
  g_autoptr (VfTarget) target = vf_target_new (row->host, "127.0.0.1", 1, "app", "app");
  VfConnection *connection = vf_connection_new (target, credentials, row->mode);

  for (guint i = 0; i < G_N_ELEMENTS (row->options) && row->options[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row->options[i], "=", 2);
      VfConnection *changed = vf_connection_with_option (connection, parts[0], parts[1], NULL);

      g_assert_nonnull (changed);
      vf_connection_unref (connection);
      connection = changed;
    }
  return connection;
}

static void
test_preflight_row (gconstpointer data)
{
  const PreflightRow *row = data;
  g_autoptr (VfConnection) connection = make_connection (row);
  g_autoptr (SecretValue) passphrase = row->passphrase ? secret_value_new (row->passphrase, -1, "text/plain") : NULL;
  VfCheckOptions options = { .timeout_ms = 2000 };
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, passphrase, &options, NULL);

  diagnosis_check (report, row->row, VF_STAGE_NONE, row->code, row->fixes, row->says);
}

/* --- what libpq would not take, and is never told --- */

/* E26: libpq 16 and newer take the word "system" with verify-full only; E27: older ones take it for a file. */
static void
test_system_authorities (void)
{
  g_autoptr (VfTarget) target = vf_target_new (HOST, "127.0.0.1", 1, "app", "app");
  VfKeyFiles files = { .none = "/nonexistent/none" };

  for (guint mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      g_autoptr (VfConnection) plain = vf_connection_new (target, NULL, (VfSslMode) mode);
      g_autoptr (VfConnection) connection = vf_connection_with_system_authorities (plain, TRUE);
      g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, &files);
      const char *root = vf_keywords_lookup (keywords, "sslrootcert");
      g_test_message ("%s: %s", vf_ssl_mode_to_string ((VfSslMode) mode), root);
      g_assert_nonnull (root);
      g_assert_true (!g_str_equal (root, "system")
                     || (mode == VF_SSL_MODE_VERIFY_FULL && PQlibVersion () >= 160000));
      if (mode != VF_SSL_MODE_REQUIRE)
        g_assert_true (vf_is_system_authorities_path (root));
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (file_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-offline/%s/file-%02u", file_rows[i].row, i);

      g_test_add_data_func (path, &file_rows[i], test_file_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (preflight_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis-offline/%s/preflight-%02u", preflight_rows[i].row, i);

      g_test_add_data_func (path, &preflight_rows[i], test_preflight_row);
    }
  g_test_add_func ("/diagnosis-offline/system-authorities", test_system_authorities);
  return g_test_run ();
}
