#include "config.h"

#include "check/explain.h"

#include <string.h>

#include <glib/gi18n.h>

#include "check/explanation.h"

static gboolean
wants_more_than_subject (const VfExplanation *row)
{
  static const char *const words[] = { "{detail}", "{measure}", "{date}", "{clock}" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (row->sentence, words[i]) || (row->why && strstr (row->why, words[i])))
      return TRUE;
  return FALSE;
}

/* Where two rows differ only in how much is known, the one that needs less tells it without a name. */
static gboolean
is_said_without_details (const VfExplanation *row)
{
  const VfExplanation *other = row + 1;

  if (!wants_more_than_subject (row))
    return FALSE;
  for (; other->title && other->code == row->code; other++)
    if (g_strcmp0 (other->variant, row->variant) == 0 && !wants_more_than_subject (other))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): the text with dots where a name or a date would be; NULL if that is all of it */
static char *
leave_open (const char *template)
{
  GString *text = g_string_new (_ (template));
  g_autofree char *done = NULL;
  const char *begin, *end;

  g_string_replace (text, "{allow-list}",
                    _ ("Providers call it a whitelist, a security group, firewall rules or trusted sources."), 0);
  while ((begin = strchr (text->str, '{')) && (end = strchr (begin, '}')))
    {
      gssize at = begin - text->str;

      g_string_erase (text, at, end - begin + 1);
      g_string_insert (text, at, "…");
    }
  done = g_string_free (text, FALSE);
  return g_str_equal (done, "…") ? NULL : g_steal_pointer (&done);
}

static VfExplainedCase *
make_case (const VfExplanation *row)
{
  VfExplainedCase *self = g_new0 (VfExplainedCase, 1);

  self->title = g_strdup (_ (row->title));
  self->sentence = leave_open (row->sentence);
  self->why = row->why ? leave_open (row->why) : NULL;
  return self;
}

/* A code that counts has no row. */
static VfExplainedCase *
make_counted_case (VfCode code)
{
  g_autoptr (VfFinding) finding = vf_finding_new (code, VF_SEVERITY_INFO, NULL, NULL);
  VfExplainedCase *self = g_new0 (VfExplainedCase, 1);

  self->title = vf_explain_code_title (code);
  self->why = vf_explain_finding_why (finding);
  return self;
}

static void
explained_case_free (gpointer data)
{
  VfExplainedCase *self = data;

  g_free (self->title);
  g_free (self->sentence);
  g_free (self->why);
  g_free (self);
}

/**
 * vf_explain_code_cases:
 * @code: a code
 *
 * Returns: (transfer full) (element-type VfExplainedCase): all that may be said about the code, at least one; dots stand
 *   for the names and dates of a finding
 */
GPtrArray *
vf_explain_code_cases (VfCode code)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func (explained_case_free);

  for (guint i = 0; vf_explanation_tables[i]; i++)
    for (const VfExplanation *row = vf_explanation_tables[i]; row->title; row++)
      if (row->code == code && !is_said_without_details (row))
        g_ptr_array_add (cases, make_case (row));
  if (cases->len == 0)
    g_ptr_array_add (cases, make_counted_case (code));
  return cases;
}
