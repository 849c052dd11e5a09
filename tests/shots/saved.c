/* The start page with what is saved, in every state. */

#include "config.h"

#include "saved-list.h"
#include "scene.h"
#include "store/saved-private.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* @hours: ago; -1: never checked.  @days: until the first certificate ends; 0: not known */
typedef struct
{
  const char *name;
  const char *host;
  VfSslMode mode;
  int hours;
  VfCode code;
  int days;
} Row;

/* @address: (nullable) */
static void
save (Shot *shot, const Row *row, const char *address, guint port)
{
  g_autoptr (VfTarget) target = vf_target_new (row->host, address, port, "app", "app");
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();
  g_autoptr (VfConnection) bare = vf_connection_new (target, none, row->mode);
  g_autoptr (VfConnection) connection = vf_connection_with_system_authorities (bare, TRUE);
  g_autoptr (GError) error = NULL;

  vf_store_save (shot->test->store, row->name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static void
note (Shot *shot, const Row *rows, guint n)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *path = g_build_filename (vf_store_get_directory (shot->test->store), "connections.json", NULL);
  g_autoptr (GHashTable) notes = vf_notes_read (path);
  g_autofree char *text = NULL;
  g_autoptr (VfServiceFile) file = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (vf_store_get_service_file (shot->test->store), &text, &length, NULL));
  file = vf_service_file_parse (text, length, NULL);
  for (guint i = 0; i < n; i++)
    {
      VfNote *one = vf_note_new ();

      one->checked = rows[i].hours < 0 ? 0 : now - rows[i].hours * HOUR;
      one->code = rows[i].code;
      one->expires = rows[i].days ? now + rows[i].days * DAY + HOUR : 0;
      one->settings = vf_saved_fingerprint (file, rows[i].name);
      g_hash_table_insert (notes, g_strdup (rows[i].name), one);
    }
  g_assert_true (vf_notes_write (path, notes, NULL));
}

static void
show (Shot *shot, const Row *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    save (shot, &rows[i], NULL, 5432);
  note (shot, rows, n);
  window_test_activate (shot->test, "show-page", "start");
  shot_wait (500);
}

void
arrange_states (Shot *shot)
{
  static const Row rows[] = {
    { "shop-prod", "pgm-8vb1o.pg.rds.aliyuncs.com", VF_SSL_MODE_VERIFY_FULL, 2, VF_CODE_NONE, 364 },
    { "dwh", "dws-demo.dws.myhuaweiclouds.com", VF_SSL_MODE_VERIFY_CA, 30, VF_CODE_NONE, 9 },
    { "till", "till.example.com", VF_SSL_MODE_VERIFY_FULL, 900, VF_CODE_NONE, -3 },
    { "billing", "billing.example.com", VF_SSL_MODE_VERIFY_FULL, 1, VF_CODE_WRONG_PASSWORD, 80 },
    { "archive", "archive.example.com", VF_SSL_MODE_VERIFY_FULL, 1, VF_CODE_PASSWORD_NEEDED, 80 },
    { "intranet", "10.20.30.40", VF_SSL_MODE_REQUIRE, -1, VF_CODE_NONE, 0 },
    { "reports", "reports.example.com", VF_SSL_MODE_VERIFY_CA, 0, VF_CODE_CERTIFICATE_CHANGED, 200 },
    { "a name that is rather long for a narrow window", "a-host-that-is-long.of.a.region.example.com",
      VF_SSL_MODE_VERIFY_FULL, 50, VF_CODE_NONE, 3000 },
  };

  show (shot, rows, G_N_ELEMENTS (rows));
}

static void
show_many (Shot *shot)
{
  Row rows[40];
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *name = g_strdup_printf (i % 3 ? "shop-%02u" : "reports-%02u", i);
      char *host = g_strdup_printf ("pgm-%02u.pg.rds.aliyuncs.com", i);

      g_ptr_array_add (texts, name);
      g_ptr_array_add (texts, host);
      rows[i] = (Row){ name, host, VF_SSL_MODE_VERIFY_FULL, (int) i, i % 10 ? VF_CODE_NONE : VF_CODE_REFUSED,
                       20 + (int) i * 9 };
    }
  show (shot, rows, G_N_ELEMENTS (rows));
}

static void
search (Shot *shot, const char *text)
{
  GtkWidget *list = window_test_find (window_test_page (shot->test), VF_TYPE_SAVED_LIST, NULL);
  GtkWidget *entry = window_test_find (list, GTK_TYPE_SEARCH_ENTRY, NULL);

  g_assert_true (vf_saved_list_search (VF_SAVED_LIST (list)));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  shot_wait (700);
}

void
arrange_search (Shot *shot)
{
  show_many (shot);
  search (shot, "reports");
}

void
arrange_not_found (Shot *shot)
{
  show_many (shot);
  search (shot, "nobody");
}

void
arrange_checked (Shot *shot)
{
  arrange_states (shot);
  window_test_activate (shot->test, "check-all", NULL);
  shot_wait (400);
}

/* Two have an answer, the others wait for theirs. */
void
arrange_checking (Shot *shot)
{
  static const Row rows[] = {
    { "billing", "billing.example.com", VF_SSL_MODE_VERIFY_FULL, 1, VF_CODE_NONE, 80 },
    { "dwh", "dws-demo.dws.myhuaweiclouds.com", VF_SSL_MODE_VERIFY_CA, 30, VF_CODE_NONE, 9 },
    { "reports", "reports.example.com", VF_SSL_MODE_VERIFY_CA, 0, VF_CODE_NONE, 200 },
    { "shop-prod", "pgm-8vb1o.pg.rds.aliyuncs.com", VF_SSL_MODE_VERIFY_FULL, 2, VF_CODE_NONE, 364 },
    { "shop-test", "pgm-8vb1p.pg.rds.aliyuncs.com", VF_SSL_MODE_VERIFY_FULL, 2, VF_CODE_NONE, 364 },
    { "till", "till.example.com", VF_SSL_MODE_VERIFY_FULL, 90, VF_CODE_NONE, 30 },
  };
  const guint n_answered = 2;

  shot_prepare (shot);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    save (shot, &rows[i], "127.0.0.1", i < n_answered ? 1 : fake_pg_get_port (shot->fake));
  note (shot, rows, G_N_ELEMENTS (rows));
  window_test_activate (shot->test, "show-page", "start");
  shot_wait (500);
  window_test_activate (shot->test, "check-all", NULL);
  shot_wait (1500);
}
