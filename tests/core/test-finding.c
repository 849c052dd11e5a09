#include "finding.h"
#include "test.h"

/* The names are a contract: none missing, none twice, every fix found again by its name. */
static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < VF_N_CODES; i++)
    {
      const char *name = vf_code_to_string ((VfCode) i);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, g_strdup (name)));
    }
  for (guint i = VF_FIX_NONE + 1; i < VF_N_FIXES; i++)
    {
      VfFixId id;

      g_assert_true (vf_fix_id_from_string (vf_fix_id_to_string ((VfFixId) i), &id));
      g_assert_cmpint (id, ==, i);
    }
  g_assert_false (vf_fix_id_from_string ("none", &(VfFixId){ 0 }));
}

static void
test_values (void)
{
  g_autoptr (VfFix) fix = vf_fix_new (VF_FIX_USE_PORT, "8000", NULL);
  g_autoptr (VfFinding) finding
    = vf_finding_new_with_fixes (VF_CODE_REFUSED, VF_SEVERITY_ERROR, "db.test", NULL, &fix, 1);

  g_assert_cmpstr (vf_finding_get_subject (finding), ==, "db.test");
  g_assert_null (vf_finding_get_detail (finding));
  g_assert_cmpuint (vf_finding_get_n_fixes (finding), ==, 1);
  g_assert_cmpstr (vf_fix_get_argument (vf_finding_get_fix (finding, 0)), ==, "8000");
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  g_test_add_func ("/finding/names", test_names);
  g_test_add_func ("/finding/values", test_values);
  return g_test_run ();
}
