#include "config.h"

#include "saved-row.h"

#include <glib/gi18n.h>

#include "describe.h"
#include "fold-layout.h"
#include "saved-words.h"
#include "wrap-texts.h"

struct _VfSavedRow
{
  AdwBin parent_instance;

  VfSavedItem *item;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *name;
  GtkLabel *state;
  GtkLabel *place;
  GtkLabel *rest;
  GtkLabel *reason;
  GtkWidget *menu;
  gboolean dropped;
};

G_DEFINE_FINAL_TYPE (VfSavedRow, vf_saved_row, ADW_TYPE_BIN)

/* --- the menu --- */

static void
append_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* When it is opened, not for each row of a list that is only looked at. */
static void
create_menu (GtkMenuButton *button, gpointer data)
{
  const char *name = vf_saved_get_name (vf_saved_item_get_saved (VF_SAVED_ROW (data)->item));
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) delete = g_menu_new ();

  append_item (menu, _("_Check"), "start.check", g_variant_new_string (name));
  append_item (menu, _("_Use It"), "win.use-saved", g_variant_new_string (name));
  /* translators: to give a saved connection a newer set of certificates */
  append_item (change, _("Re_new…"), "win.renew", g_variant_new ("(s@as)", name, g_variant_new_strv (NULL, 0)));
  append_item (change, _("_Edit"), "win.edit-saved", g_variant_new_string (name));
  append_item (change, _("_Rename"), "start.rename", g_variant_new_string (name));
  append_item (change, _("Du_plicate"), "start.duplicate", g_variant_new_string (name));
  append_item (delete, _("_Delete"), "start.delete", g_variant_new_string (name));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (delete));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static GtkWidget *
menu_button_new (VfSavedRow *self)
{
  GtkWidget *menu = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (menu), create_menu, self, NULL);
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (menu, "flat");
  gtk_widget_set_tooltip_text (menu, _("What can be done with it"));
  return menu;
}

/* --- what is shown --- */

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_icon (VfSavedRow *self, const VfSavedWords *words)
{
  gboolean spins = !words->icon;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), spins);
  gtk_spinner_set_spinning (self->spinner, spins);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !spins);
  if (spins)
    return;
  gtk_image_set_from_icon_name (self->icon, words->icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { words->style, NULL });
}

/* The keyboard stands on the list's own widget around the row, so that is what a screen reader reads. */
static void
show_to_reader (VfSavedRow *self, const VfSavedWords *words, const char *name)
{
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  /* translators: %s: name of a saved connection */
  g_autofree char *menu = g_strdup_printf (_("What can be done with %s"), name);
  g_autofree char *text = g_strjoin (" · ", words->state, words->reason ? words->reason : words->place,
                                     words->reason ? words->place : words->rest, words->reason ? words->rest : NULL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
  if (!around)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  vf_describe (around, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_STATE_BUSY,
                               vf_saved_item_get_phase (self->item) != VF_SAVED_IDLE, -1);
}

void
vf_saved_row_update (VfSavedRow *self)
{
  g_auto (VfSavedWords) words = { NULL };
  const char *name;

  if (!self->item)
    return;
  name = vf_saved_get_name (vf_saved_item_get_saved (self->item));
  vf_saved_words_init (&words, self->item, g_get_real_time () / G_USEC_PER_SEC);
  if (self->dropped)
    {
      g_free (words.reason);
      /* translators: %s: name of a saved connection; shown while a file is dragged over it */
      words.reason = g_strdup_printf (_("Drop it here to renew %s."), name);
    }
  gtk_label_set_label (self->name, name);
  show_label (self->state, words.state);
  show_label (self->place, words.place);
  show_label (self->rest, words.rest);
  show_label (self->reason, words.reason);
  show_icon (self, &words);
  show_to_reader (self, &words, name);
}

void
vf_saved_row_set_item (VfSavedRow *self, VfSavedItem *item)
{
  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (!item)
    return;
  vf_saved_row_update (self);
}

/**
 * vf_saved_row_get_item:
 *
 * Returns: (transfer none) (nullable): what it shows now; rows are used again
 */
VfSavedItem *
vf_saved_row_get_item (VfSavedRow *self)
{
  return self->item;
}

void
vf_saved_row_set_dropped (VfSavedRow *self, gboolean dropped)
{
  if (self->dropped == dropped)
    return;
  self->dropped = dropped;
  if (dropped)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dropped");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dropped");
  vf_saved_row_update (self);
}

/* --- the widget --- */

/* The list gives the keyboard to its row only where nothing in that takes it, so the menu button would hide the row from the
 * Tab key.  This way the row comes first and its button behind it, as in a list box. */
static gboolean
vf_saved_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *around = gtk_widget_get_parent (widget);
  gboolean on_menu = gtk_widget_get_focus_child (widget) != NULL;
  gboolean on_row = around && gtk_widget_is_focus (around);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD, backward = direction == GTK_DIR_TAB_BACKWARD;

  if ((forward && on_row) || (backward && !on_row && !on_menu) || !around)
    return GTK_WIDGET_CLASS (vf_saved_row_parent_class)->focus (widget, direction);
  /* in the menu itself */
  if (on_menu && GTK_WIDGET_CLASS (vf_saved_row_parent_class)->focus (widget, direction))
    return TRUE;
  if (on_row || (on_menu && !backward))
    return FALSE;
  return gtk_widget_grab_focus (around);
}

static void
vf_saved_row_dispose (GObject *object)
{
  vf_saved_row_set_item (VF_SAVED_ROW (object), NULL);
  G_OBJECT_CLASS (vf_saved_row_parent_class)->dispose (object);
}

static void
vf_saved_row_class_init (VfSavedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_saved_row_dispose;
  GTK_WIDGET_CLASS (klass)->focus = vf_saved_row_focus;
}

static GtkLabel *
add_label (GtkWidget *box, gboolean quiet)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  vf_wrap_anywhere (label);
  gtk_label_set_xalign (label, 0);
  if (quiet)
    {
      gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
      gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
    }
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  return label;
}

static GtkWidget *
text_new (VfSavedRow *self)
{
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (text, vf_fold_layout_new_for_rows ());
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  self->name = add_label (text, FALSE);
  self->state = add_label (text, TRUE);
  self->place = add_label (text, TRUE);
  self->rest = add_label (text, TRUE);
  self->reason = add_label (text, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->reason), "caption");
  return text;
}

static void
vf_saved_row_init (VfSavedRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  self->spinner = GTK_SPINNER (g_object_new (GTK_TYPE_SPINNER, "visible", FALSE, NULL));
  self->menu = menu_button_new (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), text_new (self));
  gtk_box_append (GTK_BOX (box), self->menu);
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vf_saved_row_new (void)
{
  return g_object_new (VF_TYPE_SAVED_ROW, NULL);
}
