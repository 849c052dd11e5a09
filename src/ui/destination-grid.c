#include "config.h"

#include "destination-grid.h"

#include <glib/gi18n.h>

#include "destination-card.h"
#include "pair-layout.h"
#include "sandbox.h"

static GtkWidget *
heading_new (VfDestinationGroup group)
{
  GtkWidget *label = gtk_label_new (vf_destination_group_title (group));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 12);
  return label;
}

static GtkWidget *
cards_new (VfDestinationGroup group, gboolean gaussdb_only)
{
  GtkWidget *cards = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_widget_set_layout_manager (cards, vf_pair_layout_new ());
  for (guint i = 0; i < vf_n_destinations (); i++)
    {
      const VfDestination *destination = vf_destination_get (i);

      if (destination->group == group && vf_destination_works (destination, vf_in_flatpak (NULL)))
        gtk_box_append (GTK_BOX (cards), vf_destination_card_new (destination, !gaussdb_only
                                                                  || destination->login != VF_LOGIN_POSTGRESQL));
    }
  return cards;
}

/**
 * vf_destination_grid_new:
 * @gaussdb_only: whether the server wants GaussDB's own login
 *
 * Returns: (transfer floating): a new grid
 */
GtkWidget *
vf_destination_grid_new (gboolean gaussdb_only)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  for (guint group = 0; group < VF_N_DESTINATION_GROUPS; group++)
    {
      GtkWidget *heading = heading_new (group);
      GtkWidget *cards = cards_new (group, gaussdb_only);

      gtk_accessible_update_relation (GTK_ACCESSIBLE (cards), GTK_ACCESSIBLE_RELATION_LABELLED_BY, heading, NULL, -1);
      gtk_box_append (GTK_BOX (box), heading);
      gtk_box_append (GTK_BOX (box), cards);
    }
  return box;
}

static gboolean
focus_card (GtkWidget *widget, const char *id)
{
  gboolean found = FALSE;

  if (GTK_IS_BUTTON (widget))
    {
      GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));

      return target && g_str_equal (g_variant_get_string (target, NULL), id) && gtk_widget_grab_focus (widget);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = focus_card (child, id);
  return found;
}

void
vf_destination_grid_focus (GtkWidget *grid, const VfDestination *destination)
{
  focus_card (grid, destination->id);
}
