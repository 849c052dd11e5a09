#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "store/store.h"
#include "text.h"

/**
 * cli_rename:
 *
 * `verifull-cli rename`: gives a saved connection another name.  Its secrets stay where they are, because the keyring
 * knows servers and users, not names.
 */
CliStatus
cli_rename (int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!cli_parse_options (entries, _ ("NAME NEW-NAME"), _ ("Gives a saved connection another name."), 2, 2, &argc, &argv,
                          error)
      || !vf_store_rename (store, argv[1], argv[2], error))
    return CLI_ERROR;
  /* Translators: the old name of a saved connection, and the new one */
  g_string_append_printf (out, _ ("“%s” is called “%s” now."), argv[1], argv[2]);
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
  return CLI_YES;
}

/**
 * cli_duplicate:
 *
 * `verifull-cli duplicate`: copies a saved connection with its credentials, under a name that is free if none is given.
 */
CliStatus
cli_duplicate (int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr (VfStore) store = vf_store_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *copy = NULL;

  if (!cli_parse_options (entries, _ ("NAME [COPY]"), _ ("Copies a saved connection with its certificates."), 1, 2,
                          &argc, &argv, error))
    return CLI_ERROR;
  copy = argc > 2 ? g_strdup (argv[2]) : vf_store_suggest_copy_name (store, argv[1]);
  if (!vf_store_duplicate (store, argv[1], copy, error))
    return CLI_ERROR;
  /* Translators: the name of a copy, and of the connection that was copied */
  g_string_append_printf (out, _ ("“%s” is a copy of “%s”."), copy, argv[1]);
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
  return CLI_YES;
}
