#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "laws.h"
#include "store/foreign.h"

static void
assert_texts (const char *const *texts)
{
  for (guint i = 0; texts[i]; i++)
    fuzz_assert_text (texts[i]);
}

/* Whatever a list says, it becomes a connection that can be tried, or says why not; and it is never weaker than
 * what it says. */
static void
assert_foreign (VfForeign *foreign)
{
  g_autoptr (GError) error = NULL;
  const char *word = vf_foreign_get_word (foreign);
  gboolean sound = vf_target_check (vf_foreign_get_target (foreign), &error);
  VfSslMode mode;
  VfSslMode said;

  fuzz_assert_text (vf_foreign_get_name (foreign));
  fuzz_assert_text (vf_foreign_get_group (foreign));
  fuzz_assert_text (vf_foreign_get_obstacle (foreign));
  fuzz_assert_text (word);
  assert_texts (vf_foreign_get_notes (foreign));
  g_assert_true (sound || vf_foreign_get_obstacle (foreign));
  if (!vf_foreign_get_mode (foreign, &mode))
    g_assert_cmpint (mode, ==, VF_SSL_MODE_VERIFY_FULL);
  else
    g_assert_true (vf_ssl_mode_from_string (word, &said) && mode >= said);
  g_assert_true (!vf_foreign_get_password (foreign) == !vf_foreign_get_password_place (foreign));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const VfForeignPlace place = { .path = "/list" };
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfForeignList) list = vf_foreign_list_parse (text ? text : "", size, &place, &error);
  g_autofree char *sentence = list ? vf_foreign_list_describe (list) : NULL;

  g_assert_true ((list != NULL) != (error != NULL));
  fuzz_assert_text (list ? sentence : error->message);
  if (list)
    assert_texts (vf_foreign_list_get_notes (list));
  for (guint i = 0; list && i < vf_foreign_list_get_n (list); i++)
    assert_foreign (vf_foreign_list_get (list, i));
  return 0;
}
