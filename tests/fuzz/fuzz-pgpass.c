#include <string.h>

#include "connection/password-file.h"
#include "fuzz.h"

/* The line that the export room would write is found again, whatever follows it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char first[] = "db.example.com:5432:shop:al:a\\:b\\\\c\n";
  g_autoptr (VfTarget) target = vf_target_new ("db.example.com", NULL, 5432, "shop", "al");
  g_autofree char *text = g_malloc (size + sizeof first);
  g_autoptr (SecretValue) found = NULL;
  g_autoptr (SecretValue) known = NULL;

  memcpy (text, data, size);
  found = vf_password_file_find (text, size, target);
  if (found)
    {
      gsize length;
      const char *password = secret_value_get (found, &length);

      g_assert_true (length > 0 && length <= size && g_utf8_validate (password, (gssize) length, NULL));
    }
  memcpy (text, first, sizeof first - 1);
  memcpy (text + sizeof first - 1, data, size);
  known = vf_password_file_find (text, sizeof first - 1 + size, target);
  g_assert_cmpstr (secret_value_get_text (known), ==, "a:b\\c");
  return 0;
}
