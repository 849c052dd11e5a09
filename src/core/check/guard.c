#include "config.h"

#include "check/guard.h"

#include <sys/socket.h>

struct _VfGuard
{
  VfWait *wait;
  GThread *thread;
  gulong handler;
  GMutex lock;
  GCond changed;
  int fd; /* -1: nobody is inside */
  gboolean struck;
  gboolean ended;
};

/* Until whoever is inside has noticed that the socket is shut, it may have opened another one. */
#define AGAIN_USEC (50 * 1000)

static gint64
strike (VfGuard *self)
{
  if (self->fd < 0)
    return g_get_monotonic_time () + AGAIN_USEC;
  shutdown (self->fd, SHUT_RDWR);
  self->struck = TRUE;
  return g_get_monotonic_time () + AGAIN_USEC;
}

static gpointer
watch (gpointer data)
{
  VfGuard *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ended)
    {
      gint64 until = vf_wait_state (self->wait) == VF_WAIT_READY ? self->wait->deadline : strike (self);

      g_cond_wait_until (&self->changed, &self->lock, until);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
wake (GCancellable *cancellable, gpointer data)
{
  VfGuard *self = data;

  g_mutex_lock (&self->lock);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * vf_guard_new:
 * @wait: the deadline and the cancellable
 *
 * Returns: (transfer full): a guard with a thread of its own, over nobody yet
 */
VfGuard *
vf_guard_new (VfWait *wait)
{
  VfGuard *self = g_new0 (VfGuard, 1);

  self->wait = wait;
  self->fd = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  if (wait->cancellable)
    self->handler = g_cancellable_connect (wait->cancellable, G_CALLBACK (wake), self, NULL);
  self->thread = g_thread_new ("vf-guard", watch, self);
  return self;
}

void
vf_guard_free (VfGuard *self)
{
  g_cancellable_disconnect (self->wait->cancellable, self->handler);
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
vf_guard_enter (VfGuard *self, int fd)
{
  g_mutex_lock (&self->lock);
  self->fd = fd;
  g_mutex_unlock (&self->lock);
}

/**
 * vf_guard_leave:
 *
 * From here on nobody shuts the socket of vf_guard_enter() down.
 */
void
vf_guard_leave (VfGuard *self)
{
  vf_guard_enter (self, -1);
}

gboolean
vf_guard_has_struck (VfGuard *self)
{
  gboolean struck;

  g_mutex_lock (&self->lock);
  struck = self->struck;
  g_mutex_unlock (&self->lock);
  return struck;
}
