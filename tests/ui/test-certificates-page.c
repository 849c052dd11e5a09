#include "config.h"

#include "archive-prompt.h"
#include "chain-picture.h"
#include "check-fixture.h"
#include "page.h"
#include "password-row.h"
#include "stores.h"
#include "unlock-row.h"
#include "window-test.h"

static gboolean
is_complete (WindowTest *test)
{
  return vf_page_get_complete (VF_PAGE (window_test_page (test)));
}

static void
assert_shown (WindowTest *test, GType type, const char *text, gboolean shown)
{
  GtkWidget *widget = window_test_find (window_test_page (test), type, text);

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_get_mapped (widget) == shown);
}

static void
test_good (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");

  window_test_drop (test, path);
  g_assert_true (is_complete (test));
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  assert_shown (test, ADW_TYPE_ACTION_ROW, "Authorities", TRUE);
  assert_shown (test, ADW_TYPE_ACTION_ROW, "You", TRUE);
  /* Enter presses Next, and so does Space */
  g_assert_nonnull (gtk_window_get_default_widget (GTK_WINDOW (test->window)));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (test->window))
                 == gtk_window_get_default_widget (GTK_WINDOW (test->window)));
}

/* What a page needs seldom is made when it is needed: making it took a third of the time until a dropped archive shows. */
static void
test_makes_nothing_in_vain (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_window_open_files (test->window, &file, 1);
  for (gboolean reading = TRUE; reading; reading = vf_session_get_importing (vf_window_get_session (test->window)))
    {
      g_assert_null (ui_test_find (window_test_page (test), VF_TYPE_ARCHIVE_PROMPT));
      g_assert_null (ui_test_find (window_test_page (test), VF_TYPE_PASSWORD_ROW));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (is_complete (test));
  g_assert_null (ui_test_find (window_test_page (test), VF_TYPE_PASSWORD_ROW));
}

static void
save_with_root (WindowTest *test, const char *name)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (VfCredentials) credentials = fixture_credentials (root, NULL, NULL);
  g_autoptr (VfConnection) connection
    = fixture_connection ("shop.example.com", 5432, credentials, VF_SSL_MODE_VERIFY_FULL);
  g_autoptr (GError) error = NULL;

  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

/* What is saved is renewed from here, too; what is new has nothing to renew. */
static void
test_renew (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");

  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  assert_shown (test, ADW_TYPE_ACTION_ROW, "Renew", FALSE);
  save_with_root (test, "shop");
  window_test_activate (test, "edit-saved", "shop");
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "server"));
  window_test_activate (test, "show-page", "certificates");
  window_test_wait (gtk_widget_get_mapped (window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "Renew")));
  gtk_widget_activate (window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "Renew"));
  window_test_wait (g_str_equal (vf_window_get_page_name (test->window), "renew"));
  g_assert_cmpstr (vf_session_get_name (vf_window_get_session (test->window)), ==, "shop");
}

static void
test_nothing_yet (void)
{
  g_autoptr (WindowTest) test = window_test_new ();

  window_test_activate (test, "new", NULL);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  assert_shown (test, VF_TYPE_ARCHIVE_PROMPT, NULL, TRUE);
  g_assert_false (window_test_is_enabled (test, "next"));
}

static void
test_bad (gconstpointer data)
{
  const char *text = data;
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = test_write_file (test->directory, "certificates.zip", text);

  window_test_drop (test, path);
  g_assert_false (is_complete (test));
  g_assert_false (window_test_is_enabled (test, "next"));
  /* there is a way out */
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  assert_shown (test, GTK_TYPE_BUTTON, "_Open Another File…", TRUE);
  assert_shown (test, GTK_TYPE_BUTTON, "_Go On Without an Archive", TRUE);
}

/* A bad file after a good one takes nothing away. */
static void
test_bad_after_good (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *good = window_test_make_root (test, "root.pem");
  g_autofree char *missing = g_build_filename (test->directory, "missing.zip", NULL);

  window_test_drop (test, good);
  window_test_drop (test, missing);
  g_assert_true (is_complete (test));
}

static void
test_missing (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *missing = g_build_filename (test->directory, "missing.zip", NULL);

  window_test_drop (test, missing);
  g_assert_false (is_complete (test));
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  assert_shown (test, GTK_TYPE_LABEL, "This Cannot Be Read", TRUE);
}

/* the row that asks for what opens it */
static GtkWidget *
drop_locked (WindowTest *test, const char *path)
{
  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  return window_test_find (window_test_page (test), ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);
}

static void
enter_passphrase (WindowTest *test, GtkWidget *row, const char *passphrase)
{
  GtkWidget *button = window_test_find (gtk_widget_get_ancestor (row, VF_TYPE_PASSWORD_ROW), GTK_TYPE_BUTTON, "_Unlock");

  g_assert_nonnull (button);
  gtk_editable_set_text (GTK_EDITABLE (row), passphrase);
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_typing_into (WindowTest *test, GtkWidget *row)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (test->window));

  return focus && GTK_IS_TEXT (focus) && gtk_widget_is_ancestor (focus, row);
}

static void
test_locked_key (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_client (test, FALSE, "sesame");
  VfSession *session = vf_window_get_session (test->window);
  GtkWidget *row;

  row = drop_locked (test, path);
  g_assert_true (gtk_widget_get_mapped (row));
  /* where one types, and not on a button beside it */
  window_test_wait (is_typing_into (test, row));

  enter_passphrase (test, row, "wrong");
  window_test_wait (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpuint (vf_credentials_get_client_chain (vf_session_get_credentials (session))->len, ==, 0);

  enter_passphrase (test, row, "sesame");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  window_test_wait (vf_credentials_get_client_chain (vf_session_get_credentials (session))->len > 0);
  window_test_wait (!gtk_widget_get_mapped (row));
  g_assert_true (is_complete (test));
}

static void
enter_wrong (WindowTest *test, GtkWidget *row)
{
  enter_passphrase (test, row, "wrong");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  window_test_wait (gtk_widget_has_css_class (row, "error"));
}

/* (nullable): what is said to somebody who has tried for a while */
static GtkWidget *
find_advice (WindowTest *test, const char *text)
{
  return window_test_find_shown (window_test_page (test), GTK_TYPE_LABEL, text);
}

static float
top_of (WindowTest *test, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (test->window), &bounds));
  return bounds.origin.y;
}

/* Below the field, and nothing but the refusal between them, however narrow the window is. */
static gboolean
is_below_refusal (WindowTest *test, GtkWidget *row, GtkWidget *advice)
{
  GtkWidget *refusal = find_advice (test, "Wrong passphrase");
  GtkWidget *button = window_test_find_shown (window_test_page (test), GTK_TYPE_BUTTON, "_Unlock");

  return refusal && button && top_of (test, row) < top_of (test, refusal)
         && top_of (test, refusal) < top_of (test, advice) && top_of (test, advice) < top_of (test, button);
}

/* Nobody is held up by a key that cannot be opened. */
static void
test_three_wrong_passphrases (void)
{
  static const char advice[]
    = "No passphrase has fitted so far. Whoever gave you the file knows the right one. You can also go on without it: "
      "most servers need no client certificate.";
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_client (test, TRUE, "sesame");
  VfSession *session = vf_window_get_session (test->window);
  GtkWidget *row;

  gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 600);
  row = drop_locked (test, path);
  enter_wrong (test, row);
  enter_wrong (test, row);
  g_assert_null (find_advice (test, advice));
  enter_wrong (test, row);
  window_test_wait (find_advice (test, advice));
  window_test_wait (is_below_refusal (test, row, find_advice (test, advice)));

  /* more may be tried, … */
  enter_passphrase (test, row, "sesame");
  window_test_wait (vf_credentials_get_client_chain (vf_session_get_credentials (session))->len > 0);
  g_assert_null (find_advice (test, advice));
}

/* … and one can go on with the key still locked. */
static void
test_without_the_key (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new_client ("client", root);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, "sesame");
  g_autofree char *text = g_strconcat (root_pem, key, NULL);
  g_autofree char *path = test_write_file (test->directory, "client.pem", text);

  enter_wrong (test, drop_locked (test, path));
  g_assert_true (is_complete (test));
  window_test_activate (test, "next", NULL);
  window_test_wait (g_strcmp0 (vf_window_get_page_name (test->window), "server") == 0);
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (vf_window_get_session (test->window)))->len,
                    ==, 1);
}

/* Hashed so often that a person would rather stop it, and less often than is refused. */
#define SLOW 1500000

static gboolean
is_client_open (gpointer session)
{
  return vf_credentials_get_client_chain (vf_session_get_credentials (session))->len > 0;
}

static char *
write_slow_key (WindowTest *test)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new_client ("client", root);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *pem = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_slow_pem (client, "sesame", SLOW);
  g_autofree char *text = g_strconcat (root_pem, pem, key, key, key, NULL);

  return test_write_file (test->directory, "client.pem", text);
}

/* What takes its time is told, can be stopped, and can be tried once more. */
static void
test_slow_key (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = write_slow_key (test);
  VfSession *session = vf_window_get_session (test->window);
  g_autoptr (GTimer) timer = g_timer_new ();
  GtkWidget *row;

  row = drop_locked (test, path);
  enter_passphrase (test, row, "sesame");
  g_assert_false (gtk_widget_is_sensitive (row));
  g_assert_false (window_test_is_enabled (test, "cancel"));
  window_test_wait (window_test_is_enabled (test, "cancel"));
  assert_shown (test, GTK_TYPE_LABEL, "Unlocking…", TRUE);

  g_timer_start (timer);
  window_test_activate (test, "escape", NULL);
  window_test_wait (is_typing_into (test, row));
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 0.2);
  g_assert_false (window_test_is_enabled (test, "cancel"));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  assert_shown (test, GTK_TYPE_LABEL, "Unlocking…", FALSE);
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "certificates");

  g_assert_cmpuint (vf_credentials_get_client_chain (vf_session_get_credentials (session))->len, ==, 0);
  enter_passphrase (test, row, "sesame");
  ui_test_wait (is_client_open, session);
  window_test_wait (!window_test_is_enabled (test, "cancel"));
}

/* one attempt at a time */
static void
assert_shut_until_over (WindowTest *test, GtkWidget *row)
{
  VfSession *session = vf_window_get_session (test->window);
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_true (vf_session_get_unlocking (session));
  while (vf_session_get_unlocking (session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_assert_false (gtk_widget_is_sensitive (row));
      window_test_iterate ();
    }
}

/* What comes to the page meanwhile does not open the row for a second one … */
static void
test_drop_while_unlocking (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = write_slow_key (test);
  g_autofree char *missing = g_build_filename (test->directory, "missing.zip", NULL);
  GtkWidget *row = drop_locked (test, path);

  enter_passphrase (test, row, "wrong");
  window_test_drop (test, missing);
  assert_shut_until_over (test, row);
  window_test_wait (gtk_widget_is_sensitive (row));
}

static void
enter_once_more (WindowTest *test)
{
  VfSession *session = vf_window_get_session (test->window);
  GtkWidget *row = window_test_find (window_test_page (test), ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);

  g_signal_handlers_disconnect_by_data (session, test);
  g_assert_true (gtk_widget_is_sensitive (row));
  enter_passphrase (test, row, "sesame");
}

/* … and neither does the end of the first, when something was opened that ended it. */
static void
test_second_attempt (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = write_slow_key (test);
  g_autofree char *root = window_test_make_root (test, "root.pem");
  VfSession *session = vf_window_get_session (test->window);
  GtkWidget *row = drop_locked (test, path);

  enter_passphrase (test, row, "wrong");
  g_signal_connect_swapped (session, "notify::credentials", G_CALLBACK (enter_once_more), test);
  window_test_drop (test, root);
  assert_shut_until_over (test, row);
  g_assert_true (is_client_open (session));
}

/* An encrypted archive is asked for in the same place, and is read once more with its password. */
static void
test_locked_archive (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *root = window_test_make_root (test, "root.pem");
  g_autofree char *path = g_build_filename (test->directory, "a.zip", NULL);
  char *arguments[] = { (char[]){ "zip" }, (char[]){ "-qjP" }, (char[]){ "sesame" }, path, root, NULL };
  VfSession *session = vf_window_get_session (test->window);
  int status;
  GtkWidget *row;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL))
    {
      g_test_skip ("there is no zip to make an encrypted archive with");
      return;
    }
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  row = drop_locked (test, path);
  g_assert_true (gtk_widget_get_mapped (row));
  g_assert_false (is_complete (test));

  /* nothing else can be used, so there is another way to go on */
  g_assert_true (gtk_widget_get_mapped (window_test_find (window_test_find (window_test_page (test), VF_TYPE_UNLOCK_ROW, NULL),
                                                          GTK_TYPE_BUTTON, "_Go On Without an Archive")));
  for (guint i = 0; i < 3; i++)
    enter_wrong (test, row);
  window_test_wait (find_advice (test, "No password has fitted so far. Whoever gave you the archive knows the right one."));

  enter_passphrase (test, row, "sesame");
  window_test_wait (vf_credentials_get_authorities (vf_session_get_credentials (session))->len == 1);
  window_test_wait (!gtk_widget_get_mapped (row));
  g_assert_true (is_complete (test));
}

/* A key store is asked for in the same place, and what is in it appears. */
static void
test_locked_store (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new_client ("client", root);
  const TestPair *const others[] = { root };
  const TestPkcs12Spec spec = { .key = client, .certificates = others, .n_certificates = 1, .password = "sesame" };
  g_autoptr (GBytes) bytes = test_pkcs12_new (&spec);
  g_autofree char *path = g_build_filename (test->directory, "client.p12", NULL);
  VfSession *session = vf_window_get_session (test->window);
  GtkWidget *row;

  if (!bytes)
    {
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  row = drop_locked (test, path);
  g_assert_true (gtk_widget_get_mapped (row));
  g_assert_false (is_complete (test));

  enter_passphrase (test, row, "wrong");
  window_test_wait (gtk_widget_has_css_class (row, "error"));

  enter_passphrase (test, row, "sesame");
  window_test_wait (vf_credentials_get_client_chain (vf_session_get_credentials (session))->len > 0);
  window_test_wait (!gtk_widget_get_mapped (row));
  g_assert_cmpuint (vf_credentials_get_authorities (vf_session_get_credentials (session))->len, ==, 1);
  g_assert_true (is_complete (test));
}

/* Row, list, certificate, and Back out of each in turn. */
static void
test_opens_a_certificate (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_root (test, "root.pem");
  GtkWidget *list, *authorities;

  window_test_drop (test, path);
  authorities = window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "Authorities");
  adw_action_row_activate (ADW_ACTION_ROW (authorities));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Authorities — Verifull");
  list = window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL);
  g_assert_nonnull (list);
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Certificate — Verifull");
  window_test_wait (window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "SHA-256 fingerprint"));

  window_test_activate (test, "back", NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Authorities — Verifull");
  window_test_activate (test, "back", NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)), ==, "Certificates — Verifull");
  g_assert_cmpstr (vf_window_get_page_name (test->window), ==, "certificates");
}

static guint
count_mapped (GtkWidget *widget, const char *beginning)
{
  guint n = GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), beginning);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_mapped (child) ? count_mapped (child, beginning) : 0;
  return n;
}

static int
sum_heights (GtkWidget *list)
{
  float height = 0;
  graphene_rect_t bounds;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_mapped (row) && gtk_widget_compute_bounds (row, row, &bounds))
      height += bounds.size.height;
  return (int) height;
}

/* What a file was is told of each, also of one that only repeats another, and what a sign of warning is for. */
static void
test_everything (void)
{
  static const TestSpec old = { .subject = "CN=Old Root", .authority = TRUE, .not_after = 1600000000 };
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new (&old, NULL);
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *first = test_write_file (test->directory, "a.pem", pem);
  g_autofree char *second = test_write_file (test->directory, "b.crt", pem);
  GtkWidget *page, *row, *list;

  window_test_drop (test, first);
  window_test_drop (test, second);
  page = window_test_page (test);
  window_test_wait (gtk_widget_get_mapped (page));
  row = window_test_find (page, ADW_TYPE_ACTION_ROW, "Everything in the archive");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "2 files, and what is in each of them");
  adw_action_row_activate (ADW_ACTION_ROW (row));
  window_test_wait (count_mapped (page, "b.crt") == 1);
  window_test_wait (count_mapped (page, "The same as a.pem. Authority “Old Root”, valid until 13 September 2020") == 1);
  window_test_wait (count_mapped (page, "a.pem") == 1);
  window_test_wait (count_mapped (page, "Authority “Old Root”, valid until 13 September 2020\u00a0· expired") == 1);
  /* no card that is empty but for two rows, and in the header a title that fits there */
  list = window_test_find (page, GTK_TYPE_LIST_VIEW, NULL);
  window_test_wait (gtk_widget_get_height (list) > 0 && 2 * gtk_widget_get_height (list) < gtk_widget_get_height (page));
  g_assert_cmpint (gtk_widget_get_height (list), ==, sum_heights (list));
  g_assert_cmpstr (vf_page_get_title (VF_PAGE (page)), ==, "Everything in the Archive");
  g_assert_cmpstr (vf_page_get_short_title (VF_PAGE (page)), ==, "All files");
  vf_page_back (VF_PAGE (page));
  g_assert_cmpstr (vf_page_get_short_title (VF_PAGE (page)), ==, "Certificates");
}

/* Names in a certificate are text: what looks like markup must not be taken as such. */
static void
test_markup_in_names (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("<b>Root & Sons</b>");
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *path = test_write_file (test->directory, "a & <b>.pem", pem);
  GtkWidget *authorities;

  window_test_drop (test, path);
  authorities = window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "Authorities");
  adw_action_row_activate (ADW_ACTION_ROW (authorities));
  g_signal_emit_by_name (window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL), "activate", 0);
  window_test_wait (window_test_find (window_test_page (test), VF_TYPE_CHAIN_PICTURE, NULL));
  g_assert_nonnull (window_test_find (window_test_find (window_test_page (test), VF_TYPE_CHAIN_PICTURE, NULL),
                                      GTK_TYPE_LABEL, "<b>Root & Sons</b>"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/certificates/nothing-yet", test_nothing_yet);
  g_test_add_func ("/certificates/good", test_good);
  g_test_add_func ("/certificates/makes-nothing-in-vain", test_makes_nothing_in_vain);
  g_test_add_func ("/certificates/renew", test_renew);
  g_test_add_data_func ("/certificates/bad/text", "no archive at all\n", test_bad);
  g_test_add_data_func ("/certificates/bad/empty", "", test_bad);
  g_test_add_data_func ("/certificates/bad/web-page", "<!DOCTYPE html><html><body>Log in</body></html>", test_bad);
  g_test_add_data_func ("/certificates/bad/truncated", "PK\003\004\024\000", test_bad);
  g_test_add_func ("/certificates/bad-after-good", test_bad_after_good);
  g_test_add_func ("/certificates/missing", test_missing);
  g_test_add_func ("/certificates/locked-key", test_locked_key);
  g_test_add_func ("/certificates/three-wrong-passphrases", test_three_wrong_passphrases);
  g_test_add_func ("/certificates/without-the-key", test_without_the_key);
  g_test_add_func ("/certificates/slow-key", test_slow_key);
  g_test_add_func ("/certificates/drop-while-unlocking", test_drop_while_unlocking);
  g_test_add_func ("/certificates/second-attempt", test_second_attempt);
  g_test_add_func ("/certificates/everything", test_everything);
  g_test_add_func ("/certificates/locked-archive", test_locked_archive);
  g_test_add_func ("/certificates/locked-store", test_locked_store);
  g_test_add_func ("/certificates/opens", test_opens_a_certificate);
  g_test_add_func ("/certificates/markup", test_markup_in_names);
  return g_test_run ();
}
