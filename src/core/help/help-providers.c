#include "config.h"

#include "help/help-private.h"

#include <glib/gi18n.h>

#include "connection/provider.h"

/* ".example.com" ends a name; in the others there are stars already. */
static char *
join_hosts (const char *const *hosts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; hosts[i]; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", *hosts[i] == '.' ? "*" : "", hosts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_hosts (VfHelpPage *page, const VfProvider *provider)
{
  const char *const *hosts = vf_provider_get_hosts (provider);
  g_autofree char *joined = hosts && hosts[0] ? join_hosts (hosts) : NULL;

  if (joined)
    /* Translators: %s are patterns such as *.example.com */
    vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("Its servers have names such as %s."), joined));
}

static void
add_ports (VfHelpPage *page, const VfProvider *provider)
{
  guint port = vf_provider_get_port (provider), other = vf_provider_get_other_port (provider);

  if (port && other)
    vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("The port is usually %u, or else %u."), port, other));
  else if (port)
    vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("The port is usually %u."), port));
}

static void
add_login (VfHelpPage *page, const VfProvider *provider)
{
  const char *dbname = vf_provider_get_dbname (provider), *user = vf_provider_get_user (provider);

  if (dbname)
    vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("The first database is “%s”."), dbname));
  if (user)
    vf_help_page_take (page, VF_HELP_TEXT, g_strdup_printf (_ ("The first user is “%s”."), user));
}

/* What the table of providers knows. */
static void
add_facts (VfHelpPage *page, const VfProvider *provider)
{
  const char *allow_list = vf_provider_get_allow_list (provider);
  const char *advice = vf_provider_get_advice (provider);

  if (advice)
    vf_help_page_add (page, VF_HELP_TEXT, advice);
  add_hosts (page, provider);
  add_ports (page, provider);
  add_login (page, provider);
  if (allow_list)
    /* Translators: %s is the English name of a page in a provider's console */
    vf_help_page_take (page, VF_HELP_TEXT,
                       g_strdup_printf (_ ("In its console, the list of addresses that may connect is called “%s”."),
                                        allow_list));
  if (!vf_provider_supports_verify_full (provider))
    vf_help_page_add (page, VF_HELP_TEXT,
                      _ ("By its own documentation, Verify-Full does not work there; what Verifull sees of your server counts for more."));
  if (vf_provider_is_publicly_trusted (provider))
    vf_help_page_add (page, VF_HELP_TEXT,
                      _ ("You need no archive: begin without one, and let the server be checked against the public authorities."));
}

void
vf_help_list_providers (GPtrArray *pages)
{
  GPtrArray *providers = vf_provider_list ();

  for (guint i = 0; i < providers->len; i++)
    {
      const VfProvider *provider = providers->pdata[i];
      const char *id = vf_provider_get_id (provider);
      VfHelpPage *page = vf_help_page_new (VF_HELP_PROVIDERS, vf_help_id_of_provider (id),
                                           g_strdup (vf_provider_get_name (provider)));

      add_facts (page, provider);
      for (const VfGuide *guide = vf_guides_providers; guide->page; guide++)
        if (g_str_equal (guide->page, id))
          vf_help_page_add (page, guide->kind, _ (guide->text));
      g_ptr_array_add (pages, page);
    }
}
