/* Presses, types, drops, goes back and closes whatever there is, for a while.  Every critical and every warning ends
 * it, and what was done last is told then.
 *
 * VF_WALK_SECONDS: how long; a build with the sanitizers takes two minutes, any other ten seconds.
 * VF_WALK_SEED: the seed that a failed walk has told.  Without one the build with the sanitizers takes a new one each time,
 * to find what nobody has seen; any other takes the same one, so that what it finds comes from what was changed.  Threads
 * and the time of day have their own part in a walk, so the same seed goes the same way only for a while. */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake-pg.h"
#include "walk-bounds.h"
#include "window-test.h"

#ifdef __SANITIZE_ADDRESS__
#define SECONDS 120
#define SEED g_random_int ()
#else
#define SECONDS 10
#define SEED 1
#endif

#define MAX_WINDOWS 3

typedef struct
{
  WindowTest *test;
  GRand *rand;
  FakePg *fake;
  /* (element-type filename) */
  GPtrArray *paths;
  /* (element-type utf8) */
  GPtrArray *texts;
  guint n_steps;
} Walk;

/* --- what was done --- */

#define N_REMEMBERED 60

static struct
{
  char lines[N_REMEMBERED][160];
  guint n;
} past;

G_GNUC_PRINTF (1, 2)
static void
note (const char *format, ...)
{
  va_list arguments;
  char *line = past.lines[past.n++ % N_REMEMBERED];

  va_start (arguments, format);
  g_vsnprintf (line, sizeof past.lines[0] - 1, format, arguments);
  va_end (arguments);
  for (char *p = line; *p; p++)
    if (*p == '\n')
      *p = ' ';
  strcat (line, "\n");
}

static void
write_past (void)
{
  for (guint i = past.n > N_REMEMBERED ? past.n - N_REMEMBERED : 0; i < past.n; i++)
    if (write (STDERR_FILENO, past.lines[i % N_REMEMBERED], strlen (past.lines[i % N_REMEMBERED])) < 0)
      return;
}

static void
on_death (int number)
{
  write_past ();
  signal (number, SIG_DFL);
  raise (number);
}

/* the sanitizer calls this before its own report */
void __asan_on_error (void);

void
__asan_on_error (void)
{
  write_past ();
}

/* --- chance --- */

static guint
below (Walk *walk, guint n)
{
  return (guint) g_rand_int_range (walk->rand, 0, (gint32) n);
}

static gpointer
any (Walk *walk, GPtrArray *array)
{
  return array->pdata[below (walk, array->len)];
}

/* --- windows --- */

static GPtrArray *
list_windows (void)
{
  GPtrArray *windows = g_ptr_array_new ();
  GListModel *tops = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWidget) top = g_list_model_get_item (tops, i);

      if (gtk_widget_get_visible (top))
        g_ptr_array_add (windows, top);
    }
  return windows;
}

static VfWindow *
any_wizard (Walk *walk)
{
  g_autoptr (GPtrArray) windows = list_windows ();

  for (guint i = windows->len; i > 0; i--)
    if (!VF_IS_WINDOW (windows->pdata[i - 1]))
      g_ptr_array_remove_index (windows, i - 1);
  if (windows->len == 0)
    {
      VfWindow *window = vf_window_new (walk->test->application, walk->test->store);

      note ("a new window");
      gtk_window_present (GTK_WINDOW (window));
      return window;
    }
  return any (walk, windows);
}

/* --- steps --- */

static gboolean
is_pressable (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_EDITABLE (widget)
         || GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_LIST_BASE (widget) || GTK_IS_DROP_DOWN (widget)
         || GTK_IS_FLOW_BOX_CHILD (widget) || GTK_IS_EXPANDER (widget) || GTK_IS_MENU_BUTTON (widget)
         || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton");
}

/* What is in view and can be used.  A field is one thing, whatever it is built of; a page that slides out of view is
 * still mapped, and can still be pressed; one behind a dialog cannot. */
static void
collect (GtkWidget *widget, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || !gtk_widget_get_child_visible (widget)
      || !gtk_widget_get_can_target (widget))
    return;
  if (is_pressable (widget))
    g_ptr_array_add (found, widget);
  if (GTK_IS_EDITABLE (widget) && !GTK_IS_LIST_BOX_ROW (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect (child, found);
}

static void
type_something (Walk *walk, GtkWidget *widget)
{
  const char *text = any (walk, walk->texts);

  note ("type \"%.60s\" into %s", text, G_OBJECT_TYPE_NAME (widget));
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  if (below (walk, 2) == 0)
    return;
  note ("and press Enter");
  g_signal_emit_by_name (widget, GTK_IS_LIST_BOX_ROW (widget) ? "entry-activated" : "activate");
}

static void
use_list (Walk *walk, GtkWidget *widget, GListModel *model)
{
  guint n = model ? g_list_model_get_n_items (model) : 0;
  guint position;

  if (n == 0)
    return;
  position = below (walk, n);
  note ("row %u of %s", position, G_OBJECT_TYPE_NAME (widget));
  if (GTK_IS_DROP_DOWN (widget))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), position);
  else
    g_signal_emit_by_name (widget, "activate", position);
}

/* As far as a core tells, GTK 4.8 does not bear that what has just opened goes before its first frame: in one of 140
 * walks the window looked for the pointer on a surface that was gone, and crashed. */
static void
wait_as_a_hand_does (void)
{
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 10; g_get_monotonic_time () < end;)
    window_test_iterate ();
}

static void
press (Walk *walk, GtkWidget *widget)
{
  /* known before, because the widget may be gone afterwards */
  gboolean opens_a_menu = GTK_IS_MENU_BUTTON (widget) || GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget));
  const char *title = ADW_IS_PREFERENCES_ROW (widget) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget))
                      : GTK_IS_BUTTON (widget)        ? gtk_button_get_label (GTK_BUTTON (widget))
                                                      : NULL;

  note ("press %s \"%s\" %s in %s in %s", G_OBJECT_TYPE_NAME (widget), title ? title : "",
        GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget))
          ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : "",
        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), G_OBJECT_TYPE_NAME (gtk_widget_get_root (widget)));
  if (GTK_IS_BUTTON (widget))
    g_signal_emit_by_name (widget, "clicked");
  else
    gtk_widget_activate (widget);
  if (opens_a_menu)
    wait_as_a_hand_does ();
}

static void
step_widget (Walk *walk)
{
  g_autoptr (GPtrArray) windows = list_windows ();
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GtkWidget *widget;

  if (windows->len == 0)
    return;
  collect (any (walk, windows), found);
  if (found->len == 0)
    return;
  widget = any (walk, found);
  if (ADW_IS_ENTRY_ROW (widget) || (GTK_IS_EDITABLE (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget))))
    type_something (walk, widget);
  else if (GTK_IS_LIST_VIEW (widget))
    use_list (walk, widget, G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget))));
  else if (GTK_IS_DROP_DOWN (widget))
    use_list (walk, widget, gtk_drop_down_get_model (GTK_DROP_DOWN (widget)));
  else
    press (walk, widget);
}

static GVariant *
make_parameter (Walk *walk, const GVariantType *type)
{
  static const char *const words[] = { "", "start", "certificates", "server", "security", "check", "done", "import",
                                       "shop", "reports", "nothing of that name" };
  const char *word = words[below (walk, G_N_ELEMENTS (words))];

  if (!type)
    return NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING))
    return g_variant_new_string (word);
  if (g_variant_type_equal (type, G_VARIANT_TYPE ("(sas)")))
    {
      g_autofree char *uri = g_filename_to_uri (any (walk, walk->paths), NULL, NULL);
      const char *uris[] = { uri };

      return g_variant_new ("(s@as)", word, g_variant_new_strv (uris, 1));
    }
  return NULL;
}

/* Those of a page hide behind its buttons; those of the window are on the bus for everybody. */
static void
step_action (Walk *walk)
{
  VfWindow *window = any_wizard (walk);
  g_auto (GStrv) actions = g_action_group_list_actions (G_ACTION_GROUP (window));
  const char *action = actions[below (walk, g_strv_length (actions))];
  const GVariantType *type = g_action_group_get_action_parameter_type (G_ACTION_GROUP (window), action);
  g_autoptr (GVariant) parameter = make_parameter (walk, type);

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (window), action) || (type && !parameter))
    return;
  if (parameter)
    g_variant_ref_sink (parameter);
  note ("win.%s on the page %s", action, vf_window_get_page_name (window));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
}

static void
step_application (Walk *walk)
{
  static const char *const actions[] = { "shortcuts", "about", "help", "new-connection", "check-all" };
  const char *action = actions[below (walk, G_N_ELEMENTS (actions))];

  note ("app.%s", action);
  g_action_group_activate_action (G_ACTION_GROUP (walk->test->application), action,
                                  g_str_equal (action, "help") ? g_variant_new_string ("") : NULL);
}

static void
step_drop (Walk *walk)
{
  VfWindow *window = any_wizard (walk);
  g_autoptr (GFile) one = g_file_new_for_path (any (walk, walk->paths));
  g_autoptr (GFile) other = g_file_new_for_path (any (walk, walk->paths));
  GSList second = { other, NULL };
  GSList first = { one, below (walk, 3) == 0 ? &second : NULL };

  note ("drop %s%s", g_file_peek_path (one), first.next ? " and another" : "");
  vf_window_take_drop (window, &first);
}

static void
step_move (Walk *walk)
{
  static const GtkDirectionType directions[] = { GTK_DIR_TAB_FORWARD, GTK_DIR_TAB_BACKWARD, GTK_DIR_UP, GTK_DIR_DOWN,
                                                 GTK_DIR_LEFT, GTK_DIR_RIGHT };
  g_autoptr (GPtrArray) windows = list_windows ();
  GtkWidget *window;
  GtkWidget *focus;

  if (windows->len == 0)
    return;
  window = any (walk, windows);
  gtk_widget_child_focus (window, directions[below (walk, G_N_ELEMENTS (directions))]);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  note ("move the focus to %s", focus ? G_OBJECT_TYPE_NAME (focus) : "nothing");
  if (focus && below (walk, 3) == 0)
    {
      note ("and press it");
      gtk_widget_activate (focus);
    }
  else if (below (walk, 3) == 0)
    {
      note ("and Enter");
      gtk_widget_activate_default (window);
    }
}

static void
step_close (Walk *walk)
{
  g_autoptr (GPtrArray) windows = list_windows ();
  GtkWidget *window;

  if (windows->len == 0)
    return;
  window = any (walk, windows);
  note ("close %s", G_OBJECT_TYPE_NAME (window));
  gtk_window_close (GTK_WINDOW (window));
}

static void
step_second (Walk *walk)
{
  g_autoptr (GPtrArray) windows = list_windows ();

  if (windows->len >= MAX_WINDOWS)
    return;
  note ("a second window");
  gtk_window_present (GTK_WINDOW (vf_window_new (walk->test->application, walk->test->store)));
}

/* A target that works, so that the pages behind a check are come by. */
static void
step_good (Walk *walk)
{
  VfWindow *window = any_wizard (walk);
  g_autofree char *text = g_strdup_printf ("host=db.test hostaddr=127.0.0.1 port=%u user=app dbname=shop "
                                           "password=secret", fake_pg_get_port (walk->fake));

  note ("a target that works");
  vf_window_take_target (window, text);
}

static void
step_resize (Walk *walk)
{
  VfWindow *window = any_wizard (walk);

  note ("another size");
  gtk_window_set_default_size (GTK_WINDOW (window), 360 + (int) below (walk, 1000), 200 + (int) below (walk, 700));
}

static void
step (Walk *walk)
{
  static const struct
  {
    void (*take) (Walk *walk);
    guint weight;
  } steps[] = { { step_widget, 60 }, { step_action, 12 }, { step_drop, 5 },   { step_move, 10 },  { step_close, 2 },
                { step_second, 1 },  { step_good, 3 },    { step_resize, 2 }, { step_application, 1 } };
  guint chosen = below (walk, 96);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (chosen < steps[i].weight)
        {
          steps[i].take (walk);
          walk->n_steps++;
          return;
        }
      chosen -= steps[i].weight;
    }
}

/* --- what is found on the way --- */

static void
add_file (Walk *walk, const char *name, const char *text)
{
  g_ptr_array_add (walk->paths, test_write_file (walk->test->directory, name, text));
}

static void
add_files (Walk *walk, TestPair *root)
{
  g_autoptr (TestPair) client = test_pair_new_client ("app", root);
  g_autofree char *authority = test_pair_to_pem (root);
  g_autofree char *certificate = test_pair_to_pem (client);
  g_autofree char *key = test_pair_key_to_pem (client, TEST_KEY_PKCS8, NULL);
  g_autofree char *locked = test_pair_key_to_pem (client, TEST_KEY_PKCS8, "sesame");
  g_autofree char *all = g_strconcat (authority, certificate, key, NULL);
  g_autofree char *sealed = g_strconcat (authority, certificate, locked, NULL);
  g_autoptr (GString) noise = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (noise, (char) (1 + below (walk, 255)));
  add_file (walk, "root.crt", authority);
  add_file (walk, "all.pem", all);
  add_file (walk, "sealed.pem", sealed);
  add_file (walk, "noise.zip", noise->str);
  add_file (walk, "empty.pem", "");
  add_file (walk, "page.crt", "<!DOCTYPE html><html></html>");
  add_file (walk, "pg_service.conf", "[shop]\nhost=127.0.0.1\nuser=app\nsslmode=prefer\n\n[reports]\nhost=/run\nodd=1\n");
  add_file (walk, "servers.json", "{ \"Servers\": { \"1\": { \"Name\": \"shop\", \"Host\": \"127.0.0.1\" } } }");
  g_ptr_array_add (walk->paths, g_build_filename (walk->test->directory, "not there.zip", NULL));
  g_ptr_array_add (walk->paths, g_strdup ("/dev/null"));
}

static void
add_texts (Walk *walk)
{
  static const char *const texts[]
    = { "", "a", "shop", "sesame", "secret", "app", "65536", "0", "-1", "127.0.0.1", "::1", "[::1]:1", "localhost", "/",
        "../../..", "db.example.com", "xn--mnchen-3ya.example", "postgresql://", "postgresql://a:b@[::1/x?y=%zz",
        "jdbc:postgresql://127.0.0.1:1/x?sslmode=verify-full", "host='a b' port=1", "%s%n%d", "<b>&amp;</i>",
        "ünïcödé 数据库 مرحبا", "\u202e\u200b\ufeff", "line\nbreak\ttab", "'; drop table x; --", "$(reboot)", "~/.pgpass" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (walk->texts, g_strdup (texts[i]));
  g_ptr_array_add (walk->texts, g_strnfill (5000, 'x'));
  g_ptr_array_add (walk->texts, g_strdup_printf ("%u", fake_pg_get_port (walk->fake)));
}

/* --- the walk --- */

static void
turn (Walk *walk)
{
  for (guint i = below (walk, 4); i > 0; i--)
    window_test_iterate ();
  while (g_main_context_iteration (NULL, FALSE) && below (walk, 50) > 0)
    ;
}

static guint
read_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* One after the other, the last first: a dialog goes before the window below it. */
static void
close_all (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GPtrArray) windows = list_windows ();

      if (windows->len == 0)
        return;
      gtk_window_close (windows->pdata[windows->len - 1 - i % windows->len]);
      for (guint turns = 0; turns < 5; turns++)
        window_test_iterate ();
    }
  g_assert_not_reached ();
}

static void
test_walk (void)
{
  guint seconds = read_number ("VF_WALK_SECONDS", SECONDS);
  guint seed = read_number ("VF_WALK_SEED", SEED);
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  g_autoptr (TestPair) root = test_pair_new_root ("Example Root");
  g_autoptr (TestPair) leaf = test_pair_new_server ("db.test", "DNS:db.test", root);
  TestPair *chain[] = { leaf };
  g_autoptr (GBytes) ready = fake_reply_ready ("15.4");
  GBytes *replies[] = { ready };
  FakeSpec spec = { .chain = chain, .n_chain = 1, .replies = replies, .n_replies = 1 };
  Walk walk = { .rand = g_rand_new_with_seed (seed), .test = window_test_new () };

  g_test_message ("a walk of %u seconds with VF_WALK_SEED=%u", seconds, seed);
  note ("VF_WALK_SEED=%u", seed);
  /* GTK's own, of a frame that comes between a change and its layout, and of a window that has no place yet, or none
   * while it is being maximised: what opens in it then gets a width that nobody chose */
  ui_test_pass_over ("Trying to snapshot * without a current allocation");
  ui_test_pass_over ("gdk_monitor_get_geometry: *");
  ui_test_pass_over ("gtk_widget_size_allocate(): attempt to allocate GtkPopoverContent *");
  /* … and what lies in it, of a term or of a list to choose from, is given nothing less its padding */
  ui_test_pass_over ("gtk_widget_size_allocate(): attempt to allocate AdwBin * with width -18 and height -18");
  ui_test_pass_over ("gtk_widget_size_allocate(): attempt to allocate GtkScrolledWindow * with width -2 and height -2");
  walk.fake = fake_pg_new (&spec);
  walk.paths = g_ptr_array_new_with_free_func (g_free);
  walk.texts = g_ptr_array_new_with_free_func (g_free);
  add_files (&walk, root);
  add_texts (&walk);
  walk_bounds_set (walk.rand, walk.paths);
  window_test_save (walk.test, "shop", "127.0.0.1");
  window_test_save (walk.test, "reports", "localhost");
  while (g_get_monotonic_time () < end)
    {
      step (&walk);
      turn (&walk);
    }
  g_test_message ("%u steps", walk.n_steps);
  close_all ();
  any_wizard (&walk);
  close_all ();
  vf_test_remove_tree (walk.test->directory);
  vf_store_unref (walk.test->store);
  g_free (walk.test->directory);
  g_free (walk.test);
  fake_pg_free (walk.fake);
  g_ptr_array_unref (walk.paths);
  g_ptr_array_unref (walk.texts);
  g_rand_free (walk.rand);
}

#ifdef __SANITIZE_ADDRESS__
/* GLib gives up the table of its first 2,048 quarks when it needs more, on purpose, and a walk comes that far.  The table
 * is made by a constructor of the library; that only the slow unwinder can tell. */
const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:_dl_init\n";
}
#endif

int
main (int argc, char **argv)
{
  const int deaths[] = { SIGABRT, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE };

  ui_test_init (&argc, &argv);
#ifndef __SANITIZE_ADDRESS__
  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++)
    signal (deaths[i], on_death);
#else
  for (guint i = 0; i < 2; i++)
    signal (deaths[i], on_death);
#endif
  g_test_add_func ("/random-walk", test_walk);
  return g_test_run ();
}
