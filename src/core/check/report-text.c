#include "config.h"

#include "check/report-text.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>

#include "check/explain.h"

static void
add_fact (GString *text, const char *name, const char *value)
{
  if (value)
    g_string_append_printf (text, "%s: %s\n", name, value);
}

static void
add_versions (GString *text)
{
  g_string_append_printf (text, "Verifull " VF_VERSION ", libpq %d.%d, %s, GLib %u.%u.%u\n", PQlibVersion () / 10000,
                          PQlibVersion () % 10000, OpenSSL_version (OPENSSL_VERSION), glib_major_version,
                          glib_minor_version, glib_micro_version);
}

/* Each address with what became of it. */
static void
add_addresses (GString *text, const VfReport *report)
{
  const char *const *addresses = vf_report_get_addresses (report);

  for (guint i = 0; addresses && addresses[i]; i++)
    {
      VfCode code = vf_report_get_address_code (report, i);
      gboolean reached = g_strcmp0 (addresses[i], vf_report_get_address (report)) == 0;

      g_string_append_printf (text, "%s: %s%s%s\n", _ ("Address"), addresses[i], code ? ", " : reached ? " ←" : "",
                              code ? vf_code_to_string (code) : "");
    }
}

static void
add_facts (GString *text, const VfReport *report)
{
  g_autofree char *port = g_strdup_printf ("%u", vf_report_get_port (report));

  add_fact (text, _ ("Mode"), vf_ssl_mode_title (vf_report_get_mode (report)));
  add_fact (text, _ ("Host"), vf_report_get_host (report));
  add_addresses (text, report);
  add_fact (text, _ ("Port"), port);
  add_fact (text, "TLS", vf_report_get_tls_version (report));
  add_fact (text, _ ("Cipher"), vf_report_get_tls_cipher (report));
  add_fact (text, _ ("Server version"), vf_report_get_server_version (report));
  if (vf_report_get_password_used (report))
    add_fact (text, _ ("Channel binding"), vf_binding_to_string (vf_report_get_binding (report)));
}

static void
add_settings (GString *text, const VfReport *report)
{
  const char *const *settings = vf_report_get_settings (report);

  if (!settings || !settings[0])
    return;
  g_string_append_printf (text, "\n%s\n", _ ("Settings, without secrets:"));
  for (guint i = 0; settings[i]; i++)
    g_string_append_printf (text, "  %s\n", settings[i]);
}

static void
add_stages (GString *text, const VfReport *report)
{
  g_string_append_c (text, '\n');
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
add_certificate (GString *text, const VfCertificate *certificate)
{
  const char *const *names = vf_certificate_get_names (certificate);
  g_autofree char *list = names ? g_strjoinv (", ", (char **) (guintptr) names) : NULL;
  g_autofree char *from = vf_explain_date (vf_certificate_get_not_before (certificate));
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));

  g_string_append_printf (text, "  %s\n", vf_certificate_get_subject (certificate));
  g_string_append_printf (text, "    %s: %s\n", _ ("Issuer"), vf_certificate_get_issuer (certificate));
  if (list && *list)
    g_string_append_printf (text, "    %s: %s\n", _ ("Names"), list);
  g_string_append_printf (text, "    %s – %s\n", from, until);
  g_string_append_printf (text, "    SHA-256 %s\n", vf_certificate_get_sha256 (certificate));
}

/* What everybody on the way could see; a certificate has no secret in it. */
static void
add_chain (GString *text, const VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);

  if (chain->len > 0)
    g_string_append_printf (text, "\n%s\n", _ ("Certificates that the server sent:"));
  for (guint i = 0; i < chain->len; i++)
    add_certificate (text, g_ptr_array_index (chain, i));
}

static void
add_findings (GString *text, const VfReport *report)
{
  if (vf_report_get_n_findings (report) > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    {
      const VfFinding *finding = vf_report_get_finding (report, i);
      const char *variant = vf_finding_get_variant (finding);
      g_autofree char *what = vf_explain_finding (finding);
      g_autofree char *why = vf_explain_finding_why (finding);

      g_string_append_printf (text, "%s (%s%s%s): %s%s%s\n", vf_severity_to_string (vf_finding_get_severity (finding)),
                              vf_code_to_string (vf_finding_get_code (finding)), variant ? "/" : "",
                              variant ? variant : "", what, why ? " " : "", why ? why : "");
    }
}

/**
 * vf_report_to_text:
 * @report: what a check found
 *
 * For somebody who is asked for help: versions, settings, stages with their times, the public parts of certificates,
 * and findings with their codes.  A report takes no secret, so there is none in it.
 *
 * Returns: (transfer full): text of some forty lines
 */
char *
vf_report_to_text (const VfReport *report)
{
  GString *text = g_string_new (NULL);
  g_autofree char *sentence = vf_explain_report (report);

  add_versions (text);
  g_string_append_printf (text, "%s\n\n", sentence);
  add_facts (text, report);
  add_stages (text, report);
  add_findings (text, report);
  add_chain (text, report);
  add_settings (text, report);
  if (vf_report_get_libpq_text (report))
    g_string_append_printf (text, "\nlibpq: %s\n", vf_report_get_libpq_text (report));
  return g_string_free (text, FALSE);
}
