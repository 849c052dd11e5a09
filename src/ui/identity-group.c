#include "config.h"

#include "identity-group.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "complete-names.h"
#include "words.h"
#include "wrap-texts.h"

struct _VfIdentityGroup
{
  AdwBin parent_instance;

  VfSession *session;
  AdwPreferencesGroup *group;
  /* whose clients the rows are */
  VfInventory *inventory;
  /* (element-type GtkCheckButton): one a client in their order, then that of no client */
  GPtrArray *buttons;
};

G_DEFINE_FINAL_TYPE (VfIdentityGroup, vf_identity_group, ADW_TYPE_BIN)

static guint opened_signal;

static void
toggled (VfIdentityGroup *self, GtkCheckButton *button)
{
  VfEntry *entry = g_object_get_data (G_OBJECT (button), "entry");
  g_autoptr (VfChoice) choice = NULL;

  if (!gtk_check_button_get_active (button))
    return;
  choice = vf_choice_with_client (vf_session_get_choice (self->session), entry ? vf_entry_get_certificate (entry) : NULL);
  vf_session_set_choice (self->session, choice);
}

static void
open_clicked (VfIdentityGroup *self, GtkWidget *button)
{
  g_autoptr (VfEntry) entry = g_object_ref (g_object_get_data (G_OBJECT (button), "entry"));

  g_signal_emit (self, opened_signal, 0, entry);
}

/* @entry: (nullable): no client certificate */
static AdwActionRow *
add_row (VfIdentityGroup *self, AdwPreferencesGroup *group, const char *title, const char *subtitle, VfEntry *entry)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *button = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (self->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons->pdata[0]);
  g_object_set_data_full (G_OBJECT (button), "entry", entry ? g_object_ref (entry) : NULL, g_object_unref);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->buttons, button);
  adw_action_row_add_prefix (row, button);
  adw_action_row_set_activatable_widget (row, button);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  vf_complete_names (GTK_WIDGET (row));
  return row;
}

static void
add_client (VfIdentityGroup *self, AdwPreferencesGroup *group, VfItem *client)
{
  VfCertificate *certificate = vf_item_get_certificate (client);
  g_autoptr (VfEntry) entry = vf_entry_new_for_item (self->inventory, client);
  g_autofree char *until = vf_explain_date (vf_certificate_get_not_after (certificate));
  g_autofree char *state = vf_words_certificate_state (certificate, vf_inventory_get_now (self->inventory));
  /* translators: a date, "364 days left" or "expired 3 days ago", and where in the archive it is */
  g_autofree char *text = g_strdup_printf (_("Valid until %s · %s\n%s"), until, state, vf_item_get_path (client));
  AdwActionRow *row = add_row (self, group, vf_certificate_get_display_name (certificate), text, entry);
  GtkWidget *open = gtk_button_new_from_icon_name ("go-next-symbolic");

  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_set_tooltip_text (open, _("Look at the certificate"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Look at the certificate"), -1);
  g_object_set_data_full (G_OBJECT (open), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (open, "clicked", G_CALLBACK (open_clicked), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, open);
}

static void
rebuild (VfIdentityGroup *self, GPtrArray *clients)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  g_ptr_array_set_size (self->buttons, 0);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (group));
  adw_preferences_group_set_title (group, _("Which Client Certificate?"));
  self->group = group;
  for (guint i = 0; i < clients->len; i++)
    add_client (self, group, clients->pdata[i]);
  add_row (self, group, _("None"), _("Most servers need no client certificate"), NULL);
  vf_wrap_texts (GTK_WIDGET (group));
}

static void
update_active (VfIdentityGroup *self, GPtrArray *clients)
{
  VfItem *used = vf_choice_get_client (vf_session_get_choice (self->session), self->inventory);
  guint position = self->buttons->len - 1;

  for (guint i = 0; i < clients->len; i++)
    if (clients->pdata[i] == used)
      position = i;
  for (guint i = 0; i < self->buttons->len; i++)
    g_signal_handlers_block_by_func (self->buttons->pdata[i], toggled, self);
  gtk_check_button_set_active (self->buttons->pdata[position], TRUE);
  for (guint i = 0; i < self->buttons->len; i++)
    g_signal_handlers_unblock_by_func (self->buttons->pdata[i], toggled, self);
}

/**
 * vf_identity_group_show:
 * @self: a group
 * @session: what there is, and what is chosen of it
 */
void
vf_identity_group_show (VfIdentityGroup *self, VfSession *session)
{
  VfInventory *inventory = vf_session_get_inventory (session);
  g_autoptr (GPtrArray) clients = inventory ? vf_choice_list_clients (inventory) : NULL;
  gboolean several = clients && clients->len > 1;
  g_autofree char *reason = NULL;
  g_autofree char *description = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), several);
  if (!several)
    return;
  g_set_object (&self->session, session);
  reason = vf_explain_client_reason (inventory, vf_session_get_choice (session));
  if (inventory != self->inventory)
    {
      g_clear_pointer (&self->inventory, vf_inventory_unref);
      self->inventory = vf_inventory_ref (inventory);
      rebuild (self, clients);
    }
  description = g_markup_escape_text (reason, -1);
  adw_preferences_group_set_description (self->group, description);
  update_active (self, clients);
}

static void
vf_identity_group_dispose (GObject *object)
{
  VfIdentityGroup *self = VF_IDENTITY_GROUP (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->inventory, vf_inventory_unref);
  G_OBJECT_CLASS (vf_identity_group_parent_class)->dispose (object);
}

static void
vf_identity_group_finalize (GObject *object)
{
  g_ptr_array_unref (VF_IDENTITY_GROUP (object)->buttons);
  G_OBJECT_CLASS (vf_identity_group_parent_class)->finalize (object);
}

static void
vf_identity_group_class_init (VfIdentityGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_identity_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = vf_identity_group_finalize;
  opened_signal = g_signal_new ("opened", VF_TYPE_IDENTITY_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                VF_TYPE_ENTRY);
}

static void
vf_identity_group_init (VfIdentityGroup *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
