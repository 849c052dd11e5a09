#include "config.h"

#include "store/store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"
#include "error.h"
#include "import/credentials-change.h"
#include "sample.h"
#include "test.h"

typedef struct
{
  char *directory;
  VfStore *store;
  VfCredentials *old;
  VfCredentials *renewed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = vf_test_make_dir ();
  g_autoptr (VfTarget) target = vf_target_new ("db.test", NULL, 5433, "shop", "al");
  g_autoptr (VfConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  fixture->directory = g_build_filename (parent, "verifull", NULL);
  fixture->store = vf_store_new (fixture->directory);
  fixture->old = test_sample_credentials (TRUE, NULL);
  fixture->renewed = test_sample_credentials (TRUE, NULL);
  connection = vf_connection_new (target, fixture->old, VF_SSL_MODE_VERIFY_FULL);
  vf_store_save (fixture->store, "shop", connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->directory);

  vf_store_unref (fixture->store);
  vf_credentials_unref (fixture->old);
  vf_credentials_unref (fixture->renewed);
  g_free (fixture->directory);
  vf_test_remove_tree (parent);
}

static char *
read_service_file (Fixture *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (vf_store_get_service_file (fixture->store), &text, NULL, NULL));
  return text;
}

/* what the three files in @folder hold, one after the other */
static char *
read_files (const char *folder)
{
  static const char *const names[] = { "root.crt", "client.crt", "client.key" };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
      g_string_append (all, text);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* every file of the generation that is used, and the service file: what an undo must give back */
static char *
read_used (Fixture *fixture)
{
  g_autofree char *service = read_service_file (fixture);
  const char *path = strstr (service, "sslcert=") + strlen ("sslcert=");
  g_autofree char *certificate = g_strndup (path, strcspn (path, "\n"));
  g_autofree char *folder = g_path_get_dirname (certificate);
  g_autofree char *files = read_files (folder);

  return g_strconcat (service, files, NULL);
}

/* the old set or the new, whole */
static gboolean
is_renewed (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfConnection) connection = vf_store_load (fixture->store, "shop", &error);
  g_auto (VfCredentialsChange) to_old = { 0 };
  g_auto (VfCredentialsChange) to_new = { 0 };

  g_assert_no_error (error);
  vf_credentials_change_init (&to_old, vf_connection_get_credentials (connection), fixture->old);
  vf_credentials_change_init (&to_new, vf_connection_get_credentials (connection), fixture->renewed);
  g_assert_true (vf_credentials_change_is_none (&to_old) != vf_credentials_change_is_none (&to_new));
  g_assert_nonnull (vf_credentials_get_client_key (vf_connection_get_credentials (connection)));
  return vf_credentials_change_is_none (&to_new);
}

static guint
count_keys (Fixture *fixture)
{
  g_autofree char *tree = test_list_tree (fixture->directory);
  guint n = 0;

  for (const char *at = strstr (tree, "client.key"); at; at = strstr (at + 1, "client.key"))
    n++;
  return n;
}

static void
renew (Fixture *fixture, VfCredentials *credentials)
{
  g_autoptr (GError) error = NULL;

  vf_store_renew (fixture->store, "shop", credentials, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = read_service_file (fixture);
  g_autofree char *commented = g_strconcat ("# mine\n", text, "# and this\n", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (VfConnection) previous = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store), commented, -1, NULL));
  before = read_used (fixture);
  g_assert_null (vf_store_load_previous (fixture->store, "shop", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (vf_store_take_back (fixture->store, "shop", NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  renew (fixture, fixture->renewed);
  g_assert_true (is_renewed (fixture));
  g_assert_cmpuint (count_keys (fixture), ==, 2);
  previous = vf_store_load_previous (fixture->store, "shop", &error);
  g_assert_no_error (error);
  g_assert_true (vf_store_take_back (fixture->store, "shop", NULL, &error));
  g_assert_no_error (error);
  after = read_used (fixture);
  g_assert_cmpstr (before, ==, after);
  /* what is not used any more is not left lying about */
  g_assert_cmpuint (count_keys (fixture), ==, 1);
}

/* The set before the last is gone with the next. */
static void
test_generations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfCredentials) third = test_sample_credentials (TRUE, NULL);
  g_autoptr (GError) error = NULL;

  renew (fixture, fixture->renewed);
  renew (fixture, third);
  g_assert_cmpuint (count_keys (fixture), ==, 2);
  g_assert_true (vf_store_take_back (fixture->store, "shop", NULL, &error));
  g_assert_true (is_renewed (fixture));
  g_assert_false (vf_store_take_back (fixture->store, "shop", NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store),
                                      "[shop]\nhost=db.test\nsslmode=require\n", -1, NULL));
  g_assert_false (vf_store_renew (fixture->store, "shop", fixture->renewed, NULL, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (vf_store_renew (fixture->store, "no", fixture->renewed, NULL, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

/* --- the path that stays --- */

/* where a program looks that was told so before any renewal */
static char *
get_lasting (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyFolder) folder = vf_store_open_credentials (fixture->store, name, &error);

  g_assert_no_error (error);
  return g_path_get_dirname (vf_key_folder_get_files (folder)->none);
}

static void
assert_lasting (Fixture *fixture, const char *folder)
{
  g_autofree char *used = read_used (fixture);
  g_autofree char *found = read_files (folder);

  g_assert_true (g_str_has_suffix (used, found));
}

static void
test_lasting_path (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_lasting (fixture, "shop");
  g_autofree char *first = read_files (folder);
  g_autofree char *again = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *back = NULL;
  g_autoptr (VfConnection) connection = vf_store_load (fixture->store, "shop", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_suffix (folder, "/" VF_STORE_CURRENT));
  assert_lasting (fixture, folder);
  for (guint i = 0; i < 3; i++)
    {
      renew (fixture, i % 2 ? fixture->old : fixture->renewed);
      assert_lasting (fixture, folder);
    }
  g_assert_true (vf_store_take_back (fixture->store, "shop", NULL, &error));
  assert_lasting (fixture, folder);
  g_assert_true (vf_store_rename (fixture->store, "shop", "new", &error));
  again = get_lasting (fixture, "new");
  g_assert_cmpstr (folder, ==, again);
  g_assert_true (vf_store_duplicate (fixture->store, "new", "copy", &error));
  copy = get_lasting (fixture, "copy");
  g_assert_cmpstr (folder, !=, copy);
  back = read_files (copy);
  g_assert_true (vf_store_rename (fixture->store, "new", "shop", &error));
  /* what is saved in its place is found there, too, and nothing else stays */
  g_assert_true (vf_store_save (fixture->store, "shop", connection, NULL, NULL, TRUE, &error));
  assert_lasting (fixture, folder);
  g_assert_cmpuint (count_keys (fixture), ==, 2);
}

/* A link is taken away with its folder, and what it leads to is never deleted by its name. */
static void
test_lasting_path_ends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_lasting (fixture, "shop");
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *before = read_files (folder);
  g_autofree char *after = NULL;
  g_autofree char *tree = NULL;
  g_autoptr (GError) error = NULL;
  VfRemoved *removed = vf_store_remove (fixture->store, "shop", &error);

  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (vf_store_restore (fixture->store, removed, &error));
  vf_removed_free (removed);
  after = read_files (folder);
  g_assert_cmpstr (before, ==, after);
  removed = vf_store_remove (fixture->store, "shop", &error);
  vf_removed_free (removed);
  g_assert_false (g_file_test (parent, G_FILE_TEST_IS_DIR));
  /* nothing lies aside any more either */
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, VF_STORE_CURRENT));
  g_assert_cmpuint (count_keys (fixture), ==, 0);
}

/* A store from before there was one gets one, as does one whose program was killed before it came to that. */
static void
test_lasting_path_is_mended (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_lasting (fixture, "shop");
  static const char *const wrong[] = { NULL, "7", "/etc", "current", ".." };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *again = NULL;

      g_assert_cmpint (g_unlink (folder), ==, 0);
      if (wrong[i])
        g_assert_cmpint (symlink (wrong[i], folder), ==, 0);
      again = get_lasting (fixture, "shop");
      g_assert_cmpstr (folder, ==, again);
      assert_lasting (fixture, folder);
      renew (fixture, i % 2 ? fixture->old : fixture->renewed);
      assert_lasting (fixture, folder);
    }
}

/* Who copies an exported section into the store's own file still has a connection that can be renewed. */
static void
test_lasting_path_by_hand (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = read_service_file (fixture);
  g_autofree char *folder = get_lasting (fixture, "shop");
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *first = g_strconcat (parent, "/1/", NULL);
  g_autofree char *lasting = g_strconcat (folder, "/", NULL);
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, first, lasting, 0), >, 2);
  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store), changed->str, -1, NULL));
  g_assert_false (is_renewed (fixture));
  renew (fixture, fixture->renewed);
  g_assert_true (is_renewed (fixture));
  assert_lasting (fixture, folder);
  g_assert_true (vf_store_take_back (fixture->store, "shop", NULL, NULL));
  g_assert_false (is_renewed (fixture));
  assert_lasting (fixture, folder);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *service = read_service_file (fixture);
  g_autofree char *before = read_used (fixture);

  for (gsize room = 0; room < strlen (service); room += 50)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;
      gboolean renewed;

      test_disk_is_full (room);
      renewed = vf_store_renew (fixture->store, "shop", fixture->renewed, NULL, NULL, &error);
      test_disk_has_room ();
      g_assert_false (renewed);
      g_assert_cmpint (error->domain, ==, G_IO_ERROR);
      after = read_used (fixture);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpuint (count_keys (fixture), ==, 1);
    }
}

/* Who the server was outlives a renewal. */
static void
test_server_is_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestPair) pair = test_pair_new_server ("db.test", "DNS:db.test,DNS:b.test", NULL);
  g_autoptr (VfCertificate) leaf = vf_certificate_new_from_x509 (pair->certificate);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (VfConnection) connection = vf_store_load (fixture->store, "shop", NULL);
  g_autoptr (VfReport) report = NULL;
  g_autoptr (VfSaved) saved = NULL;
  const VfServerRecord *record;

  g_ptr_array_add (chain, leaf);
  report = test_sample_proof (connection, chain);
  g_assert_true (vf_store_note_check (fixture->store, "shop", report, NULL));
  renew (fixture, fixture->renewed);
  g_assert_true (vf_store_rename (fixture->store, "shop", "new", NULL));
  saved = vf_store_find (fixture->store, "new", NULL);
  g_assert_nonnull (vf_saved_get_server (saved));
  g_assert_cmpint (vf_server_identity_compare (vf_saved_get_server (saved), vf_report_get_server (report)), ==,
                   VF_SERVER_SAME);
  record = vf_server_identity_get_record (vf_saved_get_server (saved));
  g_assert_cmpstr (record->host, ==, "db.test");
  g_assert_cmpuint (record->port, ==, 5433);
  g_assert_cmpstr (record->names[1], ==, "DNS:b.test");
  g_assert_cmpint (record->not_after, ==, vf_certificate_get_not_after (leaf));
}

/* --- killed between any two steps --- */

/* Runs a renewal in a child that is killed before its @n-th system call.  FALSE: it came to its end before that. */
static gboolean
renew_and_kill (Fixture *fixture, guint n, gboolean *allowed)
{
  pid_t child = fork ();
  int status = 0;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit (3);
      raise (SIGSTOP);
      _exit (vf_store_renew (fixture->store, "shop", fixture->renewed, NULL, NULL, NULL) ? 0 : 1);
    }
  waitpid (child, &status, 0);
  *allowed = WIFSTOPPED (status);
  /* each call stops twice, before and after; what was let in once is done */
  for (guint i = 0; i < 2 * n && WIFSTOPPED (status); i++)
    {
      ptrace (PTRACE_SYSCALL, child, NULL, NULL);
      waitpid (child, &status, 0);
    }
  if (!WIFSTOPPED (status))
    return FALSE;
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
  return TRUE;
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_lasting (fixture, "shop");
  g_autofree char *old = read_files (folder);
  g_autofree char *renewed = NULL;
  guint n_old = 0, n_new = 0, n_behind = 0;
  gboolean allowed = TRUE;

  renew (fixture, fixture->renewed);
  renewed = read_files (folder);
  renew (fixture, fixture->old);

  for (guint n = 1; renew_and_kill (fixture, n, &allowed); n++)
    {
      g_autoptr (GError) error = NULL;

      /* whoever has the path has a whole set at every moment, the old one or the new */
      g_autofree char *found = read_files (folder);
      gboolean is_new = is_renewed (fixture);

      g_assert_true (g_str_equal (found, old) || g_str_equal (found, renewed));
      n_behind += is_new && g_str_equal (found, old);
      if (is_new)
        n_new++;
      else
        n_old++;
      /* what the dead left behind is in nobody's way */
      renew (fixture, fixture->old);
      g_assert_cmpuint (n, <, 2000);
    }
  if (!allowed)
    {
      g_test_skip ("this system does not let a process be traced");
      return;
    }
  g_test_message ("killed %u times with the old set, %u times with the new one, %u of them with the link behind", n_old,
                  n_new, n_behind);
  g_assert_cmpuint (n_behind, >, 0);
  g_assert_cmpuint (n_old, >, 20);
  g_assert_cmpuint (n_new, >, 3);
  renew (fixture, fixture->old);
  g_assert_cmpuint (count_keys (fixture), ==, 2);
}

/* --- what changes --- */

static VfCredentials *
make_set (TestPair *const *authorities, guint n, const TestPair *client)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, vf_certificate_new_from_x509 (authorities[i]->certificate));
  if (client)
    g_ptr_array_add (chain, vf_certificate_new_from_x509 (client->certificate));
  return vf_credentials_new (list, chain, NULL);
}

static void
test_change (void)
{
  g_autoptr (TestPair) a = test_pair_new_root ("A");
  g_autoptr (TestPair) b = test_pair_new_root ("B");
  g_autoptr (TestPair) again = test_pair_new_root ("A");
  g_autoptr (TestPair) client = test_pair_new_client ("al", a);
  g_autoptr (TestPair) other = test_pair_new_client ("al", a);
  g_autoptr (TestPair) renewed
    = test_pair_new_with_key (&(TestSpec){ .subject = "CN=al", .extended_key_usage = "clientAuth" }, a, client);
  const struct
  {
    TestPair *before[2];
    guint n_before;
    TestPair *client_before;
    TestPair *after[2];
    guint n_after;
    TestPair *client_after;
    guint kept, added, gone;
    gboolean same_client, same_key, none;
    const char *why;
  } rows[] = {
    { { a, b }, 2, NULL, { b, a }, 2, NULL, 2, 0, 0, TRUE, FALSE, TRUE, "the order says nothing" },
    { { a }, 1, NULL, { a, b }, 2, NULL, 1, 1, 0, TRUE, FALSE, FALSE, "one more" },
    { { a, b }, 2, NULL, { b }, 1, NULL, 1, 0, 1, TRUE, FALSE, FALSE, "one less" },
    { { a }, 1, NULL, { again }, 1, NULL, 0, 1, 1, TRUE, FALSE, FALSE, "the name alone makes it no other" },
    { { a }, 1, client, { a }, 1, client, 1, 0, 0, TRUE, TRUE, TRUE, "the very same" },
    { { a }, 1, client, { a }, 1, renewed, 1, 0, 0, FALSE, TRUE, FALSE, "the key is kept" },
    { { a }, 1, client, { a }, 1, other, 1, 0, 0, FALSE, FALSE, FALSE, "a new key" },
    { { a }, 1, client, { a }, 1, NULL, 1, 0, 0, FALSE, FALSE, FALSE, "the client certificate is gone" },
    { { a }, 1, NULL, { a }, 1, client, 1, 0, 0, FALSE, FALSE, FALSE, "there was none before" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfCredentials) before = make_set (rows[i].before, rows[i].n_before, rows[i].client_before);
      g_autoptr (VfCredentials) after = make_set (rows[i].after, rows[i].n_after, rows[i].client_after);
      g_auto (VfCredentialsChange) change = { 0 };

      g_test_message ("%s", rows[i].why);
      vf_credentials_change_init (&change, before, after);
      g_assert_cmpuint (change.kept->len, ==, rows[i].kept);
      g_assert_cmpuint (change.added->len, ==, rows[i].added);
      g_assert_cmpuint (change.gone->len, ==, rows[i].gone);
      g_assert_cmpint (change.same_client, ==, rows[i].same_client);
      g_assert_cmpint (change.same_key, ==, rows[i].same_key);
      g_assert_cmpint (vf_credentials_change_is_none (&change), ==, rows[i].none);
    }
}

/* A place that is still there is named, once, and last if it was written last. */
static void
test_copies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_build_filename (fixture->directory, "first", NULL);
  g_autofree char *second = g_build_filename (fixture->directory, "second", NULL);
  g_autoptr (VfCredentials) renewed = test_sample_credentials (TRUE, NULL);
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  const VfSavedCopy *copy;

  g_assert_cmpint (g_mkdir (first, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (second, 0700), ==, 0);
  vf_store_note_copy (fixture->store, "shop", "jdbc", first);
  vf_store_note_copy (fixture->store, "shop", "zip", second);
  vf_store_note_copy (fixture->store, "shop", "jdbc", first);
  vf_store_note_copy (fixture->store, "nothing", "jdbc", first);
  g_assert_true (vf_store_renew (fixture->store, "shop", renewed, NULL, NULL, &error));
  copies = vf_store_list_copies (fixture->store, "shop");
  g_assert_cmpuint (copies->len, ==, 2);
  copy = g_ptr_array_index (copies, 1);
  g_assert_cmpstr (copy->format, ==, "jdbc");
  g_assert_cmpstr (copy->place, ==, first);
  /* they were made of the original */
  g_assert_true (vf_store_duplicate (fixture->store, "shop", "copy", &error));
  of_copy = vf_store_list_copies (fixture->store, "copy");
  g_assert_cmpuint (of_copy->len, ==, 0);
  g_assert_cmpint (g_rmdir (first), ==, 0);
  left = vf_store_list_copies (fixture->store, "shop");
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((const VfSavedCopy *) g_ptr_array_index (left, 0))->place, ==, second);
}

/* The oldest go first, so that a script that writes to a new place each night fills nothing. */
static void
test_many_copies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) copies = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *place = g_build_filename (fixture->directory, name, NULL);

      g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
      vf_store_note_copy (fixture->store, "shop", "zip", place);
    }
  copies = vf_store_list_copies (fixture->store, "shop");
  g_assert_cmpuint (copies->len, ==, 20);
  g_assert_true (g_str_has_suffix (((const VfSavedCopy *) g_ptr_array_index (copies, 19))->place, "/29"));
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  add ("/store-renew/there-and-back", test_there_and_back);
  add ("/store-renew/generations", test_generations);
  add ("/store-renew/by-hand", test_by_hand);
  add ("/store-renew/full-disk", test_full_disk);
  add ("/store-renew/lasting-path", test_lasting_path);
  add ("/store-renew/lasting-path-ends", test_lasting_path_ends);
  add ("/store-renew/lasting-path-is-mended", test_lasting_path_is_mended);
  add ("/store-renew/lasting-path-by-hand", test_lasting_path_by_hand);
  add ("/store-renew/server-is-remembered", test_server_is_remembered);
  add ("/store-renew/killed", test_killed);
  add ("/store-renew/copies", test_copies);
  add ("/store-renew/many-copies", test_many_copies);
  g_test_add_func ("/store-renew/change", test_change);
  return g_test_run ();
}
