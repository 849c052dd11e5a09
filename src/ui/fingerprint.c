#include "config.h"

#include "fingerprint.h"

#include <string.h>

/* two digits and the colon behind them */
#define PAIR 3

void
vf_fingerprint_break_between_pairs (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gsize length = strlen (gtk_label_get_text (label));

  for (gsize i = 0; i < length; i += PAIR)
    {
      PangoAttribute *together = pango_attr_allow_breaks_new (FALSE);

      together->start_index = (guint) i;
      together->end_index = (guint) MIN (i + PAIR, length);
      pango_attr_list_insert (attributes, together);
    }
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (label), "fingerprint");
}
