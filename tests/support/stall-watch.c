/* Measures how long a GLib main loop is kept from polling, in any program, without changing it.
 *
 * Preloaded, it stands in for the poll function of the default main context. SIGUSR2 begins a new measurement; SIGUSR1,
 * and the end of the program, write one line to $STALL_LOG:
 *
 *   iterations N worst W ms cpu C ms
 *
 * W is wall time of the longest iteration; C is the most processor time that the main thread took in one, so that a busy
 * machine can be told from the program's own work. What runs before the first poll is the program's start and is not counted. */
#include <fcntl.h>
#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stall-meter.h"

static GPollFunc real_poll;
static pthread_t main_thread;
static int log_fd = STDERR_FILENO;
static volatile sig_atomic_t wants_report, wants_reset;
static StallMeter watch;

static void
report (void)
{
  dprintf (log_fd, "iterations %lu worst %.2f ms cpu %.2f ms\n", watch.iterations, watch.worst_ms, watch.worst_cpu_ms);
}

static void
answer_signals (void)
{
  if (wants_report)
    report ();
  if (wants_reset)
    stall_meter_reset (&watch);
  wants_report = wants_reset = 0;
}

static gint
watched_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint result;

  if (!pthread_equal (pthread_self (), main_thread))
    return real_poll (fds, n_fds, timeout);
  stall_meter_enter (&watch);
  answer_signals ();
  result = real_poll (fds, n_fds, timeout);
  stall_meter_leave (&watch);
  return result;
}

static void
on_signal (int number)
{
  if (number == SIGUSR1)
    wants_report = 1;
  else
    wants_reset = 1;
}

__attribute__ ((constructor)) static void
start (void)
{
  const char *path = getenv ("STALL_LOG");

  unsetenv ("LD_PRELOAD");   /* not for the programs that this one starts */
  main_thread = pthread_self ();
  if (path)
    log_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_poll);
  signal (SIGUSR1, on_signal);
  signal (SIGUSR2, on_signal);
}

__attribute__ ((destructor)) static void
stop (void)
{
  report ();
}
