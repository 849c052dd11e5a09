#include "config.h"

#include "check/explain.h"

#include <locale.h>
#include <string.h>

#include "check/explanation.h"
#include "test.h"

/* What a beginner cannot read. */
static const char *const jargon[] = {
  "X509", "errno", "SSL_", "GError", "(null)", "NULL", "SQLSTATE", "truststore", "CA bundle", "{", "}", " cert ", "certs",
  "g_", "pg_hba", "sslv3", "  ", "..",
};

static void
check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 3);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (jargon); i++)
    if (strstr (text, jargon[i]))
      g_error ("“%s” contains “%s”", text, jargon[i]);
}

static void
check_sentence (const char *text)
{
  check_text (text);
  if (!strchr (".:?", text[strlen (text) - 1]))
    g_error ("“%s” is no sentence", text);
}

static void
check_code (VfCode code, const char *subject, const char *detail)
{
  g_autoptr (VfFinding) finding = vf_finding_new (code, VF_SEVERITY_ERROR, subject, detail);
  g_autofree char *title = vf_explain_code_title (code);
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  check_text (title);
  check_sentence (sentence);
  if (why)
    check_sentence (why);
  g_assert_cmpuint (strlen (title), <, 60);
}

static void
test_codes (void)
{
  static const char *const details[]
    = { NULL, "3", "2027-11-03T00:00:00Z", "connect", "handshake", "login", "negotiate", "resolve", "gaussdb", "db.test" };

  for (guint code = 0; code < VF_N_CODES; code++)
    for (guint i = 0; i < G_N_ELEMENTS (details); i++)
      {
        /* these end with a sentence that somebody else made */
        gboolean quotes = code == VF_CODE_BAD_TARGET || code == VF_CODE_ENVIRONMENT_LEAK
                          || code == VF_CODE_PROVIDER_LIMIT;
        const char *detail = quotes && details[i] ? "A sentence that says why." : details[i];

        check_code ((VfCode) code, NULL, detail);
        check_code ((VfCode) code, "db.example.com", detail);
      }
}

/* A code without a row of its own would be explained as "nothing is wrong". */
static void
test_every_code_has_its_own_title (void)
{
  for (guint code = 1; code < VF_N_CODES; code++)
    {
      g_autofree char *title = vf_explain_code_title ((VfCode) code);

      if (g_str_equal (title, "Nothing is wrong"))
        g_error ("%s has no title", vf_code_to_string ((VfCode) code));
    }
}

static void
test_subject_is_no_template (void)
{
  g_autoptr (VfFinding) finding
    = vf_finding_new (VF_CODE_NAME_MISMATCH, VF_SEVERITY_ERROR, "{detail}%s", "{subject}%n");
  g_autofree char *sentence = vf_explain_finding (finding);

  g_assert_cmpstr (sentence, ==, "You asked for “{detail}%s”, but the server’s certificate is for {subject}%n.");
}

/* What the row needs, so that no row before it takes the finding. */
static const char *
detail_for (const VfExplanation *row)
{
  if (g_str_has_suffix (row->sentence, "{detail}"))
    return "A sentence that says why.";
  return strstr (row->sentence, "{detail}") || strstr (row->sentence, "{date}") ? "2027-11-03" : NULL;
}

static void
check_row (const VfExplanation *row)
{
  VfFindingSpec spec = { .code = row->code, .severity = VF_SEVERITY_ERROR, .subject = "db.test",
                         .detail = detail_for (row),
                         .variant = row->variant ? row->variant : "none", .measure = "2026-11-21T12:00:00Z" };
  g_autoptr (VfFinding) finding = vf_finding_new_from_spec (&spec);
  g_autofree char *title = vf_explain_finding_title (finding);
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *why = vf_explain_finding_why (finding);

  check_text (title);
  g_assert_cmpuint (g_utf8_strlen (title, -1), <, 60);
  check_sentence (sentence);
  if (why)
    check_sentence (why);
}

/* Every row, and the finding that it is for finds it. */
static void
test_rows (void)
{
  static const VfExplanation *const tables[]
    = { vf_explanations_offline, vf_explanations_network, vf_explanations_certificate,
        vf_explanations_login,   vf_explanations_import,  vf_explanations_keeping };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const VfExplanation *row = tables[i]; row->title; row++)
      {
        VfFindingSpec spec = { .code = row->code, .subject = "db.test", .detail = "x", .variant = row->variant,
                               .measure = "x" };
        g_autoptr (VfFinding) finding = vf_finding_new_from_spec (&spec);
        g_autofree char *title = vf_explain_finding_title (finding);

        check_row (row);
        if (row->variant)
          g_assert_cmpstr (title, ==, row->title);
      }
}

/* The variant tells the explanation, and leaves the detail to say a name. */
static void
test_variant (void)
{
  VfFindingSpec spec = { .code = VF_CODE_CLIENT_CERTIFICATE_REJECTED, .severity = VF_SEVERITY_ERROR,
                         .subject = "db.test", .detail = "Example Root", .variant = "revoked" };
  g_autoptr (VfFinding) finding = vf_finding_new_from_spec (&spec);
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *title = vf_explain_finding_title (finding);

  g_assert_cmpstr (title, ==, "Your client certificate has been revoked");
  g_assert_cmpstr (sentence, ==,
                   "“db.test” does not accept your client certificate, because it has been revoked.");
}

static void
test_date (void)
{
  g_autoptr (VfFinding) finding
    = vf_finding_new (VF_CODE_EXPIRED, VF_SEVERITY_ERROR, "db.test", "2025-01-31T23:59:59Z");
  g_autofree char *sentence = vf_explain_finding (finding);
  g_autofree char *impossible = vf_explain_date (G_MAXINT64);

  g_assert_cmpstr (sentence, ==, "The certificate “db.test” was valid until 31 January 2025; that is over.");
  g_assert_cmpstr (impossible, ==, "an impossible date");
}

static void
test_tls (void)
{
  const struct
  {
    const char *version;
    const char *expected;
    const char *why;
  } rows[] = {
    { "TLSv1.3", "TLS 1.3", "as in the sentences and the options" },
    { "TLSv1", "TLS 1.0", "OpenSSL leaves the zero out" },
    { "SSLv3", "SSLv3", "no version of TLS" },
    { NULL, NULL, "not known" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *title = vf_explain_tls (rows[i].version);

      g_test_message ("%s", rows[i].why);
      g_assert_cmpstr (title, ==, rows[i].expected);
    }
}

/* (nullable): Arabic ones, which few machines have installed, but most can make */
static locale_t
make_locale (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "ar_EG.UTF-8", NULL);
  g_autofree char *command = g_strdup_printf ("localedef --no-archive -c -i ar_EG -f UTF-8 %s", path);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_spawn_command_line_sync (command, &out, &err, NULL, NULL);
  g_setenv ("LOCPATH", directory, TRUE);
  return newlocale (LC_ALL_MASK, "ar_EG.UTF-8", (locale_t) 0);
}

/* Where there is no translation, sentences are English, and so are the months in them. */
static void
test_untranslated_date (void)
{
  g_autofree char *directory = vf_test_make_dir ();
  locale_t arabic = make_locale (directory);
  g_autofree char *date = NULL;
  locale_t before;

  if (arabic)
    {
      before = uselocale (arabic);
      date = vf_explain_date (1738367999);
      uselocale (before);
      freelocale (arabic);
      g_assert_cmpstr (date, ==, "31 January 2025");
    }
  else
    g_test_skip ("no Arabic locale can be made here");
  g_unsetenv ("LOCPATH");
  vf_test_remove_tree (directory);
}

static void
test_plural (void)
{
  g_autoptr (VfFinding) one = vf_finding_new (VF_CODE_EXPIRED_MEMBERS, VF_SEVERITY_WARNING, NULL, "1");
  g_autoptr (VfFinding) many = vf_finding_new (VF_CODE_EXPIRED_MEMBERS, VF_SEVERITY_WARNING, NULL, "12");
  g_autofree char *text_one = vf_explain_finding (one);
  g_autofree char *text_many = vf_explain_finding (many);

  g_assert_cmpstr (text_one, ==, "1 certificate here has expired.");
  g_assert_cmpstr (text_many, ==, "12 certificates here have expired.");
}

static void
test_fixes (void)
{
  for (guint id = 0; id < VF_N_FIXES; id++)
    for (guint with = 0; with < 2; with++)
      {
        g_autoptr (VfFix) fix = vf_fix_new ((VfFixId) id, with ? "db.test" : NULL, NULL);
        g_autofree char *label = vf_explain_fix (fix);
        g_autofree char *cost = vf_explain_fix_cost (fix);

        check_text (label);
        if (cost)
          check_sentence (cost);
      }
}

/* No way to a weaker check without saying what it costs. */
static void
test_weakening_has_a_price (void)
{
  static const VfFixId ids[] = { VF_FIX_USE_MODE_REQUIRE, VF_FIX_USE_MODE_VERIFY_CA, VF_FIX_TRUST_THIS_AUTHORITY,
                                 VF_FIX_USE_SYSTEM_AUTHORITIES, VF_FIX_CHANNEL_BINDING_OFF, VF_FIX_SEND_PASSWORD_ANYWAY };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (VfFix) fix = vf_fix_new (ids[i], NULL, NULL);
      g_autofree char *cost = vf_explain_fix_cost (fix);

      g_assert_nonnull (cost);
    }
}

/* "What was that file?" is answered for each kind of file, and for no two the same. */
static void
test_every_kind_of_file (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; vf_looks_like_words[i]; i++)
    {
      const char *text = vf_explain_looks_like (vf_looks_like_words[i]);

      check_text (text);
      g_assert_true (g_hash_table_add (seen, (gpointer) (guintptr) text));
    }
}

static void
test_stages (void)
{
  for (guint stage = 0; stage < VF_N_STAGES; stage++)
    {
      check_text (vf_explain_stage ((VfStage) stage));
      check_text (vf_stage_to_string ((VfStage) stage));
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/explain/codes", test_codes);
  g_test_add_func ("/explain/own-title", test_every_code_has_its_own_title);
  g_test_add_func ("/explain/subject-is-no-template", test_subject_is_no_template);
  g_test_add_func ("/explain/rows", test_rows);
  g_test_add_func ("/explain/variant", test_variant);
  g_test_add_func ("/explain/date", test_date);
  g_test_add_func ("/explain/date-untranslated", test_untranslated_date);
  g_test_add_func ("/explain/tls", test_tls);
  g_test_add_func ("/explain/plural", test_plural);
  g_test_add_func ("/explain/fixes", test_fixes);
  g_test_add_func ("/explain/weakening-has-a-price", test_weakening_has_a_price);
  g_test_add_func ("/explain/kinds-of-file", test_every_kind_of_file);
  g_test_add_func ("/explain/stages", test_stages);
  return g_test_run ();
}
