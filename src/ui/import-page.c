#include "config.h"

#include "import-page.h"

#include <glib/gi18n.h>

#include "compat.h"
#include "complete-names.h"
#include "width-first.h"
#include "wrap-texts.h"

struct _VfImportPage
{
  VfPage parent_instance;

  GtkBox *content;
  GtkSwitch *with_passwords;
  VfForeignFile *file;
  /* (element-type GtkCheckButton): by index in the file's rows */
  GPtrArray *ticks;
  /* (element-type VfForeignRow): what is being kept, and what the undo takes back */
  GPtrArray *keeping;
  GPtrArray *kept;
};

G_DEFINE_FINAL_TYPE (VfImportPage, vf_import_page, VF_TYPE_PAGE)

static VfStore *
get_store (VfImportPage *self)
{
  return vf_session_get_store (vf_page_get_session (VF_PAGE (self)));
}

static VfForeignRow *
get_row (VfImportPage *self, guint index)
{
  return g_ptr_array_index (self->file->rows, index);
}

static gboolean
is_ticked (VfImportPage *self, guint index)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->ticks, index));
}

static void
update_complete (VfImportPage *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->ticks->len; i++)
    any = any || is_ticked (self, i);
  vf_page_set_complete (VF_PAGE (self), any);
}

/* --- the rows --- */

static void
append_line (GString *text, const char *line)
{
  g_autofree char *markup = g_markup_escape_text (line, -1);

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", markup);
}

static char *
describe_target (const VfForeign *foreign)
{
  VfTarget *target = vf_foreign_get_target (foreign);
  const char *user = vf_target_get_user (target);
  const char *host = vf_target_get_host (target) ? vf_target_get_host (target) : vf_target_get_hostaddr (target);
  guint port = vf_target_get_port (target) ? vf_target_get_port (target) : 5432;

  return g_strdup_printf ("%s%s%s:%u", user ? user : "", user ? "@" : "", host ? host : "?", port);
}

static char *
describe (const VfForeignRow *row)
{
  GString *text = g_string_new (NULL);
  g_autofree char *target = describe_target (row->foreign);
  VfSslMode mode;
  gboolean decided = vf_foreign_get_mode (row->foreign, &mode);
  /* translators: in place of a mode such as Verify-Full */
  g_autofree char *first = g_strdup_printf ("%s · %s", target,
                                            decided ? vf_ssl_mode_title (mode) : _("needs a decision"));

  if (!row->connection)
    {
      append_line (text, target);
      append_line (text, vf_foreign_get_obstacle (row->foreign));
      return g_string_free (text, FALSE);
    }
  append_line (text, first);
  for (guint i = 0; i < row->notes->len; i++)
    append_line (text, g_ptr_array_index (row->notes, i));
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_row (VfImportPage *self, const VfForeignRow *data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tick = gtk_check_button_new ();
  const char *name = vf_foreign_get_name (data->foreign);
  g_autofree char *title = g_markup_escape_text (name ? name : _("Without a name"), -1);
  g_autofree char *subtitle = describe (data);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), data->connection != NULL);
  gtk_widget_set_sensitive (tick, data->connection != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, name ? name : _("Without a name"),
                                  -1);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (update_complete), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), tick);
  vf_complete_names (row);
  g_ptr_array_add (self->ticks, g_object_ref (tick));
  return row;
}

static guint
count_passwords (VfImportPage *self)
{
  guint n = 0;

  for (guint i = 0; i < self->file->rows->len; i++)
    n += get_row (self, i)->connection && vf_foreign_get_password (get_row (self, i)->foreign);
  return n;
}

static void
add_password_group (VfImportPage *self, guint n)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();

  self->with_passwords = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->with_passwords), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Put the passwords into the keyring"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               ngettext ("One of them stands in plain text in a file, where it stays until you delete it.",
                                         "Some of them stand in plain text in a file, where they stay until you delete "
                                         "them.", n));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->with_passwords));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->with_passwords));
  vf_complete_names (row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  vf_wrap_texts (group);
  gtk_box_append (self->content, group);
}

static char *
describe_list (const VfForeignList *list)
{
  const char *const *notes = vf_foreign_list_get_notes (list);
  GString *text = g_string_new (NULL);

  append_line (text, _("They come in unproven, with copies of the certificates that they name. Nothing is changed in the "
                       "other program."));
  for (guint i = 0; notes[i]; i++)
    append_line (text, notes[i]);
  return g_string_free (text, FALSE);
}

static void
fill (VfImportPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *sentence = vf_foreign_list_describe (self->file->list);
  g_autofree char *title = g_markup_escape_text (sentence, -1);
  g_autofree char *description = describe_list (self->file->list);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  vf_page_say (VF_PAGE (self), sentence);
  vf_compat_announce (GTK_WIDGET (self), sentence);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  for (guint i = 0; i < self->file->rows->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, get_row (self, i)));
  vf_wrap_texts (group);
  gtk_box_append (self->content, group);
  if (count_passwords (self) > 0)
    add_password_group (self, count_passwords (self));
}

static void
clear (VfImportPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->content)); child;
       child = gtk_widget_get_first_child (GTK_WIDGET (self->content)))
    gtk_box_remove (self->content, child);
  self->with_passwords = NULL;
  g_ptr_array_set_size (self->ticks, 0);
  g_clear_pointer (&self->file, vf_foreign_file_free);
}

/**
 * vf_import_page_take_file:
 * @self: the page
 * @file: (transfer full): what was read
 */
void
vf_import_page_take_file (VfImportPage *self, VfForeignFile *file)
{
  clear (self);
  self->file = file;
  fill (self);
  update_complete (self);
}

/* --- keeping, and taking back --- */

/* Who has gone on to something else meanwhile stays there. */
static void
show_saved (VfImportPage *self)
{
  GtkWidget *stack = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *name = stack ? gtk_stack_get_visible_child_name (GTK_STACK (stack)) : NULL;

  if (g_strcmp0 (name, "import") == 0 || g_strcmp0 (name, "start") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "start");
}

static void
kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfImportPage) self = data;
  g_autoptr (GError) error = NULL;
  guint n = vf_foreign_keep_finish (result, &error);
  g_autofree char *text
    = g_strdup_printf (ngettext ("%u connection is imported", "%u connections are imported", n), n);

  vf_page_set_busy (VF_PAGE (self), FALSE);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  self->kept = g_steal_pointer (&self->keeping);
  if (error)
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  if (n == 0)
    return;
  /* told where the keyboard is then */
  show_saved (self);
  vf_page_toast (VF_PAGE (self), text, _("_Undo"), "import.undo");
}

static gboolean
vf_import_page_apply (VfPage *page)
{
  VfImportPage *self = VF_IMPORT_PAGE (page);

  if (self->keeping)
    return FALSE;
  self->keeping = g_ptr_array_new_with_free_func ((GDestroyNotify) vf_foreign_row_unref);
  for (guint i = 0; i < self->ticks->len; i++)
    if (is_ticked (self, i))
      g_ptr_array_add (self->keeping, vf_foreign_row_ref (get_row (self, i)));
  vf_page_set_busy (page, TRUE);
  vf_foreign_keep_async (g_ptr_array_ref (self->keeping), get_store (self),
                         self->with_passwords && gtk_switch_get_active (self->with_passwords), kept, g_object_ref (self));
  return FALSE;
}

static void
taken_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfImportPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!vf_foreign_take_back_finish (result, &error))
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  show_saved (self);
}

static void
undo_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfImportPage *self = VF_IMPORT_PAGE (widget);

  if (self->kept)
    vf_foreign_take_back_async (g_steal_pointer (&self->kept), get_store (self), taken_back, g_object_ref (self));
}

/* --- the page --- */

static void
vf_import_page_dispose (GObject *object)
{
  VfImportPage *self = VF_IMPORT_PAGE (object);

  g_clear_pointer (&self->keeping, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->ticks, g_ptr_array_unref);
  g_clear_pointer (&self->file, vf_foreign_file_free);
  G_OBJECT_CLASS (vf_import_page_parent_class)->dispose (object);
}

static void
vf_import_page_class_init (VfImportPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vf_import_page_dispose;
  VF_PAGE_CLASS (klass)->apply = vf_import_page_apply;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "import.undo", NULL, undo_activated);
}

static void
vf_import_page_init (VfImportPage *self)
{
  GtkWidget *content = adw_bin_new ();

  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  self->ticks = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_set_margin_top (GTK_WIDGET (self->content), 24);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->content), 24);
  gtk_widget_set_margin_start (GTK_WIDGET (self->content), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->content), 12);
  adw_bin_set_child (ADW_BIN (content), GTK_WIDGET (self->content));
  gtk_widget_set_layout_manager (content, vf_width_first_new ());
  vf_page_set_title (VF_PAGE (self), _("Import"));
  vf_page_set_next_label (VF_PAGE (self), _("_Import"));
  vf_page_set_child (VF_PAGE (self), content);
}
