#include "config.h"

#include "check/channel.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "check/alert.h"
#include "check/channel-private.h"
#include "check/door.h"
#include "check/probe-private.h"
#include "import/name.h"

static void
fail (VfChannel *self, VfCode code, const char *detail)
{
  vf_evidence_fail (self->evidence, self->stage, code, g_strdup (detail));
}

/* FALSE: the evidence has an end */
static gboolean
wait_for (VfChannel *self, short events)
{
  switch (vf_wait_for (self->wait, self->fd, events, 0))
    {
    case VF_WAIT_READY:
      return TRUE;
    case VF_WAIT_TIMED_OUT:
      fail (self, VF_CODE_TIMED_OUT, vf_stage_to_string (self->stage));
      return FALSE;
    case VF_WAIT_CANCELLED:
      fail (self, VF_CODE_CANCELLED, NULL);
      return FALSE;
    }
  return FALSE;
}

/* A broken pipe is left for the next read, which also brings the alert that came before it. */
static gboolean
flush (VfChannel *self)
{
  char *bytes;
  long length = BIO_get_mem_data (self->out, &bytes);

  while (length > 0)
    {
      gssize n = send (self->fd, bytes, (size_t) length, MSG_NOSIGNAL);

      if (n < 0 && errno == EAGAIN && !wait_for (self, POLLOUT))
        return FALSE;
      if (n < 0 && errno != EAGAIN && errno != EINTR)
        break;
      bytes += MAX (n, 0);
      length -= MAX (n, 0);
    }
  (void) BIO_reset (self->out);
  return TRUE;
}

static gboolean
check_first (VfChannel *self, const guint8 *bytes, gsize length)
{
  VfCode code;
  char *detail = NULL;

  if (self->seen_first)
    return TRUE;
  self->seen_first = TRUE;
  if (vf_door_is_tls (bytes, length, &code, &detail))
    return TRUE;
  vf_evidence_fail (self->evidence, VF_STAGE_NEGOTIATE, code, detail);
  return FALSE;
}

static gboolean
fill (VfChannel *self)
{
  guint8 bytes[16 * 1024];
  gssize n;

  do
    {
      if (!wait_for (self, POLLIN))
        return FALSE;
      n = recv (self->fd, bytes, sizeof bytes, 0);
    }
  while (n < 0 && (errno == EAGAIN || errno == EINTR));
  if (n <= 0)
    {
      fail (self, VF_CODE_CLOSED_EARLY, vf_stage_to_string (self->stage));
      return FALSE;
    }
  if (!check_first (self, bytes, (gsize) n))
    return FALSE;
  BIO_write (self->in, bytes, (int) n);
  return TRUE;
}

/* In the words of vf_certificate_get_issuer(), so that both can be compared. */
static void
note_authorities (VfChannel *self)
{
  const STACK_OF (X509_NAME) *names = SSL_get0_peer_CA_list (self->ssl);

  for (int i = 0; i < sk_X509_NAME_num (names); i++)
    {
      guint8 *der = NULL;
      int length = i2d_X509_NAME (sk_X509_NAME_value (names, i), &der);

      if (length > 0)
        g_ptr_array_add (self->evidence->client_authorities, vf_name_to_text (der, (gsize) length));
      OPENSSL_free (der);
    }
}

/* What the server said, if it said anything; otherwise what OpenSSL has against it. */
static void
fail_tls (VfChannel *self)
{
  unsigned long error = ERR_peek_error ();
  VfAlert alert = { self->alert, ERR_GET_REASON (error), self->evidence->client_asked, self->evidence->client_offered };
  const char *detail = NULL;
  VfCode code = vf_alert_classify (&alert, &detail);

  if (self->evidence->failed_stage != VF_STAGE_NONE)
    return;
  if (alert.asked && self->evidence->client_authorities->len == 0)
    note_authorities (self);
  if (code == VF_CODE_HANDSHAKE_REFUSED && !detail)
    detail = self->alert >= 0 ? SSL_alert_desc_string_long (self->alert) : ERR_reason_error_string (error);
  fail (self, code, detail);
}

static gboolean
shake_hands (VfChannel *self)
{
  for (;;)
    {
      int result;
      int why;

      ERR_clear_error ();
      result = SSL_connect (self->ssl);
      why = SSL_get_error (self->ssl, result);
      if (why != SSL_ERROR_NONE && why != SSL_ERROR_WANT_READ)
        fail_tls (self);
      if (!flush (self))
        return FALSE;
      if (why == SSL_ERROR_NONE)
        return TRUE;
      if (why != SSL_ERROR_WANT_READ || !fill (self))
        return FALSE;
    }
}

static void
note_session (VfChannel *self)
{
  self->evidence->tls_version = g_strdup (SSL_get_version (self->ssl));
  self->evidence->tls_cipher = g_strdup (SSL_get_cipher_name (self->ssl));
  if (self->evidence->client_asked)
    note_authorities (self);
}

/**
 * vf_channel_await_refusal:
 *
 * In TLS 1.3 the client is done before the server has seen the client's certificate: a refusal comes with the first
 * read afterwards.  A server that is content says nothing before it is spoken to; so it is told that nothing more will
 * come, and hangs up, after what it had to say.  One that does not is waited for as long as the handshake took, which
 * measures both the way and how busy the server is, and some patience.  Nothing can be sent afterwards.
 */
void
vf_channel_await_refusal (VfChannel *self, gint64 patience)
{
  gint64 now = g_get_monotonic_time ();
  gint64 until = now + (now - self->start) + patience;

  if (!self->evidence->client_asked || SSL_version (self->ssl) != TLS1_3_VERSION)
    return;
  SSL_shutdown (self->ssl);
  if (!flush (self))
    return;
  shutdown (self->fd, SHUT_WR);
  while (vf_wait_for (self->wait, self->fd, POLLIN, until) == VF_WAIT_READY)
    {
      char byte;
      int result;

      /* hung up without a word against us */
      if (recv (self->fd, &byte, 1, MSG_PEEK) <= 0 || !fill (self))
        return;
      ERR_clear_error ();
      result = SSL_get_error (self->ssl, SSL_read (self->ssl, &byte, 1));
      if (result == SSL_ERROR_NONE || result == SSL_ERROR_ZERO_RETURN)
        return;
      if (result != SSL_ERROR_WANT_READ)
        {
          fail_tls (self);
          return;
        }
    }
}

static gboolean
begin (VfChannel *self)
{
  if (!self->ssl)
    {
      fail (self, VF_CODE_HANDSHAKE_REFUSED, NULL);
      return FALSE;
    }
  /* memory instead of the socket: the first bytes can be looked at, and a broken pipe raises no signal */
  self->in = BIO_new (BIO_s_mem ());
  self->out = BIO_new (BIO_s_mem ());
  BIO_set_mem_eof_return (self->in, -1);
  SSL_set_bio (self->ssl, self->in, self->out);
  return shake_hands (self);
}

/* Whoever speaks TLS from the first byte has to name PostgreSQL's protocol: libpq 17 and newer insists. */
static gboolean
is_for_us (VfChannel *self, const VfConnection *connection)
{
  const guint8 *protocol = NULL;
  guint length = 0;

  SSL_get0_alpn_selected (self->ssl, &protocol, &length);
  if (!vf_connection_is_direct (connection) || length > 0)
    return TRUE;
  fail (self, VF_CODE_HANDSHAKE_REFUSED, "no-alpn");
  return FALSE;
}

static void
dispose (VfChannel *self)
{
  SSL_free (self->ssl);
  ERR_clear_error ();
  g_free (self);
}

/**
 * vf_channel_open:
 * @evidence: gets what is seen
 * @connection: whose TLS versions and client certificate
 * @key_passphrase: (nullable): opens the client key
 * @fd: a non-blocking socket that was told "S"; stays the caller's
 * @accept: (nullable): says whether to go on with the server's certificate; %NULL: with any
 * @user_data: for @accept
 * @wait: the deadline and the cancellable; must outlive the channel
 *
 * Blocks for the handshake.
 *
 * Returns: (transfer full) (nullable): the channel; %NULL if the evidence has an end.  A certificate that was not
 *   accepted is an end in the stage chain.
 */
VfChannel *
vf_channel_open (VfEvidence *evidence, const VfConnection *connection, SecretValue *key_passphrase, int fd,
                 VfChannelAccept accept, gpointer user_data, VfWait *wait)
{
  VfChannel *self = g_new0 (VfChannel, 1);

  *self = (VfChannel){ .evidence = evidence, .wait = wait, .accept = accept, .user_data = user_data, .fd = fd,
                       .start = g_get_monotonic_time (), .stage = VF_STAGE_HANDSHAKE, .alert = -1 };
  self->ssl = vf_channel_session_new (self, connection, key_passphrase);
  /* without the question there was no answer that could be somebody else's */
  self->seen_first = vf_connection_is_direct (connection);
  if (begin (self) && is_for_us (self, connection))
    {
      note_session (self);
      return self;
    }
  dispose (self);
  return NULL;
}

void
vf_channel_free (VfChannel *self)
{
  if (self->evidence->failed_stage == VF_STAGE_NONE)
    {
      SSL_shutdown (self->ssl);
      flush (self);
    }
  dispose (self);
}

/* TRUE: try again */
static gboolean
go_on (VfChannel *self, int result)
{
  int why = SSL_get_error (self->ssl, result);

  if (why == SSL_ERROR_WANT_READ)
    return flush (self) && fill (self);
  if (why == SSL_ERROR_ZERO_RETURN)
    fail (self, VF_CODE_CLOSED_EARLY, vf_stage_to_string (self->stage));
  else
    fail_tls (self);
  return FALSE;
}

/**
 * vf_channel_read:
 * @bytes: (out caller-allocates): where they go
 * @length: how many
 *
 * Returns: whether all of them came; if not, the evidence has an end in the stage login
 */
gboolean
vf_channel_read (VfChannel *self, guint8 *bytes, gsize length)
{
  self->stage = VF_STAGE_LOGIN;
  while (length > 0)
    {
      int n;

      ERR_clear_error ();
      n = SSL_read (self->ssl, bytes, (int) MIN (length, G_MAXINT));
      if (n <= 0 && !go_on (self, n))
        return FALSE;
      bytes += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

/**
 * vf_channel_write:
 *
 * Returns: whether all of @bytes are on their way; if not, the evidence has an end in the stage login
 */
gboolean
vf_channel_write (VfChannel *self, const guint8 *bytes, gsize length)
{
  self->stage = VF_STAGE_LOGIN;
  while (length > 0)
    {
      int n;

      ERR_clear_error ();
      n = SSL_write (self->ssl, bytes, (int) MIN (length, G_MAXINT));
      if (n <= 0 && !go_on (self, n))
        return FALSE;
      bytes += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return flush (self);
}
