/* A saved connection whose server, or whose archive, is not what it was. */

#include "config.h"

#include "sample.h"
#include "scene.h"


static void
save_connection (Shot *shot)
{
  g_autoptr (GError) error = NULL;

  vf_store_save (shot->test->store, "shop-prod", vf_session_get_connection (shot_session (shot)), NULL, NULL, FALSE,
                 &error);
  g_assert_no_error (error);
}

/* As if the server had shown the certificate of @pair when it was last proven. */
static void
remember (Shot *shot, Pair pair)
{
  VfConnection *connection = vf_session_get_connection (shot_session (shot));
  g_autoptr (VfCertificate) leaf = vf_certificate_new_from_x509 (scene_pair (pair)->certificate);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (VfReport) report = NULL;

  g_ptr_array_add (chain, leaf);
  report = test_sample_proof (connection, chain);
  g_assert_true (vf_store_note_check (shot->test->store, "shop-prod", report, NULL));
}

static void
open_connection (Shot *shot)
{
  window_test_activate (shot->test, "edit-saved", "shop-prod");
  window_test_wait (g_str_equal (vf_window_get_page_name (shot->test->window), "server"));
}

static void
check_changed (Shot *shot, Pair before)
{
  shot_prepare (shot);
  save_connection (shot);
  remember (shot, before);
  open_connection (shot);
  shot_check (shot);
}

void
arrange_changed (Shot *shot)
{
  check_changed (shot, PAIR_BELOW_PUBLIC);
}

void
arrange_other_server (Shot *shot)
{
  check_changed (shot, PAIR_ALIBABA);
}

/* @key: PAIR_NONE: none */
static void
renew_with_key (Shot *shot, Pair first, Pair second, Pair key)
{
  g_autofree char *a = test_pair_to_pem (scene_pair (first));
  g_autofree char *b = test_pair_to_pem (scene_pair (second));
  g_autofree char *c = key ? test_pair_key_to_pem (scene_pair (key), TEST_KEY_PKCS8, NULL) : NULL;
  g_autofree char *all = g_strconcat (a, b, c, NULL);
  g_autofree char *path = test_write_file (shot->test->directory, "renewed.pem", all);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  shot_prepare (shot);
  save_connection (shot);
  vf_window_renew (shot->test->window, "shop-prod", &file, 1);
  window_test_wait (g_str_equal (vf_window_get_page_name (shot->test->window), "renew"));
  shot_wait (1500);
}

static void
renew (Shot *shot, Pair first, Pair second)
{
  renew_with_key (shot, first, second, PAIR_NONE);
}

void
arrange_renew_client (Shot *shot)
{
  renew_with_key (shot, PAIR_ROOT, PAIR_CLIENT, PAIR_CLIENT);
}

void
arrange_renew_same (Shot *shot)
{
  renew (shot, PAIR_ROOT, PAIR_ROOT);
}

/* The first page of the wizard, of what is saved already. */
void
arrange_saved (Shot *shot)
{
  shot_prepare (shot);
  save_connection (shot);
  open_connection (shot);
  shot_show (shot, "certificates");
}

void
arrange_renew (Shot *shot)
{
  renew (shot, PAIR_ROOT, PAIR_OTHER);
}

void
arrange_renew_failing (Shot *shot)
{
  renew (shot, PAIR_OTHER, PAIR_PUBLIC);
}

void
arrange_renew_done (Shot *shot)
{
  renew (shot, PAIR_ROOT, PAIR_OTHER);
  vf_store_note_copy (shot->test->store, "shop-prod", "jdbc", shot->test->directory);
  vf_store_note_copy (shot->test->store, "shop-prod", "kubernetes", shot->test->directory);
  window_test_activate (shot->test, "next", NULL);
  shot_wait (800);
}

void
arrange_renew_empty (Shot *shot)
{
  shot_prepare (shot);
  save_connection (shot);
  vf_window_renew (shot->test->window, "shop-prod", NULL, 0);
  window_test_wait (g_str_equal (vf_window_get_page_name (shot->test->window), "renew"));
}
