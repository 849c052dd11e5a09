#pragma once

#include <libsecret/secret.h>

#include "check/report-private.h"
#include "check/wait.h"

G_BEGIN_DECLS

/**
 * VfLogin:
 * @ok: logged in
 * @option_refused: libpq did not begin, for it does not take the value of an option
 * @waited: %VF_WAIT_READY, or why it ended before libpq had an answer
 * @stage: where it ended
 * @sqlstate: empty if the server said none
 * @message: (nullable): the server's words behind the SQLSTATE, untrusted
 * @function: (nullable): the server's C function that refused; does not depend on the server's language
 * @text: (nullable): all of libpq's words, valid UTF-8
 * @needs_password: a password was asked for, and there was none
 * @wants_cleartext: the password itself was asked for and not sent, for nobody has proven who the server is
 * @stranger: nothing ties the server to the one that is remembered, so that nothing was said to it
 * @client_asked: a client certificate was asked for
 *
 * What libpq answered; the server's words may hold the password.  The facts of the connection are in the report.
 */
typedef struct
{
  gboolean ok;
  gboolean option_refused;
  VfWaitResult waited;
  VfStage stage;
  char sqlstate[6];
  char *message;
  char *function;
  char *text;
  gboolean needs_password;
  gboolean wants_cleartext;
  gboolean stranger;
  gboolean client_asked;
} VfLogin;

/* One attempt to log in by libpq.  @files: where the credentials lie.  Tells @builder of the stages from connect on,
 * and puts the facts into its report.  Blocks. */
void vf_login       (VfLogin            *login,
                     const VfConnection *connection,
                     const VfKeyFiles   *files,
                     char              **addresses,
                     SecretValue        *password,
                     SecretValue        *key_passphrase,
                     VfWait             *wait,
                     VfReportBuilder    *builder);
void vf_login_clear (VfLogin *login);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VfLogin, vf_login_clear)

G_END_DECLS
