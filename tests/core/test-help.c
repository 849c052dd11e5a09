#include "config.h"

#include "help/help.h"

#include <string.h>

#include "connection/provider.h"
#include "help/term.h"
#include "test.h"

/* Only for those who know it already. */
static const char *const jargon[] = { "{", "}", "(null)", "  ", " cert ", "certs", "truststore", "CA bundle", "..", "pg_hba" };

static VfHelpPage *
find_page (GPtrArray *pages, const char *id)
{
  for (guint i = 0; i < pages->len; i++)
    if (g_str_equal (vf_help_page_get_id (pages->pdata[i]), id))
      return pages->pdata[i];
  g_error ("there is no page %s", id);
}

static void
check_text (const char *where, const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 2);
  for (guint i = 0; i < G_N_ELEMENTS (jargon); i++)
    if (strstr (text, jargon[i]))
      g_error ("%s: “%s” contains “%s”", where, text, jargon[i]);
}

/* A heading says what follows it, and a text is made of sentences. */
static void
check_blocks (VfHelpPage *page)
{
  const char *id = vf_help_page_get_id (page);
  guint n = vf_help_page_get_n_blocks (page);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      const char *text = vf_help_page_get_text (page, i);

      check_text (id, text);
      if (vf_help_page_get_kind (page, i) == VF_HELP_HEADING)
        {
          g_assert_cmpuint (i + 1, <, n);
          g_assert_cmpint (vf_help_page_get_kind (page, i + 1), !=, VF_HELP_HEADING);
        }
      else if (!strchr (".:?", text[strlen (text) - 1]) && !g_str_has_suffix (text, "…"))
        g_error ("%s: “%s” is no sentence", id, text);
    }
}

static void
test_pages (void)
{
  g_autoptr (GPtrArray) pages = vf_help_list ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  VfHelpSection section = VF_HELP_TASKS;

  for (guint i = 0; i < pages->len; i++)
    {
      check_text (vf_help_page_get_id (pages->pdata[i]), vf_help_page_get_title (pages->pdata[i]));
      check_blocks (pages->pdata[i]);
      if (!g_hash_table_add (seen, (gpointer) (guintptr) vf_help_page_get_id (pages->pdata[i])))
        g_error ("two pages are called %s", vf_help_page_get_id (pages->pdata[i]));
      g_assert_cmpint (vf_help_page_get_section (pages->pdata[i]), >=, section);
      section = vf_help_page_get_section (pages->pdata[i]);
    }
}

static void
test_every_code_and_provider_has_a_page (void)
{
  g_autoptr (GPtrArray) pages = vf_help_list ();
  GPtrArray *providers = vf_provider_list ();

  for (guint code = VF_CODE_NONE + 1; code < VF_N_CODES; code++)
    {
      g_autofree char *id = vf_help_id_of_code ((VfCode) code);

      g_assert_nonnull (find_page (pages, id));
    }
  for (guint i = 0; i < providers->len; i++)
    {
      g_autofree char *id = vf_help_id_of_provider (vf_provider_get_id (providers->pdata[i]));

      g_assert_nonnull (find_page (pages, id));
    }
}

/* What a person has to do in the consoles of the two clouds that most come from. */
static void
test_guides (void)
{
  static const struct { const char *page, *text; } wanted[] = {
    { "provider-alibaba-rds", "ApsaraDB-CA-Chain.zip" },
    { "provider-alibaba-rds", "whitelist" },
    { "provider-alibaba-rds", "Protected Host" },
    { "provider-alibaba-rds", "5432" },
    { "provider-huawei-dws", "dws_ssl_cert.zip" },
    { "provider-huawei-dws", "security group" },
    { "provider-huawei-dws", "does not support Verify-Full" },
    { "provider-huawei-dws", "8000" },
    { "finding-name-mismatch", "is for" },
    { "finding-timed-out", "security group" },
    { VF_HELP_ID_WORDS, "Fingerprint" },
  };
  g_autoptr (GPtrArray) pages = vf_help_list ();

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *folded = g_utf8_casefold (wanted[i].text, -1);
      const char *const words[] = { folded, NULL };

      if (!vf_help_page_matches (find_page (pages, wanted[i].page), words))
        g_error ("%s does not say “%s”", wanted[i].page, wanted[i].text);
    }
}

static void
test_search (void)
{
  g_autoptr (GPtrArray) pages = vf_help_list ();
  const char *const both[] = { "apsaradb", "endpoint", NULL };
  const char *const neither[] = { "apsaradb", "kangaroo", NULL };
  VfHelpPage *page = find_page (pages, "provider-alibaba-rds");

  g_assert_true (vf_help_page_matches (page, both));
  g_assert_false (vf_help_page_matches (page, neither));
}

static void
test_terms (void)
{
  for (guint i = 0; i < VF_N_TERMS; i++)
    {
      VfTerm term = VF_N_TERMS;
      g_autofree char *question = vf_term_ask ((VfTerm) i);

      g_assert_true (vf_term_from_id (vf_term_get_id ((VfTerm) i), &term));
      g_assert_cmpuint (term, ==, i);
      check_text ("term", vf_term_get_text ((VfTerm) i));
      /* a popover, not an essay */
      g_assert_cmpuint (g_utf8_strlen (vf_term_get_text ((VfTerm) i), -1), <, 270);
      g_assert_nonnull (strstr (question, vf_term_get_title ((VfTerm) i)));
    }
  g_assert_false (vf_term_from_id ("kangaroo", &(VfTerm){ 0 }));
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/help/pages", test_pages);
  g_test_add_func ("/help/codes-and-providers", test_every_code_and_provider_has_a_page);
  g_test_add_func ("/help/guides", test_guides);
  g_test_add_func ("/help/search", test_search);
  g_test_add_func ("/help/terms", test_terms);
  return g_test_run ();
}
