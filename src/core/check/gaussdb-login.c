#include "config.h"

#include "check/gaussdb-login.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "check/channel.h"
#include "check/gaussdb-answer.h"
#include "check/gaussdb-message.h"
#include "check/gaussdb-version.h"
#include "check/probe-private.h"
#include "check/redact.h"
#include "check/verdict.h"

/* how long the version is waited for: a login that is good must not fail for it */
#define VERSION_USEC (2 * G_USEC_PER_SEC)

/* What the whole attempt needs to know. */
typedef struct
{
  VfGaussdbLogin *result;
  const VfConnection *connection;
  SecretValue *password;
  const VfServerIdentity *remembered;
  gint64 now;
  VfWait *wait;
  VfChannel *channel;
  VfGaussdbMessage message;
  /* what was sent */
  SecretValue *answer;
} Attempt;

/* The chosen mode's own verdict, before anything at all is shown to the server. */
static gboolean
accept_certificate (GPtrArray *chain, gpointer data)
{
  Attempt *self = data;
  g_auto (VfVerdict) verdict = { 0 };
  VfStage stage;

  vf_verdict_init (&verdict, self->connection, chain, self->now);
  if (vf_verdict_for (&verdict, vf_connection_get_mode (self->connection), &stage) != VF_CODE_NONE)
    return FALSE;
  self->result->stranger
    = vf_server_identity_is_stranger (self->remembered, self->connection, chain, verdict.chain.anchor);
  return !self->result->stranger;
}

/* libpq's defaults: the user is named like the account on this computer, the database like the user */
static const char *
user_of (const Attempt *self)
{
  const char *user = vf_target_get_user (vf_connection_get_target (self->connection));

  return user ? user : g_get_user_name ();
}

static const char *
database_of (const Attempt *self)
{
  const char *database = vf_target_get_dbname (vf_connection_get_target (self->connection));

  return database ? database : user_of (self);
}

static void
give_up (Attempt *self, VfCode code, const char *variant)
{
  self->result->code = code;
  self->result->variant = variant;
}

static void
give_up_method (Attempt *self, const char *variant)
{
  give_up (self, VF_CODE_LOGIN_METHOD_UNSUPPORTED, variant);
}

/* Takes out what the password can be guessed from.  The password itself goes later, when what is known by its words
 * has been recognised. */
static char *
without_answer (const Attempt *self, char *text)
{
  return vf_redact (text, self->result->method == VF_GAUSSDB_CLEARTEXT ? NULL : self->answer);
}

static void
note_error (Attempt *self)
{
  VfLogin *login = &self->result->login;
  const VfGaussdbMessage *message = &self->message;
  g_autofree char *code = vf_gaussdb_error_field (message->body, message->length, 'C');

  login->message = without_answer (self, vf_gaussdb_error_field (message->body, message->length, 'M'));
  login->function = vf_gaussdb_error_field (message->body, message->length, 'R');
  /* without a state it is an error all the same */
  g_strlcpy (login->sqlstate, code && strlen (code) == 5 ? code : "XX000", sizeof login->sqlstate);
}

/* FALSE: there is none, and the result says why */
static gboolean
read_message (Attempt *self)
{
  switch (vf_gaussdb_message_read (&self->message, self->channel))
    {
    case VF_GAUSSDB_READ_DONE:
      if (self->message.type != 'E')
        return TRUE;
      note_error (self);
      return FALSE;
    case VF_GAUSSDB_READ_STRANGE:
      give_up_method (self, "gaussdb-strange");
      return FALSE;
    case VF_GAUSSDB_READ_ENDED:
      break;
    }
  return FALSE;
}

/* What may come at any time and asks for nothing: a notice, and what a newer PostgreSQL says to our version. */
static gboolean
is_aside (const VfGaussdbMessage *message)
{
  return message->type == 'N' || message->type == 'v';
}

static gboolean
read_request (Attempt *self, VfGaussdbRequest *request)
{
  do
    if (!read_message (self))
      return FALSE;
  while (is_aside (&self->message));
  if (self->message.type != 'R')
    {
      give_up_method (self, "gaussdb-strange");
      return FALSE;
    }
  vf_gaussdb_request_read (request, self->message.body, self->message.length);
  return TRUE;
}

static void
explain_answer (Attempt *self, VfGaussdbAnswer result)
{
  switch (result)
    {
    case VF_GAUSSDB_ANSWER_MADE:
      break;
    case VF_GAUSSDB_ANSWER_STOPPED:
      if (vf_wait_state (self->wait) == VF_WAIT_CANCELLED)
        give_up (self, VF_CODE_CANCELLED, NULL);
      else
        give_up (self, VF_CODE_TIMED_OUT, "gaussdb-rounds");
      break;
    case VF_GAUSSDB_ANSWER_BAD_ROUNDS:
      give_up_method (self, "gaussdb-rounds");
      break;
    case VF_GAUSSDB_ANSWER_BAD_SIGNATURE:
      give_up (self, VF_CODE_WRONG_PASSWORD, "gaussdb-signature");
      break;
    case VF_GAUSSDB_ANSWER_NO_HASH:
      give_up_method (self, "gaussdb-hash");
      break;
    }
}

/* Below Verify-CA nobody has said who the server is, and the proof can be attacked by whoever gets it. */
static gboolean
may_send (const Attempt *self)
{
  return vf_connection_get_mode (self->connection) != VF_SSL_MODE_REQUIRE
         || vf_connection_get_unproven_password (self->connection);
}

static gboolean
has_password (const Attempt *self)
{
  gsize length = 0;

  if (self->password)
    secret_value_get (self->password, &length);
  return length > 0;
}

/* The one time that the password is used. */
static gboolean
answer (Attempt *self, const VfGaussdbRequest *request)
{
  VfGaussdbAnswer result;

  if (!may_send (self))
    give_up_method (self, VF_GAUSSDB_UNVERIFIED);
  else if (!has_password (self))
    give_up (self, VF_CODE_PASSWORD_NEEDED, NULL);
  if (self->result->code != VF_CODE_NONE)
    return FALSE;
  self->answer = vf_gaussdb_answer (request, user_of (self), self->password, self->wait, &result);
  explain_answer (self, result);
  if (!self->answer)
    return FALSE;
  self->result->password_sent = TRUE;
  return vf_gaussdb_send_password (self->channel, self->answer);
}

static gboolean
meet_request (Attempt *self, const VfGaussdbRequest *request)
{
  switch (request->method)
    {
    case VF_GAUSSDB_CLEARTEXT:
    case VF_GAUSSDB_MD5:
    case VF_GAUSSDB_SHA256:
    case VF_GAUSSDB_SHA256_OF_MD5:
    case VF_GAUSSDB_SM3:
      return answer (self, request);
    case VF_GAUSSDB_OK:
      return TRUE;
    case VF_GAUSSDB_MD5_OF_SHA256:
      give_up_method (self, "gaussdb-md5");
      return FALSE;
    case VF_GAUSSDB_IAM:
      give_up_method (self, "gaussdb-iam");
      return FALSE;
    case VF_GAUSSDB_STRANGE:
      give_up_method (self, "gaussdb-strange");
      return FALSE;
    case VF_GAUSSDB_FOREIGN:
      break;
    }
  return FALSE;
}

static gboolean
is_admission (const VfGaussdbMessage *message)
{
  VfGaussdbRequest request;

  if (message->type != 'R')
    return FALSE;
  vf_gaussdb_request_read (&request, message->body, message->length);
  return request.method == VF_GAUSSDB_OK;
}

/* FALSE: this is not the time for such a message.  A second request is not met: the password goes out once. */
static gboolean
take_step (Attempt *self, gboolean *admitted)
{
  const VfGaussdbMessage *message = &self->message;

  if (is_aside (message))
    return TRUE;
  if (!*admitted)
    {
      *admitted = is_admission (message);
      return *admitted;
    }
  if (message->type == 'S' && !self->result->version)
    self->result->version
      = without_answer (self, vf_gaussdb_parameter (message->body, message->length, "server_version"));
  return message->type == 'S' || message->type == 'K' || message->type == 'Z';
}

static gboolean
await_ready (Attempt *self)
{
  gboolean admitted = self->result->method == VF_GAUSSDB_OK;

  while (read_message (self))
    {
      if (!take_step (self, &admitted))
        {
          give_up_method (self, "gaussdb-strange");
          return FALSE;
        }
      if (self->message.type == 'Z')
        return TRUE;
    }
  return FALSE;
}

static void
read_version (Attempt *self)
{
  VfGaussdbLogin *result = self->result;

  if (!vf_gaussdb_send_query (self->channel, "SELECT version()"))
    return;
  while (vf_gaussdb_message_read (&self->message, self->channel) == VF_GAUSSDB_READ_DONE && self->message.type != 'Z')
    {
      g_autofree char *text = NULL;

      if (self->message.type == 'D')
        text = without_answer (self, vf_gaussdb_row_text (self->message.body, self->message.length));
      if (!text)
        continue;
      g_free (result->version);
      result->version = vf_gaussdb_version_read (text, &result->product);
    }
}

/* Whatever becomes of it, the login was good. */
static void
ask_version (Attempt *self)
{
  VfEvidence *evidence = self->result->evidence;
  gint64 deadline = self->wait->deadline;

  self->wait->deadline = MIN (deadline, g_get_monotonic_time () + VERSION_USEC);
  read_version (self);
  if (evidence->failed_stage == VF_STAGE_NONE)
    vf_gaussdb_send_goodbye (self->channel);
  self->wait->deadline = deadline;
  if (evidence->code != VF_CODE_CANCELLED)
    {
      evidence->failed_stage = VF_STAGE_NONE;
      evidence->code = VF_CODE_NONE;
    }
}

static void
converse (Attempt *self)
{
  VfGaussdbLogin *result = self->result;
  VfGaussdbRequest request = { .method = VF_GAUSSDB_FOREIGN };
  const char *options = vf_connection_get_option (self->connection, "options");

  if (!vf_gaussdb_send_startup (self->channel, user_of (self), database_of (self), options)
      || !read_request (self, &request))
    return;
  result->method = request.method;
  if (!meet_request (self, &request) || !await_ready (self))
    return;
  ask_version (self);
  /* whoever asks so is one, whatever it calls itself */
  if (vf_gaussdb_method_is_own (request.method))
    result->product = VF_PRODUCT_GAUSSDB;
  result->login.ok = result->evidence->failed_stage == VF_STAGE_NONE;
}

/**
 * vf_gaussdb_login:
 * @self: (out caller-allocates): what came of it
 * @connection: who is asked, how strictly, and with which client certificate
 * @address: the numeric address that libpq reached
 * @password: (nullable): the password
 * @key_passphrase: (nullable): of the client key
 * @remembered: (nullable): who the server was when it was last proven
 * @now: seconds since the epoch that certificates are judged by
 * @wait: the deadline and the cancellable
 *
 * Logs in as GaussDB's own clients do, over a channel of our own.  The certificate must pass the connection's mode
 * before the client certificate or the user's name is shown; below Verify-CA the password is not used without consent.
 * It is used at most once.  Blocks.
 */
void
vf_gaussdb_login (VfGaussdbLogin *self, const VfConnection *connection, const char *address, SecretValue *password,
                  SecretValue *key_passphrase, const VfServerIdentity *remembered, gint64 now, VfWait *wait)
{
  g_autofree char *only = g_strdup (address);
  char *addresses[] = { only, NULL };
  Attempt attempt = { .result = self, .connection = connection, .password = password,
                      .remembered = remembered, .now = now, .wait = wait };
  int fd;

  *self = (VfGaussdbLogin){ .login.stage = VF_STAGE_LOGIN, .evidence = vf_evidence_new () };
  fd = vf_probe_connect (self->evidence, connection, addresses, wait, NULL);
  if (fd < 0)
    return;
  attempt.channel
    = vf_channel_open (self->evidence, connection, key_passphrase, fd, accept_certificate, &attempt, wait);
  if (attempt.channel)
    converse (&attempt);
  g_clear_pointer (&attempt.channel, vf_channel_free);
  vf_gaussdb_message_clear (&attempt.message);
  g_clear_pointer (&attempt.answer, secret_value_unref);
  close (fd);
}

void
vf_gaussdb_login_clear (VfGaussdbLogin *self)
{
  vf_login_clear (&self->login);
  g_free (self->version);
  g_clear_pointer (&self->evidence, vf_evidence_free);
}

/* A server that speaks PostgreSQL's protocol, but not in our version. */
#define FEATURE_NOT_SUPPORTED "0A000"

/**
 * vf_gaussdb_login_is_telling:
 *
 * Whoever wants something that libpq cannot do need not be a GaussDB: PostgreSQL with OAuth alone is none, and then
 * libpq's own answer stands.
 */
gboolean
vf_gaussdb_login_is_telling (const VfGaussdbLogin *self)
{
  VfCode code = self->evidence->code;

  if (self->login.ok || self->method != VF_GAUSSDB_FOREIGN)
    return TRUE;
  if (self->evidence->failed_stage != VF_STAGE_NONE)
    return self->evidence->failed_stage == VF_STAGE_CHAIN || code == VF_CODE_CANCELLED || code == VF_CODE_TIMED_OUT;
  return *self->login.sqlstate && !g_str_equal (self->login.sqlstate, FEATURE_NOT_SUPPORTED);
}

static const char *
method_name (VfGaussdbMethod method)
{
  switch (method)
    {
    case VF_GAUSSDB_SHA256:
      return "SHA-256";
    case VF_GAUSSDB_SHA256_OF_MD5:
      return "SHA-256, MD5";
    case VF_GAUSSDB_SM3:
      return "SM3";
    case VF_GAUSSDB_MD5:
      return "MD5";
    case VF_GAUSSDB_FOREIGN:
    case VF_GAUSSDB_STRANGE:
    case VF_GAUSSDB_OK:
    case VF_GAUSSDB_CLEARTEXT:
    case VF_GAUSSDB_MD5_OF_SHA256:
    case VF_GAUSSDB_IAM:
      break;
    }
  return NULL;
}

char *
vf_gaussdb_login_fact (const VfGaussdbLogin *self)
{
  const char *name = method_name (self->method);

  /* Translators: %s is the name of a hash, for example SHA-256 */
  return name ? g_strdup_printf (_ ("GaussDB’s own login, %s"), name) : g_strdup (_ ("GaussDB’s own login"));
}
