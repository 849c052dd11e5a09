#include "config.h"

#include "check/redact.h"

#include <string.h>

/* A shorter secret would be found in every other word; and whoever sees the gaps could tell it from them. */
#define MIN_LENGTH 4

/**
 * vf_redact:
 * @text: (transfer full) (nullable): what a server said
 * @secret: (nullable): what nobody else shall read in it
 *
 * A server may repeat the password that it has just got, and what it says goes into a report that is passed on.  What is
 * to be recognised by its words must be so before: “password” is many a password.
 *
 * Returns: (transfer full) (nullable): the text with dots for the secret, wherever that is four bytes long or longer
 */
char *
vf_redact (char *text, SecretValue *secret)
{
  gsize length = 0;
  const char *needle = secret ? secret_value_get (secret, &length) : NULL;
  g_autoptr (GString) clean = NULL;
  char *found;

  if (!text || length < MIN_LENGTH || memchr (needle, '\0', length))
    return text;
  clean = g_string_new (NULL);
  for (char *rest = text; ; rest = found + length)
    {
      found = memmem (rest, strlen (rest), needle, length);
      g_string_append_len (clean, rest, found ? found - rest : (gssize) strlen (rest));
      if (!found)
        break;
      g_string_append (clean, "•••");
    }
  explicit_bzero (text, strlen (text));
  g_free (text);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}
