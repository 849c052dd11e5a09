#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "connection/password-file.h"
#include "error.h"
#include "pki.h"
#include "sample.h"
#include "store/foreign.h"
#include "store/service-file.h"
#include "test.h"

static char *directory;
static char *home;

static void
write_file (const char *name, const char *text, int mode)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

/* an authority and a client with its key, in the formats of the world */
static void
write_files (void)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Their Root");
  g_autoptr (TestPair) client = test_pair_new_client ("al", root);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *client_pem = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);
  g_autofree char *locked = test_pair_key_to_pem (client, TEST_KEY_PKCS8, "open sesame");

  write_file ("root.crt", root_pem, 0644);
  write_file ("client.crt", client_pem, 0644);
  write_file ("client.key", key, 0600);
  write_file ("locked.key", locked, 0600);
  write_file ("home/.postgresql/root.crt", root_pem, 0644);
  write_file ("home/.pgpass", "other:*:*:*:wrong\ndb.example.com:5432:shop:al:from the file\n", 0600);
}

static VfForeignList *
parse_in (const char *text, const char *in_home)
{
  const VfForeignPlace place = { .path = "/a/list", .base = directory, .home = in_home };
  g_autoptr (GError) error = NULL;
  VfForeignList *list = vf_foreign_list_parse (text, strlen (text), &place, &error);

  g_assert_no_error (error);
  return list;
}

static VfForeignList *
parse (const char *text)
{
  return parse_in (text, NULL);
}

static gboolean
has_note (const VfForeign *foreign, const char *part)
{
  const char *const *notes = vf_foreign_get_notes (foreign);

  for (guint i = 0; notes[i]; i++)
    if (strstr (notes[i], part))
      return TRUE;
  return FALSE;
}

static gboolean
has_text (GPtrArray *texts, const char *part)
{
  for (guint i = 0; i < texts->len; i++)
    if (strstr (g_ptr_array_index (texts, i), part))
      return TRUE;
  return FALSE;
}

static void
assert_target (const VfForeign *foreign, const char *host, guint port, const char *dbname, const char *user)
{
  VfTarget *target = vf_foreign_get_target (foreign);

  g_assert_cmpstr (vf_target_get_host (target), ==, host);
  g_assert_cmpuint (vf_target_get_port (target), ==, port);
  g_assert_cmpstr (vf_target_get_dbname (target), ==, dbname);
  g_assert_cmpstr (vf_target_get_user (target), ==, user);
}

static void
assert_file (const char *path, const char *name)
{
  g_autofree char *expected = name ? g_build_filename (directory, name, NULL) : NULL;

  g_assert_cmpstr (path, ==, expected);
}

/* --- the formats --- */

static void
test_service (void)
{
  g_autoptr (VfForeignList) list
    = parse ("# ours\n[shop]\nhost=db.example.com\nport=5433\ndbname=shop\nuser=al\nsslmode=verify-full\n"
             "sslrootcert=root.crt\nsslcert=client.crt\nsslkey=client.key\nconnect_timeout=7\npassword=plain text\n\n"
             "[dwh]\nhost=10.0.0.7\nsslmode=prefer\nnonsense=1\nand this\n");
  VfForeign *shop = vf_foreign_list_get (list, 0);
  VfForeign *dwh = vf_foreign_list_get (list, 1);
  VfSslMode mode;

  g_assert_cmpint (vf_foreign_list_get_kind (list), ==, VF_FOREIGN_SERVICE_FILE);
  g_assert_cmpuint (vf_foreign_list_get_n (list), ==, 2);
  g_assert_cmpstr (vf_foreign_get_name (shop), ==, "shop");
  assert_target (shop, "db.example.com", 5433, "shop", "al");
  g_assert_true (vf_foreign_get_mode (shop, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_FULL);
  assert_file (vf_foreign_get_root (shop), "root.crt");
  assert_file (vf_foreign_get_certificate (shop), "client.crt");
  assert_file (vf_foreign_get_key (shop), "client.key");
  g_assert_cmpstr (secret_value_get_text (vf_foreign_get_password (shop)), ==, "plain text");
  g_assert_cmpstr (vf_foreign_get_password_place (shop), ==, "/a/list");
  g_assert_null (vf_foreign_get_notes (shop)[0]);
  g_assert_false (vf_foreign_get_mode (dwh, &mode));
  g_assert_true (has_note (dwh, "nonsense"));
  g_assert_true (has_note (dwh, "and this"));
  g_assert_true (has_note (dwh, "prefer"));
}

static void
test_pgadmin (void)
{
  g_autoptr (VfForeignList) list
    = parse ("{\"Servers\":{\"1\":{\"Name\":\"shop\",\"Group\":\"Europe\",\"Host\":\"db.example.com\",\"Port\":5433,"
             "\"MaintenanceDB\":\"shop\",\"Username\":\"al\",\"SSLMode\":\"disable\",\"PasswordExecCommand\":\"pass x\","
             "\"UseSSHTunnel\":1,\"ConnectionParameters\":{\"sslmode\":\"verify-ca\",\"sslrootcert\":\"root.crt\","
             "\"connect_timeout\":10,\"hostaddr\":\"192.0.2.10\"}},"
             "\"2\":{\"Name\":\"old\",\"Group\":\"Servers\",\"Host\":\"old.example.com\",\"Port\":5432,\"Username\":\"al\","
             "\"MaintenanceDB\":\"postgres\",\"SSLMode\":\"verify-full\",\"SSLRootCert\":\"root.crt\",\"Timeout\":3},"
             "\"3\":{\"Name\":\"by service\",\"Group\":\"Servers\",\"Service\":\"shop\"},\"4\":[]}}");
  VfForeign *shop = vf_foreign_list_get (list, 0);
  VfForeign *old = vf_foreign_list_get (list, 1);
  VfForeign *service = vf_foreign_list_get (list, 2);
  g_autofree char *text = vf_foreign_list_describe (list);
  VfSslMode mode;

  g_assert_cmpstr (text, ==, "This is pgAdmin’s list of servers: 3 connections.");
  g_assert_cmpstr (vf_foreign_get_group (shop), ==, "Europe");
  assert_target (shop, "db.example.com", 5433, "shop", "al");
  g_assert_cmpstr (vf_target_get_hostaddr (vf_foreign_get_target (shop)), ==, "192.0.2.10");
  /* the old member is not read where there are parameters */
  g_assert_true (vf_foreign_get_mode (shop, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_CA);
  g_assert_true (has_note (shop, "PasswordExecCommand"));
  g_assert_true (has_note (shop, "tunnel"));
  g_assert_true (vf_foreign_get_mode (old, &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_FULL);
  assert_file (vf_foreign_get_root (old), "root.crt");
  g_assert_nonnull (strstr (vf_foreign_get_obstacle (service), "shop"));
}

#define DBEAVER(ssl) \
  "{\"folders\":{},\"connections\":{\"postgres-jdbc-1\":{\"provider\":\"postgresql\",\"driver\":\"postgres-jdbc\"," \
  "\"name\":\"shop\",\"folder\":\"Europe\",\"configuration\":{\"host\":\"db.example.com\",\"port\":\"5433\"," \
  "\"database\":\"shop\",\"url\":\"jdbc:postgresql://db.example.com:5433/shop?user=o%27hara\"," \
  "\"configurationType\":\"MANUAL\",\"handlers\":{\"postgre_ssl\":{\"type\":\"CONFIG\",\"enabled\":true," \
  "\"properties\":{" ssl "}}}}},\"mysql-1\":{\"provider\":\"mysql\",\"name\":\"x\"}}}"

static void
test_dbeaver (void)
{
  g_autoptr (VfForeignList) list = parse (DBEAVER (
    "\"sslMode\":\"verify-full\",\"ssl.method\":\"CERTIFICATES\",\"ssl.ca.cert\":\"root.crt\",\"ssl.client.cert\":"
    "\"client.crt\",\"ssl.client.key\":\"client.key\",\"rootCert\":\"old.crt\""));
  g_autoptr (VfForeignList) old = parse (DBEAVER (
    "\"sslMode\":\"require\",\"ssl.method\":\"\",\"ssl.ca.cert\":\"new.crt\",\"rootCert\":\"root.crt\""));
  VfForeign *shop = vf_foreign_list_get (list, 0);
  VfSslMode mode;

  g_assert_cmpuint (vf_foreign_list_get_n (list), ==, 1);
  g_assert_nonnull (strstr (vf_foreign_list_get_notes (list)[0], "1 connection "));
  g_assert_cmpstr (vf_foreign_get_name (shop), ==, "shop");
  g_assert_cmpstr (vf_foreign_get_group (shop), ==, "Europe");
  assert_target (shop, "db.example.com", 5433, "shop", "o'hara");
  g_assert_true (vf_foreign_get_mode (shop, &mode));
  assert_file (vf_foreign_get_root (shop), "root.crt");
  assert_file (vf_foreign_get_certificate (shop), "client.crt");
  assert_file (vf_foreign_get_key (shop), "client.key");
  /* pgjdbc's "require" verifies nothing, whatever is beside it, and without a method the old members count */
  g_assert_true (vf_foreign_get_mode (vf_foreign_list_get (old, 0), &mode));
  g_assert_cmpint (mode, ==, VF_SSL_MODE_REQUIRE);
  assert_file (vf_foreign_get_root (vf_foreign_list_get (old, 0)), "root.crt");
}

static void
test_environment (void)
{
  static const char *const set[] = { "PATH=/bin", "PGHOST=db.example.com", "PGPORT=5432", "PGDATABASE=shop", "PGUSER=al",
                                     "PGSSLMODE=verify-full", "PGPASSWORD=said", NULL };
  static const char *const unset[] = { "PATH=/bin", "PGPASSWORD=said", NULL };
  const VfForeignPlace place = { .home = home };
  g_autoptr (VfForeignList) list = vf_foreign_list_read_environment (set, &place);
  g_autoptr (VfForeignList) none = vf_foreign_list_read_environment (unset, &place);
  VfForeign *foreign = vf_foreign_list_get (list, 0);

  assert_target (foreign, "db.example.com", 5432, "shop", "al");
  g_assert_cmpstr (vf_foreign_get_password_place (foreign), ==, "PGPASSWORD");
  assert_file (vf_foreign_get_root (foreign), "home/.postgresql/root.crt");
  g_assert_cmpuint (vf_foreign_list_get_n (none), ==, 0);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", "hello", "[Desktop Entry]\nName=x\n", "{\"Servers\":", "{\"connections\":{\"shop\":{\"checked\":1}}}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"Servers\":[]}", "-----BEGIN CERTIFICATE-----\n",
  };
  const VfForeignPlace place = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (vf_foreign_list_parse (texts[i], strlen (texts[i]), &place, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_SYNTAX);
    }
}

/* --- what it means --- */

static void
test_modes (void)
{
  static const struct
  {
    const char *lines;
    gboolean in_home;
    gboolean decided;
    VfSslMode mode;
    const char *why;
  } rows[] = {
    { "sslmode=require\n", FALSE, TRUE, VF_SSL_MODE_REQUIRE, "no authorities anywhere" },
    { "sslmode=require\nsslrootcert=root.crt\n", FALSE, TRUE, VF_SSL_MODE_VERIFY_CA, "libpq verifies then" },
    { "sslmode=require\n", TRUE, TRUE, VF_SSL_MODE_VERIFY_CA, "and with those of the home folder, too" },
    { "sslmode=verify-ca\nsslrootcert=root.crt\n", FALSE, TRUE, VF_SSL_MODE_VERIFY_CA, "as it says" },
    { "sslmode=verify-full\n", TRUE, TRUE, VF_SSL_MODE_VERIFY_FULL, "as it says" },
    { "sslmode=prefer\n", FALSE, FALSE, VF_SSL_MODE_VERIFY_FULL, "protects against nobody" },
    { "sslmode=allow\n", FALSE, FALSE, VF_SSL_MODE_VERIFY_FULL, "protects against nobody" },
    { "sslmode=disable\n", FALSE, FALSE, VF_SSL_MODE_VERIFY_FULL, "protects against nobody" },
    { "", FALSE, FALSE, VF_SSL_MODE_VERIFY_FULL, "says nothing: libpq means prefer" },
    { "sslmode=nonsense\n", FALSE, FALSE, VF_SSL_MODE_VERIFY_FULL, "libpq would refuse it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat ("[a]\nhost=db.example.com\n", rows[i].lines, NULL);
      g_autoptr (VfForeignList) list = parse_in (text, rows[i].in_home ? home : NULL);
      VfForeign *foreign = vf_foreign_list_get (list, 0);
      VfSslMode mode;

      g_test_message ("%s: %s", rows[i].lines, rows[i].why);
      g_assert_cmpint (vf_foreign_get_mode (foreign, &mode), ==, rows[i].decided);
      g_assert_cmpint (mode, ==, rows[i].mode);
      g_assert_cmpint (has_note (foreign, "decided"), ==, !rows[i].decided);
    }
}

static void
test_obstacles (void)
{
  static const char *const lines[] = {
    "dbname=shop", "host=/var/run/postgresql", "host=a.example.com,b.example.com", "host=a.example.com\nport=1,2",
    "service=other", "host=a.example.com\nhostaddr=nowhere",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strconcat ("[a]\n", lines[i], "\nsslmode=require\n", NULL);
      g_autoptr (VfForeignList) list = parse (text);
      VfForeign *foreign = vf_foreign_list_get (list, 0);
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      SecretValue *passphrase = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_nonnull (vf_foreign_get_obstacle (foreign));
      g_assert_null (vf_foreign_load (foreign, &passphrase, VF_TEST_NOW, notes, &error));
      g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
    }
}

/* libpq's rules, line by line; the last column is what it logs in with */
static void
test_pgpass (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } rows[] = {
    { "db.example.com:5432:shop:al:secret\n", "secret" },
    { "db.example.com:5432:shop:al:secret", "secret" },
    { "db.example.com:5432:shop:al:secret\r\n", "secret" },
    { "db.example.com:5432:shop:al: blanks \n", " blanks " },
    { "*:*:*:*:any\n", "any" },
    { "\\*:*:*:*:literal\n", NULL },
    { "**:*:*:*:no pattern\n", NULL },
    { "DB.example.com:5432:shop:al:other case\n", NULL },
    { "db\\.example.com:5432:shop:al:needless\n", "needless" },
    { "db.example.com:5432:shop:al:a\\:b\\\\c\n", "a:b\\c" },
    { "db.example.com:5432:shop:al:cut:here\n", "cut" },
    { "# *:*:*:*:comment\n*:*:*:*:next\n", "next" },
    { " db.example.com:5432:shop:al:blank before\n", NULL },
    { "db.example.com:5432:shop:al:first\ndb.example.com:5432:shop:al:second\n", "first" },
    { "db.example.com:5432:shop\n*:*:*:al:rest\n", "rest" },
    { "db.example.com:5432:shop:al:\n*:*:*:*:not asked\n", NULL },
    { "", NULL },
  };
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", "192.0.2.1", 5432, "shop", "al");
  g_autoptr (VfTarget) six = vf_target_new ("2001:db8::1", NULL, 5432, "shop", "al");
  static const char six_line[] = "2001\\:db8\\:\\:1:5432:shop:al:six\n";
  g_autoptr (SecretValue) by_colons = vf_password_file_find (six_line, strlen (six_line), six);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SecretValue) found = vf_password_file_find (rows[i].text, strlen (rows[i].text), target);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (found ? secret_value_get_text (found) : NULL, ==, rows[i].expected);
    }
  g_assert_cmpstr (secret_value_get_text (by_colons), ==, "six");
}

static void
test_password_file (void)
{
  static const char text[] = "[a]\nhost=db.example.com\nport=5432\ndbname=shop\nuser=al\nsslmode=require\n";
  g_autoptr (VfForeignList) list = parse_in (text, home);
  VfForeign *foreign = vf_foreign_list_get (list, 0);
  g_autofree char *path = g_build_filename (home, ".pgpass", NULL);

  g_assert_cmpstr (secret_value_get_text (vf_foreign_get_password (foreign)), ==, "from the file");
  g_assert_cmpstr (vf_foreign_get_password_place (foreign), ==, path);
  /* libpq does not take it from a file that others can read */
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  {
    g_autoptr (VfForeignList) open = parse_in (text, home);

    g_assert_null (vf_foreign_get_password (vf_foreign_list_get (open, 0)));
  }
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
}

/* --- keeping --- */

static char *
keep (VfForeign *foreign, VfStore *store, SecretValue *given, GPtrArray *notes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) passphrase = given ? secret_value_ref (given) : NULL;
  g_autoptr (VfConnection) connection = vf_foreign_load (foreign, &passphrase, VF_TEST_NOW, notes, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  name = vf_foreign_choose_name (foreign, store, NULL);
  vf_foreign_keep (foreign, store, name, connection, passphrase, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&name);
}

static VfStore *
new_store (const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return vf_store_new (path);
}

static void
test_keep (void)
{
  g_autoptr (VfStore) store = new_store ("store");
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (VfForeignList) list
    = parse ("[shop]\nhost=db.example.com\nsslmode=verify-full\nsslrootcert=root.crt\nsslcert=client.crt\n"
             "sslkey=client.key\nconnect_timeout=7\npassword=plain text\n");
  g_autofree char *first = keep (vf_foreign_list_get (list, 0), store, NULL, notes);
  g_autofree char *second = keep (vf_foreign_list_get (list, 0), store, NULL, notes);
  g_autoptr (VfConnection) connection = vf_store_load (store, first, NULL);
  g_autoptr (VfSaved) saved = vf_store_find (store, first, NULL);
  g_autofree char *written = NULL;
  VfCredentials *credentials = vf_connection_get_credentials (connection);

  g_assert_cmpstr (first, ==, "shop");
  g_assert_cmpstr (second, ==, "shop-2");
  g_assert_cmpuint (vf_credentials_count_roots (credentials), ==, 1);
  g_assert_nonnull (vf_credentials_get_client_key (credentials));
  g_assert_cmpstr (vf_connection_get_option (connection, "connect_timeout"), ==, "7");
  g_assert_cmpint (vf_saved_get_proof (saved, VF_TEST_NOW), ==, VF_PROOF_NEVER);
  g_assert_null (vf_saved_get_undecided (saved));
  g_assert_true (g_file_get_contents (vf_store_get_service_file (store), &written, NULL, NULL));
  g_assert_null (strstr (written, "plain text"));
  /* the files are copies of our own */
  g_assert_null (strstr (written, "/root.crt\nsslcert=client"));
  g_assert_nonnull (strstr (written, "/credentials/"));
}

static void
test_undecided (void)
{
  g_autoptr (VfStore) store = new_store ("undecided");
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (VfForeignList) list = parse ("[a]\nhost=a.example.com\nsslmode=prefer\n[b]\nhost=b.example.com\n");
  g_autofree char *a = keep (vf_foreign_list_get (list, 0), store, NULL, notes);
  g_autofree char *b = keep (vf_foreign_list_get (list, 1), store, NULL, notes);
  g_autoptr (VfSaved) saved_a = vf_store_find (store, a, NULL);
  g_autoptr (VfSaved) saved_b = vf_store_find (store, b, NULL);
  g_autoptr (VfConnection) connection = vf_store_load (store, a, NULL);

  g_assert_cmpstr (vf_saved_get_undecided (saved_a), ==, "prefer");
  g_assert_cmpstr (vf_saved_get_undecided (saved_b), ==, "");
  g_assert_cmpint (vf_saved_get_mode (saved_a), ==, VF_SSL_MODE_VERIFY_FULL);
  /* whoever saves it again has decided */
  g_assert_true (vf_store_save (store, a, connection, NULL, NULL, TRUE, NULL));
  {
    g_autoptr (VfSaved) decided = vf_store_find (store, a, NULL);

    g_assert_null (vf_saved_get_undecided (decided));
  }
}

static void
test_keys (void)
{
  g_autoptr (VfStore) store = new_store ("keys");
  g_autoptr (SecretValue) right = test_secret ("open sesame");
  g_autoptr (SecretValue) wrong = test_secret ("open barley");
  const struct
  {
    const char *lines;
    SecretValue *given;
    gboolean has_key;
    const char *told;
  } rows[] = {
    { "sslcert=client.crt\nsslkey=locked.key\n", right, TRUE, NULL },
    { "sslcert=client.crt\nsslkey=locked.key\nsslpassword=open sesame\n", NULL, TRUE, NULL },
    { "sslcert=client.crt\nsslkey=locked.key\n", wrong, FALSE, "locked" },
    { "sslcert=client.crt\nsslkey=locked.key\n", NULL, FALSE, "locked" },
    { "sslcert=client.crt\nsslkey=client.crt\n", NULL, FALSE, "no private key" },
    { "sslcert=client.key\nsslkey=client.key\n", NULL, FALSE, "no certificate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat ("[a]\nhost=a.example.com\nsslmode=require\n", rows[i].lines, NULL);
      g_autoptr (VfForeignList) list = parse (text);
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *name = NULL;
      g_autoptr (VfConnection) connection = NULL;
      VfPrivateKey *key;

      g_test_message ("%s", rows[i].lines);
      name = keep (vf_foreign_list_get (list, 0), store, rows[i].given, notes);
      connection = vf_store_load (store, name, NULL);
      key = vf_credentials_get_client_key (vf_connection_get_credentials (connection));
      g_assert_cmpint (key != NULL, ==, rows[i].has_key);
      g_assert_true (!key || vf_private_key_is_locked (key));
      g_assert_cmpint (vf_credentials_get_client_chain (vf_connection_get_credentials (connection))->len > 0, ==,
                       rows[i].has_key);
      g_assert_true (!rows[i].told || has_text (notes, rows[i].told));
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *own;
    const char *expected;
  } rows[] = {
    { "shop", "shop" }, { "prod [eu]", "prod -eu-" }, { "  blanks  ", "blanks" }, { "数据库", "数据库" },
    { "", "a" }, { "tab\\there", "tab-here" },
  };
  g_autoptr (VfStore) store = new_store ("names");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"Servers\":{\"1\":{\"Name\":\"%s\",\"Host\":\"a.example.com\"}}}",
                                               rows[i].own);
      g_autoptr (VfForeignList) list = parse (text);
      g_autofree char *name = vf_foreign_choose_name (vf_foreign_list_get (list, 0), store, NULL);

      g_assert_cmpstr (name, ==, rows[i].expected);
    }
}

/* What this program exports for others it reads as the same. */
static void
test_own_exports (void)
{
  static const char *const ids[] = { "pgadmin", "dbeaver" };
  g_autoptr (VfCredentials) credentials = test_sample_credentials (FALSE, NULL);
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5433, "sh op", "o'hara");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_auto (TestSample) sample;
      g_autoptr (VfExport) export = NULL;
      g_autoptr (VfForeignList) list = NULL;
      VfForeign *foreign;
      VfSslMode mode;

      test_sample_init (&sample, target, VF_SSL_MODE_VERIFY_FULL, credentials);
      export = test_sample_export (&sample, ids[i]);
      list = parse (vf_export_get_text (export));
      foreign = vf_foreign_list_get (list, 0);
      g_assert_cmpstr (vf_foreign_get_name (foreign), ==, "shop prod");
      g_assert_true (vf_target_equal (vf_foreign_get_target (foreign), target));
      g_assert_true (vf_foreign_get_mode (foreign, &mode));
      g_assert_true (has_note (foreign, "/srv/v/root.crt"));
      g_assert_false (has_note (foreign, "/srv/v/none"));
    }
}

/* A store that cannot be read where it was: from inside a sandbox it is somewhere else. */
static void
test_moved_store (void)
{
  g_autoptr (VfStore) store = new_store ("moving");
  g_autoptr (VfStore) here = new_store ("here");
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (VfForeignList) shop = parse ("[shop]\nhost=db.example.com\nsslmode=verify-full\nsslrootcert=root.crt\n"
                                          "sslcert=client.crt\nsslkey=client.key\n");
  g_autofree char *name = keep (vf_foreign_list_get (shop, 0), store, NULL, notes);
  g_autofree char *moved = g_build_filename (directory, "moved", NULL);
  g_autofree char *file = g_build_filename (moved, "pg_service.conf", NULL);
  const char *const paths[] = { moved, file };

  g_assert_cmpint (g_rename (vf_store_get_directory (store), moved), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VfForeignList) list = vf_foreign_list_read (paths[i], &error);
      g_autofree char *text = list ? vf_foreign_list_describe (list) : NULL;
      g_autofree char *kept = NULL;
      g_autoptr (VfConnection) connection = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (vf_foreign_list_get_kind (list), ==, VF_FOREIGN_VERIFULL);
      g_assert_cmpstr (text, ==, "This is the list of another installation of Verifull: 1 connection.");
      g_assert_nonnull (strstr (vf_foreign_list_get_notes (list)[0], "Passwords are not in it"));
      g_assert_null (vf_foreign_list_get_notes (list)[1]);
      g_assert_null (vf_foreign_get_notes (vf_foreign_list_get (list, 0))[0]);
      kept = keep (vf_foreign_list_get (list, 0), here, NULL, notes);
      connection = vf_store_load (here, kept, NULL);
      g_assert_cmpuint (vf_credentials_count_roots (vf_connection_get_credentials (connection)), ==, 1);
      g_assert_nonnull (vf_credentials_get_client_key (vf_connection_get_credentials (connection)));
    }
  g_assert_cmpuint (notes->len, ==, 0);
  g_assert_cmpstr (name, ==, "shop");
}

/* A folder that is no store, and a service file of somebody else's. */
static void
test_no_store (void)
{
  g_autofree char *file = g_build_filename (directory, "pg_service.conf", NULL);
  g_autoptr (VfForeignList) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (vf_foreign_list_read (home, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  write_file ("pg_service.conf", "[shop]\nhost=db.example.com\n", 0644);
  list = vf_foreign_list_read (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vf_foreign_list_get_kind (list), ==, VF_FOREIGN_SERVICE_FILE);
  g_assert_null (vf_foreign_list_get_notes (list)[0]);
}

int
main (int argc, char **argv)
{
  int status;

  vf_test_init (&argc, &argv);
  directory = vf_test_make_dir ();
  home = g_build_filename (directory, "home", NULL);
  write_files ();
  g_test_add_func ("/foreign/service", test_service);
  g_test_add_func ("/foreign/pgadmin", test_pgadmin);
  g_test_add_func ("/foreign/dbeaver", test_dbeaver);
  g_test_add_func ("/foreign/environment", test_environment);
  g_test_add_func ("/foreign/refused", test_refused);
  g_test_add_func ("/foreign/modes", test_modes);
  g_test_add_func ("/foreign/obstacles", test_obstacles);
  g_test_add_func ("/foreign/pgpass", test_pgpass);
  g_test_add_func ("/foreign/password-file", test_password_file);
  g_test_add_func ("/foreign/keep", test_keep);
  g_test_add_func ("/foreign/undecided", test_undecided);
  g_test_add_func ("/foreign/keys", test_keys);
  g_test_add_func ("/foreign/names", test_names);
  g_test_add_func ("/foreign/own-exports", test_own_exports);
  g_test_add_func ("/foreign/moved-store", test_moved_store);
  g_test_add_func ("/foreign/no-store", test_no_store);
  status = g_test_run ();
  vf_test_remove_tree (directory);
  g_free (directory);
  g_free (home);
  return status;
}
