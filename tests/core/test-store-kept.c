#include "store/store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "disk.h"
#include "error.h"
#include "sample.h"
#include "store/folders.h"
#include "test.h"

#define DAY (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)
#define MINUTE (60 * (gint64) G_USEC_PER_SEC)

/* how far the clock of the store is put forward, in microseconds */
static gint64 later;

gint64
g_get_real_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * (gint64) G_USEC_PER_SEC + now.tv_nsec / 1000 + later;
}

typedef struct
{
  char *directory;
  VfStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  later = 0;
  fixture->directory = vf_test_make_dir ();
  fixture->store = vf_store_new (fixture->directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vf_store_unref (fixture->store);
  vf_test_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static VfConnection *
save (Fixture *fixture, const char *name, const char *host)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, 5433, "shop", "al");
  VfConnection *connection = vf_connection_new (target, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (GError) error = NULL;

  vf_store_save (fixture->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
  return connection;
}

static char *
read_service_file (Fixture *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (vf_store_get_service_file (fixture->store), &text, NULL, NULL));
  return text;
}

/* As a program does that ends then. */
static void
forget (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VfRemoved) removed = vf_store_remove (fixture->store, name, &error);

  g_assert_no_error (error);
  g_assert_true (vf_store_keep_removed (fixture->store, removed, &error));
  g_assert_no_error (error);
}

/* As another one does. */
static gboolean
bring_back (Fixture *fixture, const char *name, GError **error)
{
  g_autoptr (VfStore) store = vf_store_new (fixture->directory);
  g_autoptr (VfRemoved) removed = vf_store_find_kept (store, name, error);

  return removed && vf_store_restore (store, removed, error);
}

static void
note_proof (Fixture *fixture, const char *name, VfConnection *connection)
{
  g_autoptr (VfReport) report = test_sample_proof (connection, NULL);
  g_autoptr (GError) error = NULL;

  vf_store_note_check (fixture->store, name, report, &error);
  g_assert_no_error (error);
}

/* All is as it was: the place in the list, the files with their modes, and what the last check had found. */
static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) a = save (fixture, "a", "a.test");
  g_autoptr (VfConnection) b = save (fixture, "b", "b.test");
  g_autoptr (VfConnection) c = save (fixture, "c", "c.test");
  g_autofree char *text = NULL;
  g_autofree char *tree = NULL;
  g_autofree char *between = NULL;
  g_autofree char *text_after = NULL;
  g_autofree char *tree_after = NULL;
  g_autoptr (VfSaved) saved = NULL;
  g_autoptr (GError) error = NULL;

  note_proof (fixture, "b", b);
  text = read_service_file (fixture);
  tree = test_list_tree (fixture->directory);
  forget (fixture, "b");
  between = read_service_file (fixture);
  g_assert_null (strstr (between, "b.test"));
  g_assert_true (bring_back (fixture, "b", &error));
  g_assert_no_error (error);
  text_after = read_service_file (fixture);
  tree_after = test_list_tree (fixture->directory);
  g_assert_cmpstr (text, ==, text_after);
  g_assert_cmpstr (tree, ==, tree_after);
  saved = vf_store_find (fixture->store, "b", &error);
  g_assert_cmpint (vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC), ==, VF_PROOF_PROVEN);
  g_assert_false (bring_back (fixture, "b", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
}

/* a section that somebody wrote by hand has no files of ours */
static const char by_hand[] = "[one]\nhost=one.test\nsslmode=require\n\n[two]\nhost=two.test\n";

static void
write_by_hand (Fixture *fixture)
{
  g_assert_true (g_file_set_contents (vf_store_get_service_file (fixture->store), by_hand, -1, NULL));
}

/* Nothing that lies aside can be read by others, and what has no credentials may have a password in its section. */
static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) connection = save (fixture, "a", "a.test");
  g_autofree char *tree = NULL;
  g_auto (GStrv) lines = NULL;
  guint aside = 0;

  forget (fixture, "a");
  write_by_hand (fixture);
  forget (fixture, "one");
  tree = test_list_tree (fixture->directory);
  lines = g_strsplit (tree, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (strstr (lines[i], VF_FOLDERS_REMOVED))
      {
        aside++;
        /* a link has a mode that says nothing */
        g_assert_true (strstr (lines[i], " 600 ") || g_str_has_suffix (lines[i], "/ 700")
                       || strstr (lines[i], "/" VF_STORE_CURRENT " 777 "));
      }
  g_assert_cmpuint (aside, >=, 8);
}

static void
test_without_credentials (Fixture *fixture, gconstpointer data)
{
  g_autofree char *after = NULL;
  g_autofree char *tree = NULL;
  g_autoptr (GError) error = NULL;

  write_by_hand (fixture);
  forget (fixture, "one");
  g_assert_true (bring_back (fixture, "one", &error));
  g_assert_no_error (error);
  after = read_service_file (fixture);
  g_assert_cmpstr (after, ==, by_hand);
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "removed"));
}

/* The one that was deleted last comes back first, and what cannot come back now is not lost by that. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) first = save (fixture, "a", "first.test");
  g_autoptr (VfConnection) second = NULL;
  g_autoptr (VfConnection) loaded = NULL;
  g_autoptr (GError) error = NULL;

  forget (fixture, "a");
  /* the clock of a file system has coarse ticks */
  g_usleep (50000);
  second = save (fixture, "a", "second.test");
  forget (fixture, "a");
  g_assert_true (bring_back (fixture, "a", &error));
  loaded = vf_store_load (fixture->store, "a", &error);
  g_assert_cmpstr (vf_target_get_host (vf_connection_get_target (loaded)), ==, "second.test");
  g_clear_pointer (&loaded, vf_connection_unref);
  g_assert_false (bring_back (fixture, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (vf_store_rename (fixture->store, "a", "b", &error));
  g_assert_true (bring_back (fixture, "a", &error));
  g_assert_no_error (error);
  loaded = vf_store_load (fixture->store, "a", &error);
  g_assert_cmpstr (vf_target_get_host (vf_connection_get_target (loaded)), ==, "first.test");
  g_assert_false (vf_credentials_is_empty (vf_connection_get_credentials (loaded)));
}

static void
test_a_day (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) connection = save (fixture, "a", "a.test");
  g_autofree char *tree = NULL;
  g_autoptr (GError) error = NULL;

  forget (fixture, "a");
  vf_folders_sweep (fixture->store, g_get_real_time () + DAY - 60 * G_USEC_PER_SEC);
  g_assert_true (bring_back (fixture, "a", &error));
  forget (fixture, "a");
  vf_folders_sweep (fixture->store, g_get_real_time () + DAY + 60 * G_USEC_PER_SEC);
  g_assert_false (bring_back (fixture, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "client.key"));
  g_assert_null (strstr (tree, "removed"));
}

static gboolean
is_aside (Fixture *fixture)
{
  g_autofree char *tree = test_list_tree (fixture->directory);

  return strstr (tree, VF_FOLDERS_REMOVED) != NULL;
}

/* Whatever is written next, by whichever program, takes away what has lain aside for a day. */
static void
test_swept_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) connection = save (fixture, "a", "a.test");
  g_autoptr (VfConnection) second = NULL;
  g_autoptr (VfConnection) third = NULL;

  forget (fixture, "a");
  later = DAY - MINUTE;
  second = save (fixture, "b", "b.test");
  g_assert_true (is_aside (fixture));
  later = DAY + MINUTE;
  third = save (fixture, "c", "c.test");
  g_assert_false (is_aside (fixture));
}

/* A day is a day, also where nothing has been written since. */
static void
test_too_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) connection = save (fixture, "a", "a.test");
  g_autofree char *text = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  forget (fixture, "a");
  write_by_hand (fixture);
  forget (fixture, "one");
  text = read_service_file (fixture);
  later = DAY + MINUTE;
  g_assert_false (bring_back (fixture, "one", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (bring_back (fixture, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  after = read_service_file (fixture);
  g_assert_cmpstr (after, ==, text);
  /* until it is swept it can still be erased at once */
  g_assert_true (vf_store_erase_kept (fixture->store, "a"));
  g_assert_true (vf_store_erase_kept (fixture->store, "one"));
  g_assert_false (is_aside (fixture));
}

static void
test_erase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) a = save (fixture, "a", "a.test");
  g_autoptr (VfConnection) b = save (fixture, "b", "b.test");
  g_autofree char *tree = NULL;
  g_autoptr (GError) error = NULL;

  forget (fixture, "a");
  forget (fixture, "b");
  g_assert_true (vf_store_erase_kept (fixture->store, "a"));
  g_assert_false (vf_store_erase_kept (fixture->store, "a"));
  g_assert_false (bring_back (fixture, "a", &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (vf_store_erase_kept (fixture->store, "b"));
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "client.key"));
  g_assert_null (strstr (tree, "removed"));
}

/* What cannot be kept is deleted whole, as whoever asked for it is told. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) connection = save (fixture, "a", "a.test");
  g_autoptr (GError) error = NULL;
  g_autofree char *tree = NULL;
  VfRemoved *removed = vf_store_remove (fixture->store, "a", &error);

  test_disk_is_full (0);
  g_assert_false (vf_store_keep_removed (fixture->store, removed, &error));
  test_disk_has_room ();
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  vf_removed_free (removed);
  tree = test_list_tree (fixture->directory);
  g_assert_null (strstr (tree, "client.key"));
}

/* The secrets of a target go with the last connection that goes there, and stay when nobody can tell. */
static void
test_uses_target (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VfConnection) first = save (fixture, "a", "db.test");
  g_autoptr (VfConnection) second = save (fixture, "b", "db.test");
  g_autoptr (VfTarget) other = vf_target_new ("other.test", NULL, 5433, "shop", "al");
  VfTarget *target = vf_connection_get_target (first);

  g_assert_false (vf_store_uses_target (fixture->store, other));
  vf_removed_free (vf_store_remove (fixture->store, "a", NULL));
  g_assert_true (vf_store_uses_target (fixture->store, target));
  vf_removed_free (vf_store_remove (fixture->store, "b", NULL));
  g_assert_false (vf_store_uses_target (fixture->store, target));
  g_assert_cmpint (g_remove (vf_store_get_service_file (fixture->store)), ==, 0);
  g_assert_cmpint (g_mkdir (vf_store_get_service_file (fixture->store), 0700), ==, 0);
  g_assert_true (vf_store_uses_target (fixture->store, target));
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  add ("/store/kept/whole", test_whole);
  add ("/store/kept/private", test_private);
  add ("/store/kept/without-credentials", test_without_credentials);
  add ("/store/kept/several", test_several);
  add ("/store/kept/a-day", test_a_day);
  add ("/store/kept/swept-by-itself", test_swept_by_itself);
  add ("/store/kept/too-late", test_too_late);
  add ("/store/kept/erase", test_erase);
  add ("/store/kept/full-disk", test_full_disk);
  add ("/store/kept/uses-target", test_uses_target);
  return g_test_run ();
}
