#include "config.h"

#include "entry-row.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "describe.h"
#include "words.h"
#include "wrap-texts.h"

struct _VfEntryRow
{
  AdwBin parent_instance;

  VfEntry *entry;
  GtkCheckButton *use;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (VfEntryRow, vf_entry_row, ADW_TYPE_BIN)

static guint use_signal;

static const char *
icon_of (VfEntry *entry, gint64 now)
{
  VfItem *item = vf_entry_get_item (entry);

  if (vf_entry_get_copy (entry))
    return "edit-copy-symbolic";
  if (vf_entry_get_certificate (entry))
    return vf_entry_is_sound (entry, now) ? "application-certificate-symbolic" : "dialog-warning-symbolic";
  switch (vf_item_get_kind (item))
    {
    case VF_KIND_PRIVATE_KEY:
      return vf_item_is_misplaced_key (item) ? "dialog-warning-symbolic" : "dialog-password-symbolic";
    case VF_KIND_KEY_PASSPHRASE:
      return "dialog-password-symbolic";
    case VF_KIND_SKIPPED:
      return "action-unavailable-symbolic";
    case VF_KIND_CRL:
    case VF_KIND_CERTIFICATE:
    case VF_KIND_KEY_STORE:
    case VF_KIND_UNKNOWN:
      break;
    }
  return "text-x-generic-symbolic";
}

/* What the sign of warning is for is said beside it; no line begins with the dot between them. */
static char *
describe_item (VfEntry *entry, gint64 now)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  g_autofree char *what = vf_explain_item (vf_entry_get_item (entry));
  g_autofree char *state = NULL;

  if (!certificate || vf_entry_is_sound (entry, now))
    return g_steal_pointer (&what);
  state = vf_words_certificate_state (certificate, now);
  return g_strconcat (what, "\u00a0· ", state, NULL);
}

static char *
describe (VfEntry *entry, gboolean by_path, gint64 now)
{
  VfCertificate *certificate = vf_entry_get_certificate (entry);
  g_autofree char *date = NULL;
  g_autofree char *state = NULL;

  if (vf_entry_get_copy (entry))
    return vf_explain_copy (vf_entry_get_copy (entry));
  if (by_path)
    return describe_item (entry, now);
  date = vf_explain_date (vf_certificate_get_not_after (certificate));
  state = vf_words_certificate_state (certificate, now);
  /* translators: a date, then "364 days left" or "expired 3 days ago", then perhaps a remark */
  return g_strdup_printf (_("Valid until %s · %s"), date, state);
}

static const char *
title_of (VfEntry *entry, gboolean by_path)
{
  if (vf_entry_get_copy (entry))
    return vf_entry_get_copy (entry)->path;
  return by_path ? vf_item_get_path (vf_entry_get_item (entry))
                 : vf_certificate_get_display_name (vf_entry_get_certificate (entry));
}

void
vf_entry_row_show (VfEntryRow *self, VfEntry *entry, gboolean by_path, gint64 now)
{
  g_autofree char *text = describe (entry, by_path, now);
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));

  g_set_object (&self->entry, entry);
  gtk_label_set_label (self->title, title_of (entry, by_path));
  gtk_label_set_label (self->subtitle, text);
  /* the keyboard stands on the list's own widget around the row */
  if (around)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_LABEL, title_of (entry, by_path), -1);
      vf_describe (around, text);
    }
  gtk_image_set_from_icon_name (self->icon, icon_of (entry, now));
  gtk_widget_set_visible (self->arrow, vf_entry_get_certificate (entry) != NULL);
}

/**
 * vf_entry_row_get_entry:
 *
 * Returns: (transfer none) (nullable): what it shows now; rows are used again
 */
VfEntry *
vf_entry_row_get_entry (VfEntryRow *self)
{
  return self->entry;
}

static void
use_toggled (VfEntryRow *self)
{
  g_signal_emit (self, use_signal, 0, gtk_check_button_get_active (self->use));
}

void
vf_entry_row_set_choice (VfEntryRow *self, VfChoice *choice)
{
  VfCertificate *certificate = vf_entry_get_certificate (self->entry);
  gboolean can_choose = choice && certificate;
  gboolean used = can_choose && vf_choice_uses_authority (choice, certificate);
  /* translators: %s: name of an authority */
  g_autofree char *label = g_strdup_printf (_("Use %s"), certificate ? vf_certificate_get_display_name (certificate) : "");

  g_signal_handlers_block_by_func (self->use, use_toggled, self);
  gtk_check_button_set_active (self->use, used);
  g_signal_handlers_unblock_by_func (self->use, use_toggled, self);
  gtk_widget_set_visible (GTK_WIDGET (self->use), can_choose);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->use), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (can_choose && !used)
    gtk_widget_add_css_class (GTK_WIDGET (self), "left-out");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "left-out");
}

static void
vf_entry_row_dispose (GObject *object)
{
  g_clear_object (&VF_ENTRY_ROW (object)->entry);
  G_OBJECT_CLASS (vf_entry_row_parent_class)->dispose (object);
}

static void
vf_entry_row_class_init (VfEntryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_entry_row_dispose;
  use_signal = g_signal_new ("use", VF_TYPE_ENTRY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                             G_TYPE_BOOLEAN);
}

static GtkLabel *
add_label (GtkWidget *box)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  vf_wrap_anywhere (label);
  gtk_label_set_xalign (label, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  return label;
}

static void
vf_entry_row_init (VfEntryRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->use = GTK_CHECK_BUTTON (gtk_check_button_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_signal_connect_swapped (self->use, "toggled", G_CALLBACK (use_toggled), self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->use), _("May vouch for the server"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->use));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->arrow);
  gtk_widget_set_hexpand (text, TRUE);
  self->title = add_label (text);
  self->subtitle = add_label (text);
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vf_entry_row_new (void)
{
  return g_object_new (VF_TYPE_ENTRY_ROW, NULL);
}
