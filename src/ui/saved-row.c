#include "config.h"

#include "saved-row.h"

#include <glib/gi18n.h>

#include "words.h"

struct _VfSavedRow
{
  AdwActionRow parent_instance;

  VfSaved *saved;
  GtkWidget *icon;
};

G_DEFINE_FINAL_TYPE (VfSavedRow, vf_saved_row, ADW_TYPE_ACTION_ROW)

static const struct
{
  const char *icon_name;
  const char *style_class;
} looks[] = {
  [VF_PROOF_NEVER] = { "dialog-question-symbolic", "dim-label" },
  [VF_PROOF_PROVEN] = { "emblem-ok-symbolic", "success" },
  [VF_PROOF_EXPIRES] = { "dialog-warning-symbolic", "warning" },
  [VF_PROOF_EXPIRED] = { "dialog-error-symbolic", "error" },
  [VF_PROOF_NEEDS_PASSWORD] = { "dialog-password-symbolic", "warning" },
  [VF_PROOF_FAILED] = { "dialog-error-symbolic", "error" },
};

static void
vf_saved_row_finalize (GObject *object)
{
  g_clear_pointer (&VF_SAVED_ROW (object)->saved, vf_saved_unref);
  G_OBJECT_CLASS (vf_saved_row_parent_class)->finalize (object);
}

static void
vf_saved_row_class_init (VfSavedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vf_saved_row_finalize;
}

static void
append_item (GMenu *menu, const char *label, const char *action, const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", name);
  g_menu_append_item (menu, item);
}

/* When it is opened, not for each row of a list that is only looked at. */
static void
create_menu (GtkMenuButton *button, gpointer data)
{
  const char *name = vf_saved_get_name (VF_SAVED_ROW (data)->saved);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();

  append_item (menu, _("_Check"), "win.check-saved", name);
  append_item (menu, _("_Use It"), "win.use-saved", name);
  append_item (change, _("_Edit"), "win.edit-saved", name);
  append_item (change, _("_Rename"), "start.rename", name);
  append_item (change, _("_Delete"), "start.delete", name);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
vf_saved_row_init (VfSavedRow *self)
{
  GtkWidget *menu = gtk_menu_button_new ();

  self->icon = gtk_image_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (menu), create_menu, self, NULL);
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (menu, "flat");
  gtk_widget_set_tooltip_text (menu, _("What can be done with it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What can be done with it"),
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), menu);
}

static char *
describe_place (VfTarget *target)
{
  guint port = vf_target_get_port (target);
  const char *user = vf_target_get_user (target), *host = vf_target_get_host (target);
  GString *text = g_string_new (NULL);

  if (user)
    g_string_append_printf (text, "%s@", user);
  g_string_append_printf (text, "%s:%u", host ? host : vf_target_get_hostaddr (target), port ? port : 5432);
  return g_string_free (text, FALSE);
}

static char *
describe_proof (VfSaved *saved, gint64 now)
{
  g_autofree char *ago = vf_words_ago (vf_saved_get_checked (saved), now);

  switch (vf_saved_get_proof (saved, now))
    {
    case VF_PROOF_NEVER:
      return g_strdup (_("never checked"));
    case VF_PROOF_PROVEN:
    case VF_PROOF_EXPIRES:
    case VF_PROOF_EXPIRED:
      /* translators: %s: "2 hours ago" */
      return g_strdup_printf (_("proven %s"), ago);
    case VF_PROOF_NEEDS_PASSWORD:
      return g_strdup (_("needs its password"));
    case VF_PROOF_FAILED:
      /* translators: %s: "2 hours ago" */
      return g_strdup_printf (_("failed %s"), ago);
    }
  g_assert_not_reached ();
}

static char *
describe_state (VfSaved *saved, gint64 now)
{
  g_autofree char *proof = describe_proof (saved, now);
  g_autofree char *left = vf_saved_get_expires (saved) ? vf_words_left (vf_saved_get_expires (saved), now) : NULL;
  const char *mode = vf_ssl_mode_title (vf_saved_get_mode (saved));

  return left ? g_strdup_printf ("%s · %s · %s", mode, proof, left) : g_strdup_printf ("%s · %s", mode, proof);
}

static const char *
name_proof (VfProof proof)
{
  switch (proof)
    {
    case VF_PROOF_NEVER:
      return _("Never checked");
    case VF_PROOF_PROVEN:
      return _("Proven");
    case VF_PROOF_EXPIRES:
      return _("Expires soon");
    case VF_PROOF_EXPIRED:
      return _("Expired");
    case VF_PROOF_NEEDS_PASSWORD:
      return _("Needs its password");
    case VF_PROOF_FAILED:
      return _("Failed");
    }
  g_assert_not_reached ();
}

GtkWidget *
vf_saved_row_new (VfSaved *saved, gint64 now)
{
  VfSavedRow *self = g_object_new (VF_TYPE_SAVED_ROW, NULL);
  VfProof proof = vf_saved_get_proof (saved, now);
  g_autofree char *place = describe_place (vf_saved_get_target (saved));
  g_autofree char *state = describe_state (saved, now);
  g_autofree char *subtitle = g_strconcat (place, "\n", state, NULL);

  self->saved = vf_saved_ref (saved);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), vf_saved_get_name (saved));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[proof].icon_name);
  gtk_widget_add_css_class (self->icon, looks[proof].style_class);
  gtk_widget_set_tooltip_text (self->icon, name_proof (proof));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, name_proof (proof), -1);
  return GTK_WIDGET (self);
}

VfSaved *
vf_saved_row_get_saved (VfSavedRow *self)
{
  return self->saved;
}
