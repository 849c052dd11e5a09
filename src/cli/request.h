#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "check/report.h"
#include "connection/connection.h"
#include "connection/provider.h"

G_BEGIN_DECLS

/**
 * CliCheckOptions:
 *
 * The options that `check` and `save` share.  Clear it with cli_check_options_clear().
 */
typedef struct
{
  gboolean json;
  char *mode;
  char **certificates;
  char *password_file;
  char *passphrase_file;
  int timeout;
  char **apply;
} CliCheckOptions;

void     cli_check_options_clear    (CliCheckOptions       *options);
gboolean cli_check_options_validate (const CliCheckOptions *options,
                                     GError               **error);

/* the entries for @options, to be followed by others and %NULL */
#define CLI_CHECK_ENTRIES(options) \
  { "json", 0, 0, G_OPTION_ARG_NONE, &(options).json, N_ ("Print one JSON object"), NULL }, \
  { "mode", 0, 0, G_OPTION_ARG_STRING, &(options).mode, \
    N_ ("require, verify-ca or verify-full (default: what is recommended for this server)"), N_ ("MODE") }, \
  { "certificates", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options).certificates, \
    N_ ("Archive, folder or file with authorities and a client certificate; may be repeated"), N_ ("PATH") }, \
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &(options).password_file, \
    N_ ("Read the password from FILE (“-”: standard input)"), N_ ("FILE") }, \
  { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &(options).passphrase_file, \
    N_ ("Read the passphrase of the client key from FILE (“-”: standard input)"), N_ ("FILE") }, \
  { "timeout", 0, 0, G_OPTION_ARG_INT, &(options).timeout, \
    N_ ("Give up after this many seconds (default: 10)"), N_ ("SECONDS") }, \
  { "apply", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).apply, \
    N_ ("Take this way out of a failure and check again; may be repeated"), N_ ("FIX") }

/**
 * CliRequest:
 * @connection: what to check
 * @refused: (nullable): why the target cannot be read; there is no server in @connection then
 * @saved: (nullable): the name of the saved connection that this is, nothing changed
 * @undecided: the saved connection came from elsewhere without a mode of ours, and the check shall find it
 * @known_as: (nullable): the name of the saved connection that it began as
 * @mode_is_open: nobody said how strictly
 * @password: (nullable): from a file or the target
 * @password_is_stored: it came from the keyring
 * @passphrase: (nullable): of the client key
 * @timeout_ms: for one check; 0 for the default
 * @findings: (element-type VfFinding): what was odd about the target and the files
 * @provider: (nullable): whose archive was given
 *
 * One check, ready to run.
 */
typedef struct
{
  VfConnection *connection;
  char *refused;
  char *saved;
  char *known_as;
  gboolean undecided;
  gboolean mode_is_open;
  SecretValue *password;
  gboolean password_is_stored;
  SecretValue *passphrase;
  guint timeout_ms;
  GPtrArray *findings;
  const VfProvider *provider;
} CliRequest;

/* @target is overwritten if it holds a password, because everybody can read the arguments of a process */
CliRequest *cli_request_new       (const CliCheckOptions *options,
                                   char                  *target,
                                   GError               **error);
CliRequest *cli_request_new_saved (const char            *name,
                                   int                    timeout,
                                   GError               **error);
/* another set of certificates in place of its own; it is what is saved no more */
void        cli_request_use_credentials (CliRequest     *request,
                                         VfCredentials  *credentials);
void        cli_request_free      (CliRequest            *request);
/* Looks, if the mode is open; logs in; asks the keyring if a password is missing; takes the fixes one after the
 * other.  @request then holds what was checked last. */
VfReport   *cli_request_run       (CliRequest            *request,
                                   char                 **fixes,
                                   GCancellable          *cancellable,
                                   GError               **error);
/* puts down what a check of a saved connection found, and the mode if it was not decided */
void        cli_request_note      (const CliRequest      *request,
                                   VfReport              *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRequest, cli_request_free)

G_END_DECLS
