#include "config.h"

#include "certificate-compare.h"

#include <glib/gi18n.h>
#include <string.h>

#include "check/explain.h"
#include "fingerprint.h"
#include "wrap-texts.h"

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  vf_wrap_anywhere (GTK_LABEL (label));
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* The name of the fact stands in each column, so that either is read as a whole. */
static void
add_value (GtkGrid *grid, int column, int row, const char *name, const char *value, gboolean monospace,
           gboolean changed)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = make_label (name, "caption");
  GtkWidget *label = make_label (value, monospace ? "monospace" : NULL);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  if (changed)
    gtk_widget_add_css_class (label, "changed");
  if (monospace)
    {
      gtk_widget_add_css_class (label, "caption");
      vf_fingerprint_break_between_pairs (GTK_LABEL (label));
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_box_append (GTK_BOX (cell), title);
  gtk_box_append (GTK_BOX (cell), label);
  gtk_grid_attach (grid, cell, column, row, 1, 1);
}

static void
add_fact (GtkGrid *grid, int row, const char *name, const char *before, const char *now, gboolean monospace)
{
  gboolean changed = !g_str_equal (before, now);

  add_value (grid, 0, row, name, before, monospace, FALSE);
  add_value (grid, 1, row, name, now, monospace, changed);
}

static char *
list_names (const VfServerRecord *record)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; record->names[i]; i++)
    {
      const char *colon = strchr (record->names[i], ':');

      g_string_append_printf (text, "%s%s", i ? "\n" : "", colon ? colon + 1 : record->names[i]);
    }
  if (text->len == 0)
    g_string_append (text, record->name);
  return g_string_free (text, FALSE);
}

static void
add_facts (GtkGrid *grid, const VfServerRecord *before, const VfServerRecord *now)
{
  g_autofree char *old_names = list_names (before);
  g_autofree char *new_names = list_names (now);
  g_autofree char *old_from = vf_explain_date (before->not_before);
  g_autofree char *new_from = vf_explain_date (now->not_before);
  g_autofree char *old_until = vf_explain_date (before->not_after);
  g_autofree char *new_until = vf_explain_date (now->not_after);

  add_fact (grid, 1, _("Names"), old_names, new_names, FALSE);
  add_fact (grid, 2, _("Signed by"), before->issuer, now->issuer, FALSE);
  add_fact (grid, 3, _("Valid from"), old_from, new_from, FALSE);
  add_fact (grid, 4, _("Valid until"), old_until, new_until, FALSE);
  add_fact (grid, 5, _("SHA-256 fingerprint"), before->sha256, now->sha256, TRUE);
}

/**
 * vf_certificate_compare_new_for_report:
 * @report: of a check
 *
 * Returns: (transfer floating) (nullable): before on the one side, now on the other
 */
GtkWidget *
vf_certificate_compare_new_for_report (VfReport *report)
{
  VfServerIdentity *before = vf_report_get_remembered (report);
  VfServerIdentity *now = vf_report_get_server (report);
  GtkWidget *grid;

  if (!before || !now)
    return NULL;
  grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "certificate-compare");
  /* translators: heads the column with the certificate that the server showed the last time */
  gtk_grid_attach (GTK_GRID (grid), make_label (_("Before"), "heading"), 0, 0, 1, 1);
  /* translators: heads the column with the certificate that the server shows this time */
  gtk_grid_attach (GTK_GRID (grid), make_label (_("Now"), "heading"), 1, 0, 1, 1);
  add_facts (GTK_GRID (grid), vf_server_identity_get_record (before), vf_server_identity_get_record (now));
  return grid;
}
