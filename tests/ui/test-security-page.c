#include "config.h"

#include "security-page.h"

#include "fake-pg.h"
#include "finding-view.h"
#include "mode-card.h"
#include "name-compare.h"
#include "pki.h"
#include "trust-row.h"
#include "ui-test.h"

/* A server that shows a certificate for @names, signed by @issuer. */
typedef struct
{
  TestPair *leaf;
  TestPair *chain[1];
  FakeSpec spec;
  FakePg *fake;
} Server;

static Server *
server_new (const char *names, const TestPair *issuer)
{
  Server *server = g_new0 (Server, 1);

  server->leaf = test_pair_new_server ("db.test", names, issuer);
  server->chain[0] = server->leaf;
  server->spec.chain = server->chain;
  server->spec.n_chain = 1;
  server->fake = fake_pg_new (&server->spec);
  return server;
}

static void
server_free (Server *server)
{
  fake_pg_free (server->fake);
  test_pair_free (server->leaf);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static gboolean
has_looked (gpointer data)
{
  return vf_session_get_look (data) && !vf_session_get_looking (data);
}

static void
set_target (UiTest *test, const char *host, guint port)
{
  g_autoptr (VfTarget) target = vf_target_new (host, "127.0.0.1", port, "shop", "app");

  vf_session_set_target (test->session, target);
}

static void
import (UiTest *test, const TestPair *root)
{
  g_autofree char *pem = test_pair_to_pem (root);

  ui_test_import_pem (test, pem);
}

/* (transfer none): the card of @mode: the strictest stands first */
static VfModeCard *
get_card (UiTest *test, VfSslMode mode)
{
  GtkWidget *card = gtk_widget_get_first_child (ui_test_child (test->page, "cards"));

  while (vf_mode_card_get_mode (VF_MODE_CARD (card)) != mode)
    card = gtk_widget_get_next_sibling (card);
  return VF_MODE_CARD (card);
}

static VfSslMode
get_active (UiTest *test)
{
  for (guint i = 0; i < VF_N_SSL_MODES; i++)
    if (vf_mode_card_get_active (get_card (test, (VfSslMode) i)))
      return (VfSslMode) i;
  g_assert_not_reached ();
}

static void
look (UiTest *test)
{
  vf_page_shown (test->page, TRUE);
  ui_test_wait (has_looked, test->session);
}

/* The evidence decides which card is chosen and which is recommended. */
static void
test_recommended (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (TestPair) other = test_pair_new_root ("Another");
  const struct
  {
    const char *host;
    const char *names;
    const TestPair *issuer;
    VfSslMode expected;
    const char *why;
  } rows[] = {
    { "db.test", "DNS:db.test", root, VF_SSL_MODE_VERIFY_FULL, "authority and name are right" },
    { "db.test", "DNS:other.test", root, VF_SSL_MODE_VERIFY_CA, "the name is not" },
    { "db.test", "DNS:db.test", other, VF_SSL_MODE_VERIFY_FULL, "the authority is not: nothing is recommended" },
  };

  import (test, root);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Server) server = server_new (rows[i].names, rows[i].issuer);

      g_test_message ("%s", rows[i].why);
      set_target (test, rows[i].host, fake_pg_get_port (server->fake));
      look (test);
      g_assert_cmpint (get_active (test), ==, rows[i].expected);
      for (guint j = 0; j < VF_N_SSL_MODES; j++)
        {
          VfModeCard *card = get_card (test, (VfSslMode) j);

          g_assert_cmpint (ui_test_is_visible (card, "pill"), ==, rows[i].issuer == root && j == rows[i].expected);
          g_assert_true (ui_test_is_visible (card, "evidence"));
          g_assert_cmpint (*ui_test_label (card, "evidence_text"), !=, '\0');
        }
      g_assert_false (ui_test_is_visible (test->page, "trouble"));
    }
}

/* What the person chose stays, also when it would fail here. */
static void
test_chosen (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (TestPair) other = test_pair_new_root ("Another");
  g_autoptr (Server) server = server_new ("DNS:db.test", other);

  import (test, root);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  vf_page_shown (test->page, TRUE);
  vf_mode_card_set_active (get_card (test, VF_SSL_MODE_VERIFY_CA), TRUE);
  g_assert_cmpint (vf_session_get_mode (test->session), ==, VF_SSL_MODE_VERIFY_CA);
  ui_test_wait (has_looked, test->session);
  g_assert_cmpint (get_active (test), ==, VF_SSL_MODE_VERIFY_CA);
  g_assert_true (vf_page_get_complete (test->page));
}

/* An archive for another server, or somebody in between: nothing is recommended, and the way to the right archive is on the
 * card. */
static void
test_untrusted (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (TestPair) other = test_pair_new_root ("Another");
  g_autoptr (Server) server = server_new ("DNS:db.test", other);
  GtkWidget *extra = ui_test_child (get_card (test, VF_SSL_MODE_VERIFY_FULL), "extra");
  GtkWidget *button;

  import (test, root);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  look (test);
  g_assert_cmpint (get_active (test), ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_false (ui_test_is_visible (get_card (test, VF_SSL_MODE_REQUIRE), "pill"));
  button = ui_test_find (extra, GTK_TYPE_BUTTON);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.show-page");
  g_assert_cmpstr (g_variant_get_string (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button)), NULL), ==,
                   "certificates");
}

/* A client certificate that nobody asks for stands in nobody's way; it is said all the same. */
static void
test_noticed (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autoptr (Server) server = server_new ("DNS:db.test", root);
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *client_pem = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);
  g_autofree char *all = g_strconcat (pem, client_pem, key, NULL);
  GtkListBox *noticed = ui_test_child (test->page, "noticed");
  GtkWidget *extra = ui_test_child (get_card (test, VF_SSL_MODE_VERIFY_FULL), "extra");
  GtkListBoxRow *row;

  import (test, root);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  vf_page_shown (test->page, TRUE);
  ui_test_wait (has_looked, test->session);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (noticed)));
  ui_test_import_pem (test, all);
  vf_page_shown (test->page, TRUE);
  ui_test_wait (has_looked, test->session);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (noticed)));
  row = gtk_list_box_get_row_at_index (noticed, 0);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==,
                   "The client certificate is not asked for");
  g_assert_null (gtk_list_box_get_row_at_index (noticed, 1));

  /* nor is it among what helps against another name */
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  look (test);
  g_assert_true (gtk_widget_get_visible (extra));
  for (GtkWidget *row_of = gtk_widget_get_first_child (ui_test_find (extra, GTK_TYPE_LIST_BOX)); row_of;
       row_of = gtk_widget_get_next_sibling (row_of))
    g_assert_null (strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row_of)), "client certificate"));
}

/* The two names are on the card, and its button makes Verify-Full work. */
static void
test_mismatch (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  g_autoptr (Server) server = server_new ("DNS:real.test", root);
  VfModeCard *card = get_card (test, VF_SSL_MODE_VERIFY_FULL);
  GtkWidget *extra = ui_test_child (card, "extra");

  import (test, root);
  set_target (test, "alias.test", fake_pg_get_port (server->fake));
  look (test);
  g_assert_nonnull (ui_test_find (extra, VF_TYPE_NAME_COMPARE));
  gtk_widget_grab_focus (ui_test_find (extra, GTK_TYPE_BUTTON));
  ui_test_click (ui_test_find (extra, GTK_TYPE_BUTTON));
  g_assert_cmpstr (vf_target_get_host (vf_session_get_target (test->session)), ==, "real.test");
  g_assert_cmpstr (vf_target_get_hostaddr (vf_session_get_target (test->session)), ==, "127.0.0.1");
  ui_test_wait (has_looked, test->session);
  g_assert_cmpint (get_active (test), ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_null (ui_test_find (extra, VF_TYPE_NAME_COMPARE));
  g_assert_true (vf_mode_card_has_focus (card));
}

/* What stands in the way of the strictest mode is shown whichever mode is chosen, and what helps against it. */
static void
test_strictest (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) other = test_pair_new_root ("Another authority");
  g_autoptr (Server) server = server_new ("DNS:db.test", NULL);
  GtkWidget *extra = ui_test_child (get_card (test, VF_SSL_MODE_VERIFY_FULL), "extra");

  import (test, other);
  set_target (test, "db.test", fake_pg_get_port (server->fake));
  vf_session_set_mode (test->session, VF_SSL_MODE_REQUIRE);
  look (test);
  g_assert_true (gtk_widget_get_visible (extra));
  g_assert_nonnull (ui_test_find (extra, VF_TYPE_TRUST_ROW));
  g_assert_cmpint (get_active (test), ==, VF_SSL_MODE_REQUIRE);
}

static void
test_unreachable (UiTest *test, gconstpointer type)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Authority");
  Server *server = server_new ("DNS:db.test", root);
  guint port = fake_pg_get_port (server->fake);

  server_free (server);
  import (test, root);
  set_target (test, "db.test", port);
  look (test);
  g_assert_true (ui_test_is_visible (test->page, "trouble"));
  g_assert_false (ui_test_is_visible (test->page, "look_line"));
  g_assert_false (ui_test_is_visible (get_card (test, VF_SSL_MODE_VERIFY_FULL), "evidence"));
  g_assert_cmpint (get_active (test), ==, VF_SSL_MODE_VERIFY_FULL);
  g_assert_true (vf_page_get_complete (test->page));
}

/* A silent server holds nobody up. */
static void
test_cancel (UiTest *test, gconstpointer type)
{
  const FakeSpec silent = { .then = FAKE_THEN_SILENCE };
  g_autoptr (FakePg) fake = fake_pg_new (&silent);
  gint64 before;

  vf_session_use_no_archive (test->session);
  set_target (test, "db.test", fake_pg_get_port (fake));
  vf_page_shown (test->page, TRUE);
  g_assert_true (vf_session_get_looking (test->session));
  g_assert_true (vf_page_get_complete (test->page));
  g_assert_false (vf_page_get_busy (test->page));
  before = g_get_monotonic_time ();
  ui_test_click (ui_test_child (test->page, "look_button"));
  g_assert_false (vf_session_get_looking (test->session));
  g_assert_cmpint (g_get_monotonic_time () - before, <, 50000);
}

static void
test_more (UiTest *test, gconstpointer type)
{
  GtkWidget *more = ui_test_child (test->page, "more");
  VfConnection *connection;

  vf_session_use_no_archive (test->session);
  set_target (test, "db.test", 1);
  vf_page_shown (test->page, TRUE);
  vf_page_cancel (test->page);
  adw_combo_row_set_selected (ui_test_child (more, "tls_min"), 2);
  adw_combo_row_set_selected (ui_test_child (more, "channel_binding"), 2);
  connection = vf_session_get_connection (test->session);
  g_assert_cmpstr (vf_connection_get_option (connection, "ssl_min_protocol_version"), ==, "TLSv1.3");
  g_assert_cmpstr (vf_connection_get_option (connection, "channel_binding"), ==, "disable");
  adw_combo_row_set_selected (ui_test_child (more, "tls_min"), 0);
  connection = vf_session_get_connection (test->session);
  g_assert_null (vf_connection_get_option (connection, "ssl_min_protocol_version"));

  gtk_editable_set_text (ui_test_child (more, "address"), "not an address");
  g_assert_false (vf_page_apply (test->page));
  g_assert_true (ui_test_is_visible (more, "address_error_row"));
  gtk_editable_set_text (ui_test_child (more, "address"), "127.0.0.2");
  g_assert_true (vf_page_apply (test->page));
  g_assert_cmpstr (vf_target_get_hostaddr (vf_session_get_target (test->session)), ==, "127.0.0.2");
}

#define ADD(name, function) \
  g_test_add ("/security-page/" name, UiTest, (gconstpointer) (guintptr) vf_security_page_get_type, ui_test_set_up, \
              function, ui_test_tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("recommended", test_recommended);
  ADD ("untrusted", test_untrusted);
  ADD ("chosen", test_chosen);
  ADD ("noticed", test_noticed);
  ADD ("mismatch", test_mismatch);
  ADD ("strictest", test_strictest);
  ADD ("unreachable", test_unreachable);
  ADD ("cancel", test_cancel);
  ADD ("more", test_more);
  return g_test_run ();
}
