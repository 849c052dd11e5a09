#include "config.h"

#include "json.h"

#include "check/explain.h"

/* whole microseconds: more digits are noise */
static void
set_ms (JsonObject *object, const char *name, double ms)
{
  json_object_set_double_member (object, name, (double) (gint64) (ms * 1000 + 0.5) / 1000);
}

static void
set_object_or_null (JsonObject *object, const char *name, JsonObject *value)
{
  if (value)
    json_object_set_object_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
tls_to_json (VfReport *report)
{
  JsonObject *object;

  if (!vf_report_get_tls_version (report))
    return NULL;
  object = json_object_new ();
  cli_json_set_string (object, "version", vf_report_get_tls_version (report));
  cli_json_set_string (object, "cipher", vf_report_get_tls_cipher (report));
  return object;
}

/* Which of several addresses did not answer, and why. */
static JsonObject *
attempts_to_json (VfReport *report)
{
  const char *const *addresses = vf_report_get_addresses (report);
  JsonObject *object = json_object_new ();

  for (guint i = 0; addresses && addresses[i]; i++)
    if (vf_report_get_address_code (report, i) != VF_CODE_NONE)
      cli_json_set_string (object, addresses[i], vf_code_to_string (vf_report_get_address_code (report, i)));
  return object;
}

/* Whom the server would take a client certificate from, in its own words. */
static JsonArray *
client_authorities_to_json (VfReport *report)
{
  GPtrArray *authorities = vf_report_get_client_authorities (report);
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < authorities->len; i++)
    json_array_add_string_element (names, g_ptr_array_index (authorities, i));
  return names;
}

/* What a stage learnt, in words for programs. */
static JsonObject *
facts_to_json (VfReport *report, VfStage stage)
{
  JsonObject *object = json_object_new ();
  VfCertificate *anchor = vf_report_get_anchor (report);

  if (stage == VF_STAGE_CONNECT)
    json_object_set_object_member (object, "failed_addresses", attempts_to_json (report));
  if (stage == VF_STAGE_HANDSHAKE && vf_report_get_client_authorities (report)->len > 0)
    json_object_set_array_member (object, "client_authorities", client_authorities_to_json (report));
  if (vf_report_get_stage_state (report, stage) != VF_STATE_OK)
    return object;
  switch (stage)
    {
    case VF_STAGE_RESOLVE:
      json_object_set_array_member (object, "addresses", cli_json_strings (vf_report_get_addresses (report)));
      break;
    case VF_STAGE_CONNECT:
      cli_json_set_string (object, "address", vf_report_get_address (report));
      json_object_set_int_member (object, "port", vf_report_get_port (report));
      break;
    case VF_STAGE_HANDSHAKE:
      cli_json_set_string (object, "version", vf_report_get_tls_version (report));
      cli_json_set_string (object, "cipher", vf_report_get_tls_cipher (report));
      json_object_set_boolean_member (object, "client_certificate_asked",
                                      vf_report_get_client_certificate_asked (report));
      break;
    case VF_STAGE_CHAIN:
      cli_json_set_string (object, "authority", anchor ? vf_certificate_get_subject (anchor) : NULL);
      break;
    case VF_STAGE_NAME:
      cli_json_set_string (object, "host", vf_report_get_host (report));
      break;
    case VF_STAGE_LOGIN:
      json_object_set_boolean_member (object, "password_used", vf_report_get_password_used (report));
      cli_json_set_string (object, "channel_binding", vf_binding_to_string (vf_report_get_binding (report)));
      break;
    case VF_STAGE_NEGOTIATE:
    case VF_N_STAGES:
      break;
    }
  return object;
}

static JsonArray *
stages_to_json (VfReport *report)
{
  JsonArray *array = json_array_new ();

  for (VfStage stage = 0; stage < VF_N_STAGES; stage++)
    {
      JsonObject *object = json_object_new ();

      cli_json_set_string (object, "name", vf_stage_to_string (stage));
      cli_json_set_string (object, "state", vf_state_to_string (vf_report_get_stage_state (report, stage)));
      set_ms (object, "ms", vf_report_get_stage_ms (report, stage));
      json_object_set_object_member (object, "facts", facts_to_json (report, stage));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
modes_to_json (VfReport *report)
{
  JsonObject *object = json_object_new ();

  for (VfSslMode mode = 0; mode < VF_N_SSL_MODES; mode++)
    {
      JsonObject *entry = json_object_new ();
      VfCode code = vf_report_get_would_code (report, mode);
      g_autofree char *why = vf_explain_mode (report, mode);

      cli_json_set_string (entry, "would", vf_would_to_string (vf_report_get_would (report, mode)));
      cli_json_set_string (entry, "why", why);
      cli_json_set_string (entry, "code", code == VF_CODE_NONE ? NULL : vf_code_to_string (code));
      json_object_set_object_member (object, vf_ssl_mode_to_string (mode), entry);
    }
  return object;
}

static JsonObject *
server_to_json (VfReport *report)
{
  VfProduct product = vf_report_get_product (report);
  const char *version = vf_report_get_server_version (report);
  JsonObject *object = json_object_new ();

  cli_json_set_string (object, "product", vf_product_to_string (product));
  cli_json_set_string (object, "version", version);
  return object;
}

static JsonArray *
chain_to_json (VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chain->len; i++)
    {
      const VfCertificate *certificate = g_ptr_array_index (chain, i);
      JsonObject *object = json_object_new ();

      cli_json_set_string (object, "subject", vf_certificate_get_subject (certificate));
      cli_json_set_string (object, "issuer", vf_certificate_get_issuer (certificate));
      cli_json_set_time (object, "not_after", vf_certificate_get_not_after (certificate));
      cli_json_set_string (object, "sha256", vf_certificate_get_sha256 (certificate));
      json_object_set_array_member (object, "names", cli_json_strings (vf_certificate_get_names (certificate)));
      json_array_add_object_element (array, object);
    }
  return array;
}

/* Who the server was and is, where a remembered one has changed. */
static JsonObject *
identity_to_json (const VfServerIdentity *identity)
{
  const VfServerRecord *record = vf_server_identity_get_record (identity);
  JsonObject *object = json_object_new ();

  cli_json_set_string (object, "name", record->name);
  cli_json_set_string (object, "issuer", record->issuer);
  cli_json_set_string (object, "sha256", record->sha256);
  json_object_set_array_member (object, "names", cli_json_strings (record->names));
  cli_json_set_time (object, "not_before", record->not_before);
  cli_json_set_time (object, "not_after", record->not_after);
  return object;
}

static JsonObject *
change_to_json (VfReport *report)
{
  VfServerIdentity *before = vf_report_get_remembered (report);
  VfServerIdentity *now = vf_report_get_server (report);
  JsonObject *object;

  if (!before || !now)
    return NULL;
  object = json_object_new ();
  cli_json_set_string (object, "change", vf_server_change_to_string (vf_server_identity_compare (before, now)));
  json_object_set_object_member (object, "before", identity_to_json (before));
  json_object_set_object_member (object, "now", identity_to_json (now));
  return object;
}

static JsonArray *
findings_to_json (VfReport *report, GPtrArray *extra)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    json_array_add_object_element (array, cli_json_finding (vf_report_get_finding (report, i), TRUE));
  for (guint i = 0; extra && i < extra->len; i++)
    json_array_add_object_element (array, cli_json_finding (g_ptr_array_index (extra, i), TRUE));
  return array;
}

static void
add_outcome (JsonObject *object, VfReport *report)
{
  VfStage stage = vf_report_get_failed_stage (report);
  VfCode code = vf_report_get_code (report);
  g_autofree char *text = vf_explain_report (report);

  cli_json_set_string (object, "verdict", vf_report_is_ok (report) ? "ok" : "failed");
  cli_json_set_string (object, "mode", vf_ssl_mode_to_string (vf_report_get_mode (report)));
  cli_json_set_string (object, "stage", stage == VF_STAGE_NONE ? NULL : vf_stage_to_string (stage));
  cli_json_set_string (object, "code", code == VF_CODE_NONE ? NULL : vf_code_to_string (code));
  cli_json_set_string (object, "text", text);
}

/**
 * cli_json_add_report:
 * @object: gains the members that `check --json` prints
 * @report: what the check found
 * @extra: (nullable) (element-type VfFinding): findings of the command line's own
 */
void
cli_json_add_report (JsonObject *object, VfReport *report, GPtrArray *extra)
{
  VfSslMode recommended;
  gboolean evidence = vf_report_get_recommended (report, &recommended);

  add_outcome (object, report);
  json_object_set_array_member (object, "stages", stages_to_json (report));
  json_object_set_object_member (object, "modes", modes_to_json (report));
  cli_json_set_string (object, "recommended", evidence ? vf_ssl_mode_to_string (recommended) : NULL);
  set_object_or_null (object, "tls", tls_to_json (report));
  json_object_set_object_member (object, "server", server_to_json (report));
  json_object_set_array_member (object, "chain", chain_to_json (report));
  set_object_or_null (object, "certificate", change_to_json (report));
  json_object_set_array_member (object, "findings", findings_to_json (report, extra));
  set_ms (object, "elapsed_ms", vf_report_get_elapsed_ms (report));
}

/**
 * cli_json_add_error:
 * @object: gains the first members of a report
 * @error: why there is none
 *
 * For one of several saved connections that cannot even be read.
 */
void
cli_json_add_error (JsonObject *object, const GError *error)
{
  cli_json_set_string (object, "verdict", "failed");
  cli_json_set_string (object, "mode", NULL);
  cli_json_set_string (object, "stage", NULL);
  cli_json_set_string (object, "code", NULL);
  cli_json_set_string (object, "text", error->message);
}
