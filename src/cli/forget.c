#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "error.h"
#include "store/keyring.h"
#include "store/store.h"
#include "text.h"

typedef struct
{
  gboolean undo;
  gboolean for_good;
} ForgetOptions;

/* --- the secrets --- */

static gboolean
forget_secret (VfTarget *target, VfSecretKind kind, gboolean *any, GError **error)
{
  GError *failed = NULL;
  g_autoptr (SecretValue) secret = vf_keyring_lookup (target, kind, cli_cancellable (), &failed);

  if (failed)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  *any = *any || secret;
  return !secret || vf_keyring_clear (target, kind, cli_cancellable (), error);
}

/* whether the keyring held any */
static gboolean
forget_secrets (VfTarget *target)
{
  static const VfSecretKind kinds[] = { VF_SECRET_PASSWORD, VF_SECRET_PASSPHRASE };
  g_autoptr (GError) error = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !error; i++)
    forget_secret (target, kinds[i], &any, &error);
  /* no keyring, no secret in it */
  if (error && !g_error_matches (error, VF_ERROR, VF_ERROR_KEYRING_ABSENT))
    cli_warn ("%s", error->message);
  return any;
}

/* --- what is said --- */

static void
print_forgotten (const char *name, gboolean kept, gboolean had_secrets)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *quoted = g_shell_quote (name);

  /* Translators: %s: name of a saved connection */
  g_string_append_printf (out, _ ("“%s” is deleted."), name);
  if (kept)
    g_string_append_printf (out, " %s\n  verifull-cli forget --undo %s",
                            had_secrets ? _ ("For a day this brings it back, without what the keyring held for it:")
                                        : _ ("For a day this brings it back:"),
                            quoted);
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
}

static void
print_restored (const char *name, VfTarget *target)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) password = vf_keyring_lookup (target, VF_SECRET_PASSWORD, cli_cancellable (), &error);

  /* Translators: %s: name of a saved connection */
  g_string_append_printf (out, _ ("“%s” is back."), name);
  if (!password && !error)
    g_string_append_printf (out, " %s", _ ("The keyring holds no password for it."));
  g_string_append_c (out, '\n');
  cli_text_print (stdout, out);
}

/* --- the command --- */

static CliStatus
undo (VfStore *store, const char *name, GError **error)
{
  g_autoptr (VfRemoved) removed = vf_store_find_kept (store, name, error);
  g_autoptr (VfSaved) saved = NULL;

  if (!removed || !vf_store_restore (store, removed, error))
    return CLI_ERROR;
  saved = vf_store_find (store, name, error);
  if (!saved)
    return CLI_ERROR;
  print_restored (name, vf_saved_get_target (saved));
  return CLI_YES;
}

/* What was deleted before under that name counts, too: whoever asks wants nothing of it left. */
static CliStatus
forget_for_good (VfStore *store, const char *name, GError **error)
{
  gboolean erased = vf_store_erase_kept (store, name);
  g_autoptr (GError) absent = NULL;
  g_autoptr (VfSaved) saved = vf_store_find (store, name, &absent);
  g_autoptr (VfRemoved) removed = saved ? vf_store_remove (store, name, error) : NULL;

  if (!saved && !erased)
    g_propagate_error (error, g_steal_pointer (&absent));
  if (saved ? !removed : !erased)
    return CLI_ERROR;
  if (saved && !vf_store_uses_target (store, vf_saved_get_target (saved)))
    forget_secrets (vf_saved_get_target (saved));
  print_forgotten (name, FALSE, FALSE);
  return CLI_YES;
}

static CliStatus
forget (VfStore *store, const char *name, GError **error)
{
  g_autoptr (VfSaved) saved = vf_store_find (store, name, error);
  g_autoptr (VfRemoved) removed = saved ? vf_store_remove (store, name, error) : NULL;
  g_autoptr (GError) failed = NULL;
  gboolean kept;
  gboolean had_secrets;

  if (!removed)
    return CLI_ERROR;
  kept = vf_store_keep_removed (store, removed, &failed);
  if (!kept)
    cli_warn ("%s", failed->message);
  had_secrets = !vf_store_uses_target (store, vf_saved_get_target (saved)) && forget_secrets (vf_saved_get_target (saved));
  print_forgotten (name, kept, had_secrets);
  return CLI_YES;
}

/**
 * cli_forget:
 *
 * `verifull-cli forget`: deletes a saved connection, its credentials, and its secrets in the keyring; or takes that back,
 * but for the secrets: they are not kept anywhere.
 */
CliStatus
cli_forget (int argc, char **argv, GError **error)
{
  ForgetOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "undo", 0, 0, G_OPTION_ARG_NONE, &options.undo, N_ ("Bring a deleted connection back, without its secrets"), NULL },
    { "for-good", 0, 0, G_OPTION_ARG_NONE, &options.for_good, N_ ("Keep nothing that could bring it back"), NULL },
    { NULL },
  };
  g_autoptr (VfStore) store = vf_store_new (NULL);

  if (!cli_parse_options (entries, _ ("NAME"), _ ("Deletes a saved connection and its secrets."), 1, 1, &argc, &argv,
                          error))
    return CLI_ERROR;
  if (options.undo && options.for_good)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("forget: --undo and --for-good exclude each other"));
      return CLI_ERROR;
    }
  return options.undo       ? undo (store, argv[1], error)
         : options.for_good ? forget_for_good (store, argv[1], error)
                            : forget (store, argv[1], error);
}
