#include "config.h"

#include "help/help-private.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "check/explanation.h"

/* The same title is not said twice. */
static void
add_case (VfHelpPage *page, VfExplainedCase *said, const char **last_title)
{
  if (g_strcmp0 (*last_title, said->title) != 0)
    vf_help_page_add (page, VF_HELP_HEADING, said->title);
  *last_title = said->title;
  if (said->sentence)
    vf_help_page_add (page, VF_HELP_TEXT, said->sentence);
  if (said->why)
    vf_help_page_add (page, VF_HELP_TEXT, said->why);
}

static VfHelpPage *
make_page (VfCode code)
{
  VfHelpPage *page = vf_help_page_new (VF_HELP_FINDINGS, vf_help_id_of_code (code), vf_explain_code_title (code));
  g_autoptr (GPtrArray) cases = vf_explain_code_cases (code);
  const char *last_title = vf_help_page_get_title (page);

  for (guint i = 0; i < cases->len; i++)
    add_case (page, cases->pdata[i], &last_title);
  /* Translators: %s is an untranslated word such as "name-mismatch" */
  vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("In reports and at the command line it is called “%s”."),
                                                          vf_code_to_string (code)));
  return page;
}

void
vf_help_list_findings (GPtrArray *pages)
{
  for (guint code = VF_CODE_NONE + 1; code < VF_N_CODES; code++)
    g_ptr_array_add (pages, make_page ((VfCode) code));
}
