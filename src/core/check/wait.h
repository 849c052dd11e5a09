#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  VF_WAIT_READY,
  VF_WAIT_TIMED_OUT,
  VF_WAIT_CANCELLED,
} VfWaitResult;

/**
 * VfWait:
 *
 * One deadline and one cancellable for everything that blocks.  Lives on the stack of the thread that checks.
 */
typedef struct
{
  gint64 deadline; /* monotonic microseconds */
  GCancellable *cancellable;
  GPollFD cancel_fd;
  gboolean has_cancel_fd;
} VfWait;

void         vf_wait_init         (VfWait       *wait,
                                   gint64        deadline,
                                   GCancellable *cancellable);
void         vf_wait_clear        (VfWait *wait);
/* until @fd is ready for @events (POLLIN, POLLOUT) or broken.  @until: an earlier bound, 0 for none */
VfWaitResult vf_wait_for          (VfWait *wait,
                                   int     fd,
                                   short   events,
                                   gint64  until);
/* without blocking: VF_WAIT_READY if there is still time */
VfWaitResult vf_wait_state        (const VfWait *wait);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfWait, vf_wait_clear)

G_END_DECLS
