#include "config.h"

#include "certificate-view.h"
#include "chain-picture.h"
#include "entry-list.h"
#include "entry-row.h"
#include "identity-group.h"
#include "page.h"
#include "source-group.h"
#include "validity-bar.h"
#include "window-test.h"

static VfSession *
session_of (WindowTest *test)
{
  return vf_window_get_session (test->window);
}

static guint
count_used (WindowTest *test)
{
  return vf_credentials_get_authorities (vf_session_get_credentials (session_of (test)))->len;
}

static const char *
client_name (WindowTest *test)
{
  GPtrArray *chain = vf_credentials_get_client_chain (vf_session_get_credentials (session_of (test)));

  return chain->len > 0 ? vf_certificate_get_display_name (chain->pdata[0]) : NULL;
}

/* Drops a file with some authorities, named @prefix and a number. */
static void
drop_roots (WindowTest *test, const char *file, const char *prefix, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", prefix, i);
      g_autoptr (TestPair) root = test_pair_new_root (name);
      g_autofree char *pem = test_pair_to_pem (root);

      g_string_append (text, pem);
    }
  path = test_write_file (test->directory, file, text->str);
  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
}

static void
activate_row (WindowTest *test, const char *title)
{
  GtkWidget *row = window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
}

/* (nullable): the row of the list whose title is @name */
static GtkWidget *
find_row (GtkWidget *top, const char *name)
{
  GtkWidget *found = NULL;

  if (VF_IS_ENTRY_ROW (top))
    return gtk_widget_get_mapped (top) && window_test_find (top, GTK_TYPE_LABEL, name) ? top : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_row (child, name);
  return found;
}

static void
set_used (WindowTest *test, const char *name, gboolean used)
{
  GtkWidget *row;

  window_test_wait (find_row (window_test_page (test), name));
  row = find_row (window_test_page (test), name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (window_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL)), used);
}

static void
test_leave_out (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *use_all;

  drop_roots (test, "roots.pem", "Root", 2);
  activate_row (test, "Authorities");
  use_all = window_test_find (window_test_page (test), GTK_TYPE_BUTTON, "_Use All");
  g_assert_false (gtk_widget_get_visible (use_all));

  set_used (test, "Root 0", FALSE);
  g_assert_cmpuint (count_used (test), ==, 1);
  g_assert_nonnull (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "2 authorities. 1 of 2 is used; the others are left out."));
  set_used (test, "Root 1", FALSE);
  g_assert_cmpuint (count_used (test), ==, 0);
  g_assert_nonnull (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "2 authorities. None is used, so nobody can vouch for the server."));
  /* the last one can be taken back */
  gtk_widget_activate_action (window_test_page (test), "certificates.undo", NULL);
  g_assert_cmpuint (count_used (test), ==, 1);

  g_assert_true (gtk_widget_get_visible (use_all));
  g_signal_emit_by_name (use_all, "clicked");
  g_assert_cmpuint (count_used (test), ==, 2);
  g_assert_false (gtk_widget_get_visible (use_all));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (
    window_test_find (find_row (window_test_page (test), "Root 0"), GTK_TYPE_CHECK_BUTTON, NULL))));
}

/* Files are added to what was chosen, and each can be taken away again. */
static void
test_add_up (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkWidget *sources, *remove;

  drop_roots (test, "one.pem", "One", 2);
  sources = window_test_find (window_test_page (test), VF_TYPE_SOURCE_GROUP, NULL);
  g_assert_false (gtk_widget_get_visible (sources));
  activate_row (test, "Authorities");
  set_used (test, "One 1", FALSE);
  drop_roots (test, "two.pem", "Two", 3);
  g_assert_cmpuint (count_used (test), ==, 4);

  g_assert_true (gtk_widget_get_visible (sources));
  g_assert_nonnull (window_test_find (sources, ADW_TYPE_ACTION_ROW, "one.pem"));
  remove = window_test_find (window_test_find (sources, ADW_TYPE_ACTION_ROW, "two.pem"), GTK_TYPE_BUTTON, NULL);
  g_signal_emit_by_name (remove, "clicked");
  window_test_wait (!vf_session_get_importing (session_of (test)));
  g_assert_cmpuint (count_used (test), ==, 1);
  g_assert_false (gtk_widget_get_visible (sources));

  gtk_widget_activate_action (window_test_page (test), "certificates.undo", NULL);
  g_assert_cmpuint (count_used (test), ==, 4);
  g_assert_true (gtk_widget_get_visible (sources));
}

static GtkCheckButton *
radio (GtkWidget *group, const char *name)
{
  GtkWidget *row = window_test_find (group, ADW_TYPE_ACTION_ROW, name);

  g_assert_nonnull (row);
  return GTK_CHECK_BUTTON (window_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL));
}

static void
test_several_clients (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) old = test_pair_new (&(TestSpec){ .subject = "CN=old", .extended_key_usage = "clientAuth",
                                                         .not_after = 1577836800 + 86400 }, root);
  g_autoptr (TestPair) new = test_pair_new_client ("new", root);
  g_autofree char *old_pem = test_pair_to_pem (old);
  g_autofree char *old_key = test_pair_key_to_pem (old, TEST_KEY_PKCS8, NULL);
  g_autofree char *new_pem = test_pair_to_pem (new);
  g_autofree char *new_key = test_pair_key_to_pem (new, TEST_KEY_PKCS8, NULL);
  g_autofree char *text = g_strconcat (old_pem, old_key, new_pem, new_key, NULL);
  g_autofree char *path = test_write_file (test->directory, "clients.pem", text);
  GtkWidget *group;

  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  group = window_test_find (window_test_page (test), VF_TYPE_IDENTITY_GROUP, NULL);
  g_assert_true (gtk_widget_get_visible (group));
  g_assert_true (gtk_check_button_get_active (radio (group, "new")));
  g_assert_nonnull (window_test_find (group, GTK_TYPE_LABEL,
                                      "“new” is suggested because it is the only one that is valid today."));

  gtk_check_button_set_active (radio (group, "old"), TRUE);
  g_assert_cmpstr (client_name (test), ==, "old");
  gtk_check_button_set_active (radio (group, "None"), TRUE);
  g_assert_null (client_name (test));
  gtk_check_button_set_active (radio (group, "new"), TRUE);
  g_assert_cmpstr (client_name (test), ==, "new");

  /* what was chosen stays when something is added */
  gtk_check_button_set_active (radio (group, "old"), TRUE);
  drop_roots (test, "more.pem", "More", 1);
  g_assert_cmpstr (client_name (test), ==, "old");
  g_assert_true (gtk_check_button_get_active (radio (group, "old")));
}

static guint
count_shown (WindowTest *test)
{
  GtkListView *view = GTK_LIST_VIEW (window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view)));
}

static void
search (WindowTest *test, const char *text)
{
  GtkWidget *entry = window_test_find (window_test_page (test), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  /* the entry waits until nobody types any more */
  g_signal_emit_by_name (entry, "search-changed");
}

/* The user's certificate is suggested when the user is typed, and stays out of it once somebody has chosen. */
static void
test_users_client (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) anna = test_pair_new_client ("anna", root);
  g_autoptr (TestPair) bob = test_pair_new_client ("bob", root);
  g_autofree char *anna_pem = test_pair_to_pem (anna);
  g_autofree char *anna_key = test_pair_key_to_pem (anna, TEST_KEY_PKCS8, NULL);
  g_autofree char *bob_pem = test_pair_to_pem (bob);
  g_autofree char *bob_key = test_pair_key_to_pem (bob, TEST_KEY_PKCS8, NULL);
  g_autofree char *text = g_strconcat (anna_pem, anna_key, bob_pem, bob_key, NULL);
  g_autofree char *path = test_write_file (test->directory, "clients.pem", text);
  g_autoptr (VfTarget) of_bob = vf_target_new ("db.example.com", NULL, 5432, "shop", "bob");
  g_autoptr (VfTarget) of_anna = vf_target_new ("db.example.com", NULL, 5432, "shop", "anna");
  GtkWidget *group;

  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  group = window_test_find (window_test_page (test), VF_TYPE_IDENTITY_GROUP, NULL);
  g_assert_cmpstr (client_name (test), ==, "anna");
  vf_session_set_target (session_of (test), of_bob);
  g_assert_cmpstr (client_name (test), ==, "bob");
  g_assert_true (gtk_check_button_get_active (radio (group, "bob")));
  g_assert_nonnull (window_test_find (group, GTK_TYPE_LABEL,
                                      "“bob” is suggested because it has the name of the database user."));
  gtk_check_button_set_active (radio (group, "None"), TRUE);
  vf_session_set_target (session_of (test), of_anna);
  g_assert_null (client_name (test));
}

/* One client certificate is left out and put back by a switch. */
static void
test_one_client (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *path = window_test_make_client (test, TRUE, NULL);
  GtkWidget *use;

  window_test_drop (test, path);
  window_test_wait (gtk_widget_get_mapped (window_test_page (test)));
  use = window_test_find (window_test_page (test), GTK_TYPE_SWITCH, NULL);
  g_assert_true (gtk_widget_get_visible (use));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (use)));
  gtk_switch_set_active (GTK_SWITCH (use), FALSE);
  g_assert_null (client_name (test));
  g_assert_nonnull (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "1 client certificate is here, and is not used"));
  gtk_switch_set_active (GTK_SWITCH (use), TRUE);
  g_assert_cmpstr (client_name (test), ==, "client");
}

static void
test_search (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autofree char *fingerprint = NULL;

  drop_roots (test, "roots.pem", "Region", 100);
  fingerprint = g_ascii_strdown (vf_certificate_get_sha256 (
    vf_credentials_get_authorities (vf_session_get_credentials (session_of (test)))->pdata[42]), -1);
  activate_row (test, "Authorities");
  window_test_wait (count_shown (test) == 100);
  search (test, "region 42");
  window_test_wait (count_shown (test) == 1);
  g_assert_nonnull (find_row (window_test_page (test), "Region 42"));
  search (test, "");
  window_test_wait (count_shown (test) == 100);
  search (test, fingerprint);
  window_test_wait (count_shown (test) == 1);
  search (test, "nobody");
  window_test_wait (count_shown (test) == 0);
  window_test_wait (gtk_widget_get_mapped (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                                             "Nothing here has that in its name")));
}

static void
assert_called (GtkWidget *widget, const char *name)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                               name);

  g_assert_cmpstr (wrong, ==, NULL);
}

/* The certificate, who signed it, and its life, also for those who do not see the picture. */
static void
test_view (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autoptr (TestPair) region = test_pair_new (&(TestSpec){ .subject = "CN=Region", .authority = TRUE,
                                                            .not_before = 1577836800, .not_after = 1577836800 + 86400 },
                                               root);
  g_autofree char *region_pem = test_pair_to_pem (region);
  g_autofree char *root_pem = test_pair_to_pem (root);
  g_autofree char *both = g_strconcat (region_pem, root_pem, NULL);
  g_autofree char *path = test_write_file (test->directory, "both.pem", both);
  const char *shown = g_strchomp (region_pem);
  GtkWidget *view, *bar;

  window_test_drop (test, path);
  activate_row (test, "Authorities");
  /* what has expired comes last */
  g_signal_emit_by_name (window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL), "activate", 1);
  view = window_test_find (window_test_page (test), VF_TYPE_CERTIFICATE_VIEW, NULL);
  window_test_wait (window_test_find (view, ADW_TYPE_EXPANDER_ROW, "As text (PEM)"));
  assert_called (window_test_find (view, VF_TYPE_CHAIN_PICTURE, NULL),
                 "Region, signed by Root, which vouches for itself");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (window_test_find (view, ADW_TYPE_EXPANDER_ROW, NULL)), TRUE);
  g_assert_nonnull (window_test_find (view, GTK_TYPE_LABEL, shown));
  bar = window_test_find (view, VF_TYPE_VALIDITY_BAR, NULL);
  g_assert_true (gtk_widget_has_css_class (bar, "over"));

  /* up the chain */
  g_signal_emit_by_name (window_test_find (window_test_find (view, VF_TYPE_CHAIN_PICTURE, NULL), GTK_TYPE_BUTTON, NULL),
                         "clicked");
  window_test_wait (window_test_find (view, ADW_TYPE_EXPANDER_ROW, "As text (PEM)"));
  assert_called (window_test_find (view, VF_TYPE_CHAIN_PICTURE, NULL), "Root, which vouches for itself");
  g_assert_false (gtk_widget_has_css_class (window_test_find (view, VF_TYPE_VALIDITY_BAR, NULL), "over"));
}

/* Who is missing is said by name. */
static void
test_incomplete_chain (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Far Away");
  g_autoptr (TestPair) region = test_pair_new_intermediate ("Region", root);
  g_autofree char *pem = test_pair_to_pem (region);
  g_autofree char *path = test_write_file (test->directory, "region.pem", pem);

  window_test_drop (test, path);
  activate_row (test, "Authorities");
  g_signal_emit_by_name (window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL), "activate", 0);
  window_test_wait (window_test_find (window_test_page (test), VF_TYPE_CHAIN_PICTURE, NULL));
  assert_called (window_test_find (window_test_page (test), VF_TYPE_CHAIN_PICTURE, NULL),
                 "Region, signed by Far Away, which is not among these files");
}

/* Every entry has an answer, and a key that nobody should have given away is named. */
static void
test_everything (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (TestPair) root = test_pair_new_root ("Root");
  g_autofree char *pem = test_pair_to_pem (root);
  g_autofree char *key = test_pair_key_to_pem (root, TEST_KEY_PKCS8, NULL);
  g_autofree char *both = g_strconcat (pem, key, NULL);
  g_autofree char *path = test_write_file (test->directory, "ca.pem", both);

  window_test_drop (test, path);
  activate_row (test, "Everything in the archive");
  window_test_wait (count_shown (test) == 2);
  window_test_wait (window_test_find (window_test_page (test), GTK_TYPE_LABEL,
                                      "Private key of ca.pem, an authority or a server. It must not be given away, and "
                                      "it is not used here."));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/choosing/leave-out", test_leave_out);
  g_test_add_func ("/choosing/add-up", test_add_up);
  g_test_add_func ("/choosing/several-clients", test_several_clients);
  g_test_add_func ("/choosing/users-client", test_users_client);
  g_test_add_func ("/choosing/one-client", test_one_client);
  g_test_add_func ("/choosing/search", test_search);
  g_test_add_func ("/choosing/view", test_view);
  g_test_add_func ("/choosing/incomplete-chain", test_incomplete_chain);
  g_test_add_func ("/choosing/everything", test_everything);
  return g_test_run ();
}
