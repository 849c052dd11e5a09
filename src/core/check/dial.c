#include "config.h"

#include "check/dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static VfCode
code_for (int error)
{
  if (error == ECONNREFUSED)
    return VF_CODE_REFUSED;
  return error == ETIMEDOUT ? VF_CODE_TIMED_OUT : VF_CODE_UNREACHABLE;
}

static VfCode
code_for_wait (const VfWait *wait)
{
  return vf_wait_state (wait) == VF_WAIT_CANCELLED ? VF_CODE_CANCELLED : VF_CODE_TIMED_OUT;
}

static int
pending_error (int fd)
{
  int error = 0;
  socklen_t length = sizeof error;

  return getsockopt (fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

static VfCode
finish (int fd, VfWait *wait, gint64 until)
{
  int error;

  if (vf_wait_for (wait, fd, POLLOUT, until) != VF_WAIT_READY)
    return code_for_wait (wait);
  error = pending_error (fd);
  /* accepted and reset in one breath: the connection stood, and the next read says what became of it */
  if (error == ECONNRESET)
    error = 0;
  return error == 0 ? VF_CODE_NONE : code_for (error);
}

static int
try_address (const struct addrinfo *info, VfWait *wait, gint64 until, VfCode *code)
{
  int on = 1;
  int fd = socket (info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    {
      *code = VF_CODE_UNREACHABLE;
      return -1;
    }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  *code = VF_CODE_NONE;
  if (connect (fd, info->ai_addr, info->ai_addrlen) != 0)
    *code = errno == EINPROGRESS ? finish (fd, wait, until) : code_for (errno);
  if (*code == VF_CODE_NONE)
    return fd;
  close (fd);
  return -1;
}

gint64
vf_dial_bound (const VfWait *wait, guint n_left)
{
  gint64 now = g_get_monotonic_time ();

  return now + MAX (wait->deadline - now, 0) / MAX (n_left, 1);
}

/* The most telling of several reasons: whoever refuses is there, whoever is silent may be. */
static VfCode
most_telling (VfCode a, VfCode b)
{
  static const VfCode order[] = { VF_CODE_REFUSED, VF_CODE_TIMED_OUT, VF_CODE_UNREACHABLE };

  for (guint i = 0; b != VF_CODE_NONE && i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return b;
}

/**
 * vf_dial:
 * @addresses: numeric addresses
 * @port: TCP port
 * @wait: the deadline and the cancellable
 * @results: (out caller-allocates): as many as there are addresses
 *
 * Returns: a non-blocking socket, to be closed by the caller; -1 if no address answered, and @code is then the most
 *   telling of the addresses' reasons
 */
int
vf_dial (char **addresses, guint port, VfWait *wait, const char **reached, VfCode *results, VfCode *code)
{
  struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
  g_autofree char *service = g_strdup_printf ("%u", port);
  guint n = g_strv_length (addresses);
  int fd = -1;

  *code = VF_CODE_HOST_NOT_FOUND;
  for (guint i = 0; fd < 0 && i < n && vf_wait_state (wait) == VF_WAIT_READY; i++)
    {
      struct addrinfo *info = NULL;

      if (getaddrinfo (addresses[i], service, &hints, &info) != 0)
        continue;
      fd = try_address (info, wait, vf_dial_bound (wait, n - i), &results[i]);
      *code = most_telling (*code, results[i]);
      if (fd >= 0 || *code == results[i])
        *reached = addresses[i];
      freeaddrinfo (info);
    }
  if (fd < 0 && vf_wait_state (wait) == VF_WAIT_CANCELLED)
    *code = VF_CODE_CANCELLED;
  else if (*code == VF_CODE_HOST_NOT_FOUND && vf_wait_state (wait) == VF_WAIT_TIMED_OUT)
    *code = VF_CODE_TIMED_OUT; /* there was no time for even one address */
  return fd;
}
