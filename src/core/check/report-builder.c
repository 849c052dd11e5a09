#include "config.h"

#include "check/report-private.h"

#include <glib/gi18n.h>

#include "check/explain.h"

static VfReport *
report_new (void)
{
  VfReport *report = g_atomic_rc_box_new0 (VfReport);

  report->failed_stage = VF_STAGE_NONE;
  report->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  report->trusted = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_certificate_unref);
  report->client_authorities = g_ptr_array_new_with_free_func (g_free);
  report->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_finding_unref);
  return report;
}

static gpointer
copy_text (gconstpointer text, gpointer user_data)
{
  return g_strdup (text);
}

static gpointer
copy_certificate (gconstpointer certificate, gpointer user_data)
{
  return vf_certificate_ref ((gpointer) (guintptr) certificate);
}

static gpointer
copy_finding (gconstpointer finding, gpointer user_data)
{
  return vf_finding_ref ((gpointer) (guintptr) finding);
}

/* A value of its own: progress crosses to another thread while the original goes on changing. */
static VfReport *
report_snapshot (const VfReport *report)
{
  VfReport *copy = g_atomic_rc_box_new0 (VfReport);

  *copy = *report;
  for (guint i = 0; i < VF_N_STAGES; i++)
    copy->stages[i].fact = g_strdup (report->stages[i].fact);
  copy->host = g_strdup (report->host);
  copy->address = g_strdup (report->address);
  copy->addresses = g_strdupv (report->addresses);
  copy->settings = g_strdupv (report->settings);
  copy->results
    = report->results ? g_memdup2 (report->results, g_strv_length (report->addresses) * sizeof *report->results) : NULL;
  copy->tls_version = g_strdup (report->tls_version);
  copy->tls_cipher = g_strdup (report->tls_cipher);
  copy->server_version = g_strdup (report->server_version);
  copy->chain = g_ptr_array_copy (report->chain, (GCopyFunc) copy_certificate, NULL);
  copy->anchor = report->anchor ? vf_certificate_ref (report->anchor) : NULL;
  copy->trusted = g_ptr_array_copy (report->trusted, (GCopyFunc) copy_certificate, NULL);
  copy->client_authorities = g_ptr_array_copy (report->client_authorities, copy_text, NULL);
  copy->remembered = report->remembered ? vf_server_identity_ref (report->remembered) : NULL;
  copy->server = report->server ? vf_server_identity_ref (report->server) : NULL;
  copy->libpq_text = g_strdup (report->libpq_text);
  copy->findings = g_ptr_array_copy (report->findings, (GCopyFunc) copy_finding, NULL);
  copy->end = g_get_monotonic_time ();
  return copy;
}

static void
tell (const VfReportBuilder *builder)
{
  if (builder->progress)
    {
      g_autoptr (VfReport) snapshot = report_snapshot (builder->report);

      builder->progress (snapshot, builder->user_data);
    }
}

/* The one list of keywords that everything is made of; where the files lie is nobody else's business. */
static char **
list_settings (const VfConnection *connection)
{
  const VfCredentials *credentials = vf_connection_get_credentials (connection);
  gboolean has_client = vf_credentials_get_client_chain (credentials)->len > 0;
  const VfKeyFiles files = { .root = vf_credentials_get_authorities (credentials)->len > 0 ? "root.crt" : NULL,
                             .client_certificate = has_client ? "client.crt" : NULL,
                             .client_key = has_client ? "client.key" : NULL,
                             .none = "none" };
  g_autoptr (VfKeywords) keywords = vf_connection_to_keywords (connection, &files);
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; i < vf_keywords_get_n (keywords); i++)
    g_ptr_array_add (lines,
                     g_strconcat (vf_keywords_get_name (keywords, i), "=", vf_keywords_get_value (keywords, i), NULL));
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

/* The clock of the report starts here. */
void
vf_report_builder_init (VfReportBuilder *builder, const VfConnection *connection, gboolean look,
                        const VfCheckOptions *options)
{
  const VfTarget *target = vf_connection_get_target (connection);
  VfReport *report = report_new ();

  report->mode = vf_connection_get_mode (connection);
  report->look = look;
  report->start = g_get_monotonic_time ();
  report->host = g_strdup (vf_target_get_host (target));
  report->port = vf_target_get_port (target) ? vf_target_get_port (target) : 5432;
  report->settings = list_settings (connection);
  if (options && options->remembered && vf_server_identity_is_of (options->remembered, target))
    report->remembered = vf_server_identity_ref (options->remembered);
  builder->report = report;
  builder->progress = options ? options->progress : NULL;
  builder->user_data = options ? options->user_data : NULL;
}

void
vf_report_builder_begin (VfReportBuilder *builder, VfStage stage)
{
  VfStageRecord *record = &builder->report->stages[stage];

  record->state = VF_STATE_RUNNING;
  record->start = g_get_monotonic_time ();
  record->end = 0;
  tell (builder);
}

void
vf_report_builder_end (VfReportBuilder *builder, VfStage stage, VfState state, char *fact)
{
  VfStageRecord *record = &builder->report->stages[stage];

  record->state = state;
  record->end = g_get_monotonic_time ();
  if (record->start == 0)
    record->start = record->end;
  g_free (record->fact);
  record->fact = fact;
  tell (builder);
}

void
vf_report_builder_fail (VfReportBuilder *builder, VfStage stage, VfCode code)
{
  if (builder->report->code != VF_CODE_NONE)
    return;
  builder->report->failed_stage = stage;
  builder->report->code = code;
  if (stage != VF_STAGE_NONE)
    vf_report_builder_end (builder, stage, VF_STATE_FAILED, NULL);
}

void
vf_report_builder_forget (VfReportBuilder *builder, VfStage from)
{
  for (guint i = from; i < VF_N_STAGES; i++)
    {
      g_free (builder->report->stages[i].fact);
      builder->report->stages[i] = (VfStageRecord){ 0 };
    }
}

/**
 * vf_report_connect_fact:
 * @port: 0: libpq's default
 */
char *
vf_report_connect_fact (const char *address, guint port)
{
  /* Translators: numeric address, port number */
  return g_strdup_printf (_ ("%s, port %u"), address, port ? port : 5432);
}

/**
 * vf_report_tls_fact:
 * @version: (nullable): OpenSSL's name of the version of TLS
 *
 * Returns: (transfer full) (nullable): version and cipher as the fact of the handshake; %NULL without a version
 */
char *
vf_report_tls_fact (const char *version, const char *cipher)
{
  g_autofree char *title = vf_explain_tls (version);

  return title ? g_strconcat (title, _ (", "), cipher, NULL) : NULL;
}

/**
 * vf_report_binding_fact:
 *
 * Returns: (transfer full) (nullable): a translated clause about channel binding; %NULL if no password was asked for
 */
char *
vf_report_binding_fact (VfBinding binding)
{
  switch (binding)
    {
    case VF_BINDING_BOUND:
      return g_strdup (_ ("the password is tied to this connection"));
    case VF_BINDING_UNBOUND:
      return g_strdup (_ ("the password is not tied to this connection"));
    case VF_BINDING_UNKNOWN:
      return g_strdup (_ ("it is not known whether the password is tied to this connection"));
    case VF_BINDING_NONE:
      break;
    }
  return NULL;
}

VfReport *
vf_report_builder_finish (VfReportBuilder *builder)
{
  builder->report->end = g_get_monotonic_time ();
  return g_steal_pointer (&builder->report);
}
