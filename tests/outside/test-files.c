#include "config.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check-fixture.h"
#include "check/explain.h"
#include "import/archive.h"
#include "live-server.h"
#include "messy-files.h"
#include "test.h"

/* Files as people have them: what libpq makes of them as they stand, and that our import makes of each of them the
 * strict files with which libpq logs in, on a real server. */

/**
 * Row:
 * @form: a RootForm or a ClientForm
 * @taken: libpq logs in with the file as it stands
 * @says: (nullable): what libpq says of it otherwise
 * @imported: our import makes of it what libpq logs in with
 * @passphrase: (nullable): what the person types, into libpq's option and into our field
 *
 * A file, and what comes of it.
 */
typedef struct
{
  const char *name;
  int form;
  gboolean taken;
  const char *says;
  gboolean imported;
  const char *passphrase;
} Row;

#define TAKEN TRUE, NULL
#define REFUSED(words) FALSE, words
#define NO_CERTIFICATE "no certificate or crl found"

static const Row root_rows[] = {
  { "pem", ROOT_PEM, TAKEN, TRUE },
  { "reversed", ROOT_REVERSED, TAKEN, TRUE },
  { "crlf", ROOT_CRLF, TAKEN, TRUE },
  { "bom", ROOT_BOM, TAKEN, TRUE },
  { "text dump", ROOT_TEXT, TAKEN, TRUE },
  { "key inside", ROOT_WITH_KEY, TAKEN, TRUE },
  { "der", ROOT_DER, REFUSED (NO_CERTIFICATE), TRUE },
  { "p7b pem", ROOT_P7B_PEM, REFUSED (NO_CERTIFICATE), TRUE },
  { "p7b der", ROOT_P7B_DER, REFUSED (NO_CERTIFICATE), TRUE },
  { "p12", ROOT_P12, REFUSED (NO_CERTIFICATE), TRUE, PASSPHRASE },
  { "p12 rc2", ROOT_P12_RC2, REFUSED (NO_CERTIFICATE), TRUE, PASSPHRASE },
  { "jks", ROOT_JKS, REFUSED (NO_CERTIFICATE), TRUE },
  { "empty", ROOT_EMPTY, REFUSED (NO_CERTIFICATE), FALSE },
  { "utf-16", ROOT_UTF16, REFUSED (NO_CERTIFICATE), TRUE },
  { "one line", ROOT_ONE_LINE, REFUSED (NO_CERTIFICATE), TRUE },
  { "base64 alone", ROOT_BASE64, REFUSED (NO_CERTIFICATE), TRUE },
  { "broken tail", ROOT_BROKEN_TAIL, REFUSED ("bad base64 decode"), TRUE },
  { "trusted certificate", ROOT_TRUSTED, TAKEN, TRUE },
  { "trusted certificate for clients", ROOT_TRUSTED_CLIENTS, REFUSED ("certificate verify failed"), TRUE },
};

static const Row client_rows[] = {
  { "pem", KEY_PEM, TAKEN, TRUE },
  { "traditional pem", KEY_TRADITIONAL, TAKEN, TRUE },
  { "crlf", KEY_CRLF, TAKEN, TRUE },
  { "bom", KEY_BOM, TAKEN, TRUE },
  { "der", KEY_DER, TAKEN, TRUE },
  { "traditional der", KEY_DER_TRADITIONAL, TAKEN, TRUE },
  { "locked", KEY_LOCKED, TAKEN, TRUE, PASSPHRASE },
  { "locked traditional", KEY_LOCKED_TRADITIONAL, TAKEN, TRUE, PASSPHRASE },
  { "locked, wrong passphrase", KEY_LOCKED_WRONG, REFUSED ("bad decrypt"), FALSE, OTHER_PASSPHRASE },
  { "locked der", KEY_LOCKED_DER, REFUSED ("unsupported"), TRUE, PASSPHRASE },
  { "utf-16", KEY_UTF16, REFUSED ("could not load private key file"), TRUE },
  { "p12", KEY_P12, REFUSED ("no start line"), TRUE, PASSPHRASE },
  { "p12 rc2", KEY_P12_RC2, REFUSED ("no start line"), TRUE, PASSPHRASE },
  { "jks, key's own password", KEY_JKS, REFUSED ("no start line"), TRUE, OTHER_PASSPHRASE },
  { "link", KEY_LINK, TAKEN, TRUE },
  { "group readable", KEY_GROUP_READABLE, REFUSED ("has group or world access"), TRUE },
  { "unreadable", KEY_UNREADABLE, REFUSED ("could not load private key file"), FALSE },
  { "folder", KEY_FOLDER, REFUSED ("is not a regular file"), FALSE },
  { "missing", KEY_MISSING, REFUSED ("certificate present, but not private key file"), FALSE },
  { "of another certificate", KEY_FOREIGN, REFUSED ("key values mismatch"), FALSE },
  { "certificate der", CERTIFICATE_DER, REFUSED ("could not read certificate file"), TRUE },
  { "certificate crlf", CERTIFICATE_CRLF, TAKEN, TRUE },
};

static LiveServer live;

/* as they stand, and after the import */
static guint n_compared, n_imported, n_skipped;

static char *
write_file (const char *folder, const char *name, GBytes *bytes)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  return path;
}

/* Each (nullable): what libpq gets. */
typedef struct
{
  char *root;
  char *certificate;
  char *key;
  const char *passphrase;
} Files;

static void
files_clear (Files *files)
{
  g_free (files->root);
  g_free (files->certificate);
  g_free (files->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* (transfer full) (nullable): what libpq says, %NULL if it logs in */
static char *
ask_libpq (const Files *files)
{
  g_autofree char *port = g_strdup_printf ("%u", live.port);
  const char *names[] = { "host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey",
                          "sslpassword", "passfile", "gssencmode", NULL };
  const char *values[] = { CN, "127.0.0.1", port, "ssltestuser", files->certificate ? "certdb" : "trustdb",
                           files->root ? "verify-full" : "require", files->root ? files->root : "/nowhere/root.crt",
                           files->certificate ? files->certificate : "/nowhere/client.crt",
                           files->key ? files->key : "/nowhere/client.key",
                           /* none at all would be asked for on the terminal */
                           files->passphrase ? files->passphrase : "", "/nowhere/pass", "disable", NULL };
  PGconn *connection;
  char *text;

  /* it tells the oldest of this thread's errors for its own */
  ERR_clear_error ();
  connection = PQconnectdbParams (names, values, FALSE);
  text = PQstatus (connection) == CONNECTION_OK ? NULL : g_utf8_make_valid (PQerrorMessage (connection), -1);
  PQfinish (connection);
  return text;
}

static void
compare_as_it_stands (const Row *row, const Files *files)
{
  g_autofree char *text = ask_libpq (files);

  g_test_message ("libpq: %s", text ? text : "logs in");
  g_assert_cmpint (text == NULL, ==, row->taken);
  if (text && row->says)
    g_assert_nonnull (strstr (text, row->says));
  n_compared++;
}

/* As the window and the command line do: files, a passphrase, and the sensible choice of what is in them. */
static VfCredentials *
import (const char *const *paths, guint n_paths, const char *passphrase)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SecretValue) secret = passphrase ? secret_value_new (passphrase, -1, "text/plain") : NULL;
  g_autoptr (VfBundle) bundle = NULL;
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_paths; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths[i]));
  bundle = vf_archive_read_locked ((GFile **) files->pdata, files->len, NULL, 0, &vf_limits_default, NULL, NULL, NULL,
                                   &error);
  if (!bundle)
    {
      g_test_message ("import: %s", error->message);
      return vf_credentials_new_empty ();
    }
  inventory = vf_inventory_new (bundle, &secret, secret ? 1 : 0, g_get_real_time () / G_USEC_PER_SEC, NULL, &error);
  g_assert_no_error (error);
  return vf_credentials_new_from_inventory (inventory);
}

/* What the store would write. */
static void
write_strict (Files *files, VfCredentials *credentials, const char *folder, SecretValue *passphrase)
{
  VfPrivateKey *key = vf_credentials_get_client_key (credentials);
  char *root = vf_credentials_root_pem (credentials);
  char *client = vf_credentials_client_pem (credentials);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key_pem = key ? vf_private_key_to_pem (key, passphrase, &error) : NULL;
  g_autoptr (GBytes) root_pem = root ? g_bytes_new_take (root, strlen (root)) : NULL;
  g_autoptr (GBytes) client_pem = client ? g_bytes_new_take (client, strlen (client)) : NULL;

  g_assert_no_error (error);
  files->root = root_pem ? write_file (folder, "strict-root.crt", root_pem) : NULL;
  files->certificate = client_pem ? write_file (folder, "strict-client.crt", client_pem) : NULL;
  files->key = key_pem ? write_file (folder, "strict-client.key", key_pem) : NULL;
}

/* libpq with the strict files alone, and our own check with what they were written from. */
static void
compare_imported (const Row *row, VfCredentials *credentials, gboolean is_client, const char *folder)
{
  g_autoptr (SecretValue) passphrase = row->passphrase ? secret_value_new (row->passphrase, -1, "text/plain") : NULL;
  VfPrivateKey *key = vf_credentials_get_client_key (credentials);
  gboolean usable = is_client ? key && !vf_private_key_is_locked (key) : !vf_credentials_is_empty (credentials);
  g_auto (Files) files = { .passphrase = row->passphrase };
  g_autoptr (VfTarget) target
    = vf_target_new (CN, "127.0.0.1", live.port, is_client ? "certdb" : "trustdb", "ssltestuser");
  g_autoptr (VfConnection) connection
    = vf_connection_new (target, credentials, is_client ? VF_SSL_MODE_REQUIRE : VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (VfReport) report = vf_check_run (connection, NULL, passphrase, NULL, NULL);
  g_autofree char *sentence = vf_explain_report (report);
  g_autofree char *text = NULL;

  g_test_message ("imported: %s", sentence);
  g_assert_cmpint (usable, ==, row->imported);
  g_assert_cmpint (vf_report_is_ok (report), ==, row->imported);
  n_imported++;
  if (!usable)
    return;
  write_strict (&files, credentials, folder, passphrase);
  text = ask_libpq (&files);
  g_assert_cmpstr (text, ==, NULL);
}

static void
skip (const char *why)
{
  n_skipped++;
  g_test_skip (why);
}

static void
test_root (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *folder = vf_test_make_dir ();
  g_autoptr (GBytes) bytes = messy_root (&live, (RootForm) row->form);
  g_autoptr (GBytes) intermediate = test_pair_to_der (live.server_ca);
  g_autofree char *more = NULL;
  g_auto (Files) files = { 0 };
  g_autoptr (VfCredentials) credentials = NULL;

  if (!bytes)
    {
      skip ("OpenSSL's legacy provider is not installed");
      vf_test_remove_tree (folder);
      return;
    }
  live_server_set_up (&live, SETUP_USUAL, SERVER_CN_ONLY);
  files.root = write_file (folder, "root", bytes);
  compare_as_it_stands (row, &files);
  more = write_file (folder, "intermediate.der", intermediate);
  /* a file of this form holds one only */
  credentials = import ((const char *const[]){ files.root, more }, row->form == ROOT_DER ? 2 : 1, row->passphrase);
  compare_imported (row, credentials, FALSE, folder);
  vf_test_remove_tree (folder);
}

/* (transfer full): of the key, which may be none */
static char *
write_key (ClientForm form, const char *folder, GBytes *bytes)
{
  char *path = g_build_filename (folder, "client.key", NULL);
  g_autofree char *written = bytes ? write_file (folder, form == KEY_LINK ? "linked.key" : "client.key", bytes) : NULL;

  if (form == KEY_LINK)
    g_assert_cmpint (symlink (written, path), ==, 0);
  if (form == KEY_GROUP_READABLE)
    g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  if (form == KEY_UNREADABLE)
    g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (form == KEY_FOLDER)
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return path;
}

/* A key store is both the certificate and the key, for libpq and for us. */
static gboolean
is_store (ClientForm form)
{
  return form == KEY_P12 || form == KEY_P12_RC2 || form == KEY_JKS;
}

#define NOBODY 65534

/* The sanitizer would end the program for it. */
#ifdef __SANITIZE_ADDRESS__
#define LIBPQ_IS_WATCHED TRUE
#else
#define LIBPQ_IS_WATCHED FALSE
#endif

/* For root nothing is unreadable.  @certificate: stays readable */
static void
become_nobody (const char *folder, const char *certificate)
{
  if (getuid () != 0)
    return;
  g_assert_cmpint (g_chmod (folder, 0711), ==, 0);
  g_assert_cmpint (g_chmod (certificate, 0644), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

static void
test_client (gconstpointer data)
{
  const Row *row = data;
  ClientForm form = (ClientForm) row->form;
  g_autofree char *folder = vf_test_make_dir ();
  g_autoptr (GBytes) key = messy_key (&live, form);
  g_autoptr (GBytes) certificate = messy_certificate (&live, form);
  g_auto (Files) files = { .passphrase = row->passphrase };
  g_autoptr (VfCredentials) credentials = NULL;

  if (!key && form != KEY_FOLDER && form != KEY_MISSING)
    skip ("OpenSSL's legacy provider is not installed");
  else if (form == KEY_UNREADABLE && LIBPQ_IS_WATCHED)
    skip ("libpq 15 reads beyond its own buffer when it says why a key cannot be read");
  else
    {
      live_server_set_up (&live, SETUP_USUAL, SERVER_CN_ONLY);
      files.key = write_key (form, folder, key);
      files.certificate
        = is_store (form) ? g_strdup (files.key) : write_file (folder, "client.crt", certificate);
      if (form == KEY_UNREADABLE)
        become_nobody (folder, files.certificate);
      compare_as_it_stands (row, &files);
      credentials = import ((const char *const[]){ files.certificate, files.key }, form == KEY_MISSING ? 1 : 2,
                            row->passphrase);
      g_assert_cmpint (seteuid (getuid ()), ==, 0);
      compare_imported (row, credentials, TRUE, folder);
    }
  vf_test_remove_tree (folder);
}

static void
add_rows (const char *kind, const Row *rows, guint n_rows, GTestDataFunc test)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/files/%s/%s", kind, rows[i].name);

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, &rows[i], test);
    }
}

int
main (int argc, char **argv)
{
  int status;

  vf_test_init (&argc, &argv);
  /* every row is worth seeing */
  g_test_set_nonfatal_assertions ();
  live_server_init (&live);
  add_rows ("root", root_rows, G_N_ELEMENTS (root_rows), test_root);
  add_rows ("client", client_rows, G_N_ELEMENTS (client_rows), test_client);
  status = g_test_run ();
  g_print ("# count: files as people have them: %u that libpq takes or refuses as it is known to, %u imported and "
           "compared again, %u skipped\n", n_compared, n_imported, n_skipped);
  live_server_clear (&live);
  return status;
}
