/* The pages without trouble. */

#include "config.h"

#include "scene.h"

#include <glib/gi18n.h>

void
arrange_start (Shot *shot)
{
  window_test_wait (window_test_find (window_test_page (shot->test), GTK_TYPE_BUTTON, NULL));
}

void
arrange_list (Shot *shot)
{
  window_test_save (shot->test, "shop-prod", "pgm-8vb1o.pg.rds.aliyuncs.com");
  window_test_save (shot->test, "dwh", "dws-demo.dws.myhuaweiclouds.com");
  window_test_save (shot->test, "a name that is rather long for a narrow window", "db.example.com");
  window_test_activate (shot->test, "show-page", "start");
  shot_wait (500);
}

void
arrange_certificates (Shot *shot)
{
  g_autofree char *root = test_pair_to_pem (scene_pair (PAIR_ROOT));
  g_autofree char *middle = test_pair_to_pem (scene_pair (PAIR_MIDDLE));
  g_autofree char *client = test_pair_to_pem (scene_pair (PAIR_CLIENT));
  g_autofree char *key = test_pair_key_to_pem (scene_pair (PAIR_CLIENT), TEST_KEY_PKCS8, NULL);
  g_autofree char *text = g_strconcat (root, middle, client, key, NULL);

  shot_open (shot, "certificates.pem", text, -1);
}

/* a list of another program, with what can go wrong in one */
void
arrange_import (Shot *shot)
{
  static const char text[]
    = "[shop]\nhost=pgm-8vb1o.pg.rds.aliyuncs.com\nuser=app\nsslmode=verify-full\nsslrootcert=/etc/hostname\n"
      "password=secret\n\n[reports]\nhost=10.0.0.7\nuser=report\nsslmode=prefer\nnonsense=1\n\n"
      "[local]\nhost=/run/postgresql\n";
  g_autofree char *path = test_write_file (shot->test->directory, "pg_service.conf", text);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (shot->test->window, &file, 1);
  shot_wait (500);
}

void
arrange_certificate (Shot *shot)
{
  GtkWidget *row;

  arrange_certificates (shot);
  row = window_test_find (window_test_page (shot->test), ADW_TYPE_ACTION_ROW, gettext ("Authorities"));
  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  shot_wait (300);
  g_signal_emit_by_name (window_test_find (window_test_page (shot->test), GTK_TYPE_LIST_VIEW, NULL), "activate", 1);
  shot_wait (300);
}

void
arrange_server (Shot *shot)
{
  shot_prepare (shot);
  shot_show (shot, "server");
}

void
shot_paste_host (Shot *shot, const char *text)
{
  GtkWidget *row;

  shot_show (shot, "server");
  row = window_test_find (window_test_page (shot->test), ADW_TYPE_ENTRY_ROW, gettext ("Host"));
  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  shot_wait (300);
}

void
arrange_pasted (Shot *shot)
{
  shot_paste_host (shot, "postgresql://app@pgm-8vb1o.pg.rds.aliyuncs.com:5432/shop");
}

void
arrange_security (Shot *shot)
{
  shot_prepare (shot);
  shot_show (shot, "security");
  window_test_wait (!vf_session_get_looking (shot_session (shot)));
}

void
arrange_done (Shot *shot)
{
  shot_prepare (shot);
  shot_check (shot);
  window_test_activate (shot->test, "next", NULL);
  shot_wait (1000);
  /* without a keyring it is said first that the password is not kept */
  if (g_str_equal (vf_window_get_page_name (shot->test->window), "check"))
    window_test_activate (shot->test, "next", NULL);
  shot_wait (500);
}

void
arrange_not_kept (Shot *shot)
{
  shot_prepare (shot);
  shot_check (shot);
  window_test_activate (shot->test, "next", NULL);
  shot_wait (1000);
}

/* The page of a destination, below "Use It". */
void
arrange_destination (Shot *shot)
{
  arrange_done (shot);
  gtk_widget_activate_action (window_test_page (shot->test), "done.show-destination", "s",
                              strchr (shot->scene->name, '-') + 1);
  shot_wait (1500);
}
