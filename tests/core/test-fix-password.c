#include "config.h"

#include "connection/connection.h"

#include "test.h"

typedef struct
{
  VfFixId id;
  const char *password;
  const char *expected; /* NULL: nothing is changed */
  const char *why;
} Row;

static const Row rows[] = {
  { VF_FIX_TRIM_PASSWORD, "geheim\n", "geheim", "copied with the end of the line" },
  { VF_FIX_TRIM_PASSWORD, " ge heim\t", "ge heim", "blanks inside belong to it" },
  { VF_FIX_TRIM_PASSWORD, "geheim", NULL, "nothing around it" },
  { VF_FIX_TRIM_PASSWORD, "  ", NULL, "an empty password would be none" },
  { VF_FIX_DECODE_PASSWORD, "p%40ss%2Fword", "p@ss/word", "copied from a URI" },
  { VF_FIX_DECODE_PASSWORD, "%e5%af%86", "密", "letters beyond ASCII" },
  { VF_FIX_DECODE_PASSWORD, "100%", NULL, "a lone percent sign" },
  { VF_FIX_DECODE_PASSWORD, "a%4", NULL, "half an escape" },
  { VF_FIX_DECODE_PASSWORD, "a%zz%41", "a%zzA", "what is no escape stays" },
  { VF_FIX_DECODE_PASSWORD, "%ff%fe", NULL, "no text" },
  { VF_FIX_DECODE_PASSWORD, "a%00b", NULL, "libpq would stop there" },
  { VF_FIX_USE_PORT, " %41 ", NULL, "not about passwords" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (VfFix) fix = vf_fix_new (row->id, NULL, NULL);
  SecretValue *password = secret_value_new (row->password, -1, "text/plain");
  SecretValue *mended = vf_fix_apply_to_password (fix, password);

  g_test_message ("%s", row->why);
  g_assert_cmpstr (mended ? secret_value_get_text (mended) : NULL, ==, row->expected);
  g_assert_cmpstr (secret_value_get_text (password), ==, row->password);
  g_clear_pointer (&mended, secret_value_unref);
  secret_value_unref (password);
}

int
main (int argc, char **argv)
{
  vf_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fix-password/%02u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
