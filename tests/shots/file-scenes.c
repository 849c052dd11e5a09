/* Files with which something is wrong, on the Certificates page. */

#include "config.h"

#include "scene.h"

#include <glib/gstdio.h>

void
arrange_web_page (Shot *shot)
{
  shot_open (shot, "root.crt", "<!DOCTYPE html><html><head><title>Log in</title></head><body></body></html>", -1);
}

void
arrange_empty_file (Shot *shot)
{
  shot_open (shot, "root.crt", "", 0);
}

void
arrange_der (Shot *shot)
{
  g_autoptr (GBytes) der = test_pair_to_der (scene_pair (PAIR_ROOT));

  shot_open (shot, "root.der", g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
}

void
arrange_damaged (Shot *shot)
{
  g_autofree char *good = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *bad = test_pair_to_pem (scene_pair (PAIR_OTHER));
  g_autofree char *text = NULL;

  bad[200] = '!';
  text = g_strconcat (good, bad, NULL);
  shot_open (shot, "bundle.pem", text, -1);
}

void
arrange_other_key (Shot *shot)
{
  g_autofree char *certificate = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autofree char *key = test_pair_key_to_pem (scene_pair (PAIR_CLIENT_EXPIRED), TEST_KEY_PKCS8, NULL);
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *text = g_strconcat (root, certificate, key, NULL);

  shot_open (shot, "client.pem", text, -1);
}

void
arrange_no_key (Shot *shot)
{
  g_autofree char *certificate = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *text = g_strconcat (root, certificate, NULL);

  shot_open (shot, "client.pem", text, -1);
}

void
arrange_locked_key (Shot *shot)
{
  g_autofree char *certificate = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autofree char *key = test_pair_key_to_pem (scene_pair (PAIR_CLIENT), TEST_KEY_PKCS8, "other words");
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *text = g_strconcat (root, certificate, key, NULL);

  shot_open (shot, "client.pem", text, -1);
}

void
arrange_wrong_passphrase (Shot *shot)
{
  GtkWidget *entry;

  arrange_locked_key (shot);
  entry = window_test_find (window_test_page (shot->test), ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "wrong");
  g_signal_emit_by_name (entry, "entry-activated");
  shot_wait (700);
}

void
arrange_der_key (Shot *shot)
{
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *certificate = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autoptr (GBytes) key = test_pair_key_to_der (scene_pair (PAIR_CLIENT), TEST_KEY_PKCS8, NULL);
  g_autofree char *key_path = g_build_filename (shot->test->directory, "client.key.pk8", NULL);

  g_free (test_write_file (shot->test->directory, "ca.pem", root));
  g_free (test_write_file (shot->test->directory, "client.crt", certificate));
  g_file_set_contents (key_path, g_bytes_get_data (key, NULL), (gssize) g_bytes_get_size (key), NULL);
  shot_open_files (shot, "ca.pem", "client.crt", "client.key.pk8", NULL);
}

void
arrange_ssh_key (Shot *shot)
{
  shot_open (shot, "client.key",
             "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ==\n"
             "-----END OPENSSH PRIVATE KEY-----\n", -1);
}

static void
write_client (Shot *shot, const char *folder, const char *certificate, const char *key)
{
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *certificate_text = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autofree char *key_text = test_pair_key_to_pem (scene_pair (PAIR_CLIENT), TEST_KEY_PKCS8, NULL);

  g_free (test_write_file (folder, "ca.pem", root));
  g_free (test_write_file (folder, certificate, certificate_text));
  g_free (test_write_file (folder, key, key_text));
}

void
arrange_folder (Shot *shot)
{
  g_autofree char *folder = g_build_filename (shot->test->directory, "sslcert", NULL);

  g_mkdir (folder, 0700);
  write_client (shot, folder, "client.crt", "client.key");
  shot_open_files (shot, "sslcert", NULL);
}

void
arrange_swapped (Shot *shot)
{
  write_client (shot, shot->test->directory, "client.key", "client.crt");
  shot_open_files (shot, "ca.pem", "client.crt", "client.key", NULL);
}
