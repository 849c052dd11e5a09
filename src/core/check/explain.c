#include "config.h"

#include "check/explain.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "check/explanation.h"
#include "connection/provider.h"

const VfExplanation *const vf_explanation_tables[] = {
  vf_explanations_offline, vf_explanations_network, vf_explanations_certificate,
  vf_explanations_login,   vf_explanations_import,  vf_explanations_keeping,
  NULL,
};

static const VfExplanation nothing
  = { VF_CODE_NONE, NULL, N_ ("Nothing is wrong"), N_ ("Nothing is wrong with {subject}."), NULL };

/* The head of a translation stands under the empty string.  In a variable, it is not taken for one to be translated. */
static gboolean
is_translated (void)
{
  const char *head = "";

  return *gettext (head) != '\0';
}

/* The month as the sentence around it says it: English sentences have English months, wherever the reader lives. */
static char *
format_untranslated (GDateTime *moment)
{
  locale_t english = newlocale (LC_TIME_MASK, "C", duplocale (uselocale ((locale_t) 0)));
  locale_t before = uselocale (english);
  char *text = g_date_time_format (moment, "%-d %B %Y");

  uselocale (before);
  freelocale (english);
  return text;
}

/**
 * vf_explain_date:
 * @seconds: since the epoch
 *
 * Returns: (transfer full): the day in UTC, as people write it
 */
char *
vf_explain_date (gint64 seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);

  if (moment && !is_translated ())
    return format_untranslated (moment);
  /* Translators: a date such as "3 November 2027"; see g_date_time_format(). */
  return moment ? g_date_time_format (moment, _ ("%-d %B %Y")) : g_strdup (_ ("an impossible date"));
}

/**
 * vf_explain_tls:
 * @version: (nullable): as OpenSSL and libpq name it: "TLSv1.2", "TLSv1"
 *
 * Returns: (transfer full) (nullable): as people write it: "TLS 1.2", "TLS 1.0"; %NULL for %NULL
 */
char *
vf_explain_tls (const char *version)
{
  const char *number;

  if (!version || !g_str_has_prefix (version, "TLSv"))
    return g_strdup (version);
  number = version + strlen ("TLSv");
  return g_strdup_printf ("TLS %s%s", number, strchr (number, '.') ? "" : ".0");
}

/**
 * vf_explain_join:
 * @first: a sentence
 * @second: (nullable): another
 *
 * Returns: (transfer full): both in one paragraph, with what the reader's language puts between sentences
 */
char *
vf_explain_join (const char *first, const char *second)
{
  /* Translators: two sentences, one after the other; without the blank where your language has none there */
  return second ? g_strdup_printf (_ ("%1$s %2$s"), first, second) : g_strdup (first);
}

/* Whether the finding has all that the sentence needs. */
static gboolean
fills (const char *template, const VfFinding *finding)
{
  gboolean wants_detail = strstr (template, "{detail}") || strstr (template, "{date}");
  gboolean wants_measure = strstr (template, "{measure}") || strstr (template, "{clock}");

  return (vf_finding_get_detail (finding) || !wants_detail) && (vf_finding_get_measure (finding) || !wants_measure);
}

static gboolean
fits (const VfExplanation *row, const VfFinding *finding)
{
  const char *variant = vf_finding_get_variant (finding);

  if (row->code != vf_finding_get_code (finding))
    return FALSE;
  if (row->variant && g_strcmp0 (row->variant, variant ? variant : vf_finding_get_detail (finding)) != 0)
    return FALSE;
  return fills (row->sentence, finding) && (!row->why || fills (row->why, finding));
}

/* test-explain walks every code, so there always is a row. */
static const VfExplanation *
find (const VfFinding *finding)
{
  for (guint i = 0; vf_explanation_tables[i]; i++)
    for (const VfExplanation *row = vf_explanation_tables[i]; row->title; row++)
      if (fits (row, finding))
        return row;
  return &nothing;
}

/* The general row of a code comes last. */
static const VfExplanation *
find_general (VfCode code)
{
  const VfExplanation *last = &nothing;

  for (guint i = 0; vf_explanation_tables[i]; i++)
    for (const VfExplanation *row = vf_explanation_tables[i]; row->title; row++)
      if (row->code == code)
        last = row;
  return last;
}

static const char *
subject_of (const VfFinding *finding)
{
  const char *subject = vf_finding_get_subject (finding);

  if (subject)
    return subject;
  return vf_finding_get_code (finding) < VF_CODE_NOTHING_USABLE ? _ ("the server") : _ ("the file");
}

static char *
date_of (const char *detail)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (detail, NULL);

  return moment ? vf_explain_date (g_date_time_to_unix (moment)) : g_strdup (detail);
}

/* Where the list of addresses is found that may reach the server. */
static char *
allow_list_for (const VfFinding *finding)
{
  const VfProvider *provider = vf_provider_by_host (vf_finding_get_subject (finding));
  const char *name = provider ? vf_provider_get_allow_list (provider) : NULL;

  if (name)
    /* Translators: name of a provider, what a page of its console may be called */
    return g_strdup_printf (_ ("In the console of %s, look for “%s” or something like it."),
                            vf_provider_get_name (provider), name);
  return g_strdup (_ ("Providers call it a whitelist, a security group, firewall rules or trusted sources."));
}

/* (transfer full) (nullable): what stands in place of the word @p begins with; NULL: it is an ordinary letter */
static char *
value_at (const char *p, const VfFinding *finding, gsize *length)
{
  const char *const words[] = { "{subject}", "{detail}", "{date}", "{measure}", "{clock}" };
  const char *const values[] = { subject_of (finding), vf_finding_get_detail (finding), vf_finding_get_detail (finding),
                                 vf_finding_get_measure (finding), vf_finding_get_measure (finding) };
  const gboolean are_dates[] = { FALSE, FALSE, TRUE, FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (values[i] && g_str_has_prefix (p, words[i]))
      {
        *length = strlen (words[i]);
        return are_dates[i] ? date_of (values[i]) : g_strdup (values[i]);
      }
  if (g_str_has_prefix (p, "{allow-list}"))
    {
      *length = strlen ("{allow-list}");
      return allow_list_for (finding);
    }
  return NULL;
}

/* One walk over the template, so that a subject that contains "{detail}" stays what it is. */
static char *
expand (const char *template, const VfFinding *finding)
{
  GString *text = g_string_new (NULL);

  for (const char *p = template; *p; p++)
    {
      gsize length = 1;
      g_autofree char *value = *p == '{' ? value_at (p, finding, &length) : NULL;

      g_string_append_len (text, value ? value : p, value ? -1 : 1);
      p += length - 1;
    }
  return g_string_free (text, FALSE);
}

/* The codes that count: their plural needs the number.  NULL: not one of them. */
static char *
explain_count (const VfFinding *finding)
{
  const char *detail = vf_finding_get_detail (finding);
  guint n = detail ? (guint) g_ascii_strtoull (detail, NULL, 10) : 1;
  VfCode code = vf_finding_get_code (finding);

  if (code == VF_CODE_EXPIRED_MEMBERS)
    return g_strdup_printf (ngettext ("%u certificate here has expired.", "%u certificates here have expired.", n), n);
  if (code == VF_CODE_WEAK_MEMBERS)
    return g_strdup_printf (ngettext ("%u certificate here is too weak for this computer.",
                                      "%u certificates here are too weak for this computer.", n), n);
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return g_strdup_printf (ngettext ("%u entry of the archive was not opened.",
                                      "%u entries of the archive were not opened.", n), n);
  return NULL;
}

static const char *
explain_count_why (VfCode code)
{
  if (code == VF_CODE_EXPIRED_MEMBERS)
    return _ ("That matters only if your server’s certificate is signed by one of them; looking at the server will tell.");
  if (code == VF_CODE_WEAK_MEMBERS)
    return _ ("They are signed in a way that can be forged. That matters only if your server uses one of them; looking at the server will tell.");
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return _ ("They are links, have unsafe names, are too large, or belong to the system that packed the archive. Certificates do not come that way.");
  return NULL;
}

/**
 * vf_explain_code_title:
 * @code: a code
 *
 * Returns: (transfer full): a heading of a few words
 */
char *
vf_explain_code_title (VfCode code)
{
  if (code == VF_CODE_EXPIRED_MEMBERS)
    return g_strdup (_ ("Some have expired"));
  if (code == VF_CODE_WEAK_MEMBERS)
    return g_strdup (_ ("Some are too weak"));
  if (code == VF_CODE_SKIPPED_ENTRIES)
    return g_strdup (_ ("Some entries were not opened"));
  return g_strdup (_ (find_general (code)->title));
}

/**
 * vf_explain_finding_title:
 * @finding: a finding
 *
 * Returns: (transfer full): a heading of a few words, closer to the cause than its code's
 */
char *
vf_explain_finding_title (const VfFinding *finding)
{
  const VfExplanation *row = find (finding);

  return row == &nothing ? vf_explain_code_title (vf_finding_get_code (finding)) : g_strdup (_ (row->title));
}

/**
 * vf_explain_finding:
 * @finding: a finding
 *
 * Returns: (transfer full): what happened, in one sentence; plain text that may quote the server
 */
char *
vf_explain_finding (const VfFinding *finding)
{
  char *counted = explain_count (finding);

  if (counted)
    return counted;
  return expand (_ (find (finding)->sentence), finding);
}

/**
 * vf_explain_finding_why:
 * @finding: a finding
 *
 * Returns: (transfer full) (nullable): whose fault it is and what to do; %NULL if the first sentence said it all
 */
char *
vf_explain_finding_why (const VfFinding *finding)
{
  const char *counted = explain_count_why (vf_finding_get_code (finding));
  const VfExplanation *row = find (finding);

  if (counted)
    return g_strdup (counted);
  return row->why ? expand (_ (row->why), finding) : NULL;
}
