#include "config.h"

#include "page.h"
#include "ui-test.h"
#include "window-private.h"
#include "window-test.h"

/* --- the list of shortcuts --- */

static void
collect (GtkBuilder *builder, GPtrArray *listed)
{
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);

  for (GSList *l = objects; l; l = l->next)
    if (GTK_IS_SHORTCUTS_SHORTCUT (l->data))
      {
        char *accelerator = NULL;

        g_object_get (l->data, "accelerator", &accelerator, NULL);
        g_ptr_array_add (listed, accelerator);
      }
}

static gboolean
is_listed (GPtrArray *listed, const char *key)
{
  guint value, other;
  GdkModifierType modifiers, other_modifiers;

  g_assert_true (gtk_accelerator_parse (key, &value, &modifiers));
  for (guint i = 0; i < listed->len; i++)
    {
      g_assert_true (gtk_accelerator_parse (listed->pdata[i], &other, &other_modifiers));
      if (value == other && modifiers == other_modifiers)
        return TRUE;
    }
  return FALSE;
}

/* What is listed is what works: all keys of actions, and those that windows and pages take themselves. */
static void
test_shortcuts (void)
{
  static const char *const others[] = { "Return", "Escape", "<Control>v" };
  g_autoptr (WindowTest) test = window_test_new ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (VF_UI_RESOURCE "shortcuts.ui");
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (test->application);
  guint n = G_N_ELEMENTS (others);

  collect (builder, listed);
  for (guint i = 0; actions[i]; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (test->application, actions[i]);

      for (guint j = 0; keys[j]; j++, n++)
        if (!is_listed (listed, keys[j]))
          g_error ("%s of %s is not listed", keys[j], actions[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_true (is_listed (listed, others[i]));
  g_assert_cmpuint (listed->len, ==, n);
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
}

/* --- Ctrl+V --- */

static void
put_on_clipboard (WindowTest *test, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (test->window)), text);
}

static const char *
get_field (WindowTest *test, const char *name)
{
  return ui_test_text (ui_test_child (ui_test_child (window_test_page (test), "form"), name));
}

static void
test_paste_goes_on (void)
{
  static const struct { const char *text, *host, *port, *why; } rows[] = {
    { "postgresql://app@db.example.com:6543/shop", "db.example.com", "6543", "a URI" },
    { "jdbc:postgresql://db.example.com/shop", "db.example.com", "5432", "a JDBC URL" },
    { "psql -h db.example.com -U app shop", "db.example.com", "5432", "a psql command" },
    { "host=db.example.com port=6543", "db.example.com", "6543", "words of libpq" },
    { "pgm-1.pg.rds.aliyuncs.com", "pgm-1.pg.rds.aliyuncs.com", "5432", "an endpoint" },
    { "Good morning", NULL, NULL, "some text" },
    { "morning", NULL, NULL, "a word" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WindowTest) test = window_test_new ();
      g_autofree char *path = window_test_make_root (test, "root.pem");

      g_test_message ("%s", rows[i].why);
      g_assert_false (window_test_is_enabled (test, "paste"));
      window_test_drop (test, path);
      put_on_clipboard (test, rows[i].text);
      window_test_wait (window_test_is_enabled (test, "paste"));
      window_test_activate (test, "paste", NULL);
      for (guint j = 0; j < 30; j++)
        window_test_iterate ();
      g_assert_cmpstr (vf_window_get_page_name (test->window), ==, rows[i].host ? "server" : "certificates");
      if (!rows[i].host)
        continue;
      g_assert_cmpstr (get_field (test, "host"), ==, rows[i].host);
      g_assert_cmpstr (get_field (test, "port"), ==, rows[i].port);
    }
}

/* What has the keyboard is what is still missing. */
static void
test_paste_moves_the_keyboard (void)
{
  static const struct { const char *text, *field; } rows[] = {
    { "postgresql://app@db.example.com:6543/shop", "password" },
    { "postgresql://app@db.example.com:6543", "dbname" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WindowTest) test = window_test_new ();
      GtkWidget *page, *field, *focus;

      window_test_activate (test, "show-page", "server");
      page = window_test_page (test);
      vf_window_paste (test->window, rows[i].text);
      for (guint j = 0; j < 30; j++)
        window_test_iterate ();
      field = g_str_equal (rows[i].field, "password") ? ui_test_child (page, "password")
                                                      : ui_test_child (ui_test_child (page, "form"), rows[i].field);
      focus = gtk_window_get_focus (GTK_WINDOW (test->window));
      g_assert_true (focus && gtk_widget_is_ancestor (focus, field));
    }
}

/* Pasted into the wrong field it is not taken for a password. */
static void
test_paste_into_password (void)
{
  g_autoptr (WindowTest) test = window_test_new ();
  GtkEditable *password;

  window_test_activate (test, "show-page", "server");
  password = ui_test_child (window_test_page (test), "password");
  gtk_editable_set_text (password, "a://very=long$password");
  g_assert_cmpstr (ui_test_text (password), ==, "a://very=long$password");
  gtk_editable_set_text (password, "");
  gtk_editable_set_text (password, "postgresql://app:s3cret@db.example.com/shop");
  g_assert_cmpstr (get_field (test, "host"), ==, "db.example.com");
  g_assert_cmpstr (ui_test_text (password), ==, "s3cret");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/keys/listed", test_shortcuts);
  g_test_add_func ("/keys/paste-goes-on", test_paste_goes_on);
  g_test_add_func ("/keys/paste-moves-the-keyboard", test_paste_moves_the_keyboard);
  g_test_add_func ("/keys/paste-into-password", test_paste_into_password);
  return g_test_run ();
}
