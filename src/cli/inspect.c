#include "config.h"

#include "cli.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "connection/provider.h"
#include "import/archive.h"
#include "json.h"
#include "load.h"
#include "text.h"

static void
append_heading (GString *out, VfInventory *inventory)
{
  const char *provider_id = vf_inventory_get_provider (inventory);
  const VfProvider *provider = provider_id ? vf_provider_by_id (provider_id) : NULL;
  g_autofree char *authorities = vf_explain_authorities (inventory);
  g_autofree char *client = vf_explain_client (inventory);

  if (provider)
    {
      cli_text_append_padded (out, _ ("Provider"), 14);
      cli_text_append_tone (out, CLI_TONE_STRONG, vf_provider_get_name (provider));
      g_string_append_c (out, '\n');
    }
  cli_text_append_padded (out, _ ("Authorities"), 14);
  cli_text_append_clean (out, authorities);
  g_string_append_c (out, '\n');
  /* Translators: the person whom a client certificate stands for, as a heading of a row */
  cli_text_append_padded (out, _ ("You"), 14);
  cli_text_append_clean (out, client);
  g_string_append (out, "\n\n");
}

static const char *
label_of (const VfItem *item)
{
  static const char *const roles[] = {
    [VF_ROLE_OTHER] = N_ ("other"),   [VF_ROLE_ROOT] = N_ ("root"),     [VF_ROLE_INTERMEDIATE] = N_ ("intermediate"),
    [VF_ROLE_CLIENT] = N_ ("client"), [VF_ROLE_SERVER] = N_ ("server"),
  };
  static const char *const kinds[] = {
    [VF_KIND_UNKNOWN] = N_ ("unknown"),     [VF_KIND_CERTIFICATE] = N_ ("certificate"),
    [VF_KIND_PRIVATE_KEY] = N_ ("key"),     [VF_KIND_CRL] = N_ ("revocations"),
    [VF_KIND_KEY_STORE] = N_ ("key store"), [VF_KIND_KEY_PASSPHRASE] = N_ ("passphrase"),
    [VF_KIND_SKIPPED] = N_ ("skipped"),
  };
  VfKind kind = vf_item_get_kind (item);

  return kind == VF_KIND_CERTIFICATE ? _ (roles[vf_item_get_role (item)]) : _ (kinds[kind]);
}

static void
append_item (GString *out, const VfItem *item)
{
  g_autofree char *text = vf_explain_item (item);
  const char *const *also_in = vf_item_get_also_in (item);

  g_string_append (out, "  ");
  cli_text_append_padded (out, label_of (item), 14);
  cli_text_append_clean (out, text);
  g_string_append (out, "\n                ");
  cli_text_append_tone (out, CLI_TONE_QUIET, vf_item_get_path (item));
  for (guint i = 0; also_in && also_in[i]; i++)
    {
      g_string_append (out, "\n                ");
      cli_text_append_tone (out, CLI_TONE_QUIET, also_in[i]);
    }
  g_string_append_c (out, '\n');
}

static void
print_inventory (VfInventory *inventory)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_heading (out, inventory);
  for (guint i = 0; i < vf_inventory_get_n_items (inventory); i++)
    append_item (out, vf_inventory_get_item (inventory, i));
  if (vf_inventory_get_n_findings (inventory) > 0)
    g_string_append_c (out, '\n');
  for (guint i = 0; i < vf_inventory_get_n_findings (inventory); i++)
    cli_text_append_finding (out, vf_inventory_get_finding (inventory, i), NULL);
  cli_text_print (stdout, out);
}

static void
report_inventory (VfInventory *inventory, VfCredentials *credentials, gboolean json)
{
  if (json)
    cli_json_print_inventory (inventory, credentials);
  else
    print_inventory (inventory);
}

/**
 * cli_inspect:
 *
 * `verifull-cli inspect`: what is in archives, folders and files.
 *
 * Returns: %CLI_NO if nothing in them can be used for a connection
 */
CliStatus
cli_inspect (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autofree char *passphrase_file = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON object"), NULL },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &passphrase_file,
      N_ ("Read the passphrase of a locked key from FILE (“-”: standard input)"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (SecretValue) passphrase = NULL;
  g_autoptr (VfInventory) inventory = NULL;
  g_autoptr (VfCredentials) credentials = NULL;

  if (!cli_parse_options (entries, _ ("PATH…"), _ ("Says what is in archives, folders and files."), 1, -1, &argc, &argv,
                          error))
    return CLI_ERROR;
  if (passphrase_file && !(passphrase = cli_read_secret (passphrase_file, error)))
    return CLI_ERROR;
  inventory = cli_load_inventory ((const char *const *) argv + 1, passphrase, error);
  if (!inventory)
    return CLI_ERROR;
  credentials = vf_credentials_new_from_inventory (inventory);
  report_inventory (inventory, credentials, json);
  return vf_credentials_is_empty (credentials) ? CLI_NO : CLI_YES;
}
