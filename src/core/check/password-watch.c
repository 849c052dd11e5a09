#include "config.h"

#include "check/password-watch.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

/* AuthenticationCleartextPassword; PostgreSQL's documentation, “Message Formats” */
#define CLEARTEXT 3

#define HEAD_LENGTH 5
#define REQUEST_LENGTH 9

static guint32
number_at (const VfPasswordWatch *self, guint at)
{
  guint32 number;

  memcpy (&number, self->head + at, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* How much of the head is needed: the code, if it is a request that has one. */
static guint
head_length (const VfPasswordWatch *self)
{
  if (self->n_head < HEAD_LENGTH || self->head[0] != 'R' || number_at (self, 1) < REQUEST_LENGTH - 1)
    return HEAD_LENGTH;
  return REQUEST_LENGTH;
}

static gboolean
take_byte (VfPasswordWatch *self, guint8 byte)
{
  guint32 length;

  if (self->rest > 0)
    {
      self->rest--;
      return FALSE;
    }
  self->head[self->n_head++] = byte;
  if (self->n_head < head_length (self))
    return FALSE;
  if (self->n_head == REQUEST_LENGTH && number_at (self, HEAD_LENGTH) == CLEARTEXT)
    return TRUE;
  length = number_at (self, 1);
  self->rest = length + 1 > self->n_head ? length + 1 - self->n_head : 0;
  self->n_head = 0;
  return FALSE;
}

/**
 * vf_password_watch_look:
 * @ssl: that libpq is about to read from, once
 *
 * libpq reads at most one record of TLS each time it is called while it awaits a request (libpq 15 to 18), so whatever
 * it will read can be seen first, in however small pieces it comes.  No second connection is asked: a server could
 * say one thing there and another here.
 *
 * Returns: whether libpq may read now
 */
VfPasswordWatchResult
vf_password_watch_look (VfPasswordWatch *self, SSL *ssl)
{
  guint8 bytes[SSL3_RT_MAX_PLAIN_LENGTH];
  gsize length = 0;

  ERR_clear_error ();
  if (SSL_peek_ex (ssl, bytes, sizeof bytes, &length) != 1)
    {
      /* what is broken stays so, and libpq says it better; else something could still come behind our back */
      gboolean waits = SSL_want_read (ssl) || SSL_want_write (ssl);

      ERR_clear_error ();
      return waits ? VF_PASSWORD_WATCH_WAIT : VF_PASSWORD_WATCH_READ;
    }
  for (gsize i = self->n_ahead; i < length; i++)
    if (take_byte (self, bytes[i]))
      return VF_PASSWORD_WATCH_STOP;
  return VF_PASSWORD_WATCH_READ;
}

/**
 * vf_password_watch_note:
 * @ssl: (nullable): that libpq has read from; %NULL if it has given up
 *
 * What libpq left of the record comes again at the next look.
 */
void
vf_password_watch_note (VfPasswordWatch *self, SSL *ssl)
{
  self->n_ahead = ssl ? (gsize) SSL_pending (ssl) : 0;
}
