#include "config.h"

#include "start-page.h"

#include <glib/gi18n.h>

#include "archive-prompt.h"
#include "field-note.h"
#include "saved-row.h"
#include "store-work.h"
#include "store/keyring.h"
#include "store/service-file.h"

struct _VfStartPage
{
  VfPage parent_instance;

  GtkWidget *prompt;
  GtkWidget *dashboard;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  /* the read that is wanted now */
  GCancellable *reading;
  /* the page has just come into view, so the keyboard may be put where one begins */
  gboolean fresh;
  /* (element-type VfSaved), most urgent first */
  GPtrArray *saved;
  /* what was deleted last and can be put back */
  VfRemoved *removed;
  VfTarget *removed_target;
};

G_DEFINE_FINAL_TYPE (VfStartPage, vf_start_page, VF_TYPE_PAGE)

static VfStore *
get_store (VfStartPage *self)
{
  return vf_session_get_store (vf_page_get_session (VF_PAGE (self)));
}

/* --- what is shown --- */

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, VfStartPage *self)
{
  VfSaved *saved;
  VfProof proof;

  if (!VF_IS_SAVED_ROW (row))
    return;
  saved = vf_saved_row_get_saved (VF_SAVED_ROW (row));
  proof = vf_saved_get_proof (saved, g_get_real_time () / G_USEC_PER_SEC);
  /* what works is there to be used; anything else wants to be looked into */
  gtk_widget_activate_action (GTK_WIDGET (self),
                              proof == VF_PROOF_PROVEN || proof == VF_PROOF_EXPIRES ? "win.use-saved" : "win.check-saved",
                              "s", vf_saved_get_name (saved));
}

static void
build_dashboard (VfStartPage *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, 0);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("Connections"));
  adw_preferences_group_add (self->group, GTK_WIDGET (self->list));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Connections"), -1);
  self->dashboard = g_object_ref_sink (GTK_WIDGET (self->group));
  gtk_widget_set_margin_top (self->dashboard, 24);
  gtk_widget_set_margin_bottom (self->dashboard, 24);
  gtk_widget_set_margin_start (self->dashboard, 12);
  gtk_widget_set_margin_end (self->dashboard, 12);
}

static void
fill_dashboard (VfStartPage *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GtkListBoxRow *row;

  if (!self->dashboard)
    build_dashboard (self);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->saved->len; i++)
    gtk_list_box_append (self->list, vf_saved_row_new (self->saved->pdata[i], now));
}

static void
show_saved (VfStartPage *self)
{
  gboolean any = self->saved->len > 0;

  if (any)
    fill_dashboard (self);
  else if (!self->prompt)
    self->prompt = g_object_ref_sink (vf_archive_prompt_new ());
  vf_page_set_child (VF_PAGE (self), any ? self->dashboard : self->prompt);
  /* the invitation has its own button */
  vf_page_set_next_label (VF_PAGE (self), any ? _("_New Connection") : "");
  vf_page_set_complete (VF_PAGE (self), any);
}

/* --- reading the store --- */

static void
list_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) saved = vf_store_list_finish (result, &error);

  if (self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  if (!saved)
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  self->saved = saved ? g_steal_pointer (&saved) : g_ptr_array_new ();
  show_saved (self);
  if (self->fresh)
    vf_page_focus_first (VF_PAGE (self));
  self->fresh = FALSE;
}

static void
read_store (VfStartPage *self)
{
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  vf_store_list_async (get_store (self), self->reading, list_done, g_object_ref (self));
}

/* TRUE if the page is still there and the change has happened; its error is said otherwise */
static gboolean
change_happened (VfStartPage *self, GError *error)
{
  if (!vf_page_get_session (VF_PAGE (self)))
    return FALSE;
  read_store (self);
  if (error)
    vf_page_toast (VF_PAGE (self), error->message, NULL, NULL);
  return error == NULL;
}

/* The values in the window must not go on under a name that is gone. */
static void
forget_name (VfStartPage *self, const char *name)
{
  VfSession *session = vf_page_get_session (VF_PAGE (self));

  if (g_strcmp0 (vf_session_get_name (session), name) == 0)
    vf_session_reset (session);
}

/* --- rename, in the row itself --- */

static void
rename_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  const char *name = vf_store_work_get_name (result);

  vf_store_work_finish (result, &error);
  if (change_happened (self, error))
    forget_name (self, name);
}

static void
rename_text_changed (AdwEntryRow *row, VfStartPage *self)
{
  g_autofree char *trouble = vf_service_file_check_name (gtk_editable_get_text (GTK_EDITABLE (row)));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), trouble ? trouble : _("New name"));
  vf_field_note_show (GTK_WIDGET (row), trouble);
}

static void
rename_applied (AdwEntryRow *row, VfStartPage *self)
{
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autofree char *trouble = vf_service_file_check_name (text);

  if (!trouble)
    vf_store_rename_async (get_store (self), name, text, rename_done, g_object_ref (self));
}

static gboolean
rename_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, VfStartPage *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  fill_dashboard (self);
  return GDK_EVENT_STOP;
}

static GtkWidget *
rename_row_new (VfStartPage *self, const char *name)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("New name"));
  gtk_editable_set_text (GTK_EDITABLE (row), name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_signal_connect_object (row, "changed", G_CALLBACK (rename_text_changed), self, 0);
  g_signal_connect_object (row, "apply", G_CALLBACK (rename_applied), self, 0);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (rename_key_pressed), self, 0);
  gtk_widget_add_controller (row, keys);
  return row;
}

static GtkListBoxRow *
find_row (VfStartPage *self, const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (VF_IS_SAVED_ROW (row) && g_str_equal (vf_saved_get_name (vf_saved_row_get_saved (VF_SAVED_ROW (row))), name))
      return row;
  return NULL;
}

static void
rename_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  GtkListBoxRow *row = self->list ? find_row (self, name) : NULL;
  GtkWidget *entry;
  int index;

  if (!row)
    return;
  entry = rename_row_new (self, name);
  index = gtk_list_box_row_get_index (row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_list_box_insert (self->list, entry, index);
  gtk_widget_grab_focus (entry);
}

/* --- delete, with undo --- */

static void
keyring_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!vf_keyring_clear_finish (result, &error))
    g_message ("a secret may still be in the keyring: %s", error->message);
  g_application_release (G_APPLICATION (data));
  g_object_unref (data);
}

static void
clear_secret (VfTarget *target, VfSecretKind kind)
{
  GApplication *application = g_application_get_default ();

  if (!application)
    return;
  /* the window may be closing; the keyring's answer is waited for */
  g_application_hold (application);
  vf_keyring_clear_async (target, kind, NULL, keyring_cleared, g_object_ref (application));
}

static gboolean
is_used (VfStartPage *self, VfTarget *target)
{
  for (guint i = 0; self->saved && i < self->saved->len; i++)
    if (vf_target_equal (vf_saved_get_target (self->saved->pdata[i]), target))
      return TRUE;
  return FALSE;
}

/* When the next is deleted, or the window is closed: until then the toast may be pressed, on whatever page it shows.
 * From here on there is no undo: the files go, and the secrets unless another connection uses the same. */
static void
finish_delete (VfStartPage *self)
{
  if (self->removed_target && !is_used (self, self->removed_target))
    {
      clear_secret (self->removed_target, VF_SECRET_PASSWORD);
      clear_secret (self->removed_target, VF_SECRET_PASSPHRASE);
    }
  g_clear_pointer (&self->removed_target, vf_target_unref);
  g_clear_pointer (&self->removed, vf_removed_free);
}

static VfTarget *
target_of (VfStartPage *self, const char *name)
{
  for (guint i = 0; self->saved && i < self->saved->len; i++)
    if (g_str_equal (vf_saved_get_name (self->saved->pdata[i]), name))
      return vf_target_ref (vf_saved_get_target (self->saved->pdata[i]));
  return NULL;
}

static void
delete_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VfRemoved) removed = vf_store_remove_finish (result, &error);
  const char *name = vf_store_work_get_name (result);
  g_autofree char *text = NULL;

  if (!change_happened (self, error))
    return;
  finish_delete (self);
  self->removed = g_steal_pointer (&removed);
  self->removed_target = target_of (self, name);
  forget_name (self, name);
  /* translators: %s: name of a saved connection */
  text = g_strdup_printf (_("%s is deleted"), name);
  vf_page_toast (VF_PAGE (self), text, _("_Undo"), "start.undo-delete");
}

static void
delete_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  vf_store_remove_async (get_store (self), g_variant_get_string (parameter, NULL), delete_done, g_object_ref (self));
}

static void
restore_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VfStartPage) self = data;
  g_autoptr (GError) error = NULL;

  vf_store_work_finish (result, &error);
  change_happened (self, error);
}

static void
undo_delete_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfStartPage *self = VF_START_PAGE (widget);

  if (!self->removed)
    return;
  g_clear_pointer (&self->removed_target, vf_target_unref);
  vf_store_restore_async (get_store (self), g_steal_pointer (&self->removed), restore_done, g_object_ref (self));
}

/* --- the page --- */

static void
vf_start_page_shown (VfPage *page, gboolean forward)
{
  VF_START_PAGE (page)->fresh = TRUE;
  read_store (VF_START_PAGE (page));
}

static void
vf_start_page_focus_first (VfPage *page)
{
  VfStartPage *self = VF_START_PAGE (page);

  if (self->prompt && gtk_widget_get_mapped (self->prompt))
    gtk_widget_grab_focus (self->prompt);
  else
    VF_PAGE_CLASS (vf_start_page_parent_class)->focus_first (page);
}

/* The suggested action begins a new connection, which is the window's to do. */
static gboolean
vf_start_page_apply (VfPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.new", NULL);
  return FALSE;
}

static void
vf_start_page_cancel (VfPage *page)
{
  g_clear_object (&VF_START_PAGE (page)->reading);
}

static void
vf_start_page_dispose (GObject *object)
{
  VfStartPage *self = VF_START_PAGE (object);

  finish_delete (self);
  G_OBJECT_CLASS (vf_start_page_parent_class)->dispose (object);
  g_clear_object (&self->prompt);
  g_clear_object (&self->dashboard);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
}

static void
vf_start_page_class_init (VfStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  VfPageClass *page_class = VF_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_start_page_dispose;
  page_class->shown = vf_start_page_shown;
  page_class->focus_first = vf_start_page_focus_first;
  page_class->apply = vf_start_page_apply;
  page_class->cancel = vf_start_page_cancel;
  gtk_widget_class_install_action (widget_class, "start.rename", "s", rename_activated);
  gtk_widget_class_install_action (widget_class, "start.delete", "s", delete_activated);
  gtk_widget_class_install_action (widget_class, "start.undo-delete", NULL, undo_delete_activated);
}

static void
vf_start_page_init (VfStartPage *self)
{
  vf_page_set_title (VF_PAGE (self), "Verifull");
  vf_page_set_next_label (VF_PAGE (self), "");
}
