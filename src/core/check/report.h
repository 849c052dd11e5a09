#pragma once

#include <glib.h>

#include "check/server-identity.h"
#include "connection/ssl-mode.h"
#include "finding.h"
#include "import/certificate.h"

G_BEGIN_DECLS

/* always these seven, in this order */
typedef enum
{
  VF_STAGE_RESOLVE,
  VF_STAGE_CONNECT,
  VF_STAGE_NEGOTIATE,
  VF_STAGE_HANDSHAKE,
  VF_STAGE_CHAIN,
  VF_STAGE_NAME,
  VF_STAGE_LOGIN,
  VF_N_STAGES,
} VfStage;

#define VF_STAGE_NONE ((VfStage) VF_N_STAGES)

typedef enum
{
  VF_STATE_NOT_REACHED,
  VF_STATE_RUNNING,
  VF_STATE_OK,
  VF_STATE_FAILED,
  VF_STATE_SKIPPED,
} VfState;

typedef enum
{
  VF_WOULD_UNKNOWN,
  VF_WOULD_OK,
  VF_WOULD_FAIL,
} VfWould;

typedef enum
{
  VF_PRODUCT_UNKNOWN,
  VF_PRODUCT_POSTGRESQL,
  VF_PRODUCT_GAUSSDB,
} VfProduct;

/* whether the password was tied to the encrypted channel, so that nobody in between could have passed it on */
typedef enum
{
  VF_BINDING_NONE, /* no password was sent, or nobody was logged in */
  VF_BINDING_BOUND,
  VF_BINDING_UNBOUND,
  VF_BINDING_UNKNOWN, /* it was left to libpq, which does not say */
} VfBinding;

/**
 * VfReport:
 *
 * What a check found, or a look: seven stages, what each mode would do, and why.  Immutable, reference counted, may
 * cross threads.  It cannot hold a secret: nothing secret is handed to the code that builds it.
 * All server text is valid UTF-8 and untrusted: show it as text.
 */
typedef struct _VfReport VfReport;

VfReport       *vf_report_ref               (VfReport *report);
void            vf_report_unref             (VfReport *report);

/* TRUE: every stage up to and including login is fine.  Of a look: every stage up to name, in that mode */
gboolean        vf_report_is_ok             (const VfReport *report);
/* a look: no login was tried */
gboolean        vf_report_is_look           (const VfReport *report);
VfSslMode       vf_report_get_mode          (const VfReport *report);
/* first failed stage, or VF_STAGE_NONE (also when nothing needed the network) */
VfStage         vf_report_get_failed_stage  (const VfReport *report);
VfCode          vf_report_get_code          (const VfReport *report);

VfState         vf_report_get_stage_state   (const VfReport *report,
                                             VfStage         stage);
/* milliseconds since the check began, and that it took; 0 and 0 when not reached */
double          vf_report_get_stage_start   (const VfReport *report,
                                             VfStage         stage);
double          vf_report_get_stage_ms      (const VfReport *report,
                                             VfStage         stage);
/* (nullable): a short translated phrase for the row: "192.0.2.1, port 5432", "TLS 1.3, AES-256-GCM" */
const char     *vf_report_get_stage_fact    (const VfReport *report,
                                             VfStage         stage);
double          vf_report_get_elapsed_ms    (const VfReport *report);

VfWould         vf_report_get_would         (const VfReport *report,
                                             VfSslMode       mode);
/* why it would fail; VF_CODE_NONE if it would not */
VfCode          vf_report_get_would_code    (const VfReport *report,
                                             VfSslMode       mode);
/* the strongest mode that the evidence supports; FALSE if there is no evidence */
gboolean        vf_report_get_recommended   (const VfReport *report,
                                             VfSslMode      *mode);

/* facts; NULL where not reached */
const char     *vf_report_get_host          (const VfReport *report);
const char     *vf_report_get_address       (const VfReport *report);
const char * const *vf_report_get_addresses (const VfReport *report);
/* why the address of that index did not answer; VF_CODE_NONE for the one that did and for those that were not tried */
VfCode          vf_report_get_address_code  (const VfReport *report,
                                             guint           index);
guint           vf_report_get_port          (const VfReport *report);
/* "keyword=value" for each of libpq's settings; a connection holds no secret, and neither do these.  NULL in a report
 * that is being made */
const char * const *vf_report_get_settings  (const VfReport *report);
const char     *vf_report_get_tls_version   (const VfReport *report);
const char     *vf_report_get_tls_cipher    (const VfReport *report);
VfProduct       vf_report_get_product       (const VfReport *report);
const char     *vf_report_get_server_version (const VfReport *report);
/* (element-type VfCertificate): as the server sent it, leaf first; empty if the handshake was not reached */
GPtrArray      *vf_report_get_chain         (const VfReport *report);
/* (nullable): the imported authority that the chain ends in */
VfCertificate  *vf_report_get_anchor        (const VfReport *report);
/* (element-type VfCertificate): the imported authorities that the chain goes up to, be it good or not */
GPtrArray      *vf_report_get_trusted       (const VfReport *report);
/* (nullable): who the server is, as far as a login has come; and who it was, if it had been met before */
VfServerIdentity *vf_report_get_server      (const VfReport *report);
VfServerIdentity *vf_report_get_remembered  (const VfReport *report);
/* was a client certificate asked for, and did we give one */
gboolean        vf_report_get_client_certificate_asked (const VfReport *report);
/* (element-type utf8): whom the server named when it asked, "CN=…,O=…"; empty if it named nobody */
GPtrArray      *vf_report_get_client_authorities (const VfReport *report);
gboolean        vf_report_get_password_used (const VfReport *report);
VfBinding       vf_report_get_binding       (const VfReport *report);
/* (nullable): libpq's own words */
const char     *vf_report_get_libpq_text    (const VfReport *report);
guint           vf_report_get_n_findings    (const VfReport *report);
VfFinding      *vf_report_get_finding       (const VfReport *report,
                                             guint           index);

/* FALSE: it is good, but only our own login is: psql and what else is built on libpq cannot do the same */
gboolean        vf_report_stock_clients_can (const VfReport *report);

const char     *vf_stage_to_string          (VfStage stage);
const char     *vf_state_to_string          (VfState state);
const char     *vf_would_to_string          (VfWould would);
const char     *vf_product_to_string        (VfProduct product);
const char     *vf_binding_to_string        (VfBinding binding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VfReport, vf_report_unref)

G_END_DECLS
