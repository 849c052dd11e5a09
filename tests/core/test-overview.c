#include "store/overview.h"

#include <string.h>

#include "store/saved-private.h"
#include "test.h"

#define DAY (24 * 60 * 60)

/* @expires: days from now; 0: not known.  @checked: hours ago; -1: never */
typedef struct
{
  const char *name;
  int checked;
  VfCode code;
  int expires;
  const char *host;
} Row;

static VfSaved *
make_saved (const Row *row)
{
  g_autofree char *text
    = g_strdup_printf ("[%s]\nhost=%s\nhostaddr=192.0.2.7\nport=5433\nuser=Ada\ndbname=Größe\nsslmode=verify-full\n",
                       row->name, row->host ? row->host : "db.test");
  g_autoptr (VfServiceFile) file = vf_service_file_parse (text, strlen (text), NULL);
  g_autoptr (VfNote) note = vf_note_new ();
  VfSaved *saved;

  note->checked = row->checked < 0 ? 0 : VF_TEST_NOW - row->checked * 60 * 60;
  note->code = row->code;
  note->expires = row->expires ? VF_TEST_NOW + (gint64) row->expires * DAY : 0;
  note->settings = vf_saved_fingerprint (file, row->name);
  saved = vf_saved_new (file, row->name, note);
  g_assert_nonnull (saved);
  return saved;
}

static void
test_proof (void)
{
  static const struct
  {
    Row row;
    VfProof proof;
    const char *why;
  } cases[] = {
    { { "a", -1, VF_CODE_NONE, 0 }, VF_PROOF_NEVER, "never checked" },
    { { "a", -1, VF_CODE_REFUSED, 9 }, VF_PROOF_NEVER, "what lies there is of no check" },
    { { "a", 2, VF_CODE_NONE, 364 }, VF_PROOF_PROVEN, "nothing ends soon" },
    { { "a", 2, VF_CODE_NONE, 0 }, VF_PROOF_PROVEN, "no end is known: Require" },
    { { "a", 2, VF_CODE_NONE, 30 }, VF_PROOF_PROVEN, "thirty days are still time" },
    { { "a", 2, VF_CODE_NONE, 29 }, VF_PROOF_EXPIRES, "less is soon" },
    { { "a", 9999, VF_CODE_NONE, -1 }, VF_PROOF_EXPIRED, "it has ended since it was proven" },
    { { "a", 2, VF_CODE_PASSWORD_NEEDED, 9 }, VF_PROOF_NEEDS_PASSWORD, "all was well but the password" },
    { { "a", 2, VF_CODE_CERTIFICATE_CHANGED, 364 }, VF_PROOF_CHANGED, "a stranger answered" },
    { { "a", 2, VF_CODE_WRONG_PASSWORD, 364 }, VF_PROOF_FAILED, "it failed" },
    { { "a", 2, VF_CODE_EXPIRED, -1 }, VF_PROOF_FAILED, "it failed because something has ended" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VfSaved) saved = make_saved (&cases[i].row);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (vf_saved_get_proof (saved, VF_TEST_NOW), ==, cases[i].proof);
    }
}

static void
test_sort (void)
{
  static const Row rows[] = {
    { "proven-late", 1, VF_CODE_NONE, 300 },
    { "never", -1, VF_CODE_NONE, 0 },
    { "expires-in-9", 1, VF_CODE_NONE, 9 },
    { "failed", 1, VF_CODE_REFUSED, 0 },
    { "changed", 1, VF_CODE_CERTIFICATE_CHANGED, 0 },
    { "aemter", 1, VF_CODE_NONE, 200 },
    { "proven-unknown", 1, VF_CODE_NONE, 0 },
    { "needs-password", 1, VF_CODE_PASSWORD_NEEDED, 5 },
    { "expired", 1, VF_CODE_NONE, -3 },
    { "expires-in-2", 1, VF_CODE_NONE, 2 },
    { "b", 1, VF_CODE_NONE, 200 },
  };
  g_autoptr (GPtrArray) saved = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_saved_unref);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (saved, make_saved (&rows[i]));
  vf_overview_sort (saved, VF_TEST_NOW);
  for (guint i = 0; i < saved->len; i++)
    g_string_append_printf (names, "%s ", vf_saved_get_name (saved->pdata[i]));
  g_assert_cmpstr (names->str, ==, "changed failed expired expires-in-2 expires-in-9 needs-password never aemter b proven-late "
                                   "proven-unknown ");
}

static void
test_search (void)
{
  static const struct
  {
    const char *text;
    gboolean found;
    const char *why;
  } cases[] = {
    { "", TRUE, "nothing asked for" },
    { "  \t", TRUE, "blanks ask for nothing" },
    { "shop", TRUE, "the name" },
    { "SHOP prod", TRUE, "two words of the name, another case" },
    { "prod shop", TRUE, "in any order" },
    { "rds.ali", TRUE, "a part of the host" },
    { "192.0.2", TRUE, "the address" },
    { "ada", TRUE, "the user" },
    { "größe", TRUE, "the database" },
    { "GRÖSSE", TRUE, "as it is written in capitals" },
    { "shop nobody", FALSE, "every word has to be found" },
    { "verify", FALSE, "the mode is none of them" },
    { "prodpgm", FALSE, "not across two of them" },
    { "\xff", FALSE, "no text at all" },
  };
  static const Row row = { "Shop-prod", -1, VF_CODE_NONE, 0, "pgm-1.rds.aliyuncs.com" };
  g_autoptr (VfSaved) saved = make_saved (&row);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = vf_overview_words (cases[i].text);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (vf_overview_matches (saved, (const char *const *) words), ==, cases[i].found);
    }
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/overview/proof", test_proof);
  g_test_add_func ("/overview/sort", test_sort);
  g_test_add_func ("/overview/search", test_search);
  return g_test_run ();
}
