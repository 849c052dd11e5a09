#include "config.h"

#include "check/report.h"

#include "check/report-private.h"

static const char *const stage_names[VF_N_STAGES] = {
  [VF_STAGE_RESOLVE] = "resolve",     [VF_STAGE_CONNECT] = "connect", [VF_STAGE_NEGOTIATE] = "negotiate",
  [VF_STAGE_HANDSHAKE] = "handshake", [VF_STAGE_CHAIN] = "chain",     [VF_STAGE_NAME] = "name",
  [VF_STAGE_LOGIN] = "login",
};

static void
report_clear (gpointer data)
{
  VfReport *report = data;

  for (guint i = 0; i < VF_N_STAGES; i++)
    g_free (report->stages[i].fact);
  g_free (report->host);
  g_free (report->address);
  g_strfreev (report->addresses);
  g_free (report->results);
  g_strfreev (report->settings);
  g_free (report->tls_version);
  g_free (report->tls_cipher);
  g_free (report->server_version);
  g_ptr_array_unref (report->chain);
  g_ptr_array_unref (report->client_authorities);
  g_clear_pointer (&report->anchor, vf_certificate_unref);
  g_ptr_array_unref (report->trusted);
  g_clear_pointer (&report->remembered, vf_server_identity_unref);
  g_clear_pointer (&report->server, vf_server_identity_unref);
  g_free (report->libpq_text);
  g_ptr_array_unref (report->findings);
}

VfReport *
vf_report_ref (VfReport *report)
{
  return g_atomic_rc_box_acquire (report);
}

void
vf_report_unref (VfReport *report)
{
  g_atomic_rc_box_release_full (report, report_clear);
}

/**
 * vf_report_is_ok:
 *
 * Returns: whether every stage is fine up to and including login; of a look, up to and including name
 */
gboolean
vf_report_is_ok (const VfReport *report)
{
  VfStage last = report->look ? VF_STAGE_NAME : VF_STAGE_LOGIN;

  if (report->code != VF_CODE_NONE)
    return FALSE;
  for (guint i = 0; i <= (guint) last; i++)
    if (report->stages[i].state != VF_STATE_OK && report->stages[i].state != VF_STATE_SKIPPED)
      return FALSE;
  return TRUE;
}

gboolean
vf_report_is_look (const VfReport *report)
{
  return report->look;
}

/**
 * vf_report_get_mode:
 *
 * Returns: the mode that was asked for
 */
VfSslMode
vf_report_get_mode (const VfReport *report)
{
  return report->mode;
}

/**
 * vf_report_get_failed_stage:
 *
 * Returns: the first failed stage; %VF_STAGE_NONE if none failed, or if the cause needed no network
 */
VfStage
vf_report_get_failed_stage (const VfReport *report)
{
  return report->failed_stage;
}

/**
 * vf_report_get_code:
 *
 * Returns: why it failed; %VF_CODE_NONE if it did not, or has not ended
 */
VfCode
vf_report_get_code (const VfReport *report)
{
  return report->code;
}

/**
 * vf_report_get_stage_state:
 *
 * Returns: how far @stage has come
 */
VfState
vf_report_get_stage_state (const VfReport *report, VfStage stage)
{
  g_return_val_if_fail ((guint) stage < VF_N_STAGES, VF_STATE_NOT_REACHED);

  return report->stages[stage].state;
}

/**
 * vf_report_get_stage_start:
 *
 * Returns: milliseconds from the start of the check to the start of the stage; 0 if it was not reached
 */
double
vf_report_get_stage_start (const VfReport *report, VfStage stage)
{
  g_return_val_if_fail ((guint) stage < VF_N_STAGES, 0);

  return report->stages[stage].start ? (double) (report->stages[stage].start - report->start) / 1000 : 0;
}

/**
 * vf_report_get_stage_ms:
 *
 * Returns: milliseconds that the stage took; of a stage that runs, so far
 */
double
vf_report_get_stage_ms (const VfReport *report, VfStage stage)
{
  const VfStageRecord *record;

  g_return_val_if_fail ((guint) stage < VF_N_STAGES, 0);

  record = &report->stages[stage];
  if (record->start == 0)
    return 0;
  return (double) ((record->end ? record->end : report->end) - record->start) / 1000;
}

/**
 * vf_report_get_stage_fact:
 *
 * Returns: (nullable) (transfer none): a short translated phrase
 */
const char *
vf_report_get_stage_fact (const VfReport *report, VfStage stage)
{
  g_return_val_if_fail ((guint) stage < VF_N_STAGES, NULL);

  return report->stages[stage].fact;
}

/**
 * vf_report_get_elapsed_ms:
 *
 * Returns: milliseconds from the beginning to the end; of a report about a step, to that step
 */
double
vf_report_get_elapsed_ms (const VfReport *report)
{
  return (double) (report->end - report->start) / 1000;
}

/**
 * vf_report_get_would:
 *
 * Returns: what @mode would make of the server that was seen
 */
VfWould
vf_report_get_would (const VfReport *report, VfSslMode mode)
{
  g_return_val_if_fail ((guint) mode < VF_N_SSL_MODES, VF_WOULD_UNKNOWN);

  return report->would[mode];
}

/**
 * vf_report_get_would_code:
 *
 * Returns: why the mode would fail, or why nobody can tell; %VF_CODE_NONE if it would work
 */
VfCode
vf_report_get_would_code (const VfReport *report, VfSslMode mode)
{
  g_return_val_if_fail ((guint) mode < VF_N_SSL_MODES, VF_CODE_NONE);

  return report->would_code[mode];
}

/**
 * vf_report_get_recommended:
 * @mode: (out): the strongest mode that would work; never Require where authorities were imported, because whoever
 *   hands them in wants the server to be judged by them
 *
 * Returns: whether the evidence supports any mode
 */
gboolean
vf_report_get_recommended (const VfReport *report, VfSslMode *mode)
{
  if (report->has_recommended)
    *mode = report->recommended;
  return report->has_recommended;
}

const char *
vf_report_get_host (const VfReport *report)
{
  return report->host;
}

/**
 * vf_report_get_address:
 *
 * Returns: (nullable) (transfer none): the numeric address that answered
 */
const char *
vf_report_get_address (const VfReport *report)
{
  return report->address;
}

/**
 * vf_report_get_addresses:
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): all addresses of the host
 */
const char *const *
vf_report_get_addresses (const VfReport *report)
{
  return (const char *const *) report->addresses;
}

VfCode
vf_report_get_address_code (const VfReport *report, guint index)
{
  g_return_val_if_fail (report->addresses && index < g_strv_length (report->addresses), VF_CODE_NONE);

  return report->results ? report->results[index] : VF_CODE_NONE;
}

/**
 * vf_report_get_port:
 *
 * Returns: the port that was asked for
 */
guint
vf_report_get_port (const VfReport *report)
{
  return report->port;
}

/**
 * vf_report_get_settings:
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): what libpq is told, with names instead of the paths of
 *   files
 */
const char *const *
vf_report_get_settings (const VfReport *report)
{
  return (const char *const *) report->settings;
}

/**
 * vf_report_get_tls_version:
 *
 * Returns: (transfer none) (nullable): OpenSSL's name of it; %NULL if no encryption came about
 */
const char *
vf_report_get_tls_version (const VfReport *report)
{
  return report->tls_version;
}

/**
 * vf_report_get_tls_cipher:
 *
 * Returns: (transfer none) (nullable): OpenSSL's name of it; %NULL if no encryption came about
 */
const char *
vf_report_get_tls_cipher (const VfReport *report)
{
  return report->tls_cipher;
}

/**
 * vf_report_get_product:
 *
 * Returns: whose server answered the login; unknown before that
 */
VfProduct
vf_report_get_product (const VfReport *report)
{
  return report->product;
}

/**
 * vf_report_get_server_version:
 *
 * Returns: (nullable) (transfer none): the version as the server writes it, untrusted text
 */
const char *
vf_report_get_server_version (const VfReport *report)
{
  return report->server_version;
}

GPtrArray *
vf_report_get_chain (const VfReport *report)
{
  return report->chain;
}

VfCertificate *
vf_report_get_anchor (const VfReport *report)
{
  return report->anchor;
}

/**
 * vf_report_get_trusted:
 *
 * Returns: (transfer none) (element-type VfCertificate): the imported authorities that the chain goes up to, from below,
 *   also of a chain in which something is wrong; empty if there are none
 */
GPtrArray *
vf_report_get_trusted (const VfReport *report)
{
  return report->trusted;
}

VfServerIdentity *
vf_report_get_server (const VfReport *report)
{
  return report->server;
}

/**
 * vf_report_get_remembered:
 *
 * Returns: (transfer none) (nullable): who the server was when the connection was last proven
 */
VfServerIdentity *
vf_report_get_remembered (const VfReport *report)
{
  return report->remembered;
}

gboolean
vf_report_get_client_certificate_asked (const VfReport *report)
{
  return report->client_certificate_asked;
}

/**
 * vf_report_get_client_authorities:
 *
 * Returns: (transfer none) (element-type utf8): the authorities that the server would take a client certificate from,
 *   as it names them itself; untrusted text
 */
GPtrArray *
vf_report_get_client_authorities (const VfReport *report)
{
  return report->client_authorities;
}

/**
 * vf_report_get_password_used:
 *
 * Returns: whether the password has left this computer
 */
gboolean
vf_report_get_password_used (const VfReport *report)
{
  return report->password_used;
}

/**
 * vf_report_get_binding:
 *
 * Returns: whether the password was tied to the encrypted channel (SCRAM-SHA-256-PLUS, RFC 5929 tls-server-end-point)
 */
VfBinding
vf_report_get_binding (const VfReport *report)
{
  return report->binding;
}

const char *
vf_report_get_libpq_text (const VfReport *report)
{
  return report->libpq_text;
}

/**
 * vf_report_get_n_findings:
 *
 * Returns: how many things are worth telling
 */
guint
vf_report_get_n_findings (const VfReport *report)
{
  return report->findings->len;
}

/**
 * vf_report_get_finding:
 *
 * Returns: (transfer none): one of them, in the order in which they were found
 */
VfFinding *
vf_report_get_finding (const VfReport *report, guint index)
{
  g_return_val_if_fail (index < report->findings->len, NULL);

  return g_ptr_array_index (report->findings, index);
}

gboolean
vf_report_stock_clients_can (const VfReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    if (vf_finding_get_code (report->findings->pdata[i]) == VF_CODE_STOCK_CLIENTS_CANNOT)
      return FALSE;
  return TRUE;
}

/**
 * vf_stage_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`, messages and code
 */
const char *
vf_stage_to_string (VfStage stage)
{
  g_return_val_if_fail ((guint) stage < VF_N_STAGES, NULL);

  return stage_names[stage];
}

/**
 * vf_state_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_state_to_string (VfState state)
{
  static const char *const names[] = { "not-reached", "running", "ok", "failed", "skipped" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

/**
 * vf_would_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_would_to_string (VfWould would)
{
  static const char *const names[] = { "unknown", "ok", "fail" };

  g_return_val_if_fail ((guint) would < G_N_ELEMENTS (names), NULL);

  return names[would];
}

/**
 * vf_product_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_product_to_string (VfProduct product)
{
  static const char *const names[] = { "unknown", "postgresql", "gaussdb" };

  g_return_val_if_fail ((guint) product < G_N_ELEMENTS (names), NULL);

  return names[product];
}

/**
 * vf_binding_to_string:
 *
 * Returns: (transfer none): the word for it in `--json`
 */
const char *
vf_binding_to_string (VfBinding binding)
{
  static const char *const names[] = { "none", "bound", "unbound", "unknown" };

  g_return_val_if_fail ((guint) binding < G_N_ELEMENTS (names), NULL);

  return names[binding];
}
