#include "config.h"

#include "trust-row.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "describe.h"
#include "fact-grid.h"
#include "fingerprint.h"
#include "fold-layout.h"
#include "import/certificate.h"
#include "page.h"
#include "wrap-texts.h"

struct _VfTrustRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *line;
  GtkLabel *title;
  GtkLabel *cost;
  GtkToggleButton *compare;
  GtkRevealer *revealer;
  GtkGrid *facts;
  GtkWidget *fingerprint_line;
  GtkLabel *fingerprint;
  GtkButton *copy;
  GtkCheckButton *compared;
  GtkWidget *trust;
};

G_DEFINE_FINAL_TYPE (VfTrustRow, vf_trust_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_compare (VfTrustRow *self)
{
  gboolean open = gtk_toggle_button_get_active (self->compare);

  gtk_revealer_set_reveal_child (self->revealer, open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->compare), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
on_copy (VfTrustRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->fingerprint));
  gtk_button_set_label (self->copy, _("Copied"));
}

static void
on_compared (VfTrustRow *self)
{
  gtk_widget_set_sensitive (self->trust, gtk_check_button_get_active (self->compared));
}

static void
show_certificate (VfTrustRow *self, GBytes *der)
{
  g_autoptr (VfCertificate) certificate
    = der ? vf_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), NULL) : NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (!certificate)
    return;
  from = vf_explain_date (vf_certificate_get_not_before (certificate));
  until = vf_explain_date (vf_certificate_get_not_after (certificate));
  vf_fact_grid_add (self->facts, _("Name"), vf_certificate_get_display_name (certificate));
  vf_fact_grid_add (self->facts, _("Signed by"), vf_certificate_is_self_signed (certificate)
                                                   ? _("itself") : vf_certificate_get_issuer_display_name (certificate));
  vf_fact_grid_add (self->facts, _("Valid from"), from);
  vf_fact_grid_add (self->facts, _("Valid until"), until);
}

static void
vf_trust_row_class_init (VfTrustRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "trust-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, line);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, title);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, cost);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, compare);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, facts);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, fingerprint_line);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, copy);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, compared);
  gtk_widget_class_bind_template_child (widget_class, VfTrustRow, trust);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_compared);
}

static void
vf_trust_row_init (VfTrustRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_wrap_texts (GTK_WIDGET (self));
  /* beside the fingerprint, which is broken anywhere */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->copy)), FALSE);
  gtk_widget_set_layout_manager (self->line, vf_fold_layout_new ());
  gtk_widget_set_layout_manager (self->fingerprint_line, vf_fold_layout_new ());
  /* the button makes its label itself, and in one line */
  gtk_label_set_wrap (GTK_LABEL (gtk_widget_get_last_child (GTK_WIDGET (self->compared))), TRUE);
}

/**
 * vf_trust_row_new:
 * @fix: one that vf_fix_wants_comparing()
 *
 * Returns: (transfer floating): a closed row
 */
GtkWidget *
vf_trust_row_new (VfFix *fix)
{
  VfTrustRow *self = g_object_new (VF_TYPE_TRUST_ROW, NULL);
  g_autofree char *title = vf_explain_fix (fix);
  g_autofree char *cost = vf_explain_fix_cost (fix);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->cost, cost ? cost : "");
  show_certificate (self, vf_fix_get_der (fix));
  gtk_label_set_text (self->fingerprint, vf_fix_get_argument (fix) ? vf_fix_get_argument (fix) : "");
  vf_fingerprint_break_between_pairs (self->fingerprint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->compare), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  vf_describe (GTK_WIDGET (self->compare), cost);
  return GTK_WIDGET (self);
}

GtkWidget *
vf_trust_row_get_button (VfTrustRow *self)
{
  g_return_val_if_fail (VF_IS_TRUST_ROW (self), NULL);

  return self->trust;
}
