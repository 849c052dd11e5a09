#include "config.h"

#include "init.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "connection/libpq-lazy.h"

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

/* A service brings in settings from outside, and libpq has no keyword that says "none"; an empty list of allowed ways to
 * log in allows none of them (libpq 16 to 18). */
static const char *const withheld[] = { "PGSERVICE", "PGREQUIREAUTH" };
static char *withheld_values[G_N_ELEMENTS (withheld)];

static void
withhold_from_libpq (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (withheld); i++)
    if (g_getenv (withheld[i]))
      {
        withheld_values[i] = g_strdup (g_getenv (withheld[i]));
        g_unsetenv (withheld[i]);
      }
}

/**
 * vf_init_get_environ:
 *
 * Returns: (transfer full) (array zero-terminated=1): the environment that other programs get, with what this process
 *   keeps from libpq
 */
char **
vf_init_get_environ (void)
{
  char **environment = g_get_environ ();

  for (guint i = 0; i < G_N_ELEMENTS (withheld); i++)
    if (withheld_values[i])
      environment = g_environ_setenv (environment, withheld[i], withheld_values[i], FALSE);
  return environment;
}

void
vf_init (void)
{
  const char *translations = g_getenv ("VF_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, translations ? translations : VF_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  withhold_from_libpq ();
  /* A program that is closed while it checks ends with a thread inside of OpenSSL, whose memory must not go before. */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
  vf_libpq_set_key_hook (key_passphrase_hook);
}
