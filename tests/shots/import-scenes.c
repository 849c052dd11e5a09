/* The Certificates page with what people have, besides the rows of the table of errors. */

#include "config.h"

#include "scene.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* --- what is opened --- */

static void
open_path (Shot *shot, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (shot->test->window, &file, 1);
  window_test_wait (!vf_session_get_importing (shot_session (shot)));
}

static void
open_real (Shot *shot, const char *name)
{
  g_autofree char *path = vf_test_shared_data (name);

  g_assert_nonnull (path);
  open_path (shot, path);
}

static void
write_pair (const char *folder, const char *name, Pair pair, const char *key_name, const char *passphrase)
{
  g_autofree char *pem = test_pair_to_pem (scene_pair (pair));
  g_autofree char *key = test_pair_key_to_pem (scene_pair (pair), TEST_KEY_PKCS8, passphrase);
  g_autofree char *path = test_write_file (folder, name, pem);
  g_autofree char *key_path = key_name ? test_write_file (folder, key_name, key) : NULL;
}

/* (transfer full): an empty folder that has the name of what was downloaded */
static char *
make_folder (Shot *shot, const char *name)
{
  char *path = g_build_filename (shot->test->directory, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return path;
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) (guintptr) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static void
arrange_alibaba (Shot *shot)
{
  open_real (shot, "real-ca/generated/ApsaraDB-CA-Chain.zip");
}

static void
arrange_aws (Shot *shot)
{
  open_real (shot, "real-ca/aws/global-bundle-2023.pem");
}

/* The archive as the console hands it out, with a passphrase in it. */
static void
arrange_dws (Shot *shot)
{
  g_autofree char *vector = vf_test_shared_data ("gaussdb-key/01-default-Gauss-MppDB");
  g_autofree char *zip = g_build_filename (shot->test->directory, "dws_ssl_cert.zip", NULL);
  const char *const arguments[]
    = { "sh", "-c", "cd \"$1\" && zip -q \"$2\" cacert.pem client.*", "sh", vector, zip, NULL };

  if (!vector)
    return;
  run (arguments);
  open_path (shot, zip);
}

static void
arrange_authority_key (Shot *shot)
{
  g_autofree char *folder = make_folder (shot, "certificates");

  write_pair (folder, "ca.crt", PAIR_ROOT, "ca.key", NULL);
  open_path (shot, folder);
}

static void
arrange_identities (Shot *shot)
{
  g_autofree char *folder = make_folder (shot, "certificates");

  write_pair (folder, "ca.crt", PAIR_ROOT, NULL, NULL);
  write_pair (folder, "app.crt", PAIR_CLIENT, "app.key", NULL);
  write_pair (folder, "old.crt", PAIR_CLIENT_EXPIRED, "old.key", NULL);
  open_path (shot, folder);
}

static void
arrange_encrypted (Shot *shot)
{
  g_autofree char *folder = make_folder (shot, "certificates");
  g_autofree char *zip = g_build_filename (shot->test->directory, "certificates.zip", NULL);
  const char *const arguments[]
    = { "sh", "-c", "cd \"$1\" && zip -qP sesame \"$2\" *", "sh", folder, zip, NULL };

  write_pair (folder, "ca.crt", PAIR_ROOT, NULL, NULL);
  write_pair (folder, "client.crt", PAIR_CLIENT, "client.key", NULL);
  run (arguments);
  open_path (shot, zip);
}

static void
arrange_locked (Shot *shot)
{
  g_autofree char *folder = make_folder (shot, "certificates");

  write_pair (folder, "ca.crt", PAIR_ROOT, NULL, NULL);
  write_pair (folder, "client.crt", PAIR_CLIENT, "client.key", "sesame");
  open_path (shot, folder);
}

/* --- what the person does then --- */

static void
try_wrong (Shot *shot, guint times)
{
  GtkWidget *entry = window_test_find (window_test_page (shot->test), ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);

  g_assert_nonnull (entry);
  for (guint i = 0; i < times; i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), "wrong");
      g_signal_emit_by_name (entry, "entry-activated");
      window_test_wait (gtk_widget_has_css_class (entry, "error"));
    }
  shot_wait (500);
}

static void
try_once (Shot *shot)
{
  try_wrong (shot, 1);
}

static void
try_three_times (Shot *shot)
{
  try_wrong (shot, 3);
}

static void
open_row (Shot *shot, const char *title)
{
  GtkWidget *row = window_test_find (window_test_page (shot->test), ADW_TYPE_ACTION_ROW, gettext (title));

  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  shot_wait (300);
}

static void
list_authorities (Shot *shot)
{
  open_row (shot, "Authorities");
}

static void
search_authorities (Shot *shot)
{
  list_authorities (shot);
  gtk_editable_set_text (GTK_EDITABLE (window_test_find (window_test_page (shot->test), GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "eu-central");
  shot_wait (500);
}

static void
list_everything (Shot *shot)
{
  open_row (shot, "Everything in the archive");
}

static void
open_authority (Shot *shot, gboolean last)
{
  GtkWidget *list;

  list_authorities (shot);
  /* the list grows with each frame */
  shot_wait (last ? 1500 : 0);
  list = window_test_find (window_test_page (shot->test), GTK_TYPE_LIST_VIEW, NULL);
  g_signal_emit_by_name (list, "activate",
                         last ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) - 1
                              : 0);
  shot_wait (500);
}

/* What has expired stands last. */
static void
open_last (Shot *shot)
{
  open_authority (shot, TRUE);
}

static void
open_text (Shot *shot)
{
  GtkWidget *row;

  open_authority (shot, FALSE);
  row = window_test_find (window_test_page (shot->test), ADW_TYPE_EXPANDER_ROW, gettext ("As text (PEM)"));
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  shot_wait (500);
}

const Scene import_scenes[] = {
  { "C", "alibaba", .needs_files = TRUE, .arrange = arrange_alibaba },
  { "C", "alibaba-everything", .needs_files = TRUE, .arrange = arrange_alibaba, .finish = list_everything },
  { "C", "dws", .arrange = arrange_dws },
  { "C", "dws-everything", .arrange = arrange_dws, .finish = list_everything },
  { "C", "aws", .needs_files = TRUE, .arrange = arrange_aws },
  { "C", "aws-list", .needs_files = TRUE, .arrange = arrange_aws, .finish = list_authorities },
  { "C", "aws-search", .needs_files = TRUE, .arrange = arrange_aws, .finish = search_authorities },
  { "C", "expired", .needs_files = TRUE, .arrange = arrange_aws, .finish = open_last },
  { "C", "text", .needs_files = TRUE, .arrange = arrange_aws, .finish = open_text },
  { "C", "authority-key", .arrange = arrange_authority_key },
  { "C", "authority-key-everything", .arrange = arrange_authority_key, .finish = list_everything },
  { "C", "identities", .arrange = arrange_identities },
  { "C", "encrypted", .arrange = arrange_encrypted },
  { "C", "locked", .arrange = arrange_locked },
  { "C", "wrong-once", .arrange = arrange_locked, .finish = try_once },
  { "C", "wrong-three-times", .arrange = arrange_locked, .finish = try_three_times },
  { "C", "encrypted-wrong", .arrange = arrange_encrypted, .finish = try_three_times },
};

const guint n_import_scenes = G_N_ELEMENTS (import_scenes);
