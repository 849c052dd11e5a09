#include "config.h"

#include "text-report.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "text.h"

static void
append_mark (GString *out, VfState state)
{
  switch (state)
    {
    case VF_STATE_OK:
      cli_text_append_tone (out, CLI_TONE_GOOD, "✓");
      return;
    case VF_STATE_FAILED:
      cli_text_append_tone (out, CLI_TONE_BAD, "✗");
      return;
    case VF_STATE_NOT_REACHED:
    case VF_STATE_RUNNING:
    case VF_STATE_SKIPPED:
      cli_text_append_tone (out, CLI_TONE_QUIET, "–");
      return;
    }
}

static void
append_stage (GString *out, VfReport *report, VfStage stage)
{
  VfState state = vf_report_get_stage_state (report, stage);
  gboolean reached = state == VF_STATE_OK || state == VF_STATE_FAILED;
  const char *fact = vf_report_get_stage_fact (report, stage);

  g_string_append (out, "  ");
  append_mark (out, state);
  g_string_append_c (out, ' ');
  cli_text_append_padded (out, vf_explain_stage (stage), reached ? 26 : 0);
  if (reached)
    /* Translators: a time in milliseconds, in a column of its own */
    g_string_append_printf (out, _ ("%8.1f ms"), vf_report_get_stage_ms (report, stage));
  if (fact)
    {
      g_string_append (out, "  ");
      cli_text_append_tone (out, CLI_TONE_QUIET, fact);
    }
  g_string_append_c (out, '\n');
}

static void
append_heading (GString *out, VfConnection *connection, VfReport *report)
{
  VfTarget *target = vf_connection_get_target (connection);
  g_autofree char *where = cli_text_target (target);

  if (!vf_target_get_host (target) && !vf_target_get_hostaddr (target))
    return;
  cli_text_append_tone (out, CLI_TONE_STRONG, where);
  g_string_append (out, " · ");
  g_string_append (out, vf_ssl_mode_title (vf_report_get_mode (report)));
  g_string_append (out, "\n\n");
}

/* Only what is known: without evidence there is nothing to say about modes. */
static void
append_modes (GString *out, VfReport *report)
{
  static const CliTone tones[] = {
    [VF_WOULD_UNKNOWN] = CLI_TONE_QUIET, [VF_WOULD_OK] = CLI_TONE_GOOD, [VF_WOULD_FAIL] = CLI_TONE_BAD
  };
  static const char *const marks[] = { [VF_WOULD_UNKNOWN] = "–", [VF_WOULD_OK] = "✓", [VF_WOULD_FAIL] = "✗" };
  VfSslMode recommended;
  gboolean recommends = vf_report_get_recommended (report, &recommended);

  if (vf_report_get_would (report, VF_SSL_MODE_REQUIRE) != VF_WOULD_OK)
    return;
  g_string_append_printf (out, "\n%s\n", _ ("What each mode does with this server:"));
  for (int mode = VF_N_SSL_MODES - 1; mode >= 0; mode--)
    {
      VfWould would = vf_report_get_would (report, (VfSslMode) mode);
      g_autofree char *why = vf_explain_mode (report, (VfSslMode) mode);

      g_string_append (out, "  ");
      cli_text_append_tone (out, tones[would], marks[would]);
      g_string_append_c (out, ' ');
      cli_text_append_padded (out, vf_ssl_mode_title ((VfSslMode) mode), 12);
      cli_text_append_clean (out, why);
      if (recommends && (VfSslMode) mode == recommended)
        cli_text_append_tone (out, CLI_TONE_STRONG, _ (" (recommended)"));
      g_string_append_c (out, '\n');
    }
}

/* The verdict is the sentence of the finding that decided, so that one goes on where the verdict ends. */
static void
append_findings (GString *out, VfReport *report, GPtrArray *extra)
{
  g_autofree char *verdict = vf_explain_report (report);

  for (guint i = 0; i < vf_report_get_n_findings (report); i++)
    cli_text_append_finding (out, vf_report_get_finding (report, i), verdict);
  for (guint i = 0; i < extra->len; i++)
    cli_text_append_finding (out, g_ptr_array_index (extra, i), NULL);
}

static void
append_libpq_text (GString *out, VfReport *report)
{
  const char *text = vf_report_get_libpq_text (report);

  if (!text || vf_report_is_ok (report))
    return;
  g_string_append_printf (out, "\n%s ", _ ("What PostgreSQL said:"));
  cli_text_append_tone (out, CLI_TONE_QUIET, text);
  g_string_append_c (out, '\n');
}

/**
 * cli_text_print_report:
 * @connection: what was checked
 * @report: what was found
 * @extra: (element-type VfFinding): findings of the command line's own
 *
 * Prints a report for people.
 */
void
cli_text_print_report (VfConnection *connection, VfReport *report, GPtrArray *extra)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *verdict = vf_explain_report (report);

  append_heading (out, connection, report);
  for (VfStage stage = 0; stage < VF_N_STAGES; stage++)
    append_stage (out, report, stage);
  g_string_append_c (out, '\n');
  cli_text_append_tone (out, vf_report_is_ok (report) ? CLI_TONE_GOOD : CLI_TONE_BAD, verdict);
  g_string_append_c (out, '\n');
  append_findings (out, report, extra);
  append_modes (out, report);
  append_libpq_text (out, report);
  cli_text_print (stdout, out);
}
