#include "diagnosis.h"

#include <string.h>

#include "check/explain.h"

/* What the desktop's reader must never meet: names of libraries, their constants, and templates that were not filled. */
static const char *const jargon[] = { "{", "}", "(null)", "SQLSTATE", "sslv3", "X509", "pg_hba", "errno" };

char *
diagnosis_list_fixes (const VfReport *report)
{
  VfFinding *finding = vf_report_get_finding (report, 0);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vf_finding_get_n_fixes (finding); i++)
    {
      const VfFix *fix = vf_finding_get_fix (finding, i);
      const char *argument = vf_fix_get_argument (fix);

      g_string_append_printf (text, "%s%s%s%s", i ? " " : "", vf_fix_id_to_string (vf_fix_get_id (fix)),
                              argument ? ":" : "", argument ? argument : "");
    }
  return g_string_free (text, FALSE);
}

/* What the server said itself stands in quotes and is no word of ours. */
static void
check_words (const char *text, const VfFinding *finding)
{
  const char *detail = vf_finding_get_detail (finding);
  gboolean quotes = detail && strstr (text, detail);

  g_assert_cmpuint (strlen (text), >, 10);
  for (guint i = 0; !quotes && i < G_N_ELEMENTS (jargon); i++)
    if (strstr (text, jargon[i]))
      g_error ("“%s” contains “%s”", text, jargon[i]);
}

void
diagnosis_check (const VfReport *report, const char *row, VfStage stage, VfCode code, const char *fixes, const char *says)
{
  VfFinding *finding;
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *why = NULL;
  g_autofree char *found = NULL;
  g_autofree char *all = NULL;

  g_assert_cmpuint (vf_report_get_n_findings (report), >=, 1);
  finding = vf_report_get_finding (report, 0);
  title = vf_explain_finding_title (finding);
  sentence = vf_explain_finding (finding);
  why = vf_explain_finding_why (finding);
  found = diagnosis_list_fixes (report);
  g_test_message ("%s: %s | %s | %s | %s", row, title, sentence, why, found);
  if (vf_report_get_libpq_text (report))
    g_test_message ("libpq: %s", vf_report_get_libpq_text (report));
  g_assert_cmpstr (vf_code_to_string (vf_report_get_code (report)), ==, vf_code_to_string (code));
  g_assert_cmpint (vf_report_get_failed_stage (report), ==, stage);
  g_assert_cmpstr (vf_code_to_string (vf_finding_get_code (finding)), ==, vf_code_to_string (code));
  if (fixes)
    g_assert_cmpstr (found, ==, fixes);
  g_assert_nonnull (why);
  check_words (title, finding);
  check_words (sentence, finding);
  check_words (why, finding);
  all = g_strconcat (title, "\n", sentence, "\n", why, NULL);
  if (says && !strstr (all, says))
    g_error ("%s: “%s” does not say “%s”", row, all, says);
}
