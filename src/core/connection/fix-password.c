#include "config.h"

#include "connection/connection.h"

#include <string.h>

/* An empty password would be taken for none. */
static SecretValue *
take (const char *text, gsize length, gsize old_length)
{
  return length > 0 && length < old_length ? secret_value_new (text, (gssize) length, "text/plain") : NULL;
}

static SecretValue *
trim (const char *text, gsize length)
{
  const char *start = text;
  const char *end = text + length;

  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  return take (start, (gsize) (end - start), length);
}

/* RFC 3986, section 2.1; what is no escape stays as it is.  GLib takes no NUL for text. */
static SecretValue *
decode (const char *text, gsize length)
{
  g_autofree char *plain = g_malloc (length + 1);
  gsize n = 0;
  SecretValue *decoded = NULL;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
      {
        plain[n++] = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
        i += 2;
      }
    else
      plain[n++] = text[i];
  plain[n] = '\0';
  if (g_utf8_validate (plain, (gssize) n, NULL))
    decoded = take (plain, n, length);
  explicit_bzero (plain, length + 1);
  return decoded;
}

/**
 * vf_fix_apply_to_password:
 * @fix: one way out
 * @password: the password that was refused
 *
 * Returns: (transfer full) (nullable): another password, or %NULL if the fix is not about passwords or leaves this one
 *   as it is
 */
SecretValue *
vf_fix_apply_to_password (const VfFix *fix, SecretValue *password)
{
  gsize length = 0;
  const char *text = secret_value_get (password, &length);

  if (vf_fix_get_id (fix) == VF_FIX_TRIM_PASSWORD)
    return trim (text, length);
  return vf_fix_get_id (fix) == VF_FIX_DECODE_PASSWORD ? decode (text, length) : NULL;
}
