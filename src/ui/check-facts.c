#include "config.h"

#include "check-facts.h"

#include <glib/gi18n.h>

#include "check/explain.h"

static GtkWidget *
make_label (const char *text, const char *style)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (text);

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_fact (GtkGrid *grid, const char *name, const char *value)
{
  GtkWidget *key, *fact;
  int row = 0;

  if (!value)
    return;
  while (gtk_grid_get_child_at (grid, 0, row))
    row++;
  key = make_label (name, "dim-label");
  fact = make_label (value, NULL);
  gtk_widget_set_hexpand (fact, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (fact), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, key, NULL, -1);
  gtk_grid_attach (grid, key, 0, row, 1, 1);
  gtk_grid_attach (grid, fact, 1, row, 1, 1);
}

static const char *
explain_password (VfSession *session, gboolean saved)
{
  VfReport *report = vf_session_get_report (session);

  if (vf_session_get_password_stored (session))
    return _("Stored in your keyring");
  if (!vf_report_get_password_used (report) || !vf_session_get_password (session))
    return _("The server asked for none");
  if (vf_session_get_remember (session))
    return saved ? _("Not stored") : _("Goes into your keyring when you save");
  return _("Not stored, as you chose; psql will ask for it");
}

static char *
join_pair (const char *first, const char *second)
{
  if (first && second && !g_str_equal (first, second))
    return g_strdup_printf ("%s, %s", first, second);
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
    add_fact (grid, _("Vouched for by"), vf_certificate_get_display_name (anchor));
  until = vf_explain_date (vf_certificate_get_not_after (g_ptr_array_index (chain, 0)));
  add_fact (grid, _("Until"), until);
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
  g_autofree char *encryption = join_pair (vf_report_get_tls_version (report), vf_report_get_tls_cipher (report));

  while (gtk_grid_get_child_at (grid, 0, 0))
    gtk_grid_remove_row (grid, 0);
  add_fact (grid, _("Server"), server);
  add_certificate_facts (grid, report);
  add_fact (grid, _("Encryption"), encryption);
  add_fact (grid, vf_report_get_product (report) == VF_PRODUCT_GAUSSDB ? "GaussDB" : "PostgreSQL",
            vf_report_get_server_version (report));
  add_fact (grid, _("Password"), explain_password (session, saved));
}
