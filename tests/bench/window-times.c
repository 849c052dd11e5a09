/* How long the window takes over what a person does in it, measured inside: from the deed to the frame that shows it, and
 * the longest time in which the main loop could neither answer nor draw.
 *
 * usage: window-times DEED BUNDLE DATA   prints two numbers, in milliseconds, and the most of the processor's in one go.
 * DEED: certificate (of BUNDLE, a PEM file), pages (each of the wizard, in turn), help, list (DATA, a folder with saved
 * connections, is read and shown), search (in that list) */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "stall-meter.h"
#include "window-test.h"

static StallMeter watch;

static gint
watched_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint result;

  stall_meter_enter (&watch);
  result = g_poll (fds, n_fds, timeout);
  stall_meter_leave (&watch);
  return result;
}

static void
let_pass (double milliseconds)
{
  for (double end = stall_meter_now () + milliseconds; stall_meter_now () < end;)
    window_test_iterate ();
}

static void
painted (GdkFrameClock *clock, double *when)
{
  if (*when == 0)
    *when = stall_meter_now ();
}

/* The deed is done from the main loop, as an event would have it done. */
typedef struct
{
  WindowTest *test;
  void (*act) (WindowTest *test);
} Deed;

static gboolean
act (gpointer data)
{
  Deed *deed = data;

  deed->act (deed->test);
  return G_SOURCE_REMOVE;
}

/* milliseconds until the next frame is painted, if there is anything to paint */
static double
measure (WindowTest *test, void (*function) (WindowTest *test))
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->window));
  Deed deed = { test, function };
  double began, when = 0;
  gulong handler;

  let_pass (500);
  stall_meter_reset (&watch);
  g_idle_add_full (G_PRIORITY_DEFAULT, act, &deed, NULL);
  began = stall_meter_now ();
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted), &when);
  while (when == 0 && stall_meter_now () - began < 2000)
    window_test_iterate ();
  g_signal_handler_disconnect (clock, handler);
  /* what is put off until after the frame counts, too */
  let_pass (1500);
  return when - began;
}

/* --- the deeds --- */

static void
open_certificate (WindowTest *test)
{
  g_signal_emit_by_name (window_test_find (window_test_page (test), GTK_TYPE_LIST_VIEW, NULL), "activate", 57);
}

static double
measure_certificate (WindowTest *test, const char *bundle)
{
  window_test_drop (test, bundle);
  let_pass (1000);
  adw_action_row_activate (ADW_ACTION_ROW (window_test_find (window_test_page (test), ADW_TYPE_ACTION_ROW, "Authorities")));
  let_pass (2000);
  return measure (test, open_certificate);
}

static const char *next_page;

static void
show_page (WindowTest *test)
{
  window_test_activate (test, "show-page", next_page);
}

/* Each is built when it is first shown, so once is what counts. */
static double
measure_pages (WindowTest *test, const char *bundle)
{
  static const char *const names[] = { "server", "security", "check", "certificates", "start" };
  double longest = 0, worst = 0, worst_cpu = 0;

  window_test_drop (test, bundle);
  vf_window_take_target (test->window, "postgresql://app@127.0.0.1:1/shop");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      next_page = names[i];
      longest = MAX (longest, measure (test, show_page));
      worst = MAX (worst, watch.worst_ms);
      worst_cpu = MAX (worst_cpu, watch.worst_cpu_ms);
      fprintf (stderr, "%s: %.1f ms, at most %.1f the processor's\n", names[i], watch.worst_ms, watch.worst_cpu_ms);
    }
  watch.worst_ms = worst;
  watch.worst_cpu_ms = worst_cpu;
  return longest;
}

static void
open_help (WindowTest *test)
{
  g_action_group_activate_action (G_ACTION_GROUP (test->application), "help", g_variant_new_string (""));
}

static void
show_start (WindowTest *test)
{
  window_test_activate (test, "show-page", "start");
}

static void
search (WindowTest *test)
{
  gtk_editable_set_text (GTK_EDITABLE (window_test_find (window_test_page (test), GTK_TYPE_SEARCH_ENTRY, NULL)), "42");
}

/* a window on another store than the test's own */
static void
take_window (WindowTest *test, const char *data)
{
  g_autofree char *directory = g_build_filename (data, "verifull", NULL);
  g_autoptr (VfStore) store = vf_store_new (directory);

  gtk_window_close (GTK_WINDOW (test->window));
  window_test_wait (test->window == NULL);
  test->window = vf_window_new (test->application, store);
  g_object_add_weak_pointer (G_OBJECT (test->window), (gpointer *) &test->window);
  gtk_window_present (GTK_WINDOW (test->window));
  window_test_wait (gtk_widget_get_mapped (GTK_WIDGET (test->window)));
}

static double
measure_saved (WindowTest *test, const char *data, gboolean searches)
{
  take_window (test, data);
  if (!searches)
    return measure (test, show_start);
  let_pass (1000);
  return measure (test, search);
}

int
main (int argc, char **argv)
{
  g_autoptr (WindowTest) test = NULL;
  double took = 0;

  ui_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 4);
  test = window_test_new ();
  stall_meter_leave (&watch);
  g_main_context_set_poll_func (NULL, watched_poll);
  if (g_str_equal (argv[1], "certificate"))
    took = measure_certificate (test, argv[2]);
  else if (g_str_equal (argv[1], "pages"))
    took = measure_pages (test, argv[2]);
  else if (g_str_equal (argv[1], "help"))
    took = measure (test, open_help);
  else if (g_str_equal (argv[1], "list") || g_str_equal (argv[1], "search"))
    took = measure_saved (test, argv[3], g_str_equal (argv[1], "search"));
  printf ("%.2f %.2f %.2f\n", took, watch.worst_ms, watch.worst_cpu_ms);
  return EXIT_SUCCESS;
}
