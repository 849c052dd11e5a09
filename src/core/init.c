#include "config.h"

#include "init.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>

/* libpq calls this for a key that is encrypted and has no sslpassword; OpenSSL would then ask on the terminal and
 * block.  Zero means: no passphrase, so the key does not open and the login says so. */
static int
key_passphrase_hook (char *buffer, int size, PGconn *connection)
{
  const char *passphrase = NULL;
  PQconninfoOption *options = PQconninfo (connection);
  int length = 0;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (g_str_equal (option->keyword, "sslpassword"))
      passphrase = option->val;
  if (passphrase && size > 0)
    {
      length = (int) MIN (strlen (passphrase), (gsize) size - 1);
      memcpy (buffer, passphrase, length);
      buffer[length] = '\0';
    }
  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->val)
      OPENSSL_cleanse (option->val, strlen (option->val));
  PQconninfoFree (options);
  return length;
}

void
vf_init (void)
{
  const char *translations = g_getenv ("VF_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, translations ? translations : VF_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* a service brings in settings from outside, and libpq has no keyword that says "none" */
  g_unsetenv ("PGSERVICE");
  PQsetSSLKeyPassHook_OpenSSL (key_passphrase_hook);
}
