#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "check/report.h"
#include "connection/connection.h"

G_BEGIN_DECLS

/**
 * VfCheckProgress:
 * @report: the state so far, a value of its own
 * @user_data: closure
 *
 * Called on the thread that checks, whenever a stage begins or ends.
 */
typedef void (*VfCheckProgress) (VfReport *report,
                                 gpointer  user_data);

/**
 * VfCheckOptions:
 * @now: seconds since the epoch that dates are judged by; 0: the clock at the start
 * @timeout_ms: one deadline for everything; 0: 10,000
 * @resolver: (nullable): %NULL: the system's
 * @environment: (nullable): what psql will run in; what in it changes psql's way is found when the check is good
 * @service: (nullable): the name that the connection is kept under
 * @remembered: (nullable): who the server was when it was last proven; a stranger gets no password
 * @progress: (nullable): called on the checking thread
 * @user_data: for @progress
 *
 * What a check may know besides the connection.
 */
typedef struct
{
  gint64 now;
  guint timeout_ms;
  GResolver *resolver;
  const char *const *environment;
  const char *service;
  VfServerIdentity *remembered;
  VfCheckProgress progress;
  gpointer user_data;
} VfCheckOptions;

/* The probe: resolve to name, sends no credentials, logs nobody in, and says what each mode would do.
 * Blocks; a worker thread's.  Never NULL: cancelled and timed out are codes of the report. */
VfReport *vf_check_look (VfConnection         *connection,
                         SecretValue          *key_passphrase,
                         const VfCheckOptions *options,
                         GCancellable         *cancellable);

/* The whole ladder with a login by libpq; the probe runs only if that fails.  Blocks; a worker thread's.
 * One attempt, never a second with the same password. */
VfReport *vf_check_run  (VfConnection         *connection,
                         SecretValue          *password,
                         SecretValue          *key_passphrase,
                         const VfCheckOptions *options,
                         GCancellable         *cancellable);

/* (transfer full) (nullable): @connection with the mode that a look at its server speaks for */
VfConnection *vf_check_decide (VfConnection   *connection,
                               const VfReport *look);

/* The report of a target that cannot even be read: bad-target, nothing reached.  @why: one translated sentence. */
VfReport *vf_check_refuse (VfSslMode             mode,
                           const char           *why);

G_END_DECLS
