#include "config.h"

#include "check/wait.h"

#include <errno.h>
#include <poll.h>

/**
 * vf_wait_init:
 * @wait: to prepare
 * @deadline: monotonic time, microseconds
 * @cancellable: (nullable): may be cancelled from any thread
 */
void
vf_wait_init (VfWait *wait, gint64 deadline, GCancellable *cancellable)
{
  wait->deadline = deadline;
  wait->cancellable = cancellable;
  wait->has_cancel_fd = g_cancellable_make_pollfd (cancellable, &wait->cancel_fd);
}

void
vf_wait_clear (VfWait *wait)
{
  if (wait->has_cancel_fd)
    g_cancellable_release_fd (wait->cancellable);
  wait->has_cancel_fd = FALSE;
}

VfWaitResult
vf_wait_state (const VfWait *wait)
{
  if (g_cancellable_is_cancelled (wait->cancellable))
    return VF_WAIT_CANCELLED;
  return g_get_monotonic_time () < wait->deadline ? VF_WAIT_READY : VF_WAIT_TIMED_OUT;
}

/**
 * vf_wait_for:
 * @wait: the deadline and the cancellable
 * @fd: a file descriptor
 * @events: POLLIN or POLLOUT
 * @until: monotonic time in microseconds to give up at before the deadline; 0: none
 *
 * Blocks, without using the processor.
 *
 * Returns: %VF_WAIT_READY also if @fd is broken: the next read or write says how
 */
VfWaitResult
vf_wait_for (VfWait *wait, int fd, short events, gint64 until)
{
  gint64 end = until > 0 ? MIN (until, wait->deadline) : wait->deadline;

  for (;;)
    {
      struct pollfd fds[2] = { { .fd = fd, .events = events }, { .fd = wait->cancel_fd.fd, .events = POLLIN } };
      gint64 left = MAX (end - g_get_monotonic_time (), 0);
      struct timespec timeout = { left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000 };
      int n;

      if (g_cancellable_is_cancelled (wait->cancellable))
        return VF_WAIT_CANCELLED;
      /* asked first: from a server that never stops there is always something to read */
      if (left == 0)
        return VF_WAIT_TIMED_OUT;
      n = ppoll (fds, wait->has_cancel_fd ? 2 : 1, &timeout, NULL);
      if (n > 0 && fds[0].revents)
        return VF_WAIT_READY;
      if (n < 0 && errno != EINTR)
        return VF_WAIT_TIMED_OUT;
    }
}
