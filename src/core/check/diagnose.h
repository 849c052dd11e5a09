#pragma once

#include <libsecret/secret.h>

#include "check/gaussdb-login.h"
#include "check/login.h"
#include "check/probe.h"
#include "check/report-private.h"
#include "check/verdict.h"

G_BEGIN_DECLS

/* Each turns a failure into the report's code, stage, and a finding with its fixes, the right one first. */

/* resolve, connect, negotiate, handshake; @detail: (nullable) */
void vf_diagnose_network     (VfReportBuilder    *builder,
                              const VfConnection *connection,
                              VfStage             stage,
                              VfCode              code,
                              const char         *detail);
/* what the chosen mode has against the certificate, if anything */
void vf_diagnose_certificate (VfReportBuilder    *builder,
                              const VfConnection *connection,
                              const VfVerdict    *verdict,
                              GPtrArray          *chain,
                              gint64              now);
/* the certificate passed the mode, and is a stranger's: ends the report */
void vf_diagnose_changed     (VfReportBuilder    *builder);
/* adds what has become of the certificate since the last time; does not end the report */
void vf_diagnose_renewed     (VfReportBuilder    *builder);
/* the server let us as far as the login, and no further */
void vf_diagnose_login       (VfReportBuilder    *builder,
                              const VfConnection *connection,
                              SecretValue        *password,
                              const VfLogin      *login);
/* TRUE: libpq's answer says all that is to be said about a login */
gboolean vf_diagnose_login_is_clear (const VfLogin *login);
/* what ended a login of our own to GaussDB */
void vf_diagnose_gaussdb     (VfReportBuilder      *builder,
                              const VfConnection   *connection,
                              SecretValue          *password,
                              const VfGaussdbLogin *own);
/* TRUE: libpq was asked for a login that it does not know, and has sent no password */
gboolean vf_diagnose_login_is_unknown_method (const VfLogin *login);
/* adds what the server's question for a client certificate, or its silence about one, tells of ours; does not end the
 * report */
void vf_diagnose_client      (VfReportBuilder    *builder,
                              const VfConnection *connection,
                              gint64              now);
/* before the network: adds the finding and ends the report with it */
void vf_diagnose_offline     (VfReportBuilder *builder,
                              VfCode           code,
                              const char      *subject,
                              const char      *detail);
/* the same for an option that libpq refuses; @text: its words */
void vf_diagnose_option      (VfReportBuilder *builder,
                              const char      *text);

G_END_DECLS
