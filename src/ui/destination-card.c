#include "config.h"

#include "destination-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "describe.h"
#include "width-first.h"

static GtkWidget *
label_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* The button says it. */
static GtkWidget *
image_new (const char *icon)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", icon, NULL);
}

/* The mark, and what it means for who wonders. */
static GtkWidget *
mark_new (const char *icon, const char *style, const char *meaning)
{
  GtkWidget *image = image_new (icon);

  gtk_widget_add_css_class (image, style);
  gtk_widget_set_tooltip_text (image, meaning);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  return image;
}

static void
add_mark (GtkWidget *box, const VfDestination *destination, gboolean can_log_in, GString *description)
{
  g_autofree char *meaning = NULL;

  if (!can_log_in)
    meaning = g_strdup (_("This program cannot log in to this server."));
  else if (destination->proven)
    /* Translators: %s is a program with its version, such as "psql 15.20" */
    meaning = g_strdup_printf (_("Proven with %s."), destination->proven);
  if (!meaning)
    return;
  gtk_box_append (GTK_BOX (box), can_log_in ? mark_new ("object-select-symbolic", "success", meaning)
                                            : mark_new ("dialog-warning-symbolic", "warning", meaning));
  g_string_append_printf (description, " %s", meaning);
}

/**
 * vf_destination_card_new:
 * @destination: a row of the table
 * @can_log_in: whether the program that reads it can log in to the server
 *
 * Returns: (transfer floating): a new button
 */
GtkWidget *
vf_destination_card_new (const VfDestination *destination, gboolean can_log_in)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *holder = adw_bin_new ();
  GtkWidget *icon = image_new (destination->icon);
  g_autoptr (GString) description = g_string_new (_(destination->purpose));

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (texts), label_new (_(destination->title), "heading"));
  gtk_box_append (GTK_BOX (texts), label_new (_(destination->purpose), "caption"));
  /* a box asks how wide a text is at the height that there is, and two fonts in one line round it to one line too few */
  adw_bin_set_child (ADW_BIN (holder), texts);
  gtk_widget_set_layout_manager (holder, vf_width_first_new ());
  gtk_widget_set_hexpand (holder, TRUE);
  gtk_box_append (GTK_BOX (box), holder);
  add_mark (box, destination, can_log_in, description);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "destination");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "done.show-destination");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", destination->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(destination->title), -1);
  vf_describe (button, description->str);
  return button;
}
