#include "config.h"

#include "rename-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "complete-names.h"
#include "field-note.h"
#include "page.h"
#include "store/service-file.h"

struct _VfRenamePopover
{
  GtkPopover parent_instance;

  GtkEditable *entry;
  GtkLabel *trouble;
  GtkWidget *rename;

  char *name;
  GHashTable *taken;
};

G_DEFINE_FINAL_TYPE (VfRenamePopover, vf_rename_popover, GTK_TYPE_POPOVER)

static guint renamed_signal;

/* (nullable) (transfer full) */
static char *
find_trouble (VfRenamePopover *self, const char *text)
{
  char *trouble = vf_service_file_check_name (text);

  if (!trouble && !g_str_equal (text, self->name) && g_hash_table_contains (self->taken, text))
    /* translators: %s: name of a saved connection */
    return g_strdup_printf (_("There is a connection “%s” already."), text);
  return trouble;
}

static void
text_changed (VfRenamePopover *self)
{
  g_autofree char *trouble = find_trouble (self, gtk_editable_get_text (self->entry));

  gtk_label_set_label (self->trouble, trouble ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
  gtk_widget_set_sensitive (self->rename, !trouble);
  vf_field_note_show (GTK_WIDGET (self->entry), trouble);
}

static void
rename_asked (VfRenamePopover *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->entry));

  if (!gtk_widget_get_sensitive (self->rename))
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  if (!g_str_equal (text, self->name))
    g_signal_emit (self, renamed_signal, 0, text);
}

static void
vf_rename_popover_finalize (GObject *object)
{
  VfRenamePopover *self = VF_RENAME_POPOVER (object);

  g_free (self->name);
  g_hash_table_unref (self->taken);
  G_OBJECT_CLASS (vf_rename_popover_parent_class)->finalize (object);
}

static void
vf_rename_popover_class_init (VfRenamePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vf_rename_popover_finalize;
  renamed_signal = g_signal_new ("renamed", VF_TYPE_RENAME_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "rename-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, VfRenamePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, VfRenamePopover, trouble);
  gtk_widget_class_bind_template_child (widget_class, VfRenamePopover, rename);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, rename_asked);
}

static void
vf_rename_popover_init (VfRenamePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vf_complete_field (GTK_WIDGET (self->entry), _("New name"));
}

/**
 * vf_rename_popover_new:
 * @name: what it is called now
 * @taken: (element-type utf8): the names that there are, as keys
 *
 * Returns: (transfer floating): a popover without a parent
 */
GtkWidget *
vf_rename_popover_new (const char *name, GHashTable *taken)
{
  VfRenamePopover *self = g_object_new (VF_TYPE_RENAME_POPOVER, NULL);

  self->name = g_strdup (name);
  self->taken = g_hash_table_ref (taken);
  gtk_editable_set_text (self->entry, name);
  return GTK_WIDGET (self);
}

/**
 * vf_rename_popover_get_name:
 *
 * Returns: (transfer none): the name before, of the connection that is renamed
 */
const char *
vf_rename_popover_get_name (VfRenamePopover *self)
{
  return self->name;
}
