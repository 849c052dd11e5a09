#include "fake-pg.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _FakePg
{
  const FakeSpec *spec;
  GThread *thread;
  SSL_CTX *context; /* the thread's; made when it is first needed, for it costs more than a handshake */
  GMutex lock;
  int listener;
  int client; /* -1: none */
  int stopped;
  guint port;
  guint n_connections;
  guint n_startups;
  guint n_passwords;
};

/* Nobody waits longer than this for a client that does nothing. */
#define PATIENCE_MS 20000

static gboolean
is_stopped (FakePg *self)
{
  return g_atomic_int_get (&self->stopped);
}

/* Until the client goes away, says something, or the time is over. */
static void
linger (FakePg *self, int fd, int ms)
{
  struct pollfd item = { .fd = fd, .events = POLLRDHUP };

  if (!is_stopped (self))
    poll (&item, 1, ms);
}

static gboolean
is_gone (int fd)
{
  struct pollfd item = { .fd = fd, .events = POLLRDHUP };

  return poll (&item, 1, 0) > 0;
}

static void
send_bytes (FakePg *self, int fd, const char *bytes, gsize length, gboolean drip)
{
  if (!drip)
    {
      send (fd, bytes, length, MSG_NOSIGNAL);
      return;
    }
  for (gsize i = 0; i < length && !is_stopped (self) && !is_gone (fd); i++)
    {
      send (fd, bytes + i, 1, MSG_NOSIGNAL);
      linger (self, fd, 1000);
    }
}

/* The same over and over, as fast as it is taken. */
static void
send_endlessly (FakePg *self, int fd, GBytes *bytes)
{
  while (!is_stopped (self)
         && send (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), MSG_NOSIGNAL) > 0)
    continue;
}

/* Whether it is PostgreSQL's question for TLS; to any other nothing is answered. */
static gboolean
read_request (int fd)
{
  static const char question[8] = { 0, 0, 0, 8, 0x04, (char) 0xd2, 0x16, 0x2f };
  char request[8];

  return recv (fd, request, sizeof request, MSG_WAITALL) == sizeof request
         && memcmp (request, question, sizeof question) == 0;
}

static int
accept_any (int ok, X509_STORE_CTX *context)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (context, SSL_get_ex_data_X509_STORE_CTX_idx ());
  const FakeSpec *spec = SSL_get_app_data (ssl);

  g_usleep (spec->client_delay_ms * 1000);
  if (spec->client_error == X509_V_OK)
    return ok;
  X509_STORE_CTX_set_error (context, spec->client_error);
  return 0;
}

static void
ask_client (SSL_CTX *context, const FakeSpec *spec)
{
  X509_STORE *store = SSL_CTX_get_cert_store (context);

  if (!spec->client_root)
    return;
  X509_STORE_add_cert (store, spec->client_root->certificate);
  SSL_CTX_add_client_CA (context, spec->client_root->certificate);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER | (spec->client_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                      accept_any);
}

static SSL_CTX *
make_context (const FakeSpec *spec)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  /* weak certificates must be possible here: the client is what is tested */
  SSL_CTX_set_security_level (context, 0);
  g_assert_cmpint (SSL_CTX_use_certificate (context, spec->chain[0]->certificate), ==, 1);
  g_assert_cmpint (SSL_CTX_use_PrivateKey (context, spec->chain[0]->key), ==, 1);
  for (guint i = 1; i < spec->n_chain; i++)
    g_assert_cmpint (SSL_CTX_add1_chain_cert (context, spec->chain[i]->certificate), ==, 1);
  SSL_CTX_set_mode (context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_mode (context, SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_min_proto_version (context, spec->min_version);
  SSL_CTX_set_max_proto_version (context, spec->max_version);
  SSL_CTX_set_num_tickets (context, 0);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_session_id_context (context, (const guint8 *) "fake", 4);
  ask_client (context, spec);
  return context;
}

static gboolean
read_all (SSL *ssl, guint8 *bytes, gsize length)
{
  gsize at = 0;

  while (at < length)
    {
      int n = SSL_read (ssl, bytes + at, (int) (length - at));

      if (n <= 0)
        return FALSE;
      at += (gsize) n;
    }
  return TRUE;
}

/* @type: (out): the message's type, 0 for the start-up message, which has none */
static gboolean
read_message (SSL *ssl, gboolean startup, guint8 *type)
{
  guint8 head[5] = { 0 };
  guint8 body[4096];
  guint32 length;

  if (!read_all (ssl, startup ? head + 1 : head, startup ? 4 : 5))
    return FALSE;
  memcpy (&length, head + 1, 4);
  length = g_ntohl (length) - 4;
  *type = head[0];
  return length <= sizeof body && read_all (ssl, body, length);
}

/* FALSE: the client has gone */
static gboolean
say (FakePg *self, SSL *ssl, int fd, GBytes *bytes, gboolean drip)
{
  gsize length;
  const guint8 *at = g_bytes_get_data (bytes, &length);
  gsize step = drip ? 1 : MAX (length, 1);

  for (; length > 0 && !is_stopped (self) && !(drip && is_gone (fd)); at += step, length -= step)
    {
      if (SSL_write (ssl, at, (int) step) <= 0)
        return FALSE;
      if (drip)
        linger (self, fd, 1000);
    }
  return TRUE;
}

static void
converse (FakePg *self, SSL *ssl, int fd)
{
  const FakeSpec *spec = self->spec;

  if (spec->gaussdb)
    {
      fake_gaussdb_serve (spec->gaussdb, ssl);
      SSL_shutdown (ssl);
      return;
    }
  for (guint i = 0; i < spec->n_replies; i++)
    {
      guint8 type;

      if (!read_message (ssl, i == 0, &type))
        return;
      g_mutex_lock (&self->lock);
      self->n_startups += i == 0;
      self->n_passwords += type == 'p';
      g_mutex_unlock (&self->lock);
      if (!say (self, ssl, fd, spec->replies[i], spec->drip && i + 1 == spec->n_replies))
        return;
    }
  if (spec->below)
    send_bytes (self, fd, g_bytes_get_data (spec->below, NULL), g_bytes_get_size (spec->below), FALSE);
  while (spec->endless && !is_stopped (self) && say (self, ssl, fd, spec->endless, FALSE))
    continue;
  if (spec->then == FAKE_THEN_GO_ON || spec->then == FAKE_THEN_SILENCE)
    linger (self, fd, PATIENCE_MS);
  if (spec->then == FAKE_THEN_CLOSE)
    SSL_shutdown (ssl);
}

static void
serve_tls (FakePg *self, int fd)
{
  SSL *ssl;

  if (!self->context)
    self->context = make_context (self->spec);
  ssl = SSL_new (self->context);
  SSL_set_fd (ssl, fd);
  SSL_set_app_data (ssl, (gpointer) (guintptr) self->spec);
  if (SSL_accept (ssl) == 1)
    converse (self, ssl, fd);
  else
    linger (self, fd, 200); /* so that the alert is read before the reset */
  SSL_free (ssl);
  ERR_clear_error ();
}

static void
answer (FakePg *self, int fd, const char *bytes, gsize length)
{
  FakeThen then = self->spec->then;

  send_bytes (self, fd, bytes, length, self->spec->drip);
  if (self->spec->endless)
    send_endlessly (self, fd, self->spec->endless);
  if (then == FAKE_THEN_GO_ON || then == FAKE_THEN_SILENCE)
    linger (self, fd, PATIENCE_MS);
}

/* Whatever the client says there: its greeting need not be read to be answered wrongly. */
static void
answer_greeting (FakePg *self, int fd)
{
  struct pollfd item = { .fd = fd, .events = POLLIN };
  guint8 greeting[4096];

  if (poll (&item, 1, PATIENCE_MS) > 0 && recv (fd, greeting, sizeof greeting, 0) > 0)
    answer (self, fd, g_bytes_get_data (self->spec->tls_answer, NULL), g_bytes_get_size (self->spec->tls_answer));
}

static void
serve (FakePg *self, int fd)
{
  const FakeSpec *spec = self->spec;
  const char *first = spec->answer ? spec->answer : "";

  if (spec->greeting)
    send_bytes (self, fd, spec->greeting, spec->greeting_length ? spec->greeting_length : strlen (spec->greeting), FALSE);
  if (!spec->deaf && !read_request (fd))
    return;
  if (spec->deaf || (spec->n_chain == 0 && !spec->tls_answer))
    {
      answer (self, fd, first, spec->answer_length ? spec->answer_length : strlen (first));
      return;
    }
  send_bytes (self, fd, "S", 1, FALSE);
  if (spec->tls_answer)
    answer_greeting (self, fd);
  else
    serve_tls (self, fd);
}

/* The other side is told at once, and loses what it has not read. */
static void
hang_up (const FakePg *self, int fd)
{
  struct linger at_once = { .l_onoff = 1 };

  if (self->spec->then == FAKE_THEN_RESET)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close (fd);
}

static gboolean
take_client (FakePg *self, int fd)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = !is_stopped (self);
  self->client = ok ? fd : -1;
  self->n_connections += ok;
  g_mutex_unlock (&self->lock);
  return ok;
}

static gpointer
run (gpointer data)
{
  FakePg *self = data;
  sigset_t broken_pipe;

  /* only here: the client under test must do without */
  sigemptyset (&broken_pipe);
  sigaddset (&broken_pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &broken_pipe, NULL);
  while (!is_stopped (self))
    {
      int fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);

      if (fd < 0)
        continue;
      if (take_client (self, fd))
        serve (self, fd);
      g_mutex_lock (&self->lock);
      self->client = -1;
      g_mutex_unlock (&self->lock);
      hang_up (self, fd);
    }
  return NULL;
}

FakePg *
fake_pg_new (const FakeSpec *spec)
{
  FakePg *self = g_new0 (FakePg, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->spec = spec;
  self->client = -1;
  g_mutex_init (&self->lock);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->listener, 16), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("fake-pg", run, self);
  return self;
}

void
fake_pg_free (FakePg *self)
{
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->stopped, 1);
  shutdown (self->listener, SHUT_RDWR);
  if (self->client >= 0)
    shutdown (self->client, SHUT_RDWR);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  SSL_CTX_free (self->context);
  close (self->listener);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
fake_pg_get_port (const FakePg *self)
{
  return self->port;
}

static guint
read_counter (FakePg *self, const guint *counter)
{
  guint value;

  g_mutex_lock (&self->lock);
  value = *counter;
  g_mutex_unlock (&self->lock);
  return value;
}

guint
fake_pg_count_connections (FakePg *self)
{
  return read_counter (self, &self->n_connections);
}

guint
fake_pg_count_startups (FakePg *self)
{
  return read_counter (self, &self->n_startups);
}

guint
fake_pg_count_passwords (FakePg *self)
{
  return read_counter (self, &self->n_passwords);
}

static void
append_message (GByteArray *array, char type, const void *body, gsize length)
{
  guint32 size = g_htonl ((guint32) length + 4);

  g_byte_array_append (array, (const guint8 *) &type, 1);
  g_byte_array_append (array, (const guint8 *) &size, 4);
  g_byte_array_append (array, body, (guint) length);
}

static void
append_auth (GByteArray *array, guint32 code, const char *payload, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  code = g_htonl (code);
  g_byte_array_append (body, (const guint8 *) &code, 4);
  if (length > 0)
    g_byte_array_append (body, (const guint8 *) payload, (guint) length);
  append_message (array, 'R', body->data, body->len);
}

GBytes *
fake_reply_auth (guint32 code, const char *payload, gsize length)
{
  GByteArray *array = g_byte_array_new ();

  append_auth (array, code, payload, length);
  return g_byte_array_free_to_bytes (array);
}

static void
append_field (GByteArray *body, char type, const char *text)
{
  if (!text)
    return;
  g_byte_array_append (body, (const guint8 *) &type, 1);
  g_byte_array_append (body, (const guint8 *) text, (guint) strlen (text) + 1);
}

GBytes *
fake_reply_error (const char *sqlstate, const char *message, const char *function)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  GByteArray *array = g_byte_array_new ();

  append_field (body, 'S', "FATAL");
  append_field (body, 'V', "FATAL");
  append_field (body, 'C', sqlstate);
  append_field (body, 'M', message);
  append_field (body, 'F', function ? "auth.c" : NULL);
  append_field (body, 'L', function ? "1" : NULL);
  append_field (body, 'R', function);
  g_byte_array_append (body, (const guint8 *) "", 1);
  append_message (array, 'E', body->data, body->len);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
fake_reply_ready (const char *server_version)
{
  g_autoptr (GByteArray) status = g_byte_array_new ();
  GByteArray *array = g_byte_array_new ();

  append_auth (array, 0, NULL, 0);
  g_byte_array_append (status, (const guint8 *) "server_version", strlen ("server_version") + 1);
  g_byte_array_append (status, (const guint8 *) server_version, (guint) strlen (server_version) + 1);
  append_message (array, 'S', status->data, status->len);
  append_message (array, 'K', "\0\0\0\1\0\0\0\1", 8);
  append_message (array, 'Z', "I", 1);
  return g_byte_array_free_to_bytes (array);
}
