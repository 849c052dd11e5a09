#include "config.h"

#include "noticed-list.h"

#include <glib/gi18n.h>

#include "finding-row.h"

/* What stands in large letters above need not be repeated, nor that there is nothing else.  Of several client
 * certificates one is chosen above. */
static gboolean
is_said (const VfFinding *finding, const VfFinding *above)
{
  if (vf_finding_get_code (finding) == VF_CODE_SEVERAL_IDENTITIES)
    return TRUE;
  return above && (finding == above || vf_finding_get_code (finding) == VF_CODE_NOTHING_USABLE);
}

/**
 * vf_noticed_list_new:
 * @inventory: (nullable): whose findings are shown
 * @above: (nullable): the one of them that is shown already
 *
 * Returns: a new list
 */
GtkWidget *
vf_noticed_list_new (VfInventory *inventory, const VfFinding *above)
{
  guint n = inventory ? vf_inventory_get_n_findings (inventory) : 0, n_rows = 0;
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What Was Noticed"), -1);
  for (guint i = 0; i < n; i++)
    if (!is_said (vf_inventory_get_finding (inventory, i), above))
      {
        gtk_list_box_append (GTK_LIST_BOX (list), vf_finding_row_new (vf_inventory_get_finding (inventory, i)));
        n_rows++;
      }
  gtk_widget_set_visible (list, n_rows > 0);
  return list;
}
