#include "config.h"

#include "ui-test.h"

#include "init.h"
#include "test.h"
#include "pki.h"

#define LOOK_MS 50
/* A machine under load with the sanitizers on is slow. */
#define LIMIT_SECONDS 60

#if GTK_CHECK_VERSION (4, 14, 0)
/* In place of GTK's, which calls what its accessibility for tests does not have, and crashes.  Toasts announce, too. */
G_MODULE_EXPORT void
gtk_accessible_announce (GtkAccessible *self, const char *message, GtkAccessibleAnnouncementPriority priority)
{
  g_assert_true (GTK_IS_ACCESSIBLE (self));
  g_assert_nonnull (message);
}
#endif

/* (nullable): none before the first pattern */
static GPtrArray *passed_over;

static gboolean
is_passed_over (const char *message)
{
  for (guint i = 0; passed_over && i < passed_over->len; i++)
    if (g_pattern_match_simple (passed_over->pdata[i], message))
      return TRUE;
  return FALSE;
}

/* Those of GTK's messages that are structured come here, and nowhere else. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && is_passed_over (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* The others come here, and would end the test, and then are asked about: a test that says a word of them has failed. */
static void
log_message (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (!is_passed_over (message))
    g_log_default_handler (domain, level, message, data);
}

static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return !is_passed_over (message);
}

/**
 * ui_test_pass_over:
 * @pattern: (transfer none): the words of a warning of GTK's own, with "*"
 *
 * A test does not fail over such a warning, and does not show it.  GLib forgets about critical ones with the end of a
 * test: for these, call it in the test.
 */
void
ui_test_pass_over (const char *pattern)
{
  static gsize is_set;

  /* the program that takes the pictures opens the same windows, and is no test */
  if (!passed_over)
    passed_over = g_ptr_array_new_with_free_func (g_free);
  if (!is_passed_over (pattern))
    g_ptr_array_add (passed_over, g_strdup (pattern));
  g_test_log_set_fatal_handler (is_fatal, NULL);
  if (g_once_init_enter (&is_set))
    {
      g_log_set_handler ("Gdk", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, log_message, NULL);
      g_log_set_handler ("Gtk", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, log_message, NULL);
      g_once_init_leave (&is_set, 1);
    }
}

/**
 * ui_test_pass_over_tooltips:
 *
 * GTK 4.8 shows a tooltip half a second after the pointer has come to rest, even if the window has gone by then, and
 * complains that it has.  For tests that close windows under the pointer; to be called in the test.
 */
void
ui_test_pass_over_tooltips (void)
{
  ui_test_pass_over ("gdk_surface_get_device_position: *");
  ui_test_pass_over ("_gtk_widget_find_at_coords: *");
}

/**
 * ui_test_init:
 *
 * As gtk_test_init(), which insists on a locale that not every machine has.  Folders are not isolated here, because
 * GTK finds its settings' schemas by them: the session that the tests run in has folders of its own.
 */
void
ui_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  /* GTK 4.24's, of a virtual X server's frames */
  ui_test_pass_over ("gdk_frame_timings_submitted() called *");
  ui_test_pass_over ("Duplicate call to gdk_frame_timings_submitted() *");
  /* and of its own pictures, when a page is drawn between two frames */
  ui_test_pass_over ("gtk_svg_advance: time went backward: *");
  g_log_set_writer_func (write_log, NULL, NULL);
  vf_init ();
  gtk_init ();
  adw_init ();
}

static void
on_toast (VfPage *page, const char *text, const char *button, const char *action, UiTest *test)
{
  g_free (test->toast);
  test->toast = g_strdup (text);
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  UiTest *test = data;

  test->n_next++;
}

/**
 * ui_test_set_up:
 * @type: GTypes's getter of the page, as a pointer
 */
void
ui_test_set_up (UiTest *test, gconstpointer type)
{
  static const GActionEntry entries[] = { { .name = "next", .activate = on_next } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GType (*get_type) (void) = (GType (*) (void)) (guintptr) type;

  test->directory = vf_test_make_dir ();
  test->store = vf_store_new (test->directory);
  test->session = vf_session_new (test->store);
  test->page = g_object_new (get_type (), "session", test->session, NULL);
  test->window = GTK_WINDOW (gtk_window_new ());
  g_signal_connect (test->page, "toast", G_CALLBACK (on_toast), test);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), test);
  gtk_widget_insert_action_group (GTK_WIDGET (test->window), "win", G_ACTION_GROUP (actions));
  gtk_window_set_child (test->window, GTK_WIDGET (test->page));
  gtk_window_present (test->window);
}

/* A page that outlives its window is a leak, and may be called back when nobody expects it. */
void
ui_test_tear_down (UiTest *test, gconstpointer type)
{
  GtkWidget *page = GTK_WIDGET (test->page);

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  vf_session_reset (test->session);
  gtk_window_destroy (test->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (page);
  g_object_unref (test->session);
  vf_store_unref (test->store);
  vf_test_remove_tree (test->directory);
  g_free (test->directory);
  g_free (test->toast);
}

static gboolean
on_limit (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_look (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Looks again now and then: what is waited for may be an hour, which wakes nobody. */
void
ui_test_wait (UiCondition condition, gpointer data)
{
  gboolean late = FALSE;
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, &late);
  guint look = g_timeout_add (LOOK_MS, on_look, NULL);

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (look);
  g_source_remove (limit);
}

gpointer
ui_test_child (gpointer widget, const char *name)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (widget), G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);
  return child;
}

const char *
ui_test_text (gpointer editable)
{
  return gtk_editable_get_text (GTK_EDITABLE (editable));
}

const char *
ui_test_label (gpointer widget, const char *name)
{
  return gtk_label_get_text (GTK_LABEL (ui_test_child (widget, name)));
}

gboolean
ui_test_is_visible (gpointer widget, const char *name)
{
  return gtk_widget_get_visible (GTK_WIDGET (ui_test_child (widget, name)));
}

/* One ASCII character after the other, as a keyboard does, where setting the text at once is like a paste. */
void
ui_test_type (gpointer editable, const char *text)
{
  int position = 0;

  gtk_editable_set_text (GTK_EDITABLE (editable), "");
  for (const char *p = text; *p; p++)
    gtk_editable_insert_text (GTK_EDITABLE (editable), p, 1, &position);
}

void
ui_test_click (gpointer button)
{
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  g_signal_emit_by_name (button, "clicked");
}

gpointer
ui_test_find (gpointer widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = ui_test_find (child, type);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
has_credentials (gpointer data)
{
  return vf_session_get_credentials (data) != NULL && !vf_session_get_importing (data);
}

void
ui_test_import_pem (UiTest *test, const char *pem)
{
  g_autofree char *path = test_write_file (test->directory, "authority.pem", pem);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vf_session_import (test->session, &file, 1, FALSE);
  ui_test_wait (has_credentials, test->session);
}
