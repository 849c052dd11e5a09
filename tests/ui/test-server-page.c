#include "config.h"

#include "server-page.h"
#include "test.h"
#include "ui-test.h"

static const char *const field_names[] = { "host", "port", "dbname", "user" };

static gpointer
get_form (UiTest *test)
{
  return ui_test_child (test->page, "form");
}

static gpointer
get_field (UiTest *test, const char *name)
{
  return ui_test_child (get_form (test), name);
}

static void
assert_fields (UiTest *test, const char *host, const char *port, const char *dbname, const char *user)
{
  const char *const expected[] = { host, port, dbname, user };

  for (guint i = 0; i < G_N_ELEMENTS (field_names); i++)
    g_assert_cmpstr (ui_test_text (get_field (test, field_names[i])), ==, expected[i]);
}

static void
paste (UiTest *test, const char *field, const char *text)
{
  gtk_editable_set_text (get_field (test, field), text);
}

static void
test_paste (UiTest *test, gconstpointer type)
{
  static const struct
  {
    const char *text;
    const char *port;
    const char *dbname;
    const char *user;
    const char *password;
    const char *toast;
  } rows[] = {
    { "jdbc:postgresql://db.example.com:6432/shop?user=app&password=s3cret", "6432", "shop", "app", "s3cret",
      "Filled in from a JDBC URL" },
    { "postgresql://app@db.example.com:6432/shop?wonder=1&pool=2", "6432", "shop", "app", "",
      "Filled in from a connection URI, without the unknown words pool, wonder" },
    { "postgresql://app:s3cret@db.example.com/shop", "5432", "shop", "app", "s3cret", NULL },
    { "host=db.example.com port=6432 dbname=shop user=app", "6432", "shop", "app", "", NULL },
    { "psql -h db.example.com -p 6432 -U app shop", "6432", "shop", "app", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      vf_session_reset (test->session);
      g_test_message ("%s", rows[i].text);
      paste (test, "host", rows[i].text);
      assert_fields (test, "db.example.com", rows[i].port, rows[i].dbname, rows[i].user);
      g_assert_cmpstr (ui_test_text (ui_test_child (test->page, "password")), ==, rows[i].password);
      g_assert_nonnull (test->toast);
      if (rows[i].toast)
        g_assert_cmpstr (test->toast, ==, rows[i].toast);
      g_assert_true (vf_page_get_complete (test->page));
      gtk_editable_set_text (ui_test_child (test->page, "password"), "");
    }
}

static void
test_paste_elsewhere (UiTest *test, gconstpointer type)
{
  paste (test, "user", "postgresql://app@db.example.com/shop");
  assert_fields (test, "db.example.com", "5432", "shop", "app");
}

static void
test_undo (UiTest *test, gconstpointer type)
{
  ui_test_type (get_field (test, "host"), "old.example.com");
  ui_test_type (get_field (test, "port"), "1234");
  ui_test_type (get_field (test, "user"), "me");
  ui_test_type (ui_test_child (test->page, "password"), "before");
  paste (test, "dbname", "postgresql://app:s3cret@db.example.com:6432/shop");
  assert_fields (test, "db.example.com", "6432", "shop", "app");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (test->page), "server.undo-paste", NULL));
  assert_fields (test, "old.example.com", "1234", "", "me");
  g_assert_cmpstr (ui_test_text (ui_test_child (test->page, "password")), ==, "before");
}

/* A person who types a URI is left alone until it is finished. */
static void
test_typing (UiTest *test, gconstpointer type)
{
  ui_test_type (get_field (test, "host"), "postgresql://app@db.example.com/shop");
  g_assert_null (test->toast);
  g_assert_true (vf_page_apply (test->page));
  assert_fields (test, "db.example.com", "5432", "shop", "app");
}

static void
test_port_in_host (UiTest *test, gconstpointer type)
{
  paste (test, "host", "db.example.com:6543");
  assert_fields (test, "db.example.com", "6543", "", "");
  g_assert_null (test->toast);
  g_assert_true (ui_test_is_visible (get_form (test), "host_error_row"));
  g_assert_true (g_str_has_prefix (ui_test_label (get_form (test), "host_error"), "“db.example.com:6543” contains the port"));
}

static void
test_provider (UiTest *test, gconstpointer type)
{
  ui_test_type (get_field (test, "host"), "rc1a-1.mdb.yandexcloud.net");
  assert_fields (test, "rc1a-1.mdb.yandexcloud.net", "6432", "", "");
  g_assert_true (ui_test_is_visible (get_form (test), "hint_row"));
  g_assert_nonnull (strstr (ui_test_label (get_form (test), "hint"), "6432"));
  ui_test_type (get_field (test, "host"), "db.example.com");
  assert_fields (test, "db.example.com", "5432", "", "");
  g_assert_false (ui_test_is_visible (get_form (test), "hint_row"));
  ui_test_type (get_field (test, "port"), "7777");
  ui_test_type (get_field (test, "host"), "rc1a-1.mdb.yandexcloud.net");
  assert_fields (test, "rc1a-1.mdb.yandexcloud.net", "7777", "", "");
}

static void
test_errors (UiTest *test, gconstpointer type)
{
  GtkWidget *port = get_field (test, "port");
  GtkAccessible *inner = GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (port)));

  g_assert_false (vf_page_get_complete (test->page));
  ui_test_type (get_field (test, "host"), "db.example.com");
  ui_test_type (port, "70000");
  g_assert_false (ui_test_is_visible (get_form (test), "port_error_row"));
  g_assert_false (vf_page_apply (test->page));
  g_assert_true (ui_test_is_visible (get_form (test), "port_error_row"));
  g_assert_true (gtk_widget_has_css_class (port, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (port), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  /* where the keyboard is, and so a screen reader */
  gtk_test_accessible_assert_state (inner, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_test_accessible_assert_property (inner, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       ui_test_label (get_form (test), "port_error"));
  g_assert_null (vf_session_get_target (test->session));

  ui_test_type (port, "6432");
  g_assert_false (ui_test_is_visible (get_form (test), "port_error_row"));
  g_assert_false (gtk_widget_has_css_class (port, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (port), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
  gtk_test_accessible_assert_state (inner, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_true (vf_page_apply (test->page));
}

static void
test_apply (UiTest *test, gconstpointer type)
{
  VfTarget *target;

  ui_test_type (get_field (test, "host"), "  db.example.com ");
  ui_test_type (get_field (test, "dbname"), "shop");
  ui_test_type (get_field (test, "user"), "app");
  ui_test_type (ui_test_child (test->page, "password"), "s3cret");
  gtk_switch_set_active (ui_test_child (test->page, "remember"), FALSE);
  g_assert_true (vf_page_apply (test->page));
  target = vf_session_get_target (test->session);
  g_assert_cmpstr (vf_target_get_host (target), ==, "db.example.com");
  g_assert_cmpuint (vf_target_get_port (target), ==, 5432);
  g_assert_cmpstr (vf_target_get_dbname (target), ==, "shop");
  g_assert_cmpstr (vf_target_get_user (target), ==, "app");
  g_assert_cmpstr (secret_value_get_text (vf_session_get_password (test->session)), ==, "s3cret");
  g_assert_false (vf_session_get_remember (test->session));
}

/* What came into the session from outside is in the form; what was typed stays over Back and Next. */
static void
test_shown (UiTest *test, gconstpointer type)
{
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 6432, "shop", "app");
  g_autoptr (SecretValue) password = secret_value_new ("other", -1, "text/plain");

  vf_session_set_target (test->session, target);
  assert_fields (test, "db.example.com", "6432", "shop", "app");
  vf_session_set_password (test->session, password);
  vf_page_shown (test->page, TRUE);
  g_assert_cmpstr (ui_test_text (ui_test_child (test->page, "password")), ==, "other");
  ui_test_type (ui_test_child (test->page, "password"), "typed");
  vf_page_shown (test->page, FALSE);
  g_assert_cmpstr (ui_test_text (ui_test_child (test->page, "password")), ==, "typed");
  vf_session_reset (test->session);
  assert_fields (test, "", "5432", "", "");
  g_assert_cmpstr (ui_test_text (ui_test_child (test->page, "password")), ==, "");
}

/* Further keywords of a paste come along, and go with its undo. */
static void
test_keywords (UiTest *test, gconstpointer type)
{
  vf_session_use_no_archive (test->session);
  paste (test, "host", "host=db.example.com user=app connect_timeout=7");
  g_assert_true (vf_page_apply (test->page));
  g_assert_cmpstr (vf_connection_get_option (vf_session_get_connection (test->session), "connect_timeout"), ==, "7");
}

#define ADD(name, function) \
  g_test_add ("/server-page/" name, UiTest, (gconstpointer) (guintptr) vf_server_page_get_type, ui_test_set_up, \
              function, ui_test_tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("paste", test_paste);
  ADD ("paste-elsewhere", test_paste_elsewhere);
  ADD ("undo", test_undo);
  ADD ("typing", test_typing);
  ADD ("port-in-host", test_port_in_host);
  ADD ("provider", test_provider);
  ADD ("errors", test_errors);
  ADD ("apply", test_apply);
  ADD ("shown", test_shown);
  ADD ("keywords", test_keywords);
  return g_test_run ();
}
