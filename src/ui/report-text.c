#include "config.h"

#include "report-text.h"

#include <glib/gi18n.h>

#include "check/explain.h"

static void
add_fact (GString *text, const char *name, const char *value)
{
  if (value)
    g_string_append_printf (text, "%s: %s\n", name, value);
}

static void
add_stages (GString *text, VfReport *report)
{
  for (guint i = 0; i < VF_N_STAGES; i++)
    {
      VfStage stage = (VfStage) i;
      const char *fact = vf_report_get_stage_fact (report, stage);

      g_string_append_printf (text, "  %-10s %-12s %8.1f ms  %s\n", vf_stage_to_string (stage),
                              vf_state_to_string (vf_report_get_stage_state (report, stage)),
                              vf_report_get_stage_ms (report, stage), fact ? fact : "");
    }
}

static void
add_findings (GString *text, VfReport *report)
{
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    {
      const VfFinding *finding = vf_report_get_finding (report, i);
      g_autofree char *what = vf_explain_finding (finding);
      g_autofree char *why = vf_explain_finding_why (finding);

      g_string_append_printf (text, "%s (%s): %s%s%s\n", vf_severity_to_string (vf_finding_get_severity (finding)),
                              vf_code_to_string (vf_finding_get_code (finding)), what, why ? " " : "", why ? why : "");
    }
}

/**
 * vf_report_text:
 * @report: what a check found
 *
 * Returns: (transfer full): text of some twenty lines for a person who is asked for help
 */
char *
vf_report_text (VfReport *report)
{
  GString *text = g_string_new ("Verifull " VF_VERSION "\n");
  g_autofree char *sentence = vf_explain_report (report);
  g_autofree char *port = g_strdup_printf ("%u", vf_report_get_port (report));

  g_string_append_printf (text, "%s\n\n", sentence);
  add_fact (text, _("Mode"), vf_ssl_mode_title (vf_report_get_mode (report)));
  add_fact (text, _("Host"), vf_report_get_host (report));
  add_fact (text, _("Address"), vf_report_get_address (report));
  add_fact (text, _("Port"), port);
  add_fact (text, "TLS", vf_report_get_tls_version (report));
  add_fact (text, _("Cipher"), vf_report_get_tls_cipher (report));
  add_fact (text, _("Server version"), vf_report_get_server_version (report));
  g_string_append_c (text, '\n');
  add_stages (text, report);
  if (vf_report_get_n_findings (report) > 0)
    g_string_append_c (text, '\n');
  add_findings (text, report);
  if (vf_report_get_libpq_text (report))
    g_string_append_printf (text, "\nlibpq: %s\n", vf_report_get_libpq_text (report));
  return g_string_free (text, FALSE);
}
