#include "connection/key-folder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "disk.h"
#include "error.h"
#include "sample.h"
#include "test.h"

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
mode_of (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_write (void)
{
  g_autofree char *dir = vf_test_make_dir ();
  g_autofree char *target = g_build_filename (dir, "a", "b", "1", NULL);
  g_autofree char *parent = g_build_filename (dir, "a", NULL);
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autofree char *root = vf_credentials_root_pem (credentials);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyFolder) folder = NULL;
  const VfKeyFiles *files;
  g_autofree char *written = NULL;
  g_autofree char *key = NULL;

  g_assert_true (vf_key_folder_write (target, credentials, NULL, &error));
  g_assert_no_error (error);
  folder = vf_key_folder_open (target);
  files = vf_key_folder_get_files (folder);
  written = read_text (files->root);
  key = read_text (files->client_key);
  g_assert_cmpstr (written, ==, root);
  g_assert_true (g_str_has_prefix (key, "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_true (g_str_has_suffix (files->client_certificate, "/client.crt"));
  g_assert_false (g_file_test (files->none, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (mode_of (parent), ==, 0700);
  g_assert_cmpuint (mode_of (target), ==, 0700);
  g_assert_cmpuint (mode_of (files->root), ==, 0600);
  g_assert_cmpuint (mode_of (files->client_key), ==, 0600);
  vf_test_remove_tree (dir);
}

static void
test_encrypted_stays (void)
{
  g_autofree char *dir = vf_test_make_dir ();
  g_autofree char *target = g_build_filename (dir, "1", NULL);
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, "geheim");
  g_autoptr (SecretValue) passphrase = test_secret ("geheim");
  g_autoptr (VfKeyFolder) folder = NULL;
  g_autofree char *key = NULL;

  g_assert_true (vf_key_folder_write (target, credentials, passphrase, NULL));
  folder = vf_key_folder_open (target);
  key = read_text (vf_key_folder_get_files (folder)->client_key);
  g_assert_true (g_str_has_prefix (key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  vf_test_remove_tree (dir);
}

static void
test_nothing_to_write (void)
{
  g_autoptr (VfCredentials) empty = vf_credentials_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VfKeyFolder) folder = vf_key_folder_new_temporary (empty, NULL, &error);
  const VfKeyFiles *files = vf_key_folder_get_files (folder);

  g_assert_no_error (error);
  g_assert_null (files->root);
  g_assert_null (files->client_certificate);
  g_assert_null (files->client_key);
  g_assert_true (g_path_is_absolute (files->none));
}

static void
test_temporary (void)
{
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (GError) error = NULL;
  VfKeyFolder *folder = vf_key_folder_new_temporary (credentials, NULL, &error);
  const VfKeyFiles *files = vf_key_folder_get_files (folder);
  g_autofree char *root = NULL;
  g_autofree char *expected = vf_credentials_root_pem (credentials);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  root = g_strdup (files->root);
  g_assert_true (g_file_test (root, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_get_contents (root, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (mode_of (files->client_key), ==, 0600);
  g_assert_false (g_file_test (files->none, G_FILE_TEST_EXISTS));
  g_assert_null (strchr (files->client_key, ':'));
  vf_key_folder_free (folder);
  g_assert_false (g_file_test (root, G_FILE_TEST_EXISTS));
}

static void
test_refused (void)
{
  g_autofree char *dir = vf_test_make_dir ();
  g_autofree char *colon = g_build_filename (dir, "a:b", NULL);
  g_autofree char *taken = g_build_filename (dir, "taken", NULL);
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_false (vf_key_folder_write (colon, credentials, NULL, &error));
  g_assert_error (error, VF_ERROR, VF_ERROR_NOT_EXPRESSIBLE);
  g_clear_error (&error);
  g_assert_true (vf_key_folder_write (taken, credentials, NULL, &error));
  before = test_list_tree (dir);
  g_assert_false (vf_key_folder_write (taken, credentials, NULL, &error));
  g_assert_nonnull (error);
  after = test_list_tree (dir);
  g_assert_cmpstr (before, ==, after);
  vf_test_remove_tree (dir);
}

/* However full the disk is, there is the whole folder or none. */
static void
test_full_disk (void)
{
  g_autofree char *dir = vf_test_make_dir ();
  g_autofree char *target = g_build_filename (dir, "1", NULL);
  g_autoptr (VfCredentials) credentials = test_sample_credentials (TRUE, NULL);

  for (gsize room = 0; room <= 500; room += 20)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *left = NULL;
      gboolean written;

      test_disk_is_full (room);
      written = vf_key_folder_write (target, credentials, NULL, &error);
      test_disk_has_room ();
      g_assert_false (written);
      g_assert_cmpint (error->domain, ==, G_IO_ERROR);
      left = test_list_tree (dir);
      g_assert_cmpstr (left, ==, "");
    }
  g_assert_true (vf_key_folder_write (target, credentials, NULL, NULL));
  vf_test_remove_tree (dir);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/key-folder/write", test_write);
  g_test_add_func ("/key-folder/encrypted-stays", test_encrypted_stays);
  g_test_add_func ("/key-folder/nothing-to-write", test_nothing_to_write);
  g_test_add_func ("/key-folder/temporary", test_temporary);
  g_test_add_func ("/key-folder/refused", test_refused);
  g_test_add_func ("/key-folder/full-disk", test_full_disk);
  return g_test_run ();
}
