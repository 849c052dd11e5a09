#include <string.h>

#include "connection/paste.h"
#include "error.h"
#include "fuzz.h"
#include "laws.h"

static void
assert_secret (SecretValue *value)
{
  gsize length;
  const char *text = value ? secret_value_get (value, &length) : NULL;

  if (!text)
    return;
  g_assert_null (memchr (text, '\0', length));
  g_assert_true (g_utf8_validate (text, (gssize) length, NULL));
}

static void
assert_target (VfTarget *target)
{
  g_autofree char *wrong = NULL;

  g_assert_cmpuint (vf_target_get_port (target), <=, 65535);
  fuzz_assert_text (vf_target_get_host (target));
  fuzz_assert_text (vf_target_get_hostaddr (target));
  fuzz_assert_text (vf_target_get_dbname (target));
  fuzz_assert_text (vf_target_get_user (target));
  if (vf_target_get_host (target))
    wrong = vf_target_check_field (VF_FIELD_HOST, vf_target_get_host (target));
  g_assert_null (wrong);
}

static void
assert_paste (const VfPaste *paste)
{
  const char *const *keywords = vf_paste_list_keywords (paste);
  VfSslMode mode;

  fuzz_assert_text (vf_paste_kind_describe (vf_paste_get_kind (paste)));
  assert_target (vf_paste_get_target (paste));
  assert_secret (vf_paste_get_password (paste));
  assert_secret (vf_paste_get_passphrase (paste));
  vf_paste_get_mode (paste, &mode);
  for (guint i = 0; keywords[i]; i++)
    {
      g_assert_true (keywords[i][0] != '\0');
      g_assert_true (!strstr (keywords[i], "password"));
      fuzz_assert_text (keywords[i]);
      fuzz_assert_text (vf_paste_get_keyword (paste, keywords[i]));
    }
}

/* What the form does with what is typed: a host that it takes needs no tidying any more. */
static void
assert_fields (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *wrong = NULL;

  for (guint field = 0; field < VF_N_FIELDS; field++)
    {
      g_autofree char *sentence = vf_target_check_field ((VfField) field, text);

      fuzz_assert_text (sentence);
    }
  vf_target_tidy_host (text, &host, &port);
  fuzz_assert_text (host);
  g_assert_true (!port || strlen (port) <= 5);
  wrong = vf_target_check_field (VF_FIELD_HOST, host);
  if (!wrong)
    {
      g_autofree char *again = NULL;
      g_autofree char *no_port = NULL;

      g_assert_false (vf_target_tidy_host (host, &again, &no_port));
      g_assert_cmpstr (host, ==, again);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (VfPaste) paste = vf_paste_parse (text, &error);

  g_assert_true ((paste != NULL) != (error != NULL));
  if (paste)
    assert_paste (paste);
  else
    fuzz_assert_text (error->message);
  assert_fields (text);
  return 0;
}
