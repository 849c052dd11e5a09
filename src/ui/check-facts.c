#include "config.h"

#include "check-facts.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "fact-grid.h"
#include "sandbox.h"

static const char *
explain_password (VfSession *session, gboolean saved)
{
  VfReport *report = vf_session_get_report (session);
  gboolean alone = vf_in_flatpak (NULL);

  if (vf_session_get_password_stored (session))
    return alone ? _("Stored where only Verifull can read it") : _("Stored in your keyring");
  if (!vf_report_get_password_used (report) || !vf_session_get_password (session))
    return _("The server asked for none");
  if (vf_session_get_remember (session))
    return saved ? _("Not stored")
           : alone ? _("When you save, it is stored where only Verifull can read it")
                   : _("Goes into your keyring when you save");
  return vf_report_stock_clients_can (report) ? _("Not stored, as you chose; psql will ask for it")
                                              : _("Not stored, as you chose");
}

/* (nullable): no password was sent */
static const char *
explain_binding (VfReport *report)
{
  if (!vf_report_get_password_used (report))
    return NULL;
  switch (vf_report_get_binding (report))
    {
    case VF_BINDING_BOUND:
      return _("Tied to this encrypted connection, so that nobody in between can use it");
    case VF_BINDING_UNBOUND:
      return _("Not tied to this encrypted connection, because the server or a setting does not allow it");
    case VF_BINDING_UNKNOWN:
    case VF_BINDING_NONE:
      break;
    }
  return _("Not known whether it is tied to this encrypted connection");
}

static char *
join_pair (const char *first, const char *second)
{
  if (first && second && !g_str_equal (first, second))
    return g_strconcat (first, _(", "), second, NULL);
  return g_strdup (first ? first : second);
}

static void
add_certificate_facts (GtkGrid *grid, VfReport *report)
{
  GPtrArray *chain = vf_report_get_chain (report);
  VfCertificate *anchor = vf_report_get_anchor (report);
  g_autofree char *until = NULL;

  if (vf_report_get_mode (report) == VF_SSL_MODE_REQUIRE || !chain || chain->len == 0)
    return;
  if (anchor)
    vf_fact_grid_add_term (grid, _("Vouched for by"), vf_certificate_get_display_name (anchor), VF_TERM_AUTHORITY);
  until = vf_explain_date (vf_certificate_get_not_after (g_ptr_array_index (chain, 0)));
  vf_fact_grid_add (grid, _("Until"), until);
}

/**
 * vf_check_facts_fill:
 * @grid: two columns; what is in it goes
 * @session: with the report of a successful check
 * @saved: whether the connection was saved since
 */
void
vf_check_facts_fill (GtkGrid *grid, VfSession *session, gboolean saved)
{
  VfReport *report = vf_session_get_report (session);
  g_autofree char *server = join_pair (vf_report_get_host (report), vf_report_get_address (report));
  g_autofree char *version = vf_explain_tls (vf_report_get_tls_version (report));
  g_autofree char *encryption = join_pair (version, vf_report_get_tls_cipher (report));

  vf_fact_grid_clear (grid);
  vf_fact_grid_add (grid, _("Server"), server);
  add_certificate_facts (grid, report);
  vf_fact_grid_add_term (grid, _("Encryption"), encryption, VF_TERM_TLS);
  vf_fact_grid_add (grid, vf_report_get_product (report) == VF_PRODUCT_GAUSSDB ? _("Product") : "PostgreSQL",
                    vf_report_get_server_version (report));
  vf_fact_grid_add (grid, _("Password"), explain_password (session, saved));
  vf_fact_grid_add_term (grid, _("Sending the password"), explain_binding (report), VF_TERM_CHANNEL_BINDING);
}
