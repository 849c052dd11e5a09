#include "config.h"

#include "check/login.h"

#include <libpq-fe.h>
#include <locale.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>

#include "check/dial.h"
#include "check/guard.h"
#include "check/login-notes.h"
#include "check/login-parameters.h"
#include "check/login-stages.h"
#include "check/password-watch.h"

typedef struct
{
  VfLogin *result;
  const VfConnection *asked;
  VfReportBuilder *builder;
  VfWait *wait;
  VfGuard *guard;
  PGconn *connection;
  locale_t untranslated; /* libpq's words must not depend on the desktop's language; 0 if that cannot be had */
  guint n_addresses;
  gboolean verifies;
  gboolean binds; /* the password goes only to a channel that it can be tied to */
  gboolean leaves_binding; /* to libpq */
  gboolean watches; /* the password itself goes to nobody */
  VfPasswordWatch watch;
} Login;

static locale_t
in_english (const Login *self)
{
  return self->untranslated ? uselocale (self->untranslated) : (locale_t) 0;
}

static void
in_native (locale_t before)
{
  if (before)
    uselocale (before);
}

static PostgresPollingStatusType
poll_watched (Login *self)
{
  SSL *ssl = PQsslStruct (self->connection, "OpenSSL");
  PostgresPollingStatusType status;

  switch (vf_password_watch_look (&self->watch, ssl))
    {
    case VF_PASSWORD_WATCH_WAIT:
      return SSL_want_write (ssl) ? PGRES_POLLING_WRITING : PGRES_POLLING_READING;
    case VF_PASSWORD_WATCH_STOP:
      self->result->wants_cleartext = TRUE;
      return PGRES_POLLING_FAILED;
    case VF_PASSWORD_WATCH_READ:
      break;
    }
  status = PQconnectPoll (self->connection);
  vf_password_watch_note (&self->watch, PQsslStruct (self->connection, "OpenSSL"));
  return status;
}

/* libpq answers a request in the same breath in which it reads it. */
static PostgresPollingStatusType
poll_once (Login *self)
{
  gboolean watches = self->watches && PQstatus (self->connection) == CONNECTION_AWAITING_RESPONSE
                     && PQsslInUse (self->connection);
  locale_t before;
  PostgresPollingStatusType status;

  if (vf_login_meets_stranger (self->connection, self->asked, self->builder->report->remembered))
    {
      self->result->stranger = TRUE;
      return PGRES_POLLING_FAILED;
    }
  before = in_english (self);
  vf_guard_enter (self->guard, PQsocket (self->connection));
  status = watches ? poll_watched (self) : PQconnectPoll (self->connection);
  vf_guard_leave (self->guard);
  in_native (before);
  return status;
}

/* A silent address gets its share of the time only; libpq itself would wait for it to the end. */
static guint
addresses_left (const Login *self, char **addresses)
{
  const char *current = PQhostaddr (self->connection);
  guint index = 0;

  while (addresses[index] && g_strcmp0 (addresses[index], current) != 0)
    index++;
  return addresses[index] ? self->n_addresses - index : 1;
}

/* Whether libpq failed only because the guard had to end it.  What it read on and on after its question for TLS was the
 * handshake. */
static gboolean
was_guarded (Login *self)
{
  if (!vf_guard_has_struck (self->guard))
    return FALSE;
  if (self->result->stage == VF_STAGE_NEGOTIATE)
    vf_login_reach (self->result, VF_STAGE_HANDSHAKE, self->connection, self->builder);
  self->result->waited = vf_wait_state (self->wait);
  return TRUE;
}

/* TRUE: libpq is done, well or badly.  FALSE: waiting ended it. */
static gboolean
go_on (Login *self, char **addresses)
{
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  VfLogin *result = self->result;
  guint left = self->n_addresses;
  gint64 until = vf_dial_bound (self->wait, left);

  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED)
    {
      gboolean dialling = result->stage == VF_STAGE_CONNECT && left > 1;

      result->waited = vf_wait_for (self->wait, PQsocket (self->connection),
                                    status == PGRES_POLLING_READING ? POLLIN : POLLOUT, dialling ? until : 0);
      if (result->waited != VF_WAIT_READY)
        return FALSE;
      status = poll_once (self);
      if (status == PGRES_POLLING_OK)
        vf_login_reach (result, VF_STAGE_LOGIN, self->connection, self->builder);
      else if (status != PGRES_POLLING_FAILED)
        vf_login_reach (result, vf_login_stage_of (self->connection, result->stage), self->connection, self->builder);
      if (dialling && addresses_left (self, addresses) != left)
        {
          left = addresses_left (self, addresses);
          until = vf_dial_bound (self->wait, left);
        }
    }
  result->ok = status == PGRES_POLLING_OK;
  return result->ok || !was_guarded (self);
}

/* libpq's own would write what the server says to the terminal, as it comes. */
static void
ignore_notice (void *user_data, const PGresult *result)
{
}

static gboolean
start (Login *self, const VfLoginParameters *parameters)
{
  locale_t before = in_english (self);

  /* libpq takes the oldest error of this thread for its own */
  ERR_clear_error ();
  self->connection = PQconnectStartParams ((const char *const *) parameters->names->pdata,
                                           (const char *const *) parameters->values->pdata, TRUE);
  /* at once: the SQLSTATE of a refused login is part of the verbose text only */
  if (self->connection)
    {
      PQsetErrorVerbosity (self->connection, PQERRORS_VERBOSE);
      PQsetNoticeReceiver (self->connection, ignore_notice, NULL);
    }
  in_native (before);
  return self->connection && PQstatus (self->connection) != CONNECTION_BAD;
}

/* Every word of libpq's about an address begins with that address (libpq 14 to 18). */
static gboolean
is_about_no_server (PGconn *connection)
{
  return connection && !g_str_has_prefix (PQerrorMessage (connection), "connection to server");
}

static void
attempt (Login *self, const VfConnection *connection, const VfKeyFiles *files, char **addresses,
         SecretValue *password, SecretValue *key_passphrase)
{
  VfLoginParameters parameters;

  self->n_addresses = g_strv_length (addresses);
  self->watch = (VfPasswordWatch){ 0 };
  vf_login_parameters_init (&parameters, connection, files, addresses, password, key_passphrase);
  if (self->binds)
    vf_login_parameters_require_binding (&parameters);
  if (start (self, &parameters))
    go_on (self, addresses);
  else
    self->result->option_refused = is_about_no_server (self->connection);
  vf_login_parameters_clear (&parameters);
}

/* libpq binds where the server lets it and does not say whether it did.  So it is first told to require binding: where
 * that cannot be, it gives up before the password is sent, in words of its own (libpq 13 to 18). */
static gboolean
may_do_without_binding (const Login *self, const VfConnection *connection)
{
  const VfLogin *result = self->result;

  return self->binds && !vf_connection_get_option (connection, "channel_binding") && result->waited == VF_WAIT_READY
         && *result->sqlstate == '\0' && result->text && strstr (result->text, "channel binding")
         && vf_wait_state (self->wait) == VF_WAIT_READY;
}

static gboolean
wants_binding (const VfConnection *connection, SecretValue *password)
{
  const char *option = vf_connection_get_option (connection, "channel_binding");

  return password && (!option || g_str_equal (option, "require"));
}

/* Where nobody has proven who the server is, it must not get the password itself without consent. */
static gboolean
must_watch (const VfConnection *connection, SecretValue *password)
{
  return password && vf_connection_get_mode (connection) == VF_SSL_MODE_REQUIRE
         && !vf_connection_get_unproven_password (connection);
}

static VfBinding
binding_of (const Login *self)
{
  if (self->leaves_binding)
    return VF_BINDING_UNKNOWN;
  return self->binds ? VF_BINDING_BOUND : VF_BINDING_UNBOUND;
}

/* An address that was silent to the end of its share: nothing was sent to it, so the others are tried from there. */
static gboolean
may_try_next (const Login *self, char ***addresses)
{
  guint left;

  if (self->result->waited != VF_WAIT_TIMED_OUT || vf_wait_state (self->wait) != VF_WAIT_READY
      || self->result->stage != VF_STAGE_CONNECT)
    return FALSE;
  left = addresses_left (self, *addresses);
  *addresses += g_strv_length (*addresses) - left + 1;
  return **addresses != NULL;
}

static void
attempt_all (Login *self, const VfConnection *connection, const VfKeyFiles *files, char **addresses,
             SecretValue *password, SecretValue *key_passphrase)
{
  vf_report_builder_begin (self->builder, VF_STAGE_CONNECT);
  attempt (self, connection, files, addresses, password, key_passphrase);
  while (!self->result->ok && may_try_next (self, &addresses))
    {
      g_clear_pointer (&self->connection, PQfinish);
      attempt (self, connection, files, addresses, password, key_passphrase);
    }
  if (!self->result->ok)
    vf_login_note_failure (self->result, self->connection);
}

/**
 * vf_login:
 * @login: (out caller-allocates): what libpq answered
 * @connection: what is asked
 * @files: where its credentials lie
 * @addresses: numeric addresses, tried in turn
 * @password: (nullable): the password
 * @key_passphrase: (nullable): of the client key
 * @wait: the deadline and the cancellable
 * @builder: told of the stages, gets the facts
 *
 * The password is sent at most once: a second connection is made only where libpq ended the first one before sending
 * it.  Blocks; nothing is ever asked on the terminal, provided that vf_init() was called.
 */
void
vf_login (VfLogin *login, const VfConnection *connection, const VfKeyFiles *files, char **addresses,
          SecretValue *password, SecretValue *key_passphrase, VfWait *wait, VfReportBuilder *builder)
{
  locale_t current = duplocale (uselocale ((locale_t) 0));
  Login self = {
    .result = login,
    .asked = connection,
    .builder = builder,
    .wait = wait,
    .verifies = vf_connection_get_mode (connection) != VF_SSL_MODE_REQUIRE,
    .guard = vf_guard_new (wait),
    .binds = wants_binding (connection, password),
    .leaves_binding = g_strcmp0 (vf_connection_get_option (connection, "channel_binding"), "prefer") == 0,
    .watches = must_watch (connection, password),
    .untranslated = newlocale (LC_MESSAGES_MASK, "C", current),
  };

  *login = (VfLogin){ .stage = VF_STAGE_CONNECT };
  attempt_all (&self, connection, files, addresses, password, key_passphrase);
  if (may_do_without_binding (&self, connection))
    {
      vf_login_clear (login);
      *login = (VfLogin){ .stage = VF_STAGE_CONNECT };
      vf_report_builder_forget (builder, VF_STAGE_CONNECT);
      g_clear_pointer (&self.connection, PQfinish);
      self.binds = FALSE;
      attempt_all (&self, connection, files, addresses, password, key_passphrase);
    }
  if (self.connection)
    {
      vf_login_note_tls (login, self.connection, self.verifies, builder->report);
      vf_login_note_server (login, self.connection, binding_of (&self), password, builder->report);
    }
  if (login->ok)
    vf_report_builder_end (builder, VF_STAGE_LOGIN, VF_STATE_OK, vf_report_binding_fact (builder->report->binding));
  g_clear_pointer (&self.connection, PQfinish);
  vf_guard_free (self.guard);
  if (self.untranslated)
    freelocale (self.untranslated);
}

void
vf_login_clear (VfLogin *login)
{
  g_free (login->message);
  g_free (login->function);
  g_free (login->text);
}
