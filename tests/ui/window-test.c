#include "config.h"

#include "window-test.h"

#include "application.h"

/* One for the process: its object on the bus cannot be registered twice. */
static GtkApplication *
get_application (VfStore *store)
{
  static GtkApplication *application;
  g_autoptr (GError) error = NULL;

  if (application)
    return application;
  application = GTK_APPLICATION (vf_application_new (store));
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

WindowTest *
window_test_new (void)
{
  WindowTest *test = g_new0 (WindowTest, 1);
  g_autofree char *store = NULL;

  /* every test closes its window, and the pointer may stand over it */
  ui_test_pass_over_tooltips ();
  test->directory = vf_test_make_dir ();
  store = g_build_filename (test->directory, "store", NULL);
  test->store = vf_store_new (store);
  test->application = get_application (test->store);
  test->window = vf_window_new (test->application, test->store);
  g_object_add_weak_pointer (G_OBJECT (test->window), (gpointer *) &test->window);
  gtk_window_present (GTK_WINDOW (test->window));
  window_test_wait (gtk_widget_get_mapped (GTK_WIDGET (test->window)));
  return test;
}

void
window_test_free (WindowTest *test)
{
  gtk_window_close (GTK_WINDOW (test->window));
  window_test_wait (test->window == NULL);
  vf_store_unref (test->store);
  vf_test_remove_tree (test->directory);
  g_free (test->directory);
  g_free (test);
}

static gboolean
tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
window_test_iterate (void)
{
  guint source = g_timeout_add (10, tick, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

void
window_test_activate (WindowTest *test, const char *action, const char *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (test->window), action,
                                  parameter ? g_variant_new_string (parameter) : NULL);
}

gboolean
window_test_is_enabled (WindowTest *test, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (test->window), action);
}

void
window_test_drop (WindowTest *test, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };

  g_assert_true (vf_window_take_drop (test->window, &files));
  window_test_wait (!vf_session_get_importing (vf_window_get_session (test->window)));
}

char *
window_test_make_root (WindowTest *test, const char *name)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autofree char *pem = test_pair_to_pem (root);

  return test_write_file (test->directory, name, pem);
}

char *
window_test_make_client (WindowTest *test, gboolean authority, const char *passphrase)
{
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) client = test_pair_new_client ("client", root);
  g_autofree char *root_pem = authority ? test_pair_to_pem (root) : g_strdup ("");
  g_autofree char *pem = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, passphrase);
  g_autofree char *text = g_strconcat (root_pem, pem, key, NULL);

  return test_write_file (test->directory, "client.pem", text);
}

void
window_test_save (WindowTest *test, const char *name, const char *host)
{
  g_autoptr (VfTarget) target = vf_target_new (host, NULL, 5432, "app", "app");
  g_autoptr (VfCredentials) none = vf_credentials_new_empty ();
  g_autoptr (VfConnection) connection = vf_connection_new (target, none, VF_SSL_MODE_REQUIRE);
  g_autoptr (GError) error = NULL;

  vf_store_save (test->store, name, connection, NULL, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text) == 0;
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0;
  if (GTK_IS_BUTTON (widget))
    return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
  return FALSE;
}

GtkWidget *
window_test_find (GtkWidget *top, GType type, const char *text)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (top, type) && (!text || says (top, text)))
    return top;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found; child = gtk_widget_get_next_sibling (child))
    found = window_test_find (child, type, text);
  return found;
}

GtkWidget *
window_test_find_shown (GtkWidget *top, GType type, const char *text)
{
  GtkWidget *found = window_test_find (top, type, text);

  return found && gtk_widget_get_mapped (found) ? found : NULL;
}

void
window_test_press (GtkWidget *top, const char *label)
{
  GtkWidget *button;

  window_test_wait ((button = window_test_find_shown (top, GTK_TYPE_BUTTON, label))
                    && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

GtkWidget *
window_test_page (WindowTest *test)
{
  GtkWidget *stack = window_test_find (GTK_WIDGET (test->window), GTK_TYPE_STACK, NULL);

  return gtk_stack_get_visible_child (GTK_STACK (stack));
}
