#include "config.h"

#include "chain-picture.h"
#include "check-page.h"

#include "done-page.h"
#include "fake-pg.h"
#include "finding-row.h"
#include "finding-view.h"
#include "password-row.h"
#include "pki.h"
#include "stage-row.h"
#include "test.h"
#include "trust-row.h"
#include "ui-test.h"

/* A server that answers the login of anybody with @reply, under a certificate for db.test. */
typedef struct
{
  TestPair *root;
  TestPair *leaf;
  TestPair *chain[2];
  GBytes *replies[2];
  FakeSpec spec;
  FakePg *fake;
} Server;

static Server *
server_new (GBytes *first, GBytes *second)
{
  Server *server = g_new0 (Server, 1);

  server->root = test_pair_new_root ("Authority");
  server->leaf = test_pair_new_server ("db.test", "DNS:db.test", server->root);
  server->chain[0] = server->leaf;
  server->replies[0] = first;
  server->replies[1] = second;
  server->spec.chain = server->chain;
  server->spec.n_chain = 1;
  server->spec.replies = server->replies;
  server->spec.n_replies = second ? 2 : 1;
  server->fake = fake_pg_new (&server->spec);
  return server;
}

static void
server_free (Server *server)
{
  fake_pg_free (server->fake);
  g_clear_pointer (&server->replies[0], g_bytes_unref);
  g_clear_pointer (&server->replies[1], g_bytes_unref);
  test_pair_free (server->leaf);
  test_pair_free (server->root);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

/* what a server says to a wrong password, and when it wants one */
#define ASK_PASSWORD fake_reply_auth (3, NULL, 0)
#define WRONG_PASSWORD \
  fake_reply_error ("28P01", "password authentication failed for user \"app\"", "auth_failed")

static void
set_target (UiTest *test, const char *host, guint port)
{
  g_autoptr (VfTarget) target = vf_target_new (host, "127.0.0.1", port, "shop", "app");

  vf_session_set_target (test->session, target);
  vf_session_set_remember (test->session, FALSE);
}

static void
prepare (UiTest *test, Server *server, VfSslMode mode)
{
  g_autofree char *pem = test_pair_to_pem (server->root);

  ui_test_import_pem (test, pem);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  vf_session_set_mode (test->session, mode);
}

static gboolean
has_checked (gpointer data)
{
  return vf_session_get_report (data) && !vf_session_get_checking (data);
}

static gboolean
went_on (gpointer data)
{
  return ((UiTest *) data)->n_next > 0;
}

static void
check (UiTest *test)
{
  vf_page_shown (test->page, TRUE);
  g_assert_true (vf_page_get_busy (test->page));
  g_assert_true (ui_test_is_visible (test->page, "deadline"));
  ui_test_wait (has_checked, test->session);
  g_assert_false (vf_page_get_busy (test->page));
}

/* (nullable): only what failed has one */
static gpointer
get_trouble (UiTest *test)
{
  return ui_test_find (test->page, VF_TYPE_FINDING_VIEW);
}

static const char *
get_headline (UiTest *test)
{
  return ui_test_label (ui_test_child (test->page, "statement"), "headline");
}

static gboolean
has_proven (gpointer data)
{
  return g_str_equal (get_headline (data), "Proven.");
}

static gpointer
get_keep (UiTest *test)
{
  return ui_test_child (test->page, "keep");
}

/* Only the strictest mode says "Proven". */
static void
test_success (UiTest *test, gconstpointer type)
{
  static const struct
  {
    VfSslMode mode;
    gboolean proven;
  } rows[] = {
    { VF_SSL_MODE_REQUIRE, FALSE },
    { VF_SSL_MODE_VERIFY_CA, FALSE },
    { VF_SSL_MODE_VERIFY_FULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

      g_test_message ("%s", vf_ssl_mode_title (rows[i].mode));
      prepare (test, server, rows[i].mode);
      check (test);
      g_assert_true (vf_report_is_ok (vf_session_get_report (test->session)));
      g_assert_cmpint (g_str_equal (get_headline (test), "Proven."), ==, rows[i].proven);
      g_assert_null (get_trouble (test));
      g_assert_true (ui_test_is_visible (test->page, "facts"));
      g_assert_true (ui_test_is_visible (test->page, "keep"));
      g_assert_true (vf_page_get_complete (test->page));
      g_assert_cmpstr (vf_page_get_next_label (test->page), ==, "_Save");
    }
}

/* (nullable): what the facts say about @name */
static const char *
get_fact (UiTest *test, const char *name)
{
  GtkGrid *grid = ui_test_child (test->page, "facts");
  GtkWidget *key;

  for (int row = 0; (key = gtk_grid_get_child_at (grid, 0, row)); row++)
    if (g_str_equal (gtk_label_get_text (GTK_LABEL (key)), name))
      return gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (grid, 1, row)));
  return NULL;
}

static void
test_binding (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (ASK_PASSWORD, fake_reply_ready ("15.4"));
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  vf_session_set_password (test->session, password);
  check (test);
  g_assert_true (vf_report_is_ok (vf_session_get_report (test->session)));
  g_assert_true (g_str_has_prefix (get_fact (test, "Sending the password"), "Not tied "));
  g_assert_true (vf_session_set_option (test->session, "channel_binding", "prefer", NULL));
  check (test);
  g_assert_true (g_str_has_prefix (get_fact (test, "Sending the password"), "Not known "));
}

/* A sandbox has a keyring that is no use to other programs, and the promise must not sound as if it were. */
static void
test_promise (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (ASK_PASSWORD, fake_reply_ready ("15.4"));
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");
  g_autofree char *before = g_strdup (g_getenv ("VF_FLATPAK_INFO"));

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  vf_session_set_password (test->session, password);
  vf_session_set_remember (test->session, TRUE);
  check (test);
  g_assert_cmpstr (get_fact (test, "Password"), ==, "Goes into your keyring when you save");
  g_setenv ("VF_FLATPAK_INFO", "/", TRUE);
  check (test);
  if (before)
    g_setenv ("VF_FLATPAK_INFO", before, TRUE);
  else
    g_unsetenv ("VF_FLATPAK_INFO");
  g_assert_cmpstr (get_fact (test, "Password"), ==, "When you save, it is stored where only Verifull can read it");
}

static gboolean
is_saved (gpointer data)
{
  UiTest *test = data;
  g_autoptr (GPtrArray) saved = vf_store_list (test->store, NULL);

  return saved && saved->len == 1 && !vf_page_get_busy (test->page);
}

static gboolean
has_passed (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

/* Who goes back while the connection is being saved is not led on from another page. */
static void
test_left_while_saving (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  g_assert_false (vf_page_apply (test->page));
  gtk_widget_set_visible (GTK_WIDGET (test->page), FALSE);
  ui_test_wait (is_saved, test);
  g_assert_cmpuint (test->n_next, ==, 0);
}

/* What is checked anew has to be saved anew. */
static void
test_checked_while_saving (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  gint64 end;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  g_assert_false (vf_page_apply (test->page));
  check (test);
  ui_test_wait (is_saved, test);
  end = g_get_monotonic_time () + G_USEC_PER_SEC / 4;
  ui_test_wait (has_passed, &end);
  g_assert_cmpuint (test->n_next, ==, 0);
  g_assert_cmpstr (vf_page_get_next_label (test->page), ==, "_Save");
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_finished (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static gboolean
has_variant (VfReport *report, const char *variant)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    if (g_strcmp0 (vf_finding_get_variant (vf_report_get_finding (report, i)), variant) == 0)
      return TRUE;
  return FALSE;
}

/* psql would take the service of that name from another file. */
static void
test_other_service (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  g_autofree char *folder = vf_test_make_dir ();
  g_autofree char *services = g_build_filename (folder, "services", NULL);
  g_autoptr (GAsyncResult) saved = NULL;

  g_assert_true (g_file_set_contents (services, "[shop]\nhost=elsewhere\n", -1, NULL));
  g_setenv ("PGSERVICEFILE", services, TRUE);
  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  g_assert_false (has_variant (vf_session_get_report (test->session), "service"));
  vf_session_save_async (test->session, "shop", NULL, finished, &saved);
  ui_test_wait (has_finished, &saved);
  g_assert_true (vf_session_save_finish (test->session, saved, NULL, NULL));
  vf_session_check (test->session);
  ui_test_wait (has_checked, test->session);
  g_assert_true (has_variant (vf_session_get_report (test->session), "service"));
  g_unsetenv ("PGSERVICEFILE");
  vf_test_remove_tree (folder);
}

static void
test_save (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  GtkWidget *name;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  name = ui_test_child (get_keep (test), "name");
  g_assert_cmpstr (ui_test_text (name), !=, "");
  ui_test_type (name, "bad]name");
  g_assert_false (vf_page_get_complete (test->page));
  g_assert_true (ui_test_is_visible (get_keep (test), "error_row"));
  ui_test_type (name, "shop");
  g_assert_true (vf_page_get_complete (test->page));
  g_assert_false (ui_test_is_visible (get_keep (test), "error_row"));

  g_assert_false (vf_page_apply (test->page));
  g_assert_true (vf_page_get_busy (test->page));
  ui_test_wait (went_on, test);
  g_assert_true (vf_page_apply (test->page));
  g_assert_cmpstr (vf_session_get_name (test->session), ==, "shop");
  g_assert_false (ui_test_is_visible (get_keep (test), "keyring_row"));
}

/* A name that somebody else has is said under the field, and nothing is overwritten. */
static void
test_save_taken (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  g_autoptr (GError) error = NULL;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  g_assert_true (vf_store_save (test->store, "shop", vf_session_get_connection (test->session), NULL, NULL, FALSE,
                                &error));
  g_assert_no_error (error);
  check (test);
  g_assert_cmpstr (ui_test_text (ui_test_child (get_keep (test), "name")), !=, "shop");
  ui_test_type (ui_test_child (get_keep (test), "name"), "shop");
  g_assert_false (vf_page_apply (test->page));
  while (vf_page_get_busy (test->page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (ui_test_is_visible (get_keep (test), "error_row"));
  g_assert_cmpuint (test->n_next, ==, 0);
  g_assert_false (vf_page_get_complete (test->page));
}

/* (nullable): the page that the last row of a list leads to */
static const char *
find_last_place (GtkWidget *fixes)
{
  GtkWidget *button = ui_test_find (gtk_widget_get_last_child (fixes), GTK_TYPE_BUTTON);
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  return target ? g_variant_get_string (target, NULL) : NULL;
}

static void
test_refused (UiTest *test, gconstpointer type)
{
  Server *server = server_new (fake_reply_ready ("15.4"), NULL);
  GtkWidget *trouble;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  server_free (server);
  check (test);
  trouble = get_trouble (test);
  g_assert_nonnull (trouble);
  g_assert_cmpstr (ui_test_label (trouble, "title"), !=, "");
  g_assert_cmpstr (ui_test_label (trouble, "what"), !=, "");
  g_assert_false (ui_test_is_visible (test->page, "statement"));
  g_assert_false (vf_page_get_complete (test->page));
  g_assert_false (ui_test_is_visible (test->page, "keep"));
  g_assert_cmpstr (find_last_place (ui_test_child (trouble, "fixes")), ==, "server");

  ui_test_click (ui_test_child (test->page, "save_anyway"));
  g_assert_true (ui_test_is_visible (test->page, "keep"));
  g_assert_true (vf_page_get_complete (test->page));
}

/* What went well stands above, and does not push the way out below the edge of the window. */
static gboolean
is_on_top (gpointer data)
{
  GtkWidget *row = gtk_widget_get_ancestor (get_trouble (data), VF_TYPE_STAGE_ROW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (row, GTK_WIDGET (((UiTest *) data)->page), &bounds)
         && ABS (bounds.origin.y - 12) < 4;
}

static void
test_on_top (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

  gtk_window_set_default_size (test->window, 600, 500);
  gtk_window_present (test->window);
  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  ui_test_wait (is_on_top, test);
}

/* The right fix stands first, and takes the person to a proven connection. */
static void
test_mismatch (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  GtkWidget *trouble;
  GtkWidget *fixes;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  trouble = get_trouble (test);
  fixes = ui_test_child (trouble, "fixes");
  g_assert_true (gtk_widget_get_visible (fixes));
  g_assert_true (gtk_widget_has_css_class (ui_test_find (fixes, GTK_TYPE_BUTTON), "suggested-action"));
  ui_test_click (ui_test_find (fixes, GTK_TYPE_BUTTON));
  ui_test_wait (has_checked, test->session);
  g_assert_cmpstr (get_headline (test), ==, "Proven.");
  g_assert_cmpint (vf_session_get_mode (test->session), ==, VF_SSL_MODE_VERIFY_FULL);
}

/* What was applied can be taken back, and the page stands again as it stood before. */
static void
test_undo (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  ui_test_click (ui_test_find (ui_test_child (get_trouble (test), "fixes"), GTK_TYPE_BUTTON));
  g_assert_nonnull (strstr (test->toast, "db.test"));
  ui_test_wait (has_checked, test->session);
  g_assert_cmpstr (get_headline (test), ==, "Proven.");
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (test->session)), ==, "db.test");

  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.undo-fix", NULL);
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (test->session)), ==, "alias.test");
  ui_test_wait (has_checked, test->session);
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (test->session)), ==, VF_CODE_NAME_MISMATCH);
  g_assert_nonnull (get_trouble (test));
}

/* What was typed since is not thrown away by an undo that comes late. */
static void
test_undo_late (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  ui_test_click (ui_test_find (ui_test_child (get_trouble (test), "fixes"), GTK_TYPE_BUTTON));
  ui_test_wait (has_checked, test->session);
  set_target (test, "typed.test", fake_pg_get_port (server->fake));
  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.undo-fix", NULL);
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (test->session)), ==, "typed.test");
}

/* A fix of the password, which travels apart from the connection. */
static void
test_undo_password (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (ASK_PASSWORD, WRONG_PASSWORD);
  g_autoptr (SecretValue) blank = secret_value_new ("right ", -1, "text/plain");

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  vf_session_set_password (test->session, blank);
  check (test);
  ui_test_click (ui_test_find (ui_test_child (get_trouble (test), "fixes"), GTK_TYPE_BUTTON));
  g_assert_cmpstr (secret_value_get_text (vf_session_get_password (test->session)), ==, "right");
  ui_test_wait (has_checked, test->session);
  g_assert_true (vf_session_undo_fix (test->session));
  g_assert_cmpstr (secret_value_get_text (vf_session_get_password (test->session)), ==, "right ");
  g_assert_false (vf_session_undo_fix (test->session));
}

static void
prepare_self_signed (UiTest *test, Server *server)
{
  g_autoptr (TestPair) other = test_pair_new_root ("Another authority");
  g_autofree char *pem = test_pair_to_pem (other);

  server->chain[1] = server->root;
  server->spec.n_chain = 2;
  ui_test_import_pem (test, pem);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  vf_session_set_mode (test->session, VF_SSL_MODE_VERIFY_FULL);
}

/* Nobody trusts with one press what nobody vouches for. */
static void
test_trust (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  g_autofree char *sha256 = test_pair_to_sha256 (server->root);
  gpointer row;

  prepare_self_signed (test, server);
  check (test);
  row = ui_test_find (get_trouble (test), VF_TYPE_TRUST_ROW);
  g_assert_nonnull (row);
  g_assert_cmpstr (ui_test_label (row, "fingerprint"), ==, sha256);
  g_assert_true (gtk_label_get_selectable (ui_test_child (row, "fingerprint")));
  g_assert_cmpstr (ui_test_label (row, "cost"), !=, "");
  g_assert_false (gtk_revealer_get_reveal_child (ui_test_child (row, "revealer")));
  gtk_toggle_button_set_active (ui_test_child (row, "compare"), TRUE);
  g_assert_true (gtk_revealer_get_reveal_child (ui_test_child (row, "revealer")));
  g_assert_false (gtk_widget_get_sensitive (ui_test_child (row, "trust")));
  gtk_check_button_set_active (ui_test_child (row, "compared"), TRUE);
  ui_test_click (ui_test_child (row, "trust"));
  ui_test_wait (has_checked, test->session);
  g_assert_cmpstr (get_headline (test), ==, "Proven.");
  g_assert_cmpint (vf_session_get_mode (test->session), ==, VF_SSL_MODE_VERIFY_FULL);
}

/* What gives something up stands apart, is never the suggested thing, and says what could happen. */
static void
test_cost (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  GtkWidget *weaker, *row, *button;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  weaker = ui_test_child (get_trouble (test), "weaker");
  g_assert_true (gtk_widget_get_visible (weaker));
  row = ui_test_find (weaker, ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "pretend"));
  button = ui_test_find (weaker, GTK_TYPE_BUTTON);
  g_assert_false (gtk_widget_has_css_class (button, "suggested-action"));
  ui_test_click (button);
  ui_test_wait (has_checked, test->session);
  g_assert_cmpint (vf_session_get_mode (test->session), ==, VF_SSL_MODE_VERIFY_CA);
  g_assert_cmpstr (get_headline (test), !=, "Proven.");
}

typedef struct
{
  GtkWindow *window;
  GtkWidget *widget;
} Goal;

/* lets the main loop come round */
static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_tabbed_to (gpointer data)
{
  Goal *goal = data;

  if (gtk_window_get_focus (goal->window) == goal->widget)
    return TRUE;
  gtk_widget_child_focus (GTK_WIDGET (goal->window), GTK_DIR_TAB_FORWARD);
  return gtk_window_get_focus (goal->window) == goal->widget;
}

/* Moves the keyboard with Tab until it is on @widget.  After something was hidden newer GTK moves it with the next frame
 * only, so the main loop runs in between, as it does between two keys of a person. */
static void
tab_to (UiTest *test, GtkWidget *widget)
{
  Goal goal = { test->window, widget };
  guint ticks = g_timeout_add (10, on_tick, NULL);

  ui_test_wait (has_tabbed_to, &goal);
  g_source_remove (ticks);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* Everything in an opened row can be reached and pressed without a pointer. */
static void
test_keyboard (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  gpointer row;

  prepare_self_signed (test, server);
  check (test);
  row = ui_test_find (get_trouble (test), VF_TYPE_TRUST_ROW);
  tab_to (test, ui_test_child (row, "compare"));
  gtk_widget_activate (gtk_window_get_focus (test->window));
  ui_test_wait (is_mapped, ui_test_child (row, "compared"));
  tab_to (test, ui_test_child (row, "compared"));
  gtk_widget_activate (gtk_window_get_focus (test->window));
  tab_to (test, ui_test_child (row, "trust"));
  gtk_widget_activate (gtk_window_get_focus (test->window));
  ui_test_wait (has_proven, test);
}

/* Each stage that was reached opens to what it found out; one that was not has nothing inside. */
static void
test_stages (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
  GtkWidget *stages = ui_test_child (test->page, "stages");
  gpointer row;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  check (test);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (stages), VF_STAGE_HANDSHAKE);
  g_assert_false (gtk_revealer_get_reveal_child (ui_test_child (row, "revealer")));
  gtk_toggle_button_set_active (ui_test_child (row, "header"), TRUE);
  g_assert_true (gtk_revealer_get_reveal_child (ui_test_child (row, "revealer")));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (ui_test_child (row, "facts"), 1, 0))), ==,
                   "TLS 1.3");
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (stages), VF_STAGE_NAME);
  g_assert_true (gtk_revealer_get_reveal_child (ui_test_child (row, "revealer")));
  g_assert_true (gtk_widget_is_ancestor (get_trouble (test), row));
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (stages), VF_STAGE_LOGIN);
  g_assert_false (gtk_widget_get_focusable (ui_test_child (row, "header")));
}

/* Who vouches for whom, up to the authority that was imported; else who is missing. */
static const struct
{
  const char *trusted;
  const char *says[2];
} pictures[] = {
  { NULL, { "The server", "Yours" } },
  { "Somebody else", { "The server", "Not among your authorities" } },
};

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
test_chain (UiTest *test, gconstpointer type)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);
      g_autoptr (TestPair) other = pictures[i].trusted ? test_pair_new_root (pictures[i].trusted) : NULL;
      g_autofree char *pem = test_pair_to_pem (other ? other : server->root);
      GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (ui_test_child (test->page, "stages"),
                                                                  VF_STAGE_CHAIN));
      GtkWidget *picture;

      prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
      ui_test_import_pem (test, pem);
      check (test);
      gtk_toggle_button_set_active (ui_test_child (row, "header"), TRUE);
      picture = ui_test_find (row, VF_TYPE_CHAIN_PICTURE);
      g_assert_nonnull (picture);
      for (guint j = 0; j < G_N_ELEMENTS (pictures[i].says); j++)
        g_assert_true (says (picture, pictures[i].says[j]));
    }
}

/* No stage was reached, so the reason stands above them. */
static void
test_before_network (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (TestPair) client = test_pair_new_client ("carol", root);
  g_autofree char *pem = test_pair_to_pem (client);

  ui_test_import_pem (test, pem);
  set_target (test, "db.test", 1);
  vf_session_set_mode (test->session, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (test->session)), ==, VF_CODE_MODE_NEEDS_ROOT);
  g_assert_true (ui_test_is_visible (test->page, "trouble_place"));
  g_assert_nonnull (ui_test_find (ui_test_child (test->page, "trouble_place"), VF_TYPE_FINDING_VIEW));
}

static void
test_password (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (ASK_PASSWORD, WRONG_PASSWORD);
  g_autoptr (SecretValue) wrong = secret_value_new ("wrong", -1, "text/plain");
  GtkWidget *trouble;
  VfPasswordRow *row;
  GtkWidget *entry;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  vf_session_set_password (test->session, wrong);
  check (test);
  g_assert_cmpint (vf_report_get_code (vf_session_get_report (test->session)), ==, VF_CODE_WRONG_PASSWORD);
  g_assert_cmpuint (fake_pg_count_passwords (server->fake), ==, 1);
  trouble = get_trouble (test);
  row = ui_test_find (trouble, VF_TYPE_PASSWORD_ROW);
  g_assert_nonnull (row);
  entry = ui_test_find (row, ADW_TYPE_PASSWORD_ENTRY_ROW);
  g_assert_cmpstr (ui_test_text (entry), ==, "");
  ui_test_type (entry, "right");
  g_signal_emit_by_name (entry, "entry-activated");
  g_assert_cmpstr (secret_value_get_text (vf_session_get_password (test->session)), ==, "right");
  g_assert_true (vf_session_get_checking (test->session));
  g_assert_cmpstr (ui_test_text (entry), ==, "");
  ui_test_wait (has_checked, test->session);
  g_assert_cmpuint (fake_pg_count_passwords (server->fake), ==, 2);
}

/* (transfer none) (nullable): what stands behind @name among the facts of the login */
static const char *
login_fact (UiTest *test, const char *name)
{
  gpointer row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_test_child (test->page, "stages")), VF_STAGE_LOGIN);
  GtkGrid *facts = ui_test_child (row, "facts");
  GtkWidget *key;

  for (int i = 0; (key = gtk_grid_get_child_at (facts, 0, i)) != NULL; i++)
    if (GTK_IS_LABEL (key) && g_str_equal (gtk_label_get_text (GTK_LABEL (key)), name))
      return gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (facts, 1, i)));
  return NULL;
}

/* Whoever reads of a failure wants to know first whether the password has got out. */
static void
test_not_sent (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) strict
    = server_new (fake_reply_error ("28000", "pg_hba.conf rejects connection", "ClientAuthentication"), NULL);
  g_autoptr (Server) clear = server_new (ASK_PASSWORD, fake_reply_ready ("15.4"));
  g_autoptr (Server) asking = server_new (ASK_PASSWORD, WRONG_PASSWORD);
  const struct
  {
    Server *server;
    VfSslMode mode;
    const char *says;
    guint sent;
  } rows[] = {
    { strict, VF_SSL_MODE_VERIFY_FULL, "Not sent", 0 },
    { clear, VF_SSL_MODE_REQUIRE, "Not sent", 0 },
    { asking, VF_SSL_MODE_VERIFY_FULL, "The server asked for it", 1 },
  };
  g_autoptr (SecretValue) password = secret_value_new ("geheim", -1, "text/plain");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      prepare (test, rows[i].server, rows[i].mode);
      vf_session_set_password (test->session, password);
      check (test);
      g_assert_false (vf_report_is_ok (vf_session_get_report (test->session)));
      g_assert_cmpstr (login_fact (test, "Password"), ==, rows[i].says);
      g_assert_cmpuint (fake_pg_count_passwords (rows[i].server->fake), ==, rows[i].sent);
    }
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return *(char **) data != NULL;
}

/* A report is made to be sent to somebody. */
static void
test_report (UiTest *test, gconstpointer type)
{
  g_autoptr (Server) server = server_new (ASK_PASSWORD, WRONG_PASSWORD);
  g_autoptr (SecretValue) password = secret_value_new ("hunter2-hunter2", -1, "text/plain");
  GtkWidget *trouble;
  g_autofree char *text = NULL;

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  vf_session_set_password (test->session, password);
  check (test);
  trouble = get_trouble (test);
  ui_test_click (ui_test_child (trouble, "copy"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (trouble), NULL, on_copied, &text);
  ui_test_wait (has_text, &text);
  g_assert_nonnull (strstr (text, "db.test"));
  g_assert_nonnull (strstr (text, "wrong-password"));
  g_assert_nonnull (strstr (text, "Verify-Full"));
  g_assert_null (strstr (text, "hunter2"));
}

static gboolean
is_connected (gpointer data)
{
  return fake_pg_count_connections (data) > 0;
}

static gboolean
is_turning (gpointer data)
{
  UiTest *test = data;
  GtkWidget *row = gtk_widget_get_first_child (ui_test_child (test->page, "stages"));

  for (; row; row = gtk_widget_get_next_sibling (row))
    if (gtk_spinner_get_spinning (ui_test_child (row, "spinner")))
      return TRUE;
  return FALSE;
}

/* At once, whatever the server does not do. */
static void
test_cancel (UiTest *test, gconstpointer type)
{
  const FakeSpec silent = { .then = FAKE_THEN_SILENCE };
  g_autoptr (FakePg) fake = fake_pg_new (&silent);
  gint64 before;

  vf_session_use_no_archive (test->session);
  set_target (test, "db.test", fake_pg_get_port (fake));
  vf_page_shown (test->page, TRUE);
  ui_test_wait (is_connected, fake);
  ui_test_wait (is_turning, test);
  before = g_get_monotonic_time ();
  vf_page_cancel (test->page);
  g_assert_false (vf_page_get_busy (test->page));
  g_assert_cmpint (g_get_monotonic_time () - before, <, 50000);
  g_assert_cmpstr (get_headline (test), ==, "Stopped.");
  g_assert_true (ui_test_is_visible (test->page, "again"));
  /* what was being done is not done, and nothing turns any more */
  g_assert_false (is_turning (test));
}

static void
test_done (UiTest *test, gconstpointer type)
{
  g_autoptr (VfPage) page = g_object_ref_sink (g_object_new (VF_TYPE_DONE_PAGE, "session", test->session, NULL));
  g_autoptr (Server) server = server_new (fake_reply_ready ("15.4"), NULL);

  prepare (test, server, VF_SSL_MODE_VERIFY_FULL);
  check (test);
  ui_test_type (ui_test_child (get_keep (test), "name"), "shop");
  vf_page_apply (test->page);
  ui_test_wait (went_on, test);
  vf_page_shown (page, TRUE);
  g_assert_cmpstr (ui_test_label (page, "headline"), ==, "shop is ready.");
  g_assert_true (g_str_has_prefix (ui_test_label (page, "command"), "PGSERVICEFILE="));
  g_assert_true (g_str_has_suffix (ui_test_label (page, "command"), "psql service=shop"));
  g_assert_false (ui_test_is_visible (page, "keyring_row"));
  g_assert_true (vf_page_get_complete (page));
}

#define ADD(name, function) \
  g_test_add ("/check-page/" name, UiTest, (gconstpointer) (guintptr) vf_check_page_get_type, ui_test_set_up, \
              function, ui_test_tear_down)

/* What only the server’s side can mend leads nowhere here, and the rest to where it can be mended. */
static void
test_place (UiTest *test, gconstpointer type)
{
  static const struct
  {
    VfCode code;
    const char *variant;
    const char *page;
  } rows[] = {
    { VF_CODE_TLS_VERSION_MISMATCH, "old", NULL },
    { VF_CODE_TLS_VERSION_MISMATCH, "bounds", "security" },
    { VF_CODE_NOT_ALLOWED, "no-encryption", NULL },
    { VF_CODE_NOT_ALLOWED, NULL, "server" },
    { VF_CODE_BAD_TARGET, "option", "security" },
    { VF_CODE_BAD_TARGET, NULL, "server" },
    { VF_CODE_SERVER_ERROR, "endpoint", "server" },
    { VF_CODE_SERVER_ERROR, "frontend", "server" },
    { VF_CODE_SERVER_ERROR, "protocol", NULL },
    { VF_CODE_SERVER_ERROR, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (VfFinding) finding = vf_finding_new_from_spec (
        &(VfFindingSpec){ .code = rows[i].code, .severity = VF_SEVERITY_ERROR, .variant = rows[i].variant });
      GtkWidget *row = vf_place_row_new (finding, TRUE);

      g_test_message ("%s %s", vf_code_to_string (rows[i].code), rows[i].variant);
      g_assert_true ((row != NULL) == (rows[i].page != NULL));
      if (row)
        {
          GtkWidget *button = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
          GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

          g_assert_cmpstr (g_variant_get_string (target, NULL), ==, rows[i].page);
          g_object_unref (g_object_ref_sink (row));
        }
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("success", test_success);
  ADD ("binding", test_binding);
  ADD ("promise", test_promise);
  ADD ("left-while-saving", test_left_while_saving);
  ADD ("checked-while-saving", test_checked_while_saving);
  ADD ("other-service", test_other_service);
  ADD ("save", test_save);
  ADD ("save-taken", test_save_taken);
  ADD ("refused", test_refused);
  ADD ("mismatch", test_mismatch);
  ADD ("on-top", test_on_top);
  ADD ("place", test_place);
  ADD ("undo", test_undo);
  ADD ("undo-late", test_undo_late);
  ADD ("undo-password", test_undo_password);
  ADD ("trust", test_trust);
  ADD ("cost", test_cost);
  ADD ("keyboard", test_keyboard);
  ADD ("stages", test_stages);
  ADD ("chain", test_chain);
  ADD ("before-network", test_before_network);
  ADD ("password", test_password);
  ADD ("not-sent", test_not_sent);
  ADD ("report", test_report);
  ADD ("cancel", test_cancel);
  ADD ("done", test_done);
  return g_test_run ();
}
