#include "config.h"

#include "source-group.h"
#include "wrap-texts.h"

#include <glib/gi18n.h>

#include "complete-names.h"

struct _VfSourceGroup
{
  AdwBin parent_instance;

  VfBundle *bundle;
};

G_DEFINE_FINAL_TYPE (VfSourceGroup, vf_source_group, ADW_TYPE_BIN)

static guint remove_signal;

static void
remove_clicked (VfSourceGroup *self, GtkWidget *button)
{
  g_signal_emit (self, remove_signal, 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "source")));
}

static GtkWidget *
make_remove_button (VfSourceGroup *self, guint source, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* translators: %s: name of an archive */
  g_autofree char *tip = g_strdup_printf (_("Remove %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  g_object_set_data (G_OBJECT (button), "source", GUINT_TO_POINTER (source));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row (VfSourceGroup *self, guint source)
{
  const char *name = vf_bundle_get_source (self->bundle, source);
  guint n = vf_bundle_count_entries_of (self->bundle, source);
  g_autofree char *count = g_strdup_printf (ngettext ("%u file", "%u files", n), n);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (self, source, name));
  vf_complete_names (row);
  return row;
}

/**
 * vf_source_group_show:
 * @self: a group
 * @inventory: (nullable): what was opened
 */
void
vf_source_group_show (VfSourceGroup *self, VfInventory *inventory)
{
  VfBundle *bundle = inventory ? vf_inventory_get_bundle (inventory) : NULL;
  guint n = bundle ? vf_bundle_get_n_sources (bundle) : 0;
  GtkWidget *group;

  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  if (n < 2 || bundle == self->bundle)
    return;
  vf_bundle_ref (bundle);
  g_clear_pointer (&self->bundle, vf_bundle_unref);
  self->bundle = bundle;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("What You Opened"));
  for (guint i = 0; i < n; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, i));
  vf_wrap_texts (group);
  adw_bin_set_child (ADW_BIN (self), group);
}

static void
vf_source_group_dispose (GObject *object)
{
  g_clear_pointer (&VF_SOURCE_GROUP (object)->bundle, vf_bundle_unref);
  G_OBJECT_CLASS (vf_source_group_parent_class)->dispose (object);
}

static void
vf_source_group_class_init (VfSourceGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_source_group_dispose;
  remove_signal = g_signal_new ("remove", VF_TYPE_SOURCE_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_UINT);
}

static void
vf_source_group_init (VfSourceGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
